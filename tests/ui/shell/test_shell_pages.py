"""Settings, history and handbook in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services import standings
from app.services.today import three_counts
from app.settings import SETTINGS, Scope
from tests.ui.probes import button, settle, texts
from tests.ui.shell.telling import rename
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.pages.handbook import HandbookPage
from ui.pages.handbook.chapters import chapters
from ui.pages.history import HistoryPage
from ui.pages.settings import SettingRow, SettingsPage
from ui.widgets.buttons import ChoiceRow
from ui.widgets.forms import InlineLine


@pytest.fixture
def settings(window: MainWindow) -> SettingsPage:
    window.bridge.go("settings")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    settle()
    return page


def write(row: SettingRow, text: str) -> None:
    assert isinstance(row.field, InlineLine)
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    settle()


def choose(row: SettingRow, place: int) -> None:
    assert isinstance(row.field, ChoiceRow)
    row.field.choose(place)
    settle()


def test_every_setting_has_a_row(settings: SettingsPage) -> None:
    assert set(settings.rows) == {setting.key for setting in SETTINGS}


def test_what_is_typed_is_kept_with_the_journal(settings: SettingsPage, bridge: Bridge) -> None:
    write(settings.rows["my_name"], "Ana Prieto")
    write(settings.rows["one_sided_share"], "0,8")
    assert bridge.workspace.setting("my_name") == "Ana Prieto"
    assert bridge.workspace.policy.one_sided_share == 0.8


def test_what_does_not_fit_is_refused_with_a_reason(settings: SettingsPage, bridge: Bridge) -> None:
    row = settings.rows["least_openings"]
    write(row, "900")
    assert bridge.workspace.policy.least_openings == 6
    assert any("a number from 3 to 50" in text for text in texts(row))
    write(row, "8")
    assert bridge.workspace.policy.least_openings == 8
    assert not any("a number from" in text for text in texts(row))


def test_a_changed_value_has_a_way_back(settings: SettingsPage, bridge: Bridge) -> None:
    row = settings.rows["sureness"]
    assert not row.back.isVisible()
    write(row, "0.9")
    assert row.back.isVisible()
    row.back.click()
    assert bridge.workspace.policy.sureness == 0.8
    assert not row.back.isVisible()


def test_pressing_the_chosen_answer_keeps_a_value(settings: SettingsPage, bridge: Bridge) -> None:
    row = settings.rows["paper"]
    choose(row, 1)
    assert bridge.workspace.setting("paper") == "letter"
    choose(row, 1)
    assert bridge.workspace.setting("paper") == "a4"
    assert row.field.value() == "a4"


def test_the_computer_keeps_its_own(settings: SettingsPage, bridge: Bridge) -> None:
    choose(settings.rows["theme"], 2)
    assert bridge.computer.get("theme") == "dark"
    keys = {setting.key for setting in SETTINGS if setting.scope is Scope.COMPUTER}
    assert {"theme", "text_scale", "last_journal", "recent_journals"} <= keys


def test_a_threshold_changes_what_is_known_about_everyone(
    settings: SettingsPage, bridge: Bridge, qtbot: QtBot
) -> None:
    standings.refresh(bridge.workspace)
    before = three_counts(bridge.workspace)
    with qtbot.waitSignal(bridge.standings_changed, timeout=20_000):
        write(settings.rows["least_openings"], "50")
    after = three_counts(bridge.workspace)
    assert after.mutual[0] < before.mutual[0]


@pytest.fixture
def history(window: MainWindow) -> HistoryPage:
    window.bridge.go("history")
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    settle()
    return page


def test_history_lists_the_steps_new_to_old(history: HistoryPage, bridge: Bridge) -> None:
    rename(bridge, "Rename the first")
    rename(bridge, "Rename another")
    settle()
    shown = [text for text in texts(history) if text.startswith(("Rename", "Add the sample"))]
    assert shown == ["Rename another", "Rename the first", "Add the sample journal"]


def test_history_says_what_was_taken_back(history: HistoryPage, bridge: Bridge) -> None:
    rename(bridge, "Rename the first")
    button(history, "Undo").click()
    settle()
    assert "Taken back: Rename the first" in texts(history)
    assert "taken back" in texts(history)
    button(history, "Redo").click()
    settle()
    assert "Done again: Rename the first" in texts(history)
    assert "taken back" not in texts(history)


def test_history_goes_on_below(history: HistoryPage, bridge: Bridge) -> None:
    for number in range(120):
        with bridge.workspace.change(f"Step {number}") as edit:
            edit.set(bridge.workspace.people()[0], note=str(number))
    settle()
    assert "Step 119" in texts(history)
    assert "Step 3" not in texts(history)
    history.more.click()
    settle()
    assert "Step 3" in texts(history)
    assert not history.more.isVisible()


@pytest.fixture
def handbook(window: MainWindow) -> HandbookPage:
    window.bridge.go("handbook")
    page = window.pages["handbook"]
    assert isinstance(page, HandbookPage)
    settle()
    return page


def test_a_link_leads_to_another_chapter_and_its_heading(handbook: HandbookPage) -> None:
    handbook.reader.followed.emit("settings", "briefing")
    assert handbook.chapter == "settings"
    assert handbook.reader.textCursor().block().text() == "Briefing"
    assert handbook.contents.currentItem().text() == "Settings"


def test_links_to_the_outside_open_nothing(handbook: HandbookPage) -> None:
    handbook.reader.anchorClicked.emit("https://example.org/")
    assert handbook.chapter == "index"
    assert not handbook.reader.openExternalLinks()


def test_finding_lists_the_chapters_and_goes_from_one_to_the_next(handbook: HandbookPage) -> None:
    QTest.keyClicks(handbook.field, "schmooze")
    assert handbook.contents.count() == 0
    assert handbook.found.text() == "The handbook does not say this anywhere."
    handbook.field.clear()
    QTest.keyClicks(handbook.field, "seasonal")
    names = [handbook.contents.item(at).text() for at in range(handbook.contents.count())]
    assert "Settings" in names
    first = handbook.chapter
    assert handbook.reader.textCursor().selectedText().lower() == "seasonal"
    for _press in range(10):
        QTest.keyClick(handbook.field, Qt.Key.Key_Return)
        if handbook.chapter != first:
            break
    assert handbook.chapter != first
    handbook.field.clear()
    assert handbook.contents.count() == len(chapters())
