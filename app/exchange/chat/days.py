"""Settles, over a whole chat, whether the day or the month is written first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from app.exchange.chat.lines import Stamp

_OLDEST = datetime(2009, 1, 1)  # local time: an export names no zone
_SLACK = timedelta(days=1)


class Order(StrEnum):
    """In which order a date is written."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    YEAR_FIRST = "year"


def moments(
    stamps: Sequence[Stamp], now: datetime, wanted: Order | None = None
) -> dict[Order, list[datetime]]:
    """The moments of all stamps under every order that fits the whole file.

    One order when the file decides it, two when nobody can tell, none when no order fits. `now`
    is local time without a zone.
    """
    fitting = {order: found for order in Order if (found := _read(stamps, order, now)) is not None}
    if len(fitting) > 1:  # a year of two digits in front is only believed when nothing else fits
        fitting.pop(Order.YEAR_FIRST, None)
    if wanted in fitting:
        return {wanted: fitting[wanted]}
    if len(fitting) > 1:
        steps = {order: _steps_back(found) for order, found in fitting.items()}
        least = min(steps.values())
        fitting = {order: found for order, found in fitting.items() if steps[order] == least}
    first = next(iter(fitting.items()), None)
    if first is not None and all(found == first[1] for found in fitting.values()):
        return dict([first])
    return fitting


def _read(stamps: Sequence[Stamp], order: Order, now: datetime) -> list[datetime] | None:
    found = []
    for stamp in stamps:
        one, two, three = stamp.numbers
        if order is Order.YEAR_FIRST:
            year, month, day, digits = one, two, three, stamp.digits[0]
        else:
            year, digits = three, stamp.digits[2]
            day, month = (one, two) if order is Order.DAY_FIRST else (two, one)
        if digits not in (2, 4) or max(stamp.digits) > digits:
            return None
        try:
            full = year + 2000 if digits == 2 else year
            moment = datetime(full, month, day, stamp.hour, stamp.minute, stamp.second)
        except ValueError:
            return None
        if not _OLDEST <= moment <= now + _SLACK:
            return None
        found.append(moment)
    return found


def _steps_back(found: Sequence[datetime]) -> int:
    """How often time runs backwards; a clock put back by an hour is none."""
    return sum(later + _SLACK < earlier for earlier, later in pairwise(found))
