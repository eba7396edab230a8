"""The words for the model's values, in one place, so that every screen says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.insights.words import RECORD_BOTH_WAYS, RECORD_LEAD, RECORD_REAL, RECORD_SILENT
from app.model.belongings import AttachmentRole
from app.model.findings import State
from app.model.people import (
    Attention,
    Basis,
    CommonKind,
    Connection,
    Counterpart,
    HowKnown,
    Kind,
    Likeness,
    PointKind,
    Pronoun,
    Rhythm,
    Sensitivity,
    Stake,
    VerdictChoice,
)
from app.model.records import (
    Ask,
    Channel,
    Depth,
    Interaction,
    Opener,
    PromiseState,
    Purpose,
    QuestionState,
    Result,
    Tone,
)
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

KIND_WORDS: Mapping[Kind, str] = {
    Kind.FRIEND: _("Friend"),
    Kind.FAMILY: _("Family"),
    Kind.CLIENT: _("Client"),
    Kind.COLLEAGUE: _("Colleague"),
    Kind.LEAD: _("Lead"),
    Kind.PITCH: _("Honest pitch"),
    Kind.OTHER: _("Other"),
}
ATTENTION_WORDS: Mapping[Attention, str] = {
    Attention.KEEP: _("Keep up with"),
    Attention.UNSORTED: _("Not sorted yet"),
    Attention.ADDRESS: _("Address only"),
    Attention.OUT: _("Left out"),
}
ROLE_WORDS: Mapping[AttachmentRole, str] = {
    AttachmentRole.PHOTO: _("Photo"),
    AttachmentRole.FILE: _("File"),
}
KIND_PLURALS: Mapping[Kind, str] = {
    Kind.FRIEND: _("Friends"),
    Kind.FAMILY: _("Family"),
    Kind.CLIENT: _("Clients"),
    Kind.COLLEAGUE: _("Colleagues"),
    Kind.LEAD: _("Leads"),
    Kind.PITCH: _("Honest pitches"),
    Kind.OTHER: _("Others"),
}
PRONOUN_WORDS: Mapping[Pronoun, str] = {
    Pronoun.SHE: _("she"),
    Pronoun.HE: _("he"),
    Pronoun.THEY: _("they"),
}
STAKE_WORDS: Mapping[Stake, str] = {
    Stake.PERSONAL: _("personal"),
    Stake.BUSINESS: _("business"),
}
LIKENESS_WORDS: Mapping[Likeness, str] = {
    Likeness.SAME: _("What you share"),
    Likeness.DIFFERENT: _("What sets you apart"),
}
RHYTHM_WORDS: Mapping[Rhythm, str] = {
    Rhythm.WEEKLY: _("Every week"),
    Rhythm.MONTHLY: _("Every month"),
    Rhythm.QUARTERLY: _("Every three months"),
    Rhythm.TWICE_A_YEAR: _("Twice a year"),
    Rhythm.YEARLY: _("Once a year"),
    Rhythm.SEASONAL: _("In season"),
}
CONNECTION_WORDS: Mapping[Connection, str] = {
    Connection.PSYCHOLOGICAL: _("psychological"),
    Connection.ECONOMIC: _("economic"),
    Connection.POLITICAL: _("political"),
    Connection.PERSONAL: _("personal"),
}
CHANNEL_WORDS: Mapping[Channel, str] = {
    Channel.CALL: _("call"),
    Channel.VIDEO: _("video"),
    Channel.MEETING: _("meeting"),
    Channel.MEAL: _("meal"),
    Channel.MESSAGE: _("message"),
    Channel.EMAIL: _("email"),
    Channel.LETTER: _("letter"),
    Channel.EVENT: _("event"),
    Channel.OTHER: _("contact"),
}
ASK_WORDS: Mapping[Ask, str] = {
    Ask.NONE: _("No"),
    Ask.SALE: _("Sale"),
    Ask.FAVOUR: _("Favour"),
    Ask.INTRODUCTION: _("Introduction"),
    Ask.INFORMATION: _("Information"),
    Ask.MONEY: _("Money"),
    Ask.TIME: _("Time"),
    Ask.OTHER: _("Other"),
}
OPENER_WORDS: Mapping[Opener, str] = {
    Opener.ME: _("I did"),
    Opener.THEM: _("They did"),
    Opener.TOGETHER: _("Arranged together"),
    Opener.GROUP: _("A group"),
}
DEPTH_WORDS: Mapping[Depth, str] = {
    Depth.PASSING: _("In passing"),
    Depth.SHORT: _("Short"),
    Depth.REAL: _("Real talk"),
    Depth.PERSONAL: _("Personal or difficult"),
}
TONE_WORDS: Mapping[Tone, str] = {
    Tone.COOPERATIVE: _("cooperative"),
    Tone.GUARDED: _("guarded"),
    Tone.HARD: _("hard"),
}
RESULT_WORDS: Mapping[Result, str] = {
    Result.WON: _("won"),
    Result.LOST: _("lost"),
    Result.SHELVED: _("shelved"),
    Result.DELIVERED: _("delivered"),
}
VERDICT_WORDS: Mapping[VerdictChoice, tuple[str, State]] = {
    VerdictChoice.REAL: (_("real"), State.FOR),
    VerdictChoice.GROWING: (_("growing"), State.FOR),
    VerdictChoice.LEAD: (_("mostly a lead"), State.OPEN),
    VerdictChoice.PITCH: (_("an honest pitch"), State.SILENT),
    VerdictChoice.UNSURE: (_("I can’t tell"), State.OPEN),
    VerdictChoice.SILENT: (_("rather not say"), State.SILENT),
}
CALLS: Mapping[VerdictChoice, str] = {
    VerdictChoice.REAL: _("You call it real"),
    VerdictChoice.GROWING: _("You call it growing"),
    VerdictChoice.LEAD: _("You call it mostly a lead"),
    VerdictChoice.PITCH: _("You call it an honest pitch"),
    VerdictChoice.UNSURE: _("You cannot tell"),
    VerdictChoice.SILENT: _("You would rather not say"),
}
RECORD_WORDS: Mapping[str, str] = {
    RECORD_REAL: _("looked real"),
    RECORD_LEAD: _("looked like a lead"),
    RECORD_BOTH_WAYS: _("pointed both ways"),
    RECORD_SILENT: _("not enough to say"),
}
PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.RELATIONSHIP: _("Relationship only"),
    Purpose.ASK: _("An honest ask"),
    Purpose.BOTH: _("Both"),
}
COMMON_WORDS: Mapping[CommonKind, str] = {
    CommonKind.PEOPLE: _("people you both know"),
    CommonKind.PLACE: _("places"),
    CommonKind.EXPERIENCE: _("experience"),
    CommonKind.INTEREST: _("interests"),
    CommonKind.GOAL: _("goals"),
    CommonKind.VALUE: _("values"),
    CommonKind.GROUP: _("groups"),
    CommonKind.IDENTITY: _("identity"),
}
KNOWN_WORDS: Mapping[HowKnown, str] = {
    HowKnown.TOLD: _("they told me"),
    HowKnown.NOTICED: _("I noticed"),
    HowKnown.GUESS: _("I guess"),
}
SENSITIVITY_WORDS: Mapping[Sensitivity, str] = {
    Sensitivity.OPEN: _("open"),
    Sensitivity.CAREFUL: _("with care"),
    Sensitivity.PRIVATE: _("private"),
}
BASIS_WORDS: Mapping[Basis, str] = {Basis.STATED: _("stated"), Basis.HUNCH: _("hunch")}
POINT_WORDS: Mapping[PointKind, str] = {
    PointKind.EMAIL: _("E-mail"),
    PointKind.PHONE: _("Phone"),
    PointKind.ADDRESS: _("Address"),
    PointKind.URL: _("Web page"),
    PointKind.HANDLE: _("Handle"),
}
PROMISE_WORDS: Mapping[PromiseState, str] = {
    PromiseState.OPEN: _("open"),
    PromiseState.KEPT: _("kept"),
    PromiseState.LATE: _("kept late"),
    PromiseState.BROKEN: _("not kept"),
    PromiseState.RELEASED: _("released"),
}
QUESTION_WORDS: Mapping[QuestionState, str] = {
    QuestionState.TO_ASK: _("to ask"),
    QuestionState.ASKED: _("asked"),
    QuestionState.ANSWERED: _("answered"),
    QuestionState.DROPPED: _("dropped"),
}
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
_LONG_MONTHS = (
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
_NUMBERS = (
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


def first_name(person: Counterpart) -> str:
    """How sentences call a person: the first word of a spaced name, else the whole name."""
    return person.name.split()[0]


def subject(person: Counterpart | None, *, capital: bool = False) -> str:
    """She, he, they, or the name where no pronoun was said."""
    if person is None:
        word = _("they")
    elif person.pronoun is None:
        return first_name(person)
    else:
        word = {Pronoun.SHE: _("she"), Pronoun.HE: _("he"), Pronoun.THEY: _("they")}[person.pronoun]
    return word.capitalize() if capital else word


def channel_word(entry: Interaction) -> str:
    """How the contact came about; a note about someone is none."""
    if entry.is_note:
        return _("note")
    return CHANNEL_WORDS[entry.channel] if entry.channel else _("contact")


def opened_by(opener: Opener | None, person: Counterpart | None) -> str:
    """Who opened it, as half a sentence; empty while unknown."""
    if opener is Opener.ME:
        return _("you opened")
    if opener is Opener.THEM:
        return _("{who} opened").format(who=subject(person))
    if opener is Opener.TOGETHER:
        return _("arranged together")
    return _("in a group") if opener is Opener.GROUP else ""


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
        parts.append(_LONG_MONTHS[day.month - 1])
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


def month_since(day: PartialDate, today: date) -> str:
    """ "October" in the last eleven months, else "October 2024" or the year alone."""
    if day.year is None or day.month is None:
        return long_date(day)
    name = _LONG_MONTHS[day.month - 1]
    months = (today.year - day.year) * 12 + today.month - day.month
    return name if months < 11 else f"{name} {day.year}"


def number(count: int) -> str:
    """Small numbers as words, larger ones as figures."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def listed(things: Sequence[str]) -> str:
    """ "economic, political and personal"."""
    if len(things) < 2:
        return "".join(things)
    return _("{most} and {last}").format(most=", ".join(things[:-1]), last=things[-1])


def month_names() -> tuple[str, ...]:
    """The twelve months, January first, in short."""
    return _MONTHS


def calendar_words() -> frozenset[str]:
    """The names of months and days, short and long."""
    return frozenset((*_MONTHS, *_LONG_MONTHS, *_DAYS, *_LONG_DAYS))


def every_words(person: Counterpart) -> str:
    """How often the user means to be in touch: "Every two months"; empty while not said."""
    if person.rhythm_days is not None:
        return _every_days(person.rhythm_days)
    if person.rhythm is Rhythm.SEASONAL and person.season_months:
        months = ", ".join(_MONTHS[month - 1] for month in person.season_months)
        return _("In season: {months}").format(months=months)
    return RHYTHM_WORDS[person.rhythm] if person.rhythm else ""


def _every_days(days: int) -> str:
    if days % 365 == 0:
        return ngettext("Every year", "Every {n} years", days // 365).format(n=number(days // 365))
    if days % 30 == 0:
        return ngettext("Every month", "Every {n} months", days // 30).format(n=number(days // 30))
    if days % 7 == 0:
        return ngettext("Every week", "Every {n} weeks", days // 7).format(n=number(days // 7))
    return ngettext("Every day", "Every {n} days", days).format(n=days)


def waiting_words(count: int) -> str:
    """ "774 people wait to be sorted." """
    told = ngettext("{n} person waits to be sorted.", "{n} people wait to be sorted.", count)
    return told.format(n=f"{count:,}")


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
