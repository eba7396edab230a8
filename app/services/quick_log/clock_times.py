"""Times of day and how long it took, as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

LONGEST_MINUTES = 24 * 60

_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?![:\d])"
_HALF_DAY = r"(?:1[0-2]|0?[1-9])(?::[0-5]\d)?\s?[ap](?:m\b|\.m\.)"
_ONE = rf"(?:{_HALF_DAY}|{_CLOCK}|noon\b|midday\b|midnight\b)"
_TIME = re.compile(
    rf"(?:(?:at|from|@)\s*)?(?P<from>{_ONE})(?:\s?(?:[-–]|to|until|till)\s?(?P<to>{_ONE}))?(?!\w)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?:at\s+|@\s*)(?P<from>[01]?\d|2[0-3])(?:\s?o['’]clock)?(?![\w:/]|[.,]\d|\s?(?:h|min|m)\b)"
    r"|(?P<alone>[01]?\d|2[0-3])\s?o['’]clock\b",
    re.IGNORECASE,
)
FOLLOWING_TIME = re.compile(r",?\s+|(?=@)")

_MIN = r"(?:minutes?|mins?|min|m)(?!\w)"
_HRS = r"(?:hours?|hrs?|h)"
_LONG = re.compile(
    rf"(?:for\s+)?(?:about\s+|~\s?)?(?:"
    rf"(?P<hours>\d{{1,3}})\s?{_HRS}\s?(?:and\s+)?(?P<rest>[0-5]?\d)(?:\s?{_MIN}|(?![\w:]))"
    rf"|(?P<full>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?{_HRS}(?!\w)"
    rf"|(?P<minutes>\d{{1,4}})\s?{_MIN}"
    rf"|(?P<words>(?:an|one)\s+hour\s+and\s+a\s+half|half\s+an\s+hour|(?:an|one)\s+hour"
    rf"|two\s+hours|three\s+hours|a\s+quarter\s+of\s+an\s+hour"
    rf"|three\s+quarters\s+of\s+an\s+hour)(?!\w)"
    rf")(?!\s+ago\b)",
    re.IGNORECASE,
)
_IN_WORDS = {
    "half an hour": 30,
    "an hour": 60,
    "one hour": 60,
    "two hours": 120,
    "three hours": 180,
    "a quarter of an hour": 15,
    "three quarters of an hour": 45,
}


@dataclass(frozen=True, slots=True)
class Clocked:
    """A time of day read, up to where, and the length if an end was said too."""

    end: int
    time: time
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Lasted:
    """How many minutes it took, and up to where that was said."""

    end: int
    minutes: int


def read_time(text: str, pos: int) -> Clocked | None:
    """The time of day at `pos`: 14:30, 2pm, at 9, noon, 14:30-15:15."""
    found = _TIME.match(text, pos)
    if found:
        start = _of_day(found.group("from"))
        minutes = None
        if found.group("to"):
            until = _of_day(found.group("to"))
            minutes = (until.hour * 60 + until.minute - start.hour * 60 - start.minute) % (24 * 60)
        return Clocked(found.end(), start, minutes or None)
    found = _HOUR.match(text, pos)
    if found:
        return Clocked(found.end(), time(int(found.group("from") or found.group("alone"))))
    return None


def _of_day(said: str) -> time:
    word = said.casefold().replace(".", "").replace(" ", "")
    if word in {"noon", "midday", "midnight"}:
        return time(0 if word == "midnight" else 12)
    hours, _colon, minutes = word.rstrip("apm\t\u00a0").partition(":")
    hour = int(hours)
    if word.endswith("m"):
        hour = hour % 12 + (12 if word.endswith("pm") else 0)
    return time(hour, int(minutes or 0))


def read_duration(text: str, pos: int) -> Lasted | None:
    """How long it took, at `pos`: 30m, 1h15, 1.5 h, 90 minutes, half an hour."""
    found = _LONG.match(text, pos)
    if not found:
        return None
    said = found.groupdict()
    if said["hours"]:
        minutes = int(said["hours"]) * 60 + int(said["rest"])
    elif said["full"]:
        minutes = round(float(said["full"].replace(",", ".")) * 60)
    elif said["minutes"]:
        minutes = int(said["minutes"])
    else:
        minutes = _IN_WORDS.get(" ".join(said["words"].casefold().split()), 90)
    return Lasted(found.end(), minutes) if 0 < minutes <= LONGEST_MINUTES else None
