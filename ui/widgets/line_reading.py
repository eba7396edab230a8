"""What a reader makes of a typed line, as plain data a coloured field can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Mark(NamedTuple):
    """Characters `start` to `end` (excluded) of the line in a theme colour."""

    start: int
    end: int
    role: str
    bold: bool = False


class Offer(NamedTuple):
    """A way out of a doubt: another line to put in its place, or a name to agree to."""

    words: str
    line: str = ""
    agree: str = ""


class Completion(NamedTuple):
    """A way to finish the word being typed: what is shown, and what replaces which part."""

    words: str
    note: str
    start: int
    end: int
    insert: str


class Reading(NamedTuple):
    """A line, read; `source` is whatever the reader wants to find again in it."""

    text: str = ""
    marks: Sequence[Mark] = ()
    sentence: str = ""
    problem: str = ""
    offers: Sequence[Offer] = ()
    is_complete: bool = False
    source: object = None


class LineReader(Protocol):
    """Reads lines; a field knows nothing else of what they are about."""

    def read(self, text: str, agreed: frozenset[str]) -> Reading:
        """What the line says; `agreed` are the names that were agreed to."""

    def completions(self, text: str, cursor: int) -> list[Completion]:
        """How the word before the cursor could go on."""
