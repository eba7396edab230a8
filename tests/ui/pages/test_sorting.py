"""Sort people: each key does what its button says, one can go back, stop, and go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.model.people import Attention, Counterpart, Kind, KindPeriod, Rhythm
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import sorting
from app.services.workspace import Workspace
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.sorting import SortingPage
from ui.pages.sorting.answers import KINDS, RHYTHMS

KEEP, UNSORTED, ADDRESS, OUT = Attention


def arrive(bridge: Bridge, *contacts: int) -> list[int]:
    """People of an import with so many contacts, about a quarter apart."""
    workspace = bridge.workspace
    found = []
    with workspace.change("Import cards.vcf") as edit:
        for number, count in enumerate(contacts):
            one = edit.add(Counterpart, name=f"Arrival {number}", attention=UNSORTED)
            edit.remember_import(f"card:{number}", "digest", "counterpart", one.id)
            for back in range(count):
                day = PartialDate.of(workspace.today - timedelta(days=91 * back + 10))
                edit.add(Interaction, when=Moment(day), people=(one.id,), note=f"talk {back}")
            found.append(one.id)
    return found


@pytest.fixture
def page(
    empty_bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> SortingPage:
    made = SortingPage(empty_bridge, actions)
    empty_bridge.changed.connect(made.refresh)
    window.setCentralWidget(made)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return made


def begin(page: SortingPage, **where: object) -> None:
    page.refresh(None)
    page.show_route(Route("sorting", **where))  # type: ignore[arg-type]
    settle()


def press(page: SortingPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or page, key)
        settle()


def shown(page: SortingPage) -> str:
    return page.shown.person.name if page.shown else ""


def now(bridge: Bridge, person: int) -> Counterpart:
    return bridge.workspace.get(Counterpart, person)


def test_nobody_waits_at_first(page: SortingPage) -> None:
    begin(page)
    assert page.empty.isVisible()
    assert not page.card.isVisible()
    assert any(text.startswith("Everyone has an answer.") for text in texts(page))
    press(page, Qt.Key.Key_O, Qt.Key.Key_Return, Qt.Key.Key_Backspace)  # nothing to answer


@pytest.mark.parametrize(("key", "kind"), KINDS, ids=lambda value: str(value))
def test_a_kind_and_enter_keep_up_in_the_proposed_rhythm(
    page: SortingPage, empty_bridge: Bridge, key: Qt.Key, kind: Kind
) -> None:
    (person,) = arrive(empty_bridge, 8)
    begin(page)
    press(page, key)
    assert now(empty_bridge, person).attention is UNSORTED
    press(page, Qt.Key.Key_Return)
    kept = now(empty_bridge, person)
    assert (kept.attention, kept.kind, kept.rhythm) == (KEEP, kind, Rhythm.QUARTERLY)
    assert page.empty.isVisible()


@pytest.mark.parametrize(("key", "rhythm"), RHYTHMS, ids=lambda value: str(value))
def test_a_rhythm_alone_is_an_answer(
    page: SortingPage, empty_bridge: Bridge, key: Qt.Key, rhythm: Rhythm | None
) -> None:
    (person,) = arrive(empty_bridge, 1)
    begin(page)
    press(page, key)
    kept = now(empty_bridge, person)
    assert (kept.attention, kept.kind, kept.rhythm) == (KEEP, Kind.OTHER, rhythm)


@pytest.mark.parametrize(("key", "attention"), [(Qt.Key.Key_A, ADDRESS), (Qt.Key.Key_O, OUT)])
def test_one_key_keeps_the_address_or_leaves_out(
    page: SortingPage, empty_bridge: Bridge, key: Qt.Key, attention: Attention
) -> None:
    (person,) = arrive(empty_bridge, 1)
    begin(page)
    press(page, key)
    assert now(empty_bridge, person).attention is attention


def test_every_button_does_what_its_key_does(page: SortingPage, empty_bridge: Bridge) -> None:
    first, second, third, fourth = arrive(empty_bridge, 8, 7, 6, 0)
    begin(page)
    for words in ("Client", "Twice a year", "Address only", "Later", "Leave out"):
        QTest.mouseClick(button(page, words), Qt.MouseButton.LeftButton)
        settle()
        assert page.hasFocus()  # a click takes the keys from nobody
    kept = now(empty_bridge, first)
    assert (kept.kind, kept.rhythm) == (Kind.CLIENT, Rhythm.TWICE_A_YEAR)
    assert now(empty_bridge, second).attention is ADDRESS
    assert now(empty_bridge, third).attention is UNSORTED
    assert now(empty_bridge, fourth).attention is OUT
    assert shown(page) == "Arrival 2"


def test_an_answer_is_told_in_the_form_in_which_it_was_offered(
    page: SortingPage, empty_bridge: Bridge
) -> None:
    arrive(empty_bridge, 8, 7)
    begin(page)
    press(page, Qt.Key.Key_1)
    assert page.answers.agree.text() == "Keep up: Friend, every three months"
    press(page, Qt.Key.Key_Return)
    assert "Arrival 0: friend, every three months." in page.last.text()


def test_enter_says_what_it_would_do(page: SortingPage, empty_bridge: Bridge) -> None:
    arrive(empty_bridge, 8, 1, 0)
    begin(page)
    assert page.answers.agree.text() == "Keep up: Every three months"
    press(page, Qt.Key.Key_1)
    assert page.answers.agree.text() == "Keep up: Friend, every three months"
    assert "8 days of contact in 21 months, about every 3 months." in texts(page)
    press(page, Qt.Key.Key_1)  # pressed again, it is taken back
    assert page.answers.agree.text() == "Keep up: Every three months"
    press(page, Qt.Key.Key_S)
    assert page.answers.agree.text() == "Keep up, without a rhythm"
    assert "Too few contacts went both ways to propose a rhythm." in texts(page)
    press(page, Qt.Key.Key_S)
    assert "Nothing is logged with them yet." in texts(page)


def test_how_far_one_is_stands_above(page: SortingPage, empty_bridge: Bridge) -> None:
    arrive(empty_bridge, 3, 2, 1)
    begin(page)
    press(page, Qt.Key.Key_M, Qt.Key.Key_O)
    assert page.header.subtitle.text() == "2 of 3 sorted, 1 kept up with."
    assert (page.bar.value(), page.bar.maximum()) == (2, 3)


def test_backspace_takes_a_kind_back_and_then_the_person_before(
    page: SortingPage, empty_bridge: Bridge
) -> None:
    first, _second = arrive(empty_bridge, 3, 2)
    begin(page)
    press(page, Qt.Key.Key_6, Qt.Key.Key_M)
    assert now(empty_bridge, first).kind is Kind.PITCH
    press(page, Qt.Key.Key_3, Qt.Key.Key_Backspace)
    assert shown(page) == "Arrival 1"
    press(page, Qt.Key.Key_Left)
    assert shown(page) == "Arrival 0"
    assert "Keep up with" in texts(page.card)
    press(page, Qt.Key.Key_1, Qt.Key.Key_Q)
    kept = now(empty_bridge, first)
    assert (kept.kind, kept.rhythm) == (Kind.FRIEND, Rhythm.QUARTERLY)
    periods = empty_bridge.workspace.find(KindPeriod, counterpart_id=first)
    assert [period.kind for period in periods] == [Kind.FRIEND]
    assert shown(page) == "Arrival 1"


def test_an_answer_taken_back_brings_its_person_again(
    page: SortingPage, empty_bridge: Bridge
) -> None:
    first, second, _third = arrive(empty_bridge, 3, 2, 1)
    begin(page)
    press(page, Qt.Key.Key_O, Qt.Key.Key_A)
    assert shown(page) == "Arrival 2"
    empty_bridge.workspace.undo()
    assert shown(page) == "Arrival 1"
    empty_bridge.workspace.undo()
    assert shown(page) == "Arrival 0"
    empty_bridge.workspace.redo()
    assert shown(page) == "Arrival 1"
    assert now(empty_bridge, first).attention is OUT
    assert now(empty_bridge, second).attention is UNSORTED


def test_one_goes_on_where_one_stopped(
    page: SortingPage, empty_bridge: Bridge, actions: dict[str, QAction], window: QMainWindow
) -> None:
    arrive(empty_bridge, 4, 3, 2, 1)
    begin(page)
    press(page, Qt.Key.Key_S, Qt.Key.Key_O)
    routes: list[Route] = []
    empty_bridge.routed.connect(routes.append)
    actions["go.back"].setEnabled(False)
    press(page, Qt.Key.Key_Escape)
    assert [route.page for route in routes] == ["people"]
    again = SortingPage(empty_bridge, actions)
    window.setCentralWidget(again)
    begin(again)
    assert shown(again) == "Arrival 2"
    press(again, Qt.Key.Key_O, Qt.Key.Key_O)
    assert shown(again) == "Arrival 0"  # put off, so last


def test_many_at_once_offer_no_undo_that_would_take_back_something_else(
    page: SortingPage, empty_bridge: Bridge, qtbot: QtBot
) -> None:
    arrive(empty_bridge, 3, 0, 0, 0)
    begin(page)
    told: list[tuple[str, bool]] = []
    empty_bridge.said.connect(lambda text, undoable: told.append((text, undoable)))
    QTest.mouseClick(button(page.many, "Leave them out"), Qt.MouseButton.LeftButton)
    empty_bridge._pool.waitForDone()  # it is done, and has not been told yet
    page.answer(ADDRESS)
    qtbot.waitUntil(lambda: not empty_bridge.busy(), timeout=20_000)
    assert told == [("Done: Leave out 3 people", False)]


def test_many_at_once_say_the_number_first(
    page: SortingPage, empty_bridge: Bridge, qtbot: QtBot
) -> None:
    said: list[tuple[str, bool]] = []
    empty_bridge.said.connect(lambda text, undoable: said.append((text, undoable)))
    arrive(empty_bridge, 2, 1, 0, 0, 0)
    begin(page)
    assert "3 people have no contact and no meeting in the journal." in texts(page)
    assert "5 people wait in all." in texts(page)
    QTest.mouseClick(button(page.many, "Leave them out"), Qt.MouseButton.LeftButton)
    assert not page.many.isEnabled()  # it is done beside the screen
    qtbot.waitUntil(lambda: not empty_bridge.busy())
    settle()
    assert said == [("Done: Leave out 3 people", True)]
    assert "2 people wait in all." in texts(page)
    QTest.mouseClick(button(page.many, "Addresses only"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not empty_bridge.busy())
    settle()
    assert page.empty.isVisible()
    empty_bridge.workspace.undo()
    assert shown(page) == "Arrival 0"
    assert sorting.waiting(empty_bridge.workspace) == 2


def test_what_others_change_is_followed(page: SortingPage, empty_bridge: Bridge) -> None:
    first, _second = arrive(empty_bridge, 3, 2)
    begin(page)
    with empty_bridge.workspace.change("Rename") as edit:
        edit.set(now(empty_bridge, first), name="Somebody Else")
    assert shown(page) == "Somebody Else"
    with empty_bridge.workspace.change("Delete") as edit:
        edit.remove(now(empty_bridge, first))
    assert shown(page) == "Arrival 1"


def test_someone_named_is_shown_whatever_their_turn(
    page: SortingPage, empty_bridge: Bridge
) -> None:
    people = arrive(empty_bridge, 3, 2, 1)
    begin(page, person=people[2])
    assert shown(page) == "Arrival 2"
    assert page.whereabouts() == Route("sorting", person=people[2])
    press(page, Qt.Key.Key_O)
    assert shown(page) == "Arrival 0"


def test_the_buttons_can_be_reached_and_pressed_from_the_keyboard(
    page: SortingPage, empty_bridge: Bridge
) -> None:
    (person,) = arrive(empty_bridge, 1)
    begin(page)
    page.answers.address_only.setFocus()
    press(page, Qt.Key.Key_3)  # the other keys stay the page's
    assert page.answers.kinds[Kind.CLIENT].isChecked()
    press(page, Qt.Key.Key_Return)
    assert now(empty_bridge, person).attention is ADDRESS


@pytest.mark.parametrize(("size", "scale"), [((816, 700), 1.0), ((1152, 860), 1.5)])
def test_nothing_is_clipped(
    page: SortingPage,
    empty_bridge: Bridge,
    window: QMainWindow,
    qapp: QApplication,
    size: tuple[int, int],
    scale: float,
) -> None:
    arrive(empty_bridge, 8, 2, 0)
    theme.apply(qapp, "light", scale)
    window.resize(*size)
    begin(page)
    press(page, Qt.Key.Key_O)
    assert clipped(window) == []
    theme.apply(qapp, "light", 1.0)


def test_of_a_journal_that_can_only_be_read_one_sees_who_waits(
    empty_bridge: Bridge, actions: dict[str, QAction], window: QMainWindow
) -> None:
    arrive(empty_bridge, 2)
    workspace = empty_bridge.workspace
    reading = Bridge(Workspace.open(workspace.path, workspace.clock, read_only=True))
    page = SortingPage(reading, actions)
    window.setCentralWidget(page)
    begin(page)
    assert shown(page) == "Arrival 0"
    assert not page.answers.agree.isEnabled()
    assert not page.answers.leave_out.isEnabled()
    assert not page.many.isVisible()
    assert page.stop.isEnabled()
    reading.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_O, Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_key_held_down_answers_for_one_person_only(
    page: SortingPage, empty_bridge: Bridge, key: Qt.Key
) -> None:
    arrive(empty_bridge, 3, 2, 1)
    begin(page)
    target: QWidget = page
    if key == Qt.Key.Key_Tab:  # the same on a button the keyboard went to
        target, key = page.answers.leave_out, Qt.Key.Key_Return
        target.setFocus()
    for turn in range(4):
        plain = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, plain, "", turn > 0))
        settle()
    assert sorting.waiting(empty_bridge.workspace) == 2


def test_in_one_column_the_answers_stand_right_below_whom_they_are_about(
    page: SortingPage, empty_bridge: Bridge, window: QMainWindow
) -> None:
    arrive(empty_bridge, 3, 1)
    begin(page)

    def top(part: QWidget) -> int:
        return part.mapTo(page, QPoint(0, 0)).y()

    for width, below in ((600, True), (1360, False), (600, True)):
        window.resize(width, 800)
        settle()
        assert (top(page.answers) > top(page.card)) is below
        assert (top(page.card.lately) > top(page.answers.other)) is below
        assert page.card.lately.isVisible()
