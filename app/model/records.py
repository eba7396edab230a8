"""What happened and what is to happen: talks, meetings, questions, promises, deals, drafts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from app.model.values import Moment, PartialDate


class Channel(StrEnum):
    """How the contact came about."""

    CALL = "call"
    VIDEO = "video"
    MEETING = "meeting"
    MEAL = "meal"
    MESSAGE = "message"
    EMAIL = "email"
    LETTER = "letter"
    EVENT = "event"
    OTHER = "other"


class Opener(StrEnum):
    """Who opened the conversation; unknown (None) until the user says."""

    ME = "me"
    THEM = "them"
    TOGETHER = "together"
    GROUP = "group"


class Ask(StrEnum):
    """What was asked for, mainly for the asker's own benefit; None is not known."""

    NONE = "none"
    SALE = "sale"
    FAVOUR = "favour"
    INTRODUCTION = "introduction"
    INFORMATION = "information"
    MONEY = "money"
    TIME = "time"
    OTHER = "other"


class Depth(IntEnum):
    """How far the talk went."""

    PASSING = 0
    SHORT = 1
    REAL = 2
    PERSONAL = 3


class Tone(StrEnum):
    """How one side behaved."""

    COOPERATIVE = "cooperative"
    GUARDED = "guarded"
    HARD = "hard"


class Source(StrEnum):
    """Whether an entry was typed by the user or read from a file."""

    TYPED = "typed"
    IMPORTED = "imported"


class Side(StrEnum):
    """Mine or theirs."""

    ME = "me"
    THEM = "them"


class QuestionState(StrEnum):
    """Where a question stands."""

    TO_ASK = "to ask"
    ASKED = "asked"
    ANSWERED = "answered"
    DROPPED = "dropped"


class PromiseState(StrEnum):
    """How a promise ended, or that it has not."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    RELEASED = "released"


class Result(StrEnum):
    """How a deal ended; all four count alike for the first test."""

    WON = "won"
    LOST = "lost"
    SHELVED = "shelved"
    DELIVERED = "delivered"


class Purpose(StrEnum):
    """Why the user meets someone, said openly."""

    RELATIONSHIP = "relationship"
    ASK = "honest ask"
    BOTH = "both"


class MeetingState(StrEnum):
    """Whether a meeting is ahead, was held, or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Interaction:
    """One contact with one or several people. None always means "not said"."""

    id: int
    uid: str
    when: Moment
    people: tuple[int, ...] = ()
    channel: Channel | None = None
    opener: Opener | None = None
    two_way: bool | None = None
    answered: bool | None = None
    minutes: int | None = None
    depth: Depth | None = None
    ask_mine: Ask | None = None
    ask_theirs: Ask | None = None
    give_mine: Ask | None = None
    give_theirs: Ask | None = None
    joint_benefit: bool | None = None
    tone_mine: Tone | None = None
    tone_theirs: Tone | None = None
    small_talk: bool | None = None
    small_talk_minutes: int | None = None
    i_asked: bool | None = None
    they_asked: bool | None = None
    logistics: bool | None = None
    present: int | None = None
    one_to_one: bool | None = None
    credit: str = ""
    thread: str = ""
    source: Source = Source.TYPED
    note: str = ""
    meeting_id: int | None = None
    tags: tuple[str, ...] = ()
    created: str = ""

    @property
    def is_note(self) -> bool:
        """Whether it was brought in as a note about someone, and is no contact with them."""
        nobody = self.channel is None and self.two_way is False and self.one_to_one is False
        return nobody and self.opener is None and self.source is Source.IMPORTED

    @property
    def headline(self) -> str:
        """The first line of the note."""
        return self.note.strip().partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting ahead or behind; `vague` holds words such as "next week" when no day is set.

    `opening_line` is what the user means to say first, in the user's own words.
    """

    id: int
    uid: str
    title: str
    when: Moment | None = None
    vague: str = ""
    people: tuple[int, ...] = ()
    minutes: int | None = None
    place: str = ""
    goal: str = ""
    opening_line: str = ""
    purpose: Purpose | None = None
    state: MeetingState = MeetingState.PLANNED
    source: Source = Source.TYPED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask them."""

    id: int
    uid: str
    counterpart_id: int
    text: str
    state: QuestionState = QuestionState.TO_ASK
    noted_on: PartialDate | None = None
    settled_on: PartialDate | None = None
    answer: str = ""
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A word given, by the user or to the user."""

    id: int
    uid: str
    counterpart_id: int
    by: Side
    text: str
    made_on: PartialDate | None = None
    due: PartialDate | None = None
    state: PromiseState = PromiseState.OPEN
    settled_on: PartialDate | None = None
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A dated end or turn of a deal."""

    id: int
    uid: str
    deal_id: int
    on: PartialDate
    result: Result
    what: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """An offer, a sale, an engagement."""

    id: int
    uid: str
    counterpart_id: int
    title: str
    stage: str = ""
    amount: str = ""
    next_step: str = ""
    opened_on: PartialDate | None = None
    outcomes: tuple[Outcome, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Draft:
    """Text being typed, kept so that a crash loses at most two seconds of it."""

    key: str
    body: str
    saved_at: str
