"""The one sentence under the quick line that says what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.model.people import PersonName
from app.model.records import Channel, Opener, Side
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services.day_words import short_date, weekday_date
from app.services.quick_log.quick_line import QuickLine

_CHANNELS = {
    Channel.CALL: _("call"),
    Channel.VIDEO: _("video call"),
    Channel.MEETING: _("meeting"),
    Channel.MEAL: _("meal"),
    Channel.MESSAGE: _("message"),
    Channel.EMAIL: _("e-mail"),
    Channel.LETTER: _("letter"),
    Channel.EVENT: _("event"),
    Channel.OTHER: _("other contact"),
}
_OPENERS = {
    Opener.ME: _("opened by you"),
    Opener.THEM: _("opened by them"),
    Opener.TOGETHER: _("arranged together"),
    Opener.GROUP: _("opened by the group"),
}


def day_text(day: PartialDate, this_year: int | None = None) -> str:
    """“Fri 27 Nov”, “May 2024” or “2019”; the year is left out when it is `this_year`."""
    today = None if this_year is None else date(this_year, 1, 1)
    return weekday_date(day.exact, today) if day.exact else short_date(day, today)


def understood(
    quick: QuickLine, people: Sequence[PersonName], this_year: int, day_unclear: bool = False
) -> str:
    """The reading as one line, parts in the order people think; empty for an empty line."""
    if not quick.line.strip():
        return ""
    parts = [quick.channel_word or (_CHANNELS[quick.channel] if quick.channel else "")]
    parts.append(", ".join(person.name for person in people))
    parts += [
        _("which {name}?").format(name=ambiguous.text.rstrip(".")) for ambiguous in quick.ambiguous
    ]
    parts += [_("{name}, not known yet").format(name=name) for name in quick.unknown]
    if not (people or quick.ambiguous or quick.unknown):
        parts.append(_("nobody named yet"))
    parts.append(_when(quick, day_unclear))
    parts.append(_OPENERS[quick.opener] if quick.opener else "")
    parts += _counts(quick, this_year)
    return _("Understood: {reading}").format(reading=" · ".join(filter(None, parts)))


def _when(quick: QuickLine, day_unclear: bool) -> str:
    said = [_("which day?") if day_unclear else day_text(quick.when.date)]
    if quick.when.time is not None:
        said.append(f"{quick.when.time:%H:%M}")
    if quick.minutes is not None:
        said.append(_("{minutes} min").format(minutes=quick.minutes))
    return ", ".join(said)


def _counts(quick: QuickLine, this_year: int) -> list[str]:
    parts = []
    if number := len(quick.commons):
        parts.append(
            ngettext("{n} thing in common", "{n} things in common", number).format(n=number)
        )
    if number := len(quick.differs):
        parts.append(ngettext("{n} difference", "{n} differences", number).format(n=number))
    for side in Side:
        promises = [promise for promise in quick.promises if promise.by is side]
        if promises:
            parts.append(_promised(side, len(promises)))
            dues = [day_text(promise.due, this_year) for promise in promises if promise.due]
            if dues:
                parts[-1] = _("{promises}, due {days}").format(
                    promises=parts[-1], days=_(" and ").join(dues)
                )
    if number := len(quick.questions):
        parts.append(
            ngettext("{n} question to ask", "{n} questions to ask", number).format(n=number)
        )
    return parts + [f"#{tag}" for tag in quick.tags]


def _promised(side: Side, number: int) -> str:
    if side is Side.ME:
        return ngettext("{n} promise of yours", "{n} promises of yours", number).format(n=number)
    return ngettext("{n} promise of theirs", "{n} promises of theirs", number).format(n=number)
