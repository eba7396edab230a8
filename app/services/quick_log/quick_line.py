"""What a quick line says, once it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.people import PersonName
from app.model.records import Channel, Opener, Side
from app.model.values import Moment, PartialDate


class Role(StrEnum):
    """What a stretch of the line was read as; screens colour by it."""

    PERSON = "person"
    UNKNOWN_NAME = "unknown_name"
    AMBIGUOUS_NAME = "ambiguous_name"
    CHANNEL = "channel"
    WHEN = "when"
    DURATION = "duration"
    OPENER = "opener"
    COMMON = "common"
    DIFFERS = "differs"
    PROMISE_MINE = "promise_mine"
    PROMISE_THEIRS = "promise_theirs"
    QUESTION = "question"
    TAG = "tag"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (excluded) of the line, and what they were read as."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """A name several people answer to; `spellings` says how to write each candidate."""

    text: str
    span: Span
    candidates: tuple[PersonName, ...]
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """Something in common, a difference or a question, and the person it is kept with."""

    text: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class NotedPromise:
    """A promise, whose it is, until when, and the person it is kept with."""

    by: Side
    text: str
    due: PartialDate | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class QuickLine:
    """One line, read. `problems` stop it from being logged; `hints` only explain a reading."""

    line: str
    when: Moment
    when_said: bool = False
    spans: tuple[Span, ...] = ()
    people: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[AmbiguousName, ...] = ()
    channel: Channel | None = None
    channel_word: str = ""
    minutes: int | None = None
    opener: Opener | None = None
    note: str = ""
    commons: tuple[Noted, ...] = ()
    differs: tuple[Noted, ...] = ()
    promises: tuple[NotedPromise, ...] = ()
    questions: tuple[Noted, ...] = ()
    tags: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    understood: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it can be logged as it is: someone known, no one in doubt, a day gone by."""
        return bool(self.people) and not (self.unknown or self.ambiguous or self.problems)
