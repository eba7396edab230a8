"""Which copies may go: of many, the newest of each day, week and month stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

DAYS, WEEKS, MONTHS = 7, 5, 12
SPECIAL_DAYS = 30
# Names tell local time, so a journey may shift them by a day; beyond that the clock was wrong.
AHEAD = timedelta(hours=26)


class Dated(NamedTuple):
    """A copy as far as thinning is concerned: when it was made, and whether it is a special one."""

    at: datetime
    special: bool = False


def to_drop(copies: Sequence[Dated], now: datetime) -> set[int]:
    """The places of the copies that may go; `copies` stand in the order they were made.

    Stays: the newest of each of the 7 latest days, 5 latest weeks and 12 latest months that have
    copies at all; special ones for 30 days; the one made last and the one dated last; and
    everything dated in the future, for then the clock has jumped and nobody knows what is old.
    Days without copies use up no place, so a clock that jumps ahead lets nothing go early.
    """
    if not copies:
        return set()
    past = [n for n, copy in enumerate(copies) if copy.at <= now + AHEAD]
    newest_first = sorted(past, key=lambda n: (copies[n].at, n), reverse=True)
    keep = {len(copies) - 1, *newest_first[:1]}
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAYS, lambda at: at.date()),
        (WEEKS, lambda at: at.isocalendar()[:2]),
        (MONTHS, lambda at: (at.year, at.month)),
    )
    for most, span in spans:
        keep |= _newest_of_each(copies, newest_first, most, span)
    keep |= {n for n in past if copies[n].special and now - copies[n].at < _SPECIAL}
    return set(past) - keep


_SPECIAL = timedelta(days=SPECIAL_DAYS)


def _newest_of_each(
    copies: Sequence[Dated],
    newest_first: Iterable[int],
    most: int,
    span: Callable[[datetime], object],
) -> set[int]:
    found: dict[object, int] = {}
    for n in newest_first:
        key = span(copies[n].at)
        if key not in found:
            if len(found) == most:
                break
            found[key] = n
    return set(found.values())
