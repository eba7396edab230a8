"""Days to remember: when one comes next, and how it is written and read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.model.values import FixedClock, PartialDate
from app.services.day_lines import read_line
from app.services.days_ahead import ahead_words, day_told, is_near, next_time

TODAY = date(2026, 11, 22)
CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "found", "words"),
    [
        (PartialDate(2019, 11, 22), date(2026, 11, 22), "today"),
        (PartialDate(None, 11, 23), date(2026, 11, 23), "tomorrow"),
        (PartialDate(2019, 11, 21), date(2027, 11, 21), "in 364 days"),
        (PartialDate(None, 2, 29), date(2028, 2, 29), "in 464 days"),
        (PartialDate(2019, 6), None, ""),
        (PartialDate(2019), None, ""),
    ],
)
def test_when_it_comes_next(day: PartialDate, found: date | None, words: str) -> None:
    assert next_time(day, TODAY) == found
    assert ahead_words(day, TODAY) == words


def test_what_is_near() -> None:
    assert is_near(PartialDate(None, 12, 22), TODAY, timedelta(days=30))
    assert not is_near(PartialDate(None, 12, 23), TODAY, timedelta(days=30))
    assert not is_near(PartialDate(2026, 12), TODAY, timedelta(days=30))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (PartialDate(2019, 6, 1), "1 June 2019"),
        (PartialDate(None, 6, 1), "1 June"),
        (PartialDate(2019, 6), "June 2019"),
        (PartialDate(2019), "2019"),
    ],
)
def test_how_it_is_told(day: PartialDate, told: str) -> None:
    assert day_told(day) == told


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Wedding 1 June 2019", ("Wedding", PartialDate(2019, 6, 1))),
        ("Wedding: 1 June", ("Wedding", PartialDate(None, 6, 1))),
        ("3 May 2020", ("", PartialDate(2020, 5, 3))),
        ("Wedding", None),
        ("", None),
        ("1 June 2019 wedding", None),
    ],
)
def test_a_line_is_read_from_its_end(line: str, found: object) -> None:
    assert read_line(line, CLOCK) == found
