"""What an import is going to do, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.model.errors import InputError
from app.model.imports import Fate, ReadConversation, ReadEntry, ReadPerson, ReadSkip, ReadUnclaimed
from app.model.texts import _
from app.services.archive_survey import Archive
from app.services.taking_in.marks import folded
from app.services.taking_in.rows import (
    Action,
    ImportOptions,
    Item,
    PlanRow,
    SeenTable,
    as_meant,
    as_new,
    entry_following,
    following,
    holders_of,
    left_out,
    talk_words,
)

__all__ = [
    "Action",
    "ImportOptions",
    "Item",
    "Plan",
    "PlanRow",
    "SeenTable",
    "entry_following",
    "following",
    "holders_of",
    "left_out",
    "talk_words",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """Every record of the files and what will become of it.

    `needs_addresses` says that events name people but not which of them is the user;
    `addresses` are those seen most often, to choose from. `needs_day_order` says that the dates of
    a chat can be read in two ways. `writers` are those who write in chats and among messages, where
    the user said to be one of them. `archives` are those whose records stand in the rows. `step`
    is the newest step of the journal when the files were read.
    """

    rows: tuple[PlanRow, ...] = ()
    newcomers: tuple[ReadPerson, ...] = ()
    files: tuple[str, ...] = ()
    needs_addresses: bool = False
    addresses: tuple[str, ...] = ()
    needs_day_order: bool = False
    tables: tuple[SeenTable, ...] = ()
    archives: tuple[Archive, ...] = ()
    writers: tuple[str, ...] = ()
    step: int = 0

    @property
    def needs_name(self) -> bool:
        """Whether messages wait until it is known which of their writers the user is."""
        return any(isinstance(row.item, ReadUnclaimed) for row in self.rows)

    def names(self, name: str) -> bool:
        """Whether someone of this name writes in the files, or has a card there."""
        own = " ".join(name.casefold().split())
        if any(" ".join(one.casefold().split()) == own for one in self.writers):
            return True
        cards = (row.title for row in self.rows if isinstance(row.item, ReadPerson | ReadSkip))
        return any(folded(card) == folded(name) for card in cards)

    def count(self, fate: Fate) -> int:
        """How many records will meet this fate."""
        return sum(row.fate is fate for row in self.rows)

    def decide(self, index: int, fate: Fate, target: int | None = None) -> Plan:
        """The same plan with one row as the user wants it: added, merged into someone, skipped.

        Raises:
            InputError: this record cannot meet that fate.
        """
        plan = self.decide_many((index,), fate, target)
        row = self.rows[index]
        nobody = not isinstance(row.item, ReadPerson) and row.meant is Action.NOTHING
        unfit = fate is Fate.MERGED and nobody
        if fate is not Fate.SKIPPED and (unfit or plan.rows[index].action is Action.NOTHING):
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
                changed.append(as_meant(row, target, name))
            elif isinstance(row.item, ReadPerson) and row.item.name:
                number = numbers.get(id(row.item))
                if number is None:
                    newcomers.append(row.item)
                    numbers[id(row.item)] = number = -len(newcomers)
                changed.append(as_new(row, number))
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
            if (row := plan.rows[at]).action in (Action.NOTHING, Action.KEEP_RECORD)
            and isinstance(row.item, ReadPerson)
            and row.can_be_taken
        ]
        return plan.decide_many(fresh, Fate.ADDED)

    def put(self, row: PlanRow) -> Plan:
        """The same plan with one row replaced; what is with a person comes and goes with them."""
        return self.put_many((row,))

    def put_many(self, changed: Iterable[PlanRow]) -> Plan:
        """The same plan with these rows replaced; what is with people comes and goes with them."""
        rows = list(self.rows)
        numbers = {id(person): -place for place, person in enumerate(self.newcomers, 1)}
        moved: set[int] = set()
        keys: set[str] = set()
        entries: set[int] = set()
        for row in changed:
            rows[row.index] = row
            if isinstance(row.item, ReadPerson):
                keys.add(row.item.key)
                moved.update(filter(None, (numbers.get(id(row.item)),)))
            elif isinstance(row.item, ReadEntry):
                entries.add(row.index)
        plan = replace(self, rows=tuple(rows))
        if not keys and not entries:
            return plan
        taken, holders = plan.people_taken(), holders_of(rows)
        for place, other in enumerate(rows):
            if isinstance(other.item, ReadEntry):
                touched = not keys.isdisjoint(other.item.keys)
                if place in entries or touched or not moved.isdisjoint(other.others):
                    rows[place] = entry_following(other, other.item, holders, taken)
            elif isinstance(other.item, ReadConversation) and not moved.isdisjoint(other.people):
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
