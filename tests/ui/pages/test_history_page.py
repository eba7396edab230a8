"""History: what each step did, narrowed as one wishes, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from app.model.people import Counterpart
from app.services.keeping import thin_daily
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.pages.history import HistoryPage


def shown(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, *, steps: bool = True
) -> HistoryPage:
    if steps:
        dana = bridge.workspace.person_named("Dana")
        rui = bridge.workspace.person_named("Rui")
        for label, person, values in (
            ("Change the role of Dana", dana, {"role": "Chair"}),
            ("Change the note of Dana", dana, {"note": "Talked about the weathercock."}),
            ("Change the role of Rui", rui, {"role": "Coach"}),
        ):
            with bridge.workspace.change(label) as edit:
                edit.set(person, **values)
    page = HistoryPage(bridge, actions)
    window.setCentralWidget(page)
    window.show()
    settle()
    return page


def labels(page: HistoryPage) -> list[str]:
    return [row.head.title.text() for row in page._rows]


def type_into(field: QLineEdit, text: str, page: HistoryPage, qtbot: QtBot) -> None:
    field.setFocus()
    field.setText(text)  # keys would open the list of names, which grabs what no test has
    QTest.keyClick(field, "\r")
    qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
    settle()


def test_a_step_opens_to_every_field_before_and_after(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow
) -> None:
    page = shown(bridge, actions, window)
    row = page._rows[0]
    row.head.setFocus()
    QTest.keyClick(row.head, "\r")
    settle()
    told = " ".join(texts(row))
    assert "Person changed" in told and "Rui" in told
    assert "Role" in told and "→  Coach" in told
    assert "organisation_id" not in told
    QTest.keyClick(row.head, "\r")
    settle()
    assert not row.is_open()


def test_the_list_narrows_to_words_a_person_and_a_day(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    page = shown(bridge, actions, window)
    narrowing = page.narrowing
    type_into(narrowing.words, "weathercock", page, qtbot)
    assert labels(page) == ["Change the note of Dana"]
    type_into(narrowing.words, "change role", page, qtbot)
    assert labels(page) == ["Change the role of Rui", "Change the role of Dana"]
    type_into(narrowing.person, "rui", page, qtbot)
    assert labels(page) == ["Change the role of Rui"]
    type_into(narrowing.person, "nobody at all", page, qtbot)
    assert narrowing.problem.isVisible()
    QTest.keyClick(narrowing.person, "\x1b")
    type_into(narrowing.words, "nothing like it", page, qtbot)
    assert "No step fits this." in texts(page)
    narrowing.clear()
    settle()
    assert len(labels(page)) == 4
    type_into(narrowing.day, "yesterday", page, qtbot)
    assert "No step fits this." in texts(page)
    type_into(narrowing.day, "October", page, qtbot)
    assert "is no single day" in narrowing.problem.text()


def test_undo_back_to_here_asks_once_and_takes_all_later_steps_back(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    page = shown(bridge, actions, window)
    said: list[str] = []
    bridge.said.connect(lambda text, _undoable: said.append(text))
    page._rows[2].toggle()
    settle()
    button(page, "Undo back to here").click()
    settle()
    assert any("Take back the 2 steps after this one" in text for text in texts(page))
    button(page, "Leave it").click()
    settle()
    button(page, "Undo back to here").click()
    settle()
    with qtbot.waitSignal(bridge.said, timeout=10_000):
        assert window.focusWidget() is button(page, "Take back 2 steps")
        QTest.keyClick(button(page, "Take back 2 steps"), Qt.Key.Key_Return)
    settle()
    assert said == ["2 steps were taken back."]
    assert bridge.workspace.can_undo() == "Change the role of Dana"
    assert bridge.workspace.person_named("Rui").role != "Coach"
    assert page._rows[4].is_open()  # it stays open where it now stands
    bridge.workspace.redo()
    bridge.workspace.redo()
    assert bridge.workspace.person_named("Rui").role == "Coach"


def test_a_thinned_step_says_so(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow
) -> None:
    bridge.workspace.database.connection.execute("UPDATE step SET at = '2024-01-01T09:00:00+00:00'")
    with bridge.workspace.change("Yesterday's work") as edit:
        edit.add(Counterpart, name="New")
    bridge.workspace.database.connection.execute(
        "UPDATE step SET at = '2026-11-21T09:00:00+00:00' WHERE label LIKE 'Yesterday%'"
    )
    bridge.workspace.set_setting("history_keep", "1 year")
    assert thin_daily(bridge.workspace) == 1
    page = shown(bridge, actions, window, steps=False)
    assert "thinned" in texts(page)
    page._rows[1].toggle()
    settle()
    assert any("is no longer known" in text for text in texts(page))


def test_nothing_is_clipped_where_there_is_little_room(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, dressed: object
) -> None:
    page = shown(bridge, actions, window)
    for row in page._rows[:3]:
        row.toggle()
    for width, scale in ((816, 1.0), (1152, 1.5)):
        theme.apply(dressed, "dark", scale)  # type: ignore[arg-type]
        window.resize(width, 700)
        settle()
        assert clipped(page) == []


def test_an_empty_journal_says_that_nothing_was_changed(
    empty_bridge: Bridge, actions: dict[str, QAction], window: QMainWindow
) -> None:
    page = shown(empty_bridge, actions, window, steps=False)
    assert "Nothing was changed in this journal yet." in texts(page)
