"""People, their organisations, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.values import PartialDate


def is_mail_address(text: str) -> bool:
    """Whether something stands on both sides of an at sign, as in every e-mail address."""
    before, _sign, after = text.rpartition("@")
    return bool(before.strip() and after.strip())


class Kind(StrEnum):
    """What a counterpart is to the user."""

    FRIEND = "friend"
    FAMILY = "family"
    CLIENT = "client"
    COLLEAGUE = "colleague"
    LEAD = "lead"
    PITCH = "honest pitch"
    OTHER = "other"


class Rhythm(StrEnum):
    """How often the user means to be in touch."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TWICE_A_YEAR = "twice a year"
    YEARLY = "yearly"
    SEASONAL = "seasonal"


RHYTHM_DAYS: dict[Rhythm, int] = {
    Rhythm.WEEKLY: 7,
    Rhythm.MONTHLY: 30,
    Rhythm.QUARTERLY: 91,
    Rhythm.TWICE_A_YEAR: 182,
    Rhythm.YEARLY: 365,
    Rhythm.SEASONAL: 365,
}


class Connection(StrEnum):
    """The four grounds a tie can stand on (Salacuse 2006)."""

    PSYCHOLOGICAL = "psychological"
    ECONOMIC = "economic"
    POLITICAL = "political"
    PERSONAL = "personal"


class Pronoun(StrEnum):
    """How sentences speak of a person; without one their name is used."""

    SHE = "she"
    HE = "he"
    THEY = "they"


class PointKind(StrEnum):
    """A way to reach someone."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    URL = "url"
    HANDLE = "handle"


def service_of(kind: PointKind, label: str) -> str:
    """On which service a handle is a name, as it compares; "" where nobody says, or for no handle.

    One name on two services may be two accounts, and both are ways to reach someone.
    """
    return "".join(filter(str.isalnum, label.casefold())) if kind is PointKind.HANDLE else ""


class Likeness(StrEnum):
    """Whether it is shared or sets the two apart."""

    SAME = "same"
    DIFFERENT = "different"


class CommonKind(StrEnum):
    """What sort of thing is shared."""

    PEOPLE = "people"
    PLACE = "place"
    EXPERIENCE = "experience"
    INTEREST = "interest"
    GOAL = "goal"
    VALUE = "value"
    GROUP = "group"
    IDENTITY = "identity"


class HowKnown(StrEnum):
    """Where the knowledge comes from; a guess is never suggested for use."""

    TOLD = "told"
    NOTICED = "noticed"
    GUESS = "guess"


class Sensitivity(StrEnum):
    """How freely it may be brought up."""

    OPEN = "open"
    CAREFUL = "careful"
    PRIVATE = "private"


class Basis(StrEnum):
    """Whether an interest was said or is a hunch of the user's."""

    STATED = "stated"
    HUNCH = "hunch"


class Stake(StrEnum):
    """Whether an interest is the person's own or belongs to the business at hand."""

    PERSONAL = "personal"
    BUSINESS = "business"


class VerdictChoice(StrEnum):
    """The user's own answer; the record never overrules it."""

    REAL = "real"
    GROWING = "growing"
    LEAD = "mostly a lead"
    PITCH = "an honest pitch"
    UNSURE = "I can't tell"
    SILENT = "rather not say"


class Attention(StrEnum):
    """How far the user means to keep up with someone.

    Whoever came in a file is not sorted yet; an address is kept without any reminder; whoever is
    left out is in no list and no count.
    """

    KEEP = "keep"
    UNSORTED = "unsorted"
    ADDRESS = "address"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A firm, a club, a team; `identity` says what we are together."""

    id: int
    uid: str
    name: str
    identity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach a person."""

    id: int
    uid: str
    counterpart_id: int
    kind: PointKind
    value: str
    label: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A person the user has to do with. None always means "not said"."""

    id: int
    uid: str
    name: str
    aliases: str = ""
    kind: Kind = Kind.OTHER
    kind_since: PartialDate | None = None
    pronoun: Pronoun | None = None
    role: str = ""
    organisation_id: int | None = None
    rhythm: Rhythm | None = None
    rhythm_days: int | None = None
    season_months: tuple[int, ...] = ()
    connections: frozenset[Connection] = frozenset()
    since: PartialDate | None = None
    how_met: str = ""
    introduced_by: int | None = None
    birthday: PartialDate | None = None
    starts_by_role: bool = False
    no_contact: bool = False
    no_contact_since: PartialDate | None = None
    closeness: int | None = None
    style: str = ""
    watch_outs: str = ""
    note: str = ""
    created: str = ""
    attention: Attention = Attention.KEEP

    @property
    def days_between(self) -> int | None:
        """The rhythm in days: the user's own figure, else the named rhythm's."""
        if self.rhythm_days is not None:
            return self.rhythm_days
        return RHYTHM_DAYS[self.rhythm] if self.rhythm else None

    @property
    def is_counted(self) -> bool:
        """Whether tests and counts speak of them: not of an address, nor of someone left out."""
        return self.attention in (Attention.KEEP, Attention.UNSORTED)

    @property
    def is_reminded_of(self) -> bool:
        """Whether open promises are brought up: not of an address, nor where none is wanted."""
        return self.is_counted and not self.no_contact


@dataclass(frozen=True, slots=True)
class KindPeriod:
    """From when on a counterpart was of a kind; a change of kind starts a new period."""

    id: int
    uid: str
    counterpart_id: int
    kind: Kind
    since: PartialDate


@dataclass(frozen=True, slots=True)
class Mention:
    """One time a commonality was brought up, and in which entry, if that is known."""

    on: PartialDate
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Commonality:
    """Something the two share, or something that sets them apart."""

    id: int
    uid: str
    counterpart_id: int
    text: str
    likeness: Likeness = Likeness.SAME
    kind: CommonKind | None = None
    how_known: HowKnown = HowKnown.TOLD
    sensitivity: Sensitivity = Sensitivity.OPEN
    learned_on: PartialDate | None = None
    interaction_id: int | None = None
    times_mentioned: int = 0
    last_mentioned: PartialDate | None = None
    mentions: tuple[Mention, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class InterestAct:
    """Something done for one of their interests, with or without an ask beside it."""

    id: int
    uid: str
    interest_id: int
    on: PartialDate
    what: str
    with_ask: bool | None = None
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """Something that matters to them."""

    id: int
    uid: str
    counterpart_id: int
    text: str
    basis: Basis = Basis.STATED
    stake: Stake | None = None
    noted_on: PartialDate | None = None
    interaction_id: int | None = None
    acts: tuple[InterestAct, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the user said of the relationship on one day; never overwritten."""

    id: int
    uid: str
    counterpart_id: int
    on: PartialDate
    choice: VerdictChoice
    sureness: int | None = None
    reason: str = ""
    seen_evidence: bool = False
    record: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch off every clock: illness, leave, mourning."""

    id: int
    uid: str
    counterpart_id: int
    start: PartialDate
    end: PartialDate | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word of the user's own for people and entries."""

    id: int
    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """What is needed to recognise a person by name, and nothing more."""

    id: int
    name: str
    aliases: str = ""
    organisation: str = ""
    attention: Attention = Attention.KEEP
