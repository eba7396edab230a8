"""An honest pitch is not tested for friendship; these four checks are made instead (3.8)."""

from __future__ import annotations

from collections.abc import Sequence

from app.insights.conversations import Talk
from app.insights.realness.edges import Ledger, finding
from app.model.findings import Finding
from app.model.records import Ask, Interaction, Opener, Result
from app.model.texts import _

YES, NO, NOT_KNOWN = "yes", "no", "not known"
_MOST_REMINDERS = 1


def honesty(ledger: Ledger) -> tuple[Finding, ...]:
    """Purpose said, something of use named, stopped after a no, at most one reminder."""
    spots = ledger.units.spots
    first = [spot[4] for spot in spots if spot[:2] == spots[0][:2]]
    return (
        _check(
            "purpose",
            _said(first, "ask_mine"),
            _("You said in the first message what you wanted."),
            _("The first message did not say what you wanted."),
            _("Whether the first message said what you wanted is not logged."),
        ),
        _check(
            "use",
            _said(first, "give_mine"),
            _("The first message named something of use to them."),
            _("The first message named nothing of use to them."),
            _("Whether the first message named something of use to them is not logged."),
        ),
        _check(
            "stopped",
            _stopped(ledger),
            _("After the no you did not ask again."),
            _("You asked again after the no."),
            _("No refusal is logged."),
        ),
        _check(
            "reminders",
            _few_reminders(ledger.units.talks),
            _("You sent at most one reminder."),
            _("You wrote more than one reminder without an answer."),
            _("Whether your messages were answered is not logged."),
        ),
    )


def _check(name: str, answer: bool | None, yes: str, no: str, unknown: str) -> Finding:
    if answer is None:
        return finding(name, NOT_KNOWN, unknown)
    return finding(name, YES if answer else NO, yes if answer else no)


def _said(first: Sequence[Interaction], field: str) -> bool | None:
    """Whether the first message held something of a sort; all that could be first may say so."""
    said = [getattr(contact, field) for contact in first]
    known = [value is not Ask.NONE for value in said if value is not None]
    return any(known) if known else None


def _stopped(ledger: Ledger) -> bool | None:
    """Whether no opening of mine with an ask followed the last lost outcome."""
    lost = [
        outcome.on.last.toordinal()
        for deal in ledger.log.deals
        for outcome in deal.outcomes
        if outcome.result is Result.LOST
    ]
    if not lost:
        return None
    later = [talk for talk in ledger.units.talks if talk.day > max(lost)]
    return not any(talk.opener is Opener.ME and talk.mine for talk in later)


def _few_reminders(talks: Sequence[Talk]) -> bool | None:
    """Whether unanswered openings of mine never followed each other more than once."""
    mine = [talk for talk in talks if talk.opener is Opener.ME]
    if not mine or all(talk.answered is None for talk in mine):
        return None
    longest = run = 0
    for talk in mine:
        run = run + 1 if talk.answered is False else 0
        longest = max(longest, run)
    return longest <= _MOST_REMINDERS + 1
