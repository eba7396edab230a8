"""What was read from a file, before anything is decided or written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.model.people import PointKind
from app.model.records import Channel, Opener
from app.model.values import Moment, PartialDate


class Fate(StrEnum):
    """What became, or will become, of one record of an imported file."""

    ADDED = "added"
    MERGED = "merged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReadPoint:
    """A way to reach someone, as the file gives it."""

    kind: PointKind
    value: str
    label: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """One person found in a file; what the file does not say stays empty."""

    key: str
    name: str
    place: str
    aliases: str = ""
    organisation: str = ""
    role: str = ""
    birthday: PartialDate | None = None
    note: str = ""
    points: tuple[ReadPoint, ...] = ()
    tags: tuple[str, ...] = ()
    raw: str = ""
    remarks: tuple[str, ...] = ()
    is_company: bool = False


@dataclass(frozen=True, slots=True)
class ReadAttendee:
    """Someone named in a calendar event, a mail or a chat."""

    name: str = ""
    email: str = ""
    is_organiser: bool = False
    declined: bool = False
    is_room: bool = False
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One occurrence of a calendar event, under a key that stays when it is moved.

    `last_day` is the last day of an event of several whole days.
    """

    key: str
    title: str
    place: str
    when: Moment
    minutes: int | None = None
    where: str = ""
    note: str = ""
    attendees: tuple[ReadAttendee, ...] = ()
    cancelled: bool = False
    sequence: int = 0
    raw: str = ""
    remarks: tuple[str, ...] = ()
    last_day: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class ReadConversation:
    """Messages that make one conversation: one thread, or one after the other in short time.

    `people` are the others, without the user. `opener`, `two_way` and `answered` stay None where
    the file does not show them. `also` holds further keys under which a part of the conversation
    may have been imported before. `went_on` are later moments of a long conversation, so that one
    that lasts for months does not look like a silence.
    """

    key: str
    title: str
    place: str
    when: Moment
    people: tuple[ReadAttendee, ...]
    channel: Channel
    opener: Opener | None = None
    two_way: bool | None = None
    answered: bool | None = None
    messages: int = 0
    mine: int = 0
    theirs: int = 0
    last: Moment | None = None
    thread: str = ""
    note: str = ""
    raw: str = ""
    remarks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    went_on: tuple[Moment, ...] = ()


_LONG, _CLOSE = 30, 7


def later_moments(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Of the messages of a conversation, old to new, the last of each month it went on.

    None for one that lasts less than 30 days; and what lies within a week of the one before is
    left out.
    """
    lasts: dict[tuple[int, int], Moment] = {}
    days: list[date] = []
    for moment in moments:
        days.append(moment.date.first)
        lasts[days[-1].year, days[-1].month] = moment
    if not days or (days[-1] - days[0]).days < _LONG:
        return ()
    found: list[Moment] = []
    before = days[0]
    for moment in lasts.values():
        if (moment.date.first - before).days >= _CLOSE:
            found.append(moment)
            before = moment.date.first
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ReadSkip:
    """A record that was understood and is not taken, and why."""

    key: str
    place: str
    title: str
    why: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A record that could not be read, where it stands in the file, and why."""

    key: str
    place: str
    title: str
    why: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What happened to one record, in a form fit to show."""

    file: str
    place: str
    title: str
    fate: Fate
    why: str = ""
    target: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every record of an import accounted for; `remark` says what else should be known."""

    records: tuple[RecordReport, ...] = field(default=())
    remark: str = ""

    def count(self, fate: Fate) -> int:
        """How many records met this fate."""
        return sum(record.fate is fate for record in self.records)
