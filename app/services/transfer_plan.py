"""What an import is going to do, row by row, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.exchange import contact_tables
from app.model.errors import InputError
from app.model.imports import Fate, ReadEvent, ReadFailure, ReadPerson, ReadSkip
from app.model.people import PointKind
from app.model.reading import ImportMark
from app.model.texts import _
from app.model.values import DateRange

Item = ReadPerson | ReadEvent | ReadSkip | ReadFailure


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


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user chose for an import.

    `window` limits the events of a calendar; without one it reaches from 10 years back to 2
    years ahead. `my_addresses` holds for this import when the journal's setting is empty.
    `add_people` lets attendees nobody knows become people. `read_as` names the format of the files
    where it is not to be recognised. `mappings` say what the columns of tables mean, by the key of
    the table; without one the mapping that was remembered or guessed holds.
    """

    add_people: bool = False
    window: DateRange | None = None
    my_addresses: tuple[str, ...] = ()
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

    @property
    def title(self) -> str:
        """The name or title of the record."""
        return self.item.name if isinstance(self.item, ReadPerson) else self.item.title

    @property
    def organisation(self) -> str:
        """The organisation the record names."""
        return self.item.organisation if isinstance(self.item, ReadPerson) else ""

    @property
    def reach(self) -> str:
        """The first way to reach them, or when the event is."""
        if isinstance(self.item, ReadEvent):
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
    `addresses` are those seen most often, to choose from.
    """

    rows: tuple[PlanRow, ...] = ()
    newcomers: tuple[ReadPerson, ...] = ()
    files: tuple[str, ...] = ()
    needs_addresses: bool = False
    addresses: tuple[str, ...] = ()
    tables: tuple[SeenTable, ...] = ()

    def count(self, fate: Fate) -> int:
        """How many records will meet this fate."""
        return sum(row.fate is fate for row in self.rows)

    def decide(self, index: int, fate: Fate, target: int | None = None) -> Plan:
        """The same plan with one row as the user wants it: added, merged into someone, skipped.

        Raises:
            InputError: this record cannot meet that fate.
        """
        row = self.rows[index]
        newcomers = self.newcomers
        if fate is Fate.SKIPPED:
            changed = replace(row, fate=fate, action=Action.NOTHING, why=_("You left it out."))
        elif isinstance(row.item, ReadPerson) and fate is Fate.ADDED and row.item.name:
            if not (row.action is Action.ADD_PERSON and row.people):
                newcomers = (*newcomers, row.item)
            people = row.people if newcomers is self.newcomers else (-len(newcomers),)
            changed = replace(
                row, fate=fate, action=Action.ADD_PERSON, people=people, why="", mark=None
            )
        elif isinstance(row.item, ReadPerson) and fate is Fate.MERGED and target is not None:
            changed = replace(
                row, fate=fate, action=Action.MERGE_PERSON, people=(target,), why="", mark=None
            )
        else:
            raise InputError(_("This record cannot be taken that way."), _("It can be left out."))
        rows = (*self.rows[:index], changed, *self.rows[index + 1 :])
        return replace(self, rows=rows, newcomers=newcomers)


def digest_of(item: ReadPerson | ReadEvent) -> str:
    """What tells whether a record has changed since it was imported."""
    if isinstance(item, ReadPerson):
        points = sorted(f"{point.kind}|{point.value}|{point.label}" for point in item.points)
        parts = [item.name, item.aliases, item.organisation, item.role, item.note]
        parts += [str(item.birthday or ""), *points, *sorted(item.tags)]
    else:
        when = item.when
        parts = [item.title, str(when.date), str(when.time or ""), when.zone or ""]
        parts += [str(item.minutes or ""), item.where, str(item.last_day or "")]
        parts += [str(item.cancelled), *sorted(one.email or one.name for one in item.attendees)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
