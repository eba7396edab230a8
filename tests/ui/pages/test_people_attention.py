"""People shows who waits, who is an address, who is left out, and takes another answer in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.model.people import Attention, Counterpart, Kind
from app.services import sorting, standings
from app.services.people_list import people_list
from tests.ui.probes import button, clipped, settle, texts
from ui import keep_again
from ui.bridge import Bridge, Offer, Route
from ui.pages.people import PeoplePage
from ui.pages.people.filter_chips import FilterChips
from ui.tables.people import PeopleFilter, PeopleModel, told

KEEP, UNSORTED, ADDRESS, OUT = Attention
SET = {"Dana": OUT, "Rui": ADDRESS, "Tomás": UNSORTED}


def some(bridge: Bridge, name: str) -> Counterpart:
    return bridge.workspace.person_named(name)


@pytest.fixture
def answered(bridge: Bridge) -> Bridge:
    """The sample journal with one person of each sort."""
    for name, attention in SET.items():
        sorting.answer(bridge.workspace, some(bridge, name), attention)
    standings.refresh(bridge.workspace)
    return bridge


@pytest.fixture
def model(answered: Bridge) -> PeopleModel:
    made = PeopleModel()
    made.load(people_list(answered.workspace), answered.workspace.today)
    return made


@pytest.fixture
def page(
    answered: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> PeoplePage:
    made = PeoplePage(answered, actions)
    made.refresh(None)
    window.setCentralWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    settle()
    return made


def names(model: PeopleModel) -> list[str]:
    return [line.partition(" ·")[0] for line in told(model)]


def test_whoever_is_left_out_is_in_no_list_and_found_by_name(model: PeopleModel) -> None:
    assert model.rowCount() == 23
    assert "Dana Okafor" not in names(model)
    model.narrow("dana")
    assert names(model)[0] == "Dana Okafor"
    assert told(model)[0].endswith("left out")


def test_addresses_and_those_left_out_have_a_filter(model: PeopleModel) -> None:
    model.narrow("", PeopleFilter(attention=ADDRESS))
    assert names(model) == ["Rui Santos"]
    model.narrow("", PeopleFilter(attention=OUT))
    assert names(model) == ["Dana Okafor"]
    model.narrow("dana", PeopleFilter(kind=Kind.CLIENT))
    assert names(model) == []  # a filter of kinds is a list like any other
    model.narrow("zzz", PeopleFilter(attention=OUT))
    assert names(model) == []


def test_an_address_is_told_as_one_and_without_tests(model: PeopleModel) -> None:
    model.narrow("rui")
    tip = str(model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole))
    assert tip.splitlines()[1:] == ["Address only"]


def test_the_filters_are_there_only_when_there_is_somebody(
    bridge: Bridge, answered: Bridge, dressed: object
) -> None:
    chips = FilterChips()
    chips.load(people_list(answered.workspace), PeopleFilter())
    shown = [words for _wanted, words in chips._shown]
    assert shown[0] == "All 23"
    assert {"Addresses", "Left out"} <= set(shown)
    for _step in SET:
        answered.workspace.undo()
    chips.load(people_list(answered.workspace), PeopleFilter())
    assert not {"Addresses", "Left out"} & {words for _wanted, words in chips._shown}


def test_a_quiet_line_says_who_waits_and_leads_there(page: PeoplePage, answered: Bridge) -> None:
    routes: list[Route] = []
    answered.routed.connect(routes.append)
    assert page.people.waiting.text() == "1 person waits to be sorted. Sort them"
    page.people.waiting.click()
    assert [route.page for route in routes] == ["sorting"]
    page.people.field.setText("a")
    assert not page.people.waiting.isVisible()
    sorting.answer(answered.workspace, some(answered, "Tomás"), KEEP)
    page.refresh(None)
    page.people.field.clear()
    assert not page.people.waiting.isVisible()


@pytest.mark.parametrize("name", SET)
def test_the_profile_says_it_with_a_chip(page: PeoplePage, answered: Bridge, name: str) -> None:
    words = {ADDRESS: "Address only", OUT: "Left out", UNSORTED: "Not sorted yet"}
    page.show_route(Route("people", person=some(answered, name).id))
    settle()
    assert page.profile.header.attention.isVisible()
    assert page.profile.header.attention.text() == words[SET[name]]
    assert clipped(page) == []
    page.show_route(Route("people", person=some(answered, "Åsa").id))
    settle()
    assert not page.profile.header.attention.isVisible()


@pytest.mark.parametrize("name", ["Dana", "Rui"])
def test_keeping_up_again_is_one_press(
    page: PeoplePage, answered: Bridge, qtbot: QtBot, name: str
) -> None:
    page.show_route(Route("people", person=some(answered, name).id))
    settle()
    assert "No test applies." in " ".join(texts(page))
    qtbot.mouseClick(button(page, "Keep up again"), Qt.MouseButton.LeftButton)
    settle()
    assert some(answered, name).attention is KEEP
    assert "No test applies." not in " ".join(texts(page))
    assert answered.workspace.can_undo() == f"Keep up with {some(answered, name).name}"


def test_the_form_takes_any_answer(page: PeoplePage, answered: Bridge) -> None:
    person = some(answered, "Åsa")
    page.show_route(Route("people", person=person.id))
    settle()
    touch = page.profile.tabs["overview"]._touch  # type: ignore[attr-defined]
    touch.open(True)
    settle()
    for attention in (ADDRESS, OUT, UNSORTED, KEEP):
        touch._fields.save("attention", attention)
        settle()
        assert some(answered, "Åsa").attention is attention
    assert page.desk.person.id == person.id


def test_the_real_tab_shows_no_test_of_an_address(page: PeoplePage, answered: Bridge) -> None:
    page.show_route(Route("people", person=some(answered, "Rui").id, tab="real"))
    settle()
    read = " ".join(texts(page.profile.tabs["real"]))
    assert "Kept as an address only. No test applies." in read
    assert "There are no tests and no reminders." in read
    assert "Mutual and meaningful" not in read


@pytest.mark.parametrize(
    ("logged", "sentence", "choice"),
    [
        (("Dana",), "Dana Okafor is left out of your lists.", "Keep up with them again"),
        (("Rui",), "Rui Santos is kept as an address only.", "Keep up with them again"),
        (
            ("Åsa", "Dana", "Rui"),
            "Dana Okafor and Rui Santos are not kept up with.",
            "Keep up with all of them",
        ),
        (("Åsa", "Tomás"), "", ""),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
def test_logging_with_someone_left_out_asks_quietly(
    answered: Bridge, logged: tuple[str, ...], sentence: str, choice: str
) -> None:
    offers: list[Offer] = []
    answered.offered.connect(offers.append)
    keep_again.listen(answered)
    answered.logged.emit(tuple(some(answered, name).id for name in logged))
    if not sentence:
        assert offers == []
        return
    (offer,) = offers
    assert offer.words == sentence
    ((words, act),) = offer.choices
    assert words == choice
    act()
    assert all(some(answered, name).attention is KEEP for name in logged)
