"""What the user has written down themself of the meetings in a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.model.imports import ReadEvent
from app.model.records import Channel, Interaction, Meeting, MeetingState, Source
from app.model.texts import _
from app.services.workspace import Workspace

_IN_PERSON = frozenset({Channel.MEETING, Channel.MEAL, Channel.VIDEO, Channel.EVENT, Channel.CALL})
_SAME_TALK = timedelta(hours=2)


class Logged:
    """Finds what the user typed of an event, so that no calendar doubles it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._by_day: dict[int, dict[str, list[Interaction]]] = {}
        self._planned: dict[str, list[Meeting]] | None = None
        self._waiting: dict[str, list[Meeting]] | None = None
        self._spoken_for: dict[int, int] = {}

    def already(self, event: ReadEvent, people: tuple[int, ...]) -> str:
        """A sentence when the user has already written down an event with these people."""
        day = str(event.when.date)
        wanted = set(people)
        if any(number < 0 for number in wanted):
            return ""
        for entry in self._entries(people[0]).get(day, ()):
            if wanted <= set(entry.people) and _same_time(event, entry):
                return _("You have already logged it.")
        if self._planned is None:
            self._planned = _by_day(self._workspace.find(Meeting, source=Source.TYPED))
        for meeting in self._planned.get(day, ()):
            if wanted <= set(meeting.people) and _same_time(event, meeting):
                return _("You have already planned it.")
        return ""

    def of(self, event: ReadEvent, meeting: Meeting) -> Interaction | None:
        """What the user typed of a planned meeting that is over; it is taken for no other one."""
        wanted = set(meeting.people)
        if not wanted:
            return None
        typed = (
            entry
            for entry in self._entries(min(wanted)).get(str(event.when.date), ())
            if wanted <= set(entry.people)
            and _same_time(event, entry)
            and entry.meeting_id in (None, meeting.id)
            and self._spoken_for.get(entry.id, meeting.id) == meeting.id
            and not self._is_nearer(entry, event, meeting)
        )
        found = min(typed, key=lambda entry: _apart(event, entry), default=None)
        if found is not None:
            self._spoken_for[found.id] = meeting.id
        return found

    def _is_nearer(self, entry: Interaction, event: ReadEvent, meeting: Meeting) -> bool:
        """Whether another meeting that is planned for that day is rather what was typed."""
        if self._waiting is None:
            self._waiting = _by_day(self._workspace.find(Meeting, state=MeetingState.PLANNED))
        return any(
            other.id != meeting.id
            and set(other.people) <= set(entry.people)
            and _apart(other, entry) < _apart(event, entry)
            for other in self._waiting.get(str(entry.when.date), ())
        )

    def _entries(self, person: int) -> dict[str, list[Interaction]]:
        if person not in self._by_day:
            days: dict[str, list[Interaction]] = {}
            for entry in self._workspace.interactions_of(person):
                if entry.source is Source.TYPED and entry.channel in _IN_PERSON:
                    days.setdefault(str(entry.when.date), []).append(entry)
            self._by_day[person] = days
        return self._by_day[person]


def _by_day(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.when is not None:
            found.setdefault(str(meeting.when.date), []).append(meeting)
    return found


def _same_time(event: ReadEvent, other: Interaction | Meeting) -> bool:
    return _apart(event, other) <= _SAME_TALK


def _apart(one: ReadEvent | Meeting, other: Interaction | Meeting) -> timedelta:
    """How far apart two begin on one day; where a time is not known they may be the same."""
    own = one.when.time if one.when else None
    theirs = other.when.time if other.when else None
    if own is None or theirs is None:
        return _SAME_TALK
    first = timedelta(hours=own.hour, minutes=own.minute)
    second = timedelta(hours=theirs.hour, minutes=theirs.minute)
    return abs(first - second)
