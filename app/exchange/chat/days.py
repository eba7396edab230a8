"""Settles, over a whole chat, whether the day or the month is written first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from app.exchange.chat.log import DAY, Date, Log

_OLDEST = date(2009, 1, 1)
_SLACK = timedelta(days=1)


class Order(StrEnum):
    """In which order a date is written."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    YEAR_FIRST = "year"


def days_of(log: Log, now: datetime, wanted: Order | None = None) -> dict[Order, list[int]]:
    """The days of all dates of a log, as ordinals, under every order that fits the whole file.

    One order when the file decides it, two when nobody can tell, none when no order fits. `now`
    is local time without a zone, as an export names none.
    """
    fitting = {order: days for order in Order if (days := _read(log, order, now)) is not None}
    if len(fitting) > 1:  # a year of two digits in front is only believed when nothing else fits
        fitting.pop(Order.YEAR_FIRST, None)
    if wanted in fitting:
        return {wanted: fitting[wanted]}
    if len(fitting) > 1:
        steps = {order: _steps_back(log, days) for order, days in fitting.items()}
        least = min(steps.values())
        fitting = {order: days for order, days in fitting.items() if steps[order] == least}
    first = next(iter(fitting.items()), None)
    if first is not None and all(days == first[1] for days in fitting.values()):
        return dict([first])
    return fitting


def _read(log: Log, order: Order, now: datetime) -> list[int] | None:
    found = []
    for written, second in zip(log.dates, log.ends, strict=True):
        day = _day(written, order)
        if day is None or day < _OLDEST:
            return None
        end = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
        if end > now + _SLACK:
            return None
        found.append(day.toordinal())
    return found


def _day(written: Date, order: Order) -> date | None:
    (one, two, three), sizes = written
    if order is Order.YEAR_FIRST:
        year, month, day, digits = one, two, three, sizes[0]
    else:
        year, digits = three, sizes[2]
        day, month = (one, two) if order is Order.DAY_FIRST else (two, one)
    if digits not in (2, 4) or max(sizes) > digits:
        return None
    try:
        return date(year + 2000 if digits == 2 else year, month, day)
    except ValueError:
        return None


def _steps_back(log: Log, days: list[int]) -> int:
    """How often time runs backwards; a clock put back by an hour is none."""
    count, before = 0, 0
    for place, second in zip(log.date_of, log.second_of, strict=True):
        at = days[place] * DAY + second
        count += at + DAY < before
        before = at
    return count
