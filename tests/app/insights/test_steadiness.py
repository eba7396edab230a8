"""Burstiness by its printed values, and months with a contact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.conversations import converse
from app.insights.steadiness import burstiness, steadiness
from tests.app.insights.insight_logs import TODAY, contact


@pytest.mark.parametrize(
    ("gaps", "value"),
    [
        ([30] * 7, -1.000),
        ([1, 1, 1, 177, 1, 1, 1], 0.957),
        ([10, 40, 25, 60, 5, 33, 20], -0.224),
    ],
)
def test_printed_values(gaps: list[int], value: float) -> None:
    found = burstiness(gaps)
    assert found is not None
    assert round(found, 3) == value


def test_silent_below_seven_gaps_and_without_any_distance() -> None:
    assert burstiness([30] * 6) is None
    assert burstiness([0] * 7) is None


def test_a_random_split_of_a_span_counts_as_nought() -> None:
    n = 8
    r = ((n - 1) / (n + 1)) ** 0.5
    assert burstiness([10 * (1 + r)] * 4 + [10 * (1 - r)] * 4) == pytest.approx(0.0, abs=1e-12)


@given(st.lists(st.integers(1, 400), min_size=7, max_size=30), st.integers(2, 9))
def test_it_has_bounds_and_no_unit(gaps: list[int], factor: int) -> None:
    found = burstiness(gaps)
    assert found is not None
    assert -1.0 <= found <= 1.0 + 1e-9
    assert burstiness([gap * factor for gap in gaps]) == pytest.approx(found)


def test_months_count_dates_known_to_the_month_but_no_year_alone() -> None:
    contacts = [contact(text) for text in ("2026-09-03", "2026-09-20", "2026-07", "2026")]
    spots = converse(contacts, TODAY).spots
    found = steadiness(spots, TODAY.toordinal() - 200, TODAY)
    assert (found.months, found.of_months, found.gaps) == (2, 7, 1)
    assert found.burstiness is None
