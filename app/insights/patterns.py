"""How contact falls in time, and the four strands of a tie: context, never a verdict (3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.insights.clocks import months_before
from app.insights.conversations import Talk, Units, converse
from app.insights.steadiness import steadiness as measured
from app.insights.words import rests_on
from app.model.findings import Finding, Number, PersonLog, State
from app.model.records import Ask, Depth, Interaction
from app.model.texts import _, ngettext
from app.settings import Policy

SHOWN, NOT_ENOUGH = "shown", "not enough evidence"
_EVEN, _CLUSTERED = -0.2, 0.3


def steadiness(log: PersonLog, policy: Policy) -> Finding:
    """Months with a contact, and whether contacts come evenly or in clusters.

    Source of the figure: Kim & Jo 2016. The words for it are ours.
    """
    units = _units(log, policy)
    spots = sorted([*units.spots, *units.groups], key=lambda spot: spot[:3])
    start = _start(log, policy)
    begin = max(start, spots[0][0]) if spots else start
    found = measured(spots, begin, log.today)
    text = ngettext(
        "There was contact in {k} of {n} month.",
        "There was contact in {k} of {n} months.",
        found.of_months,
    ).format(k=found.months, n=found.of_months)
    if found.burstiness is not None:
        text = f"{text} {_evenness(found.burstiness)}"
    entries = tuple(spot[4].id for spot in spots if spot[0] >= begin)
    return Finding(
        name="steadiness",
        result=SHOWN if spots else NOT_ENOUGH,
        state=State.OPEN if spots else State.SILENT,
        sentence=text if spots else _("No contact is logged yet."),
        title=_("Steadiness"),
        word=_("{k} of {n} months").format(k=found.months, n=found.of_months),
        counts=rests_on(_("days of contact"), len(entries), date.fromordinal(begin)),
        since=date.fromordinal(begin),
        entries=entries,
        numbers={
            "months": found.months,
            "of_months": found.of_months,
            "gaps": found.gaps,
            "burstiness": found.burstiness,
        },
    )


def _evenness(value: float) -> str:
    if value < _EVEN:
        return _("It comes at even distances.")
    if value > _CLUSTERED:
        return _("It comes in clusters, with long gaps between.")
    return _("It comes neither evenly nor in clusters.")


def four_bars(log: PersonLog, policy: Policy) -> tuple[Finding, Finding, Finding, Finding]:
    """Time, emotional intensity, intimacy, reciprocal services, each from logged fields.

    Source of the four parts: Granovetter 1973. Each holds `share` from 0 to 1, or None where
    too little was logged; they are not added up.
    """
    units = _units(log, policy)
    start = _start(log, policy)
    talks = [talk for talk in units.talks if talk.day >= start]
    contacts = [spot[4] for spot in units.spots if spot[0] >= start]
    return (
        _time(log, policy, [*contacts, *(s[4] for s in units.groups if s[0] >= start)], start),
        _intensity(talks, policy),
        _intimacy(talks, policy),
        _services(contacts, policy),
    )


def _time(log: PersonLog, policy: Policy, contacts: Sequence[Interaction], start: int) -> Finding:
    """Hours together and the share of months with a contact."""
    minutes = sum(contact.minutes or 0 for contact in contacts)
    timed = sum(contact.minutes is not None for contact in contacts)
    months = {(c.when.date.year, c.when.date.month) for c in contacts if c.when.date.month}
    first = date.fromordinal(start)
    of_months = (log.today.year - first.year) * 12 + log.today.month - first.month + 1
    hours = round(minutes / 60)
    text = ngettext(
        "{n} contact in {months} of {of} months; about {hours} hours noted.",
        "{n} contacts in {months} of {of} months; about {hours} hours noted.",
        len(contacts),
    ).format(n=len(contacts), months=len(months), of=of_months, hours=hours)
    return _bar(
        "time",
        _("Time"),
        text,
        len(months) / of_months if contacts else None,
        {"n": len(contacts), "minutes": minutes, "timed": timed, "months": len(months)},
        contacts,
    )


def _intensity(talks: Sequence[Talk], policy: Policy) -> Finding:
    """Talks that held something personal or difficult, of those with a depth."""
    known = [talk for talk in talks if talk.depth is not None]
    k = sum(talk.depth == Depth.PERSONAL for talk in known)
    text = ngettext(
        "{k} of {n} conversation held something personal or difficult.",
        "{k} of {n} conversations held something personal or difficult.",
        len(known),
    ).format(k=k, n=len(known))
    return _counted("intensity", _("Emotional intensity"), text, k, known, policy.least_depths)


def _intimacy(talks: Sequence[Talk], policy: Policy) -> Finding:
    """Talks in which each asked about the other, of those that say so of either."""
    known = [talk for talk in talks if talk.i_asked or talk.they_asked]
    k = sum(talk.i_asked and talk.they_asked for talk in known)
    text = ngettext(
        "In {k} of {n} conversation with a question about each other, both asked.",
        "In {k} of {n} conversations with a question about each other, both asked.",
        len(known),
    ).format(k=k, n=len(known))
    return _counted("intimacy", _("Intimacy"), text, k, known, policy.least_talks)


def _counted(
    name: str, title: str, text: str, k: int, talks: Sequence[Talk], least: int
) -> Finding:
    share = k / len(talks) if len(talks) >= least else None
    entries = tuple(entry for talk in talks for entry in talk.entries)
    return _strand(name, title, text, share, {"k": k, "n": len(talks)}, entries)


def _services(contacts: Sequence[Interaction], policy: Policy) -> Finding:
    """What each gave; the share is how even the giving was, 1 when both gave alike."""
    giving = [c for c in contacts if _gave(c.give_mine) or _gave(c.give_theirs)]
    mine = sum(_gave(contact.give_mine) for contact in giving)
    theirs = sum(_gave(contact.give_theirs) for contact in giving)
    total = mine + theirs
    share = 1 - abs(mine - theirs) / total if total >= policy.least_talks else None
    text = _("You gave something {mine} times, the other way {theirs} times.").format(
        mine=mine, theirs=theirs
    )
    return _bar(
        "services",
        _("Things done for each other"),
        text,
        share,
        {"mine": mine, "theirs": theirs},
        giving,
    )


def _gave(give: Ask | None) -> bool:
    return give is not None and give is not Ask.NONE


def _bar(
    name: str,
    title: str,
    text: str,
    share: float | None,
    numbers: dict[str, Number],
    contacts: Sequence[Interaction],
) -> Finding:
    return _strand(name, title, text, share, numbers, tuple(c.id for c in contacts))


def _strand(
    name: str,
    title: str,
    text: str,
    share: float | None,
    numbers: dict[str, Number],
    entries: tuple[int, ...],
) -> Finding:
    return Finding(
        name=name,
        result=NOT_ENOUGH if share is None else SHOWN,
        state=State.SILENT if share is None else State.OPEN,
        sentence=text,
        title=title,
        word=_("Little logged") if share is None else "",
        entries=entries,
        numbers={**numbers, "share": share},
    )


def _units(log: PersonLog, policy: Policy) -> Units:
    return converse(log.contacts, log.today, policy.conversation_gap_hours, policy.unanswered_days)


def _start(log: PersonLog, policy: Policy) -> int:
    return months_before(log.today, policy.window_months).toordinal() + 1
