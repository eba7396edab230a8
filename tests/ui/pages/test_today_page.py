"""Today: days to remember, what it says of people going quiet, and where a press leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.model.belongings import SpecialDate
from app.model.people import Counterpart, Rhythm
from app.model.records import Interaction, Meeting
from app.model.values import Moment, PartialDate
from app.services.standings import refresh
from tests.ui.probes import button, clipped, settle, texts
from ui.bridge import Bridge, Route
from ui.pages.today import TodayPage
from ui.widgets.cards import Row

Show = Callable[[], TodayPage]


@pytest.fixture
def show(
    empty_bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> Show:
    """The page of a journal that each test fills by itself."""
    made = TodayPage(empty_bridge, actions)
    window.setCentralWidget(made)

    def shown() -> TodayPage:
        made.refresh(None)
        with qtbot.waitExposed(window):
            window.show()
        settle()
        return made

    return shown


def born(bridge: Bridge, name: str, on: str) -> Counterpart:
    with bridge.workspace.change("Add") as edit:
        return edit.add(Counterpart, name=name, birthday=PartialDate.parse(on))


def test_days_to_remember_stand_there_and_lead_to_the_person(
    show: Show, empty_bridge: Bridge, qtbot: QtBot
) -> None:
    dana = born(empty_bridge, "Dana Okafor", "1980-11-22")
    with empty_bridge.workspace.change("Note a day") as edit:
        on = PartialDate.parse("2019-11-25")
        edit.add(SpecialDate, counterpart_id=dana.id, what="Wedding", day=on)
    page = show()
    seen = texts(page)
    assert "Days to remember" in seen
    told = seen[seen.index("Days to remember") :]
    assert "Today · 22 November 1980" in told
    assert "In 3 days · 25 November 2019" in told
    row = next(one for one in page.findChildren(Row) if "Wedding" in one.title.words())
    routes: list[Route] = []
    empty_bridge.routed.connect(routes.append)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert [(route.page, route.person) for route in routes] == [("people", dana.id)]


def test_where_no_day_is_near_nothing_is_said(show: Show, empty_bridge: Bridge) -> None:
    born(empty_bridge, "Dana Okafor", "1980-12-22")
    assert "Days to remember" not in texts(show())


def test_six_days_are_shown_and_the_rest_behind_a_link(show: Show, empty_bridge: Bridge) -> None:
    for number in range(8):
        born(empty_bridge, f"Born {number}", "--11-22")
    page = show()
    button(page, "2 more days").click()
    settle()
    assert sum(text.startswith("Today · ") for text in texts(page)) == 8
    assert "2 more days" not in texts(page)
    assert not clipped(page)


def test_who_has_gone_quiet_and_is_met_soon_is_prepared_for(
    show: Show, empty_bridge: Bridge, qtbot: QtBot
) -> None:
    workspace = empty_bridge.workspace
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor", rhythm=Rhythm.MONTHLY)
        when = Moment(PartialDate.parse("2026-05-07"))
        edit.add(Interaction, when=when, people=(dana.id,), two_way=True)
    refresh(workspace)
    assert button(show(), "Log or plan")
    with workspace.change("Plan") as edit:
        when = Moment(PartialDate.parse("2026-11-26"))
        plan = edit.add(Meeting, title="Lunch", when=when, people=(dana.id,))
    refresh(workspace)
    page = show()
    told = next(text for text in texts(page) if "199 days" in text)
    assert told.endswith("It has gone quiet. You meet on Thursday.")
    shown = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    assert "Log or plan" not in [one.text() for one in shown]
    routes: list[Route] = []
    empty_bridge.routed.connect(routes.append)
    for one in shown:
        if one.text() == "Prepare":
            one.click()
    found = [(route.page, route.meeting, route.person) for route in routes]
    assert found == [("prepare", plan.id, dana.id)] * 2
