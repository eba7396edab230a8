"""One VEVENT as it stands in the file: its texts, its people and its times."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr

from app.exchange.content_lines import Block, Line, clean, decoded, parse, plain, unescape
from app.exchange.icalendar.zones import Zones
from app.model.imports import ReadAttendee, ReadFailure
from app.model.texts import _
from app.model.values import FIRST_YEAR, LAST_YEAR

Time = date | datetime
_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?(Z)?)?", re.IGNORECASE
)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)
_LISTED = {"EXDATE": 5000, "RDATE": 5000, "ATTENDEE": 2000, "RRULE": 1}
_PERSONAL = frozenset({"", "INDIVIDUAL", "UNKNOWN"})


@dataclass(slots=True)
class Source:
    """One event of the file before it is spread over the calendar.

    `in_part` when not every time it takes place is known, `since` when all are from a day on.
    """

    number: int
    raw: str
    place: str
    zones: Zones
    uid: str
    start: Time
    old: bool = False
    title: str = ""
    where: str = ""
    note: str = ""
    sequence: int = 0
    stamp: str = ""
    cancelled: bool = False
    end: Time | None = None
    duration: timedelta | None = None
    recurrence: Time | None = None
    and_future: bool = False
    rule: str = ""
    extra: list[Time | tuple[Time, Time | timedelta]] = field(default_factory=list)
    left_out: list[Time] = field(default_factory=list)
    attendees: tuple[ReadAttendee, ...] = ()
    remarks: list[str] = field(default_factory=list)
    in_part: bool = False
    since: date | None = None

    @property
    def repeats(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.rule or self.extra)

    def remark(self, text: str) -> None:
        """Note once what was odd about it."""
        if text not in self.remarks:
            self.remarks.append(text)


def read_source(
    block: Block, calendar: Block | None, number: int, zones: Zones
) -> Source | ReadFailure:
    """The event as written, or why it cannot be placed in time."""
    lines, unknown = block.parsed()
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        held = by_name.setdefault(line.name, [])
        if len(held) < _LISTED.get(line.name, 1):
            held.append(line)
    outer = {name: _calendar_value(calendar, name) for name in ("VERSION", "METHOD")}
    place = _("event {number}, line {line}").format(number=number, line=block.number)
    title = " ".join(_text(by_name, "SUMMARY").split())
    starts = by_name.get("DTSTART", [])
    uid = _text(by_name, "UID")[:500] or _no_uid(title, starts)
    raw = block.raw()
    source = Source(number, raw, place, zones, uid, date.min, old=outer["VERSION"].startswith("1"))
    try:
        if not starts:
            raise ValueError(_("It does not say when it begins."))
        source.start = _moment(starts[0], source)
        if not FIRST_YEAR <= source.start.year <= LAST_YEAR:
            raise ValueError(_("Its year, {year}, is out of reach.").format(year=source.start.year))
    except ValueError as reason:
        return ReadFailure(f"ical:{uid}", place, title, str(reason), raw)
    source.title = title
    source.where = " ".join(_text(by_name, "LOCATION").split())
    source.note = _text(by_name, "DESCRIPTION")
    source.attendees = _attendees(by_name)
    sequence = _text(by_name, "SEQUENCE")
    source.sequence = int(sequence[:9]) if sequence.isdecimal() else 0
    source.stamp = _changed(by_name)
    status = _text(by_name, "STATUS").upper()
    source.cancelled = status == "CANCELLED" or outer["METHOD"].upper() == "CANCEL"
    _read_times(source, by_name)
    for unknown_number in unknown[:5]:
        source.remark(_("Line {line} was not understood.").format(line=unknown_number))
    if not block.closed:
        source.remark(_("The event has no end; what there is of it was read."))
    source.in_part = source.in_part or bool(unknown) or not block.closed
    return source


def changed_time(block: Block, zones: Zones) -> dict[str, Time]:
    """The time that a changed event stands for in its series, as far as the event is written."""
    cut = Block(block.name, block.number, block.lines[:-1])
    by_name = {line.name: line for line in cut.parsed()[0]}
    if "UID" not in by_name or "RECURRENCE-ID" not in by_name:
        return {}
    uid = _text({"UID": [by_name["UID"]]}, "UID")[:500]
    try:
        line = by_name["RECURRENCE-ID"]
        return {uid: _moment(line, Source(0, "", "", zones, uid, date.min))}
    except ValueError:
        return {}


def _calendar_value(calendar: Block | None, name: str) -> str:
    for number, raw in calendar.lines if calendar else ():
        line = parse(number, raw)
        if line is not None and line.name == name:
            return clean(plain(line.value))
    return ""


def _text(by_name: dict[str, list[Line]], name: str) -> str:
    lines = by_name.get(name)
    return clean(unescape(decoded(lines[0])[0])) if lines else ""


def _changed(by_name: dict[str, list[Line]]) -> str:
    """When it was changed last, else when it was written, as digits; always told in UTC."""
    changed = _text(by_name, "LAST-MODIFIED") or _text(by_name, "DTSTAMP")
    return re.sub(r"[^0-9]", "", changed[:40])[:14]


def _no_uid(title: str, starts: list[Line]) -> str:
    start = plain(starts[0].value).strip() if starts else ""
    return "none:" + hashlib.sha256(f"{title}\x1f{start}".encode()).hexdigest()[:32]


def _read_times(source: Source, by_name: dict[str, list[Line]]) -> None:
    """End, length, repetition; what cannot be read is left out and said."""
    for name in ("DTEND", "DURATION", "RECURRENCE-ID"):
        for line in by_name.get(name, []):
            try:
                if name == "DURATION":
                    source.duration = _length(clean(plain(line.value)))
                elif name == "DTEND":
                    source.end = _moment(line, source)
                else:
                    source.recurrence = _moment(line, source)
                    source.and_future = line.param("RANGE").upper() == "THISANDFUTURE"
            except ValueError:
                source.in_part = True
                source.remark(_("Its {field} was not understood.").format(field=name))
    source.rule = "" if source.recurrence is not None else _text(by_name, "RRULE")
    for name in ("RDATE", "EXDATE"):
        for line in by_name.get(name, []):
            for value in re.split(r"[,;]", clean(plain(line.value)))[: _LISTED[name]]:
                try:
                    _add_time(source, name, value.strip(), line)
                except ValueError:
                    source.in_part = True
                    source.remark(_("Its {field} was not understood.").format(field=name))


def _add_time(source: Source, name: str, value: str, line: Line) -> None:
    if not value:
        return
    first, slash, last = value.partition("/")
    start = _stamp(first, line, source)
    if name == "EXDATE":
        source.left_out.append(start)
    elif not slash:
        source.extra.append(start)
    elif last[:1].upper() in ("P", "+", "-"):
        source.extra.append((start, _length(last)))
    else:
        source.extra.append((start, _stamp(last, line, source)))


def _moment(line: Line, source: Source) -> Time:
    return _stamp(clean(plain(line.value)), line, source)


def _stamp(text: str, line: Line, source: Source) -> Time:
    """A day, or a moment in the zone it names; an unknown zone leaves the time as written.

    Raises:
        ValueError: there is no such day or time.
    """
    found = _MOMENT.fullmatch(text.strip().strip('"'))
    wrong = ValueError(_("“{text}” is not a date.").format(text=text[:40]))
    if found is None:
        raise wrong
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None or line.param("VALUE").upper() == "DATE":
            return day
        clock = time(int(found[4]), int(found[5]), min(int(found[6] or 0), 59))
    except ValueError:
        raise wrong from None
    zone = source.zones.find("UTC") if found[7] else None
    name = clean(line.param("TZID"))
    if not found[7] and name:
        zone = source.zones.find(name)
        if zone is None:
            remark = _("Its time zone “{name}” is not known; the time is taken as written.")
            source.remark(remark.format(name=name[:60]))
    return datetime.combine(day, clock, zone)


def _length(text: str) -> timedelta:
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise ValueError(text[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def _attendees(by_name: dict[str, list[Line]]) -> tuple[ReadAttendee, ...]:
    """Everyone named, the organiser once."""
    found: dict[str, ReadAttendee] = {}
    for line in (*by_name.get("ORGANIZER", ()), *by_name.get("ATTENDEE", ())):
        one = _attendee(line)
        mark = one.email.casefold() or one.name.casefold()
        if not mark:
            continue
        before = found.get(mark)
        if before is not None:
            one = ReadAttendee(
                before.name or one.name,
                one.email,
                before.is_organiser or one.is_organiser,
                before.declined or one.declined,
                before.is_room or one.is_room,
            )
        found[mark] = one
    return tuple(found.values())


def _attendee(line: Line) -> ReadAttendee:
    text = clean(decoded(line)[0])
    spoken, mail = "", text
    if "<" in text:
        spoken, mail = parseaddr(text)
    mail = re.sub(r"^mailto:", "", mail.strip(), flags=re.IGNORECASE).strip()
    if "@" not in mail or mail.lower().startswith(("urn:", "invalid:", "/")):
        mail = re.sub(r"^mailto:", "", clean(line.param("EMAIL")), flags=re.IGNORECASE)
    name = clean(line.param("CN")).strip("'\" ") or clean(spoken)
    return ReadAttendee(
        name="" if "@" in name else " ".join(name.split()),
        email=mail if "@" in mail else "",
        is_organiser=line.name == "ORGANIZER" or line.param("ROLE").upper() == "ORGANIZER",
        declined="DECLINED" in (line.param("PARTSTAT").upper(), line.param("STATUS").upper()),
        is_room=line.param("CUTYPE").upper() not in _PERSONAL,
    )
