"""Prepare: choose, plan, look, type the goal; all of it in the window, on a real journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.model.errors import UserError
from app.model.people import Commonality, Counterpart, HowKnown
from app.model.reading import EntryKind
from app.model.records import (
    Interaction,
    Meeting,
    MeetingState,
    Purpose,
    Question,
    QuestionState,
)
from app.model.values import Moment, PartialDate
from app.services import standings
from app.services.prep import prepare
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.prepare.cards import Cards
from ui.pages.prepare.page import PreparePage
from ui.pages.prepare.parts import Part, TalkRow, shortened
from ui.widgets.cards import Row
from ui.widgets.ticks import TickBox

Open = Callable[..., PreparePage]


@pytest.fixture
def routes(bridge: Bridge) -> list[Route]:
    """Where the page wanted to go."""
    heard: list[Route] = []
    bridge.routed.connect(heard.append)
    return heard


@pytest.fixture
def open_page(
    qtbot: QtBot, bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]
) -> Open:
    """The page on a route, with all work done; it follows its own routes as in the window."""
    page = PreparePage(bridge, actions)
    window.setCentralWidget(page)
    bridge.routed.connect(lambda route: route.page == "prepare" and page.show_route(route))
    bridge.changed.connect(page.refresh)
    page.refresh(None)
    with qtbot.waitExposed(window):
        window.show()

    def shown(name: str = "", **where: object) -> PreparePage:
        if name:
            where["person"] = bridge.workspace.person_named(name).id
        bridge.go("prepare", **where)
        rest(qtbot, page)
        return page

    return shown


def rest(qtbot: QtBot, page: PreparePage) -> None:
    """Wait until the workers and the turns of filling are done."""
    bridge = page._bridge
    cards = page.prepared.cards
    qtbot.waitUntil(lambda: not bridge.busy() and not cards._turns and not cards._clock.isActive())
    settle()


def rows(part: QWidget) -> list[str]:
    return [row.title.text() for row in part.findChildren(Row) if row.isVisible()]


def dana(bridge: Bridge) -> Counterpart:
    return bridge.workspace.person_named("Dana")


# --- choosing ----------------------------------------------------------------------------


def test_the_chooser_has_meetings_first_and_then_people(open_page: Open, bridge: Bridge) -> None:
    standings.refresh(bridge.workspace)
    page = open_page()
    said = rows(page.chooser)
    assert said[0].startswith("Dana Okafor  Renewal talk")
    assert "Siobhán O’Neill  Coffee with Siobhán" in said
    assert said.index("Dana Okafor") > said.index("Siobhán O’Neill  Coffee with Siobhán")
    assert page.chooser.field.hasFocus()


def test_typing_narrows_and_enter_opens_the_first(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    QTest.keyClicks(page.chooser.field, "quay")
    qtbot.waitUntil(lambda: len(rows(page.chooser)) == 0)
    page.chooser.field.clear()
    QTest.keyClicks(page.chooser.field, "ayse")  # without its accent
    qtbot.waitUntil(lambda: len(rows(page.chooser)) == 2)
    QTest.keyClick(page.chooser.field, Qt.Key.Key_Return)
    rest(qtbot, page)
    assert page.currentWidget() is page.prepared
    assert page.prepared.header.title.text() == "Prepare: Ayşe Yılmaz"


def test_arrows_walk_the_rows_and_letters_go_back_to_the_field(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page()
    QTest.keyClick(page.chooser.field, Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    second = QApplication.focusWidget()
    assert isinstance(second, Row)
    assert second.title.text().startswith("陳美玲")
    QTest.keyClick(second, Qt.Key.Key_Up)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert page.chooser.field.hasFocus()
    QTest.keyClick(page.chooser.field, Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_R)
    assert (page.chooser.field.text(), page.chooser.field.hasFocus()) == ("r", True)
    QTest.keyClick(page.chooser.field, Qt.Key.Key_Escape)
    assert page.chooser.field.text() == ""


def test_a_name_nobody_has_is_said(open_page: Open, qtbot: QtBot) -> None:
    page = open_page()
    page.chooser.field.setText("Zebulon")
    qtbot.waitUntil(lambda: "Nobody and no meeting answers to “Zebulon”." in texts(page))


def test_a_meeting_is_planned_where_one_is(open_page: Open, bridge: Bridge, qtbot: QtBot) -> None:
    page = open_page()
    qtbot.mouseClick(button(page, "Plan a meeting"), Qt.MouseButton.LeftButton)
    form = page.chooser.form
    QTest.keyClicks(form.who.line, "rui")
    QTest.keyClick(form.who.line, Qt.Key.Key_Return)
    assert form.who.people() == (bridge.workspace.person_named("Rui").id,)
    QTest.keyClicks(form.title, "Harbour plan")
    QTest.keyClicks(form.when, "next week")
    assert "No single day, so it is kept as you wrote it." in texts(page)
    QTest.keyClicks(form.minutes, "45")
    QTest.keyClick(form.minutes, Qt.Key.Key_Return)
    rest(qtbot, page)
    made = bridge.workspace.find(Meeting, title="Harbour plan")[0]
    assert (made.vague, made.when, made.minutes) == ("next week", None, 45)
    assert page.currentWidget() is page.prepared
    assert "Harbour plan · next week, 45 min" in page.prepared.header.subtitle.text()


def test_what_cannot_be_planned_is_said_in_the_form(open_page: Open, bridge: Bridge) -> None:
    page = open_page()
    before = len(bridge.workspace.find(Meeting))
    form = page.chooser.form
    form.begin()
    form.save()
    assert any("It is not said whom you meet" in told for told in texts(form))
    form.title.setText("Renewal")
    form.when.setText("yesterday")
    form.save()
    assert any("has passed" in told for told in texts(form))
    form.when.setText("")
    form.who.line.setText("Nobody Known")
    form.who._look("Nobody Known")
    form.save()
    assert any("Nobody is called “Nobody Known”" in told for told in texts(form))
    assert len(bridge.workspace.find(Meeting)) == before
    form.who.unknown.emit("Nobody Known")
    form.save()
    assert bridge.workspace.find(Meeting, title="Renewal")[0].people == (
        bridge.workspace.person_named("Nobody Known").id,
    )


def test_a_meeting_is_called_off_from_the_chooser_and_undone(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    page = open_page()
    count = len(rows(page.chooser))
    qtbot.mouseClick(button(page, "Call off"), Qt.MouseButton.LeftButton)
    settle()
    assert len(rows(page.chooser)) == count - 1
    bridge.workspace.undo()
    settle()
    assert len(rows(page.chooser)) == count


def test_an_empty_journal_says_so(
    qtbot: QtBot, empty_bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]
) -> None:
    page = PreparePage(empty_bridge, actions)
    window.setCentralWidget(page)
    window.show()
    page.refresh(None)
    page.show_route(Route("prepare"))
    settle()
    said = "Nobody is in the journal yet. Add the first person you want to meet."
    assert said in texts(page)
    assert not page.chooser.field.isVisible()


# --- a prepared meeting ------------------------------------------------------------------


def test_the_heading_stands_before_the_rest_is_read(open_page: Open, bridge: Bridge) -> None:
    page = open_page()
    page.show_route(Route("prepare", person=dana(bridge).id))
    title = page.prepared.header.title.text()
    assert title == "Prepare: Dana Okafor"
    assert "Monday 23 November, 10:00, 45 min · in 25 hours" in page.prepared.header.subtitle.text()
    assert not page.prepared.cards.isVisible()


def test_every_part_is_filled_from_the_journal(open_page: Open, bridge: Bridge) -> None:
    cards = open_page("Dana").prepared.cards
    found = prepare(bridge.workspace, dana(bridge).id)
    assert rows(cards.bring_up)[:3] == [line.text for line in found.bring_up]
    assert found.balance is not None
    assert found.balance.sentence in texts(cards.bring_up)
    assert "We shortened their supplier list together, from 214 names to 61." in texts(cards.as_us)
    assert [block.title for block in found.trust] == rows(cards.trust)[:4]
    assert found.spiral is not None
    assert found.spiral.sentence in texts(cards.trust)
    assert found.small_talk in texts(cards.before)
    assert "you 5 of 7 · Dana 4 of 4" in texts(cards.promises)
    assert len([row for row in cards.left_off.findChildren(TalkRow) if row.isVisible()]) == 5
    assert len(rows(cards.relation)) == 4


def test_no_guess_is_offered_to_be_brought_up(open_page: Open, bridge: Bridge) -> None:
    cards = open_page("Dana").prepared.cards
    guesses = bridge.workspace.find(
        Commonality, counterpart_id=dana(bridge).id, how_known=HowKnown.GUESS
    )
    assert guesses
    for guess in guesses:
        assert guess.text not in rows(cards.bring_up)
        assert guess.text in rows(cards.hunches)


def test_parts_with_nothing_to_say_vanish(open_page: Open, bridge: Bridge, qtbot: QtBot) -> None:
    with bridge.workspace.change("Add") as edit:
        new = edit.add(Counterpart, name="Newcomer")
    page = open_page(person=new.id)
    shown = [part.label.text() for part in page.findChildren(Part) if part.isVisible()]
    assert shown == [
        "Bring up what you share",
        "Say it as us",
        "Ask, then listen",
        "Before you go in",
    ]
    assert "No meeting is planned" in page.prepared.header.subtitle.text()
    assert not page.prepared.goal_card.purpose.isVisible()


def test_the_goal_saves_as_one_types_and_undo_brings_it_back(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    page = open_page("Dana")
    meeting = page.prepared.loaded.prep.meeting  # type: ignore[union-attr]
    assert meeting is not None
    goal = page.prepared.goal_card.goal
    assert goal.text() == meeting.goal
    goal.selectAll()
    QTest.keyClicks(goal, "agree a date")
    goal.flush()
    assert bridge.workspace.get(Meeting, meeting.id).goal == "agree a date"
    bridge.workspace.undo()
    rest(qtbot, page)
    assert goal.text() == meeting.goal


def test_a_goal_without_a_meeting_is_kept_for_the_person(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    page = open_page("Lars")
    QTest.keyClicks(page.prepared.goal_card.goal, "hear how the gate went")
    open_page("Dana")  # leaving saves
    page = open_page("Lars")
    assert page.prepared.goal_card.goal.text() == "hear how the gate went"


def test_the_opening_line_and_the_purpose_stay_with_the_meeting(
    open_page: Open, bridge: Bridge
) -> None:
    page = open_page("Dana")
    line = page.prepared.cards.opening_line
    QTest.keyClicks(line, "How did the audit go?")
    line.flush()
    page.prepared.goal_card.purpose.choose(0)
    kept = bridge.workspace.get(Meeting, page.prepared.meeting_id() or 0)
    assert (kept.opening_line, kept.purpose) == ("How did the audit go?", Purpose.RELATIONSHIP)


def test_a_question_is_added_and_ticked(open_page: Open, bridge: Bridge, qtbot: QtBot) -> None:
    page = open_page("Dana")
    cards = page.prepared.cards
    QTest.keyClicks(cards.add_question, "Who signs?")
    QTest.keyClick(cards.add_question, Qt.Key.Key_Return)
    rest(qtbot, page)
    assert "Who signs?" in rows(cards.ask)
    tick = next(
        box for box in cards.ask.findChildren(TickBox) if "Who signs?" in box.accessibleName()
    )
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    asked = bridge.workspace.find(Question, text="Who signs?")[0]
    assert asked.state is QuestionState.ASKED
    assert cards.add_question.text() == ""


def test_a_question_that_cannot_be_added_stays_in_its_line(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    cards = open_page("Dana").prepared.cards
    other = bridge.workspace.beside()
    other.database.connection.execute("BEGIN IMMEDIATE")  # as another program would hold it
    bridge.workspace.database.connection.execute("PRAGMA busy_timeout = 1")
    QTest.keyClicks(cards.add_question, "Who signs?")
    with qtbot.waitSignal(bridge.failed):
        QTest.keyClick(cards.add_question, Qt.Key.Key_Return)
    assert cards.add_question.text() == "Who signs?"
    other.database.connection.execute("ROLLBACK")
    other.close()
    QTest.keyClick(cards.add_question, Qt.Key.Key_Return)
    assert cards.add_question.text() == ""


def test_the_bias_question_rests_when_told_to(open_page: Open, qtbot: QtBot) -> None:
    page = open_page("Lars")
    cards = page.prepared.cards
    assert page.prepared.loaded is not None
    bias = page.prepared.loaded.prep.bias
    assert bias is not None
    assert any(bias.sentence in told for told in texts(cards.before))
    assert bias.details[0] in texts(cards.before)
    cards.bias_dismissed.emit(bias)
    rest(qtbot, page)
    assert not any(bias.sentence in told for told in texts(cards.before))


def test_a_line_leads_to_its_entry_and_a_finding_to_all_of_its(
    open_page: Open, bridge: Bridge, routes: list[Route], qtbot: QtBot
) -> None:
    page = open_page("Dana")
    talk = page.prepared.cards.left_off.findChild(TalkRow)
    assert talk is not None
    qtbot.mouseClick(talk.row, Qt.MouseButton.LeftButton)
    latest = bridge.workspace.interactions_of(dana(bridge).id, 1)[0]
    assert routes[-1].page == "timeline"
    assert routes[-1].entry == latest.id * 8 + EntryKind.INTERACTION
    block = page.prepared.cards.trust.findChildren(Row)[0]
    qtbot.mouseClick(block, Qt.MouseButton.LeftButton)
    assert routes[-1].filter is not None
    assert page.prepared.loaded is not None
    assert routes[-1].filter.interactions == page.prepared.loaded.prep.trust[0].entries


def test_start_and_log_names_the_meeting(
    open_page: Open, bridge: Bridge, routes: list[Route], qtbot: QtBot
) -> None:
    page = open_page("Dana")
    qtbot.mouseClick(button(page, "Start and log"), Qt.MouseButton.LeftButton)
    assert routes[-1] == Route("log", person=dana(bridge).id, meeting=page.prepared.meeting_id())


def test_copy_puts_text_on_the_clipboard_without_watch_outs(open_page: Open, qtbot: QtBot) -> None:
    page = open_page("Dana")
    qtbot.mouseClick(button(page, "Copy"), Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Dana Okafor\nHead of procurement, Northwind.")
    assert "Both coach youth football" in text
    assert "Do not bring up the late delivery" not in text


def test_changing_calling_off_and_planning_again(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    page = open_page("Dana")
    number = page.prepared.meeting_id() or 0
    qtbot.mouseClick(button(page, "Change the meeting"), Qt.MouseButton.LeftButton)
    form = page.prepared.form
    form.place.setText("By the lock")
    qtbot.mouseClick(button(page, "Save"), Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    assert bridge.workspace.get(Meeting, number).place == "By the lock"
    assert not form.isVisible()
    qtbot.mouseClick(button(page, "Call it off"), Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    assert bridge.workspace.get(Meeting, number).state is MeetingState.CANCELLED
    assert "called off" in page.prepared.header.subtitle.text()
    qtbot.mouseClick(button(page, "Plan it again"), Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    assert bridge.workspace.get(Meeting, number).state is MeetingState.PLANNED


def test_others_at_the_meeting_can_be_prepared_for(open_page: Open, qtbot: QtBot) -> None:
    page = open_page("Grace")
    qtbot.mouseClick(button(page, "Prepare for Dana Okafor"), Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    assert page.prepared.header.title.text() == "Prepare: Dana Okafor"
    assert "Coaches’ evening" in page.prepared.header.subtitle.text()


def test_a_meeting_taken_back_leaves_the_person_and_a_person_gone_the_chooser(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    page = open_page("Lars")
    page.prepared._change_meeting()
    page.prepared.form.title.setText("Gate two")
    page.prepared.form.save()
    rest(qtbot, page)
    assert "Gate two" in page.prepared.header.subtitle.text()
    bridge.workspace.undo()
    rest(qtbot, page)
    assert "No meeting is planned" in page.prepared.header.subtitle.text()
    with bridge.workspace.change("Remove") as edit:
        edit.remove(bridge.workspace.person_named("Lars"))
    rest(qtbot, page)
    assert page.currentWidget() is page.chooser


def test_a_route_to_somebody_gone_shows_the_chooser_and_says_why(
    open_page: Open, bridge: Bridge
) -> None:
    heard: list[UserError] = []
    bridge.failed.connect(heard.append)
    page = open_page(person=4_711)
    assert page.currentWidget() is page.chooser
    assert len(heard) == 1


def test_a_meeting_with_nobody_named_is_opened_to_be_changed(
    open_page: Open, bridge: Bridge
) -> None:
    with bridge.workspace.change("Add") as edit:
        made = edit.add(Meeting, title="Fair")
    page = open_page(meeting=made.id)
    assert page.currentWidget() is page.chooser
    assert page.chooser.form.title.text() == "Fair"


def test_a_long_note_is_shown_whole_when_asked(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    note = "\n".join(f"Line {n} of what was said that day." for n in range(40))
    with bridge.workspace.change("Add") as edit:
        edit.add(
            Interaction,
            when=Moment(PartialDate(2026, 11, 22)),
            people=(dana(bridge).id,),
            note=note,
        )
    page = open_page("Dana")
    talk = page.prepared.cards.left_off.findChild(TalkRow)
    assert talk is not None
    assert talk.row.title.text() == shortened(note)
    assert len(shortened(note)) < 400
    qtbot.mouseClick(talk.more, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    assert talk.row.title.text() == note
    qtbot.mouseClick(talk.more, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    assert talk.row.title.text() == shortened(note)


def test_a_refresh_touches_only_what_is_new(open_page: Open, bridge: Bridge, qtbot: QtBot) -> None:
    page = open_page("Dana")
    cards: Cards = page.prepared.cards
    kept = cards.trust.findChildren(Row)[0]
    QTest.keyClicks(cards.add_question, "Half a ques")
    with bridge.workspace.change("Add") as edit:
        edit.add(Question, counterpart_id=dana(bridge).id, text="From elsewhere?")
    rest(qtbot, page)
    assert "From elsewhere?" in rows(cards.ask)
    assert cards.trust.findChildren(Row)[0] is kept
    assert cards.add_question.text() == "Half a ques"


@pytest.mark.parametrize(
    "width, height, scale, choice",
    [(1152, 860, 1.0, "light"), (816, 700, 1.0, "dark"), (794, 700, 1.5, "light")],
)
def test_nothing_is_cut_off(
    open_page: Open,
    window: QMainWindow,
    dressed: QApplication,
    qtbot: QtBot,
    width: int,
    height: int,
    scale: float,
    choice: str,
) -> None:
    theme.apply(dressed, choice, scale)
    window.resize(width, height)
    page = open_page()
    assert clipped(page) == []
    for name in ("Dana", "Lars", "陳美玲"):
        page = open_page(name)
        assert clipped(page) == []
    page.prepared._change_meeting()
    settle()
    assert clipped(page) == []


def test_what_is_kept_while_the_page_is_read_is_not_shown_as_it_was(
    open_page: Open, bridge: Bridge, qtbot: QtBot
) -> None:
    page = open_page("Åsa")
    goal = page.prepared.goal_card.goal
    page.prepared.reload()
    bridge._pool.waitForDone()  # read, and not yet told
    goal.setText("Name a day for the signing")
    goal.textEdited.emit(goal.text())
    goal.flush()
    rest(qtbot, page)
    assert goal.text() == "Name a day for the signing"
    assert page.prepared.loaded is not None
    assert page.prepared.loaded.prep.brief.goal == "Name a day for the signing"
