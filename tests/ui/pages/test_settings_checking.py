"""The check in the settings: says what is wrong, mends it, and leads to a rescue."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.services import backups
from app.services.backups import Reason
from ui.bridge import Bridge, ClosedWork
from ui.pages.settings.checking import CheckingPanel
from ui.widgets.elide import WrapLabel


@pytest.fixture
def panel(
    bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]
) -> Iterator[CheckingPanel]:
    for file in bridge.workspace.path.parent.glob("journal.kith*"):
        file.chmod(0o600)
    backups.make(bridge.workspace, Reason.BY_HAND)
    made = CheckingPanel(bridge, actions)
    window.setCentralWidget(made)
    window.show()
    made.refresh()
    yield made


def texts(panel: CheckingPanel) -> str:
    return " ".join(
        label.text() for label in panel.findChildren(WrapLabel) if label.isVisibleTo(panel)
    )


def checked(panel: CheckingPanel, qtbot: QtBot, *words: str) -> None:
    """Wait until the check has ended and says all of this."""
    qtbot.waitUntil(
        lambda: panel.check_button.isEnabled() and all(word in texts(panel) for word in words),
        timeout=30_000,
    )


def harm(path: Path, *statements: str) -> None:
    raw = sqlite3.connect(path)
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        raw.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        raw.execute(statement)
    for _name, sql in triggers:
        raw.execute(sql)
    raw.commit()
    raw.close()


def test_a_sound_journal_is_said_to_be_sound(panel: CheckingPanel, qtbot: QtBot) -> None:
    assert "not looked through yet" in texts(panel)
    panel.check_button.setFocus()
    panel.check_button.click()
    assert panel.stop_button.isVisibleTo(panel) and not panel.check_button.isEnabled()
    checked(panel, qtbot, "The journal is sound.")
    assert not panel.mend_button.isVisibleTo(panel) and not panel.stop_button.isVisibleTo(panel)


def test_what_can_be_mended_is_mended_by_one_button(
    panel: CheckingPanel, bridge: Bridge, qtbot: QtBot
) -> None:
    harm(bridge.workspace.path, "UPDATE interaction SET note = 'Garbled' WHERE id = 3")
    panel.check_button.click()
    checked(panel, qtbot, "reads otherwise than it was saved")
    panel.mend_button.click()
    checked(panel, qtbot, "1 record reads again as it was saved.", "is sound")


@pytest.mark.parametrize("which", ["saved", "standing"])
def test_the_user_says_which_reading_is_right(
    panel: CheckingPanel, bridge: Bridge, qtbot: QtBot, which: str
) -> None:
    harm(bridge.workspace.path, "UPDATE interaction SET minutes = 77 WHERE id = 4")
    panel.check_button.click()
    checked(panel, qtbot, "“77” stands there")
    assert not panel.mend_button.isVisibleTo(panel)
    (panel.saved_button if which == "saved" else panel.standing_button).click()
    checked(panel, qtbot, "is sound")
    minutes = bridge.workspace.database.value("SELECT minutes FROM interaction WHERE id = 4")
    assert (minutes == 77) is (which == "standing")


def test_a_damaged_page_leads_to_a_rescue(
    panel: CheckingPanel, bridge: Bridge, qtbot: QtBot
) -> None:
    page = bridge.workspace.database.value(
        "SELECT rootpage FROM sqlite_master WHERE name = 'promise_due'"
    )
    bridge.workspace.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(bridge.workspace.path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = b"\x07" * 4096
    with bridge.workspace.path.open("r+b") as file:
        file.write(raw)
    panel.check_button.click()
    checked(panel, qtbot, "cannot be read")
    with qtbot.waitSignal(bridge.closed_work) as caught:
        panel.rescue_button.click()
    assert isinstance(caught.args[0], ClosedWork)  # type: ignore[index]


def test_a_check_can_be_stopped(panel: CheckingPanel, qtbot: QtBot) -> None:
    panel.check_button.click()
    panel.stop_button.click()
    assert panel._task is not None or panel.check_button.isEnabled()
    checked(panel, qtbot)
    assert not panel.stop_button.isVisibleTo(panel)
