"""Days to remember: when one comes next, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services.day_words import long_date

_LEAP = 29


def next_time(day: PartialDate, today: date) -> date | None:
    """When the day comes round next, today included; None when only its month or year is known."""
    if day.month is None or day.day is None:
        return None
    for year in range(today.year, today.year + 9):
        if day.month == 2 and day.day == _LEAP and not _is_leap(year):
            continue
        if (found := date(year, day.month, day.day)) >= today:
            return found
    return None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def is_near(day: PartialDate, today: date, within: timedelta) -> bool:
    """Whether it comes round soon."""
    found = next_time(day, today)
    return found is not None and found - today <= within


def ahead_words(day: PartialDate, today: date) -> str:
    """ "today", "tomorrow", "in 12 days"; empty when nobody knows."""
    found = next_time(day, today)
    if found is None:
        return ""
    days = (found - today).days
    if days < 2:
        return _("tomorrow") if days else _("today")
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def day_told(day: PartialDate) -> str:
    """The day as a person says it; on which day of the week it was helps nobody."""
    if day.exact is None:
        return long_date(day)
    return f"{long_date(replace(day, year=None))} {day.year}"
