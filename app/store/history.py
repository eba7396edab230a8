"""The history of named steps: what changed when, undo and redo, across restarts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from app.model.changes import Changes, Step
from app.store.database import Database
from app.store.rows import clean
from app.store.schema import HISTORY_COLUMNS

# How a row of each table leads to the people it is about.
_VIA = {
    "interaction": "SELECT counterpart_id FROM participant WHERE interaction_id = ?",
    "meeting": "SELECT counterpart_id FROM attendee WHERE meeting_id = ?",
    "outcome": "SELECT d.counterpart_id FROM outcome o JOIN deal d ON d.id = o.deal_id "
    "WHERE o.id = ?",
    "interest_act": "SELECT i.counterpart_id FROM interest_act a "
    "JOIN interest i ON i.id = a.interest_id WHERE a.id = ?",
    "mention": "SELECT c.counterpart_id FROM mention m "
    "JOIN commonality c ON c.id = m.commonality_id WHERE m.id = ?",
    "organisation": "SELECT id FROM counterpart WHERE organisation_id = ?",
}
_MANY = 2_000


class History:
    """Named steps over one database; every write goes through `step`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @contextmanager
    def step(self, label: str, at: str) -> Iterator[int]:
        """One transaction recorded under a label; yields the step's id.

        A step that changed nothing leaves no trace.
        """
        with self._db.transaction() as connection:
            number = self._begin(label, at, "do", None)
            yield number
            if not self._db.rows("SELECT 1 FROM change WHERE step = ? LIMIT 1", number):
                connection.execute("DELETE FROM step WHERE id = ?", (number,))
                return
            # A new deed closes the road of what was undone before it.
            connection.execute("UPDATE step SET state = 'dropped' WHERE state = 'undone'")
            self._forget_standings(number)

    def undo(self, at: str) -> tuple[int, str] | None:
        """Take back the latest step that still stands; its new step and label, or None."""
        found = self._last_done()
        return self._turn(found, at, "undo") if found else None

    def redo(self, at: str) -> tuple[int, str] | None:
        """Do again what was undone last; its new step and label, or None."""
        found = self._first_undone()
        return self._turn(found, at, "redo") if found else None

    def can_undo(self) -> str | None:
        """The label of the step that undo would take back."""
        found = self._last_done()
        return found[1] if found else None

    def can_redo(self) -> str | None:
        """The label of the step that redo would do again."""
        found = self._first_undone()
        return found[1] if found else None

    def steps(self, limit: int, before: int | None = None) -> list[Step]:
        """Steps from new to old, with the number of rows each touched."""
        return [
            Step(*row)
            for row in self._db.rows(
                "SELECT id, label, at, kind, state, "
                "(SELECT count(*) FROM change c WHERE c.step = s.id) FROM step s "
                "WHERE id < ? ORDER BY id DESC LIMIT ?",
                before if before is not None else 2**62,
                limit,
            )
        ]

    def describe(self, step: int, label: str, origin: object, kind: str = "do") -> Changes:
        """What a step touched: its tables and the people behind its rows."""
        tables = {
            row[0] for row in self._db.rows("SELECT DISTINCT tbl FROM change WHERE step = ?", step)
        }
        return Changes(step, label, frozenset(tables), frozenset(self._people(step)), origin, kind)

    def _begin(self, label: str, at: str, kind: str, target: int | None) -> int:
        cursor = self._db.connection.execute(
            "INSERT INTO step(label, at, kind, target) VALUES (?, ?, ?, ?)",
            (clean(label), at, kind, target),
        )
        return int(cursor.lastrowid)

    def _last_done(self) -> tuple[int, str] | None:
        rows = self._db.rows(
            "SELECT id, label FROM step WHERE state = 'done' AND kind = 'do' "
            "ORDER BY id DESC LIMIT 1"
        )
        return rows[0] if rows else None

    def _first_undone(self) -> tuple[int, str] | None:
        rows = self._db.rows(
            "SELECT id, label FROM step WHERE state = 'undone' AND kind = 'do' ORDER BY id LIMIT 1"
        )
        return rows[0] if rows else None

    def _turn(self, found: tuple[int, str], at: str, kind: str) -> tuple[int, str]:
        target, label = found
        with self._db.transaction() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            number = self._begin(label, at, kind, target)
            order = "DESC" if kind == "undo" else "ASC"
            rows = self._db.rows(
                f"SELECT tbl, row_id, before, after FROM change WHERE step = ? ORDER BY id {order}",
                target,
            )
            for table, row_id, before, after in rows:
                self._put(table, row_id, before if kind == "undo" else after)
            state = "undone" if kind == "undo" else "done"
            connection.execute("UPDATE step SET state = ? WHERE id = ?", (state, target))
            self._forget_standings(number)
        return number, label

    def _put(self, table: str, row_id: int, wanted: str | None) -> None:
        """Make one row what it was (or was to become); None means it is not there."""
        run = self._db.connection.execute
        if wanted is None:
            run(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
            return
        row: dict[str, Any] = json.loads(wanted)
        columns = [name for name in HISTORY_COLUMNS[table].split() if name in row]
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" for _name in columns)
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name != "id")
        run(
            f'INSERT INTO "{table}"({names}) VALUES ({marks}) ON CONFLICT(id) DO UPDATE SET {sets}',
            [row[name] for name in columns],
        )

    def _people(self, step: int) -> set[int]:
        rows = self._db.rows(
            "SELECT tbl, row_id, coalesce(after, before) FROM change WHERE step = ? LIMIT ?",
            step,
            _MANY,
        )
        found: set[int] = set()
        for table, row_id, body in rows:
            row = json.loads(body)
            if table == "counterpart":
                found.add(row_id)
                continue
            if row.get("counterpart_id") is not None:
                found.add(row["counterpart_id"])
            if table in _VIA:
                found.update(r[0] for r in self._db.rows(_VIA[table], row_id))
            elif table == "participant":  # the others in that talk are concerned as well
                others = self._db.rows(_VIA["interaction"], row["interaction_id"])
                found.update(r[0] for r in others)
        return found

    def _forget_standings(self, step: int) -> None:
        """Drop what was found before about everyone this step concerns."""
        count = self._db.value("SELECT count(*) FROM change WHERE step = ?", step)
        if count >= _MANY:
            self._db.connection.execute("DELETE FROM standing")
            return
        _delete_many(self._db, self._people(step))
        if self._db.rows(
            "SELECT 1 FROM change WHERE step = ? AND tbl IN ('interaction', 'participant') LIMIT 1",
            step,
        ):
            # The first test asks whether the journal slept: that hangs on everyone's entries.
            self._db.connection.execute(
                "DELETE FROM standing "
                "WHERE t1_result IN ('not enough evidence', 'ended with the lead')"
            )


def _delete_many(database: Database, people: Iterable[int]) -> None:
    database.connection.executemany(
        "DELETE FROM standing WHERE counterpart_id = ?", [(number,) for number in people]
    )
