"""Importing tables through the window: what columns mean is shown, changed and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.people import ContactPoint, Counterpart
from app.services.transfer_tables import What
from tests.ui.probes import settle
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.pages.importing import ImportPage

TABLE = """Who;Where they are;Number at the office;Since
Aino Järvinen;Pohjola Works;+358 40 555 01 01;2019
Rui Santos;Vela;+351 21 555 01 02;2021
;;;
"""
LINKEDIN = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ann,Lee,https://www.linkedin.com/in/annlee,,Fjord AB,Partner,15 Mar 2024
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "club.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ImportPage:
    window.bridge.go("import")
    made = window.pages["import"]
    assert isinstance(made, ImportPage)
    return made


def look(bridge: Bridge, qtbot: QtBot, *files: Path) -> None:
    bridge.go("import", extra={"files": list(files)})
    wait(bridge, qtbot)


def wait(bridge: Bridge, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()


def test_shot(page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path, window) -> None:
    window.resize(1360, 860)
    look(bridge, qtbot, table)
    window.grab().save("/tmp/tbl/a.png")
    window.resize(1024, 700); settle()
    window.grab().save("/tmp/tbl/b.png")
