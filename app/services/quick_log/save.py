"""Writes a quick line into the journal as one named step."""

from __future__ import annotations

from dataclasses import replace

from app.model.errors import AmbiguousNameError, InputError, NotFoundError
from app.model.people import Commonality, Counterpart, Likeness
from app.model.records import Channel, Interaction, Promise, Question
from app.model.texts import _
from app.services.edit import Edit
from app.services.person_names import spelled
from app.services.quick_log.parser import parse
from app.services.quick_log.quick_line import QuickLine
from app.services.workspace import Workspace

_LABELS: dict[Channel | None, str] = {
    Channel.CALL: _("Log a call with {people}"),
    Channel.VIDEO: _("Log a video call with {people}"),
    Channel.MEETING: _("Log a meeting with {people}"),
    Channel.MEAL: _("Log a meal with {people}"),
    Channel.MESSAGE: _("Log a message with {people}"),
    Channel.EMAIL: _("Log an e-mail with {people}"),
    Channel.LETTER: _("Log a letter with {people}"),
    Channel.EVENT: _("Log an event with {people}"),
    Channel.OTHER: _("Log a contact with {people}"),
    None: _("Log a contact with {people}"),
}


def step_label(channel: Channel | None, people: str) -> str:
    """What the history calls logging a contact: "Log a call with Dana Okafor"."""
    return _LABELS[channel].format(people=people)


def log(
    workspace: Workspace, quick: QuickLine, origin: object = None, *, create: bool = False
) -> Interaction:
    """Write all that the line says as one step that can be undone.

    Args:
        workspace: the open journal.
        quick: the line, read with this journal's names.
        origin: who asks, to recognise the echo.
        create: add the people whose names are not known yet.

    Raises:
        InputError: nobody is named, or the day cannot be taken.
        NotFoundError: a name is not known, and `create` is not set.
        AmbiguousNameError: a name can be several people.
    """
    _check(quick, create)
    people = [workspace.get(Counterpart, number) for number in quick.people]
    names = ", ".join([*(person.name for person in people), *quick.unknown])
    label = step_label(quick.channel, names)
    with workspace.change(label, origin=origin) as edit:
        return write(workspace, edit, quick)


def write(workspace: Workspace, edit: Edit, quick: QuickLine) -> Interaction:
    """Write all that a line says, which names who is meant, as part of a step."""
    if quick.unknown:
        quick = _with_new_people(workspace, edit, quick)
    entry = edit.add(
        Interaction,
        when=quick.when,
        people=quick.people,
        channel=quick.channel,
        opener=quick.opener,
        minutes=quick.minutes,
        note=quick.note,
        tags=quick.tags,
    )
    _write_marked(workspace, edit, quick, entry)
    return entry


def _with_new_people(workspace: Workspace, edit: Edit, quick: QuickLine) -> QuickLine:
    """Add the people not known yet, and read the line again with them."""
    added = tuple(edit.add(Counterpart, name=name).id for name in quick.unknown)
    again = parse(quick.line, workspace.names(), workspace.clock.now())
    return again if again.is_complete else replace(quick, people=quick.people + added)


def _check(quick: QuickLine, create: bool) -> None:
    if quick.ambiguous:
        doubtful = quick.ambiguous[0]
        raise AmbiguousNameError(
            _("“{name}” can be {people}.").format(
                name=doubtful.text, people=_(" or ").join(doubtful.spellings[:5])
            ),
            _("Write more of the name."),
            doubtful.spellings,
        )
    if quick.problems:
        raise InputError(quick.problems[0])
    if quick.unknown and not create:
        raise NotFoundError(
            _("No one here is called “{name}”.").format(name=quick.unknown[0][:60]),
            _("Check the spelling, or add the person first."),
        )
    if not (quick.people or quick.unknown):
        raise InputError(
            _("The line names nobody yet."), _("Begin it like this: call with Dana yesterday 30m")
        )


def _write_marked(workspace: Workspace, edit: Edit, quick: QuickLine, entry: Interaction) -> None:
    first, day = entry.people[0], quick.when.date
    for likeness, items in ((Likeness.SAME, quick.commons), (Likeness.DIFFERENT, quick.differs)):
        for item in items:
            note_commonality(workspace, edit, entry, likeness, item.text, item.person)
    for question in quick.questions:
        edit.add(
            Question,
            counterpart_id=question.person or first,
            text=question.text,
            noted_on=day,
            interaction_id=entry.id,
        )
    for promise in quick.promises:
        edit.add(
            Promise,
            counterpart_id=promise.person or first,
            by=promise.by,
            text=promise.text,
            made_on=day,
            due=promise.due,
            interaction_id=entry.id,
        )


def note_commonality(
    workspace: Workspace,
    edit: Edit,
    entry: Interaction,
    likeness: Likeness,
    text: str,
    person: int | None = None,
) -> None:
    """Add it, or count one more mention of what was already noted in the same words."""
    person = person or entry.people[0]
    for known in workspace.find(Commonality, counterpart_id=person, likeness=likeness):
        if spelled(known.text) == spelled(text):
            edit.mention(known, entry.when.date, entry.id)
            return
    edit.add(
        Commonality,
        counterpart_id=person,
        text=text,
        likeness=likeness,
        learned_on=entry.when.date,
        interaction_id=entry.id,
    )
