"""Calendars in iCalendar and the older vCalendar: every event inside a stretch of years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from app.exchange.content_lines import Block, begins_with, blocks
from app.exchange.icalendar.series import read_series
from app.exchange.icalendar.source import Source, read_source
from app.exchange.icalendar.writing import write
from app.exchange.icalendar.zones import Zones
from app.model.imports import ReadEvent, ReadFailure, ReadSkip
from app.model.values import DateRange

__all__ = ["looks_like", "read", "write"]

_OTHER_PARTS = ("VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VALARM", "VAVAILABILITY")
_WANTED = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE"})


def looks_like(data: bytes) -> bool:
    """Whether a calendar, or a part of one, begins near the top of this file."""
    return begins_with(data, ("VCALENDAR", "VEVENT", *_OTHER_PARTS))


def read(
    data: bytes, window: DateRange, home: tzinfo | None = None
) -> Iterator[ReadEvent | ReadSkip | ReadFailure]:
    """Each event once, each repeated one once for every time it takes place inside the window.

    Times given in UTC are told in the zone the calendar names, else in `home`, else in the
    computer's own. A broken event never stops the others, and every event is accounted for.
    """
    found: list[tuple[Block, Block | None]] = []
    zone_blocks: dict[int, list[Block]] = {}
    for block in blocks(data, _WANTED):
        calendar = block.parent if block.parent and block.parent.name == "VCALENDAR" else None
        if block.name == "VEVENT":
            found.append((block, calendar))
        elif block.name == "VTIMEZONE":
            zone_blocks.setdefault(id(calendar), []).append(block)
    zones: dict[int, Zones] = {}
    groups: dict[str, list[Source]] = {}
    for number, (block, calendar) in enumerate(found, 1):
        mark = id(calendar)
        if mark not in zones:
            zones[mark] = Zones(zone_blocks.get(mark, []), calendar, home)
        source = read_source(block, calendar, number, zones[mark])
        if isinstance(source, ReadFailure):
            yield source
        else:
            groups.setdefault(source.uid, []).append(source)
    for group in groups.values():
        yield from read_series(group, window)
