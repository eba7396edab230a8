"""Which of six questions to ask before a meeting, and why now. A prompt to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from app.insights.conversations import converse
from app.insights.words import number_words, voice
from app.model.findings import Finding, Number, PersonLog, State
from app.model.records import Ask, Depth, Opener, Question, QuestionState
from app.model.texts import _, ngettext
from app.settings import Policy

_SURE = 0.80
_CALIBRATION_GAP = 15
_LEAST_FORECASTS = 8
_LEAST_UNANSWERED = 3
_LAST_TALKS = 4
_LEAST_OLDER = 5
_RECENT_DAYS = 7
_HALF = 0.5


class Forecast(NamedTuple):
    """A stated chance from 0 to 1, and whether it came out."""

    stated: float
    came_out: bool


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is known of the meeting ahead; everything not said stays empty and triggers nothing.

    `cited` are ids of entries the plan rests on; `issues` is how many things are to be settled.
    """

    chance: float | None = None
    issues: int | None = None
    cited: tuple[int, ...] = ()
    questions: tuple[Question, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    competing_bids: bool = False
    limit_moves: int = 0


class _Trigger(NamedTuple):
    """A triggered question: how far past its mark (1 is the mark), why, and on what figures."""

    strength: float
    reason: str
    numbers: dict[str, Number]
    entries: tuple[int, ...] = ()


def question(log: PersonLog, policy: Policy, occasion: Occasion | None = None) -> Finding | None:
    """The one question whose trigger is strongest, with the reason it appeared, or None."""
    if log.person.no_contact or not log.person.is_counted:
        return None
    asked = questions(log, policy, occasion)
    return asked[0] if asked else None


def questions(
    log: PersonLog, policy: Policy, occasion: Occasion | None = None
) -> tuple[Finding, ...]:
    """All triggered questions, the strongest first; equals in the order of the specification."""
    case = occasion or Occasion()
    found = [(name, trigger(log, policy, case)) for name, trigger in _TRIGGERS.items()]
    raised = [(name, trigger) for name, trigger in found if trigger is not None]
    raised.sort(key=lambda pair: -pair[1].strength)
    return tuple(_finding(name, trigger, case) for name, trigger in raised)


def _finding(name: str, trigger: _Trigger, case: Occasion) -> Finding:
    title, text = _TEXTS[name]
    percent = round((case.chance or 0) * 100)
    if name == "overconfidence" and percent < _SURE * 100:
        text = _("Of ten cases you felt this sure about, how many came out?")
    return Finding(
        name=name,
        result="asked",
        state=State.OPEN,
        sentence=text.format(percent=percent),
        title=title,
        details=(trigger.reason,),
        entries=trigger.entries,
        numbers={**trigger.numbers, "strength": trigger.strength},
    )


def _fixed_pie(log: PersonLog, policy: Policy, case: Occasion) -> _Trigger | None:
    if not log.interests:
        reason = _("No interest of {name} is noted yet.").format(name=voice(log.person).name)
        return _Trigger(1.0, reason, {"interests": 0})
    if case.issues == 1:
        return _Trigger(1.0, _("Only one issue is on the list."), {"issues": 1})
    return None


def _egocentrism(log: PersonLog, policy: Policy, case: Occasion) -> _Trigger | None:
    units = converse(log.contacts, log.today, policy.conversation_gap_hours, policy.unanswered_days)
    real = [talk for talk in units.talks if (talk.depth or 0) >= Depth.REAL]
    without = 0
    for talk in reversed(real):
        if talk.credited:
            break
        without += 1
    if len(real) < _LAST_TALKS or without < _LAST_TALKS:
        return None
    reason = _("In the last {n} real talks no credit to {name} is logged.").format(
        n=number_words(_LAST_TALKS), name=voice(log.person).name
    )
    entries = tuple(entry for talk in real[-_LAST_TALKS:] for entry in talk.entries)
    return _Trigger(without / _LAST_TALKS, reason, {"talks": without}, entries)


def _overconfidence(log: PersonLog, policy: Policy, case: Occasion) -> _Trigger | None:
    if case.chance is not None and case.chance >= _SURE:
        reason = _("You put the chance at {percent} %.").format(percent=round(case.chance * 100))
        return _Trigger(case.chance / _SURE, reason, {"chance": case.chance})
    n = len(case.forecasts)
    if n < _LEAST_FORECASTS:
        return None
    stated = sum(forecast.stated for forecast in case.forecasts) / n
    right = sum(forecast.came_out for forecast in case.forecasts)
    gap = (stated - right / n) * 100
    if gap <= _CALIBRATION_GAP:
        return None
    brier = sum((f.stated - f.came_out) ** 2 for f in case.forecasts) / n
    reason = _(
        "Over {n} closed forecasts you stated {stated} % on average, and {right} came out"
        " (Brier score {brier})."
    ).format(n=n, stated=round(stated * 100), right=right, brier=f"{brier:.2f}")
    numbers: dict[str, Number] = {"n": n, "right": right, "gap": gap, "brier": brier}
    return _Trigger(gap / _CALIBRATION_GAP, reason, numbers)


def _escalation(log: PersonLog, policy: Policy, case: Occasion) -> _Trigger | None:
    units = converse(log.contacts, log.today, policy.conversation_gap_hours, policy.unanswered_days)
    run = []
    for talk in reversed(units.talks):
        if talk.opener is Opener.ME and talk.answered is False:
            run.append(talk)
        elif talk.opener is Opener.THEM or talk.answered or talk.two_way:
            break
    if len(run) >= _LEAST_UNANSWERED:
        reason = _("Your last {n} openings were not answered.").format(n=number_words(len(run)))
        entries = tuple(entry for talk in reversed(run) for entry in talk.entries)
        return _Trigger(len(run) / _LEAST_UNANSWERED, reason, {"unanswered": len(run)}, entries)
    if case.limit_moves >= 2:
        reason = _("Your limit moved away from the written one {n} times.").format(
            n=number_words(case.limit_moves)
        )
        return _Trigger(case.limit_moves / 2, reason, {"limit_moves": case.limit_moves})
    return None


def _winners_curse(log: PersonLog, policy: Policy, case: Occasion) -> _Trigger | None:
    if case.competing_bids:
        return _Trigger(1.0, _("Competing bids are noted."), {"competing_bids": True})
    offers = [deal for deal in log.deals if deal.amount and not deal.outcomes]
    if not offers:
        return None
    informed = any(contact.ask_mine is Ask.INFORMATION for contact in log.contacts)
    put = (QuestionState.ASKED, QuestionState.ANSWERED)
    if informed or any(entry.state in put for entry in case.questions):
        return None
    reason = _("There is an offer, and no question for information is logged before it.")
    return _Trigger(1.0, reason, {"offers": len(offers)})


def _vividness(log: PersonLog, policy: Policy, case: Occasion) -> _Trigger | None:
    days = {contact.id: contact.when.date.first for contact in log.contacts}
    cited = [entry for entry in case.cited if entry in days]
    week = log.today - timedelta(days=_RECENT_DAYS)
    older = sum(1 for day in days.values() if day < week)
    if not cited or older < _LEAST_OLDER:
        return None
    entry, times = Counter(cited).most_common(1)[0]
    fresh = sum(days[cite] >= week for cite in cited)
    share = max(times if len(cited) > 1 else 0, fresh) / len(cited)
    if share < _HALF:
        return None
    reason = ngettext(
        "Half or more of what you cite is one entry or the last week, while {n} older entry"
        " exists.",
        "Half or more of what you cite is one entry or the last week, while {n} older entries"
        " exist.",
        older,
    ).format(n=older)
    return _Trigger(share / _HALF, reason, {"share": share, "older": older}, (entry,))


_TRIGGERS: dict[str, Callable[[PersonLog, Policy, Occasion], _Trigger | None]] = {
    "fixed pie": _fixed_pie,
    "egocentrism": _egocentrism,
    "overconfidence": _overconfidence,
    "escalation": _escalation,
    "winner's curse": _winners_curse,
    "vividness": _vividness,
}
_TEXTS = {
    "fixed pie": (
        _("Fixed pie?"),
        _(
            "Name one thing that matters a lot to them and little to you. If you cannot, what"
            " will you ask to find out?"
        ),
    ),
    "egocentrism": (
        _("Fair to whom?"),
        _("Write their best case in words they would sign. Where is it stronger than yours?"),
    ),
    "overconfidence": (
        _("Too sure?"),
        _(
            "You wrote {percent} %. Of ten cases you felt this sure about, how many came out?"
            " What would make this one fail?"
        ),
    ),
    "escalation": (
        _("In too deep?"),
        _(
            "If someone else handed you this today, with nothing spent so far, would you take it"
            " up? At what point will you stop?"
        ),
    ),
    "winner's curse": (
        _("What do they know?"),
        _("If they say yes at once, what do they know that you don’t?"),
    ),
    "vividness": (
        _("Vivid memory?"),
        _(
            "Which of your reasons rests on one story or the latest meeting? What do the older"
            " entries say?"
        ),
    ),
}
