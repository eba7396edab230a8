"""Single values of the exports: what is missing, null or damaged stays unknown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from app.model.errors import InputError
from app.model.values import Moment, PartialDate

_STAMP = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_YES, _NO = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no", ""})
_LONGEST = 1_000_000
_CONTROL = dict.fromkeys((*range(9), 11, *range(14, 32), 127))


def text(value: Any) -> str:
    """Words or a number as text; nothing for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, str):
        plain = value[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n")
        return plain.encode("utf-8", "replace").decode().translate(_CONTROL).strip()
    try:
        return str(int(value)) if value == int(value) else str(value)
    except (OverflowError, ValueError):
        return ""


def line(value: Any) -> str:
    """The same on one line."""
    return " ".join(text(value).split())


def truth(value: Any) -> bool | None:
    """Yes, no, or not said."""
    if isinstance(value, bool):
        return value
    word = text(value).lower() if value is not None else None
    if word in _YES:
        return True
    return False if word in _NO else None


def number(value: Any) -> int | None:
    """A whole number above nought."""
    found = re.fullmatch(r"\+?0*(\d{1,6})(?:\.0+)?", text(value))
    return int(found[1]) or None if found else None


def stamp(value: Any) -> str:
    """A moment as both exports compare: to the second, in UTC; other words as they are."""
    found = _instant(text(value))
    return found.strftime("%Y-%m-%d %H:%M:%S") if found else line(value)[:60]


def _instant(value: str) -> datetime | None:
    found = _STAMP.fullmatch(value)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        return datetime(
            year, month, day, hour, minute, min(second, 59), tzinfo=_zone(found[7])
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(mark: str | None) -> timezone:
    if not mark or mark == "Z":
        return UTC
    hours, minutes = int(mark[1:3]), int(mark[-2:])
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if mark[0] == "-" else away)


def day(value: Any) -> PartialDate | None:
    """The day a date or a moment names, as it is written."""
    found = _STAMP.fullmatch(text(value))
    try:
        return PartialDate(int(found[1]), int(found[2]), int(found[3])) if found else None
    except InputError:
        return None


def moment(value: Any, home: ZoneInfo | None) -> Moment | None:
    """When something was, in the zone of the user; midnight stands for a day without a time."""
    written = day(value)
    at = _instant(text(value))
    if written is None or at is None:
        return None
    found = _STAMP.fullmatch(text(value))
    if found is None or not any(int(part or 0) for part in found.groups()[3:6]):
        return Moment(written)
    try:
        local = at.astimezone(home) if home else at
        zone = home.key if home else "UTC"
        return Moment(PartialDate.of(local.date()), time(local.hour, local.minute), zone)
    except (InputError, OverflowError):
        return Moment(written)


def special_date(value: Any) -> tuple[PartialDate | None, bool]:
    """A day that may lack its year or be worked out from an age; and whether it was an age."""
    if not isinstance(value, dict):
        return None, False
    found = day(value.get("date"))
    if found is None:
        return None, False
    if truth(value.get("is_age_based")):
        return PartialDate(found.year), True
    if truth(value.get("is_year_unknown")):
        return PartialDate(None, found.month, found.day), False
    return found, False
