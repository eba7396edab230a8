"""Words for days, read as a date of honest precision: never more exact than said.

Written out here because it was measured: on a table of 68 phrases the general date libraries
read 20 to 49 as a log means them, and cost 15 to 110 ms to load. All arithmetic on days is the
standard library's; this module only knows the words.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.model.texts import _
from app.model.values import FIRST_YEAR, LAST_YEAR, PartialDate
from app.services.quick_log.clock_times import FOLLOWING_TIME, read_time

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_COUNTED.split(), 1)} | {"a": 1, "an": 1}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?(?!\s+(?:with|down|next|in)\b)|sun(?:day)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)(?!\d|[-/.:]\d)"
_SHORT_UNITS = {"m": "min", "h": "hour", "hr": "hour", "d": "day", "w": "week", "wk": "week"}
_COUNT = rf"(?P<count>\d{{1,4}}|an?|{_COUNTED.replace(' ', '|')})"
_UNIT = r"(?P<unit>minute|min|hour|day|week|fortnight|month|year)s?"
_PART = r"(?:\s+(?:morning|noon|lunchtime|afternoon|evening|night))?"


@dataclass(frozen=True, slots=True)
class When:
    """A phrase read: up to where, which date, maybe which time and how long, or why not."""

    end: int
    date: PartialDate | None = None
    time: time | None = None
    minutes: int | None = None
    problem: str = ""
    plain: bool = False  # can only be a day gone by, wherever in a sentence it stands


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a rule sees: the words found, the present, and which way to look for a year."""

    found: re.Match[str]
    now: datetime
    ahead: bool

    @property
    def today(self) -> date:
        return self.now.date()

    def __getitem__(self, name: str) -> str:
        return (self.found.groupdict().get(name) or "").casefold()

    @property
    def month(self) -> int:
        return _MONTHS.index(self["month"][:3]) + 1

    @property
    def count(self) -> int:
        return _NUMBERS.get(self["count"]) or int(self["count"])

    @property
    def words(self) -> str:
        return self.found.group().strip()


_Rule = Callable[[_Asked], "PartialDate | When | str"]


def _no_such(asked: _Asked) -> str:
    return _("There is no date “{words}”. Write it like 3 May 2024 or 2024-05-03.").format(
        words=asked.words
    )


def _vague(asked: _Asked) -> str:
    return _(
        "“{words}” is no single day. Write the day, such as “last Tuesday” or “3 May”, "
        "or the month, such as “in May”."
    ).format(words=asked.words)


def _made(asked: _Asked, year: int, month: int, day: int | None) -> PartialDate | str:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return _no_such(asked)
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return _no_such(asked)
    return PartialDate(year, month, day)


def _nearest(asked: _Asked, month: int, day: int | None) -> PartialDate | str:
    """The nearest such day or month in the asked direction, today included."""
    step = 1 if asked.ahead else -1
    for year in range(asked.today.year, asked.today.year + step * 9, step):
        found = _made(asked, year, month, day)
        if isinstance(found, str):
            continue
        if (found.last >= asked.today) if asked.ahead else (found.first <= asked.today):
            return found
    return _no_such(asked)


def _calendar_day(asked: _Asked) -> PartialDate | str:
    day, year, weekday = int(asked["day"]), asked["year"], asked["weekday"][:3]
    month = asked.month
    read = _made(asked, int(year), month, day) if year else _nearest(asked, month, day)
    if weekday and isinstance(read, PartialDate) and read.exact:
        said = _DAYS.index(weekday)
        if read.exact.weekday() != said:
            return _("{date} is not the weekday in “{words}”. Leave one of the two out.").format(
                date=read, words=asked.words
            )
    return read


def _numbers(asked: _Asked) -> PartialDate | str:
    """day.month.year; with slashes only what can be read one way."""
    day, month, year = int(asked["first"]), int(asked["second"]), asked["year"]
    if "/" in asked.words:
        if day <= 12 and month <= 12 and day != month:
            return _("“{words}” can be two days. Write 3 May 2024 or 2024-05-03.").format(
                words=asked.words
            )
        day, month = (month, day) if month > 12 else (day, month)
    if not year:
        return _nearest(asked, month, day)
    return _made(asked, int(year) + (2000 if len(year) == 2 else 0), month, day)


def _iso(asked: _Asked) -> PartialDate | When | str:
    day = int(asked["day"]) if asked["day"] else None
    read = _made(asked, int(asked["year"]), int(asked["second"]), day)
    if asked["clock"] and isinstance(read, PartialDate):
        hour, _colon, minute = asked["clock"].partition(":")
        return When(0, read, time(int(hour), int(minute)))
    return read


def _day_of_month(asked: _Asked) -> PartialDate | str:
    step, day = 1 if asked.ahead else -1, int(asked["day"])
    for months in range(0, 12 * step, step):
        month = _months_from(asked, months)
        if isinstance(month, PartialDate) and month.year and month.month:
            found = _made(asked, month.year, month.month, day)
            if isinstance(found, PartialDate) and (found.first - asked.today).days * step >= 0:
                return found
    return _no_such(asked)


def _month(asked: _Asked) -> PartialDate | str:
    if asked["year"]:
        return PartialDate(int(asked["year"]), asked.month)
    return _nearest(asked, asked.month, None)


def _year(asked: _Asked) -> PartialDate:
    return PartialDate(int(asked["year"]))


def _days_from(asked: _Asked, days: int) -> PartialDate | str:
    try:
        moved = asked.today + timedelta(days=days)
    except OverflowError:
        return _no_such(asked)
    return _made(asked, moved.year, moved.month, moved.day)


def _months_from(asked: _Asked, months: int) -> PartialDate | str:
    year, month = divmod(asked.today.year * 12 + asked.today.month - 1 + months, 12)
    return _made(asked, year, month + 1, None)


def _named_day(asked: _Asked) -> PartialDate | str:
    words = asked.words.casefold()
    if words.startswith("the"):
        return _days_from(asked, -2 if "before" in words else 2)
    if words.startswith(("yesterday", "last")):
        return _days_from(asked, -1)
    return _days_from(asked, 1 if words.startswith("tomorrow") else 0)


def _weekday(asked: _Asked) -> PartialDate | str:
    """“Friday” is the nearest one, today included; “last” excludes today, “next” is next week's."""
    wanted, today = _DAYS.index(asked["weekday"][:3]), asked.today.weekday()
    which = asked["which"]
    if which == "this" and not asked.ahead:
        return _days_from(asked, wanted - today)
    if which == "next":
        return _days_from(asked, 7 + wanted - today)
    if which in {"last", "past"}:
        return _days_from(asked, -((today - wanted) % 7 or 7))
    return _days_from(asked, (wanted - today) % 7 if asked.ahead else -((today - wanted) % 7))


def _weekday_of_week(asked: _Asked) -> PartialDate | str:
    """“Friday last week” is a day of that week, however near another Friday is."""
    by = {"last": -7, "past": -7, "next": 7}.get(asked["which"], 0)
    return _days_from(asked, by + _DAYS.index(asked["weekday"][:3]) - asked.today.weekday())


def _shifted(asked: _Asked) -> PartialDate | When | str:
    """So many units ago, or from now; months and years are not said to the day."""
    unit = _SHORT_UNITS.get(asked["unit"], asked["unit"])
    count = asked.count if asked.words.casefold().startswith("in ") else -asked.count
    if unit in {"minute", "min", "hour"}:
        moved = asked.now + timedelta(minutes=count * (60 if unit == "hour" else 1))
        return When(0, PartialDate.of(moved.date()), moved.time().replace(second=0, microsecond=0))
    if unit == "month":
        return _months_from(asked, count)
    if unit == "year":
        read = _months_from(asked, 12 * count)
        return PartialDate(read.year) if isinstance(read, PartialDate) else read
    return _days_from(asked, count * {"day": 1, "week": 7, "fortnight": 14}[unit])


def _stretch(asked: _Asked) -> PartialDate | str:
    """A week, month or year as a whole; a week has no one day, but a last one to be due."""
    by = {"last": -1, "past": -1, "next": 1}.get(asked["which"], 0)
    unit = asked["unit"]
    if unit == "month":
        return _months_from(asked, by)
    if unit == "year":
        return PartialDate(asked.today.year + by)
    return _days_from(asked, 6 - asked.today.weekday() + 7 * by) if asked.ahead else _vague(asked)


def _end_of(asked: _Asked) -> PartialDate | str:
    by = 1 if asked["which"] == "next" else 0
    if asked["unit"] == "week":
        return _days_from(asked, 6 - asked.today.weekday() + 7 * by)
    if asked["unit"] == "year":
        return _made(asked, asked.today.year + by, 12, 31)
    read = _months_from(asked, by)
    return PartialDate.of(read.last) if isinstance(read, PartialDate) else read


def _rule(pattern: str, read: _Rule, plain: bool = False) -> tuple[re.Pattern[str], _Rule, bool]:
    spaced = pattern.replace(" ", r"\s+")
    return re.compile(rf"(?:{spaced})(?!\w)", re.IGNORECASE), read, plain


_ON = r"(?:on )?"
_RULES: tuple[tuple[re.Pattern[str], _Rule, bool], ...] = (
    _rule(
        _ON + r"(?P<year>\d{4})-(?P<second>\d\d)"
        r"(?:-(?P<day>\d\d)(?:T(?P<clock>(?:[01]\d|2[0-3]):[0-5]\d)(?::\d\d)?)?)?",
        _iso,
        True,
    ),
    _rule(
        _ON + r"(?P<first>\d{1,2})\.\s?(?P<second>\d{1,2})\.(?:\s?(?P<year>\d{4}|\d\d)(?![:\w]))?",
        _numbers,
    ),
    _rule(_ON + r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d\d)", _numbers),
    _rule(
        rf"{_ON}(?:{_WEEKDAY},? )?(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?",
        _calendar_day,
    ),
    _rule(rf"{_ON}(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?![:\d])(?:,? {_YEAR})?", _calendar_day),
    _rule(r"on the (?P<day>\d{1,2})(?:st|nd|rd|th)", _day_of_month),
    _rule(rf"(?:in )?{_MONTH} {_YEAR}", _month),
    _rule(rf"(?:in|during) {_MONTH}", _month),
    _rule(rf"in {_YEAR}", _year),
    _rule(r"the day (?:before yesterday|after tomorrow)|last night", _named_day, True),
    _rule(rf"yesterday{_PART}", _named_day, True),
    _rule(r"today|tonight|just now|this (?:morning|noon|afternoon|evening)", _named_day, True),
    _rule(rf"tomorrow{_PART}", _named_day),
    _rule(rf"{_ON}{_WEEKDAY}(?<!\.)(?: of)? (?P<which>last|past) week", _weekday_of_week, True),
    _rule(rf"(?P<which>last|past) week,? {_ON}{_WEEKDAY}{_PART}", _weekday_of_week, True),
    _rule(rf"{_ON}{_WEEKDAY}(?<!\.)(?: of)? (?P<which>this|next) week", _weekday_of_week),
    _rule(rf"(?P<which>this|next) week,? {_ON}{_WEEKDAY}{_PART}", _weekday_of_week),
    _rule(rf"(?P<which>last|past) {_WEEKDAY}{_PART}", _weekday, True),
    _rule(rf"{_ON}(?:(?P<which>this|next) )?{_WEEKDAY}{_PART}", _weekday),
    _rule(rf"{_COUNT} {_UNIT} ago", _shifted, True),
    _rule(r"(?P<count>\d{1,4})\s?(?P<unit>m|hr|h|d|wk|w)s? ago", _shifted, True),
    _rule(rf"in {_COUNT} {_UNIT}", _shifted),
    _rule(
        r"(?:the )?end of (?:(?:the|this|(?P<which>next)) )?(?P<unit>week|month|year)",
        _end_of,
    ),
    _rule(r"(?P<which>last|past|this|next) (?P<unit>week|month|year)", _stretch),
    _rule(
        r"(?:(?:over|at|on) )?(?:last|this|the) weekend|the other day|recently|lately"
        r"|a (?:few|couple of) (?:days|weeks|months|years) ago"
        r"|(?:last|this) (?:spring|summer|autumn|fall|winter)",
        _vague,
    ),
)
_ALONE = (_rule(_MONTH, _month), _rule(_YEAR, _year))


def read_when(
    text: str, pos: int, now: datetime, *, ahead: bool = False, alone: bool = False
) -> When | None:
    """The day, and maybe the time, that the words at `pos` name; None when they name none.

    Args:
        text: the line.
        pos: where a word starts in it.
        now: the present, with the user's zone.
        ahead: look for the next such day (a due date) instead of the latest one (a log).
        alone: a month or a year may stand for itself, as after “by”.
    """
    for pattern, rule, plain in (*_RULES, *_ALONE) if alone else _RULES:
        found = pattern.match(text, pos)
        if found:
            return _with_time(text, found.end(), rule(_Asked(found, now, ahead)), plain)
    return None


def _with_time(text: str, end: int, read: PartialDate | When | str, plain: bool) -> When:
    if isinstance(read, str):
        return When(end, problem=read)
    if isinstance(read, When):
        return replace(read, end=end, plain=plain)
    gap = FOLLOWING_TIME.match(text, end)
    clock = read_time(text, gap.end()) if gap and read.exact else None
    if clock is None:
        return When(end, read, plain=plain)
    return When(clock.end, read, clock.time, clock.minutes, plain=plain)
