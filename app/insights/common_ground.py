"""What is shared, against what differs; what to bring up next; never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.insights.words import joined, voice
from app.model.findings import Finding, PersonLog, State
from app.model.people import Commonality, CommonKind, HowKnown, Likeness, Mention, Sensitivity
from app.model.records import Ask, Interaction
from app.model.texts import _, ngettext
from app.settings import Policy

LAST_ASKS = 3
_BEFORE_DAYS = 3
_NEVER = date.min
_KINDS = {
    CommonKind.PEOPLE: _("people you both know"),
    CommonKind.PLACE: _("places you share"),
    CommonKind.EXPERIENCE: _("what you both went through"),
    CommonKind.INTEREST: _("what you both enjoy"),
    CommonKind.GOAL: _("what you both want"),
    CommonKind.VALUE: _("what you both hold dear"),
    CommonKind.GROUP: _("groups you both belong to"),
    CommonKind.IDENTITY: _("who you both are"),
}


def bring_up(log: PersonLog, policy: Policy, limit: int = 3) -> tuple[Commonality, ...]:
    """What is shared and could be brought up next, least mentioned first.

    Guesses and private things are left out, and what stood before each of the last three asks
    rests. Among equals, what may be said freely goes before what needs care, then what was
    mentioned longest ago, then what was learned last.
    """
    resting = {common.id for common in overused(log)}
    usable = [
        common
        for common in log.commonalities
        if common.likeness is Likeness.SAME
        and common.how_known is not HowKnown.GUESS
        and common.sensitivity is not Sensitivity.PRIVATE
        and common.id not in resting
    ]
    return tuple(sorted(usable, key=_freshness)[:limit])


def _freshness(common: Commonality) -> tuple[int, bool, date, int, str]:
    last = common.last_mentioned.first if common.last_mentioned else _NEVER
    learned = common.learned_on.first if common.learned_on else _NEVER
    care = common.sensitivity is Sensitivity.CAREFUL
    return common.times_mentioned, care, last, -learned.toordinal(), common.text


def overused(log: PersonLog) -> tuple[Commonality, ...]:
    """What was brought up before each of the user's last three asks (a choice of ours).

    Before means in the same entry or in the three days up to it. "We" towards people who do not
    feel that close lowers trust (Sela, Wheeler & Sarial-Abi 2012).
    """
    asks = _last_asks(log)
    if len(asks) < LAST_ASKS:
        return ()
    return tuple(
        common
        for common in log.commonalities
        if all(any(_precedes(mention, ask) for mention in common.mentions) for ask in asks)
    )


def _last_asks(log: PersonLog) -> Sequence[Interaction]:
    asks = [
        contact
        for contact in log.contacts
        if contact.ask_mine not in (None, Ask.NONE)
        and not contact.joint_benefit
        and contact.when.date.first <= log.today
    ]
    asks.sort(
        key=lambda contact: (contact.when.date.first, str(contact.when.time or ""), contact.id)
    )
    return asks[-LAST_ASKS:]


def _precedes(mention: Mention, ask: Interaction) -> bool:
    if mention.interaction_id is not None and mention.interaction_id == ask.id:
        return True
    asked, said = ask.when.date.exact, mention.on.exact
    return asked is not None and said is not None and 0 <= (asked - said).days <= _BEFORE_DAYS


def overuse(log: PersonLog) -> Finding | None:
    """The warning that one thing in common has come before each of the last three asks."""
    found = overused(log)
    if not found:
        return None
    asks = _last_asks(log)
    return Finding(
        name="overuse",
        result="overused",
        state=State.OPEN,
        sentence=_(
            "“{text}” came up before each of your last three asks. This may read as a technique."
        ).format(text=found[0].text),
        title=_("Mentioned too often"),
        word=_("Let it rest"),
        change=_("An ask without it, or mentioning it when you want nothing, would end this."),
        since=asks[0].when.date.first,
        entries=tuple(ask.id for ask in asks),
        numbers={"asks": len(asks), "things": len(found)},
    )


def balance(log: PersonLog) -> Finding:
    """How many things are noted as shared and as different; a reminder, not a score."""
    same = sum(common.likeness is Likeness.SAME for common in log.commonalities)
    different = len(log.commonalities) - same
    name = voice(log.person).name
    if not log.commonalities:
        sentence = _("Nothing is noted yet that you and {name} share.").format(name=name)
    else:
        differences = ngettext("{n} difference", "{n} differences", different).format(n=different)
        things = ngettext("{n} thing", "{n} things", same).format(n=same)
        noted = _("You noted {differences} and {things} in common.").format(
            differences=differences, things=things
        )
        first = _("Differences come to mind first; read what you share once more.")
        sentence = joined([noted, first if different and same else ""])
    return Finding(
        name="balance",
        result="shown",
        state=State.SILENT if not log.commonalities else State.OPEN,
        sentence=sentence,
        title=_("Common ground"),
        word=str(same),
        change=what_else(log),
        entries=tuple(
            dict.fromkeys(c.interaction_id for c in log.commonalities if c.interaction_id)
        ),
        numbers={"same": same, "different": different},
    )


def missing_kinds(log: PersonLog) -> tuple[CommonKind, ...]:
    """The kinds of common ground nothing is noted of yet."""
    noted = {common.kind for common in log.commonalities if common.likeness is Likeness.SAME}
    return tuple(kind for kind in CommonKind if kind not in noted)


def what_else(log: PersonLog) -> str:
    """One sentence on what could still be found out."""
    missing = missing_kinds(log)
    if not missing:
        return ""
    return _("What else? You know nothing yet about {what}.").format(what=_KINDS[missing[0]])
