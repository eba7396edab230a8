"""How evenly contacts fall: months with a contact, and burstiness. Shown, never judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from app.insights.conversations import Spot

LEAST_GAPS = 7


class Steadiness(NamedTuple):
    """Months with a contact of all months looked at; burstiness from -1 (even) to 1 (all at once).

    `burstiness` is None below seven gaps.
    """

    months: int
    of_months: int
    gaps: int
    burstiness: float | None


def burstiness(gaps: Sequence[float]) -> float | None:
    """The burstiness A of gaps between contacts, corrected for few of them.

    Source: Kim & Jo 2016, Measuring Burstiness for Finite Event Sequences; Goh & Barabási 2008
    for the plain (r-1)/(r+1), which is distorted when there are few gaps. r is the population
    standard deviation over the mean.
    """
    n = len(gaps)
    if n < LEAST_GAPS:
        return None
    mean = sum(gaps) / n
    if mean <= 0.0:
        return None
    r = math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / n) / mean
    up, down = math.sqrt(n + 1), math.sqrt(n - 1)
    return (up * r - down) / ((up - 2) * r + down)


def steadiness(spots: Sequence[Spot], start: int, today: date) -> Steadiness:
    """Steadiness of the contacts from day `start` to today.

    A contact known to the month counts for its month; gaps need two exact days.
    """
    first = date.fromordinal(start)
    of_months = (today.year - first.year) * 12 + today.month - first.month + 1
    months: set[tuple[int, int]] = set()
    days: list[int] = []
    for day, _minute, _last, exact, contact in spots:
        if day < start or contact.when.date.month is None:
            continue
        months.add((contact.when.date.year or 0, contact.when.date.month))
        if exact and (not days or day != days[-1]):
            days.append(day)
    gaps = [later - earlier for earlier, later in pairwise(days)]
    return Steadiness(len(months), of_months, len(gaps), burstiness(gaps))
