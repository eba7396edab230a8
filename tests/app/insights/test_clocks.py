"""Days that count: pauses and months off-season leave every clock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.clocks import (
    Clock,
    counted_rhythm,
    is_seasonal,
    look_back,
    months_before,
    next_season,
    off_season,
    pause_stretches,
    season_of,
    seasons,
)
from app.model.people import Pause, Rhythm
from app.model.values import PartialDate
from tests.app.insights.insight_logs import TODAY, pause, person

stretches = st.lists(
    st.tuples(st.integers(0, 60), st.integers(-2, 9)).map(lambda pair: (pair[0], sum(pair))),
    max_size=5,
)


def walked(off: list[tuple[int, int]], start: int, end: int) -> int:
    """The days that count, walked one by one."""
    return sum(
        not any(first <= day <= last for first, last in off) for day in range(start + 1, end + 1)
    )


@given(stretches, st.integers(-5, 80), st.integers(-5, 80))
def test_between_counts_what_walking_counts(
    off: list[tuple[int, int]], start: int, end: int
) -> None:
    assert Clock(off).between(start, end) == walked(off, start, end)


@given(stretches, st.integers(-5, 80), st.integers(1, 40))
def test_after_is_the_day_on_which_they_have_passed(
    off: list[tuple[int, int]], start: int, days: int
) -> None:
    end = Clock(off).after(start, days)
    assert walked(off, start, end) == days
    assert walked(off, start, end - 1) == days - 1


@given(stretches, st.integers(-5, 80), st.integers(0, 40))
def test_before_leaves_so_many_days(off: list[tuple[int, int]], end: int, days: int) -> None:
    assert walked(off, Clock(off).before(end, days), end) == days


@given(stretches, st.integers(-5, 80))
def test_a_day_off_the_clock(off: list[tuple[int, int]], day: int) -> None:
    assert Clock(off).rests_on(day) == (walked(off, day - 1, day) == 0)


def test_a_pause_without_an_end_lasts_until_today() -> None:
    vague = Pause(2, "v", 1, PartialDate(2026, 2), PartialDate(2026, 3))
    ahead = Pause(3, "w", 1, PartialDate(2027, 1, 5))
    found = pause_stretches([pause(30), vague, ahead], TODAY)
    assert found == [
        (TODAY.toordinal() - 30, TODAY.toordinal()),
        (date(2026, 2, 1).toordinal(), date(2026, 3, 31).toordinal()),
        (date(2027, 1, 5).toordinal(), date(2027, 1, 5).toordinal()),
    ]


def test_months_of_the_season() -> None:
    assert season_of(person(rhythm=Rhythm.SEASONAL, season_months=(8, 6, 6))) == (6, 8)
    assert season_of(person(rhythm=Rhythm.MONTHLY, season_months=(6, 8))) == ()
    assert season_of(person(season_months=tuple(range(1, 13)))) == ()
    assert is_seasonal(person(rhythm=Rhythm.SEASONAL, season_months=(6,)))
    assert not is_seasonal(person(rhythm=Rhythm.SEASONAL))
    assert not is_seasonal(person(rhythm=Rhythm.YEARLY, season_months=(6,)))


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"rhythm": None}, None),
        ({"rhythm": Rhythm.QUARTERLY}, 91),
        ({"rhythm": Rhythm.SEASONAL}, 365),
        ({"rhythm": Rhythm.SEASONAL, "season_months": (6, 7, 8)}, 92),
        ({"rhythm": Rhythm.SEASONAL, "season_months": (6, 7, 8), "rhythm_days": 20}, 20),
        ({"rhythm": Rhythm.MONTHLY, "rhythm_days": 0}, 1),
    ],
)
def test_rhythm_in_days_that_count(values: dict[str, object], days: int | None) -> None:
    assert counted_rhythm(person(**values)) == days


def test_off_season_is_what_the_season_is_not() -> None:
    off = off_season((6, 7), 2025, 2026)
    assert Clock(off).between(date(2024, 12, 31).toordinal(), date(2026, 12, 31).toordinal()) == 122
    assert off_season((), 2025, 2026) == []


def test_seasons_may_cross_new_year() -> None:
    runs = seasons((1, 2, 11, 12), 2025, 2025)
    days = [(date.fromordinal(a), date.fromordinal(b)) for a, b in runs]
    assert (date(2024, 11, 1), date(2025, 2, 28)) in days
    assert (date(2025, 11, 1), date(2026, 2, 28)) in days


@pytest.mark.parametrize(
    ("day", "first", "end"),
    [
        (date(2025, 7, 10), date(2025, 9, 1), date(2026, 8, 31)),
        (date(2025, 8, 31), date(2025, 9, 1), date(2026, 8, 31)),
        (date(2025, 10, 3), date(2025, 10, 4), date(2026, 8, 31)),
        (date(2025, 5, 31), date(2025, 6, 1), date(2025, 8, 31)),
    ],
)
def test_the_next_season_begins_after_this_one(day: date, first: date, end: date) -> None:
    assert next_season((6, 7, 8), day.toordinal()) == (first.toordinal(), end.toordinal())


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 25, date(2023, 12, 15)),
        (date(1, 2, 3), 12, date(1, 2, 3)),
    ],
)
def test_months_before(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier


def test_a_pause_lengthens_the_look_back() -> None:
    plain = look_back(TODAY, 12, Clock())
    assert date.fromordinal(plain) == date(2025, 11, 23)
    today = TODAY.toordinal()
    assert look_back(TODAY, 12, Clock([(today - 29, today)])) == plain - 30
