"""What was read from a file, before anything is decided or written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.model.people import Attention, Kind, PointKind, Pronoun
from app.model.records import Ask, Channel, Depth, Opener, PromiseState, Side
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
class ReadFile:
    """A photo or a file that came along, whole; an address of one is never fetched."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A day to remember besides the birthday."""

    what: str
    day: PartialDate
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadRelation:
    """Someone the person is tied to; `key` is that of the other's own record, if there is one."""

    what: str
    name: str = ""
    key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadDebt:
    """The words of a promise to pay back: their beginning with the amount, and what for.

    `like` is a pattern of the beginning as another export of the same debt writes it. `is_rough`
    says that the amount is in the smallest unit of a currency that is not named.
    """

    head: str
    reason: str
    like: str
    is_rough: bool


@dataclass(frozen=True, slots=True)
class ReadPromise:
    """Something one side said it would do, or owes; `debt` are the words of what it owes."""

    text: str
    by: Side
    made_on: PartialDate | None = None
    due: PartialDate | None = None
    state: PromiseState = PromiseState.OPEN
    settled_on: PartialDate | None = None
    debt: ReadDebt | None = None


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """One person found in a file; what the file does not say stays empty.

    `introduced_by` is the key of another person's record. `photo` is their picture, `files` what
    else came with them. `is_own` says that it seems to be the user's own card. `kind` and
    `attention` are said only by files of Kith's own. `fuller` are lines of the note with a
    pattern of the same line as another export tells it in full; under "" stands what this export
    cannot tell at all.
    """

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
    since: PartialDate | None = None
    how_met: str = ""
    introduced_by: str = ""
    pronoun: Pronoun | None = None
    rhythm_days: int | None = None
    dates: tuple[ReadDate, ...] = ()
    relations: tuple[ReadRelation, ...] = ()
    promises: tuple[ReadPromise, ...] = ()
    photo: ReadFile | None = None
    files: tuple[ReadFile, ...] = ()
    is_own: bool = False
    kind: Kind | None = None
    attention: Attention | None = None
    fuller: tuple[tuple[str, str], ...] = ()


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
class ReadSeries:
    """An event that repeats, or did, and every time of which was read.

    Of two versions the one with the higher `sequence` is newer, and of equals the one of which a
    single time was `changed` in a higher sequence. Of one that takes place very often nothing is
    known before the day `since`.
    """

    key: str
    sequence: int
    changed: int = 0
    since: date | None = None

    @property
    def version(self) -> tuple[int, int]:
        """What orders the versions of a series."""
        return self.sequence, self.changed


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One occurrence of a calendar event, under a key that stays when it is moved.

    `last_day` is the last day of an event of several whole days. Of two versions of one event
    the one with the higher `sequence` is newer, and of equals the one with the later `stamp`.
    `series` is known where nothing is left open of the other times it takes place.
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
    stamp: str = ""
    series: ReadSeries | None = None


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
    first = last = None
    for moment in moments:
        last = moment.date.first
        first = first or last
        lasts[last.year, last.month] = moment
    if first is None or last is None or (last - first).days < _LONG:
        return ()
    found: list[Moment] = []
    before = first
    for moment in lasts.values():
        if (moment.date.first - before).days >= _CLOSE:
            found.append(moment)
            before = moment.date.first
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One contact or note of another journal, as it was written there.

    Whom it is with stands in `keys` (of people's own records, of this file or one imported before)
    and in `people` (names and addresses); `handles` are names written together after an @ in its
    text: whom they mean takes part, and one that means nobody is a tag. What the file does not say
    stays None. A note, which nobody took part in, has no channel and is not two-way. `fuller` is a
    pattern of the same note as another export tells it in full; `day_told` and `exactness_told` say
    whether this export knows the day, and how exactly it is known.
    """

    key: str
    title: str
    place: str
    when: Moment
    keys: tuple[str, ...] = ()
    people: tuple[ReadAttendee, ...] = ()
    handles: tuple[str, ...] = ()
    channel: Channel | None = None
    opener: Opener | None = None
    two_way: bool | None = None
    answered: bool | None = None
    minutes: int | None = None
    depth: Depth | None = None
    give_mine: Ask | None = None
    give_theirs: Ask | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[ReadFile, ...] = ()
    raw: str = ""
    remarks: tuple[str, ...] = ()
    fuller: str = ""
    day_told: bool = True
    exactness_told: bool = True

    @property
    def is_note(self) -> bool:
        """Whether it was written about someone, and is no contact with them."""
        return self.channel is None and self.two_way is False


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One person, entry or meeting of a Kith archive, with all that belongs to it there.

    Its records stay in the file until they are written. `section` and `uid` name it; a group of
    records that stand by themselves, such as the organisations, has no uid. `file` is the number
    of its archive among those of the import. `left` are the records that were changed here
    meanwhile, by section and uid: they are overwritten only when the user says so.
    """

    key: str
    title: str
    place: str
    section: str
    uid: str = ""
    file: int = 0
    when: Moment | None = None
    people: str = ""
    left: tuple[tuple[str, str], ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ReadSkip:
    """A record that was understood and is not taken, and why."""

    key: str
    place: str
    title: str
    why: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ReadUnclaimed(ReadSkip):
    """Messages that wait until it is known which of those who wrote them is the user."""


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
