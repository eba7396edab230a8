"""Writes the rows of an import plan inside one step."""

from __future__ import annotations

from functools import cached_property

from app.model.errors import NotFoundError
from app.model.imports import (
    Fate,
    ReadConversation,
    ReadEntry,
    ReadEvent,
    ReadPerson,
    RecordReport,
)
from app.model.people import Counterpart
from app.model.records import Interaction, Meeting
from app.model.texts import _
from app.services.edit import Edit
from app.services.taking_in.additions import (
    known_of,
    missing,
    write_additions,
    write_newcomer,
)
from app.services.taking_in.brought import Brought, brought_by, keep_brought, standing_of
from app.services.taking_in.company import Company
from app.services.taking_in.entries import add_entry, content_mark, renew_entry
from app.services.taking_in.events import CALLED_OFF, MOVED_ON, row_of
from app.services.taking_in.happenings import add_event, follow_event
from app.services.taking_in.known_talks import KnownTalks
from app.services.taking_in.marks import UNSETTLED
from app.services.taking_in.numbers import numbers_of
from app.services.taking_in.own import own_person
from app.services.taking_in.plan import Action, Plan, PlanRow
from app.services.taking_in.promises import renew_promises
from app.services.taking_in.talks import add_talk, continue_talk, digest_written, go_on
from app.services.taking_in.ties import Ties
from app.services.taking_in.updating import (
    as_the_file_says,
    brought_after,
    still_tied,
    update_of,
    write_update,
)
from app.services.workspace import Workspace
from app.store import queries

_ADDING = (Action.ADD_ENTRY, Action.ADD_MEETING)


class Writer:
    """Carries out one plan."""

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        self._workspace = workspace
        self._plan = plan
        self._made: dict[int, Counterpart] = {}
        self._ties = Ties(workspace)
        self._numbers = numbers_of(workspace)
        self._company = Company(workspace)
        self._known = KnownTalks(workspace)
        self._by_key: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._talks = {row.key for row in plan.rows if isinstance(row.item, ReadConversation)}
        # Newcomers of address books whose row the user left out; attendees have no row.
        rows = [row for row in plan.rows if isinstance(row.item, ReadPerson)]
        wanted = {n for row in rows if row.action is Action.ADD_PERSON for n in row.people}
        self._left_out = {n for row in rows for n in row.people if n < 0} - wanted
        # Someone new to the file whom the user merged into a person of the journal.
        numbers = {id(person): -place for place, person in enumerate(plan.newcomers, 1)}
        self._merged = {
            numbers[id(row.item)]: row.people[0]
            for row in rows
            if row.action is Action.MERGE_PERSON and id(row.item) in numbers
        }

    def unwritten(self, row: PlanRow, why: str = "") -> RecordReport:
        """The report of a record that is not taken."""
        fate = row.fate if row.action is Action.NOTHING else Fate.SKIPPED
        return self._report(row, fate, why or row.why)

    def write(self, edit: Edit, row: PlanRow) -> RecordReport:
        """Write one row, and say what became of it."""
        try:
            if isinstance(row.item, ReadPerson) and row.action is not Action.NOTHING:
                return self._person(edit, row, row.item)
            if isinstance(row.item, ReadEvent) and row.action is not Action.NOTHING:
                return self._event(edit, row, row.item)
            if isinstance(row.item, ReadConversation) and row.action is not Action.NOTHING:
                return self._talk(edit, row, row.item)
            if isinstance(row.item, ReadEntry) and row.action is not Action.NOTHING:
                return self._entry_of(edit, row, row.item)
        except NotFoundError:
            return self.unwritten(row, _("What it belongs to has been deleted meanwhile."))
        return self.unwritten(row)

    def finish(self, edit: Edit) -> None:
        """Write what could not be written before everyone was there."""
        for row in self._plan.rows:
            if isinstance(row.item, ReadPerson) and not row.out and row.people:
                self._by_key.setdefault(row.item.key, row.people[0])
        self._ties.write(edit, {key: who for key, who in self._by_key.items() if who > 0})

    def _report(
        self, row: PlanRow, fate: Fate, why: str, target: str = "", uid: str = ""
    ) -> RecordReport:
        return RecordReport(
            row.file, row.item.place, row.title, fate, why, target or row.target, uid
        )

    def _resolve(self, edit: Edit, number: int) -> Counterpart:
        """The person behind a number of the plan, written now if still new."""
        number = self._merged.get(number, number)
        if number > 0:
            return self._workspace.get(Counterpart, number)
        if number not in self._made:
            self._made[number] = write_newcomer(edit, self._plan.newcomers[-number - 1])
        return self._made[number]

    def _person(self, edit: Edit, row: PlanRow, person: ReadPerson) -> RecordReport:
        number = row.people[0]
        fresh = number < 0 and number not in self._made
        # The first of two cards was left out, the second was not.
        if number in self._left_out and row.action is not Action.KEEP_RECORD:
            self._left_out.discard(number)
            self._made[number] = write_newcomer(edit, person)
        elif row.action is Action.KEEP_RECORD and number in self._left_out:
            return self.unwritten(row)
        target = self._resolve(edit, number)
        if row.action is Action.ADD_PERSON:
            self._ties.wait(target.id, person)
            brought = Brought.whole(person)
        else:
            target, brought = self._bring_up_to_date(edit, row, person, target)
        if number in self._made:
            self._made[number] = target
        self._name(target)
        self._by_key[person.key] = target.id
        self._remember(edit, row, "counterpart", target.id, target.uid)
        keep_brought(edit, row.key, target, brought)
        if row.action is Action.KEEP_RECORD:
            return self._report(row, row.fate, row.why, target.name, target.uid)
        if fresh:
            why = " ".join(filter(None, (row.doubt, *person.remarks)))
            return self._report(row, Fate.ADDED, why, target.name, target.uid)
        return self._report(row, row.fate, row.why, target.name, target.uid)

    def _bring_up_to_date(
        self, edit: Edit, row: PlanRow, person: ReadPerson, target: Counterpart
    ) -> tuple[Counterpart, Brought]:
        """Someone with what a record changes and adds, and what to keep of it."""
        standing = standing_of(self._workspace, target.id, self._numbers)
        before = brought_by(self._workspace, row.key, target.id)
        change = as_the_file_says(update_of(standing, before, person), person, row.follows)
        target = write_update(edit, standing, change)
        known = known_of(self._workspace, target, self._numbers)
        # A note that went out with Kith's own card or row is not joined to what became of it.
        first = row.mark is None and own_person(self._workspace, row.key) != target.id
        found = missing(known, change.rest, first=first)
        target = write_additions(edit, target, known, found)
        renew_promises(edit, self._workspace, target, found.renewed)
        self._ties.wait(target.id, still_tied(person, before, known))
        return target, brought_after(before, standing, person, change, found)

    def _people(self, edit: Edit, row: PlanRow) -> tuple[int, ...]:
        """The people of a row, without those that were left out."""
        found: dict[int, None] = {}
        for number in row.people:
            if number not in self._left_out:
                number = self._merged.get(number, number)
                if number not in self._names:  # asked once, for nobody is deleted meanwhile
                    number = self._name(self._resolve(edit, number))
                found[number] = None
        return tuple(found)

    def _name(self, person: Counterpart) -> int:
        self._names[person.id] = person.name
        return person.id

    def _talk(self, edit: Edit, row: PlanRow, talk: ReadConversation) -> RecordReport:
        if self._came_meanwhile(row):
            return self.unwritten(row, _("It is already here."))
        people = self._people(edit, row)
        if row.action is Action.ADD_ENTRY:
            if not people:
                return self.unwritten(row, _("The people it is with were left out."))
            made, removed = add_talk(edit, talk, people, row.present), frozenset[str]()
        elif row.mark is None:
            raise NotFoundError(_("It is no longer in the journal."))
        else:
            everyone = self._company.followed(row.mark, people)
            made = continue_talk(edit, self._workspace, talk, row.mark, everyone)
            removed = self._removed
        go_on(edit, self._workspace, talk, row.key, made, self._company, removed)
        return self._done(edit, row, made, people)

    @cached_property
    def _removed(self) -> frozenset[str]:
        """The keys of what the user has deleted."""
        return queries.removed_marks(self._workspace.database)

    def _entry_of(self, edit: Edit, row: PlanRow, entry: ReadEntry) -> RecordReport:
        people = self._people(edit, row)
        if row.action is Action.ADD_ENTRY:
            if not people:
                return self.unwritten(row, _("The people it is with were left out."))
            made = add_entry(edit, entry, people)
            known_by = content_mark(made)
        elif row.mark is None:
            raise NotFoundError(_("It is no longer in the journal."))
        else:
            everyone = self._company.followed(row.mark, people)
            made, known_by = renew_entry(edit, self._workspace, entry, row.mark, everyone)
        return self._done(edit, row, made, people, known_by)

    def _came_meanwhile(self, row: PlanRow) -> bool:
        """Whether what is to be added was taken in since its row was worked out."""
        if row.action not in _ADDING:
            return False
        if isinstance(row.item, ReadConversation):
            mark = self._known.at(row.key, row.item)
        else:
            mark = self._workspace.imported(row.key)
        return mark is not None and row_of(self._workspace, mark) is not None

    def _event(self, edit: Edit, row: PlanRow, event: ReadEvent) -> RecordReport:
        if self._came_meanwhile(row):
            return self.unwritten(row, _("It is already here."))
        people = self._people(edit, row)
        if row.action in _ADDING:
            if not people:
                return self.unwritten(row, _("The people it is with were left out."))
            made, values = add_event(edit, row, event, people)
            return self._done(edit, row, made, people, values)
        standing = row_of(self._workspace, row.mark) if row.mark else None
        if standing is None:
            raise NotFoundError(_("It is no longer in the journal."))
        everyone = self._company.followed(row.mark, people)
        made, values = follow_event(edit, self._workspace, row, event, standing, everyone)
        return self._done(edit, row, made, people, values)

    def _done(
        self,
        edit: Edit,
        row: PlanRow,
        made: Interaction | Meeting,
        people: tuple[int, ...],
        known_by: str = "",
    ) -> RecordReport:
        """Keep what is needed to know the record again; `people` are those it names.

        `known_by` tells what it brought from what the user makes of it.
        """
        company = self._company.part(_digest_before(row), people)
        table = "interaction" if isinstance(made, Interaction) else "meeting"
        if isinstance(row.item, ReadConversation) and isinstance(made, Interaction):
            digest = digest_written(row.item, row.digest, made, company, _digest_before(row))
            self._known.remember(edit, row.key, row.item, digest, made, self._talks)
        else:
            uid = ".".join(filter(None, (known_by, company, made.uid)))
            self._remember(edit, row, table, made.id, uid)
        unknown = [number for number in made.people if number not in self._names]
        for person in self._workspace.names_of(unknown).values():
            self._name(person)
        names = ", ".join(self._names[number] for number in sorted(made.people))
        return self._report(row, row.fate, row.why, names, made.uid)

    def _remember(self, edit: Edit, row: PlanRow, table: str, number: int, uid: str) -> None:
        """Leave a mark, with the row's uid: a number may be given to another row later."""
        off = f".{CALLED_OFF}" if row.action is Action.CANCEL else ""
        asks = isinstance(row.item, ReadPerson) and row.as_file is not None
        digest = f"{UNSETTLED if asks else ''}{row.digest}{off}.{uid}"
        if isinstance(row.item, ReadEvent):
            digest = f"{row.item.sequence}.{digest}"
            if row.mark is not None and row.mark.source_key != row.key:
                edit.renew_import(row.mark.source_key, f"{row.item.sequence}{MOVED_ON}")
        edit.remember_import(row.key, digest, table, number, _as_it_stood(row))


def _as_it_stood(row: PlanRow) -> str:
    """The whole card: what the journal has no place for is written back with it.

    Of anything else only what was taken in is kept: what a user leaves out is left out.
    """
    is_card = isinstance(row.item, ReadPerson) and row.item.raw.startswith("BEGIN:VCARD")
    return row.item.raw if is_card else ""


def _digest_before(row: PlanRow) -> str:
    """The mark of what is followed, "" for something new."""
    return row.mark.digest if row.mark is not None and row.action not in _ADDING else ""
