"""Dates keep the precision they were given, and impossible ones are refused with advice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import InputError
from app.model.values import DateRange, FixedClock, Moment, PartialDate, SystemClock, today


@pytest.mark.parametrize("text", ["2024", "2024-03", "2024-03-15", "--04-12", "--02-29"])
def test_a_partial_date_reads_and_writes_the_same_text(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-13",
        "2024-02-30",
        "1600",
        "2300-01-01",
        "--13-01",
        "--04",
        "-",
        "2024-3-1",
        "tomorrow",
        "2023-02-29",
    ],
)
def test_what_is_no_date_is_refused_with_advice(text: str) -> None:
    with pytest.raises(InputError) as caught:
        PartialDate.parse(text)
    assert caught.value.advice


def test_a_day_needs_its_month() -> None:
    with pytest.raises(InputError):
        PartialDate(2024, None, 3)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
        ("--02-03", date(1, 2, 3), date(1, 2, 3)),
    ],
)
def test_a_partial_date_spans_the_days_it_can_mean(text: str, first: date, last: date) -> None:
    found = PartialDate.parse(text)
    assert (found.first, found.last) == (first, last)
    assert (found.exact is None) == (first != last or text.startswith("--"))


@given(
    st.dates(date(1800, 1, 1), date(2199, 12, 31)), st.dates(date(1800, 1, 1), date(2199, 12, 31))
)
def test_exact_dates_order_as_the_calendar_does(one: date, other: date) -> None:
    left, right = PartialDate.of(one), PartialDate.of(other)
    assert (left < right) == (one < other)
    assert left.exact == one
    assert not left < left


def test_a_date_is_not_compared_with_other_things() -> None:
    assert PartialDate(2024).__lt__("2024") is NotImplemented


def test_moments_sort_by_date_then_time() -> None:
    early = Moment(PartialDate(2024, 3, 1), time(9, 30))
    later = Moment(PartialDate(2024, 3, 1), time(14, 0))
    vague = Moment(PartialDate(2024, 3))
    assert sorted([later, early, vague], key=lambda m: m.sort_key) == [vague, early, later]


def test_a_range_may_be_open_on_either_side() -> None:
    march = DateRange(date(2024, 3, 1), date(2024, 3, 31))
    assert date(2024, 3, 31) in march
    assert date(2024, 4, 1) not in march
    assert date(2024, 2, 29) not in march
    assert "2024-03-05" not in march
    assert march.days == 31
    assert date(1900, 1, 1) in DateRange()
    assert DateRange(date(2024, 3, 1)).days == 0


def test_clocks_tell_their_zone() -> None:
    fixed = FixedClock(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert today(fixed) == date(2026, 11, 22)
    fixed.advance(hours=1)
    assert today(fixed) == date(2026, 11, 23)
    assert SystemClock().now().tzinfo is not None


def test_a_day_beyond_every_number_is_no_date() -> None:
    with pytest.raises(InputError):
        PartialDate(None, 4, 10**30)
