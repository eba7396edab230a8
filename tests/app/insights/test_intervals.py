"""The arithmetic under the findings, against exact fractions and published values."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.intervals import (
    beta_cdf,
    beta_interval,
    incomplete_beta,
    normal_quantile,
    share_above,
    share_below,
    smallest_count,
    wilson,
)


def exact_cdf(a: int, b: int, x: Fraction) -> Fraction:
    """P(Beta(a, b) <= x) as the sum that the specification prints."""
    n = a + b - 1
    return sum((comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1)), Fraction(0))


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["1/4", "3/4", "1/2", "1/3", "1/5"]))
def test_beta_cdf_is_the_binomial_sum(a: int, b: int, share: str) -> None:
    x = Fraction(share)
    assert beta_cdf(a, b, float(x)) == pytest.approx(float(exact_cdf(a, b, x)), abs=1e-12)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.01, 0.99))
def test_the_continued_fraction_agrees_for_whole_numbers(a: int, b: int, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(beta_cdf(a, b, x), abs=1e-10)


def test_large_counts_neither_overflow_nor_vanish() -> None:
    assert beta_cdf(5001, 5001, 0.5) == pytest.approx(0.5, abs=1e-9)
    assert beta_cdf(9001, 1001, 0.75) < 1e-100
    assert beta_cdf(1001, 9001, 0.75) == pytest.approx(1.0)


@pytest.mark.parametrize(("x", "expected"), [(-0.5, 0.0), (0.0, 0.0), (1.0, 1.0), (1.5, 1.0)])
def test_beyond_the_ends_nothing_or_everything_lies_below(x: float, expected: float) -> None:
    assert beta_cdf(3, 4, x) == incomplete_beta(3, 4, x) == expected


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.05, 0.95))
def test_below_and_above_share_all_there_is(k: int, more: int, x: float) -> None:
    assert share_below(k, k + more, x) + share_above(k, k + more, x) == pytest.approx(1.0)


def test_quantile_of_the_normal_distribution() -> None:
    assert normal_quantile(0.80) == pytest.approx(1.2815515655446004, abs=1e-9)
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, abs=1e-9)


def test_wilson_of_nine_in_ten_is_the_range_of_the_specification() -> None:
    low, high = wilson(9, 10)
    assert (round(low * 100), round(high * 100)) == (72, 97)


@given(st.integers(1, 200), st.data())
def test_wilson_holds_the_share_and_stays_in_bounds(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = wilson(k, n)
    assert 0.0 <= low <= k / n <= high <= 1.0
    mirrored = wilson(n - k, n)
    assert mirrored.low == pytest.approx(1 - high)


def test_wilson_of_nothing_knows_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 30), st.integers(0, 30))
def test_beta_interval_leaves_a_tenth_on_each_side(k1: int, k0: int) -> None:
    a, b = k1 + 0.5, k0 + 0.5
    low, high = beta_interval(a, b)
    assert incomplete_beta(a, b, low) == pytest.approx(0.1, abs=1e-4)
    assert incomplete_beta(a, b, high) == pytest.approx(0.9, abs=1e-4)


@given(st.integers(1, 5000))
def test_smallest_count_finds_the_turning_point(turn: int) -> None:
    assert smallest_count(lambda n: n >= turn) == turn
