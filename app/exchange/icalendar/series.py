"""The events that share one UID, spread over the calendar inside a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from app.exchange.icalendar.rules import (
    MOST_OCCURRENCES,
    Refused,
    from_vcalendar,
    length_of,
    safe_rule,
)
from app.exchange.icalendar.source import Source, Time
from app.model.imports import ReadEvent, ReadSeries, ReadSkip
from app.model.texts import _, ngettext
from app.model.values import FIRST_YEAR, LAST_YEAR, DateRange, Moment, PartialDate

_STRETCH = timedelta(days=4 * 365)


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """One time an event takes place; `mark` names it within its series."""

    source: Source
    start: Time
    end: Time | None
    mark: str = ""


def read_series(group: list[Source], window: DateRange) -> Iterator[ReadEvent | ReadSkip]:
    """Every occurrence inside the window, and a word on each event that gave none."""
    seen: set[int] = set()
    used: dict[str, int] = {}
    outdated = _("A later version of this event stands in the same file.")
    for part, name in _told_apart(group):
        master = _master(part)
        occurrences = sorted(_occurrences(part, master, window), key=lambda one: _order(one.start))
        series = _series(part, master, f"ical:{name}")
        for occurrence in occurrences:
            day, _zone = _local(occurrence.source, occurrence.start)
            if day not in window or not FIRST_YEAR <= day.year <= LAST_YEAR:
                continue
            key = f"ical:{name}" + (f":{occurrence.mark}" if occurrence.mark else "")
            used[key] = used.get(key, 0) + 1
            if used[key] > 1:
                key += f"#{used[key]}"
            seen.add(occurrence.source.number)
            yield _event(occurrence, key, series)
        for source in part:
            if source.number not in seen:
                inside = _local(source, source.start)[0] in window
                why = outdated if inside and len(part) > 1 else _outside(source)
                key = f"ical:{name}:{source.number}"
                yield ReadSkip(key, source.place, source.title, why, source.raw)


def _outside(source: Source) -> str:
    if source.repeats:
        return _("It does not take place in the years that are imported.")
    text = _("Its date, {date}, is outside the years that are imported.")
    return text.format(date=_day(source.start).isoformat())


def _told_apart(group: list[Source]) -> Iterator[tuple[list[Source], str]]:
    """One series, or several where a careless program gave different events one UID."""
    masters = [source for source in group if source.recurrence is None]
    newest = max((source.sequence for source in masters), default=0)
    titles = {source.title for source in masters if source.sequence == newest}
    if len(titles) < 2:
        yield group, group[0].uid
        return
    for title in dict.fromkeys(source.title for source in group):
        part = [source for source in group if source.title == title]
        yield part, f"{part[0].uid}#{title}"


def _master(group: list[Source]) -> Source | None:
    """The event the others change: the highest sequence counts, of equals the one at the end."""
    masters = [source for source in group if source.recurrence is None]
    return max(masters, key=lambda source: (source.sequence, source.number), default=None)


def _series(part: list[Source], master: Source | None, key: str) -> ReadSeries | None:
    """The series, where no time of it inside the window is left open.

    An event that was never changed and takes place once has been no series either.
    """
    if master is None or any(source.in_part for source in part):
        return None
    changed = max(source.sequence for source in part)
    if not changed and not master.repeats:
        return None
    return ReadSeries(key, master.sequence, changed, master.since)


def _occurrences(
    group: list[Source], master: Source | None, window: DateRange
) -> list[_Occurrence]:
    changed = [source for source in group if source.recurrence is not None]
    if master is None or (not master.repeats and not changed):
        alone = [master] if master is not None else _newest(changed)
        return [_single(source, master) for source in alone]
    rule = _rule(master)
    if not rule and not master.extra and not changed:
        return [_single(master, master, named=True)]
    return _expanded(master, changed, rule, window)


def _newest(changed: list[Source]) -> list[Source]:
    """Of several versions of the same changed occurrence, the latest."""
    best: dict[str, Source] = {}
    for source in sorted(changed, key=lambda source: (source.sequence, source.number)):
        best[_mark(source.recurrence or source.start, None)] = source
    return list(best.values())


def _single(source: Source, master: Source | None, *, named: bool = False) -> _Occurrence:
    zone = _zone_of(master) if master is not None else None
    mark = ""
    if source.recurrence is not None or named:
        mark = _mark(source.recurrence or source.start, zone)
    return _Occurrence(source, source.start, _end(source), mark)


def _rule(master: Source) -> str:
    """The rule to expand; a refused one leaves the first occurrence, and says so."""
    if not master.rule:
        return ""
    try:
        text = master.rule
        if master.old or "FREQ=" not in text.upper():
            text = from_vcalendar(text, master.start)
        return safe_rule(text, master.start)
    except Refused as refused:
        master.in_part = True
        if refused.too_dense:
            master.remark(_("It repeats many times a day; only the first time is taken."))
        else:
            master.remark(_("Its repetition was not understood; only the first time is taken."))
        return ""


def _expanded(
    master: Source, changed: list[Source], rule: str, window: DateRange
) -> list[_Occurrence]:
    """All occurrences inside the window, worked out by the library."""
    # Imported here: the two take 0.15 s to load, and only calendars that repeat need them.
    import icalendar
    import recurring_ical_events

    sources = {source.number: source for source in (master, *changed)}
    holder = icalendar.Calendar()
    zone = _zone_of(master)
    found: dict[tuple[int, str], _Occurrence] = {}
    try:
        for source in sources.values():
            holder.add_component(_component(source, rule if source is master else ""))
        query = recurring_ical_events.of(holder, components=["VEVENT"])
        for first, last in _stretches(window):
            for component in query.between(first, last + timedelta(days=1)):
                one = _occurrence(component, sources, zone)
                found.setdefault((one.source.number, f"{one.mark} {_order(one.start)}"), one)
            if len(found) > MOST_OCCURRENCES:
                break
    except Exception:  # whatever a foreign rule does to the library, the plain events remain
        master.in_part = True
        master.remark(_("Its repetition was not understood; only the first time is taken."))
        return [_single(source, master, named=True) for source in (master, *_newest(changed))]
    out = list(found.values())
    if len(out) > MOST_OCCURRENCES:
        out.sort(key=lambda one: _order(one.start))
        out = out[-MOST_OCCURRENCES:]
        master.since = _day(out[0].start)
        master.remark(
            ngettext(
                "It takes place very often; the latest {count} time is taken.",
                "It takes place very often; the latest {count} times are taken.",
                MOST_OCCURRENCES,
            ).format(count=MOST_OCCURRENCES)
        )
    return out


def _stretches(window: DateRange) -> Iterator[tuple[date, date]]:
    """The window from its end to its beginning, so that of very many the latest come first."""
    start = max(window.start or date(FIRST_YEAR, 1, 1), date(FIRST_YEAR, 1, 1))
    end = min(window.end or date(LAST_YEAR, 1, 1), date(LAST_YEAR, 12, 30))
    while end >= start:
        first = max(start, end - _STRETCH)
        yield first, end
        end = first - timedelta(days=1)


def _component(source: Source, rule: str) -> Any:
    """The times of one event as the library's own object; its texts stay with us."""
    import icalendar

    event = icalendar.Event()
    event.add("UID", "one")
    event.add("SEQUENCE", source.sequence)
    event["X-NUMBER"] = str(source.number)
    event.add("DTSTART", source.start)
    end = _end(source)
    if end is not None and _comparable(source.start, end):
        event.add("DTEND", end)
    if source.recurrence is not None:
        ranged = {"RANGE": "THISANDFUTURE"} if source.and_future else {}
        event.add("RECURRENCE-ID", source.recurrence, parameters=ranged)
    if rule:
        event["RRULE"] = icalendar.vRecur.from_ical(rule)
    if source.extra:
        event["RDATE"] = icalendar.vDDDLists(source.extra)
    if source.left_out:
        event["EXDATE"] = icalendar.vDDDLists(source.left_out)
    return event


def _comparable(start: Time, end: Time) -> bool:
    if isinstance(start, datetime) != isinstance(end, datetime):
        return False
    if isinstance(start, datetime) and isinstance(end, datetime):
        return (start.tzinfo is None) == (end.tzinfo is None) and end >= start
    return end >= start


def _occurrence(component: Any, sources: dict[int, Source], zone: tzinfo | None) -> _Occurrence:
    source = sources[int(component["X-NUMBER"])]
    start: Time = component["DTSTART"].dt
    end: Time = component["DTEND"].dt
    own = source.recurrence is not None and _order(start) == _order(source.start)
    original = source.recurrence if own and source.recurrence is not None else start
    said = _end(source) is not None or (source.repeats and end != start)
    return _Occurrence(source, start, end if said else None, _mark(original, zone))


def _end(source: Source) -> Time | None:
    if source.end is not None:
        return source.end
    if source.duration is None:
        return None
    try:
        start = source.start
        if not isinstance(start, datetime) and source.duration.seconds:
            start = datetime(start.year, start.month, start.day)
        return start + source.duration
    except OverflowError:
        return None


def _zone_of(master: Source) -> tzinfo | None:
    return master.start.tzinfo if isinstance(master.start, datetime) else None


def _mark(original: Time, zone: tzinfo | None) -> str:
    """The day an occurrence was planned for: it stays when the hour of a series changes."""
    if isinstance(original, datetime) and original.tzinfo is not None and zone is not None:
        original = original.astimezone(zone)
    return original.strftime("%Y%m%d")


def _day(moment: Time) -> date:
    return date(moment.year, moment.month, moment.day)


def _order(moment: Time) -> str:
    if isinstance(moment, datetime):
        if moment.tzinfo is not None:
            moment = moment - (moment.utcoffset() or timedelta())
        return moment.replace(tzinfo=None).isoformat()
    return f"{moment.isoformat()}T00:00:00"


def _local(source: Source, start: Time) -> tuple[date, tuple[datetime, str | None] | None]:
    if not isinstance(start, datetime):
        return start, None
    clock, zone = source.zones.local(start)
    return clock.date(), (clock, zone)


def _event(occurrence: _Occurrence, key: str, series: ReadSeries | None) -> ReadEvent:
    source = occurrence.source
    day, clock = _local(occurrence.source, occurrence.start)
    minutes, last_day, remarks = None, None, list(source.remarks)
    length = length_of(occurrence.start, occurrence.end)
    if length is not None and length < timedelta():
        remarks.append(_("It ends before it begins; its length is left open."))
    elif length is not None and clock is None:
        last = day + max(length - timedelta(days=1), timedelta())
        last_day = PartialDate.of(last) if last > day and last.year <= LAST_YEAR else None
    elif length:
        minutes = round(length.total_seconds() / 60) or None
    at = clock[0].time().replace(second=0, microsecond=0) if clock else None
    return ReadEvent(
        key=key,
        title=source.title,
        place=source.place,
        when=Moment(PartialDate.of(day), at, clock[1] if clock else None),
        minutes=minutes,
        where=source.where,
        note=source.note,
        attendees=source.attendees,
        cancelled=source.cancelled,
        sequence=source.sequence,
        raw=source.raw,
        remarks=tuple(remarks),
        last_day=last_day,
        series=series,
        stamp=source.stamp,
    )
