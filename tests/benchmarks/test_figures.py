"""The figures of the benchmark table, and a short run of what needs no window."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # as when the command itself is run

from tests.benchmarks.figures import Row, spread, table
from tests.benchmarks.protected import Protected
from tests.benchmarks.run import Bench, interleaved, measure


def test_a_ratio_is_the_median_of_the_rounds_and_decides_with_the_mark() -> None:
    row = Row("save", kith=[3.0, 40.0, 3.0], floor=[1.0, 20.0, 1.0], most_ratio=3.0)
    assert row.ratio == 3.0
    assert row.met is True
    assert Row("save", [4.0], [1.0], most_ratio=3.0).met is False
    assert Row("search", [21.0], [1.0], most_ratio=2.0, most_plus=20.0).met is True
    assert Row("open", [101.0], most=100.0).met is False
    assert Row("shown only", [5.0]).met is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], ""),
        ([0.123], "0.12"),
        ([3.0, 2.0, 7.0], "3.0 (2.0–7.0)"),
        ([10.0] * 99 + [9000.0], "10.0 (10.0–10.0)"),
    ],
)
def test_a_spread_names_the_median_and_leaves_stragglers_of_many_out(
    values: list[float], told: str
) -> None:
    assert spread(values) == told


def test_missed_marks_stand_out_in_the_table() -> None:
    told = table("Today", [Row("open", [101.0], most=100.0), Row("save", [1.0], [1.0])])
    assert "| open |  | 101 |  | at most 100 ms | **missed** |" in told
    assert "| save | 1.00 | 1.00 | 1.00 (1.00–1.00) |  |  |" in told


def test_a_short_run_measures_services_against_their_floors(tmp_path: Path) -> None:
    rows = measure(Bench(tmp_path, 7), ["S"], ["profile", "search", "save"])
    assert len(rows) == 9
    assert all(len(row.kith) >= 7 for row in rows)
    assert sum(bool(row.floor) for row in rows) == 7


def test_a_short_run_measures_a_protected_journal_against_the_plain_one(tmp_path: Path) -> None:
    measured = Protected(Bench(tmp_path, 7), "S", interleaved)
    rows = measured.services()
    assert [len(row.kith) >= 7 for row in rows] == [True] * 4
    assert [bool(row.floor) for row in rows] == [True, True, True, False]
    stall, whole = measured.copy(measured.path)
    assert 0 < stall < whole
