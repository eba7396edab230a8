"""A calendar in iCalendar (RFC 5545) that other programs can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.exchange.line_writing import block, escaped, folded, parameter
from app.model.export import OutEvent
from app.model.values import PartialDate


def write(events: Iterable[OutEvent], name: str, made: datetime) -> Iterator[bytes]:
    """The calendar, piece by piece; of each event only what can be placed on a day."""
    events = tuple(events)
    yield b"BEGIN:VCALENDAR\r\n"
    for line in (
        "VERSION:2.0",
        "PRODID:-//Kith//Kith//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ):
        yield folded(line)
    yield from _zones(events, made)
    for event in events:
        lines = list(_event(event, made))
        if lines:
            yield block("VEVENT", lines)
    yield b"END:VCALENDAR\r\n"


def _event(event: OutEvent, made: datetime) -> Iterator[str]:
    start = list(_start(event, made.date()))
    if not start:
        return
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from start
    yield f"SUMMARY:{escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.note:
        yield f"DESCRIPTION:{escaped(event.note)}"
    yield "CLASS:PRIVATE"
    if event.when.time is None:  # a day to think of something leaves one free
        yield "TRANSP:TRANSPARENT"


def _start(event: OutEvent, today: date) -> Iterator[str]:
    """When it begins and how long it lasts; nothing for a day that is not known."""
    if event.yearly:
        yield from _every_year(event.when.date, today)
        return
    day = event.when.date.exact
    if day is None:
        return
    if event.when.time is None:
        yield from _whole_day(day)
        return
    begin = datetime.combine(day, event.when.time)
    zone = _zone(event.when.zone)
    end = begin + timedelta(minutes=event.minutes) if event.minutes else None
    for name, moment in (("DTSTART", begin), ("DTEND", end)):
        if moment is None:
            continue
        if event.when.zone == "UTC":
            yield f"{name}:{_written(moment)}Z"
        elif zone is not None:
            yield f"{name};TZID={parameter(zone.key)}:{_written(moment)}"
        else:  # without a zone it is this hour wherever one is
            yield f"{name}:{_written(moment)}"


def _written(moment: datetime) -> str:
    return f"{moment.year:04d}{moment:%m%dT%H%M%S}"


def _whole_day(day: date) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{_day(day)}"
    yield f"DTEND;VALUE=DATE:{_day(day + timedelta(days=1))}"


def _day(day: date) -> str:
    return f"{day.year:04d}{day:%m%d}"


def _every_year(day: PartialDate, today: date) -> Iterator[str]:
    """Every year from the first on; where no year is known, from the year of the export on.

    The 29th of February comes on the last day of the month, so that no year goes without it.
    """
    if day.month is None or day.day is None:
        return
    year = day.year or today.year
    leap = (day.month, day.day) == (2, 29)
    yield from _whole_day(date(year, 3, 1) - timedelta(days=1) if leap else date(year, *_md(day)))
    yield "RRULE:FREQ=YEARLY" + (";BYMONTH=2;BYMONTHDAY=-1" if leap else "")


def _md(day: PartialDate) -> tuple[int, int]:
    assert day.month is not None
    assert day.day is not None
    return day.month, day.day


def _zone(name: str | None) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zones(events: tuple[OutEvent, ...], made: datetime) -> Iterator[bytes]:
    """The rules of every zone that is named, as each file must bring them along."""
    days: dict[str, list[date]] = {}
    for event in events:
        zone = _zone(event.when.zone)
        day = event.when.date.exact
        if zone and day and event.when.time and not event.yearly and zone.key != "UTC":
            days.setdefault(zone.key, []).append(day)
    if not days:
        return
    # The library that knows the rules loads on first use: start-up stays fast.
    from icalendar import Timezone

    for name, on in sorted(days.items()):
        first = min(*on, made.date()) - timedelta(days=366)
        last = max(on) + timedelta(days=366)
        yield Timezone.from_tzid(name, first_date=first, last_date=last).to_ical()
