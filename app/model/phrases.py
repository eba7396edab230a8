"""Days and spans of time in words, as every screen and sheet says them."""

from __future__ import annotations

from datetime import date, datetime

from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
SHORT_MONTHS = (
    _("Jan"),
    _("Feb"),
    _("Mar"),
    _("Apr"),
    _("May"),
    _("Jun"),
    _("Jul"),
    _("Aug"),
    _("Sept"),
    _("Oct"),
    _("Nov"),
    _("Dec"),
)


def full_day(day: date) -> str:
    """22 November 2026."""
    return _("{day} {month} {year}").format(day=day.day, month=MONTHS[day.month - 1], year=day.year)


def weekday_day(day: date, today: date) -> str:
    """Monday 23 November; with the year when it is not this one."""
    known = {"weekday": WEEKDAYS[day.weekday()], "day": day.day, "month": MONTHS[day.month - 1]}
    if day.year == today.year:
        return _("{weekday} {day} {month}").format(**known)
    return _("{weekday} {day} {month} {year}").format(**known, year=day.year)


def short_day(when: PartialDate, today: date) -> str:
    """16 Nov, 16 Nov 2024, March 2024 or 2024: as exact as it is known, no more."""
    if when.month is None:
        return str(when.year)
    if when.day is None:
        return month_and_year(when)
    month = SHORT_MONTHS[when.month - 1]
    if when.year is None or when.year == today.year:
        return _("{day} {month}").format(day=when.day, month=month)
    return _("{day} {month} {year}").format(day=when.day, month=month, year=when.year)


def month_and_year(when: PartialDate) -> str:
    """March 2019, or 2019 when the month is not known."""
    if when.month is None:
        return str(when.year)
    month = MONTHS[when.month - 1]
    return month if when.year is None else _("{month} {year}").format(month=month, year=when.year)


def due_day(when: PartialDate, today: date) -> str:
    """Today, tomorrow, Friday, 1 Dec, or how long it has been due."""
    day = when.exact
    if day is None:
        return short_day(when, today)
    ahead = (day - today).days
    if ahead < 0:
        return ngettext("{n} day late", "{n} days late", -ahead).format(n=-ahead)
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    return WEEKDAYS[day.weekday()] if ahead < 7 else short_day(when, today)


def ago(when: PartialDate, today: date) -> str:
    """Today, yesterday, 6 days ago, 5 months ago; the month or year where no more is known."""
    day = when.exact
    if day is None or day > today:
        return short_day(when, today)
    days = (today - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 14:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    if days < 61:
        return ngettext("{n} week ago", "{n} weeks ago", days // 7).format(n=days // 7)
    months = round(days / 30.44)
    if months < 24:
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    return ngettext("{n} year ago", "{n} years ago", months // 12).format(n=months // 12)


def moment_told(moment: Moment, today: date) -> str:
    """Monday 23 November, 10:00; less where less is known."""
    day = moment.date.exact
    told = weekday_day(day, today) if day else short_day(moment.date, today)
    return told if moment.time is None else f"{told}, {moment.time.isoformat('minutes')}"


def countdown(moment: Moment, now: datetime) -> str:
    """In 21 hours, in 3 days, now; empty when it is past or not known to the day."""
    day = moment.date.exact
    if day is None or day < now.date():
        return ""
    days = (day - now.date()).days
    if moment.time is None:
        return due_day(moment.date, now.date()) if days < 2 else _in_days(days)
    minutes = int((datetime.combine(day, moment.time) - now.replace(tzinfo=None)).total_seconds())
    minutes //= 60
    if minutes < 0:
        return ""
    if minutes < 60:
        return ngettext("in {n} minute", "in {n} minutes", minutes).format(n=minutes)
    hours = round(minutes / 60)
    if hours < 36:
        return ngettext("in {n} hour", "in {n} hours", hours).format(n=hours)
    return _in_days(days)


def _in_days(days: int) -> str:
    return ngettext("in {n} day", "in {n} days", days).format(n=days)
