"""Slow work that is stopped too late: what was written is told, what was only read is not."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task


@pytest.mark.parametrize(("kept", "expected"), [(True, "written"), (False, None)])
def test_stopped_when_it_was_done(
    bridge: Bridge, qtbot: QtBot, kept: bool, expected: str | None
) -> None:
    stopped = threading.Event()
    told: list[object] = []

    def job(_workspace: Workspace, _task: Task) -> str:
        stopped.wait(60)
        return "written"

    task = bridge.run(job, told.append, told.append, kept=kept)
    task.cancel()
    stopped.set()
    qtbot.waitUntil(lambda: not bridge.busy())
    assert told == [expected]
