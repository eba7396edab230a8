"""The list of people: finding, filtering, choosing, adding."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from app.model.findings import State
from app.model.people import Counterpart, Kind
from app.model.reading import PersonRow
from app.model.values import PartialDate
from app.services import standings
from app.services.people_list import PeopleList, people_list
from tests.ui.probes import button, settle
from ui.bridge import Bridge, Route
from ui.pages.people import PeoplePage
from ui.pages.people.people_list import FindField
from ui.tables.people import ROW, PeopleFilter, PeopleModel, told

TODAY = date(2026, 11, 22)


def row(number: int, name: str, place: str = "", **more: object) -> PersonRow:
    values: dict[str, object] = {
        "aliases": "",
        "kind": Kind.OTHER,
        "no_contact": False,
        "last_contact": None,
        "contacts": 0,
        "states": None,
    }
    return PersonRow(id=number, name=name, organisation=place, **(values | more))  # type: ignore[arg-type]


@pytest.fixture
def model() -> PeopleModel:
    made = PeopleModel()
    rows = (
        row(
            1,
            "Dana Okafor",
            "Northwind",
            kind=Kind.CLIENT,
            contacts=3,
            last_contact=PartialDate(2026, 11, 16),
        ),
        row(2, "Åsa Lindqvist", "Fjord AB", kind=Kind.FRIEND, contacts=None),
        row(3, "Tomás Beltrán", "Grupo Linde", kind=Kind.CLIENT),
        row(4, "Jörg Bauer", "", no_contact=True, contacts=2),
    )
    made.load(PeopleList(rows, {2: ("walking",)}, frozenset({3})), TODAY)
    return made


def test_each_line_says_who_where_and_when(model: PeopleModel) -> None:
    assert told(model) == [
        "Dana Okafor · Northwind · 6 days ago",
        "Åsa Lindqvist · Fjord AB",
        "Tomás Beltrán · Grupo Linde · never",
        "Jörg Bauer · no contact wished",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lind", [2, 3]),
        ("asa", [2]),
        ("beltran", [3]),
        ("lindqivst", [2]),
        ("walking", [2]),
        ("nobody here", []),
        ("", [1, 2, 3, 4]),
    ],
)
def test_typing_finds_parts_without_accents_and_with_slips(
    model: PeopleModel, typed: str, found: list[int]
) -> None:
    model.narrow(typed)
    assert [model.person_at(at) for at in range(model.rowCount())] == found


def test_filters_narrow_and_combine_with_typing(model: PeopleModel) -> None:
    model.narrow(wanted=PeopleFilter(kind=Kind.CLIENT))
    assert [model.person_at(at) for at in range(model.rowCount())] == [1, 3]
    model.narrow("lin")
    assert [model.person_at(at) for at in range(model.rowCount())] == [3]
    model.narrow("", PeopleFilter(quiet=True))
    assert [model.person_at(at) for at in range(model.rowCount())] == [3]
    model.narrow("", PeopleFilter(tag="walking"))
    assert [model.person_at(at) for at in range(model.rowCount())] == [2]


def test_dots_stay_while_they_are_worked_out_anew(model: PeopleModel) -> None:
    known = (State.FOR, State.OPEN, State.SILENT)
    people = model.list
    model.load(PeopleList((row(1, "Dana", states=known, contacts=4),), {}, frozenset()), TODAY)
    model.load(PeopleList((row(1, "Dana Okafor", contacts=None),), {}, frozenset()), TODAY)
    shown = model.data(model.index(0, 0), ROW)
    assert (shown.name, shown.states) == ("Dana Okafor", known)
    assert people is not model.list


@pytest.fixture
def page(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> PeoplePage:
    standings.refresh(bridge.workspace)
    made = PeoplePage(bridge, actions)
    made.refresh(None)
    window.setCentralWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    return made


def test_ctrl_f_counts_and_enter_opens_the_best(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_route(Route("people", extra={"find": True}))
    assert page.people.field.hasFocus()
    qtbot.keyClicks(page.people.field, "lind")
    assert page.people.field.count.text() == "2 of 24"
    qtbot.keyClick(page.people.field, Qt.Key.Key_Return)
    assert page.profile.header.title.text() == "Åsa Lindqvist"
    assert page.profile.strip.buttons["overview"].hasFocus()


def test_arrows_move_the_mark_while_one_types(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.people.field, "lind")
    first = page.people.person()
    qtbot.keyClick(page.people.field, Qt.Key.Key_Down)
    assert page.people.person() not in (first, None)
    qtbot.keyClick(page.people.field, Qt.Key.Key_Return)
    assert page.profile.header.title.text() == "Tomás Beltrán"
    assert page.people.field.text() == "lind"
    qtbot.keyClick(page.people.field, Qt.Key.Key_Escape)
    assert page.people.model.rowCount() == 24


def test_resting_on_a_line_shows_the_person(page: PeoplePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.people.chosen) as seen:
        page.people.view.selectRow(3)
    assert page.desk.person.id == seen.args[0] == page.people.model.person_at(3)


def test_ctrl_n_adds_someone_in_place(page: PeoplePage, qtbot: QtBot) -> None:
    page.show_route(Route("people", extra={"new": True}))
    name = page.people.adding.name
    assert name.hasFocus()
    qtbot.keyClicks(name, "  Wanda   Nowak ")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert page.profile.header.title.text() == "Wanda Nowak"
    assert page.desk.workspace.can_undo() == "Add Wanda Nowak"
    assert page.people.model.rowCount() == 25
    assert page.people.person() == page.desk.person.id
    assert page.profile.details is not None
    assert page.profile.details.isVisible()


def test_a_name_that_is_here_already_is_said_but_not_refused(
    page: PeoplePage, qtbot: QtBot
) -> None:
    page.people.add_person("dana okafor")
    assert "already" in page.people.adding._hint.text()
    qtbot.keyClick(page.people.adding.name, Qt.Key.Key_Escape)
    assert not page.people.adding.isVisible()
    assert len(page.desk.workspace.people()) == 24


def test_nobody_found_offers_to_add_the_name(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.people.field, "Zebulon")
    assert not page.people.card.isVisible()
    offer = button(page, "Add Zebulon")
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert page.people.adding.name.text() == "Zebulon"


def test_chips_filter_and_take_themselves_off(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(page, "Clients"), Qt.MouseButton.LeftButton)
    assert page.people.model.rowCount() == 9
    assert page.people.field.count.text() == "9 of 24"
    qtbot.mouseClick(button(page, "More"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(page, "#football"), Qt.MouseButton.LeftButton)
    assert page.people.model.rowCount() == 2
    qtbot.mouseClick(button(page, "#football"), Qt.MouseButton.LeftButton)
    assert page.people.model.rowCount() == 24


def test_going_to_someone_hidden_by_a_filter_shows_them(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.people.field, "dana")
    other = page.desk.workspace.person_named("Åsa").id
    page.show_route(Route("people", person=other))
    assert page.people.person() == other
    assert page.people.field.text() == ""


def test_accents_do_not_send_names_to_the_end(page: PeoplePage) -> None:
    names = [line.split(" · ")[0] for line in told(page.people.model)]
    assert names[:6] == [
        "Åsa Lindqvist",
        "Ayşe Yılmaz",
        "Chidi Eze",
        "Dana Okafor",
        "Éloïse Garnier",
        "Grace Adeyemi-Clarke",
    ]


def test_an_empty_journal_teaches(
    empty_bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    made = PeoplePage(empty_bridge, actions)
    made.refresh(None)
    window.setCentralWidget(made)
    window.show()
    settle()
    assert "appear here" in made.nobody.sentence.text()
    qtbot.mouseClick(made.nobody.button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(made.people.adding.name, "First")
    qtbot.keyClick(made.people.adding.name, Qt.Key.Key_Return)
    assert made.profile.header.title.text() == "First"
    empty_bridge.workspace.undo()
    made.refresh(None)
    assert made.right.currentIndex() == 1


def test_a_new_page_reads_nobody_before_the_route_says_whom(
    bridge: Bridge, actions: dict[str, QAction], qtbot: QtBot
) -> None:
    made = PeoplePage(bridge, actions)
    qtbot.addWidget(made)
    made.refresh(None)
    assert made.whereabouts().person is None
    made.show_route(Route("people"))
    assert made.whereabouts().person is not None


def test_very_many_people_are_read_by_a_worker(
    empty_bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.pages.people.people_list._MANY", 1)
    with empty_bridge.workspace.change("two") as edit:
        edit.add(Counterpart, name="One")
        edit.add(Counterpart, name="Two")
    made = PeoplePage(empty_bridge, actions)
    window.setCentralWidget(made)
    made.refresh(None)
    with empty_bridge.workspace.change("three") as edit:
        edit.add(Counterpart, name="Three")
    with qtbot.waitSignal(made.people.model.modelReset):
        made.people.refresh_quietly()
    assert [line.split(" · ")[0] for line in told(made.people.model)] == ["One", "Three", "Two"]
    assert len(people_list(empty_bridge.workspace).rows) == 3


def test_the_count_keeps_out_of_the_way_of_the_dots(empty_bridge: Bridge, qtbot: QtBot) -> None:
    field = FindField()
    qtbot.addWidget(field)
    field.resize(300, 36)
    field.show()
    field.setText("illiilliill")
    field.tell("1 of 24")
    for mode in (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        field.setEchoMode(mode)
        wide = field.fontMetrics().horizontalAdvance(field.displayText())
        assert field.count.x() > wide
    assert "i" not in field.displayText()
