"""Gathers a person or an entry with all that hangs on it, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Sequence

from app.exchange.markdown import FileNames
from app.model.belongings import Attachment, Relation, SpecialDate
from app.model.export import OutEntry, OutNotes, OutPerson, OutTie
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Organisation,
    Pause,
    Verdict,
)
from app.model.records import Deal, Interaction, MeetingState, Promise, Question
from app.model.texts import _
from app.services.workspace import Workspace
from app.store import contents
from app.store.agenda import Agenda
from app.store.out import Out


class Gather:
    """Reads the journal for one export; names are read once."""

    def __init__(self, workspace: Workspace, read: Out) -> None:
        self._workspace = workspace
        self._agenda = Agenda(workspace.database, workspace.repository)
        self._names = {person.id: person.name for person in workspace.names()}
        self._firms = {one.id: one for one in workspace.find(Organisation)}
        self._tags = read.tags()
        self._cards = read.cards()

    def person(self, person: Counterpart) -> OutPerson:
        """A person with what an address book can hold."""
        of = {"counterpart_id": person.id}
        find = self._workspace.find
        firm = self._firms.get(person.organisation_id or 0)
        return OutPerson(
            person,
            organisation=firm.name if firm else "",
            firm=firm,
            introduced_by=self._names.get(person.introduced_by or 0, ""),
            tags=self._tags.get(person.id, ()),
            points=tuple(find(ContactPoint, **of)),
            ties=tuple(self._tie(one) for one in find(Relation, **of)),
            days=tuple(find(SpecialDate, **of)),
            files=tuple(find(Attachment, **of)),
            cards=self._cards.get(person.id, ()),
        )

    def _tie(self, one: Relation) -> OutTie:
        name = self._names.get(one.other_id or 0, one.name)
        return OutTie(one.what, name, one.note, one.other_id)

    def notes(self, person: Counterpart) -> OutNotes:
        """What is noted of a person beyond that."""
        of = {"counterpart_id": person.id}
        find = self._workspace.find
        ahead = self._agenda.meetings_with(person.id, self._workspace.today)
        return OutNotes(
            commonalities=tuple(find(Commonality, **of)),
            interests=tuple(find(Interest, **of)),
            questions=tuple(find(Question, **of)),
            promises=tuple(find(Promise, **of)),
            deals=tuple(find(Deal, **of)),
            verdicts=tuple(find(Verdict, **of)),
            pauses=tuple(find(Pause, **of)),
            meetings=tuple(one for one in ahead if one.state is MeetingState.PLANNED),
        )

    def entry(self, entry: Interaction, files: Sequence[Attachment]) -> OutEntry:
        """An entry with the names of whom it was with."""
        names = tuple(self._names.get(number, "") for number in entry.people)
        return OutEntry(entry, names, tuple(files))

    def bytes_of(self, file: Attachment) -> bytes | None:
        """What is in a file; None when a damaged journal has lost it."""
        return contents.whole(self._workspace.database, file.digest)

    @staticmethod
    def file_name(text: str, ending: str) -> str:
        """A file name that every system takes."""
        return FileNames().name(text, ending, _("Kith"))
