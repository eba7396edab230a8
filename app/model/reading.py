"""Light read models: what lists and screens show, already joined.

What item models hand to Qt is a dataclass, for Qt would make a list of a tuple; the rest are
named tuples, which take an eighth of the time to define.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from app.model.findings import State
from app.model.people import Attention, Kind
from app.model.records import Channel, Opener
from app.model.values import DateRange, Moment, PartialDate


class EntryKind(IntEnum):
    """What an entry of the timeline is; the number is part of its key."""

    INTERACTION = 0
    MEETING = 1
    OUTCOME = 2
    PROMISE = 3
    VERDICT = 4


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Which entries to show; empty fields let everything through."""

    people: tuple[int, ...] = ()
    organisation_id: int | None = None
    tags: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    kinds: tuple[EntryKind, ...] = ()
    openers: tuple[Opener, ...] = ()
    asks: bool | None = None
    days: DateRange = field(default_factory=DateRange)
    interactions: tuple[int, ...] = ()

    @property
    def only_interactions(self) -> bool:
        """Whether a field only interactions have is set."""
        return bool(self.channels or self.openers or self.asks is not None or self.interactions)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many entries a month holds; `month` is "2024-03", or "2024" when no month is known."""

    month: str
    count: int


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the timeline, fit to paint. `key` is `id * 8 + kind`."""

    key: int
    kind: EntryKind
    id: int
    when: Moment
    people: tuple[str, ...]
    people_ids: tuple[int, ...]
    word: str
    lead: str
    text: str
    chip: str = ""
    chip_state: State = State.SILENT
    uid: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a list; the three states are None until they have been worked out."""

    id: int
    name: str
    aliases: str
    organisation: str
    kind: Kind
    no_contact: bool
    last_contact: PartialDate | None
    contacts: int | None
    states: tuple[State, State, State] | None
    attention: Attention = Attention.KEEP


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found by words; `snippet` marks hits with \\x02 and \\x03."""

    kind: str
    id: int
    uid: str
    when: PartialDate | None
    people: tuple[str, ...]
    people_ids: tuple[int, ...]
    snippet: str


class ThreeCounts(NamedTuple):
    """How many relationships hold, do not hold, or stay open, for each of the three tests."""

    outlives: tuple[int, int, int]
    mutual: tuple[int, int, int]
    agenda: tuple[int, int, int]
    people: int
    pending: int


class Standing(NamedTuple):
    """What was last found about a person."""

    counterpart_id: int
    day: date
    contacts: int
    last_contact: str
    last_two_way: str
    last_opener: str
    t1_result: str
    t1: str
    t2: str
    t3: str
    record: str


class ImportMark(NamedTuple):
    """Which row an imported record became, and a digest of what the file said then."""

    source_key: str
    digest: str
    table: str
    row_id: int
