"""The overview: the next meeting, and the two answers to when one was last in touch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.model.people import Counterpart, Rhythm
from app.model.records import Channel, Interaction, Meeting, MeetingState, Opener
from app.model.values import Moment, PartialDate
from tests.ui.probes import clipped, settle, texts
from ui.bridge import Bridge, Route
from ui.pages.people import PeoplePage
from ui.pages.people.meeting import NextMeeting
from ui.widgets.buttons import Button

Show = Callable[[], PeoplePage]


@pytest.fixture
def dana(empty_bridge: Bridge) -> Counterpart:
    with empty_bridge.workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Dana Okafor", rhythm=Rhythm.MONTHLY)


@pytest.fixture
def show(
    empty_bridge: Bridge,
    dana: Counterpart,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
) -> Show:
    made = PeoplePage(empty_bridge, actions)
    window.setCentralWidget(made)

    def shown() -> PeoplePage:
        made.refresh(None)
        made.show_route(Route("people", person=dana.id, tab="overview"))
        with qtbot.waitExposed(window):
            window.show()
        settle()
        return made

    return shown


def on(text: str) -> Moment:
    return Moment(PartialDate.parse(text))


def test_a_later_mail_without_an_answer_is_told_beside_the_rhythm(
    show: Show, empty_bridge: Bridge, dana: Counterpart
) -> None:
    with empty_bridge.workspace.change("Log") as edit:
        edit.add(Interaction, when=on("2026-05-07"), people=(dana.id,), channel=Channel.CALL)
    assert not any("in touch;" in text for text in texts(show()))
    with empty_bridge.workspace.change("Log") as edit:
        mail = {"channel": Channel.EMAIL, "opener": Opener.ME, "answered": False}
        edit.add(Interaction, when=on("2026-09-23"), people=(dana.id,), **mail)
    page = show()
    assert (
        "199 days since you were in touch; you meant every month. It has gone quiet. "
        "Your mail 60 days ago was not answered."
    ) in texts(page)
    assert not clipped(page)


def test_the_next_meeting_stands_on_the_overview_and_is_prepared_from_there(
    show: Show, empty_bridge: Bridge, dana: Counterpart
) -> None:
    page = show()
    part = page.findChild(NextMeeting)
    assert not part.isVisible()
    with empty_bridge.workspace.change("Plan") as edit:
        when = on("2026-11-26")
        edit.add(Meeting, title="Later", when=on("2026-12-24"), people=(dana.id,))
        plan = edit.add(
            Meeting, title="Lunch", when=when, minutes=60, place="Room 4", people=(dana.id,)
        )
    page = show()
    assert texts(part) == ["Next meeting", "Lunch", "Thu 26 Nov, 60 min · Room 4"]
    routes: list[Route] = []
    empty_bridge.routed.connect(routes.append)
    next(one for one in part.findChildren(Button) if one.isVisible()).click()
    found = [(route.page, route.meeting, route.person) for route in routes]
    assert found == [("prepare", plan.id, dana.id)]
    with empty_bridge.workspace.change("Call off") as edit:
        for meeting in empty_bridge.workspace.find(Meeting):
            edit.set(meeting, state=MeetingState.CANCELLED)
    show()
    assert not part.isVisible()
