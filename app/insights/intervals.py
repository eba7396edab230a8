"""Wilson and Beta helpers: how sure a share of a few counts can be."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

LEVEL = 0.80
_HALVINGS = 40


class Interval(NamedTuple):
    """A likely range of a share or a rate."""

    low: float
    high: float


@lru_cache(maxsize=64)
def normal_quantile(level: float) -> float:
    """How many standard deviations each way hold `level` of a normal distribution."""
    return _bisect(lambda z: math.erf(z / math.sqrt(2.0)), level, 0.0, 10.0)


@lru_cache(maxsize=4096)
def wilson(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """The Wilson interval of a share, which stays sensible for few trials.

    Source: Brown, Cai & DasGupta 2001, Interval Estimation for a Binomial Proportion.
    """
    if trials == 0:
        return Interval(0.0, 1.0)
    z2 = normal_quantile(level) ** 2
    middle = (successes + z2 / 2) / (trials + z2)
    spread = successes * (trials - successes) / trials + z2 / 4
    half = math.sqrt(z2 * spread) / (trials + z2)
    low = middle - half if successes else 0.0
    return Interval(low, middle + half if successes < trials else 1.0)


@lru_cache(maxsize=8192)
def beta_cdf(a: int, b: int, x: float) -> float:
    """P(Beta(a, b) <= x) for whole a and b: the upper tail of a binomial with a+b-1 trials.

    Summed outwards from the near end of the smaller tail, so that large counts neither
    overflow nor cost more than a few dozen terms.
    """
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    trials = a + b - 1
    if a > trials * x:
        return _tail(trials, a, x)
    return 1.0 - _tail(trials, trials - a + 1, 1.0 - x)


def _tail(trials: int, first: int, x: float) -> float:
    """P(Binomial(trials, x) >= first), for a first beyond the mean, where terms only fall."""
    log_term = (
        math.lgamma(trials + 1)
        - math.lgamma(first + 1)
        - math.lgamma(trials - first + 1)
        + first * math.log(x)
        + (trials - first) * math.log1p(-x)
    )
    term = total = math.exp(log_term)
    odds = x / (1.0 - x)
    for k in range(first, trials):
        term *= (trials - k) / (k + 1) * odds
        total += term
        if term < total * 1e-17:
            break
    return min(total, 1.0)


def share_below(successes: int, trials: int, x: float) -> float:
    """P(share <= x) after so many successes, all shares being equally likely at first."""
    return beta_cdf(successes + 1, trials - successes + 1, x)


def share_above(successes: int, trials: int, x: float) -> float:
    """P(share > x) after so many successes, all shares being equally likely at first."""
    return 1.0 - share_below(successes, trials, x)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """P(Beta(a, b) <= x) for any positive a and b, by the continued fraction DLMF 8.17.22."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(b, a, 1.0 - x)
    log_front = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return math.exp(log_front) / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """The fraction 1 + d1/(1 + d2/(1 + ...)), evaluated from the far end."""
    value = 1.0
    for step in range(20 + int(5 * math.sqrt(a + b)), 0, -1):
        m = step // 2
        if step % 2:
            d = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        value = 1.0 + d / value
    return value


@lru_cache(maxsize=4096)
def beta_interval(a: float, b: float, level: float = LEVEL) -> Interval:
    """The middle `level` of Beta(a, b)."""
    tail = (1.0 - level) / 2

    def below(x: float) -> float:
        return incomplete_beta(a, b, x)

    return Interval(_bisect(below, tail, 0.0, 1.0), _bisect(below, 1.0 - tail, 0.0, 1.0))


def _bisect(rising: Callable[[float], float], target: float, low: float, high: float) -> float:
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def smallest_count(holds: Callable[[int], bool]) -> int:
    """The smallest count from 1 on for which something that stays true becomes true."""
    high = 1
    while not holds(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
