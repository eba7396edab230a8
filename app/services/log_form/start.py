"""What the form begins with: an entry to change, a planned meeting, or a person."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from app.model.records import Interaction
from app.model.values import Moment
from app.services.log_form.form import LogForm
from app.services.prep import start
from app.services.workspace import Workspace

_FIELDS = (
    "channel",
    "opener",
    "two_way",
    "answered",
    "minutes",
    "depth",
    "ask_mine",
    "ask_theirs",
    "give_mine",
    "give_theirs",
    "joint_benefit",
    "tone_mine",
    "tone_theirs",
    "small_talk",
    "small_talk_minutes",
    "i_asked",
    "they_asked",
    "logistics",
    "present",
    "one_to_one",
    "credit",
    "thread",
    "note",
    "meeting_id",
)
_NUMBERS = {"minutes", "small_talk_minutes", "present"}


def _typed(name: str, value: object) -> object:
    """A value as it stands in the form."""
    if value is not None and name in _NUMBERS:
        return str(value)
    return value.value if isinstance(value, Enum) else value


def _moment(when: Moment) -> dict[str, object]:
    return {
        "date": str(when.date),
        "time": f"{when.time:%H:%M}" if when.time else "",
        "zone": when.zone or "",
    }


def of_entry(workspace: Workspace, number: int) -> LogForm:
    """The form of an entry that is there already.

    Raises:
        NotFoundError: it is gone.
    """
    entry = workspace.get(Interaction, number)
    base = {name: _typed(name, getattr(entry, name)) for name in _FIELDS}
    base |= _moment(entry.when) | {"tags": " ".join(entry.tags), "people": list(entry.people)}
    return LogForm(base=base, people=entry.people, entry=number)


def of_meeting(workspace: Workspace, number: int, person: int | None = None) -> LogForm:
    """The form of a planned meeting, filled in as far as the plan says.

    Raises:
        NotFoundError: the meeting is gone.
    """
    return _started(start(workspace, person or 0, number), number)


def of_person(workspace: Workspace, number: int) -> LogForm:
    """An empty form with one person in it."""
    return LogForm(people=(number,))


def _started(values: Mapping[str, object], meeting: int) -> LogForm:
    base: dict[str, object] = {}
    people: tuple[int, ...] = ()
    for name, value in values.items():
        if name == "people" and isinstance(value, tuple):
            people = tuple(number for number in value if number)
        elif isinstance(value, Moment):
            base |= _moment(value)
        elif name != "meeting_id":
            base[name] = _typed(name, value)
    return LogForm(base=base, people=people, meeting=meeting)
