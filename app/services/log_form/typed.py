"""Reads what was typed into a field of the form, with a sentence where it cannot be read."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from app.model.errors import InputError
from app.model.texts import _
from app.services.quick_log.clock_times import read_duration, read_time

_MOST = 100_000  # as many minutes or people as the journal takes
_LONGEST_NAME = 500


def minutes(text: str) -> int:
    """How long: 75, 30m, 1h15.

    Raises:
        InputError: it is no length of time.
    """
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
    if number is None:
        lasted = read_duration(text, 0)
        if lasted is not None and not text[lasted.end :].strip(" ."):
            number = lasted.minutes
    if number is None or not 0 <= number <= _MOST:
        raise InputError(
            _("“{text}” is no length of time.").format(text=text[:40]),
            _("Write it as 30, 30m or 1h15."),
        )
    return number


def number(text: str) -> int:
    """How many were there.

    Raises:
        InputError: it is no number from 1 on.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= _MOST):
        raise InputError(
            _("“{text}” is no number of people.").format(text=text[:40]),
            _("Write a number such as 5."),
        )
    return int(text)


def time(text: str) -> datetime.time:
    """A time of day: 14:30, 2pm, noon.

    Raises:
        InputError: it is none.
    """
    found = read_time(text, 0)
    if found is None or text[found.end :].strip(" ."):
        raise InputError(
            _("“{text}” is no time of day.").format(text=text[:40]),
            _("Write it as 14:30 or 2 pm."),
        )
    return found.time


def zone(text: str) -> str:
    """A time zone by its name, such as Europe/Lisbon.

    Raises:
        InputError: there is none of that name.
    """
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise InputError(
            _("There is no time zone “{text}”.").format(text=text[:40]),
            _("Write it as Europe/Lisbon or Asia/Tokyo."),
        ) from None
    return text


def name(text: str) -> str:
    """A name for someone new.

    Raises:
        InputError: it is empty or far too long.
    """
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME:
        raise InputError(
            _("This name cannot be kept."),
            _("Use from 1 to {n} letters.").format(n=_LONGEST_NAME),
        )
    return name
