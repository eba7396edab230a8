"""Cover mode: no page shows a name or a note, in no picture, tooltip or name for readers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolTip,
    QWidget,
)

from app.model.values import FixedClock
from app.services import standings
from app.services.covering import DOT
from app.services.workspace import Workspace
from app.store.schema import SEARCH_COLUMNS
from tests.ui.probes import settle, texts
from ui import cover, tour
from ui.bridge import Bridge, Route
from ui.composition import parts
from ui.main_window import MainWindow

MARK = "qx"  # no word of the program holds it


@pytest.fixture(autouse=True)
def _uncovered() -> Iterator[None]:
    yield
    cover.uncover()


Change = Callable[[str, str], str]


def change_every_text(path: Path, change: Change, clock: FixedClock) -> None:
    """Another journal of the same shape, with other words in every text."""
    workspace = Workspace.open(path, clock)
    run = workspace.database.connection.execute
    for table, columns in SEARCH_COLUMNS.items():
        for column in columns.split():
            rows = run(f"SELECT id, {column} FROM {table} WHERE {column} <> ''").fetchall()
            run("BEGIN")
            for number, text in rows:
                run(f"UPDATE {table} SET {column} = ? WHERE id = ?", (change(text, column), number))
            run("COMMIT")
    standings.refresh(workspace)
    workspace.close()


def other(step: int) -> Change:
    """Other words of the same length: names in the same order, notes about as wide as before."""

    def letter(char: str) -> str:
        if not char.isalpha():
            return char
        small = char.casefold()[0]
        moved = chr(ord(small) + 1) if "a" <= small <= "v" else "z"
        return moved.upper() if char.isupper() else moved

    def change(text: str, column: str) -> str:
        moved = "".join(map(letter, text))
        if step == 1:
            return moved
        if column in {"name", "aliases"}:
            return "".join(map(letter, moved))
        # A field of notes keeps the height of its text, which hangs on the width of letters.
        return re.sub(r"[^\W\d_]+", lambda word: word[0][::-1], moved)

    return change


def marked(text: str, _column: str) -> str:
    return " ".join(f"{MARK}{word}" if word else word for word in text.split(" "))


@pytest.fixture
def opened(
    dressed: QApplication, sample_file: Path, tmp_path: Path, clock: FixedClock
) -> Iterator[Callable[[Change], MainWindow]]:
    made: list[MainWindow] = []

    def make(change: Change) -> MainWindow:
        path = tmp_path / f"{len(made)}" / "journal.kith"
        path.parent.mkdir()
        shutil.copyfile(sample_file, path)
        change_every_text(path, change, clock)
        window = MainWindow(Bridge(Workspace.open(path, clock)), parts())
        made.append(window)
        window.resize(1360, 860)
        window.bridge.go("today")
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.bridge.close()
        window.deleteLater()


def shots(window: MainWindow, folder: Path) -> Iterator[str]:
    """Show every page there is, as the tour does; yields what is shown."""
    for shot in tour._shots(window.bridge, folder):
        window.show_route(shot.route)
        tour.settle(window)
        if shot.prepare is not None:
            shot.prepare(window)
            tour.settle(window)
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        settle()
        yield shot.name


def picture(window: MainWindow) -> QImage:
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_two_journals_look_the_same_while_covered_and_not_otherwise(
    opened: Callable[[Change], MainWindow], tmp_path: Path
) -> None:
    first, second = opened(other(1)), opened(other(2))
    first.actions_by_id["view.cover"].trigger()
    differ, seen = [], 0
    for name, _same in zip(shots(first, tmp_path), shots(second, tmp_path), strict=True):
        seen += 1
        # What one types is not covered: the tour types a line, and searches.
        if name not in {"log", "palette"} and picture(first) != picture(second):
            differ.append(name)
            picture(first).save(str(tmp_path / f"{name}-1.png"))
            picture(second).save(str(tmp_path / f"{name}-2.png"))
    assert differ == []
    assert seen > 15
    cover.uncover()
    first.show_route(Route("today"))
    second.show_route(Route("today"))
    assert picture(first) != picture(second)


def spoken(part: QAccessibleInterface | None) -> Iterator[str]:
    """What a screen reader is told of a part and all inside it."""
    if part is None or not part.isValid() or part.state().invisible:
        return
    kinds = [QAccessible.Text.Name, QAccessible.Text.Description]
    if not isinstance(part.object(), QPlainTextEdit):
        # A note is handed to the reader of whoever moves into it: it is theirs, and Qt offers no
        # way to hand over other words than those that are in it.
        kinds.append(QAccessible.Text.Value)
    yield from (part.text(kind) for kind in kinds)
    for at in range(min(part.childCount(), 60)):
        yield from spoken(part.child(at))


def told(window: MainWindow) -> list[str]:
    """Everything that can be read, heard or pointed at in the window, but for a focused field."""
    found = [
        window.windowTitle(),
        *texts(window),
        *spoken(QAccessible.queryAccessibleInterface(window)),
    ]
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            found += [
                widget.toolTip() if isinstance(widget, QLabel) else "",
                widget.accessibleName(),
            ]
        if isinstance(widget, QLineEdit) and widget.isVisible():
            found.append(widget.displayText())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            role = Qt.ItemDataRole.AccessibleTextRole
            model = widget.model()
            for row in range(min(model.rowCount(), 40)):
                found.append(str(model.data(model.index(row, 0), role)))
    found += [action.text() for action in window.actions_by_id.values()]
    return found


def test_nothing_written_is_read_heard_or_pointed_at(
    opened: Callable[[Change], MainWindow], tmp_path: Path
) -> None:
    window = opened(marked)
    tour.settle(window)
    with window.bridge.workspace.change(f"Rename {MARK}dana") as edit:
        edit.set(window.bridge.workspace.people()[0], name=f"{MARK}dana")
    settle()
    before = sum(MARK in text.casefold() for text in told(window))
    assert before > 10
    window.actions_by_id["view.cover"].trigger()
    for name in shots(window, tmp_path):
        if name not in {"log", "palette"}:
            assert [text for text in told(window) if MARK in text.casefold()] == [], name
    window.actions_by_id["view.cover"].trigger()
    window.show_route(Route("today"))
    settle()
    assert sum(MARK in text.casefold() for text in told(window)) >= before
    # What was made while it was covered keeps no dots in its name for readers.
    named = [(w.accessibleName(), w.accessibleDescription()) for w in window.findChildren(QWidget)]
    assert [names for names in named if DOT in "".join(names)] == []


def test_the_chip_and_the_title_follow(window: MainWindow) -> None:
    assert window.windowTitle() == "Kith – journal"
    QTest.keyClick(window, Qt.Key.Key_F8)
    settle()
    assert "Covered" in texts(window)
    assert window.windowTitle() == "Kith"
    QTest.keyClick(window, Qt.Key.Key_F8)
    settle()
    assert "Covered" not in texts(window)
    assert window.windowTitle() == "Kith – journal"


def test_the_title_names_no_journal_when_the_user_says_so(window: MainWindow) -> None:
    window.bridge.set_computer("title_names_journal", False)
    assert window.windowTitle() == "Kith"


def test_a_field_is_covered_until_one_types_in_it(window: MainWindow) -> None:
    person = window.bridge.workspace.people()[0].id
    window.show_route(Route("settings"))
    tour.settle(window)
    line = window.pages["settings"].rows["my_name"].field  # type: ignore[attr-defined]
    line.set_value("Ana Sousa")
    window.actions_by_id["view.cover"].trigger()
    settle()
    assert "Ana" not in line.displayText()
    line.setFocus()
    settle()
    assert line.displayText() == "Ana Sousa"
    QTest.keyClicks(line, " Dias")
    line.clearFocus()
    settle()
    assert "Ana" not in line.displayText()
    window.actions_by_id["view.cover"].trigger()
    assert line.displayText() == "Ana Sousa Dias"
    assert window.bridge.workspace.setting("my_name") == "Ana Sousa Dias"
    window.show_route(Route("people", person=person))


def test_a_note_is_drawn_covered_and_kept_as_it_is(window: MainWindow) -> None:
    window.show_route(Route("log", extra={"form": True}))
    tour.settle(window)
    note = next(
        n for n in window.findChildren(QPlainTextEdit) if n.isVisible() and not n.isReadOnly()
    )
    note.setFocus()
    QTest.keyClicks(note, "A secret nobody may read")
    open_picture = note.grab().toImage()
    window.actions_by_id["view.cover"].trigger()
    settle()
    assert note.grab().toImage().size() == open_picture.size()
    note.clearFocus()
    settle()
    covered = note.grab().toImage()
    assert note.toPlainText() == "A secret nobody may read"
    note.setPlainText("B tfdsfu opcpez nbz sfbe")
    settle()
    assert note.grab().toImage() == covered


def test_a_tooltip_is_covered_too(window: MainWindow) -> None:
    window.actions_by_id["view.cover"].trigger()
    QToolTip.showText(window.mapToGlobal(QPoint(40, 40)), "Dana Okafor", window)
    settle()
    tip = next(
        w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel") and w.isVisible()
    )
    assert isinstance(tip, QLabel)
    tip.grab()
    assert tip.text() == "••••• •••••"
    QToolTip.hideText()


def test_a_new_name_is_covered_at_once(window: MainWindow) -> None:
    window.actions_by_id["view.cover"].trigger()
    with window.bridge.workspace.change("Add") as edit:
        edit.set(window.bridge.workspace.people()[0], name="Today")
    assert cover.shown("Today") == "•••••"
