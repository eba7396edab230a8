"""Names, dates, shares and counts as the sentences of the findings write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from app.insights.intervals import Interval
from app.model.people import Counterpart, Pronoun, Rhythm
from app.model.texts import _, ngettext
from app.model.titles import called

# What the record as a whole can say: stable results. Lists tell them too, without the tests.
RECORD_REAL = "The record looks like a real relationship."
RECORD_LEAD = "The record looks more like a lead."
RECORD_BOTH_WAYS = "The record points both ways."
RECORD_SILENT = "Not enough in the journal to say."
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
_SMALL = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
)
RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.WEEKLY: _("Every week"),
    Rhythm.MONTHLY: _("Every month"),
    Rhythm.QUARTERLY: _("Every three months"),
    Rhythm.TWICE_A_YEAR: _("Twice a year"),
    Rhythm.YEARLY: _("Once a year"),
    Rhythm.SEASONAL: _("In season"),
}
_PRONOUNS = {
    Pronoun.SHE: (_("she"), _("her"), _("her")),
    Pronoun.HE: (_("he"), _("him"), _("his")),
    Pronoun.THEY: (_("they"), _("them"), _("their")),
}


class Voice(NamedTuple):
    """How sentences speak of a person: by name first, then by pronoun or by name again."""

    name: str
    they: str
    them: str
    their: str


def voice(person: Counterpart) -> Voice:
    """The words for this person; titles such as "Dr." are skipped for the short name."""
    name = called(person.name) or _("this person")
    if person.pronoun is None:
        return Voice(name, name, name, _("{name}’s").format(name=name))
    return Voice(name, *_PRONOUNS[person.pronoun])


def sentence_case(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def day_words(day: date, today: date) -> str:
    """A day such as "3 May", with its year unless it is this one."""
    month = MONTHS[day.month - 1]
    if day.year == today.year:
        return _("{day} {month}").format(day=day.day, month=month)
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def month_words(day: date) -> str:
    """A month such as "May 2025"."""
    return _("{month} {year}").format(month=MONTHS[day.month - 1], year=day.year)


def number_words(number: int) -> str:
    """Small numbers as words, larger ones as figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def times_words(number: int) -> str:
    """Once, twice, three times."""
    if number == 1:
        return _("once")
    if number == 2:
        return _("twice")
    return _("{number} times").format(number=number_words(number))


def range_words(interval: Interval) -> str:
    """A likely range such as "72–97 %"."""
    low, high = round(interval.low * 100), round(interval.high * 100)
    return _("{low}–{high} %").format(low=low, high=high)


def length_words(days: int) -> str:
    """A stretch of days in the unit people would use."""
    if days < 14:
        return ngettext("{n} day", "{n} days", days).format(n=days)
    if days < 60:
        weeks = round(days / 7)
        return ngettext("{n} week", "{n} weeks", weeks).format(n=weeks)
    if days < 730:
        months = round(days / 30.44)
        return ngettext("{n} month", "{n} months", months).format(n=months)
    years = round(days / 365.25)
    return ngettext("{n} year", "{n} years", years).format(n=years)


def rhythm_words(person: Counterpart) -> str:
    """The rhythm as it was chosen: "Every month", "Every 10 days"; empty while none is."""
    if person.rhythm_days is not None:
        return _every_days(person.rhythm_days)
    return RHYTHMS[person.rhythm] if person.rhythm else ""


def _every_days(days: int) -> str:
    number = number_words
    if days % 365 == 0:
        return ngettext("Every year", "Every {n} years", days // 365).format(n=number(days // 365))
    if days % 30 == 0:
        return ngettext("Every month", "Every {n} months", days // 30).format(n=number(days // 30))
    if days % 7 == 0:
        return ngettext("Every week", "Every {n} weeks", days // 7).format(n=number(days // 7))
    return ngettext("Every day", "Every {n} days", days).format(n=days)


def rests_on(what: str, entries: int, since: date | None) -> str:
    """What a finding counts, since when, and how many entries it rests on."""
    resting = ngettext("rests on {n} entry", "rests on {n} entries", entries).format(n=entries)
    if since is None:
        return _("Counts {what}; {resting}.").format(what=what, resting=resting)
    return _("Counts {what} since {month}; {resting}.").format(
        what=what, month=month_words(since), resting=resting
    )


def joined(sentences: Sequence[str]) -> str:
    """Sentences in a row, empty ones left out."""
    return " ".join(sentence for sentence in sentences if sentence)
