"""Trash: what was deleted, found by typing, and brought back by Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QStackedWidget
from pytestqt.qtbot import QtBot

from app.model.people import Commonality
from app.model.records import Deal, Promise
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.pages.trash import TrashPageView


def shown(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> TrashPageView:
    page = TrashPageView(bridge, actions)
    window.setCentralWidget(page)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    quiet(page, bridge, qtbot)
    return page


def quiet(page: TrashPageView, bridge: Bridge, qtbot: QtBot) -> None:
    def still() -> bool:
        settle()
        return not (bridge.busy() or page._pause.isActive() or page._task is not None)

    qtbot.waitUntil(still, timeout=20_000)


def delete(bridge: Bridge, record: object, label: str) -> None:
    with bridge.workspace.change(label) as edit:
        edit.remove(record)


def fill(bridge: Bridge) -> None:
    delete(bridge, bridge.workspace.find(Promise)[0], "Delete a promise")
    delete(bridge, bridge.workspace.find(Deal)[0], "Delete a deal")
    delete(bridge, bridge.workspace.person_named("Dana"), "Delete Dana Okafor")


def titles(page: TrashPageView) -> list[str]:
    return [row.item.title for row in page.rows]


def test_the_empty_trash_says_what_it_is_for(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    page = shown(bridge, actions, window, qtbot)
    assert any(text.startswith("Nothing is in the Trash.") for text in texts(page))


def test_enter_restores_and_the_keyboard_goes_on_to_the_next(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    fill(bridge)
    people = len(bridge.workspace.people())
    page = shown(bridge, actions, window, qtbot)
    assert [row.item.kind for row in page.rows] == ["Person", "Deal", "Promise"]
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.rows[0]
    QTest.keyClick(page.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(page.rows[1], Qt.Key.Key_Up)
    said: list[tuple[str, bool]] = []
    bridge.said.connect(lambda text, undoable: said.append((text, undoable)))
    QTest.keyClick(page.rows[0], Qt.Key.Key_Return)
    quiet(page, bridge, qtbot)
    assert len(bridge.workspace.people()) == people + 1
    assert said[0][0].startswith("“Dana Okafor” is back, with ") and said[0][1]
    assert [row.item.kind for row in page.rows] == ["Deal", "Promise"]
    assert QApplication.focusWidget() is page.rows[0]
    assert bridge.workspace.can_undo() == "Restore “Dana Okafor”"


def test_restore_is_a_click_and_a_click_on_the_line_is_none(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    delete(bridge, bridge.workspace.find(Commonality)[0], "Delete what you noted")
    count = len(bridge.workspace.find(Commonality))
    page = shown(bridge, actions, window, qtbot)
    QTest.mouseClick(page.rows[0], Qt.MouseButton.LeftButton)
    quiet(page, bridge, qtbot)
    assert len(bridge.workspace.find(Commonality)) == count
    button(page, "Restore").click()
    quiet(page, bridge, qtbot)
    assert len(bridge.workspace.find(Commonality)) == count + 1
    assert page.rows == []


def test_typing_narrows_the_list(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    fill(bridge)
    page = shown(bridge, actions, window, qtbot)
    page.field.setFocus()
    QTest.keyClicks(page.field, "okafor person")
    quiet(page, bridge, qtbot)
    assert titles(page) == ["Dana Okafor"]
    QTest.keyClicks(page.field, " zzz")
    quiet(page, bridge, qtbot)
    assert "Nothing in the Trash has these words." in texts(page)


def test_what_belongs_to_someone_deleted_is_refused_with_a_sentence(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    promise = bridge.workspace.find(Promise)[0]
    owner = next(p for p in bridge.workspace.people() if p.id == promise.counterpart_id)
    delete(bridge, promise, "Delete a promise")
    delete(bridge, owner, "Delete the person")
    page = shown(bridge, actions, window, qtbot)
    failures: list[object] = []
    bridge.failed.connect(failures.append)
    page._restore(page.rows[1])
    quiet(page, bridge, qtbot)
    assert "is deleted as well" in str(failures[0])
    assert len(page.rows) == 2


def test_older_things_come_when_asked_for(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    for number in range(70):
        with bridge.workspace.change("Note a deal") as edit:
            deal = edit.add(Deal, counterpart_id=1, title=f"Offer {number}")
        delete(bridge, deal, "Delete a deal")
    page = shown(bridge, actions, window, qtbot)
    assert len(page.rows) == 50
    page.more.click()
    quiet(page, bridge, qtbot)
    assert titles(page)[-1] == "Offer 0"
    assert not page.more.isVisible()


def test_nothing_is_clipped_where_there_is_little_room(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    dressed: QApplication,
) -> None:
    fill(bridge)
    page = shown(bridge, actions, window, qtbot)
    for width, scale in ((816, 1.0), (1152, 1.5)):
        theme.apply(dressed, "light", scale)
        window.resize(width, 700)
        settle()
        assert clipped(page) == []


def test_whoever_types_elsewhere_while_it_is_read_keeps_the_keyboard(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    fill(bridge)
    page = shown(bridge, actions, window, qtbot)
    stack, line = QStackedWidget(), QLineEdit()
    window.takeCentralWidget()
    for one in (page, line):
        stack.addWidget(one)
    window.setCentralWidget(stack)
    page.rows[0].setFocus()
    assert QApplication.focusWidget() is page.rows[0]
    page.refresh(None)
    stack.setCurrentWidget(line)
    line.setFocus()
    quiet(page, bridge, qtbot)
    assert len(page.rows) == 3
    assert QApplication.focusWidget() is line
