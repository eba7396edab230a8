"""Copies in the real window: the panel, Today's sentence, and the copy of the day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.cli import main
from app.model.copies import Reason
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import backups, vault
from app.services.workspace import Workspace
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, ClosedWork
from ui.copy_list import CopyRow
from ui.daily_copy import DailyCopy
from ui.main_window import MainWindow
from ui.pages.settings import SettingsPage
from ui.pages.settings.backups import BackupsPanel


@pytest.fixture
def old_copy(bridge: Bridge, clock: FixedClock) -> Path:
    """A copy of ten days ago."""
    clock.advance(days=-10)
    path = backups.make(bridge.workspace, Reason.DAILY).copy.path
    clock.advance(days=10)
    return path


def panel_of(window: MainWindow, qtbot: QtBot) -> BackupsPanel:
    window.bridge.go("settings", tab="backups")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    (panel,) = [one for one in page.panels if isinstance(one, BackupsPanel)]
    quiet(window, qtbot)
    return panel


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    def ended() -> bool:
        settle()
        return not window.bridge.busy()

    qtbot.waitUntil(ended, timeout=30_000)
    settle()  # what the last of it made is shown only now


def unfold(row: CopyRow, qtbot: QtBot) -> None:
    row.row.pressed.emit()
    qtbot.waitUntil(lambda: row.restore.isVisible(), timeout=30_000)


def test_a_copy_is_made_and_stands_in_the_list(
    window: MainWindow, qtbot: QtBot, bridge: Bridge
) -> None:
    panel = panel_of(window, qtbot)
    assert panel.list.rows == []
    panel.now.click()
    qtbot.waitUntil(lambda: len(panel.list.rows) == 1, timeout=30_000)
    assert window.toast.message() == "A copy was made."
    assert panel.list.rows[0].chip.text() == "whole"
    assert "Last copy today, 09:00." in window.nav._foot.text()
    assert len(backups.copies(bridge.workspace.path)) == 1


def test_a_copy_the_terminal_made_is_told_when_the_window_is_looked_at_again(
    window: MainWindow, qtbot: QtBot, bridge: Bridge
) -> None:
    assert "Last copy" not in window.nav._foot.text()
    said = main(["--journal", str(bridge.workspace.path), "--now", "2026-11-22T08:30", "backup"])
    assert said == 0
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    quiet(window, qtbot)
    assert "Last copy today, 08:30." in window.nav._foot.text()


def test_making_one_can_be_stopped(window: MainWindow, qtbot: QtBot, bridge: Bridge) -> None:
    panel = panel_of(window, qtbot)
    panel.now.click()
    panel.stop.click()
    quiet(window, qtbot)
    assert backups.copies(bridge.workspace.path) == []
    assert panel.now.isEnabled()
    assert not panel.stop.isVisible()


@pytest.mark.usefixtures("old_copy")
def test_today_says_once_that_the_last_copy_is_old_and_makes_one(
    window: MainWindow, qtbot: QtBot, bridge: Bridge
) -> None:
    told = "The last good copy of this journal is 10 days old."
    assert told not in texts(window)
    bridge.set_copies(backups.overdue(bridge.workspace), "")
    settle()
    assert told in texts(window)
    button(window, "Back up now").click()
    quiet(window, qtbot)
    assert told not in texts(window)
    assert len(backups.copies(bridge.workspace.path)) == 2


def test_the_copy_of_the_day_is_made_beside_the_window(
    window: MainWindow, qtbot: QtBot, bridge: Bridge
) -> None:
    daily = DailyCopy(bridge)
    daily.start()
    quiet(window, qtbot)
    assert [copy.reason for copy in backups.copies(bridge.workspace.path)] == [Reason.DAILY]
    daily.start()
    quiet(window, qtbot)
    assert len(backups.copies(bridge.workspace.path)) == 1
    assert window.toast.message() == ""


def test_a_copy_that_fails_is_told_once(window: MainWindow, qtbot: QtBot, bridge: Bridge) -> None:
    backups.folder(bridge.workspace.path).write_text("in the way")
    daily = DailyCopy(bridge)
    daily.start()
    quiet(window, qtbot)
    assert window.toast.message().startswith("No copy could be made in")
    window.toast.hide()
    daily.start()
    quiet(window, qtbot)
    assert window.toast.message() == ""


def test_a_copy_says_what_it_holds_and_is_checked(
    window: MainWindow, qtbot: QtBot, old_copy: Path
) -> None:
    row = panel_of(window, qtbot).list.rows[0]
    unfold(row, qtbot)
    assert any(text.startswith("It holds 24 people, 546 entries") for text in texts(row))
    row.verify.click()
    qtbot.waitUntil(lambda: window.toast.message() == "This copy is whole.", timeout=30_000)
    damaged = old_copy.read_bytes()
    old_copy.write_bytes(damaged[:-4000] + bytes(4000))
    row.verify.click()
    qtbot.waitUntil(lambda: row.chip.text() == "damaged", timeout=30_000)


def test_restoring_asks_once_more_and_hands_over_the_work(
    window: MainWindow, qtbot: QtBot, bridge: Bridge, old_copy: Path
) -> None:
    wanted: list[ClosedWork] = []
    bridge.closed_work.connect(wanted.append)
    row = panel_of(window, qtbot).list.rows[0]
    unfold(row, qtbot)
    row.restore.click()
    assert not row.restore.isVisible()
    row.leave.click()
    assert row.restore.isVisible()
    row.restore.click()
    row.confirm.click()
    assert [work.title for work in wanted] == ["Restoring the copy: Thu 12 Nov, 09:00"]
    assert old_copy.exists()


def test_a_copy_of_another_passphrase_asks_for_it(
    sample_file: Path, tmp_path: Path, clock: FixedClock, qtbot: QtBot, dressed: object
) -> None:
    path = tmp_path / "journal.kith"
    path.write_bytes(sample_file.read_bytes())
    key = vault.protect(path, "the words of before")
    workspace = Workspace.open(path, clock, key=key)
    backups.make(workspace, Reason.BY_HAND)
    workspace.close()
    key = vault.renew(path, key, "the words of today")
    from ui.copy_list import CopyList

    shown = CopyList(path, key, clock)
    qtbot.addWidget(shown)
    shown.show_copies(backups.copies(path))
    shown.show()
    row = shown.rows[0]
    row.row.pressed.emit()
    qtbot.waitUntil(row.secret.isVisible, timeout=30_000)
    assert any("made with another passphrase" in text for text in texts(row))
    row.secret.setText("the words of today")
    row.look.click()
    qtbot.waitUntil(
        lambda: any("is not the passphrase" in text for text in texts(row)), timeout=30_000
    )
    row.secret.setText("the words of before")
    row.look.click()
    qtbot.waitUntil(row.restore.isVisible, timeout=30_000)
    assert not row.secret.isVisible()


def test_a_copy_of_another_journal_of_this_name_is_named_as_one(
    window: MainWindow,
    qtbot: QtBot,
    bridge: Bridge,
    old_copy: Path,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    """Both lie on one stick, made in the same second."""
    stick, elsewhere = tmp_path / "stick", tmp_path / "elsewhere"
    stick.mkdir()
    elsewhere.mkdir()
    clock.advance(days=-10)
    other = Workspace.open(elsewhere / "journal.kith", clock, create=True)
    with other.change("Add") as edit:
        edit.add(Counterpart, name="Ada")
    backups.choose_second(other, stick)
    backups.make(other, Reason.DAILY)
    other.close()
    clock.advance(days=10)
    backups.choose_second(bridge.workspace, stick)
    panel = panel_of(window, qtbot)
    assert any("There is none in" in text for text in texts(panel))
    assert [copy.name for copy in (stick / "journal backups").glob("*.kith")] == [old_copy.name]
    notes = ["\n".join(texts(row)) for row in panel.list.rows]
    assert len(notes) == 2
    assert ["of another journal" in note for note in notes] == [False, True]
    assert "and in the second folder" not in notes[0]


def test_a_second_folder_is_chosen_and_gets_the_newest_copy(
    window: MainWindow,
    qtbot: QtBot,
    bridge: Bridge,
    old_copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(stick))
    panel = panel_of(window, qtbot)
    panel.choose.click()
    quiet(window, qtbot)
    assert (stick / "journal backups" / old_copy.name).exists()
    assert bridge.workspace.setting("backup_folder") == str(stick)
    qtbot.waitUntil(
        lambda: any("and in the second folder" in text for text in texts(panel)), timeout=30_000
    )
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(bridge.workspace.path.parent)
    )
    panel.choose.click()
    quiet(window, qtbot)
    assert "The copies lie there already." in window.strip.message()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_nothing_of_the_panel_is_cut_off(
    window: MainWindow,
    qtbot: QtBot,
    bridge: Bridge,
    clock: FixedClock,
    scale: float,
    choice: str,
) -> None:
    for days in (9, 3, 2, 1, 0, 0):
        clock.moment -= timedelta(days=days)
        backups.make(bridge.workspace, Reason.BEFORE_IMPORT)
        clock.moment += timedelta(days=days)
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, choice, scale)
    window.resize(1024, 700)
    panel = panel_of(window, qtbot)
    unfold(panel.list.rows[0], qtbot)
    panel.list.rows[0].restore.click()
    panel.list.more.click()
    quiet(window, qtbot)
    assert len(panel.list.rows) == 6
    assert clipped(window) == []
