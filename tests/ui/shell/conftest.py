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
from ui.bridge import Bridge
from ui.composition import parts
from ui.main_window import MainWindow, Parts


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
def window(bridge: Bridge) -> Iterator[MainWindow]:
    """The window with all its real pages, on Today."""
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
