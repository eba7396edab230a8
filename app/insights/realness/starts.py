"""Who starts: the rule, its balance index, and the check for entries one forgot (3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.insights.conversations import Talk
from app.insights.intervals import share_above, share_below, smallest_count, wilson
from app.insights.realness.edges import NOT_ENOUGH, UNCLEAR, Ledger, finding, imported_share
from app.insights.words import number_words, range_words, sentence_case
from app.model.findings import Finding, Number
from app.model.records import Opener
from app.model.texts import _, ngettext
from app.settings import Policy

BOTH, MOSTLY_ME, MOSTLY_THEM, NOT_JUDGED = "both", "mostly me", "mostly them", "not judged"
ONE_SIDED_STARTS = (MOSTLY_ME, MOSTLY_THEM)
_TYPED_SHARE = 0.8
_TRIES = 12


class Starts(NamedTuple):
    """The answer of the rule, and how likely each of its three answers is."""

    answer: str
    over: float
    between: float
    under: float


def starts_rule(mine: int, theirs: int, policy: Policy) -> Starts:
    """Who opens, from the posterior Beta(mine + 1, theirs + 1) of my share.

    The cuts at 1/4 and 3/4 are a choice of ours, generous because lopsided opening is common
    (Kovanen, Saramäki & Kaski 2010).
    """
    cut = policy.one_sided_share
    n = mine + theirs
    over = share_above(mine, n, cut)
    under = share_below(mine, n, 1 - cut)
    between = 1.0 - over - under
    if n < policy.least_openings:
        answer = NOT_ENOUGH
    elif over >= policy.sureness:
        answer = MOSTLY_ME
    elif under >= policy.sureness:
        answer = MOSTLY_THEM
    else:
        answer = BOTH if between >= policy.sureness else UNCLEAR
    return Starts(answer, over, between, under)


def balance(mine: int, theirs: int) -> float | None:
    """R = 1 - |a - b| / (a + b): 1 when both open alike, 0 when only one does.

    Raw counts, because a journal cannot know whom else the other contacts; network science
    would divide by each one's total (Wang et al. 2013).
    """
    n = mine + theirs
    return 1.0 - abs(mine - theirs) / n if n else None


def forgotten(mine: int, theirs: int, policy: Policy) -> int | None:
    """m*: how many openings of the quieter side, had I forgotten them, would undo the answer.

    None when the answer is not one-sided.
    """
    answer = starts_rule(mine, theirs, policy).answer
    if answer == MOSTLY_ME:
        return smallest_count(lambda m: starts_rule(mine, theirs + m, policy).answer != answer)
    if answer == MOSTLY_THEM:
        return smallest_count(lambda m: starts_rule(mine + m, theirs, policy).answer != answer)
    return None


def who_starts(mine: int, theirs: int, typed_share: float, policy: Policy) -> str:
    """The rule's answer, unless one forgotten entry in a typed journal would undo it."""
    answer = starts_rule(mine, theirs, policy).answer
    missing = forgotten(mine, theirs, policy)
    if missing is not None and missing <= 1 and typed_share >= _TYPED_SHARE:
        return UNCLEAR
    return answer


def starts_part(ledger: Ledger, openings: Sequence[Talk]) -> Finding:
    """Who starts, as a part of the second test."""
    policy = ledger.policy
    mine = sum(talk.opener is Opener.ME for talk in openings)
    theirs = len(openings) - mine
    rule = starts_rule(mine, theirs, policy)
    typed = 1.0 - imported_share(openings)
    role = ledger.log.person.starts_by_role
    answer = NOT_JUDGED if role else who_starts(mine, theirs, typed, policy)
    missing = None if role else forgotten(mine, theirs, policy)
    left_out = _left_out(ledger, openings)
    return finding(
        "starts",
        answer,
        _sentence(ledger, mine, theirs),
        talks=openings,
        numbers=_numbers(mine, theirs, rule, missing, typed)
        | {"needed": max(0, policy.least_openings - mine - theirs)}
        | left_out,
        change=_change(ledger, answer, rule.answer, missing, (mine, theirs)),
        details=_details(ledger, answer, rule.answer, missing, left_out),
    )


def _numbers(
    mine: int, theirs: int, rule: Starts, missing: int | None, typed: float
) -> dict[str, Number]:
    n = mine + theirs
    interval = wilson(mine, n)
    return {
        "mine": mine,
        "theirs": theirs,
        "n": n,
        "share": mine / n if n else None,
        "low": interval.low if n else None,
        "high": interval.high if n else None,
        "p_over": rule.over,
        "p_between": rule.between,
        "p_under": rule.under,
        "rule": rule.answer,
        "balance": balance(mine, theirs),
        "m_star": missing,
        "typed_share": typed,
        "imported_share": 1.0 - typed,
    }


def _left_out(ledger: Ledger, openings: Sequence[Talk]) -> dict[str, Number]:
    """Conversations in the same stretch that neither side is known to have opened."""
    start = min([ledger.start, *(talk.day for talk in openings[:1])])
    rest = [talk for talk in ledger.units.talks if talk.day >= start and not talk.sided]
    together = sum(talk.opener is Opener.TOGETHER for talk in rest)
    return {
        "together": together,
        "group": sum(spot[0] >= start for spot in ledger.units.groups),
        "unknown": len(rest) - together,
        "two_openers": sum(talk.mixed for talk in rest),
    }


def _sentence(ledger: Ledger, mine: int, theirs: int) -> str:
    n = mine + theirs
    if not n:
        return _("No conversation says who opened it.")
    if theirs > mine:
        text = ngettext(
            "{name} opened {k} of {n} conversation (likely range {range}).",
            "{name} opened {k} of {n} conversations (likely range {range}).",
            n,
        )
        likely = range_words(wilson(theirs, n))
        return text.format(name=ledger.voice.name, k=theirs, n=n, range=likely)
    text = ngettext(
        "You opened {k} of {n} conversation (likely range {range}).",
        "You opened {k} of {n} conversations (likely range {range}).",
        n,
    )
    return text.format(k=mine, n=n, range=range_words(wilson(mine, n)))


def _change(
    ledger: Ledger, answer: str, rule: str, missing: int | None, counts: tuple[int, int]
) -> str:
    """What would change who is said to start."""
    mine, theirs = counts
    policy = ledger.policy
    if missing is not None:
        return _forgotten_words(ledger, rule, missing)
    if answer == NOT_ENOUGH:
        short = policy.least_openings - mine - theirs
        return ngettext(
            "{n} more conversation that says who opened it would let this be judged.",
            "{n} more conversations that say who opened them would let this be judged.",
            short,
        ).format(n=sentence_case(number_words(short)))
    quieter_me = mine < theirs
    who = _("you") if quieter_me != (answer == BOTH) else ledger.voice.name
    if answer == BOTH:
        more = smallest_count(lambda m: _grown(counts, m, not quieter_me, policy) != BOTH)
        return _("{n} more by {who} in a row, and none between, would put this in doubt.").format(
            n=sentence_case(number_words(more)), who=who
        )
    if answer != UNCLEAR:
        return ""
    tries = range(1, _TRIES + 1)
    needed = next((m for m in tries if _grown(counts, m, quieter_me, policy) == BOTH), None)
    if needed is None:
        return ""
    return ngettext(
        "{n} more opening by {who} would show that both start.",
        "{n} more openings by {who} would show that both start.",
        needed,
    ).format(n=sentence_case(number_words(needed)), who=who)


def _grown(counts: tuple[int, int], more: int, by_me: bool, policy: Policy) -> str:
    mine, theirs = counts
    grown = (mine + more, theirs) if by_me else (mine, theirs + more)
    return starts_rule(*grown, policy).answer


def _forgotten_words(ledger: Ledger, rule: str, missing: int) -> str:
    count = number_words(missing)
    if rule == MOSTLY_ME:
        return _(
            "If {they} had opened {count} that you forgot to log, this would no longer hold."
        ).format(they=ledger.voice.they, count=count)
    return _("If you had opened {count} that you forgot to log, this would no longer hold.").format(
        count=count
    )


def _details(
    ledger: Ledger, answer: str, rule: str, missing: int | None, left_out: dict[str, Number]
) -> list[str]:
    details = []
    if answer == NOT_JUDGED:
        details.append(_("By role one of you always starts, so that is not judged."))
    elif answer != rule:
        details.append(
            _("It looks one-sided, but one entry you forgot could undo that, so it stays open.")
        )
    shown = (
        (left_out["together"], _("{n} arranged together")),
        (left_out["group"], _("{n} in a group")),
        (left_out["unknown"], _("{n} without a known opener")),
    )
    words = [text.format(n=number) for number, text in shown if number]
    if words:
        details.append(_("Left out: {list}.").format(list=", ".join(words)))
    if left_out["two_openers"]:
        details.append(
            _("Where both opened on one day and no time says who was first, nobody is counted.")
        )
    return details
