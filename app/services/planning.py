"""Planning a meeting: who, what for, and when, as exactly as it is said and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.model.errors import InputError
from app.model.people import Attention, PersonName
from app.model.reading import PersonRow
from app.model.records import Meeting, MeetingState
from app.model.texts import _
from app.model.values import Moment
from app.services import day_words
from app.services.find_people import PeopleIndex
from app.services.quick_log.clock_times import read_duration, read_time
from app.services.quick_log.dates import read_when
from app.services.standings import all_rows
from app.services.today import MeetingLine, next_meetings
from app.services.workspace import Workspace

_MOST_MEETINGS = 200
_VAGUE = ("week", "weekend", "month", "year", "fortnight")


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """When a meeting is to be: a day, maybe with a time, or the words as they were typed.

    `told` says how it was understood; `fine` is False when it cannot be meant.
    """

    when: Moment | None = None
    vague: str = ""
    minutes: int | None = None
    told: str = ""
    fine: bool = True


def read_planned_time(text: str, now: datetime) -> PlannedTime:
    """Read "Friday 10:00", "23 Nov at 2pm", "tomorrow"; what names no single day stays vague."""
    text = " ".join(text.split())
    if not text:
        return PlannedTime(told=_("No day is set."))
    found = _day_and_time(text, now)
    if found is None or found.when is None:
        return found or PlannedTime(
            vague=text, told=_("No single day, so it is kept as you wrote it.")
        )
    day = found.when.date.exact
    if day is not None and day < now.date():
        told = _("{day} has passed. Log it, or choose a day ahead.")
        return PlannedTime(fine=False, told=told.format(day=day_words.long_date(day)))
    return found


def _day_and_time(text: str, now: datetime) -> PlannedTime | None:
    clock, start = None, 0
    if not text[:1].isdigit() or ":" in text.split()[0]:
        clock = read_time(text, 0)  # "10:00 on Friday"
        start = clock.end if clock else 0
    while start < len(text) and text[start] in " ,":
        start += 1
    said = read_when(text, start, now, ahead=True)
    if said is None or (said.end < len(text) and not said.problem):
        return None
    if said.problem:
        return None if _is_stretch(text) else PlannedTime(fine=False, told=said.problem)
    if said.date is None or said.date.exact is None or _is_stretch(text):
        return None
    time = said.time or (clock.time if clock else None)
    minutes = said.minutes or (clock.minutes if clock else None)
    told = day_words.long_date(said.date)
    if time is not None:
        told += f", {time.isoformat('minutes')}"
    if minutes:
        told += ", " + _("{n} min").format(n=minutes)
    return PlannedTime(when=Moment(said.date, time), minutes=minutes, told=told)


def _is_stretch(text: str) -> bool:
    """Whether the words name a stretch of days, such as "next week", and no day in it."""
    said = text.casefold().split()
    counted = said[0] == "in" or said[-1] == "ago"
    return said[-1] in _VAGUE and not counted


def read_minutes(text: str) -> int | None:
    """How long it is planned for: "45", "45 min", "1h15"; None when nothing was said.

    Raises:
        InputError: it is no length of time.
    """
    text = text.strip()
    if not text:
        return None
    found = read_duration(f"{text} min" if text.isdigit() else text, 0)
    if found is None or found.end < len(text):
        raise InputError(
            _("“{text}” is no length of time.").format(text=text[:40]),
            _("Write it as 45, 45 min or 1h15."),
        )
    return found.minutes


def when_typed(meeting: Meeting) -> str:
    """What one would type to plan this meeting again."""
    if meeting.when is None:
        return meeting.vague
    clock = f" {meeting.when.time.isoformat('minutes')}" if meeting.when.time else ""
    return f"{meeting.when.date}{clock}"


def plan(
    workspace: Workspace,
    people: Sequence[int],
    title: str,
    when: str,
    minutes: str = "",
    place: str = "",
    meeting: Meeting | None = None,
    origin: object = None,
) -> Meeting:
    """Plan a meeting, or change one that is planned.

    Raises:
        InputError: nobody and nothing is named, or the day or the length cannot be meant.
    """
    title = " ".join(title.split())
    if not people and not title:
        raise InputError(
            _("It is not said whom you meet or why."), _("Name a person, or say what it is about.")
        )
    values = {
        "people": tuple(people),
        "title": title,
        "place": " ".join(place.split()),
        **_when_values(workspace, when, minutes, meeting),
    }
    if meeting is None:
        with workspace.change(_("Plan a meeting"), origin) as edit:
            return edit.add(Meeting, **values)
    with workspace.change(_("Change a meeting"), origin) as edit:
        return edit.set(workspace.get(Meeting, meeting.id), **values)


def _when_values(
    workspace: Workspace, when: str, minutes: str, meeting: Meeting | None
) -> dict[str, object]:
    long = read_minutes(minutes)
    if meeting is not None and when.strip() == when_typed(meeting):
        return {"minutes": long}  # left as it was, zone and all, even when the day has passed
    read = read_planned_time(when, workspace.clock.now())
    if not read.fine:
        raise InputError(read.told, _("Write it as Friday 10:00, 3 May, or next week."))
    return {
        "when": read.when,
        "vague": read.vague,
        "minutes": long if long is not None else read.minutes,
    }


def call_off(workspace: Workspace, meeting: Meeting, origin: object = None) -> Meeting:
    """The meeting will not take place; it stays in the journal as called off."""
    label = _("Call off “{title}”").format(title=meeting.title[:40] or _("a meeting"))
    with workspace.change(label, origin) as edit:
        return edit.set(workspace.get(Meeting, meeting.id), state=MeetingState.CANCELLED)


def plan_again(workspace: Workspace, meeting: Meeting, origin: object = None) -> Meeting:
    """A meeting that was called off is planned after all."""
    with workspace.change(_("Plan a meeting again"), origin) as edit:
        return edit.set(workspace.get(Meeting, meeting.id), state=MeetingState.PLANNED)


class Choices:
    """Whom or what one can prepare for: the next meetings, then people by last contact."""

    def __init__(self, meetings: Sequence[MeetingLine], people: Sequence[PersonRow]) -> None:
        self.meetings = tuple(meetings)
        found = sorted(people, key=_freshest, reverse=True)
        # Who is left out is not offered, but found by name.
        self.people = tuple(row for row in found if row.attention is not Attention.OUT)
        self._left_out = tuple(row for row in found if row.attention is Attention.OUT)
        self._by_id = {row.id: row for row in found}

    @cached_property
    def index(self) -> PeopleIndex:
        """Everyone's names, prepared for search on every keystroke; made when first asked for."""
        return PeopleIndex(
            PersonName(row.id, row.name, row.aliases, row.organisation, row.attention)
            for row in (*self.people, *self._left_out)
        )

    def narrow(self, text: str, limit: int) -> tuple[list[MeetingLine], list[PersonRow]]:
        """The meetings and people that fit what was typed; all of them for nothing typed."""
        if not text.strip():
            return list(self.meetings), list(self.people[:limit])
        found = [match.id for match in self.index.rank(text)]
        wanted, lowered = set(found), text.casefold().strip()
        meetings = [
            line
            for line in self.meetings
            if wanted.intersection(line.meeting.people) or lowered in line.meeting.title.casefold()
        ]
        return meetings, [self._by_id[number] for number in found[:limit]]


def choices(workspace: Workspace) -> Choices:
    """Everything one can prepare for."""
    return Choices(next_meetings(workspace, _MOST_MEETINGS), all_rows(workspace))


def _freshest(row: PersonRow) -> tuple[bool, str]:
    # As text, which orders dates alike: comparing the dates themselves takes 100 ms for 2,000.
    return not row.no_contact, str(row.last_contact or "")
