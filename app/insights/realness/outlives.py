"""T1, does it outlive the lead? The finding, told by its outcomes (3.3, 3.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.insights.intervals import wilson
from app.insights.realness.edges import (
    EARLY_TO_SAY,
    ENDED,
    FOLLOWED,
    NOT_APPLICABLE,
    NOT_ENOUGH,
    Ledger,
    base_numbers,
    edge,
    finding,
    import_note,
    imported_share,
)
from app.insights.realness.occasions import Occasion, occasions, rate_of, settled
from app.insights.words import (
    day_words,
    joined,
    number_words,
    range_words,
    rests_on,
    sentence_case,
    times_words,
)
from app.model.findings import Finding, Number
from app.model.records import Opener, Result
from app.model.texts import _, ngettext

_SEVERAL = 3
_LEAST = 2
_AFTER = {
    Result.WON: _("After you won {what} on {day}"),
    Result.LOST: _("After you lost {what} on {day}"),
    Result.SHELVED: _("After {what} was shelved on {day}"),
    Result.DELIVERED: _("After you delivered {what} on {day}"),
}


def judge(ledger: Ledger) -> Finding:
    """The first test for one person."""
    early = edge(ledger, "t1")
    if early is not None:
        return early
    found = occasions(ledger)
    if not found:
        return finding(
            "t1",
            NOT_APPLICABLE,
            _("No deal with {name} has an outcome yet, so there is nothing to outlive.").format(
                name=ledger.voice.name
            ),
            numbers=base_numbers(ledger),
            change=_(
                "The test begins with the first dated outcome: won, lost, shelved, delivered."
            ),
        )
    result, told, decided = settled(found)
    parts = tuple(_part(ledger, occasion) for occasion in found)
    part = parts[found.index(told)]
    several = len(decided) >= _SEVERAL
    used = decided if several else [told]
    talks = [talk for occasion in used for talk in occasion.qualifying]
    share = imported_share(talks)
    since = date.fromordinal(min(occasion.first for occasion in used))
    entries = sum(len(talk.entries) for talk in talks)
    whole = finding(
        "t1",
        result,
        joined([_several_sentence(decided), part.sentence]) if several else part.sentence,
        talks=talks,
        numbers={**base_numbers(ledger), **part.numbers, **_of(decided), "imported_share": share},
        counts=rests_on(_("conversations without an ask after an outcome"), entries, since),
        change=part.change,
        details=[*part.details, import_note(share)],
        parts=parts,
    )
    return replace(whole, since=since)


def _of(decided: list[Occasion]) -> dict[str, Number]:
    """k of m: how many of the decided outcomes were followed through."""
    m, k = len(decided), sum(occasion.result == FOLLOWED for occasion in decided)
    interval = wilson(k, m) if m >= _SEVERAL else None
    return {
        "k": k,
        "m": m,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
    }


def _several_sentence(decided: list[Occasion]) -> str:
    m, k = len(decided), sum(occasion.result == FOLLOWED for occasion in decided)
    return _("{k} of {m} outcomes were followed through (likely range {range}).").format(
        k=k, m=m, range=range_words(wilson(k, m))
    )


def _part(ledger: Ledger, occasion: Occasion) -> Finding:
    """One outcome, judged apart."""
    rate = rate_of(ledger, occasion)
    return finding(
        "outcome",
        occasion.result,
        _sentence(ledger, occasion),
        talks=occasion.qualifying,
        numbers={
            "outcome_on": date.fromordinal(occasion.day).isoformat(),
            "outcome": occasion.outcomes[-1][1].result.value,
            "q": occasion.days,
            "tw": occasion.two_way,
            "mine": occasion.opened_by(Opener.ME),
            "theirs": occasion.opened_by(Opener.THEM),
            "window_from": date.fromordinal(occasion.first).isoformat(),
            "window_to": date.fromordinal(occasion.end).isoformat(),
            "window_days": occasion.length,
            "passed_days": occasion.passed,
            "unmarked": occasion.unmarked,
            "logged_with_anyone": occasion.anyone,
            "rate_ratio": rate.ratio if rate else None,
            "rate_low": rate.likely.low if rate else None,
            "rate_high": rate.likely.high if rate else None,
            "before": rate.before if rate else None,
            "after": rate.after if rate else None,
        },
        change=_change(ledger, occasion),
        details=_details(ledger, occasion),
    )


def _after(ledger: Ledger, occasion: Occasion) -> str:
    """The beginning of a sentence: after which outcome, on which day."""
    title, outcome = occasion.outcomes[-1]
    what = _("“{title}”").format(title=title) if title else _("the deal")
    day = day_words(date.fromordinal(occasion.day), ledger.log.today)
    return _AFTER[outcome.result].format(what=what, day=day)


def _sentence(ledger: Ledger, occasion: Occasion) -> str:
    after = _after(ledger, occasion)
    if occasion.result == EARLY_TO_SAY:
        return _("{after}, only {passed} of {length} days have passed. Too early to say.").format(
            after=after, passed=occasion.passed, length=occasion.length
        )
    if occasion.result == NOT_ENOUGH:
        return joined([_not_enough(ledger, occasion, after)])
    if occasion.result == ENDED:
        return _(
            "{after}, the next {length} days hold no conversation without business in it."
            " On this record it ended with the lead."
        ).format(after=after, length=occasion.length)
    spoke = _("{after} you were in touch {times} without any business in it").format(
        after=after, times=times_words(occasion.days)
    )
    ending = (
        _("The relationship went on after the lead.")
        if occasion.result == FOLLOWED
        else _("A thread remains.")
    )
    return f"{spoke}{_carried(ledger, occasion)} {ending}"


def _carried(ledger: Ledger, occasion: Occasion) -> str:
    """Who carried it."""
    mine, theirs = occasion.opened_by(Opener.ME), occasion.opened_by(Opener.THEM)
    if not mine and not theirs:
        return "."
    return _("; you opened {mine}, {they} opened {theirs}.").format(
        mine=number_words(mine), theirs=number_words(theirs), they=ledger.voice.they
    )


def _not_enough(ledger: Ledger, occasion: Occasion, after: str) -> str:
    if occasion.anyone is not None and occasion.anyone < _SEVERAL:
        return _(
            "{after}, fewer than {least} contacts with anyone are logged for the time that counts:"
            " the journal slept, and that says nothing about {name}."
        ).format(after=after, least=number_words(_SEVERAL), name=ledger.voice.name)
    if occasion.followed_by_another:
        return _("{after}, the next outcome followed; what came then counts for that one.").format(
            after=after
        )
    return _(
        "{after}, nothing without business is logged, but no rhythm is set to judge that by."
    ).format(after=after)


def _change(ledger: Ledger, occasion: Occasion) -> str:
    """What is missing for "followed through", or what would let the test speak."""
    if occasion.result == FOLLOWED:
        fewer = min(occasion.days - 1, occasion.two_way)
        return ngettext(
            "Without {n} of these conversations this would no longer hold.",
            "Without {n} of these conversations this would no longer hold.",
            fewer,
        ).format(n=number_words(fewer))
    if occasion.result == NOT_ENOUGH and ledger.rhythm is None:
        return _("Say how often you mean to be in touch, and the silence can be judged.")
    if occasion.result == NOT_ENOUGH:
        return _("Entries from that time, once you add them, would let the test speak.")
    more = max(_LEAST - occasion.days, 0 if occasion.two_way else 1)
    if occasion.result == EARLY_TO_SAY:
        end = day_words(date.fromordinal(occasion.end), ledger.log.today)
        text = ngettext(
            "{n} more conversation with no ask in it, two-way, by {day} would show it follows"
            " through.",
            "{n} more conversations with no ask in them, one of them two-way, by {day} would show"
            " it follows through.",
            more,
        )
        return text.format(n=sentence_case(number_words(more)), day=end)
    return ngettext(
        "If you forgot to log {n} two-way conversation with no ask in it, this would turn.",
        "If you forgot to log {n} conversations with no ask in them, one of them two-way, this"
        " would turn.",
        more,
    ).format(n=number_words(more))


def _details(ledger: Ledger, occasion: Occasion) -> list[str]:
    details = []
    if occasion.unmarked:
        details.append(
            ngettext(
                "{n} conversation in that time does not say whether it held an ask; filling it in"
                " may change the answer.",
                "{n} conversations in that time do not say whether they held an ask; filling them"
                " in may change the answer.",
                occasion.unmarked,
            ).format(n=occasion.unmarked)
        )
    results = {outcome.result for _title, outcome in occasion.outcomes}
    if Result.LOST in results:
        details.append(
            _(
                "A lost deal has no delivery work that forces contact, so contact after it says"
                " more."
            )
        )
    details.append(_rate_words(ledger, occasion))
    if any(outcome.on.day is None for _title, outcome in occasion.outcomes):
        details.append(_("The outcome is known to the month or year; its last day is taken."))
    return details


def _rate_words(ledger: Ledger, occasion: Occasion) -> str:
    """The rate of talks without an ask, after against before, once there are a few."""
    rate = rate_of(ledger, occasion)
    if rate is None or rate.before + rate.after < _SEVERAL:
        return ""
    return _(
        "Talks without an ask: {before} in the 180 days before, {after} in the {days} days after,"
        " {ratio} times the rate (likely between {low} and {high}). Run-ups are always busier, so"
        " this is not judged."
    ).format(
        before=rate.before,
        after=rate.after,
        days=rate.days,
        ratio=f"{rate.ratio:.1f}",
        low=f"{rate.likely.low:.1f}",
        high=f"{rate.likely.high:.1f}",
    )
