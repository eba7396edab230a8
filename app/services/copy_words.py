"""What is said of a copy: why it was made, whether it is whole, what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.model.copies import Copy, Holding, Reason
from app.model.texts import _, ngettext
from app.services import backups, day_words, words
from app.services.backups import Made
from app.services.file_words import size
from app.services.workspace import Workspace

_REASONS: Mapping[Reason, str] = {
    Reason.DAILY: _("Copy of the day"),
    Reason.BY_HAND: _("Made by hand"),
    Reason.BEFORE_UPDATE: _("Before an update of Kith"),
    Reason.BEFORE_IMPORT: _("Before an import"),
    Reason.BEFORE_RESTORE: _("Kept before a restore"),
}


def reason(copy: Copy) -> str:
    """Why it was made."""
    return _REASONS[copy.reason]


def about(copy: Copy, whose: str = "") -> str:
    """Why it was made, its size, whether it is protected; and of which journal, where said."""
    parts = [reason(copy), *([whose] if whose else []), size(copy.size)]
    parts.append(_("protected") if copy.protected else _("without passphrase"))
    if copy.second:
        parts.append(_("in the second folder"))
    if copy.checked is None:
        parts.append(_("not known to be whole"))
    return " · ".join(parts)


def whose(copy: Copy, mine: str | None, copies: Sequence[Copy]) -> str:
    """That a copy is of another journal of this name, as far as that is known; else "".

    Where nothing tells which journal this is (`mine` is None), they are told from the newest.
    """
    if mine is not None:
        return _("of another journal") if copy.journal not in ("", mine) else ""
    newest = next((one.journal for one in backups.newest_first(copies) if one.journal), "")
    return _("of another journal than the newest") if copy.journal not in ("", newest) else ""


def when(at: datetime, now: datetime) -> str:
    """ "Today, 09:00", "Yesterday, 09:00", "Mon 16 Nov, 09:00", with another year's number."""
    clock = at.strftime("%H:%M")
    days = (now.date() - at.date()).days
    if days == 0:
        return _("Today, {time}").format(time=clock)
    if days == 1:
        return _("Yesterday, {time}").format(time=clock)
    return f"{day_words.weekday_date(at.date(), now.date())}, {clock}"


def when_inside(at: datetime, now: datetime) -> str:
    """The same inside a sentence: "today, 09:00"."""
    clock = at.strftime("%H:%M")
    days = (now.date() - at.date()).days
    if days in (0, 1):
        inside = _("today, {time}") if days == 0 else _("yesterday, {time}")
        return inside.format(time=clock)
    return when(at, now)


def last_copy(newest: Copy | None, now: datetime) -> str:
    """When the last good copy was made, for the foot of the window."""
    if newest is None:
        return ""
    return _("Last copy {when}.").format(when=when_inside(newest.at, now))


def told(workspace: Workspace) -> tuple[str, str]:
    """What Today says of the copies, and what the foot of the window says."""
    newest = backups.newest_good(workspace)
    return backups.overdue(workspace), last_copy(newest, backups.now(workspace))


def holds(held: Holding) -> str:
    """ "24 people, 512 entries and 31 promises"."""
    return words.listed((_people(held.people), _entries(held.entries), _promises(held.promises)))


def compared(copy: Holding, today: Holding) -> str:
    """How the journal of today differs from the copy, in counts."""
    more: list[str] = []
    fewer: list[str] = []
    for told, then, now in (
        (_people, copy.people, today.people),
        (_entries, copy.entries, today.entries),
        (_promises, copy.promises, today.promises),
    ):
        if then != now:
            (more if now > then else fewer).append(told(abs(now - then)))
    if not more and not fewer:
        return _("The journal today has as many of each.")
    if not fewer:
        return _("The journal today has {more} more.").format(more=words.listed(more))
    if not more:
        return _("The journal today has {fewer} fewer.").format(fewer=words.listed(fewer))
    return _("The journal today has {more} more and {fewer} fewer.").format(
        more=words.listed(more), fewer=words.listed(fewer)
    )


def last_entry(held: Holding, now: datetime) -> str:
    """When the last entry was, "" where there is none."""
    if held.last_entry is None:
        return ""
    day = day_words.short_date(held.last_entry, now.date())
    return _("The last entry is of {day}.").format(day=day)


def _people(count: int) -> str:
    return ngettext("{n} person", "{n} people", count).format(n=f"{count:,}")


def _entries(count: int) -> str:
    return ngettext("{n} entry", "{n} entries", count).format(n=f"{count:,}")


def _promises(count: int) -> str:
    return ngettext("{n} promise", "{n} promises", count).format(n=f"{count:,}")


def made(done: Made) -> str:
    """What is told after a copy was made by hand."""
    if done.remark:
        return _("A copy was made. {remark}").format(remark=done.remark)
    if done.second is not None:
        return _("A copy was made, in both folders.")
    return _("A copy was made.")


def exchange(copy: bool, journal: bool) -> str:
    """What restoring means for the passphrase, where the two differ in that; else ""."""
    if journal and not copy:
        return _(
            "This copy has no passphrase: restored, the journal has none either, and whoever can "
            "read the file can read it."
        )
    if copy and not journal:
        return _(
            "This copy is protected: restored, the journal asks for the passphrase it had then. "
            "The journal of before is kept without one."
        )
    return ""
