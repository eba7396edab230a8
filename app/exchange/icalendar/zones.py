"""Which zone a time is in: the file's own block, a name of the zone database, or Windows'."""

from __future__ import annotations

import re
import zoneinfo
from datetime import datetime, timedelta, timezone, tzinfo
from typing import cast

from app.exchange.content_lines import Block, clean, parse, plain

_UTC_NAMES = frozenset({"utc", "z", "gmt", "etc/utc", "etc/gmt", "zulu", "universal", "etc/zulu"})
_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*([+-])\s*(\d{1,2}):?(\d{2})?\)?(.*)", re.IGNORECASE)
_BLOCK_LINES = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")
_MOST_PARTS, _MOST_LINES = 200, 1000


class Zones:
    """The zones one calendar speaks of."""

    def __init__(self, own: list[Block], calendar: Block | None, home: tzinfo | None) -> None:
        self._blocks = {_zone_id(block): block for block in own}
        self._found: dict[str, tzinfo | None] = {}
        self._twins: dict[int, zoneinfo.ZoneInfo] = {}
        self._home = home
        named = _named(_calendar_zone(calendar))
        self._calendar = named if named is not None and named.key not in ("UTC", "GMT") else None

    def find(self, name: str) -> tzinfo | None:
        """The zone a TZID means, or None when nobody can tell.

        A place of the zone database is what it says; any other name may mean anything ("GMT" is
        found on British time with its summer), so there the file's own block wins.
        """
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> tzinfo | None:
        place = _place(name)
        if place is not None:
            return place
        known = _named(name)
        block = self._blocks.get(name)
        made = _from_block(block) if block is not None else None
        if made is not None:
            if known is not None:
                self._twins[id(made)] = known
            return made
        if name.strip().lower() in _UTC_NAMES:
            return timezone.utc  # noqa: UP017 - the module's other constructors come from it too
        return known or _offset(name)

    def local(self, moment: datetime) -> tuple[datetime, str | None]:
        """The wall clock where it takes place, and the name of that zone if it has one."""
        if moment.tzinfo is None:
            return moment, None
        if isinstance(moment.tzinfo, zoneinfo.ZoneInfo) and moment.tzinfo.key not in ("UTC", "GMT"):
            return moment, moment.tzinfo.key
        twin = self._twins.get(id(moment.tzinfo))
        try:
            if twin is not None and moment.astimezone(twin).utcoffset() == moment.utcoffset():
                return moment.astimezone(twin), twin.key
            if self._calendar is not None:
                return moment.astimezone(self._calendar), self._calendar.key
            return moment.astimezone(self._home), getattr(self._home, "key", None)
        except (OverflowError, OSError):  # the computer's own clock does not reach that far
            return moment, None


def _zone_id(block: Block) -> str:
    for number, raw in block.lines:
        line = parse(number, raw)
        if line is not None and line.name == "TZID":
            return clean(plain(line.value))
    return ""


def _calendar_zone(calendar: Block | None) -> str:
    for number, raw in calendar.lines if calendar else ():
        line = parse(number, raw)
        if line is not None and line.name == "X-WR-TIMEZONE":
            return clean(plain(line.value))
    return ""


def _key(name: str) -> zoneinfo.ZoneInfo | None:
    if not name or len(name) > 80 or name.lower() in _UTC_NAMES:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _place(name: str) -> zoneinfo.ZoneInfo | None:
    """A zone named by a place, also with a maker's address before it."""
    parts = name.strip().strip("/").replace(" ", "_").split("/")
    for start in range(len(parts) - 2, max(-1, len(parts) - 4), -1):
        if not parts[start].lower().startswith("etc"):
            zone = _key("/".join(parts[start:]))
            if zone is not None:
                return zone
    return None


def _named(name: str) -> zoneinfo.ZoneInfo | None:
    """A zone by its name in the database, in Windows, or by a city in Windows' sentence."""
    # Imported here: the table comes with the calendar library, which takes 0.1 s to load.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = name.strip()
    zone = _place(name) or _key(name) or _key(WINDOWS_TO_OLSON.get(name, ""))
    if zone is not None:
        return zone
    found = _OFFSET.fullmatch(name)
    cities = re.split(r"[,;()&]", found[4] if found else "")
    offset = _offset(name)
    for city in cities:
        wanted = city.strip().replace(" ", "_").casefold()
        for key in sorted(zoneinfo.available_timezones()) if wanted else ():
            if key.casefold().endswith("/" + wanted):
                zone = _key(key)
                winter = datetime(2024, 1, 15, tzinfo=zone)
                if offset and winter.utcoffset() == winter.astimezone(offset).utcoffset():
                    return zone
    return None


def _offset(name: str) -> tzinfo | None:
    found = _OFFSET.match(name.strip())
    if found is None:
        return None
    shift = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if shift >= timedelta(hours=24):
        return None
    return timezone(-shift if found[1] == "-" else shift)


def _from_block(block: Block) -> tzinfo | None:
    """The zone a VTIMEZONE describes; only yearly rules are let through."""
    from icalendar import Timezone  # loads in 0.1 s, and only calendars need it

    rows = ["BEGIN:VTIMEZONE", "TZID:own"]
    for part in block.inner[:_MOST_PARTS]:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        rows.append(f"BEGIN:{part.name}")
        for number, raw in part.lines[:_MOST_LINES]:
            line = parse(number, raw)
            value = clean(plain(line.value)).replace("\n", "") if line else ""
            if line is None or line.name not in _BLOCK_LINES or len(value) > _MOST_LINES:
                continue
            if line.name == "RRULE" and "FREQ=YEARLY" not in value.upper():
                continue
            rows.append(f"{line.name}:{value}")
        rows.append(f"END:{part.name}")
    try:
        made = Timezone.from_ical("\r\n".join([*rows, "END:VTIMEZONE", ""]))
        zone: tzinfo = cast(Timezone, made).to_tz(lookup_tzid=False)
        datetime(2024, 7, 1, tzinfo=zone).utcoffset()
    except Exception:  # whatever a foreign block does to the library, its name may still tell
        return None
    return zone
