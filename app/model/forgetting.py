"""What forgetting somebody would take away, and what it has taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class CopyState(StrEnum):
    """What a backup copy means for forgetting."""

    CLEAN = "clean"
    HOLDS = "holds"
    OLDER = "older"
    LOCKED = "locked"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class CopyFound:
    """One backup copy, and whether it holds the person; `why` says why it cannot be rewritten."""

    path: Path
    state: CopyState
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in somebody else's text where the person is named.

    `people` are those whose text it is, `before`, `named` and `after` the words there.
    """

    table: str
    people: tuple[str, ...]
    before: str
    named: str
    after: str


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What forgetting a person would do; nothing of it is done yet.

    `counts` says how many records of each table go, `shared` how many entries and meetings with
    others lose only this person's part, `shared_files` how many files on those stay. `kept` are
    names or addresses of theirs that somebody else has too, which therefore stay in texts. `parts`
    are words of their name that nobody else bears, and `part_places` where such a word stands
    alone. `organisations` are those only they belong to.
    """

    person: int
    uid: str
    name: str
    counts: Mapping[str, int] = field(default_factory=dict)
    shared: int = 0
    shared_files: int = 0
    steps: int = 0
    drafts: int = 0
    places: tuple[Place, ...] = ()
    kept: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part_places: tuple[Place, ...] = ()
    organisations: tuple[tuple[int, str], ...] = ()
    copies: tuple[CopyFound, ...] = ()

    @property
    def copies_holding(self) -> tuple[CopyFound, ...]:
        """Copies that hold the person and can be rewritten."""
        return tuple(copy for copy in self.copies if copy.state is CopyState.HOLDS)

    @property
    def copies_unread(self) -> tuple[CopyFound, ...]:
        """Copies nobody can look into or rewrite; they may hold the person."""
        unread = {CopyState.OLDER, CopyState.LOCKED, CopyState.DAMAGED}
        return tuple(copy for copy in self.copies if copy.state in unread)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: the step that says so, and what became of the copies.

    `erased` is False when the freed pages could not be overwritten yet, because another program
    was reading the journal; that is made up for when the journal is opened next.
    """

    step: int
    erased: bool
    rewritten: tuple[Path, ...] = ()
    deleted: tuple[Path, ...] = ()
    left: tuple[CopyFound, ...] = ()
