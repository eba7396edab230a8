"""Repetition rules made safe to expand: those that would never come to an end are refused."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta

MOST_OCCURRENCES = 1000
_MOST_A_DAY = 4
_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_FAST = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = {
    "BYSECOND": 60,
    "BYMINUTE": 59,
    "BYHOUR": 23,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYMONTH": 12,
    "BYSETPOS": 366,
}
_UNTIL = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(Z)?)?")
_OLD_DAYS = re.compile(r"MO|TU|WE|TH|FR|SA|SU")


class Refused(ValueError):  # noqa: N818 - it says what became of the rule
    """A rule that is not to be expanded; `too_dense` when it repeats many times a day."""

    def __init__(self, *, too_dense: bool = False) -> None:
        super().__init__()
        self.too_dense = too_dense


def safe_rule(text: str, start: date | datetime) -> str:
    """The rule in a form the library expands in bounded time.

    Raises:
        Refused: it is not a rule, names no day that exists, or repeats many times a day.
    """
    pairs = (part.split("=", 1) for part in text.upper().replace(" ", "").split(";") if "=" in part)
    parts = {key: value for key, value in pairs if value}
    if parts.get("FREQ") not in _FREQUENCIES or parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise Refused
    rule = {"FREQ": parts["FREQ"], "INTERVAL": str(_whole(parts.get("INTERVAL", "1"), 100_000))}
    for key, most in _NUMBERS.items():
        if key in parts:
            rule[key] = ",".join(str(number) for number in _list(parts[key], most))
    if "BYDAY" in parts:
        days = parts["BYDAY"].split(",")
        if not all(_BY_DAY.fullmatch(day) for day in days):
            raise Refused
        rule["BYDAY"] = ",".join(days)
    if parts.get("WKST") in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"):
        rule["WKST"] = parts["WKST"]
    if "UNTIL" in parts:
        rule["UNTIL"] = _until(parts["UNTIL"], start)
    elif "COUNT" in parts:
        rule["COUNT"] = str(_whole(parts["COUNT"], 100_000))
    _refuse_endless(rule)
    return ";".join(f"{key}={value}" for key, value in rule.items())


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= most:
        raise Refused
    return int(text)


def _list(text: str, most: int) -> list[int]:
    try:
        numbers = [int(word) for word in text.split(",")[:400] if len(word) < 6]
    except ValueError:
        raise Refused from None
    if not numbers or any(abs(number) > most for number in numbers):
        raise Refused
    return sorted(set(numbers))


def _refuse_endless(rule: dict[str, str]) -> None:
    """Stop the rules over which the library would search until the year 9999, or drown."""
    frequency = rule["FREQ"]
    by = {key for key in rule if key.startswith("BY")}
    in_a_day = 1
    for key in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        in_a_day *= len(rule[key].split(",")) if key in rule else 1
    counted = int(rule.get("COUNT", MOST_OCCURRENCES + 1)) <= MOST_OCCURRENCES
    if (frequency in _FAST and not (counted and not by)) or in_a_day > _MOST_A_DAY:
        raise Refused(too_dense=True)
    if frequency != "YEARLY" and by & {"BYYEARDAY", "BYWEEKNO"}:
        raise Refused
    if frequency == "DAILY" and "BYSETPOS" in by:
        raise Refused
    if frequency == "WEEKLY" and by & {"BYMONTHDAY", "BYSETPOS"}:
        raise Refused
    if "BYMONTHDAY" in by:
        months = [abs(int(month)) for month in rule.get("BYMONTH", "1").split(",")]
        longest = max(calendar.monthrange(2024, month)[1] for month in months if month)
        if all(not 1 <= abs(int(day)) <= longest for day in rule["BYMONTHDAY"].split(",")):
            raise Refused


def _until(text: str, start: date | datetime) -> str:
    """The last moment of a rule, inclusive, in the form that goes with its start."""
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise Refused
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        clock = time(int(found[4]), int(found[5]), int(found[6])) if found[4] else time(23, 59, 59)
    except ValueError:
        raise Refused from None
    if not isinstance(start, datetime):
        return day.strftime("%Y%m%d")
    end = datetime.combine(day, clock)
    if start.tzinfo is None:
        return end.strftime("%Y%m%dT%H%M%S")
    try:
        zone = UTC if found[7] else start.tzinfo
        return end.replace(tzinfo=zone).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    except OverflowError:
        raise Refused from None


def from_vcalendar(text: str, start: date | datetime) -> str:
    """A rule of vCalendar 1.0, such as `W2 MO WE #10`, in today's form.

    Raises:
        Refused: it is none of the forms that are understood.
    """
    words = text.upper().split()
    found = re.fullmatch(r"(D|W|MP|MD|YM|YD)(\d{1,4})", words[0]) if words else None
    if found is None:
        raise Refused
    kind, rest = found[1], words[1:]
    end = "COUNT=2"  # what the old form means when it names no end
    if rest and re.fullmatch(r"#\d{1,5}", rest[-1]):
        times = int(rest.pop()[1:])
        end = f"COUNT={times}" if times else ""
    elif rest and _UNTIL.fullmatch(rest[-1]):
        end = f"UNTIL={rest.pop()}"
    head = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY"}.get(kind, "YEARLY")
    rule = [f"FREQ={head}", f"INTERVAL={found[2]}", end, _old_days(kind, rest)]
    return ";".join(part for part in rule if part)


def _old_days(kind: str, words: list[str]) -> str:
    if not words or kind == "D":
        return ""
    if kind == "W":
        return "BYDAY=" + ",".join(word for word in words if _OLD_DAYS.fullmatch(word))
    if kind == "MP":
        days, nth = [], ""
        for word in words:
            if hit := re.fullmatch(r"(\d)([+-])", word):
                nth = ("-" if hit[2] == "-" else "") + hit[1]
            elif nth and _OLD_DAYS.fullmatch(word):
                days.append(nth + word)
        return "BYDAY=" + ",".join(days) if days else ""
    numbers = []
    for word in words:
        if hit := re.fullmatch(r"(\d{1,3})([+-]?)", word):
            numbers.append(("-" if hit[2] == "-" else "") + hit[1])
        elif word == "LD":
            numbers.append("-1")
    key = {"MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}[kind]
    return f"{key}={','.join(numbers)}" if numbers else ""


def length_of(start: date | datetime, end: date | datetime | None) -> timedelta | None:
    """From start to end, when the two can be compared and the end comes later."""
    if end is None:
        return None
    if isinstance(start, datetime) != isinstance(end, datetime):
        start, end = date(start.year, start.month, start.day), date(end.year, end.month, end.day)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if (start.tzinfo is None) != (end.tzinfo is None):
            start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
        return end - start
    return end - start
