"""The spiral: whether kindness or hardness answers itself, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from app.insights.words import day_words, month_words, number_words, rests_on, sentence_case
from app.model.findings import Finding, PersonLog, State
from app.model.records import Interaction, Tone
from app.model.texts import _, ngettext
from app.settings import Policy

VIRTUOUS, VICIOUS, MIXED, NOT_ENOUGH = "virtuous", "vicious", "mixed", "not enough evidence"
LAST_EXCHANGES = 5
LEAST_EXCHANGES = 4
LEAST_RUN = 3
_KINDS = {VIRTUOUS: State.FOR, VICIOUS: State.AGAINST, MIXED: State.OPEN}
_WORDS = {
    VIRTUOUS: _("Virtuous cycle"),
    VICIOUS: _("Vicious cycle"),
    MIXED: _("Mixed"),
    NOT_ENOUGH: _("Little logged"),
}


def spiral(log: PersonLog, policy: Policy) -> Finding:
    """How the latest exchanges went on both sides, as the user marked their tone.

    An exchange counts when both tones are marked. A run of three or more at the end in which
    both sides were cooperative is a virtuous cycle; one in which neither was, and somebody was
    hard, a vicious one. Runs and numbers are choices of ours; reciprocity spirals both ways
    (Salacuse 2006).
    """
    marked = [
        contact
        for contact in log.contacts
        if contact.tone_mine and contact.tone_theirs and contact.when.date.first <= log.today
    ]
    marked.sort(key=_order)
    kinds = [_kind(contact) for contact in marked]
    short = LEAST_EXCHANGES - len(marked)
    if short > 0:
        return _finding(
            NOT_ENOUGH,
            _("Too few exchanges say how both sides behaved."),
            ngettext(
                "{n} more exchange with both tones marked is needed.",
                "{n} more exchanges with both tones marked are needed.",
                short,
            ).format(n=sentence_case(number_words(short))),
            marked,
            0,
            log.today,
        )
    last = kinds[-1]
    run = sum(1 for _same in takewhile(lambda kind: kind == last, reversed(kinds)))
    result = last if run >= LEAST_RUN and last != MIXED else MIXED
    counted = marked[-run:] if result != MIXED else marked[-LAST_EXCHANGES:]
    return _finding(
        result,
        _sentence(result, kinds, run, counted, log.today),
        _change(result),
        counted,
        run,
        log.today,
    )


def _order(contact: Interaction) -> tuple[date, str, str]:
    """By day and time; exchanges at one time by how they went, never by who logged first."""
    clock = contact.when.time.isoformat() if contact.when.time else ""
    return contact.when.date.first, clock, _kind(contact)


def _kind(contact: Interaction) -> str:
    tones = {contact.tone_mine, contact.tone_theirs}
    if tones == {Tone.COOPERATIVE}:
        return VIRTUOUS
    return VICIOUS if Tone.COOPERATIVE not in tones and Tone.HARD in tones else MIXED


def _sentence(
    result: str, kinds: Sequence[str], run: int, counted: Sequence[Interaction], today: date
) -> str:
    if result == MIXED:
        recent = kinds[-LAST_EXCHANGES:]
        return _(
            "Of the last {n} exchanges {good} were cooperative both ways and {bad} hard both ways."
        ).format(
            n=number_words(len(recent)),
            good=number_words(recent.count(VIRTUOUS)),
            bad=number_words(recent.count(VICIOUS)),
        )
    exact = counted[0].when.date.exact
    since = day_words(exact, today) if exact else month_words(counted[0].when.date.first)
    text = (
        _("Last {n} exchanges: cooperative both ways, a virtuous cycle since {since}.")
        if result == VIRTUOUS
        else _("Last {n} exchanges: hard both ways, a vicious cycle since {since}.")
    )
    return text.format(n=number_words(run), since=since)


def _change(result: str) -> str:
    if result == VICIOUS:
        return _("One exchange in which either of you is cooperative would break it.")
    if result == VIRTUOUS:
        return _("One exchange in which either of you is guarded or hard would break it.")
    return _("Three exchanges of the same kind in a row would show a direction.")


def _finding(
    result: str,
    sentence: str,
    change: str,
    counted: Sequence[Interaction],
    run: int,
    today: date,
) -> Finding:
    since = counted[0].when.date.first if counted else None
    return Finding(
        name="spiral",
        result=result,
        state=_KINDS.get(result, State.SILENT),
        sentence=sentence,
        title=_("How one thing leads to another"),
        word=_WORDS[result],
        counts=rests_on(_("exchanges with both tones marked"), len(counted), since),
        change=change,
        since=since,
        entries=tuple(contact.id for contact in counted),
        numbers={"n": len(counted), "run": run},
    )
