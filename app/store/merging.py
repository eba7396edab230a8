"""Puts everything that hangs on one person onto another, so that the first can go.

Call it inside a step: every row that moves is recorded, and undo puts each back where it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from app.store.database import Database
from app.store.forget import LISTS, ONES
from app.store.merged import MERGED
from app.store.reach import Reference, references
from app.store.schema import HISTORY_COLUMNS

# Every column that points at a person. Where two rows may not say the same, the columns that
# tell: of two people in one talk one row is left.
POINTING: Final[Mapping[tuple[str, str], str]] = {
    ("participant", "counterpart_id"): "interaction_id",
    ("attendee", "counterpart_id"): "meeting_id",
    ("tagging", "counterpart_id"): "tag_id",
    ("kind_period", "counterpart_id"): "",
    ("contact_point", "counterpart_id"): "",
    ("commonality", "counterpart_id"): "",
    ("interest", "counterpart_id"): "",
    ("question", "counterpart_id"): "",
    ("promise", "counterpart_id"): "",
    ("deal", "counterpart_id"): "",
    ("verdict", "counterpart_id"): "",
    ("pause", "counterpart_id"): "",
    ("attachment", "counterpart_id"): "",
    ("relation", "counterpart_id"): "",
    ("relation", "other_id"): "",
    ("special_date", "counterpart_id"): "",
    ("counterpart", "introduced_by"): "",
    ("distinct_pair", "first_id"): "",
    ("distinct_pair", "second_id"): "",
}
# Derived, with no history: it is dropped with the step and found anew.
DERIVED: Final = frozenset({("standing", "counterpart_id")})
# What hangs on a record and cannot be there twice in the same words, as far as this holds: that
# something shared came up twice on one day is possible, in one talk it is the same.
_ONCE: Final[Mapping[str, str]] = {
    "outcome": "1",
    "interest_act": "1",
    "mention": "t.interaction_id IS NOT NULL",
}
Doubles = Mapping[str, Mapping[int, int]]


def take_over(
    database: Database,
    kept: int,
    gone: int,
    doubles: Doubles,
    dropped: Mapping[str, Collection[int]],
) -> None:
    """Let one person take over all that another has, and delete the other.

    Args:
        database: the open journal, inside a step.
        kept: who stays.
        gone: who goes.
        doubles: by table, rows that say what another says, and that other; they are dropped, and
            what hangs on them moves there.
        dropped: by table, rows that mean nothing for the one who stays.
    """
    run = database.connection.execute
    _drop_doubles(database, doubles)
    for table, numbers in dropped.items():
        for number in numbers:
            run(f"DELETE FROM {table} WHERE id = ?", (number,))
    _drop_ties(database, kept, gone)
    for (table, column), same in POINTING.items():
        if table == "distinct_pair":
            continue
        if same:
            run(
                f"DELETE FROM {table} WHERE {column} = ?1 AND {same} IN "
                f"(SELECT {same} FROM {table} WHERE {column} = ?2)",
                (gone, kept),
            )
        run(f"UPDATE {table} SET {column} = ?2 WHERE {column} = ?1", (gone, kept))
    _move_pairs(database, kept, gone)
    run(
        "UPDATE import_mark SET row_id = ?2 WHERE tbl = 'counterpart' AND row_id = ?1", (gone, kept)
    )
    _leave_mark(database, kept, gone)
    _move_drafts(database, kept, gone)
    run("DELETE FROM counterpart WHERE id = ?", (gone,))


def _drop_doubles(database: Database, doubles: Doubles) -> None:
    below = references(database)
    for table, twins in doubles.items():
        for number, twin in twins.items():
            _drop_double(database, below, table, number, twin)


def _drop_double(
    database: Database, below: Collection[Reference], table: str, number: int, twin: int
) -> None:
    """Drop one row; what hangs on it moves to its twin, unless that has the very same as well."""
    run = database.connection.execute
    for one in below:
        if one.parent == table:
            for child, same in _same_below(database, one, number, twin):
                _drop_double(database, below, one.table, child, same)
            run(
                f"UPDATE {one.table} SET {one.column} = ? WHERE {one.column} = ?",
                (twin, number),
            )
    run(
        "UPDATE import_mark SET row_id = ? WHERE tbl = ? AND row_id = ?",
        (twin, table, number),
    )
    run(f"DELETE FROM {table} WHERE id = ?", (number,))


def _same_below(
    database: Database, one: Reference, number: int, twin: int
) -> list[tuple[int, int]]:
    """What hangs on one row and is there once more on its twin, each with that."""
    if one.table not in _ONCE:
        return []
    names = HISTORY_COLUMNS[one.table].split()
    told = (name for name in names if name not in ("id", "uid", one.column))
    same = " AND ".join(f't."{name}" IS o."{name}"' for name in told)
    return database.rows(
        f"SELECT t.id, min(o.id) FROM {one.table} t JOIN {one.table} o ON {same} "
        f"WHERE t.{one.column} = ? AND o.{one.column} = ? AND {_ONCE[one.table]} GROUP BY t.id",
        number,
        twin,
    )


def _drop_ties(database: Database, kept: int, gone: int) -> None:
    """Nobody is tied to themselves, introduced themselves, or is different from themselves."""
    run = database.connection.execute
    run(
        "DELETE FROM relation WHERE (counterpart_id = ?1 AND other_id = ?2) "
        "OR (counterpart_id = ?2 AND other_id = ?1)",
        (kept, gone),
    )
    run(
        "UPDATE counterpart SET introduced_by = NULL WHERE id = ?1 AND introduced_by IN (?1, ?2)",
        (kept, gone),
    )


def _move_pairs(database: Database, kept: int, gone: int) -> None:
    run = database.connection.execute
    for number, first, second in database.rows(
        "SELECT id, first_id, second_id FROM distinct_pair WHERE ? IN (first_id, second_id)", gone
    ):
        other = second if first == gone else first
        pair = (min(kept, other), max(kept, other))
        if other == kept or database.rows(
            "SELECT 1 FROM distinct_pair WHERE first_id = ? AND second_id = ?", *pair
        ):
            run("DELETE FROM distinct_pair WHERE id = ?", (number,))
        else:
            run(
                "UPDATE distinct_pair SET first_id = ?, second_id = ? WHERE id = ?", (*pair, number)
            )


def _leave_mark(database: Database, kept: int, gone: int) -> None:
    uid = database.value("SELECT uid FROM counterpart WHERE id = ?", gone)
    fresh = database.value(
        "SELECT 1 + max((SELECT coalesce(max(id), 0) FROM import_mark), "
        "(SELECT coalesce(max(row_id), 0) FROM change WHERE tbl = 'import_mark'))"
    )
    database.connection.execute(
        "INSERT INTO import_mark(id, source_key, digest, tbl, row_id) "
        "VALUES (?1, ?2, '', 'counterpart', ?3) "
        # Whoever came back from the Trash and is merged once more is marked already.
        "ON CONFLICT(source_key) DO UPDATE SET tbl = excluded.tbl, row_id = excluded.row_id",
        (fresh, f"{MERGED}{uid}", kept),
    )


# --- counts --------------------------------------------------------------------------------

_MET: Final = {"participant": "interaction", "attendee": "meeting"}


def belongings(database: Database, person: int) -> dict[str, int]:
    """How many rows of each table belong to a person, entries and meetings among them."""
    return {
        _MET.get(table, table): int(
            database.value(f"SELECT count(*) FROM {table} WHERE {column} = ?", person)
        )
        for table, column in POINTING
        if column == "counterpart_id"
    }


def together(database: Database, one: int, other: int) -> int:
    """How many entries both took part in."""
    return int(
        database.value(
            "SELECT count(*) FROM participant a JOIN participant b USING (interaction_id) "
            "WHERE a.counterpart_id = ? AND b.counterpart_id = ?",
            one,
            other,
        )
    )


# --- drafts, which are no part of the history ----------------------------------------------


def _move_drafts(database: Database, kept: int, gone: int) -> None:
    """Let what is being typed mean the one who stays; nothing that was typed is dropped.

    A draft under the number of the one who goes (a goal, say) is given to the other as well where
    they have none: undo then finds both.
    """
    run = database.connection.execute
    rows = database.rows("SELECT key, body, saved_at FROM draft")
    there = {key for key, _body, _at in rows}
    for key, body, at in rows:
        kind, *parts = key.split(":")
        if kind == "log" or str(gone) not in parts:
            fresh = _renamed(body, kept, gone)
            if fresh != body:
                run("UPDATE draft SET body = ? WHERE key = ?", (fresh, key))
            continue
        theirs = ":".join((kind, *(str(kept) if part == str(gone) else part for part in parts)))
        if theirs not in there:
            run("INSERT INTO draft(key, body, saved_at) VALUES (?, ?, ?)", (theirs, body, at))


def _renamed(body: str, kept: int, gone: int) -> str:
    try:
        node = json.loads(body)
    except ValueError:
        return body
    changed = list(_walk(node, kept, gone))
    return json.dumps(node, ensure_ascii=False) if changed else body


def _walk(node: Any, kept: int, gone: int) -> Iterator[bool]:
    """Put one number for another wherever it means a person; yields for each."""
    if isinstance(node, list):
        for part in node:
            yield from _walk(part, kept, gone)
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        if ONES.get(name) == "counterpart" and value == gone:
            node[name] = kept
            yield True
        elif LISTS.get(name) == "counterpart" and isinstance(value, list) and gone in value:
            node[name] = list(dict.fromkeys(kept if one == gone else one for one in value))
            yield True
        else:
            yield from _walk(value, kept, gone)
