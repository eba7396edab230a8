"""Every value printed for the second and third test, and what the rules do in the long run."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insights.intervals import share_above, share_below
from app.insights.realness.agenda import asks_rule, whole_rule
from app.insights.realness.engagement import answers_rule, depth_rule
from app.insights.realness.mutual import mutual_rule
from app.insights.realness.occasions import rate_ratio, window_days
from app.insights.realness.starts import balance, forgotten, starts_rule, who_starts
from app.insights.realness.together import record_rule
from app.settings import Policy

POLICY = Policy()
NO, ALL, UNCLEAR, ONLY = (
    "not enough evidence",
    "not all agenda",
    "unclear",
    "only when something is needed",
)


@pytest.mark.parametrize(
    ("mine", "theirs", "answer", "over"),
    [
        (3, 2, "not enough evidence", None),
        (3, 3, "both", 0.071),
        (4, 2, "unclear", 0.244),
        (5, 3, "both", 0.166),
        (6, 0, "mostly me", 0.867),
        (7, 1, "unclear", 0.700),
        (8, 0, "mostly me", 0.925),
        (9, 1, "mostly me", 0.803),
        (6, 4, "both", 0.115),
        (12, 4, "unclear", 0.426),
        (14, 2, "mostly me", 0.836),
        (17, 3, "mostly me", 0.808),
    ],
)
def test_who_starts(mine: int, theirs: int, answer: str, over: float | None) -> None:
    found = starts_rule(mine, theirs, POLICY)
    assert found.answer == answer
    if over is not None:
        assert round(found.over, 3) == over


@given(st.integers(0, 40), st.integers(0, 40))
def test_who_starts_does_not_depend_on_the_side(mine: int, theirs: int) -> None:
    swapped = {"mostly me": "mostly them", "mostly them": "mostly me"}
    answer = starts_rule(mine, theirs, POLICY).answer
    assert starts_rule(theirs, mine, POLICY).answer == swapped.get(answer, answer)


LONG_RUN = {
    0.50: {6: (3, 31, 66), 10: (2, 66, 32), 16: (0, 79, 21), 20: (0, 88, 11), 30: (0, 96, 4)},
    0.60: {6: (5, 28, 67), 10: (5, 56, 39), 16: (2, 65, 33), 20: (2, 74, 24), 30: (1, 82, 17)},
    0.90: {6: (53, 1, 45), 10: (74, 1, 25), 16: (79, 0, 21), 20: (87, 0, 13), 30: (93, 0, 7)},
    1.00: dict.fromkeys((6, 10, 16, 20, 30), (100, 0, 0)),
}


def chance(n: int, k: int, share: float) -> float:
    return comb(n, k) * share**k * (1 - share) ** (n - k)


@pytest.mark.parametrize(
    ("share", "n"), [(share, n) for share, row in LONG_RUN.items() for n in row]
)
def test_the_long_run_table(share: float, n: int) -> None:
    found = {"one-sided": 0.0, "both": 0.0, "unclear": 0.0}
    for mine in range(n + 1):
        answer = starts_rule(mine, n - mine, POLICY).answer
        key = "one-sided" if answer.startswith("mostly") else answer
        found[key] += chance(n, mine, share)
    assert [100 * part for part in found.values()] == pytest.approx(LONG_RUN[share][n], abs=0.5)


def ever_one_sided(share: float, upto: int) -> float:
    """How likely a tie is called one-sided at some entry, all entries being looked at."""
    alive, called = {0: 1.0}, 0.0
    for n in range(1, upto + 1):
        grown: dict[int, float] = {}
        for mine, weight in alive.items():
            for step, odds in ((1, share), (0, 1 - share)):
                grown[mine + step] = grown.get(mine + step, 0.0) + weight * odds
        alive = {}
        for mine, weight in grown.items():
            if starts_rule(mine, n - mine, POLICY).answer.startswith("mostly"):
                called += weight
            else:
                alive[mine] = weight
    return called


@pytest.mark.parametrize(("share", "percent"), [(0.5, 4.6), (0.6, 8.98)])
def test_looking_after_every_entry_up_to_thirty(share: float, percent: float) -> None:
    assert 100 * ever_one_sided(share, 30) == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize(
    ("mine", "theirs", "missing"),
    [(6, 0, 1), (8, 0, 1), (9, 0, 2), (9, 1, 1), (12, 0, 2), (20, 2, 2), (20, 0, 4)],
)
def test_entries_one_may_have_forgotten(mine: int, theirs: int, missing: int) -> None:
    assert forgotten(mine, theirs, POLICY) == missing
    assert forgotten(theirs, mine, POLICY) == missing


@given(st.integers(0, 60), st.integers(0, 60))
def test_forgotten_entries_are_the_fewest_that_undo_it(mine: int, theirs: int) -> None:
    missing = forgotten(mine, theirs, POLICY)
    if starts_rule(mine, theirs, POLICY).answer != "mostly me":
        return
    answers = [starts_rule(mine, theirs + m, POLICY).answer for m in range(1, (missing or 0) + 1)]
    assert answers[:-1] == ["mostly me"] * ((missing or 0) - 1)
    assert answers[-1] != "mostly me"


def test_nine_to_none_is_the_first_one_sided_count_of_a_typed_journal() -> None:
    called = [
        (n, theirs)
        for n in range(6, 13)
        for theirs in range(n + 1)
        if who_starts(n - theirs, theirs, 1.0, POLICY) == "mostly me"
    ]
    assert called[0] == (9, 0)
    assert who_starts(6, 0, 0.5, POLICY) == "mostly me"
    assert who_starts(6, 0, 0.8, POLICY) == "unclear"


@pytest.mark.parametrize(
    ("mine", "theirs", "index"),
    [(5, 5, 1.0), (6, 4, 0.80), (2, 1, 2 / 3), (3, 1, 0.50), (8, 2, 0.40), (9, 1, 0.20)],
)
def test_balance(mine: int, theirs: int, index: float) -> None:
    assert balance(mine, theirs) == pytest.approx(index)
    assert balance(0, 0) is None


@pytest.mark.parametrize(
    ("k", "n", "answer", "above"),
    [
        (3, 4, "good", 0.812),
        (2, 4, "unclear", None),
        (1, 4, "poor", None),
        (3, 5, "unclear", 0.656),
        (3, 3, "not enough evidence", None),
    ],
)
def test_answering(k: int, n: int, answer: str, above: float | None) -> None:
    assert answers_rule(k, n, POLICY) == answer
    if above is not None:
        assert share_above(k, n, 0.5) == pytest.approx(above, abs=0.001)


@pytest.mark.parametrize(
    ("k", "n", "answer", "share", "likely"),
    [
        (3, 6, "good", 1 / 3, 0.827),
        (2, 6, "unclear", 1 / 3, 0.571),
        (4, 8, "good", 1 / 3, 0.855),
        (0, 6, "unclear", -1 / 5, 0.790),
        (0, 7, "poor", -1 / 5, 0.832),
        (5, 5, "not enough evidence", None, 0.0),
    ],
)
def test_depth(k: int, n: int, answer: str, share: float | None, likely: float) -> None:
    assert depth_rule(k, n, POLICY) == answer
    if share is not None:
        found = share_above(k, n, share) if share > 0 else share_below(k, n, -share)
        assert round(found, 3) == likely


@pytest.mark.parametrize(
    ("k", "n", "answer"),
    [
        *[(k, n, ALL) for k, n in [(0, 4), (1, 4), (2, 4), (3, 5)]],
        *[(k, n, UNCLEAR) for k, n in [(3, 4), (4, 4), (4, 5), (5, 6), (6, 8), (7, 8), (8, 10)]],
        *[(k, n, ONLY) for k, n in [(5, 5), (6, 6), (9, 10)]],
        *[(k, 3, NO) for k in range(4)],
    ],
)
def test_asks(k: int, n: int, answer: str) -> None:
    assert asks_rule(k, n, POLICY) == answer


@pytest.mark.parametrize(
    ("mine", "theirs", "whole"),
    [
        (ALL, ALL, ALL),
        (ALL, NO, ALL),
        (ALL, UNCLEAR, UNCLEAR),
        (ALL, ONLY, ONLY),
        (ONLY, ALL, ONLY),
        (ONLY, ONLY, ONLY),
        (UNCLEAR, ALL, UNCLEAR),
        (UNCLEAR, NO, UNCLEAR),
        (NO, ALL, UNCLEAR),
        (NO, UNCLEAR, UNCLEAR),
        (NO, ONLY, ONLY),
        (NO, NO, NO),
    ],
)
def test_agenda_as_a_whole(mine: str, theirs: str, whole: str) -> None:
    assert whole_rule(mine, theirs) == whole


MUTUAL, ONE_SIDED, PASSING = "mutual and meaningful", "one-sided", "passing talk"
I_CARRY = "you carry it, but both engage"
THEY_CARRY = "they carry it, but both engage"


@pytest.mark.parametrize(
    ("starts", "mine", "theirs", "deep", "both_ways", "whole"),
    [
        ("both", "good", "good", "good", True, MUTUAL),
        ("both", NO, NO, "good", True, MUTUAL),
        ("both", "unclear", NO, "good", True, MUTUAL),
        ("both", "good", "poor", "good", True, UNCLEAR),
        ("both", "good", "good", "good", False, UNCLEAR),
        ("both", "good", "good", "unclear", True, UNCLEAR),
        ("not judged", "good", "good", "good", True, MUTUAL),
        ("not judged", "good", "good", "poor", True, PASSING),
        ("not judged", NO, NO, NO, True, NO),
        ("both", "good", "good", "poor", True, PASSING),
        ("unclear", "good", "good", "poor", True, PASSING),
        ("unclear", "good", "good", "good", True, UNCLEAR),
        ("both", NO, NO, NO, True, NO),
        ("both", NO, NO, "poor", False, PASSING),
        (NO, "good", "good", "good", True, NO),
        ("mostly me", NO, "good", "good", False, I_CARRY),
        ("mostly me", "poor", "good", "good", False, UNCLEAR),
        ("mostly them", "good", NO, "good", False, THEY_CARRY),
        ("mostly me", NO, "poor", "good", True, ONE_SIDED),
        ("mostly me", "good", "good", "poor", True, ONE_SIDED),
        ("mostly them", "poor", "good", "good", True, ONE_SIDED),
        ("mostly them", "good", "poor", "good", True, UNCLEAR),
        ("mostly me", NO, "unclear", "good", True, UNCLEAR),
        ("mostly me", NO, NO, NO, True, NO),
    ],
)
def test_mutual(
    starts: str, mine: str, theirs: str, deep: str, both_ways: bool, whole: str
) -> None:
    assert mutual_rule(starts, mine, theirs, deep, both_ways) == whole


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [(None, 60), (7, 60), (30, 60), (91, 182), (182, 364), (365, 730), (500, 800)],
)
def test_window_of_the_first_test(rhythm: int | None, days: int) -> None:
    assert window_days(rhythm, Policy()) == days


def test_rate_ratio_is_that_of_the_formula() -> None:
    rate = rate_ratio(5, 52, 2, 180)
    assert rate.ratio == pytest.approx((5.5 / 52) / (2.5 / 180))
    assert rate.likely.low < rate.ratio < rate.likely.high


@pytest.mark.parametrize(
    ("in_favour", "against", "sentence"),
    [
        (3, 0, "The record looks like a real relationship."),
        (2, 0, "The record looks like a real relationship."),
        (2, 1, "The record points both ways."),
        (1, 1, "The record points both ways."),
        (1, 2, "The record looks more like a lead."),
        (0, 2, "The record looks more like a lead."),
        (0, 3, "The record looks more like a lead."),
        (1, 0, "Not enough in the journal to say."),
        (0, 1, "Not enough in the journal to say."),
        (0, 0, "Not enough in the journal to say."),
    ],
)
def test_side_by_side(in_favour: int, against: int, sentence: str) -> None:
    assert record_rule(in_favour, against) == sentence
