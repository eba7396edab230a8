"""The three tests side by side, and beside the user's own word. No single score (3.6, 3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.insights.realness import agenda, mutual, outlives
from app.insights.realness.edges import EARLY, EARLY_TO_SAY, TITLES, Ledger, read
from app.insights.realness.pitch import honesty
from app.insights.words import RECORD_BOTH_WAYS as BOTH_WAYS
from app.insights.words import RECORD_LEAD as LEAD
from app.insights.words import RECORD_REAL as REAL
from app.insights.words import RECORD_SILENT as SILENT
from app.insights.words import joined, rests_on
from app.model.findings import Finding, Number, PersonLog, State
from app.model.people import Kind, VerdictChoice
from app.model.texts import _, mine, ngettext
from app.settings import Policy

_SENTENCES = {
    REAL: _("The record looks like a real relationship."),
    LEAD: _("The record looks more like a lead."),
    BOTH_WAYS: _("The record points both ways."),
    SILENT: _("Not enough in the journal to say."),
}
_STATES = {
    REAL: State.FOR,
    LEAD: State.AGAINST,
    BOTH_WAYS: State.OPEN,
    SILENT: State.SILENT,
}
_WORDS = {
    REAL: _("Looks real"),
    LEAD: _("Looks like a lead"),
    BOTH_WAYS: _("Both ways"),
    SILENT: _("Not enough logged"),
}
_ENOUGH = 2
_MOST = 2


class Realness(NamedTuple):
    """The three tests and the sentence that puts them side by side."""

    t1: Finding
    t2: Finding
    t3: Finding
    record: Finding


def t1(log: PersonLog, policy: Policy) -> Finding:
    """Does it outlive the lead?"""
    return outlives.judge(read(log, policy))


def t2(log: PersonLog, policy: Policy) -> Finding:
    """Is it mutual and meaningful?"""
    return mutual.judge(read(log, policy))


def t3(log: PersonLog, policy: Policy) -> Finding:
    """Is it all agenda?"""
    return agenda.judge(read(log, policy))


def side_by_side(log: PersonLog, policy: Policy) -> Realness:
    """All three tests and the record, the log being read once.

    For an honest pitch the record carries the honesty checks as parts; for someone new, the
    first steps as details.
    """
    ledger = read(log, policy)
    first, second, third = outlives.judge(ledger), mutual.judge(ledger), agenda.judge(ledger)
    whole = record(first, second, third)
    if log.person.no_contact or not log.person.is_counted:
        whole = replace(whole, sentence=first.sentence)
    elif log.person.kind is Kind.PITCH:
        checks = honesty(ledger)
        told = tuple(check.sentence for check in checks)
        whole = replace(whole, sentence=first.sentence, parts=checks, details=told)
    elif (first.result, second.result) == (EARLY_TO_SAY, EARLY):
        whole = replace(whole, details=_first_steps(ledger))
    elif ledger.units.left_out:
        whole = replace(whole, details=(_earlier(ledger.units.left_out),))
    return Realness(first, second, third, whole)


def record(first: Finding, second: Finding, third: Finding) -> Finding:
    """The sentence that puts the three tests side by side; it describes the record, nobody."""
    tests = (first, second, third)
    in_favour = sum(test.state is State.FOR for test in tests)
    against = sum(test.state is State.AGAINST for test in tests)
    result = record_rule(in_favour, against)
    entries = tuple(dict.fromkeys(entry for test in tests for entry in test.entries))
    days = [test.since for test in tests if test.since]
    since = min(days) if days else None
    numbers: dict[str, Number] = {
        "for": in_favour,
        "against": against,
        "open": len(tests) - in_favour - against,
        "silent": sum(test.state is State.SILENT for test in tests),
        "contacts": second.numbers.get("contacts", 0),
    }
    return Finding(
        name="record",
        result=result,
        state=_STATES[result],
        sentence=_SENTENCES[result],
        title=TITLES["record"],
        word=_WORDS[result],
        counts=rests_on(_("what the three tests count"), len(entries), since),
        change=_change(result, tests),
        since=since,
        entries=entries,
        numbers=numbers,
    )


def record_rule(in_favour: int, against: int) -> str:
    """The table of 3.6."""
    if against >= _ENOUGH:
        return LEAD
    if in_favour and against:
        return BOTH_WAYS
    return REAL if in_favour >= _ENOUGH else SILENT


def _change(result: str, tests: Sequence[Finding]) -> str:
    """What would change the record: the change of the tests that it hangs on."""
    states = {REAL: (State.FOR,), LEAD: (State.AGAINST,), BOTH_WAYS: (State.AGAINST,)}
    wanted = states.get(result, (State.SILENT, State.OPEN))
    return _few(test.change for test in tests if test.state in wanted)


def _few(texts: Iterable[str]) -> str:
    """The first different texts, two at most."""
    return joined(list(dict.fromkeys(text for text in texts if text))[:_MOST])


def _first_steps(ledger: Ledger) -> tuple[str, ...]:
    """What to do and log first with someone new; steps already taken are left out."""
    log = ledger.log
    name = ledger.voice.name
    steps = (
        (bool(log.commonalities), _("Note one thing you share with {name}.")),
        (bool(log.interests), _("Ask what matters to {name}, and note it.")),
        (bool(ledger.units.openings()), _("Say who opened each conversation.")),
        (log.person.days_between is not None, _("Say how often you mean to be in touch.")),
    )
    return tuple(text.format(name=name) for done, text in steps if not done)


def _earlier(left_out: int) -> str:
    return ngettext(
        "{n} contact from the time of the pitch stays visible and is not counted.",
        "{n} contacts from the time of the pitch stay visible and are not counted.",
        left_out,
    ).format(n=left_out)


def disagreement(choice: VerdictChoice, realness: Realness) -> str:
    """What the screen says when the user's word and the record stand beside each other (3.7).

    The word is never overruled; someone who would rather not say gets no sentence.
    """
    whole = realness.record
    if choice is VerdictChoice.SILENT:
        return ""
    if choice is VerdictChoice.PITCH:
        return _("You said openly that this is a pitch. No test of friendship applies.")
    if whole.result == SILENT:
        contacts = int(whole.numbers["contacts"] or 0)
        alone = ngettext(
            "Your word stands alone; the journal holds {n} contact.",
            "Your word stands alone; the journal holds {n} contacts.",
            contacts,
        )
        return joined([alone.format(n=contacts), whole.change])
    if whole.result == BOTH_WAYS:
        both = _few([*_facts(realness, State.FOR)[:1], *_facts(realness, State.AGAINST)[:1]])
        return joined([_CALLS[choice], _SENTENCES[BOTH_WAYS], both])
    if whole.result == REAL:
        fact = _few(_facts(realness, State.FOR)[:1])
        return _BESIDE_REAL[choice].format(fact=fact)
    return _BESIDE_LEAD[choice].format(facts=_few(_facts(realness, State.AGAINST)))


_CALLS = {
    VerdictChoice.REAL: mine(_("You call it real.")),
    VerdictChoice.GROWING: mine(_("You call it growing.")),
    VerdictChoice.LEAD: mine(_("You call it mostly a lead.")),
    VerdictChoice.UNSURE: mine(_("You cannot tell.")),
}
_BESIDE_REAL = {
    VerdictChoice.REAL: _("You and the record agree. {fact}"),
    VerdictChoice.GROWING: mine(_("You call it growing; the record already looks real. {fact}")),
    VerdictChoice.LEAD: mine(_("You call it a lead, yet: {fact} Kinder than you think?")),
    VerdictChoice.UNSURE: mine(
        _("You cannot tell; the record looks like a real relationship. {fact}")
    ),
}
_BESIDE_LEAD = {
    VerdictChoice.REAL: mine(
        _("You call it real; the record shows less: {facts} What might the journal be missing?")
    ),
    VerdictChoice.GROWING: mine(
        _(
            "You call it growing; the record shows less so far: {facts} What might the journal be"
            " missing?"
        )
    ),
    VerdictChoice.LEAD: _("You and the record agree. {facts}"),
    VerdictChoice.UNSURE: mine(_("You cannot tell; the record looks more like a lead. {facts}")),
}


def _facts(realness: Realness, state: State) -> list[str]:
    """The plainest fact of each test in this state, the first test's first."""
    return [_fact(test) for test in realness[:3] if test.state is state]


def _fact(test: Finding) -> str:
    """The sentence of the part that decides; the first test speaks for itself."""
    if test.name == "t1":
        return test.sentence
    if test.name == "t2":
        return test.parts[0].sentence
    return next(part.sentence for part in test.parts if part.result == test.result)
