"""The real window on a copy of the sample journal, and a small page that tells what it is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.values import FixedClock
from app.services.sample import create_sample
from app.services.workspace import Workspace
from tests.ui.shell.telling import TellingPage
from ui import daily_copy, daily_look
from ui.bridge import Bridge
from ui.composition import parts
from ui.main_window import MainWindow, Parts
from ui.notices import strip

_LATER_MS = 3_600_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample journal, written once."""
    path = tmp_path_factory.mktemp("sample") / "sample.kith"
    create_sample(path, FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))).close()
    return path


@pytest.fixture
def bridge(
    dressed: QApplication, sample_file: Path, tmp_path: Path, clock: FixedClock
) -> Iterator[Bridge]:
    path = tmp_path / "journal.kith"
    shutil.copyfile(sample_file, path)
    opened = Bridge(Workspace.open(path, clock))
    yield opened
    opened.close()


@pytest.fixture
def window(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with all its real pages, on Today.

    The copy and the look of the day, which come some seconds later, do not come in between, and a
    toast stays until it is read, however slow the machine is.
    """
    for module in (daily_copy, daily_look):
        monkeypatch.setattr(module, "_FIRST_MS", _LATER_MS)
    monkeypatch.setattr(strip, "TOAST_MS", _LATER_MS)
    made = MainWindow(bridge, parts())
    made.resize(1360, 860)
    bridge.go("today")
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def telling(bridge: Bridge) -> Iterator[Callable[[], MainWindow]]:
    """A window whose pages are two telling ones, "today" and "people"."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(bridge, Parts({"today": TellingPage, "people": TellingPage}))
        made.append(window)
        bridge.go("today")
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
