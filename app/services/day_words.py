"""The words for days and moments: how screens, papers and sentences write them."""

from __future__ import annotations

from datetime import date

from app.insights.words import MONTHS
from app.model.findings import State
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

_MONTHS = (
    _("Jan"),
    _("Feb"),
    _("Mar"),
    _("Apr"),
    _("May"),
    _("Jun"),
    _("Jul"),
    _("Aug"),
    _("Sep"),
    _("Oct"),
    _("Nov"),
    _("Dec"),
)
_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
_LONG_DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_MONTHS_FROM = 90  # days: before that, days and weeks are how people think


def short_date(day: PartialDate | date, today: date | None = None) -> str:
    """ "17 Nov", with the year when it is not this year's; as exact as it is known."""
    if isinstance(day, date):
        day = PartialDate.of(day)
    parts = []
    if day.day is not None:
        parts.append(str(day.day))
    if day.month is not None:
        parts.append(_MONTHS[day.month - 1])
    if day.year is not None and (day.day is None or today is None or day.year != today.year):
        parts.append(str(day.year))
    return " ".join(parts)


def long_date(day: PartialDate | date) -> str:
    """ "Monday 16 November 2026", as exact as it is known."""
    if isinstance(day, date):
        day = PartialDate.of(day)
    parts = []
    if day.exact is not None:
        parts.append(_LONG_DAYS[day.exact.weekday()])
    if day.day is not None:
        parts.append(str(day.day))
    if day.month is not None:
        parts.append(MONTHS[day.month - 1])
    if day.year is not None:
        parts.append(str(day.year))
    return " ".join(parts)


def month_title(month: str) -> str:
    """ "November 2026" for "2026-11"; the year alone when no month is known."""
    return long_date(PartialDate.parse(month))


def weekday_date(day: date, today: date | None = None) -> str:
    """ "Mon 23 Nov"."""
    return f"{_DAYS[day.weekday()]} {short_date(day, today)}"


def day_in_month(day: PartialDate) -> str:
    """ "16 Mon", as the timeline shows days; a dash when no day is known."""
    if day.exact is None:
        return "–"
    return f"{day.exact.day} {_DAYS[day.exact.weekday()]}"


def moment(when: Moment, today: date | None = None) -> str:
    """ "Mon 23 Nov, 10:00"."""
    exact = when.date.exact
    text = weekday_date(exact, today) if exact else short_date(when.date, today)
    if when.time is not None:
        text += f", {when.time.isoformat('minutes')}"
    return text


def days_ago(day: PartialDate, today: date) -> str:
    """ "6 days ago"; a month or year when that is all that is known."""
    if day.exact is None:
        return short_date(day)
    days = (today - day.exact).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 0:
        return _("on {date}").format(date=short_date(day, today))
    if days > 730:
        return ngettext("{n} year ago", "{n} years ago", days // 365).format(n=days // 365)
    if days >= _MONTHS_FROM:
        months = round(days / 30.44)
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def on_day(day: PartialDate, today: date) -> str:
    """A day ahead inside a sentence: "tomorrow", "on Thursday", "on 14 Dec", "in Dec 2026"."""
    if day.exact is None:
        return _("in {date}").format(date=short_date(day, today))
    days = (day.exact - today).days
    if days in (0, 1):
        return _("tomorrow") if days else _("today")
    if 1 < days < 7:
        return _("on {date}").format(date=_LONG_DAYS[day.exact.weekday()])
    return _("on {date}").format(date=short_date(day, today))


def month_since(day: PartialDate, today: date) -> str:
    """ "October" in the last eleven months, else "October 2024" or the year alone."""
    if day.year is None or day.month is None:
        return long_date(day)
    name = MONTHS[day.month - 1]
    months = (today.year - day.year) * 12 + today.month - day.month
    return name if months < 11 else f"{name} {day.year}"


def month_names() -> tuple[str, ...]:
    """The twelve months, January first, in short."""
    return _MONTHS


def calendar_words() -> frozenset[str]:
    """The names of months and days, short and long."""
    return frozenset((*_MONTHS, *MONTHS, *_DAYS, *_LONG_DAYS))


def due_words(due: PartialDate | None, today: date) -> tuple[str, State]:
    """The chip of an open promise: "Due Friday", "9 days late", "Due 1 Dec"."""
    if due is None:
        return _("No date"), State.SILENT
    late = (today - due.last).days
    if late > 0:
        return ngettext("{n} day late", "{n} days late", late).format(n=late), State.AGAINST
    if due.exact is None:
        return _("Due {date}").format(date=short_date(due, today)), State.SILENT
    if late == 0:
        return _("Due today"), State.OPEN
    if late == -1:
        return _("Due tomorrow"), State.OPEN
    if late > -7:
        return _("Due {day}").format(day=_LONG_DAYS[due.exact.weekday()]), State.OPEN
    return _("Due {date}").format(date=short_date(due, today)), State.SILENT
