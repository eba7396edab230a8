"""Calendars in iCalendar and the older vCalendar: every event inside a stretch of years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from app.exchange.content_lines import Block, begins_with, blocks
from app.exchange.icalendar.series import read_series
from app.exchange.icalendar.source import Source, Time, changed_time, read_source
from app.exchange.icalendar.writing import write
from app.exchange.icalendar.zones import Zones
from app.model.imports import ReadAttendee, ReadEvent, ReadFailure, ReadSkip
from app.model.texts import _
from app.model.values import DateRange

__all__ = ["looks_like", "read", "write"]

_OTHER_PARTS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VALARM", "VAVAILABILITY")
_WANTED = frozenset({"VCALENDAR", "VEVENT", *_OTHER_PARTS})
# A file of a few lines can repeat without end; somebody's ten years hold some ten thousand events.
_OFTEN = 100
_MOST_REPEATED, _BYTES_FOR_ONE_MORE = 6_000, 10


def looks_like(data: bytes) -> bool:
    """Whether a calendar, or a part of one, begins near the top of this file."""
    return begins_with(data, ("VCALENDAR", "VEVENT", *_OTHER_PARTS))


def read(
    data: bytes,
    window: DateRange,
    home: tzinfo | None = None,
    heard: Callable[[int], object] | None = None,
) -> Iterator[ReadEvent | ReadSkip | ReadFailure]:
    """Each event once, each repeated one once for every time it takes place inside the window.

    Times given in UTC are told in the zone the calendar names, else in `home`, else in the
    computer's own. A broken event never stops the others, and every event is accounted for.
    `heard` hears now and then how many events were seen while the file is gone through; what it
    raises ends the reading.
    """
    found: list[tuple[Block, Block | None]] = []
    zone_blocks: dict[int, list[Block]] = {}
    block: Block | None = None
    for count, block in enumerate(blocks(data, _WANTED)):
        if heard is not None and count % _OFTEN == 0:
            heard(len(found))
        calendar = block.parent if block.parent and block.parent.name == "VCALENDAR" else None
        if calendar is not None:
            calendar.inner.clear()  # else all of it stays until the end
        if block.name == "VEVENT":
            found.append((block, calendar))
        elif block.name == "VTIMEZONE":
            zone_blocks.setdefault(id(calendar), []).append(block)
    is_cut = block is not None and not block.closed
    cut_event = found[-1][0] if is_cut and found and not found[-1][0].closed else None
    unsure: dict[str, Time] = {}
    zones: dict[int, Zones] = {}
    groups: dict[str, list[Source]] = {}
    invited: dict[ReadAttendee, ReadAttendee] = {}
    found.reverse()
    number = 0
    while found:  # each is let go of as soon as it is read
        block, calendar = found.pop()
        number += 1
        mark = id(calendar)
        if heard is not None and number % _OFTEN == 0:
            heard(number)
        if mark not in zones:
            zones[mark] = Zones(zone_blocks.get(mark, []), calendar, home)
        source = read_source(block, calendar, number, zones[mark])
        if block is cut_event:
            unsure.update(changed_time(block, zones[mark]))
            source = _cut(source)
        if isinstance(source, ReadFailure):
            yield source
        else:
            # The same people are invited again and again.
            source.attendees = tuple(invited.setdefault(one, one) for one in source.attendees)
            groups.setdefault(source.uid, []).append(source)
    for uid, time in unsure.items():
        for source in groups.get(uid, ()):
            if source.recurrence is None:  # what became of that time is not known
                source.left_out.append(time)
                source.in_part = True
    left = _MOST_REPEATED + len(data) // _BYTES_FOR_ONE_MORE
    for group in groups.values():
        repeats = any(source.repeats for source in group)
        inside = window
        if repeats and left <= 0:
            inside = _less(group, window, first_only=left < -_MOST_REPEATED // 2)
        for item in read_series(group, inside):
            left -= repeats
            yield item
    if is_cut:
        yield _end_missing()


def _cut(event: Source | ReadFailure) -> ReadFailure:
    """An event in which the file ends: the last value may be half of what it was."""
    why = _("The file ends within this event: it is cut off.")
    if isinstance(event, ReadFailure):
        return replace(event, why=why)
    return ReadFailure(f"ical:{event.uid}", event.place, event.title, why, event.raw)


def _end_missing() -> ReadFailure:
    why = _("The file is cut off: later events, and changes and cancellations, may be missing.")
    return ReadFailure("", "", _("End of the calendar"), why)


def _less(group: list[Source], window: DateRange, *, first_only: bool) -> DateRange:
    """What is taken of an event where a calendar repeats more than anyone can meet."""
    for source in group:
        source.in_part = True
        if first_only:
            source.rule, source.extra = "", []
            words = _("So much repeats in this calendar that only the first time is taken.")
        else:
            words = _("So much repeats in this calendar that only the latest year is taken.")
        source.remark(words)
    if first_only:
        return window
    end = window.end or date.today()
    start = end - timedelta(days=365)
    return DateRange(max(start, window.start) if window.start else start, window.end)
