"""The history of named steps: what changed when, undo and redo, across restarts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.model.changes import Changes
from app.model.errors import Cancelled, InputError
from app.model.values import PartialDate
from app.store import outside
from app.store.database import Database
from app.store.rows import clean
from app.store.schema import HISTORY_COLUMNS
from app.store.typed_on import join_typing

# How a row of each table leads to the people it is about: one of its columns, and a query from
# there. The column's value comes from the history, for the row itself may be gone.
_VIA = {
    "interaction": ("id", "SELECT counterpart_id FROM participant WHERE interaction_id = ?"),
    # The others in that talk are concerned as well.
    "participant": (
        "interaction_id",
        "SELECT counterpart_id FROM participant WHERE interaction_id = ?",
    ),
    "meeting": ("id", "SELECT counterpart_id FROM attendee WHERE meeting_id = ?"),
    "outcome": ("deal_id", "SELECT counterpart_id FROM deal WHERE id = ?"),
    "interest_act": ("interest_id", "SELECT counterpart_id FROM interest WHERE id = ?"),
    "mention": ("commonality_id", "SELECT counterpart_id FROM commonality WHERE id = ?"),
    "attachment": (
        "interaction_id",
        "SELECT counterpart_id FROM participant WHERE interaction_id = ?",
    ),
    "relation": ("other_id", "SELECT id FROM counterpart WHERE id = ?"),
    "organisation": ("id", "SELECT id FROM counterpart WHERE organisation_id = ?"),
}
_MANY = 2_000
_LONG = 250  # rows of a step: turning them takes a tenth of a second
# A window of the first test is at least 20 days long, so around a day it reaches 10 to one side.
# Where three entries lie on both sides besides those that came or went, no window ever slept.
_AROUND, _AWAKE = timedelta(days=10), 3


@dataclass
class Recorded:
    """What a step did, filled in when it is done; it has no tables when it changed nothing."""

    changes: Changes


@dataclass(frozen=True, slots=True)
class _Touched:
    """The rows of a step, read once: each with its table, as it was and as it became.

    Of a very large step, one with `_MANY` rows or more, only the first of them.
    """

    rows: list[tuple[str, str | None, str | None]]

    @property
    def is_large(self) -> bool:
        return len(self.rows) >= _MANY

    def states(self, *tables: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every row that was touched, as it was and as it became."""
        for table, *bodies in self.rows:
            if not tables or table in tables:
                yield from ((table, json.loads(body)) for body in bodies if body is not None)


class History:
    """Named steps over one database; every write goes through `step`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @contextmanager
    def step(self, label: str, at: str, origin: object = None) -> Iterator[Recorded]:
        """One transaction recorded under a label.

        A step that changed nothing leaves no trace, and one that only goes on typing where the
        step before left off becomes part of that one (see `typed_on`).
        """
        recorded = Recorded(Changes(0, label, origin=origin))
        with self._db.transaction() as connection:
            number = self._begin(label, at, "do", None)
            yield recorded
            touched = self._touched(number)
            if not touched.rows:
                connection.execute("DELETE FROM step WHERE id = ?", (number,))
                return
            # A new deed closes the road of what was undone before it.
            connection.execute("UPDATE step SET state = 'dropped' WHERE state = 'undone'")
            people = self._people(touched)
            self._forget_standings(touched, people, at)
            changes = Changes(number, label, self._tables(number, touched), people, origin)
            if len(touched.rows) == 1:  # typing on changes one row and nothing else
                changes = replace(changes, step=join_typing(self._db, number))
            recorded.changes = changes

    def undo(self, at: str, only: int | None = None) -> tuple[int, str] | None:
        """Take back the latest step that still stands; its new step and label, or None.

        With `only`, nothing happens where that is another step.
        """
        return self._turn(at, "undo", only) if self._last_done() else None

    def redo(self, at: str, only: int | None = None) -> tuple[int, str] | None:
        """Do again what was undone last; its new step and label, or None. `only` as in `undo`."""
        return self._turn(at, "redo", only) if self._first_undone() else None

    def long_turn(self, kind: str) -> tuple[int, str] | None:
        """The step undo or redo would turn, where it is so long that no screen should wait."""
        found = self._last_done() if kind == "undo" else self._first_undone()
        return found if found is not None and self._is_large(found[0], _LONG) else None

    def undo_back_to(
        self, step: int, at: str, going_on: Callable[[int], bool] | None = None
    ) -> tuple[int, frozenset[str]]:
        """Take back every step after this one, latest first; all of them or none.

        Args:
            step: the step that stays, with all before it.
            at: the present moment.
            going_on: hears how many were taken back; answers whether to go on.

        Returns:
            How many steps were taken back, and the tables they touched.

        Raises:
            Cancelled: it was not to go on; nothing was taken back.
        """
        count = 0
        tables: set[str] = set()
        with self._db.transaction():
            while (found := self._last_done()) is not None and found[0] > step:
                tables |= self._tables(found[0], self._touched(found[0]))
                self._turn(at, "undo")
                count += 1
                if going_on is not None and not going_on(count):
                    raise Cancelled
        return count, frozenset(tables)

    def can_undo(self) -> str | None:
        """The label of the step that undo would take back."""
        found = self._last_done()
        return found[1] if found else None

    def can_redo(self) -> str | None:
        """The label of the step that redo would do again."""
        found = self._first_undone()
        return found[1] if found else None

    def describe(self, step: int, label: str, origin: object, kind: str = "do") -> Changes:
        """What a step touched: its tables and the people behind its rows.

        Of a very large step nobody is named, which stands for everyone.
        """
        touched = self._touched(step)
        tables, people = self._tables(step, touched), self._people(touched)
        return Changes(step, label, tables, people, origin, kind)

    def _touched(self, step: int) -> _Touched:
        sql = "SELECT tbl, before, after FROM change WHERE step = ? LIMIT ?"
        return _Touched(self._db.rows(sql, step, _MANY))

    def _tables(self, step: int, touched: _Touched) -> frozenset[str]:
        rows: Iterable[tuple[Any, ...]] = touched.rows
        if touched.is_large:
            rows = self._db.rows("SELECT DISTINCT tbl FROM change WHERE step = ?", step)
        return frozenset(row[0] for row in rows)

    def _begin(self, label: str, at: str, kind: str, target: int | None) -> int:
        cursor = self._db.connection.execute(
            "INSERT INTO step(label, at, kind, target) VALUES (?, ?, ?, ?)",
            (clean(label), at, kind, target),
        )
        return int(cursor.lastrowid)

    def _last_done(self) -> tuple[int, str] | None:
        """The step undo takes back; none where the latest one has lost what it changed."""
        rows = self._db.rows(
            "SELECT id, label, thinned FROM step WHERE state = 'done' AND kind = 'do' "
            "ORDER BY id DESC LIMIT 1"
        )
        return rows[0][:2] if rows and not rows[0][2] else None

    def _first_undone(self) -> tuple[int, str] | None:
        rows = self._db.rows(
            "SELECT id, label FROM step WHERE state = 'undone' AND kind = 'do' ORDER BY id LIMIT 1"
        )
        return rows[0] if rows else None

    def _turn(self, at: str, kind: str, only: int | None = None) -> tuple[int, str] | None:
        with self._db.transaction() as connection:
            # Looked up again: another window may have taken the same step back meanwhile.
            found = self._last_done() if kind == "undo" else self._first_undone()
            if found is None or only not in (None, found[0]):
                return None
            target, label = found
            connection.execute("PRAGMA defer_foreign_keys = ON")
            number = self._begin(label, at, kind, target)
            order = "DESC" if kind == "undo" else "ASC"
            rows = self._db.rows(
                f"SELECT tbl, row_id, before, after FROM change WHERE step = ? ORDER BY id {order}",
                target,
            )
            for table, row_id, before, after in rows:
                states = (before, after) if kind == "undo" else (after, before)
                self._put(table, row_id, *states)
            state = "undone" if kind == "undo" else "done"
            connection.execute("UPDATE step SET state = ? WHERE id = ?", (state, target))
            outside.turn(self._db, target)
            touched = self._touched(number)
            self._forget_standings(touched, self._people(touched), at)
        return number, label

    def _put(self, table: str, row_id: int, wanted: str | None, now: str | None) -> None:
        """Make one row what it was (or was to become); None means it is not there.

        Of a row that is there, only the columns in which the two states differ are written: what
        is read by searching is then not indexed anew for a change that leaves it alone.
        """
        run = self._db.connection.execute
        if wanted is None:
            run(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
            return
        row: dict[str, Any] = json.loads(wanted)
        columns = [name for name in HISTORY_COLUMNS[table].split() if name in row]
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" for _name in columns)
        other: dict[str, Any] = json.loads(now) if now is not None else {}
        changed = [name for name in columns if name not in other or other[name] != row[name]]
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in changed or columns)
        run(
            f'INSERT INTO "{table}"({names}) VALUES ({marks}) ON CONFLICT(id) DO UPDATE SET {sets}',
            [row[name] for name in columns],
        )

    def _is_large(self, step: int, many: int = _MANY) -> bool:
        rows = self._db.rows("SELECT 1 FROM change WHERE step = ? LIMIT ?", step, many)
        return len(rows) >= many

    def _people(self, touched: _Touched) -> frozenset[int]:
        """Whom a step concerns; nobody is named of a very large one."""
        if touched.is_large:
            return frozenset()
        found: set[int] = set()
        asked: set[tuple[str, Any]] = set()  # a talk and those in it lead to the same people
        for table, row in touched.states():
            if table == "counterpart":
                found.add(row["id"])
            if row.get("counterpart_id") is not None:
                found.add(row["counterpart_id"])
            if table in _VIA:
                column, sql = _VIA[table]
                if (sql, row[column]) not in asked:
                    asked.add((sql, row[column]))
                    found.update(r[0] for r in self._db.rows(sql, row[column]))
        return frozenset(found)

    def _forget_standings(self, touched: _Touched, people: frozenset[int], at: str) -> None:
        """Drop what was found before about everyone a step concerns."""
        if touched.is_large:
            self._db.connection.execute("DELETE FROM standing")
            return
        _delete_many(self._db, people)
        today = date.fromisoformat(at[:10])
        states = [row["date"] for _t, row in touched.states("interaction")]
        try:
            days = [PartialDate.parse(text) for text in states]
        except InputError:  # a damaged day that is being mended: nobody can say whom it concerned
            self._db.connection.execute("DELETE FROM standing")
            return
        if any(self._may_wake(day, today, _AWAKE + len(days)) for day in set(days)):
            # The first test asks whether the journal slept: that hangs on everyone's entries.
            self._db.connection.execute("DELETE FROM standing WHERE t1_result <> 'not applicable'")

    def _may_wake(self, day: PartialDate, today: date, enough: int) -> bool:
        """Whether an entry of that day, come or gone, can tell if the journal slept around it.

        Only windows that are over ask, so an entry of today never can.
        """
        first = day.first
        if first >= today:
            return False
        if day.exact is None:
            return True
        sides = [(first - _AROUND, first)]
        if first + _AROUND < today:
            sides.append((first, first + _AROUND))
        return any(
            len(
                self._db.rows(
                    "SELECT 1 FROM interaction WHERE date >= ? AND date <= ? LIMIT ?",
                    str(start),
                    str(end),
                    enough,
                )
            )
            < enough
            for start, end in sides
        )


def _delete_many(database: Database, people: Iterable[int]) -> None:
    database.connection.executemany(
        "DELETE FROM standing WHERE counterpart_id = ?", [(number,) for number in people]
    )
