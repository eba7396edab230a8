"""Dates in fields: read as exactly as they were said, and written so that they read back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.errors import InputError
from app.model.values import FixedClock, PartialDate
from app.services.dates import check_date, date_text, read_date

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("  ", None),
        ("2024", "2024"),
        ("May 2024", "2024-05"),
        ("3 May 2024", "2024-05-03"),
        ("2024-05-03", "2024-05-03"),
        ("yesterday", "2026-11-21"),
        ("3 May", "2026-05-03"),
    ],
)
def test_fields_read_days_months_and_years(text: str, found: str | None) -> None:
    day = read_date(text, CLOCK)
    assert (str(day) if day else None) == found


def test_a_due_date_looks_ahead_and_a_birthday_leaves_the_year_out() -> None:
    assert str(read_date("Friday", CLOCK, ahead=True)) == "2026-11-27"
    assert str(read_date("14 April", CLOCK, yearless=True)) == "--04-14"
    assert str(read_date("14 April 1980", CLOCK, yearless=True)) == "1980-04-14"


@pytest.mark.parametrize("text", ["soon-ish", "3 May and then", "31 February", "2024-13"])
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(InputError):
        read_date(text, CLOCK)
    fine, words = check_date(text, CLOCK)
    assert not fine
    assert words


def test_what_was_understood_is_told_in_full() -> None:
    assert check_date("yesterday", CLOCK) == (True, "Saturday 21 November 2026")
    assert check_date("", CLOCK) == (True, "")


@given(st.integers(0, 80_000), st.sampled_from(["day", "month", "year", "yearless"]))
def test_what_a_field_shows_reads_back_as_the_same_date(days: int, known: str) -> None:
    exact = date(1900, 1, 1) + timedelta(days=days)
    shown = {
        "day": PartialDate.of(exact),
        "month": PartialDate(exact.year, exact.month),
        "year": PartialDate(exact.year),
        "yearless": PartialDate(None, exact.month, exact.day),
    }[known]
    assert read_date(date_text(shown), CLOCK, yearless=known == "yearless") == shown


def test_a_day_without_a_year_is_a_birthday_and_nothing_else() -> None:
    clock = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    assert read_date("--05-03", clock, yearless=True) == PartialDate(None, 5, 3)
    with pytest.raises(InputError, match="no year"):
        read_date("--05-03", clock)
