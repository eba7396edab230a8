"""One person as the journal held them at the end of a day, rebuilt from the history.

Of each row the earliest change after that day tells what it was before; a row without one is as it
was. What is found goes into a journal in memory with the same tables, so that everything that reads
a journal reads this one too. It can only be read, and nothing of it is ever written to a disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from app.store import driver
from app.store.database import Database
from app.store.own_writing import OwnWriting
from app.store.schema import HISTORY_COLUMNS
from app.store.tables import statements_1, statements_2, statements_3
from app.store.trash import LOOSE, PARENTS

Row = dict[str, Any]
_PERSON = "counterpart"
# What hangs on a person directly, and what hangs on that.
_OWN = tuple(table for table, above in PARENTS.items() if above == (("counterpart_id", _PERSON),))
_BELOW = {"mention": "commonality", "interest_act": "interest", "outcome": "deal"}
_MET = {"participant": ("interaction_id", "interaction"), "attendee": ("meeting_id", "meeting")}


class MemoryDatabase(Database):
    """A journal that lives in memory only; it may be handed from one thread to another."""

    def __init__(self, like: Database) -> None:
        self.path = like.path
        self.key = None
        self.read_only = True
        self.closed = False
        self._identity = None
        self.own, self.screen = OwnWriting(), like.own
        self.connection = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
        for statement in (*statements_1(), *statements_2(), *statements_3()):
            if not statement.lstrip().startswith(("CREATE TRIGGER", "DROP TRIGGER")):
                self.connection.execute(statement)


class Unknown(Exception):  # noqa: N818 - it reports a limit, not a fault
    """What a row held on that day was thinned out of the history."""


class Past:
    """Reads rows as they were at the end of a day."""

    def __init__(self, database: Database, day: date) -> None:
        self._db = database
        self._after = str(day + timedelta(days=1))
        self._gone: dict[str, dict[int, Row]] = {}
        for table, number, body in database.rows(
            "SELECT tbl, row_id, before FROM change WHERE op = 'D' AND before IS NOT NULL"
        ):
            if table in (*_BELOW, *_MET, "tagging"):
                self._gone.setdefault(table, {})[number] = json.loads(body)

    def row(self, table: str, number: int) -> Row | None:
        """One row as it was; None when it was not there.

        Raises:
            Unknown: the history of that time was thinned.
        """
        found = self._db.rows(
            "SELECT c.op, c.before FROM change c JOIN step s ON s.id = c.step "
            "WHERE c.tbl = ? AND c.row_id = ? AND s.at >= ? ORDER BY c.id LIMIT 1",
            table,
            number,
            self._after,
        )
        if found:
            operation, before = found[0]
            if operation == "I":
                return None
            if before is None:
                raise Unknown
            return json.loads(before)  # type: ignore[no-any-return]
        row = self._now(table, number)
        if row is not None and row.get("created", "")[:10] >= self._after:
            return None  # made without a history, as a generated journal is
        return row

    def _now(self, table: str, number: int) -> Row | None:
        names = HISTORY_COLUMNS[table].split()
        quoted = ", ".join(f'"{name}"' for name in names)
        rows = self._db.rows(f"SELECT {quoted} FROM {table} WHERE id = ?", number)
        return dict(zip(names, rows[0], strict=True)) if rows else None

    def person(self, number: int) -> Iterator[tuple[str, Row]]:
        """Every row that makes up a person, each with its table, parents before children."""
        one = self.row(_PERSON, number)
        if one is None:
            return
        people = {number: one}
        own = {table: self._rows(table, self._of_person(table, number)) for table in _OWN}
        own = {
            table: [row for row in rows if row["counterpart_id"] == number]
            for table, rows in own.items()
        }
        met: list[tuple[str, Row]] = []
        links: list[tuple[str, Row]] = []
        for link, (column, table) in _MET.items():
            mine = self._rows(link, self._of_person(link, number))
            ids = {row[column] for row in mine if row["counterpart_id"] == number}
            met += [(table, row) for row in self._rows(table, ids)]
            for row in self._rows(link, self._where(link, column, ids)):
                if row[column] in ids:
                    links.append((link, row))
                    self._take(people, row["counterpart_id"])
        # A meeting that became an entry is told by that entry, even one this person left since.
        held = {row["id"] for table, row in met if table == "meeting"}
        known = {row["id"] for table, row in met if table == "interaction"}
        for row in self._rows("interaction", self._ever("interaction", "meeting_id", held) - known):
            if row["meeting_id"] in held:
                met.append(("interaction", row))
        self._take(people, one["introduced_by"])
        for row in own["relation"]:
            self._take(people, row["other_id"])
            if row["other_id"] not in people:  # not in the journal yet, or not any more
                row["other_id"] = None
        for other in people.values():
            if other is not one:
                other["introduced_by"] = other["organisation_id"] = None
        entries = {row["id"] for table, row in met if table == "interaction"}
        taggings = self._taggings(number, entries)
        yield from self._organisation(one)
        yield from (("tag", row) for row in self._rows("tag", {t["tag_id"] for t in taggings}))
        yield from ((_PERSON, row) for row in people.values())
        # Meetings come first: an entry may point at the one it was planned as.
        yield from sorted(met, key=lambda pair: pair[0] == "interaction")
        yield from ((table, row) for table, rows in own.items() for row in rows)
        yield from links
        yield from (("attachment", row) for row in self._files(number, entries))
        yield from (("tagging", row) for row in taggings)
        for table, above in _BELOW.items():
            ids = {row["id"] for row in own[above]}
            column = f"{above}_id"
            found = self._rows(table, self._where(table, column, ids))
            yield from ((table, row) for row in found if row[column] in ids)

    def days(self) -> Iterator[tuple[int, str]]:
        """Number and date of every entry of anybody: a test asks whether the journal slept."""
        changed = dict(
            self._db.rows(
                "SELECT row_id, json_extract(before, '$.date') FROM change WHERE id IN ("
                "SELECT min(c.id) FROM step s JOIN change c ON c.step = s.id "
                "WHERE s.at >= ? AND c.tbl = 'interaction' GROUP BY c.row_id)",
                self._after,
            )
        )
        for number, day in self._db.rows(
            "SELECT id, date FROM interaction WHERE substr(created, 1, 10) < ?", self._after
        ):
            if number not in changed:
                yield number, day
        yield from ((number, day) for number, day in changed.items() if day is not None)

    def thinned_after(self) -> bool:
        """Whether some later step no longer knows what it changed or deleted."""
        return bool(
            self._db.rows(
                "SELECT 1 FROM step s WHERE s.thinned AND s.at >= ? AND EXISTS "
                "(SELECT 1 FROM change c WHERE c.step = s.id AND c.op <> 'I') LIMIT 1",
                self._after,
            )
        )

    def _organisation(self, person: Row) -> Iterator[tuple[str, Row]]:
        number = person["organisation_id"]
        found = self.row("organisation", number) if number is not None else None
        if found is not None:
            yield "organisation", found
        else:
            person["organisation_id"] = None

    def _take(self, people: dict[int, Row], number: int | None) -> None:
        """Add someone who is named beside the person."""
        if number is not None and number not in people:
            found = self.row(_PERSON, number)
            if found is not None:
                people[number] = found

    def _files(self, person: int, entries: set[int]) -> list[Row]:
        """The files on the person and on these entries."""
        keys = self._of_person("attachment", person)
        keys |= self._ever("attachment", "interaction_id", entries)
        return [
            row
            for row in self._rows("attachment", keys)
            if row["counterpart_id"] == person or row["interaction_id"] in entries
        ]

    def _taggings(self, person: int, entries: set[int]) -> list[Row]:
        keys = self._of_person("tagging", person)
        keys |= self._where("tagging", "interaction_id", entries)
        return [
            row
            for row in self._rows("tagging", keys)
            if row["counterpart_id"] == person or row["interaction_id"] in entries
        ]

    def _rows(self, table: str, numbers: Iterable[int]) -> list[Row]:
        found = (self.row(table, number) for number in sorted(numbers))
        return [row for row in found if row is not None]

    def _of_person(self, table: str, person: int) -> set[int]:
        """Rows that belong to the person, or once did."""
        now = self._db.rows(f"SELECT id FROM {table} WHERE counterpart_id = ?", person)
        once = self._db.rows(
            "SELECT row_id FROM change WHERE "
            "json_extract(coalesce(before, after), '$.counterpart_id') = ? AND tbl = ?",
            person,
            table,
        )
        return {row[0] for row in (*now, *once)}

    def _ever(self, table: str, column: str, wanted: set[int]) -> set[int]:
        """Rows that point at one of these, or once did."""
        found: set[int] = set()
        for number in wanted:
            rows = self._db.rows(f"SELECT id FROM {table} WHERE {column} = ?", number)
            found.update(row[0] for row in rows)
        if wanted:
            before = f"json_extract(before, '$.{column}')"
            for number, target in self._db.rows(
                f"SELECT row_id, {before} FROM change WHERE tbl = ? AND {before} IS NOT NULL",
                table,
            ):
                if target in wanted:
                    found.add(number)
        return found

    def _where(self, table: str, column: str, wanted: set[int]) -> set[int]:
        """Rows that point at one of these, or did when they were deleted."""
        found = {
            number for number, row in self._gone.get(table, {}).items() if row[column] in wanted
        }
        ids = sorted(wanted)
        for start in range(0, len(ids), 500):
            chunk = ids[start : start + 500]
            marks = ", ".join("?" * len(chunk))
            rows = self._db.rows(f"SELECT id FROM {table} WHERE {column} IN ({marks})", *chunk)
            found |= {row[0] for row in rows}
        return found


def _with_targets(past: Past, rows: list[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """The rows and what they point at; of what was not there on that day, the link is empty."""
    there = {(table, row["id"]) for table, row in rows}
    for table, row in rows:
        for column, target in LOOSE.get(table, ()):
            key = (target, row[column])
            if row[column] is None or key in there:
                continue
            found = past.row(*key)
            if found is None:
                row[column] = None
            else:
                there.add(key)
                yield target, found
        yield table, row


def _is_photo(table: str, row: Row) -> bool:
    return table == "attachment" and row["role"] == "photo"


def rebuild(database: Database, person: int, day: date) -> MemoryDatabase | None:
    """A journal in memory with this person as of that day; None when they were not in it yet.

    Raises:
        Unknown: the history after that day was thinned.
    """
    past = Past(database, day)
    if past.thinned_after():
        raise Unknown
    rows = list(past.person(person))
    if not rows:
        return None
    memory = MemoryDatabase(database)
    run = memory.connection
    run.execute("BEGIN")
    for table, row in _with_targets(past, rows):
        # A state from before an update of Kith lacks what that added.
        names = [name for name in HISTORY_COLUMNS[table].split() if name in row]
        quoted = ", ".join(f'"{name}"' for name in names)
        run.execute(
            f"INSERT INTO {table}({quoted}) VALUES ({', '.join('?' * len(names))})",
            [row[name] for name in names],
        )
    run.executemany(
        "INSERT INTO interaction(id, uid, date) VALUES (?, ?, ?) ON CONFLICT(id) DO NOTHING",
        ((number, f"past-{number}", day) for number, day in past.days()),
    )
    photo = database.rows(
        "SELECT digest, data FROM content WHERE digest IN (SELECT value FROM json_each(?))",
        json.dumps([row["digest"] for table, row in rows if _is_photo(table, row)]),
    )
    run.executemany("INSERT INTO content(digest, data) VALUES (?, ?)", photo)
    settings = database.rows("SELECT key, value FROM setting WHERE key NOT LIKE '%.%'")
    run.executemany("INSERT INTO setting VALUES (?, ?)", settings)
    run.execute("COMMIT")
    return memory
