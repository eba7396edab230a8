"""A rhythm proposed from the past: near what was, and silent where too little is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.rhythm import NOTHING, proposed
from app.model.people import Rhythm
from tests.app.insights.insight_logs import TODAY, day


@pytest.mark.parametrize(
    ("every", "count", "result"),
    [
        (7, 12, Rhythm.WEEKLY),
        (12, 12, Rhythm.WEEKLY),
        (16, 12, Rhythm.MONTHLY),
        (30, 12, Rhythm.MONTHLY),
        (91, 12, Rhythm.QUARTERLY),
        (120, 8, Rhythm.QUARTERLY),
        (182, 6, Rhythm.TWICE_A_YEAR),
        (365, 5, Rhythm.YEARLY),
        (500, 4, Rhythm.YEARLY),
    ],
)
def test_even_contact_proposes_the_nearest_rhythm(every: int, count: int, result: Rhythm) -> None:
    days = [day(every * n + 1) for n in range(count)]
    assert proposed(days, TODAY).result == result.value


def test_the_reason_says_what_it_rests_on() -> None:
    found = proposed([day(91 * n + 5) for n in range(12)], TODAY)
    assert found.sentence == "12 days of contact in 3 years, about every 3 months."
    assert found.numbers == {"days": 12, "gap": 91.0}


@pytest.mark.parametrize(
    "days",
    [
        [],
        [day(1), day(40), day(80)],
        [day(n) for n in range(1, 20)],  # one lively stretch is one stay in touch
        [TODAY + timedelta(days=30 * n) for n in range(1, 9)],
    ],
    ids=["nothing", "three days", "one stretch", "only days to come"],
)
def test_too_little_proposes_nothing(days: list[date]) -> None:
    found = proposed(days, TODAY)
    assert (found.result, found.sentence) == (
        NOTHING,
        "Too few contacts went both ways to propose a rhythm.",
    )


def test_a_lively_week_is_no_weekly_habit() -> None:
    bursts = [day(180 * n + extra) for n in range(6) for extra in (10, 11, 12, 14)]
    assert proposed(bursts, TODAY).result == Rhythm.TWICE_A_YEAR.value


def test_a_tie_that_slowed_down_is_not_asked_for_its_old_pace() -> None:
    weekly = [day(300 + 8 * n) for n in range(3)] + [day(300 + 16 + 200)]
    assert proposed(weekly, TODAY).result != Rhythm.WEEKLY.value


def test_two_years_of_silence_propose_nothing() -> None:
    old = [day(731 + 30 * n) for n in range(12)]
    assert proposed(old, TODAY).sentence == "Silent for too long to propose a rhythm."
    assert proposed([TODAY - timedelta(days=730), *old], TODAY).result != NOTHING


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=60))
def test_any_days_in_any_order_give_one_of_the_answers(days: list[date]) -> None:
    found = proposed(days, TODAY)
    assert found.result in {NOTHING, *(rhythm.value for rhythm in Rhythm)}
    assert found == proposed([*reversed(days), *days], TODAY)
