"""Small values everything else is made of: dates of honest precision, moments, the clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import total_ordering
from typing import Protocol

from app.model.errors import InputError
from app.model.texts import _

_PARTIAL = re.compile(r"(?:(?P<y>\d{4})|-)(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1800, 2199


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year; a birthday may lack the year."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and (self.month is None or self.day is None):
            raise _no_such_date(str(self.month))
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise InputError(
                _("The year {year} is out of reach.").format(year=self.year),
                _("Use a year from {first} to {last}.").format(first=FIRST_YEAR, last=LAST_YEAR),
            )
        if self.day is not None and self.month is None:
            raise _no_such_date(str(self.day))
        try:
            date(self.year or 2000, self.month or 1, self.day or 1)
        except (ValueError, OverflowError):
            raise _no_such_date(str(self)) from None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2024`, `2024-03`, `2024-03-15` or, without a year, `--03-15`.

        Raises:
            InputError: the text is none of these, or no such day exists.
        """
        found = _PARTIAL.fullmatch(text.strip())
        if found is None:
            raise _no_such_date(text)
        year, month, day = (int(part) if part else None for part in found.group("y", "m", "d"))
        return cls(year, month, day)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The same day, known exactly."""
        return cls(day.year, day.month, day.day)

    @property
    def exact(self) -> date | None:
        """The calendar day, if it is known to the day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def first(self) -> date:
        """The earliest day it can mean (year 1 stands in for an unknown year)."""
        return date(self.year or 1, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        year, month = self.year or 1, self.month or 12
        return date(year, month, self.day or calendar.monthrange(year, month)[1])

    def __str__(self) -> str:
        head = "-" if self.year is None else f"{self.year:04d}"
        parts = [head, *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)


def _no_such_date(text: str) -> InputError:
    return InputError(
        _("There is no date “{text}”.").format(text=text[:40]),
        _("Write it as 2024, 2024-03 or 2024-03-15."),
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: a date of honest precision, maybe a local time and its zone."""

    date: PartialDate
    time: time | None = None
    zone: str | None = None

    @property
    def sort_key(self) -> tuple[str, str]:
        """Orders moments; what is known less exactly comes first within its month or year."""
        return str(self.date), self.time.isoformat("minutes") if self.time else ""


@dataclass(frozen=True, slots=True)
class DateRange:
    """From one day to another, both included; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)

    @property
    def days(self) -> int:
        """How many days it covers; 0 when a side is open."""
        if self.start is None or self.end is None:
            return 0
        return (self.end - self.start).days + 1


class Clock(Protocol):
    """Tells the time; tests put their own in its place."""

    def now(self) -> datetime:
        """The present moment with its zone."""
        ...


class SystemClock:
    """The computer's clock, in its local zone."""

    def now(self) -> datetime:
        """The present moment with its zone."""
        return datetime.now().astimezone()


@dataclass
class FixedClock:
    """A clock that stands where it was put, for tests and pictures."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def advance(self, **parts: float) -> None:
        """Move it forward, in the words of `timedelta`."""
        self.moment += timedelta(**parts)


def today(clock: Clock) -> date:
    """The local calendar day on this clock."""
    return clock.now().date()
