"""Any fifty steps of any kind can be taken back one by one, and done again, to the last column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.model.values import FixedClock
from tests.campaigns.undo_steps import far, walk
from tests.every_step import STEPS

A_STEP = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2**32 - 1))


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(A_STEP, min_size=50, max_size=50))
def test_undo_and_redo_of_every_kind_of_step_meet_the_same_journal(
    tmp_path_factory: pytest.TempPathFactory, clock: FixedClock, steps: list[tuple[str, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("steps")
    assert walk(folder, clock, steps).problems == []


def test_the_way_back_has_no_end_but_the_beginning(tmp_path: Path) -> None:
    assert far(tmp_path, 120) == []
