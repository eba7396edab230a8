"""The window: pages when they are asked for, fresh when they are seen, and nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.errors import InputError, JournalError
from app.model.values import FixedClock
from app.services.computer import Computer
from app.services.workspace import Workspace
from tests.app.exchange.letters import letter, write
from tests.ui.probes import clipped, settle
from tests.ui.shell.telling import TellingPage, rename, told
from ui import theme
from ui.actions import ACTIONS, MENUS
from ui.bridge import Bridge, Route
from ui.composition import parts
from ui.main_window import MainWindow, Parts

Telling = Callable[[], MainWindow]


def keys(window: MainWindow, *sequence: object) -> None:
    QTest.keySequence(window, *sequence)  # type: ignore[call-overload]
    settle()


def test_a_page_is_built_when_it_is_first_shown(window: MainWindow) -> None:
    assert list(window.pages) == ["today"]
    window.actions_by_id["go.settings"].trigger()
    assert list(window.pages) == ["today", "settings"]
    assert window.stack.currentWidget() is window.pages["settings"]


def test_the_navigation_marks_where_one_is(window: MainWindow) -> None:
    for page, places in (
        ("settings", ["settings"]),
        ("history", []),  # such a page belongs to none of them
        ("import", []),
        ("log", ["today"]),
        ("today", ["today"]),
    ):
        window.bridge.go(page)
        marked = [name for name, item in window.nav.items.items() if item.isChecked()]
        assert marked == places


def test_a_click_in_the_navigation_goes_there(window: MainWindow) -> None:
    QTest.mouseClick(window.nav.items["timeline"], Qt.MouseButton.LeftButton)
    assert window.page_name == "timeline"


def test_a_new_page_is_told_to_show_the_journal_and_then_the_route(telling: Telling) -> None:
    window = telling()
    window.bridge.go("people", person=3)
    assert told(window, "people") == ["afresh", Route("people", person=3)]


def test_a_step_refreshes_the_page_in_sight_and_the_others_when_they_are_seen(
    telling: Telling,
) -> None:
    window = telling()
    window.bridge.go("people")
    told(window, "people").clear()
    told(window, "today").clear()
    rename(window.bridge, "Rename")
    assert told(window, "people") == ["Rename"]
    assert told(window, "today") == []
    window.bridge.go("today")
    assert told(window, "today")[0] == "afresh"


def test_a_step_on_other_tables_leaves_a_page_alone(telling: Telling) -> None:
    window = telling()
    told(window, "today").clear()
    with window.bridge.workspace.change("Add a house") as edit:
        edit.organisation("A house nobody works for")
    assert told(window, "today") == []


def test_a_changed_threshold_concerns_every_page(telling: Telling) -> None:
    window = telling()
    told(window, "today").clear()
    window.bridge.workspace.set_setting("least_openings", 9)
    assert len(told(window, "today")) == 1


def test_back_goes_where_one_was(window: MainWindow) -> None:
    window.bridge.go("settings")
    window.bridge.go("history")
    window.actions_by_id["go.back"].trigger()
    assert window.page_name == "settings"
    window.actions_by_id["go.back"].trigger()
    assert window.page_name == "today"
    assert not window.actions_by_id["go.back"].isEnabled()


def test_undo_names_the_step_and_offers_to_do_it_again(window: MainWindow, bridge: Bridge) -> None:
    before = bridge.workspace.people()[0].name
    rename(bridge, "Rename the first")
    assert window.actions_by_id["edit.undo"].text() == "Undo: Rename the first"
    keys(window, "Ctrl+Z")
    assert bridge.workspace.people()[0].name == before
    assert "Rename the first" in window.toast.message()
    window.toast.undo.emit()
    assert any(person.name == "Someone Else" for person in bridge.workspace.people())
    keys(window, "Ctrl+Z")
    keys(window, "Ctrl+Shift+Z")
    assert any(person.name == "Someone Else" for person in bridge.workspace.people())


def test_what_a_page_says_can_be_undone_from_the_toast(window: MainWindow, bridge: Bridge) -> None:
    before = bridge.workspace.people()[0].name
    rename(bridge)
    bridge.say("Renamed someone", undoable=True)
    window.toast.undo.emit()
    assert bridge.workspace.people()[0].name == before


def test_a_toast_never_offers_to_take_back_another_step(window: MainWindow, bridge: Bridge) -> None:
    rename(bridge, "Rename the first")
    bridge.say("Renamed someone", undoable=True)
    assert window.toast.message() == "Renamed someone"
    rename(bridge, "Rename another")
    assert window.toast.message() == ""


def test_closing_saves_what_was_typed(telling: Telling, bridge: Bridge) -> None:
    window = telling()
    page = window.pages["today"]
    assert isinstance(page, TellingPage)
    page.field.setFocus()
    QTest.keyClicks(page.field, "Aaa Typed")
    assert bridge.workspace.people()[0].name != "Aaa Typed"
    window.close()
    assert any(person.name == "Aaa Typed" for person in bridge.workspace.people())


def test_undo_first_saves_what_was_typed_and_then_takes_it_back(
    telling: Telling, bridge: Bridge
) -> None:
    before = [person.name for person in bridge.workspace.people()]
    window = telling()
    page = window.pages["today"]
    assert isinstance(page, TellingPage)
    QTest.keyClicks(page.field, "Aaa Typed")
    window.actions_by_id["edit.undo"].setEnabled(True)
    window.commands.undo()
    assert [person.name for person in bridge.workspace.people()] == before
    assert window.actions_by_id["edit.redo"].text() == "Redo: Rename"


def test_a_new_day_shows_by_itself(telling: Telling, clock: FixedClock) -> None:
    window = telling()
    told(window, "today").clear()
    window._look_at_day()
    assert told(window, "today") == []
    clock.advance(days=1)
    window._look_at_day()
    assert told(window, "today")[0] == "afresh"


def test_what_another_program_wrote_shows_at_the_next_look(
    telling: Telling, bridge: Bridge
) -> None:
    window = telling()
    window._watching.look()
    told(window, "today").clear()
    other = bridge.workspace.beside()
    other.set_setting("my_name", "Ana")
    other.close()
    window._watching.look()
    assert told(window, "today") == ["afresh"]
    assert bridge.workspace.setting("my_name") == "Ana"
    window._watching.look()
    assert told(window, "today") == ["afresh"]


def test_a_page_that_cannot_be_read_leaves_a_window_that_can_be_used(bridge: Bridge) -> None:
    class Unreadable(TellingPage):
        def __init__(self, *arguments: object) -> None:
            raise InputError("This part is damaged.", "Open a copy.")

    window = MainWindow(bridge, Parts({"today": Unreadable, "people": TellingPage}))
    bridge.go("today")
    assert window.strip.message() == "This part is damaged. Open a copy."
    bridge.go("people")
    assert window.page_name == "people"
    window.close()


def test_what_the_user_can_mend_is_said_in_the_strip(bridge: Bridge) -> None:
    class Troubled(TellingPage):
        def refresh(self, changes: object) -> None:
            raise InputError("This cannot be.", "Try another.")

    window = MainWindow(bridge, Parts({"today": Troubled}))
    bridge.go("today")
    assert window.strip.message() == "This cannot be. Try another."
    window.close()


def test_looks_are_kept_on_the_computer_and_hold_at_once(
    dressed: QApplication, sample_file: Path, tmp_path: Path
) -> None:
    computer = Computer(tmp_path / "computer.json")
    path = tmp_path / "looks.kith"
    path.write_bytes(sample_file.read_bytes())
    bridge = Bridge(Workspace.open(path), None, computer)
    window = MainWindow(bridge, parts())
    bridge.computer_changed.connect(
        lambda _key: theme.apply(
            dressed, str(computer.get("theme")), float(computer.get("text_scale"))
        )
    )
    window.actions_by_id["view.theme.dark"].trigger()
    assert theme.current().dark
    window.actions_by_id["view.text_larger"].trigger()
    assert theme.text_scale() == pytest.approx(1.1)
    again = Computer(tmp_path / "computer.json")
    assert (again.get("theme"), again.get("text_scale")) == ("dark", 1.1)
    window.actions_by_id["view.text_reset"].trigger()
    assert theme.text_scale() == 1.0
    window.close()
    bridge.close()


def test_every_action_with_a_menu_stands_in_the_menu(window: MainWindow) -> None:
    menu = window.commands.menu()
    titles = [action.text() for action in menu.actions()]
    assert titles == [title for _name, title in MENUS]
    found = {
        action.objectName()
        for top in menu.actions()
        for action in top.menu().actions()  # type: ignore[union-attr]
        if not action.isSeparator()
    }
    assert found == {row.id for row in ACTIONS if row.menu}


def test_files_dropped_on_the_window_are_looked_at(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Aino\nEND:VCARD\n")
    data = QMimeData()
    mail = [tmp_path / "Mail.folder", tmp_path / "Inbox"]
    mail[0].mkdir()
    write(mail[1], letter())
    files = [cards, tmp_path / "x.pdf", *mail]
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    routes: list[Route] = []
    window.bridge.routed.connect(routes.append)
    drop = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert routes == [Route("import", extra={"files": files})]
    qtbot.waitUntil(lambda: not window.bridge.busy(), timeout=20_000)


def test_f1_opens_the_chapter_about_the_page(window: MainWindow) -> None:
    window.bridge.go("settings")
    keys(window, "F1")
    assert window.page_name == "handbook"
    assert window.pages["handbook"].chapter == "settings"  # type: ignore[attr-defined]


def test_the_title_names_the_journal(window: MainWindow) -> None:
    assert window.windowTitle() == "Kith – journal"


def test_the_place_of_the_window_is_remembered(window: MainWindow, bridge: Bridge) -> None:
    window.setGeometry(40, 50, 900, 640)
    other = MainWindow(bridge, parts())
    other.put(window.place())
    assert other.geometry() == window.geometry()
    other.put("no place at all")
    assert other.width() >= 640
    other.close()


def test_standings_are_worked_out_after_the_first_picture(
    window: MainWindow, qtbot: QtBot, bridge: Bridge
) -> None:
    with qtbot.waitSignal(bridge.standings_changed, timeout=20_000):
        rename(bridge)
    qtbot.waitUntil(lambda: not window.background_waits(), timeout=20_000)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_of_the_shell_is_cut_off(
    window: MainWindow, dressed: QApplication, qtbot: QtBot, scale: float
) -> None:
    theme.apply(dressed, "light", scale)
    window.resize(1024, 700)
    for page in ("settings", "history", "handbook", "import"):
        window.bridge.go(page)
        settle()
        settle()
        assert clipped(window) == []


def test_what_kept_the_journal_from_being_written_goes_when_it_is_written(
    window: MainWindow, bridge: Bridge
) -> None:
    bridge.failed.emit(InputError("This cannot be.", "Try another."))
    rename(bridge)
    assert window.strip.message()
    bridge.failed.emit(JournalError("The journal is gone.", "Bring it back."))
    assert window.strip.message()
    with bridge.workspace.change("Note") as edit:
        edit.set(bridge.workspace.people()[0], note="Back again")
    assert window.strip.message() == ""
