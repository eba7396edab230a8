"""What is written into a file for other programs, gathered before any format is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.belongings import Attachment, SpecialDate
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Organisation,
    Pause,
    Verdict,
)
from app.model.records import Deal, Interaction, Meeting, Promise, Question
from app.model.values import Moment


class Whole(StrEnum):
    """Whose records are exported."""

    ALL = "all"
    TAG = "tag"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class OutTie:
    """Someone a person is tied to; `other_id` when they have a page of their own."""

    what: str
    name: str
    note: str = ""
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class OutPerson:
    """A person with what an address book can hold; `cards` are the cards they were read from.

    `organisation` is the name of `firm`.
    """

    person: Counterpart
    organisation: str = ""
    introduced_by: str = ""
    tags: tuple[str, ...] = ()
    points: tuple[ContactPoint, ...] = ()
    ties: tuple[OutTie, ...] = ()
    days: tuple[SpecialDate, ...] = ()
    files: tuple[Attachment, ...] = ()
    cards: tuple[str, ...] = ()
    firm: Organisation | None = None


@dataclass(frozen=True, slots=True)
class OutNotes:
    """What is noted of a person beyond what an address book holds."""

    commonalities: tuple[Commonality, ...] = ()
    interests: tuple[Interest, ...] = ()
    questions: tuple[Question, ...] = ()
    promises: tuple[Promise, ...] = ()
    deals: tuple[Deal, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    pauses: tuple[Pause, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class OutEntry:
    """One contact, with the names of whom it was with and the files on it."""

    entry: Interaction
    people: tuple[str, ...] = ()
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class OutEvent:
    """One line of a calendar; without a time it is a whole day, and `yearly` comes every year."""

    uid: str
    title: str
    when: Moment
    minutes: int | None = None
    yearly: bool = False
    place: str = ""
    note: str = ""
