"""What an import is going to do, row by row, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.exchange import contact_tables
from app.model.errors import InputError
from app.model.imports import (
    Fate,
    ReadConversation,
    ReadEvent,
    ReadFailure,
    ReadPerson,
    ReadSkip,
)
from app.model.people import PointKind
from app.model.reading import ImportMark
from app.model.records import Opener
from app.model.texts import _, ngettext
from app.model.values import DateRange

Taken = ReadPerson | ReadEvent | ReadConversation
Item = Taken | ReadSkip | ReadFailure


class Action(StrEnum):
    """What writing a row means."""

    NOTHING = "nothing"
    ADD_PERSON = "add a person"
    MERGE_PERSON = "merge a person"
    ADD_ENTRY = "add an entry"
    ADD_MEETING = "add a meeting"
    MOVE = "move what was imported"
    HOLD = "turn a meeting into an entry"
    CANCEL = "call a meeting off"
    CONTINUE = "bring a conversation up to date"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user chose for an import.

    `window` limits the events of a calendar; without one it reaches from 10 years back to 2
    years ahead. `my_addresses` holds for this import when the journal's setting is empty.
    `add_people` lets people nobody knows yet come in. `day_first` says how a chat writes its dates
    where the file does not show it. `read_as` names the format of the files where it is not to be
    recognised. `mappings` say what the columns of tables mean, by the key of the table; without
    one the mapping that was remembered or guessed holds.
    """

    add_people: bool = False
    window: DateRange | None = None
    my_addresses: tuple[str, ...] = ()
    day_first: bool | None = None
    read_as: str = ""
    mappings: Mapping[str, contact_tables.Mapping] = field(default_factory=dict)


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
    A conversation is `waiting` while everyone it is with is left out. `instead` is the row as it
    would be taken, where it can be taken and is not. `meant` is what becomes of it once the user
    has said which of the `candidates` it is with. `here` is a record that is skipped because the
    journal has all of it; `deleted` one that was imported before and whose row the user deleted.
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
    instead: PlanRow | None = None
    meant: Action = Action.NOTHING
    here: bool = False
    deleted: bool = False

    @property
    def can_be_taken(self) -> bool:
        """Whether the record can come in when the user wants it."""
        if self.action is not Action.NOTHING or self.instead is not None:
            return True
        return isinstance(self.item, ReadPerson) and bool(self.item.name)

    @property
    def title(self) -> str:
        """The name or title of the record."""
        return self.item.name if isinstance(self.item, ReadPerson) else self.item.title

    @property
    def organisation(self) -> str:
        """The organisation the record names, or the people a conversation is with."""
        if isinstance(self.item, ReadConversation):
            return ", ".join(one.name or one.email or one.phone for one in self.item.people)
        return self.item.organisation if isinstance(self.item, ReadPerson) else ""

    @property
    def reach(self) -> str:
        """The first way to reach them, or when the event or conversation is."""
        if isinstance(self.item, ReadEvent | ReadConversation):
            when = self.item.when
            return " ".join(
                filter(None, (str(when.date), when.time.isoformat("minutes") if when.time else ""))
            )
        if not isinstance(self.item, ReadPerson):
            return ""
        order = {PointKind.EMAIL: 0, PointKind.PHONE: 1}
        points = sorted(self.item.points, key=lambda point: order.get(point.kind, 2))
        return points[0].value if points else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every record of the files and what will become of it.

    `needs_addresses` says that events name people but not which of them is the user;
    `addresses` are those seen most often, to choose from. `needs_day_order` says that the dates of
    a chat can be read in two ways.
    """

    rows: tuple[PlanRow, ...] = ()
    newcomers: tuple[ReadPerson, ...] = ()
    files: tuple[str, ...] = ()
    needs_addresses: bool = False
    addresses: tuple[str, ...] = ()
    needs_day_order: bool = False
    tables: tuple[SeenTable, ...] = ()

    def count(self, fate: Fate) -> int:
        """How many records will meet this fate."""
        return sum(row.fate is fate for row in self.rows)

    def decide(self, index: int, fate: Fate, target: int | None = None) -> Plan:
        """The same plan with one row as the user wants it: added, merged into someone, skipped.

        Raises:
            InputError: this record cannot meet that fate.
        """
        plan = self.decide_many((index,), fate, target)
        if fate is not Fate.SKIPPED and plan.rows[index].action is Action.NOTHING:
            raise InputError(_("This record cannot be taken that way."), _("It can be left out."))
        return plan

    def decide_many(
        self, indexes: Iterable[int], fate: Fate, target: int | None = None, name: str = ""
    ) -> Plan:
        """The same plan with these rows as the user wants them; those that cannot be stay.

        Args:
            indexes: the places of the rows.
            fate: added as someone new, merged into `target`, or skipped.
            target: whom to merge into; a conversation or an event is then with them.
            name: the name of `target`.
        """
        numbers = {id(person): -place for place, person in enumerate(self.newcomers, 1)}
        newcomers = list(self.newcomers)
        changed: list[PlanRow] = []
        for index in indexes:
            row = self.rows[index]
            if fate is Fate.SKIPPED:
                changed.append(left_out(row))
            elif fate is Fate.MERGED and target is not None:
                changed.append(_meant(row, target, name))
            elif isinstance(row.item, ReadPerson) and row.item.name:
                number = numbers.get(id(row.item))
                if number is None:
                    newcomers.append(row.item)
                    numbers[id(row.item)] = number = -len(newcomers)
                changed.append(_added(row, number))
            else:
                changed.append(row.instead or row)
        return replace(self, newcomers=tuple(newcomers)).put_many(changed)

    def take_many(self, indexes: Iterable[int]) -> Plan:
        """The same plan with these rows taken: as was suggested, else as someone new."""
        wanted = list(indexes)
        suggested = [row.instead for at in wanted if (row := self.rows[at]).instead is not None]
        plan = self.put_many(suggested)
        fresh = [
            at
            for at in wanted
            if (row := plan.rows[at]).action is Action.NOTHING and isinstance(row.item, ReadPerson)
        ]
        return plan.decide_many(fresh, Fate.ADDED)

    def put(self, row: PlanRow) -> Plan:
        """The same plan with one row replaced; conversations come and go with their people."""
        return self.put_many((row,))

    def put_many(self, changed: Iterable[PlanRow]) -> Plan:
        """The same plan with these rows replaced; conversations come and go with their people."""
        rows = list(self.rows)
        moved: set[int] = set()
        numbers = {id(person): -place for place, person in enumerate(self.newcomers, 1)}
        for row in changed:
            rows[row.index] = row
            if id(row.item) in numbers:
                moved.add(numbers[id(row.item)])
        plan = replace(self, rows=tuple(rows))
        if not moved:
            return plan
        taken = plan.people_taken()
        for place, other in enumerate(rows):
            if isinstance(other.item, ReadConversation) and not moved.isdisjoint(other.people):
                rows[place] = following(other, taken)
        return replace(self, rows=tuple(rows))

    def people_taken(self) -> frozenset[int]:
        """The newcomers whose row is taken, or who have no row of their own."""
        numbers = {id(person): -place for place, person in enumerate(self.newcomers, 1)}
        out = {
            numbers[id(row.item)]
            for row in self.rows
            if id(row.item) in numbers and row.action is Action.NOTHING
        }
        return frozenset(numbers.values()) - out


def left_out(row: PlanRow, why: str = "") -> PlanRow:
    """A row that is not taken, and can be again."""
    if row.action is Action.NOTHING and not row.candidates:
        return row
    return replace(
        row,
        fate=Fate.SKIPPED,
        action=Action.NOTHING,
        why=why or _("You left it out."),
        candidates=(),
        waiting=False,
        instead=row,
    )


def _added(row: PlanRow, number: int) -> PlanRow:
    return replace(
        row,
        fate=Fate.ADDED,
        action=Action.ADD_PERSON,
        people=(number,),
        why="",
        target="",
        mark=None,
        instead=None,
        here=False,
    )


def _meant(row: PlanRow, target: int, name: str) -> PlanRow:
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
        target=name,
        why=why,
        mark=None,
        instead=None,
        here=False,
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


def digest_of(item: Taken) -> str:
    """What tells whether a record has changed since it was imported."""
    if isinstance(item, ReadPerson):
        points = sorted(f"{point.kind}|{point.value}|{point.label}" for point in item.points)
        parts = [item.name, item.aliases, item.organisation, item.role, item.note]
        parts += [str(item.birthday or ""), *points, *sorted(item.tags)]
    elif isinstance(item, ReadConversation):
        parts = [item.title, *map(str, (item.when, item.last, item.channel, item.opener))]
        parts += map(str, item.went_on)
        parts += map(str, (item.two_way, item.answered, item.messages, item.mine, item.theirs))
        parts += sorted(one.email or one.phone or one.name for one in item.people)
    else:
        when = item.when
        parts = [item.title, str(when.date), str(when.time or ""), when.zone or ""]
        parts += [str(item.minutes or ""), item.where, str(item.last_day or "")]
        parts += [str(item.cancelled), *sorted(one.email or one.name for one in item.attendees)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
