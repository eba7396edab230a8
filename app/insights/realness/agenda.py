"""T3, is it all agenda? Judged for each side by the share of its openings with an ask (3.5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.insights.conversations import Talk
from app.insights.intervals import share_above, share_below, smallest_count, wilson
from app.insights.realness.edges import (
    NOT_ALL_AGENDA,
    NOT_ENOUGH,
    ONLY_NEEDED,
    UNCLEAR,
    Ledger,
    base_numbers,
    edge,
    finding,
    import_note,
    imported_share,
)
from app.insights.words import (
    joined,
    length_words,
    number_words,
    rests_on,
    sentence_case,
)
from app.model.findings import Finding
from app.model.records import Opener
from app.model.texts import _, ngettext
from app.settings import Policy

_LEAST_DATED_ASKS = 3
_LONG_SILENCE = 3


class Returns(NamedTuple):
    """Asks with a dated contact before them, and how many came after a long silence."""

    after_silence: int
    dated: int


def asks_rule(asks: int, openings: int, policy: Policy) -> str:
    """What so many asks in so many openings of one side say.

    The cut: at least one opening in four that wants nothing (a choice of ours).
    """
    if openings < policy.least_asks:
        return NOT_ENOUGH
    if share_below(asks, openings, policy.agenda_share) >= policy.sureness:
        return NOT_ALL_AGENDA
    if share_above(asks, openings, policy.agenda_share) >= policy.sureness:
        return ONLY_NEEDED
    return UNCLEAR


def whole_rule(mine: str, theirs: str) -> str:
    """Both sides put together; one's own silence never passes the test."""
    if ONLY_NEEDED in (mine, theirs):
        return ONLY_NEEDED
    if mine == NOT_ALL_AGENDA and theirs in (NOT_ALL_AGENDA, NOT_ENOUGH):
        return NOT_ALL_AGENDA
    return NOT_ENOUGH if mine == theirs == NOT_ENOUGH else UNCLEAR


def judge(ledger: Ledger) -> Finding:
    """The third test for one person."""
    early = edge(ledger, "t3")
    if early is not None:
        return early
    mine, my_talks = _side(ledger, Opener.ME)
    theirs, their_talks = _side(ledger, Opener.THEM)
    result = whole_rule(mine.result, theirs.result)
    talks = [*my_talks, *their_talks]
    numbers = base_numbers(ledger)
    for side in (mine, theirs):
        numbers |= {f"{side.name}_{key}": value for key, value in side.numbers.items()}
    share = imported_share(talks)
    numbers |= {
        "mine": mine.numbers["n"],
        "theirs": theirs.numbers["n"],
        "n": len(talks),
        "imported_share": share,
    }
    since = date.fromordinal(min(talk.day for talk in talks)) if talks else None
    entries = sum(len(talk.entries) for talk in talks)
    return finding(
        "t3",
        result,
        _sentence(ledger, result, mine, theirs),
        talks=talks,
        numbers=numbers,
        counts=rests_on(_("openings with the ask filled in"), entries, since),
        change=_change(result, mine, theirs),
        details=[*mine.details, *theirs.details, import_note(share)],
        parts=(mine, theirs),
    )


def _side(ledger: Ledger, opener: Opener) -> tuple[Finding, Sequence[Talk]]:
    """One side's part, and the openings it counts."""
    openings = [talk for talk in ledger.units.talks if talk.opener is opener]
    marked = [talk for talk in openings if talk.ask is not None]
    counted = ledger.window(marked, ledger.policy.least_asks)
    start = min(ledger.start, counted[0].day) if counted else ledger.start
    n = len(counted)
    k = sum(bool(talk.ask) for talk in counted)
    unmarked = sum(talk.ask is None and talk.day >= start for talk in openings)
    result = asks_rule(k, n, ledger.policy)
    interval = wilson(k, n)
    returns = _returns(ledger, counted)
    part = finding(
        "mine" if opener is Opener.ME else "theirs",
        result,
        _side_sentence(ledger, opener, k, n),
        talks=counted,
        numbers={
            "k": k,
            "n": n,
            "share": k / n if n else None,
            "low": interval.low if n else None,
            "high": interval.high if n else None,
            "p_below": share_below(k, n, ledger.policy.agenda_share),
            "p_over": share_above(k, n, ledger.policy.agenda_share),
            "unmarked": unmarked,
            "needed": max(0, ledger.policy.least_asks - n),
            "after_silence": returns.after_silence,
            "dated_asks": returns.dated,
        },
        change=_side_change(ledger, opener, result, k, n),
        details=_side_details(ledger, opener, counted, unmarked, returns),
    )
    return part, counted


def _side_sentence(ledger: Ledger, opener: Opener, k: int, n: int) -> str:
    if opener is Opener.ME:
        if n and k == n:
            return ngettext(
                "The {count} time you opened, you wanted something.",
                "All {count} times you opened, you wanted something.",
                n,
            ).format(count=number_words(n))
        return ngettext(
            "You asked for something in {k} of {n} conversation you opened.",
            "You asked for something in {k} of {n} conversations you opened.",
            n,
        ).format(k=k, n=n)
    they = ledger.voice.they
    if n and k == n:
        return ngettext(
            "The {count} time {name} opened, {they} wanted something.",
            "All {count} times {name} opened, {they} wanted something.",
            n,
        ).format(count=number_words(n), name=ledger.voice.name, they=they)
    return ngettext(
        "{name} asked for something in {k} of {n} conversation {they} opened.",
        "{name} asked for something in {k} of {n} conversations {they} opened.",
        n,
    ).format(k=k, n=n, name=ledger.voice.name, they=they)


def _side_change(ledger: Ledger, opener: Opener, result: str, k: int, n: int) -> str:
    """The smallest number of further openings that would turn this side."""
    policy = ledger.policy
    whose = _("your openings") if opener is Opener.ME else _("openings by {name}")
    whose = whose.format(name=ledger.voice.name)
    if result == NOT_ENOUGH:
        return _(
            "{n} more of {whose} with the ask filled in would let this side be judged."
        ).format(n=sentence_case(number_words(policy.least_asks - n)), whose=whose)
    if result == NOT_ALL_AGENDA:
        count = smallest_count(lambda more: asks_rule(k + more, n + more, policy) != result)
        return ngettext(
            "{n} more opening by {who} with an ask in it would put this in doubt.",
            "{n} more openings by {who}, each with an ask, would put this in doubt.",
            count,
        ).format(n=sentence_case(number_words(count)), who=_who(ledger, opener))
    count = smallest_count(lambda more: asks_rule(k, n + more, policy) == NOT_ALL_AGENDA)
    return ngettext(
        "{n} opening by {who} with no ask would turn this.",
        "{n} openings by {who} with no ask would turn this.",
        count,
    ).format(n=sentence_case(number_words(count)), who=_who(ledger, opener))


def _who(ledger: Ledger, opener: Opener) -> str:
    return _("you") if opener is Opener.ME else ledger.voice.name


def _returns(ledger: Ledger, counted: Sequence[Talk]) -> Returns:
    """How many asks came after a silence of more than three rhythms."""
    if ledger.rhythm is None:
        return Returns(0, 0)
    days = [spot[0] for spot in ledger.seen() if spot[3]]
    silent = dated = 0
    for talk in counted:
        before = bisect_left(days, talk.day)
        if not talk.ask or not talk.is_exact or not before:
            continue
        dated += 1
        gap = ledger.clock.between(days[before - 1], talk.day)
        silent += gap > _LONG_SILENCE * ledger.rhythm
    return Returns(silent, dated)


def _side_details(
    ledger: Ledger, opener: Opener, counted: Sequence[Talk], unmarked: int, returns: Returns
) -> list[str]:
    who = _who(ledger, opener)
    details = []
    if unmarked:
        details.append(
            ngettext(
                "{n} opening by {who} does not say whether it held an ask; filling it in may"
                " change the answer.",
                "{n} openings by {who} do not say whether they held an ask; filling them in may"
                " change the answer.",
                unmarked,
            ).format(n=unmarked, who=who)
        )
    if returns.dated >= _LEAST_DATED_ASKS and ledger.rhythm is not None:
        details.append(
            _(
                "Of {dated} asks by {who}, {silent} came after more than {time} without contact."
            ).format(
                dated=returns.dated,
                who=who,
                silent=number_words(returns.after_silence),
                time=length_words(_LONG_SILENCE * ledger.rhythm),
            )
        )
    free = [talk for talk in counted if talk.ask is False and talk.is_exact]
    if free:
        details.append(
            _("The last opening by {who} that wanted nothing was {time} ago.").format(
                who=who, time=length_words(ledger.today - free[-1].day)
            )
        )
    return details


def _sentence(ledger: Ledger, result: str, mine: Finding, theirs: Finding) -> str:
    if result == NOT_ENOUGH:
        return _("Too few openings say whether anyone asked for something.")
    if result == NOT_ALL_AGENDA:
        other = theirs.sentence if theirs.numbers["n"] else ""
        return joined([mine.sentence, other, _("There is more here than agenda.")])
    if mine.result == ONLY_NEEDED:
        ask = _("Is there a reason to write that wants nothing?")
        return joined([mine.sentence, ask])
    if theirs.result == ONLY_NEEDED:
        own = mine.sentence if mine.numbers["n"] else ""
        return joined([theirs.sentence, own])
    if mine.result == NOT_ENOUGH:
        silent = _("Too few of your own openings say whether you wanted something.")
        return joined([theirs.sentence, silent])
    pair = [part.sentence for part in (mine, theirs) if part.numbers["n"]]
    return joined([*pair, _("That is too close to call.")])


def _change(result: str, mine: Finding, theirs: Finding) -> str:
    """What would change the whole: the side that stands in the way, one's own first."""
    if result == NOT_ALL_AGENDA:
        return mine.change
    blocking = [part for part in (mine, theirs) if part.result == result]
    blocking += [part for part in (mine, theirs) if part.result in (UNCLEAR, NOT_ENOUGH)]
    return blocking[0].change
