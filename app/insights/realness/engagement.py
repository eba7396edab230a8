"""Whether both engage: answers, depth, interest in each other, and steadiness (3.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.insights.conversations import Talk
from app.insights.intervals import share_above, share_below, smallest_count, wilson
from app.insights.realness.edges import NOT_ENOUGH, UNCLEAR, Ledger, finding
from app.insights.steadiness import steadiness
from app.insights.words import number_words, sentence_case
from app.model.findings import Finding, Number
from app.model.records import Depth, Opener
from app.model.texts import _, ngettext
from app.settings import Policy

GOOD, POOR = "good", "poor"
BOTH_WAYS, ONE_WAY, SHOWN = "both ways", "one way", "shown"
_HALF = 1 / 2
_DEEP, _SHALLOW = 1 / 3, 1 / 5


def answers_rule(answered: int, asked: int, policy: Policy) -> str:
    """Whether openings are answered more often than not."""
    if asked < policy.least_answers:
        return NOT_ENOUGH
    if share_above(answered, asked, _HALF) >= policy.sureness:
        return GOOD
    return POOR if share_below(answered, asked, _HALF) >= policy.sureness else UNCLEAR


def depth_rule(deep: int, talks: int, policy: Policy) -> str:
    """Whether a third of the conversations are real talk, or not even a fifth."""
    if talks < policy.least_depths:
        return NOT_ENOUGH
    if share_above(deep, talks, _DEEP) >= policy.sureness:
        return GOOD
    return POOR if share_below(deep, talks, _SHALLOW) >= policy.sureness else UNCLEAR


def answering(ledger: Ledger, opener: Opener) -> Finding:
    """How the openings of one side are answered by the other."""
    by_me = opener is Opener.THEM
    openings = [talk for talk in ledger.units.talks if talk.opener is opener]
    marked = [talk for talk in openings if talk.answered is not None]
    counted = ledger.window(marked, ledger.policy.least_answers)
    n, k = len(counted), sum(bool(talk.answered) for talk in counted)
    name = ledger.voice.name
    if by_me:
        text = ngettext(
            "You answered {k} of {n} opening by {name}.",
            "You answered {k} of {n} openings by {name}.",
            n,
        )
    else:
        text = ngettext(
            "{k} of {n} opening of yours was answered.",
            "{k} of {n} openings of yours were answered.",
            n,
        )
    return finding(
        "answers_mine" if by_me else "answers_theirs",
        answers_rule(k, n, ledger.policy),
        text.format(k=k, n=n, name=name) if n else _unmarked_answers(by_me, name),
        talks=counted,
        numbers=_share(k, n)
        | {
            "p_over": share_above(k, n, _HALF),
            "unmarked": len(openings) - len(marked),
            "needed": max(0, ledger.policy.least_answers - n),
        },
        change=_needed(
            ledger.policy.least_answers - n,
            _("that say whether you answered")
            if by_me
            else _("that say whether {name} answered").format(name=name),
        ),
    )


def _unmarked_answers(by_me: bool, name: str) -> str:
    if by_me:
        return _("Whether you answer {name} is not logged.").format(name=name)
    return _("Whether {name} answers you is not logged.").format(name=name)


def depth(ledger: Ledger) -> tuple[Finding, Sequence[Talk]]:
    """How deep the talk goes, and the conversations counted for it."""
    policy = ledger.policy
    marked = [talk for talk in ledger.units.talks if talk.depth is not None]
    counted = ledger.window(marked, policy.least_depths)
    n, k = len(counted), sum((talk.depth or 0) >= Depth.REAL for talk in counted)
    result = depth_rule(k, n, policy)
    text = ngettext(
        "{k} of {n} conversation went beyond passing talk.",
        "{k} of {n} conversations went beyond passing talk.",
        n,
    )
    part = finding(
        "depth",
        result,
        text.format(k=k, n=n) if n else _("How deep it goes is not logged."),
        talks=counted,
        numbers=_share(k, n)
        | {
            "p_deep": share_above(k, n, _DEEP),
            "p_shallow": share_below(k, n, _SHALLOW),
            "unmarked": len(ledger.units.talks) - len(marked),
            "needed": max(0, policy.least_depths - n),
        },
        change=_depth_change(result, k, n, policy),
    )
    return part, counted


def _depth_change(result: str, k: int, n: int, policy: Policy) -> str:
    if result == NOT_ENOUGH:
        return _needed(policy.least_depths - n, _("with their depth"))
    if result == GOOD:
        holds: Callable[[int], bool] = partial(_no_longer_good, k, n, policy)
        texts = _("{n} more without real talk would put this in doubt.")
    elif result == POOR:
        holds = partial(_no_longer_poor, k, n, policy)
        texts = _("{n} more with real talk would turn this.")
    else:
        holds = partial(_becomes_good, k, n, policy)
        texts = _("{n} more with real talk would settle the depth.")
    return texts.format(n=sentence_case(number_words(smallest_count(holds))))


def _no_longer_good(k: int, n: int, policy: Policy, more: int) -> bool:
    return depth_rule(k, n + more, policy) != GOOD


def _no_longer_poor(k: int, n: int, policy: Policy, more: int) -> bool:
    return depth_rule(k + more, n + more, policy) != POOR


def _becomes_good(k: int, n: int, policy: Policy, more: int) -> bool:
    return depth_rule(k + more, n + more, policy) == GOOD


def interest(ledger: Ledger, start: int) -> Finding:
    """Whether each asked about the other at least once."""
    talks = [talk for talk in ledger.units.talks if talk.day >= start]
    mine = sum(talk.i_asked for talk in talks)
    theirs = sum(talk.they_asked for talk in talks)
    name = ledger.voice.name
    if mine and theirs:
        result, change = BOTH_WAYS, ""
        text = _("You asked about {name} in {mine} conversations, {they} about you in {theirs}.")
    elif mine or theirs:
        result = ONE_WAY
        text = (
            _("You asked about {name}; no entry says that {they} asked about you.")
            if mine
            else _("{name} asked about you; no entry says that you asked about {them}.")
        )
        change = _("One conversation in which the other asked back would show interest both ways.")
    else:
        result = NOT_ENOUGH
        text = _("No entry says that either of you asked about the other.")
        change = _("Log whether you asked about each other.")
    they, them = ledger.voice.they, ledger.voice.them
    return finding(
        "interest",
        result,
        text.format(name=name, mine=mine, theirs=theirs, they=they, them=them),
        talks=[talk for talk in talks if talk.i_asked or talk.they_asked],
        numbers={"mine": mine, "theirs": theirs},
        change=change,
    )


def steady(ledger: Ledger, start: int) -> Finding:
    """How evenly contacts fall; shown, never judged."""
    spots = ledger.seen()
    begin = max(start, spots[0][0]) if spots else start
    found = steadiness(spots, begin, ledger.log.today)
    text = ngettext(
        "There was contact in {k} of {n} month.",
        "There was contact in {k} of {n} months.",
        found.of_months,
    )
    return finding(
        "steadiness",
        SHOWN,
        text.format(k=found.months, n=found.of_months),
        numbers={
            "months": found.months,
            "of_months": found.of_months,
            "gaps": found.gaps,
            "burstiness": found.burstiness,
        },
    )


def _share(k: int, n: int) -> dict[str, Number]:
    interval = wilson(k, n)
    return {
        "k": k,
        "n": n,
        "share": k / n if n else None,
        "low": interval.low if n else None,
        "high": interval.high if n else None,
    }


def _needed(count: int, what: str) -> str:
    """How many more conversations of a sort are needed, or nothing."""
    if count <= 0:
        return ""
    return ngettext(
        "{n} more conversation {what} is needed.",
        "{n} more conversations {what} are needed.",
        count,
    ).format(n=sentence_case(number_words(count)), what=what)
