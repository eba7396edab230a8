"""The rows of an import plan: what will become of each record, and how rows follow each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from app.exchange import contact_tables
from app.model.imports import (
    Fate,
    ReadConversation,
    ReadEntry,
    ReadEvent,
    ReadFailure,
    ReadPerson,
    ReadRecord,
    ReadSkip,
)
from app.model.people import PointKind
from app.model.reading import ImportMark
from app.model.records import Opener
from app.model.texts import _, ngettext
from app.model.values import DateRange
from app.services.taking_in.digests import Taken

_YEARS_BACK, _YEARS_AHEAD = 10, 2
Item = Taken | ReadRecord | ReadSkip | ReadFailure
LEFT_OUT = _("You left it out.")
LEFT_OUT_BEFORE = _("You left it out of an earlier import.")


class Action(StrEnum):
    """What writing a row means."""

    NOTHING = "nothing"
    ADD_PERSON = "add a person"
    MERGE_PERSON = "merge a person"
    KEEP_RECORD = "keep a record that adds nothing"
    ADD_ENTRY = "add an entry"
    ADD_MEETING = "add a meeting"
    MOVE = "move what was imported"
    HOLD = "turn a meeting into an entry"
    CANCEL = "call a meeting off"
    CONTINUE = "bring a conversation up to date"
    RENEW = "bring an entry up to date"
    RESTORE = "take from an archive"
    OVERWRITE = "take from an archive over what was changed here"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user chose for an import.

    `window` limits the events of a calendar; without one it reaches from 10 years back to 2
    years ahead. `my_addresses` holds for this import when the journal's setting is empty,
    `my_name` whatever that setting is. `add_people` lets people nobody knows yet come in.
    `day_first` says how a chat writes its dates where the file does not show it. `read_as` names
    the format of the files where it is not to be recognised. `mappings` say what the columns of
    tables mean, by the key of the table; without one the mapping that was remembered or guessed
    holds.
    """

    add_people: bool = False
    window: DateRange | None = None
    my_addresses: tuple[str, ...] = ()
    my_name: str = ""
    day_first: bool | None = None
    read_as: str = ""
    mappings: Mapping[str, contact_tables.Mapping] = field(default_factory=dict)

    def days(self, today: date) -> DateRange:
        """The days of which calendars are read."""
        back, ahead = timedelta(days=365.25 * _YEARS_BACK), timedelta(days=365.25 * _YEARS_AHEAD)
        return self.window or DateRange(today - back, today + ahead)


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table of contacts among the files, with what its columns are taken to mean.

    `chosen` when the user said so for this import, `sure` when nobody has to be asked: its maker
    is known, or the columns were explained before.
    """

    file: str
    table: contact_tables.Table
    chosen: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One record and its fate.

    `people` are ids of people in the journal, or, when negative, places in the plan's list of
    newcomers: -1 is the first. `candidates` are the people it could mean when that is unclear.
    A conversation or an entry is `waiting` while everyone it is with is left out. `others` are
    those of an entry's people who do not follow the row of a person of this import; `out` says
    that the user left the record out. `instead` is the row as it
    would be taken, where it can be taken and is not. `meant` is what becomes of it once the user
    has said which of the `candidates` it is with. `here` is a record that is skipped because the
    journal has all of it; `deleted` one that was imported before and whose row the user deleted.
    `logged` is the entry the user has typed of a meeting that was planned.
    `as_file` is the row as it would be taken with what the file says in place of what the journal
    says, where the two differ; in that row, `follows` are the fields.
    `path` tells its file from another of the same name. `doubt` names the people a
    record is kept apart from, or could mean, and goes on saying so once it is added.
    """

    index: int
    file: str
    item: Item
    fate: Fate
    action: Action = Action.NOTHING
    why: str = ""
    target: str = ""
    people: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    key: str = ""
    digest: str = ""
    mark: ImportMark | None = None
    present: int | None = None
    waiting: bool = False
    others: tuple[int, ...] = ()
    out: bool = False
    instead: PlanRow | None = None
    meant: Action = Action.NOTHING
    logged: int | None = None
    here: bool = False
    deleted: bool = False
    follows: tuple[str, ...] = ()
    as_file: PlanRow | None = None
    path: str = ""
    doubt: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether the record can come in with a tick; who is here already needs more than that."""
        if self.here or self.is_kept:
            return False
        if self.action is not Action.NOTHING or self.instead is not None:
            return True
        return isinstance(self.item, ReadPerson) and bool(self.item.name)

    @property
    def is_refused(self) -> bool:
        """Whether the user said not to take it, now or at an earlier import."""
        return self.out and not self.deleted and self.why in (LEFT_OUT, LEFT_OUT_BEFORE)

    @property
    def is_kept(self) -> bool:
        """Whether the journal has all of it and keeps no more than how it stands in the file."""
        return self.action is Action.KEEP_RECORD

    @property
    def title(self) -> str:
        """The name or title of the record."""
        return self.item.name if isinstance(self.item, ReadPerson) else self.item.title

    @property
    def organisation(self) -> str:
        """The organisation the record names, or the people an event or a conversation is with."""
        if isinstance(self.item, ReadEvent):
            return self.target  # who is invited says less: the user is among them
        if isinstance(self.item, ReadConversation | ReadEntry):
            named = ", ".join(one.name or one.email or one.phone for one in self.item.people)
            return named or self.target
        if isinstance(self.item, ReadRecord):
            return self.item.people
        return self.item.organisation if isinstance(self.item, ReadPerson) else ""

    @property
    def reach(self) -> str:
        """The first way to reach them, or when the event or conversation is."""
        if isinstance(self.item, ReadEvent | ReadConversation | ReadEntry | ReadRecord):
            when = self.item.when
            if when is None:
                return ""
            return " ".join(
                filter(None, (str(when.date), when.time.isoformat("minutes") if when.time else ""))
            )
        if not isinstance(self.item, ReadPerson):
            return ""
        order = {PointKind.EMAIL: 0, PointKind.PHONE: 1}
        points = sorted(self.item.points, key=lambda point: order.get(point.kind, 2))
        return points[0].value if points else ""


def left_out(row: PlanRow, why: str = "") -> PlanRow:
    """A row that is not taken, and can be again."""
    if row.action in (Action.NOTHING, Action.KEEP_RECORD) and not row.candidates:
        return replace(row, action=Action.NOTHING)
    return replace(
        row,
        fate=Fate.SKIPPED,
        action=Action.NOTHING,
        why=why or LEFT_OUT,
        candidates=(),
        waiting=False,
        out=True,
        instead=row,
    )


def as_new(row: PlanRow, number: int) -> PlanRow:
    """A row that brings in someone new; where someone else could have been meant, it says so."""
    doubt = row.doubt
    if row.action is Action.MERGE_PERSON and row.target:
        doubt = _("It is kept apart from {name}.").format(name=row.target)
    return replace(
        row,
        fate=Fate.ADDED,
        action=Action.ADD_PERSON,
        people=(number,),
        why=doubt,
        doubt=doubt,
        target="",
        mark=None,
        out=False,
        instead=None,
        here=False,
        follows=(),
        as_file=None,
    )


def as_meant(row: PlanRow, target: int, name: str) -> PlanRow:
    """A row that means someone of the journal."""
    if isinstance(row.item, ReadPerson):
        fate, action, why = Fate.MERGED, Action.MERGE_PERSON, ""
    elif row.meant is not Action.NOTHING:
        fate, action, why = Fate.ADDED, row.meant, row.why
        if isinstance(row.item, ReadConversation):
            why = talk_words(row.item)
    else:
        return row
    return replace(
        row,
        fate=fate,
        action=action,
        people=(target,),
        others=(*row.others, target),
        target=name,
        why=why,
        mark=None,
        out=False,
        instead=None,
        here=False,
        follows=(),
        as_file=None,
    )


def following(row: PlanRow, taken: frozenset[int]) -> PlanRow:
    """A conversation as it stands when only these newcomers are taken."""
    present = any(number > 0 or number in taken for number in row.people)
    if row.action is Action.ADD_ENTRY and not present:
        why = _("The people it is with are left out.")
        return replace(row, fate=Fate.SKIPPED, action=Action.NOTHING, why=why, waiting=True)
    if row.waiting and present:
        why = talk_words(row.item) if isinstance(row.item, ReadConversation) else ""
        return replace(row, fate=Fate.ADDED, action=Action.ADD_ENTRY, why=why, waiting=False)
    return row


def holders_of(rows: Sequence[PlanRow]) -> dict[str, int | None]:
    """Who stands for each person's record by its key; None for one that is left out."""
    found: dict[str, int | None] = {}
    for row in rows:
        if isinstance(row.item, ReadPerson):
            who = None if row.out or not row.people else row.people[0]
            if row.action is Action.NOTHING and who is not None and who < 0:
                who = None
            found.setdefault(row.item.key, who)
    return found


def entry_following(
    row: PlanRow, entry: ReadEntry, holders: Mapping[str, int | None], taken: frozenset[int]
) -> PlanRow:
    """An entry as it stands when each record means these people and only these are taken."""
    others = (number for number in row.others if number > 0 or number in taken)
    keyed = (holders.get(key) for key in entry.keys)
    people = tuple(dict.fromkeys((*others, *(who for who in keyed if who is not None))))
    row = replace(row, people=people)
    if row.action is Action.ADD_ENTRY and not people:
        why = _("The people it is with are left out.")
        return replace(row, fate=Fate.SKIPPED, action=Action.NOTHING, why=why, waiting=True)
    if row.waiting and people:
        why = " ".join(entry.remarks)
        return replace(row, fate=Fate.ADDED, action=Action.ADD_ENTRY, why=why, waiting=False)
    return row


def talk_words(talk: ReadConversation) -> str:
    """How much was written in a conversation, who opened it, and what else to know."""
    count = ngettext("{n} message", "{n} messages", talk.messages).format(n=f"{talk.messages:,}")
    told = {
        Opener.ME: _("{messages}; you opened it."),
        Opener.THEM: _("{messages}; they opened it."),
        Opener.GROUP: _("{messages} in a group."),
    }
    opened = told[talk.opener] if talk.opener in told else _("{messages}.")
    return " ".join((opened.format(messages=count), *talk.remarks))
