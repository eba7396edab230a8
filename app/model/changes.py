"""What one named step did, so that screens redraw only what it touched."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """One finished step: its label, the tables and people it touched, and who asked for it.

    `origin` is any object a screen passes in to recognise its own echo; it is never stored.
    `kind` is "do", "undo", "redo" or "forget".
    """

    step: int
    label: str
    tables: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()
    origin: object = field(default=None, compare=False)
    kind: str = "do"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history: what was done, when, and whether it still stands.

    A thinned step no longer knows what it changed.
    """

    id: int
    label: str
    at: str
    kind: str
    state: str
    rows: int
    thinned: bool = False
