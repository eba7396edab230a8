"""Importing tables through the window: what columns mean is shown, changed and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.people import Organisation
from app.services.taking_in.tables import What
from tests.ui.probes import settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.pages.importing import ImportPage
from ui.widgets.forms import ChoiceBox

TABLE = """Who;Where they are;Number at the office;Since;
Aino Järvinen;Pohjola Works;+358 40 555 01 01;2019;
Eino Laine;Vela;+358 40 555 01 02;2021;
;;;;
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
def linkedin(tmp_path: Path) -> Path:
    path = tmp_path / "Connections.csv"
    path.write_text(LINKEDIN, encoding="utf-8")
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


def choose(box: ChoiceBox, words: str) -> None:
    """Choose with the keyboard, as a person does who types the first letters."""
    box.setFocus()
    QTest.keyClicks(box, words)
    assert box.currentText() == words
    box.activated.emit(box.currentIndex())


def test_columns_are_shown_with_samples_and_what_they_are_taken_for(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path
) -> None:
    look(bridge, qtbot, table)
    assert page.columns.isVisible()
    told = texts(page.columns)
    assert "What the columns of club.csv mean" in told
    assert "Aino Järvinen  ·  Eino Laine" in told
    assert any("1 column holds nothing and is not shown." in words for words in told)
    shown = {place: box.currentText() for place, box in page.columns.boxes.items()}
    assert shown == {0: "Whole name", 1: "Leave out", 2: "Phone number", 3: "Leave out"}
    assert [box.accessibleName() for box in page.columns.boxes.values()] == [
        *("Who", "Where they are", "Number at the office", "Since"),
    ]


def test_a_column_that_is_explained_is_read_again_and_remembered(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path
) -> None:
    look(bridge, qtbot, table)
    assert not page.columns.again.isEnabled()
    choose(page.columns.boxes[1], "Organisation")
    assert page.columns.mapping().columns[1].what is What.ORGANISATION
    QTest.keyClick(page.columns.again, Qt.Key.Key_Space)
    wait(bridge, qtbot)
    assert [record.organisation for record in page.records.records[:2]] == ["Pohjola Works", "Vela"]
    assert not page.columns.isVisible()
    page.go.click()
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    settle()
    assert not page.meaning.isVisible()
    aino = bridge.workspace.person_named("Aino Järvinen")
    assert bridge.workspace.get(Organisation, aino.organisation_id or 0).name == "Pohjola Works"
    look(bridge, qtbot, table)
    assert not page.columns.isVisible()
    page.meaning.click()
    assert page.columns.boxes[1].currentText() == "Organisation"


def test_a_guess_that_is_right_is_confirmed_and_asked_about_no_more(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path
) -> None:
    look(bridge, qtbot, table)
    assert page.columns.right.isVisible()
    assert not page.columns.again.isVisible()
    QTest.keyClick(page.columns.right, Qt.Key.Key_Space)
    wait(bridge, qtbot)
    assert not page.columns.isVisible()
    page.go.click()
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    settle()
    look(bridge, qtbot, table)
    assert not page.columns.isVisible()


def test_in_a_low_window_with_large_words_nothing_is_cut(
    window: MainWindow, page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path
) -> None:
    theme.apply(QApplication.instance(), "dark", 1.5)
    window.resize(1024, 700)
    look(bridge, qtbot, table)
    assert page.columns.isVisible()
    buttons = (page.meaning, page.cancel, page.go, page.columns.right)
    for part in (*buttons, *page.columns.boxes.values()):
        asked = part.sizeHint()
        assert part.height() >= asked.height(), part
        assert part.width() >= asked.width(), part
    lines = range(page.records.rowCount())
    assert page.table.viewport().height() >= sum(map(page.table.rowHeight, lines))
    page.table.setFocus()
    page.table.selectRow(0)
    page.table.selectRow(page.records.rowCount() - 1)  # the page follows the line one is at
    line = page.table.visualRect(page.table.currentIndex())
    at = page.table.viewport().mapTo(page.scroller.viewport(), line.center())
    assert page.scroller.viewport().rect().contains(at)
    page.decisions.whom.emit([0])  # a card that comes is seen whole, with what it says
    page.whom.line.setText("Eino")

    def is_whole() -> bool:
        words = page.whom.nobody
        return not words.isHidden() and words.visibleRegion().boundingRect() == words.rect()

    qtbot.waitUntil(is_whole)
    page.whom.close_card()
    page.scroller.verticalScrollBar().setValue(page.scroller.verticalScrollBar().maximum())
    page.go.click()
    qtbot.waitUntil(lambda: page.records.done and not bridge.busy(), timeout=20_000)
    settle()
    assert page.scroller.verticalScrollBar().value() == 0  # how it ended stands at the top


def test_a_known_maker_asks_nothing_and_its_columns_can_be_looked_at(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, linkedin: Path
) -> None:
    look(bridge, qtbot, linkedin)
    assert not page.columns.isVisible()
    assert page.meaning.isVisible()
    page.meaning.click()
    assert page.columns.isVisible()
    assert page.columns.boxes[6].currentText() == "A day to remember (connected on LinkedIn)"


def test_of_several_tables_the_one_nobody_knows_is_shown_first(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path, linkedin: Path
) -> None:
    look(bridge, qtbot, linkedin, table)
    assert "What the columns of club.csv mean" in texts(page.columns)


def test_every_column_is_reached_with_the_tab_key(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, table: Path
) -> None:
    look(bridge, qtbot, table)
    boxes = list(page.columns.boxes.values())
    boxes[0].setFocus()
    for box in boxes[1:]:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is box


def test_an_address_book_shows_no_columns(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "one.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEND:VCARD\n")
    look(bridge, qtbot, path)
    assert not page.columns.isVisible()
    assert not page.meaning.isVisible()
