"""Dates as the exporting machine wrote them; day and month are never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.model.errors import InputError
from app.model.values import PartialDate

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"--?(\d{2})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{2})")
_NUMBERS = re.compile(
    r"(\d{1,2})([/.-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})?)?(?:[T ,].*)?", re.DOTALL
)
_NAMED = re.compile(
    r"(?:[^\W\d_]+,\s*)?(?:(\d{1,2})\.?[\s-]+(?:de\s+)?([^\W\d_]{3,})\.?|([^\W\d_]{3,})\.?\s+(\d{1,2}))"
    r"(?:,?[\s-]+(?:de\s+)?(\d{4}))?(?:[ ,]\s*\d{1,2}:.*)?",
    re.DOTALL,
)
_NOTHING = re.compile(r"[0/\-. T:]*")
# The beginnings of month names in English, German, French, Spanish, Italian and Portuguese.
_MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            "jan jän ene gen",
            "feb fév fev",
            "mar mär mrz",
            "apr avr abr",
            "may mai mag",
            "jun juin giu",
            "jul juil lug",
            "aug aoû ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez déc dic",
        ),
        1,
    )
    for start in starts.split()
}


class NotADate(ValueError):  # noqa: N818 - it says what was found
    """Words, a day that does not exist, or a form that could mean two days."""


@dataclass
class Order:
    """Which of the two first numbers is the day, as far as a whole column shows."""

    day_first: bool = False
    month_first: bool = False

    def see(self, text: str) -> None:
        """Learn from one more cell."""
        found = _NUMBERS.fullmatch(text.strip())
        if found is None or (found[2] == "-" and found[4] is None):
            return
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second > 0 or (found[2] == "." and 0 < second <= 12):
            # Where dates have dots, the day comes first (Unicode CLDR, all locales).
            self.day_first = True
        elif second > 12 >= first > 0:
            self.month_first = True


def order_of(cells: Iterable[str]) -> Order:
    """What the cells of a column say together."""
    order = Order()
    for cell in cells:
        order.see(cell)
    return order


def read_date(text: str, order: Order) -> tuple[PartialDate | None, bool]:
    """The date of a cell, and whether its year was left out for having two digits.

    None for an empty one, which some programs write as `0/0/00` or `0000-00-00 00:00:00`.

    Raises:
        NotADate: it cannot be told which day is meant.
    """
    text = text.strip()
    if _NOTHING.fullmatch(text):
        return None, False
    short = False
    try:
        if found := _ISO.fullmatch(text):
            return _date(found[1], found[3], found[4]), False
        if found := _COMPACT.fullmatch(text):
            return _date(found[1], found[2], found[3]), False
        if found := _NO_YEAR.fullmatch(text):
            return PartialDate(None, int(found[1]), int(found[2])), False
        if found := _MONTH_ONLY.fullmatch(text):
            return PartialDate(int(found[1]), int(found[2])), False
        if _YEAR.fullmatch(text):
            return PartialDate(int(text)), False
        if found := _NAMED.fullmatch(text):
            month = _month(found[2] or found[3])
            year = int(found[5]) if found[5] else None
            return PartialDate(year, month, int(found[1] or found[4])), False
        if found := _NUMBERS.fullmatch(text):
            day, month = _sides(int(found[1]), int(found[3]), found[2], order)
            short = found[4] is not None and len(found[4]) == 2
            year = int(found[4]) if found[4] and not short else None
            return PartialDate(year or None, month, day), short
    except InputError:
        raise NotADate(text) from None
    raise NotADate(text)


def _date(year: str, month: str, day: str) -> PartialDate:
    return PartialDate(int(year) or None, int(month), int(day))


def _month(word: str) -> int:
    for size in (4, 3):
        number = _MONTHS.get(word[:size].lower())
        if number:
            return number
    raise NotADate(word)


def _sides(first: int, second: int, sign: str, order: Order) -> tuple[int, int]:
    """Day and month."""
    if first == second:
        return first, second
    if first > 12 or sign == ".":
        return first, second
    if second > 12:
        return second, first
    if order.day_first != order.month_first:
        return (first, second) if order.day_first else (second, first)
    raise NotADate(f"{first}{sign}{second}")
