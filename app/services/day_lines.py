"""Reads a day to remember from one line, with what it is."""

from __future__ import annotations

import re

from app.model.errors import UserError
from app.model.values import Clock, PartialDate
from app.services.dates import read_date

_MOST_WORDS = 6


def read_line(text: str, clock: Clock) -> tuple[str, PartialDate] | None:
    """What day it is and when, from "Wedding 1 June 2019"; None when there is no day at its end."""
    words = text.split()
    for start in range(max(0, len(words) - _MOST_WORDS), len(words)):
        try:
            day = read_date(" ".join(words[start:]), clock, yearless=True)
        except UserError:
            continue
        what = re.sub(r"[\s:,–-]+$", "", " ".join(words[:start]))
        return (what, day) if day is not None else None
    return None
