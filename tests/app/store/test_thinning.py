"""Which copies may go, for any dates and any clock."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.store.thinning import AHEAD, DAYS, MONTHS, SPECIAL_DAYS, WEEKS, Dated, to_drop

NOW = datetime(2026, 11, 22, 9, 0)
MOST = DAYS + WEEKS + MONTHS

moments = st.datetimes(datetime(2020, 1, 1), datetime(2033, 1, 1))
copies = st.lists(st.builds(Dated, moments, st.booleans()), max_size=60)


def daily(days: int, until: datetime = NOW) -> list[Dated]:
    return [Dated(until - timedelta(days=days - 1 - n)) for n in range(days)]


def left(found: list[Dated], now: datetime = NOW) -> list[Dated]:
    gone = to_drop(found, now)
    return [copy for n, copy in enumerate(found) if n not in gone]


def test_a_few_copies_all_stay() -> None:
    assert to_drop([], NOW) == set()
    assert to_drop(daily(DAYS), NOW) == set()


def test_two_years_of_days_become_days_weeks_and_months() -> None:
    kept = [copy.at.date().isoformat() for copy in left(daily(730))]
    assert kept[-7:] == [f"2026-11-{day}" for day in range(16, 23)]
    # The newest of each of the five latest weeks: Sundays, and today's.
    assert {"2026-11-15", "2026-11-08", "2026-11-01", "2026-10-25"} <= set(kept)
    assert {"2026-10-31", "2026-09-30", "2025-12-31"} <= set(kept)
    assert "2025-11-30" not in kept
    assert len(kept) == 7 + 4 + 11


def test_of_one_day_the_newest_stays_and_what_is_special_for_a_month() -> None:
    day = [Dated(NOW - timedelta(hours=h), special=h == 5) for h in (6, 5, 4, 3)]
    assert left(day) == [day[1], day[3]]
    later = NOW + timedelta(days=SPECIAL_DAYS)
    assert left(day, later) == [day[3]]


def test_a_clock_that_jumped_back_lets_nothing_go() -> None:
    ahead = daily(40)
    long_ago = datetime(2020, 1, 1, 12)
    found = [*ahead, *(Dated(long_ago + timedelta(days=n)) for n in range(3))]
    assert to_drop(found, long_ago + timedelta(days=3)) == set()


def test_a_clock_that_jumped_ahead_costs_no_more_than_one_more_copy() -> None:
    found = left(daily(7))
    once_ahead = [*found, Dated(datetime(2040, 1, 1))]
    assert len(to_drop(once_ahead, datetime(2040, 1, 1))) <= 1


@given(copies, moments)
@settings(max_examples=200, deadline=None)
def test_whatever_the_dates(found: list[Dated], now: datetime) -> None:
    gone = to_drop(found, now)
    kept = left(found, now)
    if found:
        assert len(found) - 1 not in gone  # the one made last
        past = [copy.at for copy in found if copy.at <= now + AHEAD]
        assert not past or max(past) in [copy.at for copy in kept]
    for n in gone:
        assert found[n].at <= now + AHEAD
        assert not (found[n].special and now - found[n].at < timedelta(days=SPECIAL_DAYS))
    plain = [c for c in kept if not c.special and c.at <= now + AHEAD]
    assert len(plain) <= MOST + 1
    days = sorted({copy.at.date() for copy in found if copy.at <= now + AHEAD})
    months = {(day.year, day.month) for day in days}
    assert {copy.at.date() for copy in kept} >= set(days[-DAYS:])
    assert len({(c.at.year, c.at.month) for c in kept}) >= min(MONTHS, len(months))
    assert left(kept, now) == kept  # asking again lets no more go


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_day_by_day_with_a_clock_that_wanders(jumps: list[int]) -> None:
    now, found = NOW, []
    for jump in jumps:
        now += timedelta(days=1 if abs(jump) < 300 else jump)
        found = left([*found, Dated(now)], now)
        assert found[-1].at == now
