"""Days that count: pauses and months off-season leave every clock."""

from __future__ import annotations

import calendar
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.model.people import RHYTHM_DAYS, Counterpart, Pause, Rhythm

_YEAR = 12


class Clock:
    """Counts days, leaving out stretches; days are ordinals (`date.toordinal`)."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        """Take stretches off the clock, each from its first to its last day."""
        self._off: list[tuple[int, int]] = []
        for first, last in sorted(stretches):
            if last < first:
                continue
            if self._off and first <= self._off[-1][1] + 1:
                self._off[-1] = (self._off[-1][0], max(last, self._off[-1][1]))
            else:
                self._off.append((first, last))

    def between(self, start: int, end: int) -> int:
        """Days that count after `start`, up to and with `end`."""
        days = max(0, end - start)
        for first, last in self._off:
            days -= max(0, min(last, end) - max(first, start + 1) + 1)
        return days

    def after(self, start: int, days: int) -> int:
        """The day on which so many days that count have passed since `start`."""
        end = start + days
        for first, last in self._off:
            if last <= start:
                continue
            if first > end:
                break
            end += last - max(first, start + 1) + 1
        return end

    def before(self, end: int, days: int) -> int:
        """The day after which so many days that count lie, up to `end`."""
        start = end - days
        for first, last in reversed(self._off):
            if first > end:
                continue
            if last <= start:
                break
            start -= min(last, end) - first + 1
        return start

    def rests_on(self, day: int) -> bool:
        """Whether this day is off the clock."""
        return any(first <= day <= last for first, last in self._off)


def pause_stretches(pauses: Iterable[Pause], today: date) -> list[tuple[int, int]]:
    """Pauses as days; one without an end lasts until today."""
    return [
        (
            pause.start.first.toordinal(),
            (pause.end.last if pause.end else max(today, pause.start.first)).toordinal(),
        )
        for pause in pauses
    ]


def season_of(person: Counterpart) -> tuple[int, ...]:
    """The months of the year that count; empty when all do.

    Months named once stay with the person when the rhythm is no longer seasonal; then all count.
    """
    if person.rhythm is not Rhythm.SEASONAL:
        return ()
    months = tuple(sorted(set(person.season_months)))
    return months if 0 < len(months) < _YEAR else ()


def is_seasonal(person: Counterpart) -> bool:
    """Whether the two meet in season only."""
    return bool(season_of(person))


def off_season(months: Sequence[int], first_year: int, last_year: int) -> list[tuple[int, int]]:
    """The months out of season in these years, as days."""
    if not months:
        return []
    return [
        month_days(year, month)
        for year in range(max(1, first_year), min(9999, last_year) + 1)
        for month in range(1, _YEAR + 1)
        if month not in months
    ]


def month_days(year: int, month: int) -> tuple[int, int]:
    """The first and last day of a month."""
    first = date(year, month, 1).toordinal()
    return first, first + calendar.monthrange(year, month)[1] - 1


def counted_rhythm(person: Counterpart) -> int | None:
    """The rhythm in days that count: for seasonal contact, the days of one season."""
    if person.rhythm_days is not None:
        return max(1, person.rhythm_days)
    if is_seasonal(person):
        return sum(calendar.monthrange(2001, month)[1] for month in season_of(person))
    return RHYTHM_DAYS[person.rhythm] if person.rhythm else None


def seasons(months: Sequence[int], first_year: int, last_year: int) -> list[tuple[int, int]]:
    """The seasons that touch these years, old to new, as days; a season may cross New Year."""
    runs: list[tuple[int, int]] = []
    for year in range(max(1, first_year - 1), min(9999, last_year + 1) + 1):
        for month in months:
            first, last = month_days(year, month)
            if runs and runs[-1][1] + 1 == first:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
    return runs


def next_season(months: Sequence[int], day: int) -> tuple[int, int]:
    """From the day after the season that holds `day`, if any, to the end of the next one."""
    year = date.fromordinal(day).year
    runs = seasons(months, year, year + 2)
    at = bisect_left(runs, day, key=lambda run: run[1])
    first, last = runs[at]
    if first > day:
        return day + 1, last
    return last + 1, runs[at + 1][1]


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    whole = day.year * _YEAR + day.month - 1 - months
    year, month = max(1, whole // _YEAR), whole % _YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def look_back(today: date, months: int, pauses: Clock) -> int:
    """The first day of a window of so many months, paused days not counted."""
    start = months_before(today, months) + timedelta(days=1)
    days = (today - start).days + 1
    return pauses.before(today.toordinal(), days) + 1
