"""What is left in a damaged journal: the rows of every table, and what else tells about them.

A row lies in a journal several times: in its table, in the table's indexes, in the history of
steps (which keeps every row as each step left it) and, its words, in the search index. What one
of them has lost, another may still hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.store import btree, contents, driver
from app.store.btree import Record
from app.store.lost_history import Found, Row, mend_history
from app.store.paged import PagedFile
from app.store.schema import SEARCH_CODES

_ENOUGH = 0.8
_AGREE = 0.5


@dataclass(slots=True)
class Shape:
    """What a table looks like: its columns with type and whether they may be empty, its key."""

    name: str
    columns: tuple[tuple[str, str, bool], ...]
    least: int  # as many columns every row has
    rowid_column: str
    keyed: bool  # WITHOUT ROWID
    guess: int
    indexes: tuple[tuple[str, tuple[str | None, ...], int], ...]

    def row(self, record: Record) -> Row | None:
        """A record as a row of this table, or None where it cannot be one."""
        values = record.values
        if not self.least <= len(values) <= len(self.columns):
            return None
        row: Row = {}
        for (name, kind, required), value in zip(self.columns, values, strict=False):
            if name == self.rowid_column:
                row[name] = record.rowid if value is None else value
            elif (value is None and required) or not _fits(kind, value):
                return None
            else:
                row[name] = value
        return row


def _fits(kind: str, value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, {"INTEGER": int, "TEXT": str, "REAL": float}.get(kind, object))


def shapes(connection: driver.Connection) -> dict[str, Shape]:
    """The tables of a sound journal, without those SQLite keeps for itself and for the search."""
    found = {}
    rows = connection.execute(
        "SELECT m.name, m.rootpage, l.wr FROM sqlite_master m "
        "JOIN pragma_table_list l ON l.name = m.name AND l.schema = 'main' "
        "WHERE m.type = 'table' AND l.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' "
        "AND m.name NOT LIKE '~_%' ESCAPE '~'"
    ).fetchall()
    for name, root, keyed in rows:
        info = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        keys = [row for row in info if row[5]]
        rowid = keys[0][1] if len(keys) == 1 and keys[0][2] == "INTEGER" and not keyed else ""
        # Where a row lies in its own index, the key's columns come first.
        if keyed:
            info.sort(key=lambda row: (row[5] == 0, row[5], row[0]))
        columns = tuple((row[1], row[2], bool(row[3] or row[5])) for row in info)
        needed = [at for at, row in enumerate(info, 1) if (row[3] or row[5]) and row[4] is None]
        indexes = _indexes(connection, name)
        least = max(needed, default=1)
        found[name] = Shape(name, columns, least, rowid, bool(keyed), root, indexes)
    return found


def _indexes(
    connection: driver.Connection, table: str
) -> tuple[tuple[str, tuple[str | None, ...], int], ...]:
    found = []
    for name, root in connection.execute(
        "SELECT name, rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)
    ).fetchall():
        columns = connection.execute(f'PRAGMA index_xinfo("{name}")').fetchall()
        found.append((name, tuple(row[2] for row in columns), root))  # the row id comes last
    return tuple(found)


@dataclass(slots=True)
class Past:
    """How the history last saw one row; `row` is None where it was deleted."""

    row: Row | None
    sound: bool


class Remains:
    """Reads everything that is left; `progress(done, whole)` may raise to stop it."""

    def __init__(
        self,
        file: PagedFile,
        tables: dict[str, Shape],
        progress: Callable[[int, int], None] = lambda _done, _whole: None,
    ) -> None:
        self._file, self._shapes, self._progress = file, tables, progress
        self.tables: dict[str, Found] = {name: Found() for name in tables}
        self.past: dict[tuple[str, int], Past] = {}
        self.words: dict[int, str] = {}
        self.schema_lost = False
        self._pages: set[int] = {1}
        self._loose: set[int] = set()
        self._roots = self._read_roots()
        for name in sorted(tables, key="change".__ne__):  # the history tells of all others
            self._read_table(name)
            if name == "change":
                self._remember()
        self._read_words()
        self._remember()
        for name in tables:
            self._read_facts(name)
        self._adopt_orphans()
        for name in tables:
            self._right_ids(name)
        if "change" in self.tables:
            mend_history(self.tables)
            self._remember()

    # --- trees ---------------------------------------------------------------------------

    def _read_roots(self) -> dict[str, int]:
        """Where each table and index begins, as far as the file's own list can be read."""
        tree = btree.walk(self._file, 1)
        self._pages |= tree.pages
        self.schema_lost = bool(tree.lost or tree.garbled)
        roots = _roots(tree.records)
        if self.schema_lost:
            for records in self._loose_leaves(tree.pages):
                roots = {**_roots(records), **roots}
        return roots

    def _loose_leaves(self, taken: set[int]) -> Iterator[list[Record]]:
        """The rows of table leaves that are in none of these pages and in use."""
        free = btree.free_pages(self._file)
        for number in self._file.pages():
            page = None if number in taken or number in free else self._file.page(number)
            if page is not None and btree.page_kind(page) == btree.TABLE_LEAF:
                pages = {number}
                records = btree.leaf(self._file, page, pages)
                if records:
                    self._loose = pages
                    yield records

    def _tree(self, name: str, guess: int, *, index: bool) -> btree.Tree:
        """The tree of a table or index; where its beginning is lost, the usual one is tried."""
        root = self._roots.get(name, 0)
        if root or not guess:
            return btree.walk(self._file, root, index=index) if root else btree.Tree(lost=1)
        return btree.walk(self._file, guess, index=index)

    def _read_table(self, name: str) -> None:
        shape, found = self._shapes[name], self.tables[name]
        tree = self._tree(name, shape.guess, index=shape.keyed)
        rows = [(record, shape.row(record)) for record in tree.records]
        if self.schema_lost and not self._belongs(name, rows):
            found.broken = found.vague = True
            return
        found.pages = tree.pages
        self._pages |= tree.pages
        found.broken = bool(tree.lost or tree.garbled)
        found.vague = bool(tree.branches_lost)
        for record, row in rows:
            if row is None:
                found.broken = True
            else:
                self._take(found, shape, record, row)
        self._progress(len(self._pages), self._file.count)

    def _belongs(self, name: str, rows: list[tuple[Record, Row | None]]) -> bool:
        """Whether what lies where this table should begin is this table."""
        fitting = [(record.rowid, row) for record, row in rows if row is not None]
        if len(fitting) < _ENOUGH * len(rows):
            return False
        known = [self._agrees(name, number, row) for number, row in fitting]
        if not known:  # an empty table, or nothing of it
            return name in self._roots
        return sum(known) > _AGREE * len(known)

    def _take(self, found: Found, shape: Shape, record: Record, row: Row) -> None:
        key = row[shape.columns[0][0]] if shape.keyed else record.rowid
        if key in found.rows and not record.sound:
            return
        found.rows[key] = row
        garbled = any("\ufffd" in v for v in row.values() if isinstance(v, str))
        if not record.sound or garbled or (shape.name == "content" and not _are_whole(row)):
            found.doubtful.add(key)

    def _read_words(self) -> None:
        root = self._roots.get("search_content", 0)
        if not root:
            return
        tree = btree.walk(self._file, root)
        self._pages |= tree.pages
        for record in tree.records:
            if len(record.values) == 2 and isinstance(record.values[1], str) and record.sound:
                self.words[record.rowid] = record.values[1]

    def _remember(self) -> None:
        """How the history last saw each row."""
        changes = self.tables.get("change")
        if changes is None:
            return
        self.past.clear()
        for number in sorted(changes.rows):
            row = changes.rows[number]
            state = None
            if row.get("op") != "D":
                if row.get("after") is None:  # thinned: nobody knows what it held
                    self.past.pop((row["tbl"], row["row_id"]), None)
                    continue
                try:
                    state = json.loads(row["after"])
                except ValueError:
                    continue
                if not isinstance(state, dict):
                    continue
            key = (row["tbl"], row["row_id"])
            self.past[key] = Past(state, number not in changes.doubtful)

    # --- what the indexes say ------------------------------------------------------------

    def _read_facts(self, name: str) -> None:
        """Which rows a table has according to its indexes, with the columns they hold."""
        shape, found = self._shapes[name], self.tables[name]
        for index, columns, guess in shape.indexes:
            if index not in self._roots and name in self._roots and not self.schema_lost:
                continue
            tree = self._tree(index, guess, index=True)
            if index not in self._roots and not self._is_index_of(name, columns, tree.records):
                continue
            self._pages |= tree.pages
            for record in tree.records:
                self._take_fact(found, shape, columns, record)
        if shape.keyed or not found.facts:
            return
        if found.facts.keys() - found.rows.keys():
            found.broken = True

    def _is_index_of(
        self, name: str, columns: tuple[str | None, ...], records: list[Record]
    ) -> bool:
        """Whether what lies where an index should begin agrees with the rows that were read."""
        agreeing = 0
        for record in records:
            number = record.values[-1] if len(record.values) == len(columns) else None
            past = self.past.get((name, number)) if isinstance(number, int) else None
            row = self.tables[name].rows.get(number) or (past.row if past else None) or {}
            agreeing += bool(row) and all(
                column is None or row.get(column) == value
                for column, value in zip(columns[:-1], record.values, strict=False)
            )
        return agreeing > _AGREE * len(records)

    def _take_fact(
        self, found: Found, shape: Shape, columns: tuple[str | None, ...], record: Record
    ) -> None:
        if not record.sound or len(record.values) != len(columns):
            return
        kinds = {column: kind for column, kind, _required in shape.columns}
        named = zip(columns, record.values, strict=True)
        if not all(_fits(kinds.get(column or "", ""), value) for column, value in named):
            return
        rowid = record.values[-1]
        if shape.keyed or not isinstance(rowid, int):
            return
        fact = found.facts.setdefault(rowid, {})
        for column, value in zip(columns[:-1], record.values, strict=False):
            if column is not None:
                fact[column] = value

    # --- pages no branch leads to --------------------------------------------------------

    def _adopt_orphans(self) -> None:
        """Give leaves without a branch to the broken table whose rows they hold."""
        broken = [n for n, found in self.tables.items() if found.broken]
        if not broken:
            return
        for records in self._loose_leaves(self._pages):
            name = self._owner(records, broken)
            if name:
                self._pages |= self._loose
                self._adopt(name, records)

    def _owner(self, records: list[Record], broken: Iterable[str]) -> str:
        """The table whose indexes and history know these rows best."""
        best, most = "", 0.0
        for name in broken:
            shape = self._shapes[name]
            if shape.keyed:
                continue
            rows = [(record.rowid, shape.row(record)) for record in records]
            fitting = [(number, row) for number, row in rows if row is not None]
            if not records or len(fitting) < _ENOUGH * len(records):
                continue
            known = sum(self._agrees(name, number, row) for number, row in fitting) / len(fitting)
            if known > most:
                best, most = name, known
        return best if most > _AGREE else ""

    def _agrees(self, name: str, number: int, row: Row) -> float:
        """How well a row fits what else is known of it: 1 wholly, 0.6 nothing speaks against."""
        if name == "content":
            return float(_are_whole(row))
        fact = self.tables[name].facts.get(number)
        if fact:
            return float(all(row.get(column) == value for column, value in fact.items()))
        past = self.past.get((name, number))
        if past is not None and past.row is not None:
            same = sum(row.get(column) == value for column, value in past.row.items())
            return float(same >= _ENOUGH * len(past.row))
        if past is not None:
            return 0.0  # the history says it is gone
        # Nothing is known of it: only where the table's indexes are lost too may it be taken.
        return 0.6 if not self.tables[name].facts and number not in self.tables[name].rows else 0.0

    def _adopt(self, name: str, records: list[Record]) -> None:
        shape, found = self._shapes[name], self.tables[name]
        for record in records:
            row = shape.row(record)
            if row is not None and record.rowid not in found.rows:
                self._take(found, shape, record, row)

    def _right_ids(self, name: str) -> None:
        """Rows whose own number was garbled get the one that the index of uids gives."""
        found = self.tables[name]
        shape = self._shapes[name]
        numbers = {fact["uid"]: n for n, fact in found.facts.items() if "uid" in fact}
        for number in [n for n in found.rows if numbers and n not in found.facts]:
            right = numbers.get(found.rows[number].get("uid"))
            if right is not None and right not in found.rows:
                row = found.rows.pop(number)
                found.rows[right] = {**row, shape.rowid_column: right}


def _roots(records: list[Record]) -> dict[str, int]:
    """Names and first pages, from rows of the list of tables; other rows are passed over."""
    return {
        record.values[1]: record.values[3]
        for record in records
        if len(record.values) == 5
        and record.values[0] in ("table", "index")
        and isinstance(record.values[1], str)
        and isinstance(record.values[3], int)
        and record.values[3] > 1
    }


def _are_whole(content: Row) -> bool:
    """Whether the bytes of a file are those it was kept for."""
    data = content.get("data")
    return isinstance(data, bytes) and contents.digest(data) == content.get("digest")


def words_key(table: str, number: int) -> int | None:
    """The search index's id of a row; None where the table is not searched."""
    code = SEARCH_CODES.get(table)
    return None if code is None else number * 16 + code
