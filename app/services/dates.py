"""Dates as people type them into a field, read with the precision they were given."""

from __future__ import annotations

import re

from app.model.errors import InputError, UserError
from app.model.texts import _
from app.model.values import Clock, PartialDate
from app.services.day_words import long_date, short_date
from app.services.quick_log.dates import read_when

_YEAR = re.compile(r"\d{4}")


def read_date(
    text: str, clock: Clock, *, ahead: bool = False, yearless: bool = False
) -> PartialDate | None:
    """The day, month or year a text names; None for an empty one.

    Args:
        text: what was typed, such as "2024", "May 2024", "3 May", "yesterday", "2024-05-03".
        clock: tells what "yesterday" is.
        ahead: look for the next such day, as for a due date, instead of the latest.
        yearless: leave out a year that was not said, as for a birthday.

    Raises:
        InputError: the text names no day.
    """
    text = text.strip()
    if not text:
        return None
    try:
        day = PartialDate.parse(text)
    except UserError:
        read = read_when(text, 0, clock.now(), ahead=ahead, alone=True)
    else:
        if day.year is None and not yearless:
            raise InputError(
                _("“{text}” has no year.").format(text=text[:40]),
                _("Write it as 2024, May 2024, 3 May 2024 or yesterday."),
            )
        return day
    if read is None or read.date is None or text[read.end :].strip(" .,"):
        problem = read.problem if read else ""
        raise InputError(
            problem or _("“{text}” is no date.").format(text=text[:40]),
            _("Write it as 2024, May 2024, 3 May 2024 or yesterday."),
        )
    if yearless and read.date.exact and not _YEAR.search(text):
        return PartialDate(None, read.date.month, read.date.day)
    return read.date


def check_date(
    text: str, clock: Clock, *, ahead: bool = False, yearless: bool = False
) -> tuple[bool, str]:
    """Whether a text names a day, and the day in full, or what is wrong with it."""
    try:
        found = read_date(text, clock, ahead=ahead, yearless=yearless)
    except UserError as error:
        return False, error.text
    return True, long_date(found) if found else ""


def date_text(day: PartialDate | None) -> str:
    """A date as it stands in a field that can be edited."""
    return short_date(day) if day else ""
