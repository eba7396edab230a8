"""Writes what an event of a calendar becomes: an entry or a planned meeting, and their changes."""

from __future__ import annotations

from app.model.imports import ReadEvent
from app.model.records import Channel, Interaction, Meeting, MeetingState, Opener, Source
from app.model.texts import _
from app.services.edit import Edit
from app.services.taking_in import followed
from app.services.taking_in.events import CALLED_OFF, minutes_of, said_of
from app.services.taking_in.plan import Action, PlanRow
from app.services.taking_in.series import version_part
from app.services.workspace import Workspace


def add_event(
    edit: Edit, row: PlanRow, event: ReadEvent, people: tuple[int, ...]
) -> tuple[Interaction | Meeting, str]:
    """What a new event becomes, and what to keep of the values it brought."""
    made: Interaction | Meeting
    if row.action is Action.ADD_ENTRY:
        made = _entry(edit, row, event, people)
    else:
        made = edit.add(
            Meeting,
            title=event.title,
            when=event.when,
            people=people,
            minutes=minutes_of(event),
            place=event.where,
            source=Source.IMPORTED,
            note=_until(event),
        )
    return made, _kept(followed.part("", made, said_of(event, made)), event, "")


def follow_event(
    edit: Edit,
    workspace: Workspace,
    row: PlanRow,
    event: ReadEvent,
    standing: Interaction | Meeting,
    everyone: tuple[int, ...],
) -> tuple[Interaction | Meeting, str]:
    """What an event that was moved, took place or was called off became; the user's words stay.

    `everyone` are all who are with it from now on. Beside it comes what to keep of its values.
    """
    digest = row.mark.digest if row.mark is not None else ""
    if isinstance(standing, Meeting) and row.action is Action.CANCEL:
        return edit.set(standing, state=MeetingState.CANCELLED), _kept(
            followed.kept(digest), event, digest
        )
    values = followed.news(digest, standing, said_of(event, standing))
    made: Interaction | Meeting
    if isinstance(standing, Interaction):
        made = edit.set(standing, **values, people=everyone)
    elif row.action is Action.HOLD:
        held = edit.set(standing, **values, state=MeetingState.HELD)
        made = _held(edit, workspace, row, event, held, everyone)
    else:
        off = f".{CALLED_OFF}." in digest
        state = MeetingState.PLANNED if off else standing.state
        made = edit.set(standing, **values, state=state, people=everyone)
    return made, _kept(followed.part(digest, made, said_of(event, made)), event, digest)


def _kept(values: str, event: ReadEvent, digest: str) -> str:
    """What to keep of an event: what it brought, and which version of its series it was."""
    return ".".join(filter(None, (values, version_part(event, digest))))


def _held(
    edit: Edit,
    workspace: Workspace,
    row: PlanRow,
    event: ReadEvent,
    held: Meeting,
    everyone: tuple[int, ...],
) -> Interaction | Meeting:
    """The entry of a meeting that has taken place; the meeting where the user has typed one."""
    if row.logged is None:
        return _entry(edit, row, event, everyone, held)
    # What the user typed is no record of the calendar: the mark of the import stays off it.
    edit.set(workspace.get(Interaction, row.logged), meeting_id=held.id)
    return held


def _entry(
    edit: Edit,
    row: PlanRow,
    event: ReadEvent,
    people: tuple[int, ...],
    held: Meeting | None = None,
) -> Interaction:
    """The entry of an event, or of a meeting that was held as the user has changed it."""
    when = held.when if held is not None else None
    title = held.title if held is not None else event.title
    return edit.add(
        Interaction,
        when=when or event.when,
        people=people,
        channel=Channel.MEETING,
        opener=Opener.TOGETHER,
        minutes=held.minutes if held is not None else minutes_of(event),
        present=max(row.present, len(people) + 1) if row.present else None,
        source=Source.IMPORTED,
        note="\n".join(filter(None, (title, _until(event)))),
        meeting_id=held.id if held is not None else None,
    )


def _until(event: ReadEvent) -> str:
    return _("Until {date}").format(date=event.last_day) if event.last_day else ""
