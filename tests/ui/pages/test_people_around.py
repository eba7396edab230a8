"""People around someone and days to remember, on their profile: added, changed, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.model.belongings import Relation, SpecialDate
from app.model.people import Counterpart
from app.model.values import PartialDate
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.people import PeoplePage
from ui.pages.people.days import DayRow
from ui.pages.people.parts import AddLine, FoldRow
from ui.pages.people.ties import TieRow
from ui.widgets.forms import InlineLine

SOMEONE = "Add someone, as in “husband: Tom”"
A_DAY = "Add a day, as in “Wedding 1 June 2019”"
Show = Callable[..., PeoplePage]


@pytest.fixture
def show(bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot) -> Show:
    """The page with a person on it."""
    made = PeoplePage(bridge, actions)
    window.setCentralWidget(made)

    def shown(name: str) -> PeoplePage:
        made.refresh(None)
        person = bridge.workspace.person_named(name)
        made.show_route(Route("people", person=person.id, tab="overview"))
        with qtbot.waitExposed(window):
            window.show()
        settle()
        return made

    return shown


def enter(qtbot: QtBot, page: QWidget, prompt: str, text: str) -> AddLine:
    line = next(one for one in page.findChildren(AddLine) if one.placeholderText() == prompt)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    return line


def rows(page: QWidget, kind: type[FoldRow]) -> list[FoldRow]:
    return [row for row in page.findChildren(kind) if row.isVisible()]


def field(row: FoldRow, name: str) -> InlineLine:
    return next(one for one in row.findChildren(InlineLine) if one.accessibleName() == name)


def test_someone_around_them_is_added_with_what_they_are(show: Show, qtbot: QtBot) -> None:
    page = show("Siobhán")
    enter(qtbot, page, SOMEONE, "husband: Tom Lee")
    enter(qtbot, page, SOMEONE, "A neighbour")
    first, second = page.desk.profile.relations
    assert (first.what, first.name, first.other_id) == ("husband", "Tom Lee", None)
    assert (second.what, second.name) == ("", "A neighbour")
    assert "husband  Tom Lee" in texts(page)
    assert page.desk.workspace.can_undo() == f"Note who is around {page.desk.person.name}"
    page.desk.workspace.undo()
    page.refresh(None)
    assert page.desk.profile.relations == (first,)


def test_someone_of_the_journal_is_tied_to_and_one_press_away(
    show: Show, bridge: Bridge, qtbot: QtBot
) -> None:
    page = show("Siobhán")
    dana = bridge.workspace.person_named("Dana")
    enter(qtbot, page, SOMEONE, f"former chief: {dana.name.lower()}")
    (tie,) = page.desk.profile.relations
    assert (tie.other_id, tie.name) == (dana.id, "")
    (row,) = rows(page, TieRow)
    assert f"former chief  {dana.name}" in texts(row)
    with qtbot.waitSignal(bridge.routed) as seen:
        qtbot.mouseClick(button(row, "Profile"), Qt.MouseButton.LeftButton)
    assert (seen.args[0].page, seen.args[0].person) == ("people", dana.id)


def test_one_of_two_namesakes_is_tied_to(show: Show, bridge: Bridge, qtbot: QtBot) -> None:
    with bridge.workspace.change("Add") as edit:
        firm = edit.organisation("Harbour Labs").id
        wanted = edit.add(Counterpart, name="Kim Lee", organisation_id=firm)
        edit.add(Counterpart, name="Kim Lee")
    page = show("Siobhán")
    enter(qtbot, page, SOMEONE, "sister: Kim Lee, Harbour Labs")
    enter(qtbot, page, SOMEONE, "cousin: Kim Lee")
    sister, cousin = page.desk.profile.relations
    assert (sister.other_id, sister.name) == (wanted.id, "")
    assert (cousin.other_id, cousin.name) == (None, "Kim Lee")  # nobody can tell which
    page.profile.show_details(True)
    details = page.profile.details
    assert details is not None
    details.introduced.line.setText("Kim Lee, Harbour Labs")
    details.introduced.flush()
    assert page.desk.profile.introduced_by == wanted


def test_a_tie_is_changed_in_place_and_deleted(show: Show, bridge: Bridge, qtbot: QtBot) -> None:
    page = show("Siobhán")
    enter(qtbot, page, SOMEONE, "husband: Tom")
    (row,) = rows(page, TieRow)
    row.open()
    settle()
    what = field(row, "Relation")
    what.setText("")
    qtbot.keyClicks(what, "former husband")
    what.flush()
    dana = bridge.workspace.person_named("Dana")
    row.pick.line.setText(dana.name)
    row.pick.flush()
    tie = page.desk.profile.relations[0]
    assert (tie.what, tie.other_id, tie.name) == ("former husband", dana.id, "")
    row.pick.line.setText("Somebody Else")
    row.pick.flush()
    tie = page.desk.profile.relations[0]
    assert (tie.other_id, tie.name) == (None, "Somebody Else")
    row.pick.line.setText("")
    row.pick.flush()
    assert page.desk.profile.relations[0].name == "Somebody Else"
    assert "Type a name, or delete the line." in texts(row)
    qtbot.mouseClick(button(row, "Delete"), Qt.MouseButton.LeftButton)
    assert bridge.workspace.find(Relation) == []
    bridge.workspace.undo()
    assert len(bridge.workspace.find(Relation)) == 1


def test_a_tie_stays_when_the_other_is_deleted(show: Show, bridge: Bridge, qtbot: QtBot) -> None:
    page = show("Siobhán")
    dana = bridge.workspace.person_named("Dana")
    enter(qtbot, page, SOMEONE, f"chief: {dana.name}")
    with bridge.workspace.change("Delete") as edit:
        edit.remove(dana)
    page.refresh(None)
    assert "chief  someone no longer in the journal" in texts(page)
    bridge.workspace.undo()
    page.refresh(None)
    assert f"chief  {dana.name}" in texts(page)


@pytest.mark.parametrize(
    ("typed", "what", "day", "told"),
    [
        ("Wedding 1 June 2019", "Wedding", PartialDate(2019, 6, 1), "Wedding  1 June 2019"),
        ("First concert: 5 December", "First concert", PartialDate(None, 12, 5), "in 13 days"),
        ("Graduation, June 2010", "Graduation", PartialDate(2010, 6), "Graduation  June 2010"),
        ("Moved 2019-11-22", "Moved", PartialDate(2019, 11, 22), "today"),
    ],
)
def test_a_day_is_added_as_one_says_it(
    show: Show, qtbot: QtBot, typed: str, what: str, day: PartialDate, told: str
) -> None:
    page = show("Siobhán")
    enter(qtbot, page, A_DAY, typed)
    (found,) = page.desk.profile.dates
    assert (found.what, found.day) == (what, day)
    assert any(told in text for text in texts(page))


def test_a_line_without_a_day_stays_and_says_what_is_missing(
    show: Show, bridge: Bridge, qtbot: QtBot
) -> None:
    page = show("Siobhán")
    with qtbot.waitSignal(bridge.said) as said:
        line = enter(qtbot, page, A_DAY, "Their wedding")
    assert "Write the day at the end" in said.args[0]
    assert line.text() == "Their wedding"
    assert bridge.workspace.find(SpecialDate) == []


def test_a_day_is_changed_in_place_and_deleted(show: Show, bridge: Bridge, qtbot: QtBot) -> None:
    page = show("Siobhán")
    enter(qtbot, page, A_DAY, "Wedding 1 June 2019")
    enter(qtbot, page, A_DAY, "Birthday of the cat 3 May")
    assert [one.what for one in page.desk.profile.dates] == ["Birthday of the cat", "Wedding"]
    row = next(one for one in rows(page, DayRow) if one.record.what == "Wedding")
    row.open()
    settle()
    what = field(row, "What")
    what.setText("")
    qtbot.keyClicks(what, "Silver wedding")
    what.flush()
    assert page.desk.profile.dates[1].what == "Silver wedding"
    assert row.is_open()
    qtbot.mouseClick(button(row, "Delete"), Qt.MouseButton.LeftButton)
    assert [one.what for one in page.desk.profile.dates] == ["Birthday of the cat"]
    bridge.workspace.undo()
    page.refresh(None)
    assert len(page.desk.profile.dates) == 2


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_clipped_with_long_words(
    show: Show, dressed: QApplication, window: QMainWindow, qtbot: QtBot, scale: float
) -> None:
    theme.apply(dressed, "dark", scale)
    window.resize(1024, 700)
    page = show("Siobhán")
    long = "the sister of the captain who sold us the boat in the autumn"
    enter(qtbot, page, SOMEONE, f"{long}: Maximiliane von und zu Hohenfels-Sternberg")
    enter(qtbot, page, A_DAY, f"{long} 5 December 2019")
    settle()
    assert clipped(page.profile) == []
