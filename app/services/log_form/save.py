"""Writes the form into the journal: everything in one named step."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.errors import InputError
from app.model.people import Basis, Commonality, Counterpart, Interest, Likeness
from app.model.records import Interaction, Promise, Question, Side
from app.model.texts import _
from app.services.dates import read_date
from app.services.day_words import short_date
from app.services.edit import Edit
from app.services.log_form.entry import Entry
from app.services.log_form.form import LogForm, NotedItem, NotedKind
from app.services.prep import loop_closed
from app.services.quick_log.save import note_commonality, step_label
from app.services.workspace import Workspace

_LIKENESS = {NotedKind.COMMON: Likeness.SAME, NotedKind.DIFFERS: Likeness.DIFFERENT}
_BY = {NotedKind.PROMISE_MINE: Side.ME, NotedKind.PROMISE_THEIRS: Side.THEM}


@dataclass(frozen=True, slots=True)
class Closing:
    """What was asked after a planned meeting."""

    said: str = ""
    beyond_agenda: bool | None = None


def save(
    workspace: Workspace,
    form: LogForm,
    entry: Entry,
    origin: object = None,
    *,
    closing: Closing | None = None,
    draft: str = "",
) -> Interaction:
    """Store the entry with all that was noted beside it; `draft` is dropped in the same breath.

    Raises:
        InputError: nobody is named, or a field cannot be taken.
        JournalError: it could not be written; nothing was.
    """
    if entry.problems:
        raise InputError(next(iter(entry.problems.values())))
    if not entry.names_someone:
        raise InputError(
            _("Nobody is named yet."), _("Name someone, such as: call with Dana yesterday 30m")
        )
    names = [person.name for person in workspace.names_of(entry.people).values()]
    people = ", ".join([*names, *entry.new_people])
    with workspace.change(_label(form, entry, people), origin) as edit:
        stored = _store(workspace, edit, form, entry)
        for item in entry.noted:
            _note(workspace, edit, item, stored)
        for number in form.mentioned:
            edit.mention(workspace.get(Commonality, number), stored.when.date, stored.id)
        if closing is not None:
            stored = loop_closed(
                workspace, edit, form.meeting, stored, closing.said, (), closing.beyond_agenda
            )
        if draft:
            workspace.drop_draft(draft)
    return stored


def _label(form: LogForm, entry: Entry, people: str) -> str:
    if form.entry is not None:
        day = short_date(entry.values["when"].date)
        return _("Change the entry of {day} with {people}").format(day=day, people=people)
    return step_label(entry.values["channel"], people)


def _store(workspace: Workspace, edit: Edit, form: LogForm, entry: Entry) -> Interaction:
    new = [edit.add(Counterpart, name=name).id for name in entry.new_people]
    values = {**entry.values, "people": (*entry.people, *new), "tags": entry.tags}
    if form.entry is None:
        return edit.add(Interaction, **values)
    return edit.set(workspace.get(Interaction, form.entry), **values)


def _note(workspace: Workspace, edit: Edit, item: NotedItem, entry: Interaction) -> None:
    person = item.person if item.person in entry.people else entry.people[0]
    text = item.text.strip()
    where = {"counterpart_id": person, "interaction_id": entry.id, "text": text}
    if item.kind in _LIKENESS:
        note_commonality(workspace, edit, entry, _LIKENESS[item.kind], text, person)
    elif item.kind is NotedKind.INTEREST:
        edit.add(Interest, **where, basis=Basis.STATED, noted_on=entry.when.date)
    elif item.kind is NotedKind.QUESTION:
        edit.add(Question, **where, noted_on=entry.when.date)
    else:
        due = read_date(item.due, workspace.clock, ahead=True)
        edit.add(Promise, **where, by=_BY[item.kind], made_on=entry.when.date, due=due)
