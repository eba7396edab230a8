"""Copies of a journal: why one was made, what is known of it, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.model.values import PartialDate


class Reason(StrEnum):
    """Why a copy was made; the words stand in its file name."""

    DAILY = "daily"
    BY_HAND = "by hand"
    BEFORE_UPDATE = "before update"
    BEFORE_IMPORT = "before import"
    BEFORE_RESTORE = "before restore"

    @property
    def is_special(self) -> bool:
        """Whether somebody may come back for just this one; it stays for a month."""
        return self is not Reason.DAILY


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: `at` is local time as its name tells it.

    `checked` is when it was last found whole, None where nothing is known about that; `journal`
    is the identity of the journal it was made of, "" where that is not known; `second` says that
    it lies in the second folder.
    """

    path: Path
    at: datetime
    reason: Reason
    size: int
    protected: bool
    checked: datetime | None = None
    journal: str = ""
    second: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """What a journal or a copy holds, in counts."""

    people: int
    entries: int
    promises: int
    last_entry: PartialDate | None
    size: int
    protected: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: where the journal as it was is kept (None where there was none)."""

    aside: Path | None
    holding: Holding
