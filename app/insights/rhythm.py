"""A rhythm proposed from the past: how far apart the days of contact used to lie.

This is our own policy, no published measure. Days less than a week apart are one stay in touch,
so that a lively week of mails is not taken for a weekly habit. The silence up to today counts as
one more stretch, so that a tie that has slowed down is not asked for its old pace. The middle one
of all stretches (their median) leads to the named rhythm nearest to it in proportion. It is a
proposal and nothing more: with fewer than four stays in touch, or after two years of silence,
nothing is proposed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from app.insights.words import length_words
from app.model.findings import Finding, State
from app.model.people import RHYTHM_DAYS, Rhythm
from app.model.texts import _, ngettext

NOTHING = "nothing proposed"
_TOGETHER = 7
_LEAST = 4
_ASLEEP = 731
_OFFERED = (
    Rhythm.WEEKLY,
    Rhythm.MONTHLY,
    Rhythm.QUARTERLY,
    Rhythm.TWICE_A_YEAR,
    Rhythm.YEARLY,
)


def proposed(days: Iterable[date], today: date) -> Finding:
    """The rhythm the days of contact suggest; `result` is its value, or "nothing proposed"."""
    known = sorted({day for day in days if day <= today})
    stays = _stays(known)
    if len(stays) < _LEAST:
        return _finding(NOTHING, _("Too few contacts went both ways to propose a rhythm."))
    if (today - known[-1]).days >= _ASLEEP:
        return _finding(NOTHING, _("Silent for too long to propose a rhythm."))
    gap = _gap(stays, known[-1], today)
    rhythm = min(_OFFERED, key=lambda one: abs(math.log(RHYTHM_DAYS[one] / gap)))
    text = ngettext(
        "{n} day of contact in {span}, about every {gap}.",
        "{n} days of contact in {span}, about every {gap}.",
        len(known),
    ).format(n=len(known), span=length_words((today - known[0]).days), gap=length_words(round(gap)))
    return _finding(rhythm.value, text, len(known), gap)


def _stays(days: list[date]) -> list[date]:
    """The first day of each stay in touch."""
    return [
        day
        for place, day in enumerate(days)
        if place == 0 or (day - days[place - 1]).days >= _TOGETHER
    ]


def _middle(numbers: list[int]) -> float:
    """Their median; the module for statistics would take longer to load than all of this."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2


def _gap(stays: list[date], last: date, today: date) -> float:
    gaps = [(late - early).days for early, late in pairwise(stays)]
    usual = _middle(gaps)
    silence = (today - last).days
    # A silence shorter than usual says nothing yet: it is still going on.
    return _middle([*gaps, silence]) if silence > usual else usual


def _finding(result: str, sentence: str, days: int = 0, gap: float | None = None) -> Finding:
    return Finding(
        name="rhythm",
        result=result,
        state=State.SILENT,
        sentence=sentence,
        title=_("Proposed rhythm"),
        numbers={"days": days, "gap": gap},
    )
