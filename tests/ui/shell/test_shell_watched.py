"""Watched files in the real window: the settings' panel, Today's line, and following by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.people import Counterpart
from app.model.records import Meeting
from app.services import watching
from app.services.workspace import Workspace
from tests.app.services.test_watching import calendar, card, put
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.pages.settings import SettingsPage
from ui.pages.settings.watched import WatchedPanel
from ui.watched_files import WatchedFiles


@pytest.fixture
def follower(bridge: Bridge) -> Iterator[WatchedFiles]:
    yield WatchedFiles(bridge)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work.ics"


def with_somebody(workspace: Workspace, *lines: str, uid: str = "a", title: str = "Review") -> str:
    name = workspace.people()[0].name
    begin = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTART:20261203T100000", f"SUMMARY:{title}"]
    who = f'ATTENDEE;CN="{name}":x'
    return "\r\n".join([*begin, who, *lines, "END:VEVENT", ""])


def panel_of(window: MainWindow, qtbot: QtBot) -> WatchedPanel:
    window.bridge.go("settings", tab="watched")
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    (panel,) = [one for one in page.panels if isinstance(one, WatchedPanel)]
    settle()
    return panel


def imported(workspace: Workspace) -> list[Meeting]:
    return [one for one in workspace.find(Meeting) if one.source.value == "imported"]


def test_a_file_is_followed_by_itself_and_today_says_so(
    window: MainWindow, follower: WatchedFiles, work: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    put(work, calendar(with_somebody(workspace)))
    panel = panel_of(window, qtbot)
    panel.add(work)
    qtbot.waitUntil(lambda: len(imported(workspace)) == 1, timeout=30_000)
    qtbot.waitUntil(lambda: any("1 new meeting" in text for text in texts(panel)), timeout=30_000)
    moved = with_somebody(workspace, "SEQUENCE:1", "LOCATION:Room 4")
    put(work, calendar(moved))
    qtbot.waitUntil(lambda: imported(workspace)[0].place == "Room 4", timeout=30_000)
    window.bridge.go("today")
    settle()
    said = texts(window)
    assert "Calendar work.ics: 1 meeting changed." in said
    assert "Calendar work.ics: 1 new meeting." in said
    button(window, "Undo").click()
    settle()
    assert imported(workspace)[0].place == ""
    assert "Calendar work.ics: 1 meeting changed." not in texts(window)
    button(window, "Hide").click()
    settle()
    assert "Calendar work.ics: 1 new meeting." not in texts(window)


def test_a_file_that_is_replaced_is_still_followed(
    window: MainWindow, follower: WatchedFiles, work: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    put(work, calendar(with_somebody(workspace)))
    panel_of(window, qtbot).add(work)
    qtbot.waitUntil(lambda: len(imported(workspace)) == 1, timeout=30_000)
    for place in ("Room 1", "Room 2"):
        fresh = work.with_suffix(".new")
        put(fresh, calendar(with_somebody(workspace, "SEQUENCE:1", f"LOCATION:{place}")))
        fresh.replace(work)
        qtbot.waitUntil(lambda place=place: imported(workspace)[0].place == place, timeout=30_000)


def test_the_panel_says_what_cannot_be_read_and_lets_a_file_go(
    window: MainWindow, follower: WatchedFiles, work: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    put(work, calendar(with_somebody(workspace))[:-8])
    panel = panel_of(window, qtbot)
    panel.add(work)
    qtbot.waitUntil(
        lambda: any("“work.ics” is not complete." in text for text in texts(panel)), timeout=30_000
    )
    button(panel, "Stop watching").click()
    settle()
    assert watching.watched(workspace) == []
    assert not any("work.ics" in text for text in texts(panel))


def test_who_is_meant_is_asked_on_the_import_page(
    window: MainWindow, follower: WatchedFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace = window.bridge.workspace
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Anna Berg")
        edit.add(Counterpart, name="Anna Berg")
    book = tmp_path / "people.vcf"
    put(book, card("Anna Berg", "TEL:+1 555 0100", uid="a"))
    panel = panel_of(window, qtbot)
    panel.add(book)
    qtbot.waitUntil(lambda: any("was left" in text for text in texts(panel)), timeout=30_000)
    button(panel, "Look at them").click()
    assert window.page_name == "import"
    qtbot.waitUntil(lambda: window.bridge.importing and not window.bridge.busy(), timeout=30_000)
    put(book, card("Nora New", uid="n"))
    follower.look()
    assert not follower.waiting(), "nothing is read while the list of an import is open"
    window.bridge.set_importing(False)
    qtbot.waitUntil(
        lambda: any(one.name == "Nora New" for one in workspace.people()), timeout=30_000
    )


def test_a_journal_that_can_only_be_read_says_so(
    dressed: object, sample_file: Path, work: Path, qtbot: QtBot
) -> None:
    bridge = Bridge(Workspace.open(sample_file, read_only=True))
    try:
        follower = WatchedFiles(bridge)
        panel = WatchedPanel(bridge, {})
        qtbot.addWidget(panel)
        panel.refresh()
        assert not panel.file.isEnabled() and not follower.waiting()
        assert "nothing is watched now" in panel.words.text()
    finally:
        bridge.close()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_clipped(
    window: MainWindow,
    dressed: QApplication,
    follower: WatchedFiles,
    tmp_path: Path,
    qtbot: QtBot,
    scale: float,
) -> None:
    workspace = window.bridge.workspace
    window.resize(1024, 700)
    theme.apply(dressed, "light", scale)
    try:
        long = tmp_path / ("a calendar with a rather long name of its own " * 2 + ".ics")
        put(long, calendar(with_somebody(workspace)))
        panel = panel_of(window, qtbot)
        panel.add(long)
        qtbot.waitUntil(lambda: len(imported(workspace)) == 1, timeout=30_000)
        qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=30_000)
        settle()
        assert clipped(panel) == []
        window.bridge.go("today")
        settle()
        assert clipped(window) == []
    finally:
        theme.apply(dressed, "light")
