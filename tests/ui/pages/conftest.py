"""A real sample journal behind a real bridge, for the tests of each page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow

from app.model.values import FixedClock
from app.services.sample import create_sample
from app.services.workspace import Workspace
from ui.actions import make_actions
from ui.bridge import Bridge

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample journal, written once."""
    path = tmp_path_factory.mktemp("sample") / "sample.kith"
    create_sample(path, CLOCK).close()
    return path


@pytest.fixture
def bridge(dressed: QApplication, sample_file: Path, tmp_path: Path) -> Iterator[Bridge]:
    """A bridge to a copy of the sample journal."""
    path = tmp_path / "journal.kith"
    path.write_bytes(sample_file.read_bytes())
    opened = Bridge(Workspace.open(path, CLOCK))
    yield opened
    opened.close()


@pytest.fixture
def empty_bridge(dressed: QApplication, tmp_path: Path) -> Iterator[Bridge]:
    """A bridge to a journal with nothing in it."""
    opened = Bridge(Workspace.open(tmp_path / "empty.kith", CLOCK, create=True))
    yield opened
    opened.close()


@pytest.fixture
def window(dressed: QApplication) -> Iterator[QMainWindow]:
    """A window of the usual size to put a page into."""
    made = QMainWindow()
    made.resize(1152, 860)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def actions(window: QMainWindow) -> dict[str, QAction]:
    """The table of actions, made for this window."""
    return make_actions(window)
