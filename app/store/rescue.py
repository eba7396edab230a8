"""Writes everything that can still be read of a damaged journal into a new one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.model.errors import InputError
from app.model.texts import _
from app.store import driver
from app.store.bulk import drop_triggers, fill_search, make_triggers
from app.store.database import Database
from app.store.files import flush, flush_folder, remove
from app.store.keys import Key, add_locks, keys_path, read_locks
from app.store.lost_history import Found, Row, is_json
from app.store.paged import PagedFile
from app.store.queries import put_setting
from app.store.remains import Remains, Shape, shapes, words_key
from app.store.schema import SEARCH_COLUMNS
from app.store.troubles import explain_os
from app.store.uids import new_uid
from app.store.witness import differing, settle

Progress = Callable[[int, int], None]
TOLD = "rescue.told"
# Worked out afresh when it is missing.
_DERIVED = frozenset({"standing"})


@dataclass(frozen=True, slots=True)
class TableLoss:
    """How one table came through.

    `read` rows were read, `restored` brought back from the history or the indexes, `doubtful`
    kept although a part may be garbled, `lost` known to be missing; `more` when nobody can say
    how many more there were.
    """

    table: str
    read: int = 0
    restored: int = 0
    doubtful: int = 0
    lost: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue brought into the new journal, table by table.

    Of `pages`, as the file itself tells their number, `gone` are cut off and `bad_pages` damaged.
    """

    path: Path
    tables: tuple[TableLoss, ...]
    pages: int
    bad_pages: int
    bad_frames: int
    gone: int = 0

    @property
    def hurt(self) -> bool:
        """Whether a part of the file was gone or unreadable, so that more may be missing."""
        return bool(self.gone or self.bad_pages or self.bad_frames)

    def total(self, what: str) -> int:
        """One figure over all tables."""
        return sum(int(getattr(table, what)) for table in self.tables)


def rescue(
    damaged: Path,
    out: Path,
    key: Key | None,
    progress: Progress = lambda _done, _whole: None,
    told: Callable[[Rescued], str] = lambda _found: "",
) -> Rescued:
    """Read what is left of a journal and write it to a new one; the damaged one stays as it is.

    `progress` may raise to stop it; then there is no new journal. What `told` makes of the outcome
    is kept with the new journal.

    Raises:
        InputError: there is something at `out` already, or nothing at all could be read.
        JournalError: the damaged file cannot be opened, or the new journal cannot be written.
    """
    if out.exists():
        raise InputError(
            _("“{name}” is there already.").format(name=out.name),
            _("Choose another name; nothing was changed."),
        )
    fresh = out.with_name(f".{out.name}.{os.getpid()}.part")
    remove(fresh)
    database = Database(fresh, create=True, key=key)
    try:
        with PagedFile(damaged, key) as file:
            remains = Remains(file, _tables(database), progress)
            if not any(found.rows for found in remains.tables.values()):
                raise InputError(
                    _("Nothing of {name} can be read any more.").format(name=damaged.name),
                    _("Restore a backup instead."),
                )
            tables = _Refill(database, remains, progress).run()
            bad = len(file.unreadable - file.gone)
            pages = max(file.count, *file.gone, 1)
            found = Rescued(out, tables, pages, bad, file.bad_frames, len(file.gone))
        with database.transaction() as connection:
            put_setting(connection, TOLD, told(found))
        database.close()
        flush(fresh)
        if key is not None:
            add_locks(out, _locks(damaged, key))
        fresh.replace(out)
        flush_folder(out.parent)
    except OSError as error:
        raise explain_os(error, out) from error
    finally:
        database.close()
        remove(fresh)
        keys_path(fresh).unlink(missing_ok=True)
    return found


def _locks(damaged: Path, key: Key) -> list[dict[str, Any]]:
    """The locks that lead to this key, from beside the damaged journal."""
    return [lock for lock in read_locks(damaged) if lock["salt"] == key.salt.hex()]


def _tables(database: Database) -> dict[str, Shape]:
    found = shapes(database.connection)
    return {name: shape for name, shape in found.items() if name not in _DERIVED}


class _Refill:
    """Puts what remains into the new journal: of each row the best reading there is."""

    def __init__(self, database: Database, remains: Remains, progress: Progress) -> None:
        self._db, self._remains, self._progress = database, remains, progress
        self._shapes = _tables(database)
        self._counts: dict[str, dict[str, int]] = {}
        self._unsure: set[int] = set()

    def run(self) -> tuple[TableLoss, ...]:
        run = self._db.connection.execute
        run("PRAGMA foreign_keys = OFF")
        with self._db.transaction() as connection:
            drop_triggers(connection)
            connection.execute("DELETE FROM setting")
            for number, name in enumerate(self._shapes):
                self._progress(number, len(self._shapes))
                self._counts[name] = {"read": 0, "restored": 0, "doubtful": 0, "lost": 0}
                self._fill(name)
            self._bring_parents()
            connection.executemany(
                "UPDATE step SET thinned = 1 WHERE id = ?", [(step,) for step in self._unsure]
            )
            self._drop_hanging()
            fill_search(connection)
            make_triggers(connection)
        run("PRAGMA foreign_keys = ON")
        return tuple(
            TableLoss(name, **counts, more=self._remains.tables[name].vague)
            for name, counts in self._counts.items()
        )

    def _fill(self, name: str) -> None:
        found, counts = self._remains.tables[name], self._counts[name]
        numbers = set(found.rows) | set(found.facts) | self._remembered(name)
        for number in sorted(numbers, key=lambda n: (str(type(n)), n)):
            for source, row in self._readings(name, found, number):
                if self._insert(name, row):
                    counts[source] += 1
                    break
            else:
                lost = not self._is_gone(name, number)
                counts["lost"] += lost
                if lost and name == "change" and "step" in found.facts.get(number, ()):
                    self._unsure.add(found.facts[number]["step"])

    def _remembered(self, name: str) -> set[int]:
        return {
            number
            for (table, number), past in self._remains.past.items()
            if table == name and past.row is not None
        }

    def _is_gone(self, name: str, number: Any) -> bool:
        past = self._remains.past.get((name, number))
        return past is not None and past.row is None

    def _readings(self, name: str, found: Found, number: Any) -> list[tuple[str, Row]]:
        """What a row may be, the best reading first, with what each counts as."""
        standing = found.rows.get(number)
        past = self._remains.past.get((name, number))
        saved = past.row if past is not None else None
        if past is not None and saved is None and past.sound and standing is None:
            return []  # it was deleted; an index page has merely not heard of it
        readings: list[tuple[str, Row]] = []
        if standing is not None and saved is not None:
            readings = self._of_two(name, found, number, standing, saved)
        elif standing is not None:
            told = "doubtful" if number in found.doubtful else "read"
            readings = [("restored" if number in found.restored else told, standing)]
        elif saved is not None:
            readings = [("restored", saved)]
        pieced = self._pieced(name, found, number)
        return [*readings, ("doubtful", pieced)] if pieced else readings

    def _of_two(
        self, name: str, found: Found, number: Any, standing: Row, saved: Row
    ) -> list[tuple[str, Row]]:
        whole = {**standing, **saved}
        if not differing(standing, saved):
            return [("read", standing)]
        key = words_key(name, number)
        words = self._remains.words.get(key) if key is not None else None
        right = settle(name, standing, saved, words, found.facts.get(number, {}))
        if right is standing:
            return [("read", standing), ("restored", whole)]
        past = self._remains.past[name, number]
        if right is saved or (number in found.doubtful and past.sound):
            return [("restored", whole), ("doubtful", standing)]
        return [("doubtful", standing), ("restored", whole)]

    def _pieced(self, name: str, found: Found, number: Any) -> Row | None:
        """A row put together from the indexes and the words of the search index."""
        row = dict(found.facts.get(number, ()))
        shape = self._shapes[name]
        if not row or shape.keyed:
            return None
        key = words_key(name, number)
        words = self._remains.words.get(key, "") if key is not None else ""
        columns = SEARCH_COLUMNS.get(name, "").split()
        lines = words.split("\n")
        if words and len(lines) == len(columns):
            row = {**dict(zip(columns, lines, strict=True)), **row}
        elif words:
            last = "note" if "note" in columns else columns[0]
            row = {last: words, **row}
        row[shape.rowid_column] = number
        return row

    def _insert(self, name: str, row: Row) -> bool:
        if name == "change":
            row = self._legible(row)
        names = [column for column, _kind, _req in self._shapes[name].columns if column in row]
        columns = ", ".join(f'"{column}"' for column in names)
        marks = ", ".join("?" * len(names))
        try:
            self._db.connection.execute(
                f'INSERT INTO "{name}"({columns}) VALUES ({marks})', [row[n] for n in names]
            )
        except driver.IntegrityError:
            return False
        return True

    def _legible(self, row: Row) -> Row:
        """A change without the bodies that are no JSON; its step can then not be undone."""
        broken = [side for side in ("before", "after") if not is_json(row.get(side))]
        if broken:
            self._unsure.add(row["step"])
        return {**row, **dict.fromkeys(broken)}

    # --- what points at what is missing --------------------------------------------------

    def _bring_parents(self) -> None:
        """Stand-ins for people and steps that are missing but that much else hangs on."""
        run = self._db.connection.execute
        for child, parent in self._dangling():
            if parent == "counterpart":
                run(
                    "INSERT OR IGNORE INTO counterpart(id, uid, name) VALUES (?, ?, ?)",
                    (child, new_uid(), _("Somebody who could not be read ({n})").format(n=child)),
                )
            elif parent == "step":
                near = run(
                    "SELECT at FROM step WHERE id < ? ORDER BY id DESC LIMIT 1", (child,)
                ).fetchone()
                run(
                    "INSERT OR IGNORE INTO step(id, label, at, kind) VALUES (?, ?, ?, 'do')",
                    (child, _("A step whose name could not be read"), near[0] if near else ""),
                )

    def _dangling(self) -> list[tuple[int, str]]:
        """The numbers of missing rows that others must have, with their tables."""
        found: set[tuple[int, str]] = set()
        for table, rowid, parent, which in self._db.rows("PRAGMA foreign_key_check"):
            column, deleted = self._foreign(table, which)
            if deleted == "CASCADE":
                row = self._db.rows(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', rowid)
                found.update((number, parent) for (number,) in row)
        return sorted(found)

    def _drop_hanging(self) -> None:
        """Empty or take away what still points at nothing."""
        while broken := self._db.rows("PRAGMA foreign_key_check"):
            for table, rowid, _parent, which in broken:
                column, deleted = self._foreign(table, which)
                if deleted == "CASCADE":
                    sql = f'DELETE FROM "{table}" WHERE rowid = ?'
                    self._counts[table]["lost"] += 1
                    self._counts[table]["read"] -= self._counts[table]["read"] > 0
                else:
                    sql = f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?'
                self._db.connection.execute(sql, (rowid,))

    def _foreign(self, table: str, which: int) -> tuple[str, str]:
        keys = self._db.rows(f'PRAGMA foreign_key_list("{table}")')
        row = next(key for key in keys if key[0] == which)
        return str(row[3]), str(row[6])
