"""T2, is it mutual and meaningful? Starts, answers, depth and interest, put together (3.4)."""

from __future__ import annotations

from datetime import date

from app.insights.realness.edges import (
    I_CARRY,
    MUTUAL,
    NOT_ENOUGH,
    ONE_SIDED,
    PASSING,
    THEY_CARRY,
    UNCLEAR,
    Ledger,
    base_numbers,
    edge,
    finding,
    import_note,
    imported_share,
)
from app.insights.realness.engagement import (
    BOTH_WAYS,
    GOOD,
    ONE_WAY,
    POOR,
    answering,
    depth,
    interest,
    steady,
)
from app.insights.realness.starts import (
    BOTH,
    MOSTLY_ME,
    NOT_JUDGED,
    ONE_SIDED_STARTS,
    starts_part,
)
from app.insights.words import joined, rests_on
from app.model.findings import Finding, Number
from app.model.records import Opener
from app.model.texts import _


def mutual_rule(starts: str, mine: str, theirs: str, deep: str, both_ways: bool) -> str:
    """The table of T2; `mine` is how I answer them, `theirs` how they answer me.

    Silence goes first: with too few openings, or two parts silent, nothing is concluded.
    """
    answers_silent = mine == theirs == NOT_ENOUGH
    silent = (starts == NOT_ENOUGH) + answers_silent + (deep == NOT_ENOUGH)
    if starts == NOT_ENOUGH or silent >= 2:
        return NOT_ENOUGH
    if starts in ONE_SIDED_STARTS:
        other, own = (theirs, mine) if starts == MOSTLY_ME else (mine, theirs)
        if other == POOR or deep == POOR:
            return ONE_SIDED
        if other == GOOD and own != POOR and deep == GOOD:
            return I_CARRY if starts == MOSTLY_ME else THEY_CARRY
        return UNCLEAR
    if deep == POOR:
        return PASSING
    shared = starts in (BOTH, NOT_JUDGED) and POOR not in (mine, theirs)
    return MUTUAL if shared and deep == GOOD and both_ways else UNCLEAR


def judge(ledger: Ledger) -> Finding:
    """The second test for one person."""
    early = edge(ledger, "t2")
    if early is not None:
        return early
    openings = ledger.window(ledger.units.openings(), ledger.policy.least_openings)
    starts = starts_part(ledger, openings)
    mine = answering(ledger, Opener.THEM)
    theirs = answering(ledger, Opener.ME)
    deep, deep_talks = depth(ledger)
    start = min([ledger.start, *(talk.day for talk in openings[:1])])
    asking = interest(ledger, start)
    steadiness = steady(ledger, start)
    result = mutual_rule(
        starts.result, mine.result, theirs.result, deep.result, asking.result == BOTH_WAYS
    )
    talks = [*openings, *(talk for talk in deep_talks if not talk.sided or talk.day < start)]
    share = imported_share(openings)
    parts = (starts, mine, theirs, deep, asking, steadiness)
    numbers: dict[str, Number] = {**base_numbers(ledger), **starts.numbers}
    for part in parts[1:]:
        numbers |= {f"{part.name}_{key}": value for key, value in part.numbers.items()}
    since = date.fromordinal(min(talk.day for talk in talks)) if talks else None
    return finding(
        "t2",
        result,
        _sentence(ledger, result, parts),
        talks=talks,
        numbers=numbers,
        counts=rests_on(
            _("openings, answers and depth"), sum(len(talk.entries) for talk in talks), since
        ),
        change=_change(result, parts),
        details=[
            *starts.details,
            *(part.sentence for part in parts[1:]),
            import_note(share),
        ],
        parts=parts,
    )


def _sentence(ledger: Ledger, result: str, parts: tuple[Finding, ...]) -> str:
    starts, mine, theirs, deep, asking, _steady = parts
    name = ledger.voice.name
    if result == NOT_ENOUGH:
        known = starts.sentence if starts.numbers["n"] else ""
        return joined([_("Too little is logged to say who starts and how deep it goes."), known])
    tails = {
        MUTUAL: _("Both of you ask about each other."),
        I_CARRY: _("You start, and {name} answers and talks.").format(name=name),
        THEY_CARRY: _("{name} starts, and you answer and talk.").format(name=name),
        PASSING: _("So far it has stayed at passing talk."),
        UNCLEAR: _("That is too close to call."),
    }
    first = [starts.sentence]
    if starts.result in ONE_SIDED_STARTS:
        first.append(starts.change)
    if result == ONE_SIDED:
        other = theirs if starts.result == MOSTLY_ME else mine
        return joined([*first, other.sentence if other.result == POOR else deep.sentence])
    if result in (MUTUAL, PASSING):
        first.append(deep.sentence)
    if result == UNCLEAR and starts.result == BOTH and asking.result != BOTH_WAYS:
        return joined([*first, deep.sentence, asking.sentence])
    return joined([*first, tails[result]])


def _change(result: str, parts: tuple[Finding, ...]) -> str:
    """What would change the whole: what its deciding part hangs on."""
    starts, mine, theirs, deep, asking, _steadiness = parts
    if result == NOT_ENOUGH:
        silent = [part.change for part in (starts, mine, theirs, deep) if part.result == NOT_ENOUGH]
        return joined(silent[:2])
    if result == PASSING:
        return deep.change
    if result != UNCLEAR:
        return starts.change
    undecided = {UNCLEAR, NOT_ENOUGH, POOR, ONE_WAY}
    changes = [part.change for part in (starts, deep, asking, theirs, mine)]
    results = [part.result for part in (starts, deep, asking, theirs, mine)]
    wanted = [c for c, r in zip(changes, results, strict=True) if c and r in undecided]
    return joined(wanted[:2])
