"""Reads the values of flags: counts, days, moments, lists of words."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime

from app.model.errors import UserError
from app.model.texts import _
from app.model.values import PartialDate


def count(text: str) -> int:
    """How many; a number without a sign."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(_("“{text}” is no number").format(text=text))
    return int(text)


def birthday(text: str) -> PartialDate:
    """A day whose year may be left out."""
    try:
        return PartialDate.parse(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def day(text: str) -> PartialDate:
    """A day, a month or a year."""
    read = birthday(text)
    if read.year is None:
        raise argparse.ArgumentTypeError(_("“{text}” has no year").format(text=text))
    return read


def exact_day(text: str) -> PartialDate:
    """One single day."""
    read = birthday(text)
    if read.exact is None:
        raise argparse.ArgumentTypeError(_("“{text}” is no single day").format(text=text))
    return read


def moment(text: str) -> datetime:
    """A day and a time, in the zone of this computer."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(
            _("“{text}” is no moment; write it as 2026-11-22T09:00").format(text=text)
        ) from None


def listed(choices: list[str]) -> Callable[[str], list[str]]:
    """Reads words separated by commas, each one of the choices."""

    def read(text: str) -> list[str]:
        words = [word.strip() for word in text.split(",") if word.strip()]
        for word in words:
            if word not in choices:
                raise argparse.ArgumentTypeError(
                    _("“{word}” is none of {choices}").format(word=word, choices=", ".join(choices))
                )
        return words

    return read
