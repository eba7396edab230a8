"""T1, does it outlive the lead? What came after each outcome without business in it (3.3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.insights.clocks import is_seasonal, next_season, season_of
from app.insights.conversations import Talk
from app.insights.intervals import Interval, beta_interval
from app.insights.realness.edges import EARLY_TO_SAY, ENDED, FOLLOWED, NOT_ENOUGH, THREAD, Ledger
from app.model.records import Opener, Outcome
from app.model.values import DateRange
from app.settings import Policy

FIRST_DAY = 8
_BEATS = 2
_LEAST_CONTACTS = 3
_LEAST_TALKS = 2
_BEFORE = 180
DECIDED = (FOLLOWED, THREAD, ENDED)


@dataclass(slots=True)
class Occasion:
    """A day with one or more outcomes, its window, and what lies in it. Days are ordinals.

    `first` to `end` is the window; `length` its W in days that count, `passed` those gone by.
    """

    day: int
    outcomes: list[tuple[str, Outcome]]
    first: int
    end: int
    length: int
    passed: int
    is_over: bool
    followed_by_another: bool = False
    qualifying: list[Talk] = field(default_factory=list)
    unmarked: int = 0
    anyone: int | None = None
    result: str = EARLY_TO_SAY

    @property
    def days(self) -> int:
        """q: qualifying conversations on different days."""
        return len({talk.day for talk in self.qualifying})

    @property
    def two_way(self) -> int:
        """tw: days with a qualifying conversation known to be two-way."""
        return len({talk.day for talk in self.qualifying if talk.two_way})

    def opened_by(self, opener: Opener) -> int:
        """How many of the qualifying conversations this side opened."""
        return sum(talk.opener is opener for talk in self.qualifying)


def window_days(rhythm: int | None, policy: Policy) -> int:
    """W: two beats of the rhythm, at least 60 days and at most 800.

    One missed beat is chance, two is silence; a choice of ours.
    """
    return min(policy.most_days_after, max(policy.least_days_after, _BEATS * (rhythm or 0)))


def occasions(ledger: Ledger) -> list[Occasion]:
    """All outcomes up to today, old to new, each judged; a contact counts for the latest only.

    Outcomes of one day are one occasion. An outcome known to the month or year is counted from
    its last day, so that what is found after it surely came after it.
    """
    found = _dated(ledger)
    qualifying = [t for t in ledger.units.talks if t.ask is False and not t.logistics]
    unmarked = [t for t in ledger.units.talks if t.ask is None and not t.logistics]
    taken: set[int] = set()
    for at in range(len(found) - 1, -1, -1):
        occasion = found[at]
        for talk in _inside(qualifying, occasion):
            if id(talk) not in taken:
                taken.add(id(talk))
                occasion.qualifying.append(talk)
        occasion.unmarked = len(_inside(unmarked, occasion))
        if at + 1 < len(found):
            occasion.followed_by_another = found[at + 1].day <= occasion.end
        occasion.result = _judged(ledger, occasion)
    return found


def _dated(ledger: Ledger) -> list[Occasion]:
    by_day: dict[int, list[tuple[str, Outcome]]] = {}
    start = ledger.period.toordinal() if ledger.period else 0
    for deal in ledger.log.deals:
        for outcome in deal.outcomes:
            day = min(outcome.on.last.toordinal(), ledger.today)
            if start <= day and outcome.on.first.toordinal() <= ledger.today:
                by_day.setdefault(day, []).append((deal.title, outcome))
    return [
        _window(ledger, day, sorted(by_day[day], key=lambda pair: (pair[1].result, pair[0])))
        for day in sorted(by_day)
    ]


def _window(ledger: Ledger, day: int, outcomes: list[tuple[str, Outcome]]) -> Occasion:
    """The window of one outcome: by the rhythm, or for seasonal contact up to the next season."""
    if is_seasonal(ledger.log.person):
        first, end = next_season(season_of(ledger.log.person), day)
        while not ledger.clock.between(first - 1, end):
            end = next_season(season_of(ledger.log.person), end)[1]
        first = max(first, day + FIRST_DAY)
        length, passed = end - day, min(ledger.today, end) - day
    else:
        length = window_days(ledger.rhythm, ledger.policy)
        first = ledger.clock.after(day, FIRST_DAY)
        end = ledger.clock.after(day, length)
        passed = min(length, ledger.clock.between(day, ledger.today))
    return Occasion(day, outcomes, first, end, length, passed, ledger.today > end)


def _inside(talks: Sequence[Talk], occasion: Occasion) -> list[Talk]:
    """Conversations that surely lie in the window, whatever day they can mean."""
    at = bisect_left(talks, occasion.first, key=lambda talk: talk.day)
    inside = []
    while at < len(talks) and talks[at].day <= occasion.end:
        if talks[at].last <= occasion.end:
            inside.append(talks[at])
        at += 1
    return inside


def _judged(ledger: Ledger, occasion: Occasion) -> str:
    """The table of T1. What is there counts at once; what is missing only when all was logged."""
    if occasion.days >= _LEAST_TALKS and occasion.two_way >= 1:
        return FOLLOWED
    if not occasion.is_over:
        return EARLY_TO_SAY
    stretch = DateRange(date.fromordinal(occasion.first), date.fromordinal(occasion.end))
    occasion.anyone = ledger.log.contacts_with_anyone(stretch)
    if occasion.anyone < _LEAST_CONTACTS:
        return NOT_ENOUGH
    if occasion.qualifying:
        return THREAD
    if ledger.rhythm is None or occasion.followed_by_another:
        return NOT_ENOUGH
    return ENDED


def settled(found: Sequence[Occasion]) -> tuple[str, Occasion, list[Occasion]]:
    """The whole answer, the occasion it is told by, and the decided ones.

    With three or more decided outcomes the middle result stands (two unlike middle ones leave
    "a thread remains"); with fewer, the latest decided one; with none, the latest.
    """
    decided = [occasion for occasion in found if occasion.result in DECIDED]
    if not decided:
        return found[-1].result, found[-1], decided
    if len(decided) < _LEAST_CONTACTS:
        return decided[-1].result, decided[-1], decided
    ranks = sorted(DECIDED.index(occasion.result) for occasion in decided)
    low, high = ranks[(len(ranks) - 1) // 2], ranks[len(ranks) // 2]
    result = DECIDED[low] if low == high else THREAD
    alike = [occasion for occasion in decided if occasion.result == result]
    return result, (alike or decided)[-1], decided


@dataclass(slots=True)
class Rate:
    """How often they talked without an ask after an outcome, against before it."""

    before: int
    after: int
    days: int
    ratio: float
    likely: Interval


def rate_ratio(k1: int, days_after: int, k0: int, days_before: int) -> Rate:
    """rho = ((k1 + .5) / T1) / ((k0 + .5) / T0), with its 80 % interval.

    The interval comes from p ~ Beta(k1 + .5, k0 + .5) and rho = p / (1 - p) * T0 / T1.
    """
    scale = days_before / days_after
    low, high = beta_interval(k1 + 0.5, k0 + 0.5)
    likely = Interval(low / (1 - low) * scale, high / (1 - high) * scale)
    return Rate(k0, k1, days_after, (k1 + 0.5) / (k0 + 0.5) * scale, likely)


def rate_of(ledger: Ledger, occasion: Occasion) -> Rate | None:
    """The rate after against the 180 days before; None while the window has not begun.

    Never used to judge, because run-ups to deals are always busier.
    """
    days_after = min(ledger.today, occasion.end) - occasion.first + 1
    if days_after <= 0:
        return None
    free = [talk for talk in ledger.units.talks if talk.ask is False and not talk.logistics]
    after = len(_inside(free, occasion))
    start = occasion.day - _BEFORE
    before = sum(start <= talk.day and talk.last < occasion.day for talk in free)
    return rate_ratio(after, days_after, before, _BEFORE)
