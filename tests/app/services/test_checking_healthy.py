"""A healthy journal never alarms: after any steps, undone, done again, thinned, and forgotten."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.checks import Ill
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import checking, forget
from app.services.sample import create_sample
from app.services.workspace import Workspace
from app.store import keeping
from tests.every_step import STEPS, Hand

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
_AROUND = {Ill.RIGHTS, Ill.BACKUP, Ill.KEYS, Ill.LEFTOVER}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("healthy") / "sample.kith"
    create_sample(path, CLOCK).close()
    return path


def alarms(workspace: Workspace) -> list[str]:
    found = checking.check(workspace).troubles
    return [trouble.text for trouble in found if trouble.ill not in _AROUND]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_no_step_makes_a_healthy_journal_look_damaged(
    sample: Path, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "journal.kith"
    path.write_bytes(sample.read_bytes())
    chance = random.Random(seed)
    with closing(Workspace.open(path, CLOCK)) as workspace:
        hand = Hand(workspace, tmp_path)
        for _step in range(60):
            hand.take((chance.choice(list(STEPS)), chance.randrange(10_000)))
            for _back in range(chance.choice((0, 0, 0, 1, 3))):
                workspace.undo()
            for _again in range(chance.choice((0, 0, 1))):
                workspace.redo()
        assert alarms(workspace) == []
        people = workspace.find(Counterpart)
        for person in people[:3]:
            forget.forget(workspace, person.id)
        assert alarms(workspace) == []
        assert keeping.thin(workspace.database, "9999", None) > 0
        assert alarms(workspace) == []
        hand.take(("edit_person", 7))
        workspace.undo()
        assert alarms(workspace) == []
