"""What the form comes to: the values to be stored, or the sentences that say why not yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from app.model.errors import UserError
from app.model.records import Ask, Channel, Depth, Opener, Tone
from app.model.texts import _
from app.model.values import Clock, FixedClock, Moment, PartialDate
from app.services.dates import read_date
from app.services.log_form import typed
from app.services.log_form.form import UNSURE, LogForm, NotedItem, NotedKind
from app.services.quick_log import QuickLine

_CHOICES: Mapping[str, type[Enum]] = {
    "channel": Channel,
    "opener": Opener,
    "depth": Depth,
    "ask_mine": Ask,
    "ask_theirs": Ask,
    "give_mine": Ask,
    "give_theirs": Ask,
    "tone_mine": Tone,
    "tone_theirs": Tone,
}
_YES_OR_NO = (
    "two_way",
    "answered",
    "joint_benefit",
    "small_talk",
    "i_asked",
    "they_asked",
    "logistics",
    "one_to_one",
)
_TEXTS = ("credit", "thread")


@dataclass(frozen=True, slots=True)
class Entry:
    """The form, worked out.

    `values` are fields of an Interaction but its people; `raw` the same as they stand in the
    fields of the form; `problems` name the fields that cannot be taken, each with a sentence.
    """

    values: dict[str, Any]
    raw: dict[str, object]
    people: tuple[int, ...] = ()
    new_people: tuple[str, ...] = ()
    line_people: tuple[int, ...] = ()
    line_note: str = ""
    tags: tuple[str, ...] = ()
    noted: tuple[NotedItem, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def names_someone(self) -> bool:
        """Whether anyone is named."""
        return bool(self.people or self.new_people)


def entry_of(form: LogForm, quick: QuickLine | None, clock: Clock) -> Entry:
    """What would be stored if the form were done now."""
    # Fields ask for the present several times; a busy clock may tick between two of them.
    clock = FixedClock(clock.now())
    raw = {**form.base, **_of_line(quick), **form.said}
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, kind in _CHOICES.items():
        value = raw.get(name)
        values[name] = None if value in (None, "", UNSURE) else kind(value)
    for name in _YES_OR_NO:
        values[name] = raw.get(name)
    for name in _TEXTS:
        values[name] = str(raw.get(name) or "").strip()
    _read(values, problems, raw, "minutes", typed.minutes)
    _read(values, problems, raw, "small_talk_minutes", typed.minutes)
    _read(values, problems, raw, "present", typed.number)
    values["when"] = _moment(raw, problems, clock)
    line_note = quick.note if quick else ""
    notes = (line_note, str(raw.get("note") or "").strip())
    values["note"] = "\n\n".join(filter(None, notes))
    values["meeting_id"] = form.meeting if form.meeting is not None else raw.get("meeting_id")
    _line_problems(form, quick, problems)
    line_people = quick.people if quick else ()
    named = dict.fromkeys((*line_people, *form.people))
    created = (n for n in (quick.unknown if quick else ()) if n in form.create)
    return Entry(
        values=values,
        raw=raw,
        people=tuple(number for number in named if number not in form.without),
        new_people=tuple(dict.fromkeys((*created, *form.new_people))),
        line_people=line_people,
        line_note=line_note,
        tags=_tags(raw, quick),
        noted=_noted(form, quick, problems, clock),
        problems=problems,
    )


def _of_line(quick: QuickLine | None) -> dict[str, object]:
    """The fields a line says, as they would be typed into the form."""
    if quick is None:
        return {}
    said: dict[str, object] = {}
    if quick.channel is not None:
        said["channel"] = quick.channel.value
    if quick.opener is not None:
        said["opener"] = quick.opener.value
    if quick.minutes is not None:
        said["minutes"] = str(quick.minutes)
    if quick.when_said:
        said["date"] = str(quick.when.date)
        said["time"] = f"{quick.when.time:%H:%M}" if quick.when.time else ""
        said["zone"] = quick.when.zone or ""
    return said


def _line_problems(form: LogForm, quick: QuickLine | None, problems: dict[str, str]) -> None:
    if quick is None:
        return
    missing = [name for name in quick.unknown if name not in form.create]
    if quick.problems:
        problems["line"] = quick.problems[0]
    elif missing:
        problems["line"] = _("No one here is called “{name}”.").format(name=missing[0][:60])


def _read(
    values: dict[str, Any],
    problems: dict[str, str],
    raw: Mapping[str, object],
    name: str,
    read: Callable[[str], Any],
) -> None:
    text = str(raw.get(name) or "").strip()
    values[name] = None
    if text:
        try:
            values[name] = read(text)
        except UserError as error:
            problems[name] = str(error)


def _moment(raw: Mapping[str, object], problems: dict[str, str], clock: Clock) -> Moment:
    now = clock.now()
    day = PartialDate.of(now.date())
    try:
        day = read_date(str(raw.get("date") or ""), clock) or day
    except UserError as error:
        problems["date"] = str(error)
    clock_time: time | None = None
    found: dict[str, Any] = {}
    _read(found, problems, raw, "time", typed.time)
    if found["time"] is not None and day.exact is not None:
        clock_time = found["time"]
    zone = str(raw.get("zone") or "").strip()
    _read(found, problems, raw, "zone", typed.zone)
    if "date" not in problems and _is_ahead(day, clock_time, found["zone"], now):
        problems["date"] = _("This day or time is still to come. Log it when it has happened.")
    if not zone and clock_time is not None:
        zone = getattr(now.tzinfo, "key", None) or ""
    return Moment(day, clock_time, zone or None if clock_time else None)


def _is_ahead(day: PartialDate, at: time | None, zone: str | None, now: datetime) -> bool:
    if at is not None and day.exact is not None:
        where = ZoneInfo(zone) if zone else now.tzinfo
        return datetime.combine(day.exact, at, where) > now
    return day.first > now.date()


def _tags(raw: Mapping[str, object], quick: QuickLine | None) -> tuple[str, ...]:
    own = str(raw.get("tags") or "").replace(",", " ").split()
    told = quick.tags if quick else ()
    found: dict[str, str] = {}
    for tag in (*told, *(word.lstrip("#") for word in own)):
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _noted(
    form: LogForm, quick: QuickLine | None, problems: dict[str, str], clock: Clock
) -> tuple[NotedItem, ...]:
    items: list[NotedItem] = []
    if quick is not None:
        items += [NotedItem(NotedKind.COMMON, one.text, one.person) for one in quick.commons]
        items += [NotedItem(NotedKind.DIFFERS, one.text, one.person) for one in quick.differs]
        for promise in quick.promises:
            kind = NotedKind(f"promise_{'mine' if promise.by == 'me' else 'theirs'}")
            due = str(promise.due) if promise.due else ""
            items.append(NotedItem(kind, promise.text, promise.person, due))
        items += [NotedItem(NotedKind.QUESTION, one.text, one.person) for one in quick.questions]
    own = [item for item in form.noted if item.text.strip()]
    for item in own:
        try:
            read_date(item.due, clock, ahead=True)
        except UserError as error:
            problems["noted"] = str(error)
    return (*items, *own)
