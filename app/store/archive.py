"""A journal as the records of an archive: read in order, linked by uids, a window at a time."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from app.model.archive import (
    BY_NAME,
    BY_TABLE,
    COLUMNS,
    OF_THIS_COMPUTER,
    PIECE_BYTES,
    SECTIONS,
    Field,
    Listing,
    Sort,
)
from app.model.records import Draft
from app.store import contents
from app.store.database import Database
from app.store.queries import drafts as all_drafts

Record = dict[str, Any]
_WINDOW = 500
_SELECTED = "(SELECT value FROM json_each(?))"


@contextmanager
def standing_still(database: Database) -> Iterator[None]:
    """The journal as it is at the first read, whatever another window writes meanwhile."""
    if database.connection.in_transaction:
        yield
        return
    database.connection.execute("BEGIN")
    try:
        yield
    finally:
        database.connection.execute("ROLLBACK")


@dataclass(frozen=True)
class Scope:
    """What belongs to some people: rows by table, and the others that are only named."""

    rows: dict[str, frozenset[int]]
    named: frozenset[int]

    def of(self, table: str) -> str:
        """The ids of a table as JSON, those that are only named included."""
        found = self.rows.get(table, frozenset())
        return json.dumps(sorted(found | self.named if table == "counterpart" else found))


def scope_of(database: Database, people: Collection[int]) -> Scope:
    """Everything that belongs to these people, and whom it names besides."""
    rows: dict[str, frozenset[int]] = {"counterpart": frozenset(people)}
    for table, link, key in (
        ("interaction", "participant", "interaction_id"),
        ("meeting", "attendee", "meeting_id"),
    ):
        rows[table] = _numbers(
            database, f"SELECT {key} FROM {link} WHERE counterpart_id IN {_SELECTED}", people
        )
    met = rows["interaction"]
    # A meeting that became an entry goes with it, whoever was to come.
    rows["meeting"] |= _numbers(
        database, f"SELECT meeting_id FROM interaction WHERE id IN {_SELECTED}", met
    )
    for section in SECTIONS:
        for one in section.fields:
            if one.binds and one.sort is Sort.LINK and one.to and section.table not in rows:
                above = BY_NAME[one.to].table
                sql = f'SELECT id FROM {section.table} WHERE "{one.column}" IN {_SELECTED}'
                rows[section.table] = _numbers(database, sql, rows.get(above, ()))
    rows["attachment"] |= _numbers(
        database, f"SELECT id FROM attachment WHERE interaction_id IN {_SELECTED}", met
    )
    rows["organisation"] = _numbers(
        database, f"SELECT organisation_id FROM counterpart WHERE id IN {_SELECTED}", people
    )
    rows["tag"] = _numbers(
        database, f"SELECT tag_id FROM tagging WHERE counterpart_id IN {_SELECTED}", people
    ) | _numbers(database, f"SELECT tag_id FROM tagging WHERE interaction_id IN {_SELECTED}", met)
    pair = f"SELECT id FROM distinct_pair WHERE first_id IN {_SELECTED} AND second_id IN"
    rows["distinct_pair"] = _numbers(database, pair + " (SELECT value FROM json_each(?1))", people)
    return Scope(rows, _also_named(database, rows) - frozenset(people))


def _also_named(database: Database, rows: dict[str, frozenset[int]]) -> frozenset[int]:
    found: frozenset[int] = frozenset()
    for table, sql in (
        ("interaction", "SELECT counterpart_id FROM participant WHERE interaction_id IN"),
        ("meeting", "SELECT counterpart_id FROM attendee WHERE meeting_id IN"),
        ("counterpart", "SELECT introduced_by FROM counterpart WHERE id IN"),
        ("relation", "SELECT other_id FROM relation WHERE id IN"),
    ):
        found |= _numbers(database, f"{sql} {_SELECTED}", rows[table])
    return found


def _numbers(database: Database, sql: str, among: Collection[int]) -> frozenset[int]:
    found = database.rows(sql, json.dumps(sorted(among)))
    return frozenset(row[0] for row in found if row[0] is not None)


class Reader:
    """Reads every section of a journal, or of what belongs to some people."""

    def __init__(self, database: Database, scope: Scope | None = None) -> None:
        self._db = database
        self._scope = scope
        self.lost = 0
        """Of how many files the bytes could not be read, once the contents were."""

    def count(self) -> int:
        """How many records there are, about."""
        if self._scope is not None:
            return sum(len(found) for found in self._scope.rows.values())
        return sum(
            int(self._db.value(f"SELECT count(*) FROM {section.table}")) for section in SECTIONS
        )

    def section(self, section: Listing) -> Iterator[Record]:
        """The records of one section, in the order in which they came into the journal."""
        if section.table == "content":
            yield from self._contents()
            return
        if section.table == "import_mark":
            yield from self._marks()
            return
        tests, values = "1", []
        if self._scope is not None:
            tests, values = f"t.id IN {_SELECTED}", [self._scope.of(section.table)]
        for rows in self._windows(section, tests, values):
            yield from records(self._db, section, rows, self._named_only(section))

    def _named_only(self, section: Listing) -> frozenset[int]:
        if self._scope is None or section.table != "counterpart":
            return frozenset()
        return self._scope.named

    def _windows(
        self, section: Listing, tests: str, values: list[Any]
    ) -> Iterator[list[tuple[Any, ...]]]:
        # By the number reached so far, so that no statement stays open between two windows.
        sql = select(section, f"WHERE {tests} AND t.id > ? ORDER BY t.id LIMIT {_WINDOW}")
        reached = -(2**63)
        while rows := self._db.rows(sql, *values, reached):
            yield rows
            reached = rows[-1][0]

    def _marks(self) -> Iterator[Record]:
        """What earlier imports became, as far as it is still there."""
        section, reached = BY_NAME["import_marks"], -(2**63)
        sql = (
            "SELECT id, source_key, digest, tbl, row_id, raw FROM import_mark WHERE id > ? "
            f"ORDER BY id LIMIT {_WINDOW}"
        )
        while rows := self._db.rows(sql, reached):
            uids: dict[tuple[str, int], str] = {}
            for table in {row[3] for row in rows} & set(BY_TABLE):
                numbers = {row[4] for row in rows if row[3] == table and self._holds(table, row[4])}
                uids |= {
                    (table, number): uid
                    for number, uid in uids_of(self._db, table, numbers).items()
                }
            for _id, key, digest, table, number, raw in rows:
                uid = uids.get((table, number))
                if uid is not None:
                    values = (key, digest, BY_TABLE[table].name, uid, raw)
                    yield told_columns(section, values)
            reached = rows[-1][0]

    def _holds(self, table: str, number: int) -> bool:
        return self._scope is None or number in self._scope.rows.get(table, ())

    def _contents(self) -> Iterator[Record]:
        """The bytes of every file once, in pieces; what is damaged would spoil the archive."""
        self.lost = 0
        where, values = "", []
        if self._scope is not None:
            where, values = f"WHERE id IN {_SELECTED}", [self._scope.of("attachment")]
        sql = f"SELECT digest, count(*) FROM attachment {where} GROUP BY digest ORDER BY min(id)"
        for digest, files in self._db.rows(sql, *values):
            data = contents.whole(self._db, digest)
            if data is None:
                self.lost += files
                continue
            count = max(1, -(-len(data) // PIECE_BYTES))
            for piece in range(count):
                part = data[piece * PIECE_BYTES : (piece + 1) * PIECE_BYTES]
                text = base64.b64encode(part).decode("ascii")
                yield {"digest": digest, "piece": piece + 1, "of": count, "data": text}

    def settings(self) -> dict[str, str]:
        """The settings of the journal that mean the same on another computer."""
        sql = "SELECT key, value FROM setting WHERE key NOT LIKE '%.%' OR key LIKE ? ORDER BY key"
        found = dict(self._db.rows(sql, f"{COLUMNS}%"))
        return {key: value for key, value in found.items() if key not in OF_THIS_COMPUTER}

    def drafts(self) -> list[Draft]:
        """What was being written, as it is kept."""
        return sorted(all_drafts(self._db), key=lambda draft: draft.key)


def uids_of(database: Database, table: str, numbers: Collection[int]) -> dict[int, str]:
    """The uids of rows by their ids."""
    sql = f"SELECT id, uid FROM {table} WHERE id IN {_SELECTED}"
    return dict(database.rows(sql, json.dumps(sorted(numbers))))


def ids_of(database: Database, table: str) -> dict[str, int]:
    """The ids of every row of a table by their uids."""
    return dict(database.rows(f"SELECT uid, id FROM {table}"))


def by_uids(database: Database, section: Listing, uids: Collection[str]) -> dict[str, Record]:
    """What the journal holds under these uids, as records of the archive."""
    sql = select(section, f"WHERE t.uid IN {_SELECTED}")
    rows = database.rows(sql, json.dumps(sorted(uids)))
    return {record["uid"]: record for record in records(database, section, rows, frozenset())}


# --- rows as records -------------------------------------------------------------------------


_COLUMNS: Final = {
    section.name: tuple(one for one in section.fields if one.column and not one.table)
    for section in SECTIONS
}


def columns(section: Listing) -> tuple[Field, ...]:
    """The fields that are columns of the section's table."""
    return _COLUMNS[section.name]


def select(section: Listing, rest: str) -> str:
    """A query for rows of a section: the id, then the fields that are columns."""
    parts = ["t.id"]
    for one in columns(section):
        column = f't."{one.column}"'
        if one.sort is Sort.LINK:
            above = BY_NAME[one.to].table
            column = f"(SELECT x.uid FROM {above} x WHERE x.id = {column})"
        parts.append(column)
    if section.table == "distinct_pair":
        for side in ("first_id", "second_id"):
            parts.append(f"(SELECT x.uid FROM counterpart x WHERE x.id = t.{side})")
    return f"SELECT {', '.join(parts)} FROM {section.table} t {rest}"


def records(
    database: Database, section: Listing, rows: list[tuple[Any, ...]], named: Collection[int]
) -> list[Record]:
    """Rows of `select` as records, with their lists."""
    lists = {one: _lists(database, one, rows) for one in section.fields if one.table}
    found = []
    for row in rows:
        if row[0] in named:
            found.append(_only_named(section, row))
            continue
        record = told_columns(section, row[1:])
        for one, values in lists.items():
            if row[0] in values:
                record[one.name] = values[row[0]]
        if section.table == "distinct_pair":
            record["people"] = sorted(row[-2:])
        found.append(record)
    return found


def told_columns(section: Listing, values: tuple[Any, ...]) -> Record:
    """The fields of a row that say anything."""
    record: Record = {}
    for one, value in zip(columns(section), values, strict=False):
        if one.sort is Sort.FLAG and value is not None:
            value = bool(value)
        if one.needed or value != one.absent:
            record[one.name] = value
    return record


def _only_named(section: Listing, row: tuple[Any, ...]) -> Record:
    """Someone of whom the archive gives the name alone."""
    whole = told_columns(section, row[1:])
    record = {name: whole[name] for name in ("uid", "name")}
    return record | {"kind": "other", "attention": "unsorted", "only_named": True}


def _lists(database: Database, one: Field, rows: list[tuple[Any, ...]]) -> dict[int, list[Any]]:
    """What lies in a table of its own, by the id of the row it belongs to."""
    found: dict[int, list[Any]] = defaultdict(list)
    numbers = json.dumps([row[0] for row in rows])
    if one.sort is Sort.MENTIONS:
        sql = (
            "SELECT m.commonality_id, m.date, (SELECT x.uid FROM interaction x "
            "WHERE x.id = m.interaction_id) FROM mention m "
            f"WHERE m.commonality_id IN {_SELECTED} ORDER BY m.id"
        )
        for owner, day, entry in database.rows(sql, numbers):
            found[owner].append({"date": day} | ({} if entry is None else {"entry": entry}))
        return found
    sql = (
        f"SELECT l.{one.owner}, x.uid FROM {one.table} l JOIN {BY_NAME[one.to].table} x "
        f"ON x.id = l.{one.column} WHERE l.{one.owner} IN {_SELECTED} ORDER BY l.id"
    )
    for owner, uid in database.rows(sql, numbers):
        found[owner].append(uid)
    return found
