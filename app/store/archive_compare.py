"""What a journal already holds of an archive's records, and whether it was changed here since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from app.model.archive import BY_TABLE, Listing, Sort
from app.store import outside
from app.store.archive import Record, columns, records, select, told_columns, uids_of
from app.store.database import Database

_AMONG = "(SELECT value FROM json_each(?))"


class Present(NamedTuple):
    """A record as the journal holds it, with its id."""

    id: int
    record: Record


def key_of(section: Listing, record: Mapping[str, Any]) -> str:
    """What a record is recognised by: its uid, or what else there is only one of."""
    if section.table == "import_mark":
        return str(record["key"])
    if section.table == "distinct_pair":
        return "\n".join(sorted(record["people"]))
    return str(record["uid"])


def present(database: Database, section: Listing, wanted: Collection[Record]) -> dict[str, Present]:
    """Which of these records the journal holds, by their keys."""
    asked = [key_of(section, one) for one in wanted]
    keys = json.dumps(asked)
    if section.table == "import_mark":
        return _marks(database, section, keys)
    if section.table == "distinct_pair":
        people = json.dumps([uid for one in wanted for uid in one["people"]])
        owners = f"(SELECT id FROM counterpart WHERE uid IN {_AMONG})"
        rows = database.rows(select(section, f"WHERE t.first_id IN {owners}"), people)
    else:
        rows = database.rows(select(section, f"WHERE t.uid IN {_AMONG}"), keys)
    found = {
        key_of(section, record): Present(row[0], record)
        for row, record in zip(rows, records(database, section, rows, ()), strict=True)
    }
    # One of a pair may be in another pair as well, which was not asked for.
    return {key: found[key] for key in asked if key in found}


def _marks(database: Database, section: Listing, keys: str) -> dict[str, Present]:
    found = {}
    for number, key, digest, table, row, raw in database.rows(
        "SELECT id, source_key, digest, tbl, row_id, raw FROM import_mark "
        f"WHERE source_key IN {_AMONG}",
        keys,
    ):
        above = BY_TABLE.get(table)
        uid = uids_of(database, table, [row]).get(row, "") if above else ""
        values = (key, digest, above.name if above else "", uid, raw)
        found[key] = Present(number, told_columns(section, values))
    return found


def deleted(database: Database) -> frozenset[str]:
    """The uids of everything the user has deleted, as far as the history reaches.

    A deletion that was undone does not count.
    """
    rows = database.rows(
        "SELECT json_extract(c.before, '$.uid') FROM change c JOIN step s ON s.id = c.step "
        "WHERE c.op = 'D' AND c.before IS NOT NULL AND s.kind = 'do' AND s.state = 'done'"
    )
    return frozenset(str(row[0]) for row in rows if row[0] is not None)


def pairs_here(database: Database) -> dict[str, int]:
    """Every pair of people who are not the same, by its key."""
    return {
        "\n".join(sorted(row[:2])): row[2]
        for row in database.rows(
            "SELECT a.uid, b.uid, p.id FROM distinct_pair p JOIN counterpart a ON a.id = "
            "p.first_id JOIN counterpart b ON b.id = p.second_id"
        )
    }


def marks_here(database: Database) -> dict[str, int]:
    """Every mark of an earlier import, by its key."""
    return dict(database.rows("SELECT source_key, id FROM import_mark"))


def tags_here(database: Database) -> dict[str, tuple[str, int]]:
    """Every tag by its name in small letters, as the journal tells tags apart: uid and id."""
    return {
        row[1].translate(_SMALL): (row[0], row[2])
        for row in database.rows("SELECT uid, name, id FROM tag")
    }


# SQLite's NOCASE knows the letters of ASCII alone.
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def as_tag(name: str) -> str:
    """A tag's name as the journal tells tags apart."""
    return name.translate(_SMALL)


def earlier(
    database: Database, section: Listing, numbers: Collection[int]
) -> dict[int, list[Record]]:
    """The rows that were changed here after they came in, with what they said before.

    What an import of an archive changed does not count: it came from there. The earlier states
    hold no links and no lists.
    """
    ours = outside.steps(database)
    found: dict[int, list[Record]] = {}
    among = json.dumps(sorted(numbers))
    for number, step, before in database.rows(
        f"SELECT row_id, step, before FROM change WHERE tbl = ? AND op = 'U' AND row_id IN {_AMONG}"
        " ORDER BY id",
        section.table,
        among,
    ):
        if step not in ours:
            states = found.setdefault(number, [])
            if before is not None:
                states.append(_state(section, json.loads(before)))
    for number in _lists_changed(database, section, among, ours):
        found.setdefault(number, [])
    return found


def plain(section: Listing, record: Mapping[str, Any]) -> Record:
    """A record without its links and lists, to hold against an earlier state."""
    return {
        name: value
        for name, value in record.items()
        if section.named[name].column
        and not section.named[name].table
        and section.named[name].sort is not Sort.LINK
    }


def _state(section: Listing, row: Mapping[str, Any]) -> Record:
    values = tuple(row.get(one.column) for one in columns(section))
    return plain(section, told_columns(section, values))


def _lists_changed(
    database: Database, section: Listing, among: str, ours: Collection[int]
) -> set[int]:
    """The rows whose people, tags or mentions changed in a later step than they came in."""
    lists = [one for one in section.fields if one.table]
    if not lists:
        return set()
    begun: dict[int, int] = defaultdict(int)
    begun.update(
        database.rows(
            "SELECT row_id, min(step) FROM change WHERE tbl = ? AND op = 'I' "
            f"AND row_id IN {_AMONG} GROUP BY row_id",
            section.table,
            among,
        )
    )
    found = set()
    for one in lists:
        owner = f"json_extract(coalesce(after, before), '$.{one.owner}')"
        for number, step in database.rows(
            f"SELECT {owner}, step FROM change WHERE tbl = ? AND {owner} IN {_AMONG}",
            one.table,
            among,
        ):
            if step > begun[number] and step not in ours:
                found.add(number)
    return found
