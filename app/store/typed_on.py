"""Keeps one sitting at a text as one step, however often the text saved itself meanwhile.

A field saves itself at every pause, so a note that takes five minutes would need thirty undos.
Where a step only goes on typing where the step before it left off, the two become one: the earlier
step keeps its number and what it found before, and takes over what the later one left behind and
when. Everywhere else the history is only ever added to.

Nothing that could be wanted back is lost by this. Two steps are joined only when

- nothing was done between them, and the earlier one still stands;
- they have the same name, changed the same columns of the same row, and nothing else;
- those columns hold free text (a choice is always a step of its own);
- at most two minutes passed between them, on the same day, so that "as it was" stays exact;
- the later one took away no more than a few words of what the earlier one had already saved: a
  long note emptied by a slip of the hand is a step of its own, and one undo brings it back.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from app.store.database import Database
from app.store.schema import SEARCH_COLUMNS

_SOON = 120  # seconds
_FEW = 40  # characters taken away


class _Edit(NamedTuple):
    """The one row a step changed."""

    id: int
    table: str
    row: int
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def columns(self) -> set[str]:
        return {name for name, value in self.after.items() if self.before.get(name) != value}


def join_typing(database: Database, step: int) -> int:
    """Make the latest step part of the one before, where it only goes on typing.

    Returns:
        The step that now holds both; the given one where they stay apart.
    """
    new = _only_edit(database, step)
    earlier = _earlier(database, step) if new is not None else None
    old = _only_edit(database, earlier) if earlier is not None else None
    if new is None or earlier is None or old is None or not _goes_on(old, new):
        return step
    run = database.connection.execute
    at = database.value("SELECT at FROM step WHERE id = ?", step)
    after = database.value("SELECT after FROM change WHERE id = ?", new.id)
    run("DELETE FROM step WHERE id = ?", (step,))
    if old.before == new.after:
        run("DELETE FROM step WHERE id = ?", (earlier,))  # all that was typed is gone again
        return step
    run("UPDATE change SET after = ? WHERE id = ?", (after, old.id))
    run("UPDATE step SET at = ? WHERE id = ?", (at, earlier))
    return earlier


def _only_edit(database: Database, step: int) -> _Edit | None:
    rows = database.rows(
        "SELECT id, tbl, row_id, op, before, after FROM change WHERE step = ? LIMIT 2", step
    )
    if len(rows) != 1 or rows[0][3] != "U" or rows[0][4] is None:
        return None
    number, table, row, _op, before, after = rows[0]
    return _Edit(number, table, row, json.loads(before), json.loads(after))


def _earlier(database: Database, step: int) -> int | None:
    """The step just before, when it stands, has the same name, and is fresh."""
    rows = database.rows(
        "SELECT p.id, p.at, s.at FROM step s JOIN step p "
        "ON p.id = (SELECT max(id) FROM step WHERE id < s.id) "
        "WHERE s.id = ? AND p.kind = 'do' AND p.state = 'done' AND p.label = s.label "
        "AND NOT p.thinned",
        step,
    )
    if not rows:
        return None
    number, then, now = rows[0]
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(then)
    fresh = then[:10] == now[:10] and 0 <= passed.total_seconds() <= _SOON
    return int(number) if fresh else None


def _goes_on(old: _Edit, new: _Edit) -> bool:
    """Whether the later edit types on where the earlier one left off."""
    columns = old.columns
    return (
        (old.table, old.row) == (new.table, new.row)
        and old.after == new.before
        and columns == new.columns
        and columns <= set(SEARCH_COLUMNS.get(old.table, "").split())
        and all(_taken(old.after[name], new.after[name]) <= _FEW for name in columns)
    )


def _taken(before: str, after: str) -> int:
    """How many characters of a text are no longer in the next one, where one place changed."""
    start = _common(before, after)
    rest, left = before[start:], after[start:]
    return len(rest) - _common(rest[::-1], left[::-1])


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike; by halves, since notes can be long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
