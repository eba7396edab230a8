"""Looks for damage in an open journal: its pages, links, search index, and rows against history."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.model.checks import Ill
from app.model.errors import Cancelled, DamagedError
from app.store import blueprint, driver
from app.store.database import Database
from app.store.schema import HISTORY_COLUMNS, SEARCH_CODES, SEARCH_COLUMNS
from app.store.witness import differing, settle

Cancel = Callable[[], bool]
Row = dict[str, Any]

_LOOK = 20_000  # steps of SQLite's machine between two looks at Cancel
_MOST = 100
_BY_INDEX = re.compile(
    r"(row \d+|rowid \d+) (missing from|not at end of|values differ from) index"
    r"|wrong # of entries in index|non-unique entry in index|row \d+ missing from index"
)
_BY_SPACE = re.compile(r"Freelist: |Page \d+: never used|Page \d+ is never used")
_BY_VALUE = re.compile(r"^(CHECK constraint failed|NULL value|\S+ value|non-\S+ value) in ")
_BY_SEARCH = re.compile(r"fts5|inverted index", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw: its kind, SQLite's own words or a count, and where it is."""

    ill: Ill
    detail: str = ""
    table: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Misread:
    """A row that differs from what the history saved last; None where one of them has none.

    `right` is the reading a third copy confirms: "saved", "standing", or "" where none tells.
    """

    table: str
    row_id: int
    change: int
    standing: Row | None
    saved: Row | None
    at: str
    right: str

    @property
    def undecided(self) -> bool:
        """Whether there are two whole readings, and nothing tells which is right."""
        return not self.right and self.standing is not None and self.saved is not None


@contextmanager
def interruptible(database: Database, cancelled: Cancel) -> Iterator[None]:
    """Lets one long query be stopped.

    Raises:
        Cancelled: it was.
    """
    connection = database.connection
    connection.set_progress_handler(lambda: int(cancelled()), _LOOK)
    try:
        yield
    except driver.Error:
        if cancelled():
            raise Cancelled from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def counted_as_flaw(flaws: list[Flaw]) -> Iterator[None]:
    """Takes what SQLite cannot even read as one more flaw."""
    try:
        yield
    except DamagedError as error:
        flaws.append(_told_by(error.__cause__ or error))
    except driver.DatabaseError as error:
        if "interrupt" in str(error):
            raise
        flaws.append(_told_by(error))


def _told_by(error: BaseException) -> Flaw:
    # A body in the history that is no JSON any more: an index on it cannot be read then.
    ill = Ill.HISTORY if "malformed json" in str(error).lower() else Ill.PAGES
    return Flaw(ill, str(error))


def pages(database: Database, *, quick: bool = False) -> list[Flaw]:
    """What SQLite itself finds wrong; `quick` leaves out whether indexes fit their tables."""
    pragma = "quick_check" if quick else "integrity_check"
    found: list[Flaw] = []
    with counted_as_flaw(found):
        for (text,) in database.connection.execute(f"PRAGMA {pragma}({_MOST})"):
            if text != "ok":
                found += [_page_flaw(line) for line in text.split("\n")]
    return found


def _page_flaw(text: str) -> Flaw:
    if _BY_INDEX.search(text):
        return Flaw(Ill.INDEX, text)
    if _BY_SPACE.search(text):
        return Flaw(Ill.SPACE, text)
    if _BY_SEARCH.search(text):
        return Flaw(Ill.SEARCH, text)
    if _BY_VALUE.search(text):
        return Flaw(Ill.RECORD, text)
    return Flaw(Ill.PAGES, text)


def seals(database: Database) -> list[Flaw]:
    """Pages of a protected journal whose encryption does not fit."""
    if database.key is None:
        return []
    found = database.connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return [Flaw(Ill.SEAL, str(row[0])) for row in found]


def rules(database: Database) -> list[Flaw]:
    """Tables, indexes and triggers whose own SQL is garbled or missing."""
    return [Flaw(Ill.RULES, name) for name in blueprint.differing(database.connection)]


def links(database: Database) -> list[Flaw]:
    """Records that point at something that is gone, counted by table."""
    counts: dict[str, int] = {}
    for row in database.connection.execute("PRAGMA foreign_key_check"):
        counts[row[0]] = counts.get(row[0], 0) + 1
    return [Flaw(Ill.LINKS, table=table, count=count) for table, count in counts.items()]


def search(database: Database) -> list[Flaw]:
    """Where the search index does not hold what the tables hold, counted by table."""
    found = []
    for table, columns in SEARCH_COLUMNS.items():
        names = columns.split()
        body = " || char(10) || ".join(f'"{name}"' for name in names)
        filled = " || ".join(f'"{name}"' for name in names)
        code = SEARCH_CODES[table]
        run = database.connection.execute
        wrong = run(
            f"SELECT count(*) FROM (SELECT id * 16 + {code}, {body} FROM {table} "
            f"WHERE ({filled}) <> '' EXCEPT SELECT rowid, body FROM search "
            f"WHERE rowid % 16 = {code})"
        ).fetchone()[0]
        wrong += run(
            f"SELECT count(*) FROM (SELECT rowid FROM search WHERE rowid % 16 = {code} "
            f"EXCEPT SELECT id * 16 + {code} FROM {table} WHERE ({filled}) <> '')"
        ).fetchone()[0]
        if wrong:
            found.append(Flaw(Ill.SEARCH, table=table, count=wrong))
    return found


def misread(database: Database) -> list[Misread]:
    """Rows that differ from what was saved last: a flipped byte SQLite cannot see shows so."""
    found: list[Misread] = []
    for table, columns in HISTORY_COLUMNS.items():
        names = columns.split()
        row = ", ".join(f"'{name}', t.\"{name}\"" for name in names)
        for number, change, op, after, standing, at in database.rows(
            "WITH latest AS (SELECT row_id, max(id) AS id FROM change WHERE tbl = ? "
            "GROUP BY row_id) "
            "SELECT c.row_id, c.id, c.op, c.after, CASE WHEN t.id IS NOT NULL THEN "
            f"json_object({row}) END AS standing, s.at FROM latest "
            "JOIN change c ON c.id = latest.id LEFT JOIN step s ON s.id = c.step "
            f'LEFT JOIN "{table}" t ON t.id = c.row_id '
            "WHERE (c.op = 'D') <> (t.id IS NULL) "
            "OR (c.op <> 'D' AND c.after IS NOT NULL AND c.after <> standing)",
            table,
        ):
            one = _misread(database, table, number, change, op, after, standing, at or "")
            if one is not None:
                found.append(one)
    return found


def _misread(
    database: Database,
    table: str,
    number: int,
    change: int,
    op: str,
    after: str | None,
    standing: str | None,
    at: str,
) -> Misread | None:
    now = json.loads(standing) if standing is not None else None
    try:
        saved = json.loads(after) if after is not None and op != "D" else None
    except ValueError:
        saved = {}
    if op != "D" and after is None:
        return None  # thinned: the history no longer knows
    if not isinstance(saved, dict | None) or saved == {}:
        return Misread(table, number, change, now, None, at, "standing" if now else "")
    if now is None or saved is None:
        return Misread(table, number, change, now, saved, at, "saved" if saved else "")
    if not differing(now, saved):
        return None
    code = SEARCH_CODES.get(table)
    words = None
    if code is not None:
        words = database.value("SELECT body FROM search WHERE rowid = ?", number * 16 + code) or ""
    right = settle(table, now, saved, words, facts(database, table, number, now, saved))
    side = "" if right is None else "standing" if right is now else "saved"
    return Misread(table, number, change, now, saved, at, side)


def facts(database: Database, table: str, number: int, now: Row, saved: Row) -> Row:
    """What the table's indexes say of the columns in which two readings of a row differ."""
    found: Row = {}
    for column in differing(now, saved):
        for index in _indexes_on(database, table, column):
            for reading in (now, saved):
                known = database.rows(
                    f'SELECT 1 FROM "{table}" INDEXED BY "{index}" '
                    f'WHERE "{column}" IS ? AND +id = ?',
                    reading[column],
                    number,
                )
                if known and _by_index_alone(database, table, index, column):
                    found[column] = reading[column]
    return found


def _indexes_on(database: Database, table: str, column: str) -> list[str]:
    """Whole indexes that begin with this column."""
    names = []
    for _seq, name, _unique, _origin, partial in database.rows(f'PRAGMA index_list("{table}")'):
        first = database.rows(f'PRAGMA index_xinfo("{name}")')[0]
        if not partial and first[2] == column and first[4] == "BINARY":
            names.append(name)
    return names


def _by_index_alone(database: Database, table: str, index: str, column: str) -> bool:
    """Whether SQLite answers from the index without looking at the row, so that it is a witness."""
    plan = database.rows(
        f'EXPLAIN QUERY PLAN SELECT 1 FROM "{table}" INDEXED BY "{index}" '
        f'WHERE "{column}" IS ? AND +id = ?',
        None,
        0,
    )
    return any("COVERING INDEX" in str(row[3]) for row in plan)


def broken_chains(database: Database) -> list[tuple[str, int]]:
    """Rows of which one change does not begin where the change before it ended."""
    rows = database.rows(
        "SELECT tbl, row_id, before, earlier, op, earlier_op FROM ("
        "SELECT tbl, row_id, op, before, "
        "lag(after) OVER past AS earlier, lag(op) OVER past AS earlier_op, "
        "row_number() OVER past AS place FROM change "
        "WINDOW past AS (PARTITION BY tbl, row_id ORDER BY id)) "
        "WHERE place > 1 AND before IS NOT earlier"
    )
    found = {
        (table, row_id)
        for table, row_id, before, earlier, op, earlier_op in rows
        if not _fits_on(before, earlier, op, earlier_op)
    }
    found.update(
        database.rows(
            "SELECT DISTINCT tbl, row_id FROM change WHERE (before IS NOT NULL AND "
            "NOT json_valid(before)) OR (after IS NOT NULL AND NOT json_valid(after))"
        )
    )
    return sorted(found)


def _fits_on(before: str | None, earlier: str | None, op: str, earlier_op: str) -> bool:
    thinned = (before is None and op != "I") or (earlier is None and earlier_op != "D")
    if thinned or before is None or earlier is None:
        return thinned
    try:
        one, two = json.loads(earlier), json.loads(before)
    except ValueError:
        return False
    return not differing(two, one)
