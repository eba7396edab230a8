"""The log page in the real window, by keyboard: one line, the whole form, changing, closing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.model.people import Commonality, Counterpart
from app.model.records import (
    Ask,
    Channel,
    Depth,
    Interaction,
    Meeting,
    MeetingState,
    Opener,
    Promise,
    PromiseState,
    Question,
    QuestionState,
    Side,
    Tone,
)
from app.model.values import PartialDate
from app.services.workspace import Workspace
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge
from ui.composition import parts
from ui.main_window import MainWindow
from ui.pages.log.page import LogPage
from ui.pages.log.rows import TwoSides

ENTER, TAB, DOWN, UP, ESCAPE = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Escape,
)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def kith(bridge: Bridge, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with all its pages, on Today, with everything loaded that loads by itself."""
    made = MainWindow(bridge, parts())
    made.resize(1360, 860)
    bridge.go("today")
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    qtbot.waitUntil(lambda: bridge.line_reader is not None and not bridge.busy(), timeout=30_000)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def journal(bridge: Bridge) -> Workspace:
    return bridge.workspace


def page(window: MainWindow) -> LogPage:
    found = window.page
    assert isinstance(found, LogPage), f"not on the log page but on {window.page_name}"
    return found


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def keys(text: str) -> None:
    """Type into whatever has the keyboard."""
    for char in text:
        if ord(char) < 128:
            QTest.keyClick(focused(), char)
        else:
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, focused(), Qt.Key(0), char, Qt.KeyboardModifier(0)
            )
    settle()


def key(*pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for one in pressed:
        QTest.keyClick(focused(), one, modifier)
    settle()


def log_page(window: MainWindow) -> LogPage:
    """Press Ctrl+L, wherever one is."""
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    settle()
    found = page(window)
    assert focused() is found.parts.line.edit
    return found


def newest(journal: Workspace) -> Interaction:
    return max(journal.find(Interaction), key=lambda entry: entry.id)


def test_one_line_from_anywhere_is_logged_with_enter(kith: MainWindow, journal: Workspace) -> None:
    before = len(journal.history())
    found = log_page(kith)
    keys("call with Dana yesterday 30m they opened. The budget is safe !me send notes by Friday")
    found.parts.line.reading()
    settle()
    assert "Dana Okafor" in found.parts.line.understood.text()
    assert "opened by them" in found.parts.line.understood.text()
    key(ENTER)
    entry = newest(journal)
    assert (entry.channel, entry.minutes, entry.opener) == (Channel.CALL, 30, Opener.THEM)
    assert entry.when.date == PartialDate(2026, 11, 21)
    assert entry.note == "The budget is safe"
    assert journal.find(Promise, interaction_id=entry.id)[0].by is Side.ME
    assert len(journal.history()) == before + 1
    assert found.parts.line.text() == ""
    assert kith.toast.message().startswith("Logged with Dana Okafor")
    assert journal.drafts() == []


def test_undo_takes_the_entry_back_and_the_words_stand_again(
    kith: MainWindow, journal: Workspace
) -> None:
    count = len(journal.find(Interaction))
    found = log_page(kith)
    keys("call with Dana yesterday 30m. Rain")
    key(ENTER)
    assert len(journal.find(Interaction)) == count + 1
    button(kith.toast, "Undo").click()
    settle()
    assert len(journal.find(Interaction)) == count
    assert found.parts.line.text() == "call with Dana yesterday 30m. Rain"


def test_a_name_is_completed_with_tab_and_enter_still_logs(
    kith: MainWindow, journal: Workspace, qtbot: QtBot
) -> None:
    found = log_page(kith)
    keys("call with dan")
    qtbot.waitUntil(lambda: found.parts.line.edit.popup.names() == ["Dana Okafor"])
    key(TAB)
    assert found.parts.line.text() == "call with Dana Okafor "
    keys("and Gra")
    qtbot.waitUntil(lambda: bool(found.parts.line.edit.popup.names()))
    key(DOWN, ENTER)
    assert found.parts.line.text() == "call with Dana Okafor and Grace Adeyemi-Clarke "
    keys("today 10m")
    key(ENTER)
    names = [p.name for p in journal.names_of(newest(journal).people).values()]
    assert names == ["Dana Okafor", "Grace Adeyemi-Clarke"]


def test_an_unknown_name_is_asked_about_and_created_in_the_same_step(
    kith: MainWindow, journal: Workspace
) -> None:
    before, people = len(journal.history()), len(journal.people())
    log_page(kith)
    keys("lunch with Zoe Quinn yesterday")
    key(ENTER)
    assert len(journal.people()) == people  # nothing is made behind one's back
    assert focused() is button(kith, "Create Zoe Quinn")
    key(ENTER)
    assert len(journal.people()) == people
    key(ENTER)
    assert [p.name for p in journal.names_of(newest(journal).people).values()] == ["Zoe Quinn"]
    assert len(journal.history()) == before + 1


def test_a_name_of_several_asks_which_and_takes_the_one_chosen(
    kith: MainWindow, journal: Workspace, bridge: Bridge, qtbot: QtBot
) -> None:
    with journal.change("Twin") as edit:
        edit.add(Counterpart, name="Dana Marsh")
    qtbot.waitUntil(lambda: not bridge.busy())
    count = len(journal.find(Interaction))
    found = log_page(kith)
    keys("call with Dana yesterday")
    key(ENTER)
    assert len(journal.find(Interaction)) == count
    assert focused() is button(kith, "Dana Marsh")
    key(Qt.Key.Key_Right, ENTER)
    assert found.parts.line.text() == "call with Dana Okafor yesterday"
    key(ENTER)
    assert [p.name for p in journal.names_of(newest(journal).people).values()] == ["Dana Okafor"]


def test_each_question_takes_one_key_and_none_has_a_default(
    kith: MainWindow, journal: Workspace
) -> None:
    found = log_page(kith)
    keys("lunch with Dana yesterday")
    rows = found.parts.questions
    assert rows.opener.value() is None
    key(TAB)
    key(Qt.Key.Key_2)
    assert rows.opener.value() == "them"
    key(DOWN, Qt.Key.Key_1)
    key(DOWN, Qt.Key.Key_3)
    key(TAB, Qt.Key.Key_3)
    key(DOWN, Qt.Key.Key_1)
    key(Qt.Key.Key_Down, Qt.Key.Key_Space)
    key(ENTER, modifier=CONTROL)
    entry = newest(journal)
    assert (entry.opener, entry.ask_mine, entry.ask_theirs) == (Opener.THEM, Ask.NONE, Ask.FAVOUR)
    assert (entry.depth, entry.tone_mine, entry.tone_theirs) == (
        Depth.REAL,
        Tone.COOPERATIVE,
        None,
    )
    assert (entry.small_talk, entry.i_asked, entry.logistics) == (True, None, None)


def test_the_same_key_again_leaves_a_question_open(kith: MainWindow) -> None:
    found = log_page(kith)
    key(TAB)
    key(Qt.Key.Key_1)
    assert found.parts.questions.opener.value() == "me"
    key(Qt.Key.Key_1)
    assert found.parts.questions.opener.value() is None
    key(Qt.Key.Key_4)
    assert found.keeper.now().said["opener"] == "unsure"


def test_what_the_line_says_shows_in_the_form_and_the_form_wins(
    kith: MainWindow, journal: Workspace
) -> None:
    found = log_page(kith)
    keys("call with Dana yesterday 30m they opened")
    found.parts.line.reading()
    assert found.parts.questions.opener.value() == "them"
    found.parts.questions.opener.choose(0)
    settle()
    assert found.parts.line.text() == "call with Dana yesterday 30m they opened"
    found.parts.line.edit.setFocus()
    keys(". More")
    assert found.parts.questions.opener.value() == "me"
    key(ENTER, modifier=CONTROL)
    assert newest(journal).opener is Opener.ME


def test_the_whole_form_without_a_line(kith: MainWindow, journal: Workspace, qtbot: QtBot) -> None:
    QTest.keyClick(kith, Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle()
    found = page(kith)
    people = found.parts.basics.people
    assert focused() is people.line
    keys("Rui")
    key(ENTER)
    keys("Zoe Quinn")
    key(ENTER)
    assert focused() is button(kith, "Create Zoe Quinn")
    key(Qt.Key.Key_Space)
    found.parts.basics.day.setFocus()
    keys("May 2024")
    found.parts.basics.channel.setFocus()
    key(Qt.Key.Key_4)
    found.parts.basics.minutes.setFocus()
    keys("1h15")
    found.parts.note.setFocus()
    keys("Half a year ago")
    key(ENTER, modifier=CONTROL)
    entry = newest(journal)
    names = [p.name for p in journal.names_of(entry.people).values()]
    assert names == ["Rui Santos", "Zoe Quinn"]
    assert (entry.channel, entry.minutes, str(entry.when.date)) == (Channel.MEAL, 75, "2024-05")
    assert entry.note == "Half a year ago"


def test_what_is_noted_beside_it_is_written_with_it(
    kith: MainWindow, journal: Workspace, qtbot: QtBot
) -> None:
    found = log_page(kith)
    keys("call with Dana yesterday +common: both left a bank")
    qtbot.waitUntil(lambda: "Both left a bank" in " ".join(texts(found.parts.noted)))
    button(found.parts.noted, "difference").click()
    keys("She rises early")
    button(found.parts.noted, "their promise").click()
    keys("Send the plan")
    key(ENTER)
    keys("3 December")
    key(ENTER, modifier=CONTROL)
    entry = newest(journal)
    noted = {(c.likeness.value, c.text) for c in journal.find(Commonality, interaction_id=entry.id)}
    assert noted == {("same", "Both left a bank"), ("different", "She rises early")}
    promise = journal.find(Promise, interaction_id=entry.id)[0]
    assert (promise.by, promise.text, str(promise.due)) == (
        Side.THEM,
        "Send the plan",
        "2026-12-03",
    )


def test_beside_the_form_a_promise_is_kept_and_a_question_asked(
    kith: MainWindow, journal: Workspace, qtbot: QtBot
) -> None:
    dana = journal.person_named("Dana")
    promises = journal.find(Promise, counterpart_id=dana.id, state=PromiseState.OPEN)
    questions = journal.find(Question, counterpart_id=dana.id, state=QuestionState.TO_ASK)
    assert promises
    assert questions
    found = log_page(kith)
    keys("call with Dana yesterday")
    qtbot.waitUntil(lambda: "Open promises" in texts(found.parts.aside))
    button(found.parts.aside, "Kept").click()
    qtbot.waitUntil(lambda: journal.get(Promise, promises[0].id).state is not PromiseState.OPEN)
    settle()
    qtbot.waitUntil(lambda: "To ask Dana" in texts(found.parts.aside))
    button(found.parts.aside, "Asked").click()
    assert journal.get(Question, questions[0].id).state is QuestionState.ASKED
    assert found.parts.line.text() == "call with Dana yesterday"


def test_an_entry_is_changed_as_one_step_and_deleted_with_undo(
    kith: MainWindow, journal: Workspace, bridge: Bridge
) -> None:
    dana = journal.person_named("Dana")
    entry = journal.interactions_of(dana.id)[0]
    before = len(journal.history())
    bridge.go("timeline")
    bridge.go("log", entry=entry.id)
    settle()
    found = page(kith)
    assert not found.parts.line.isVisible()
    assert found.parts.note.value() == entry.note
    found.parts.basics.minutes.setFocus()
    found.parts.basics.minutes.selectAll()
    keys("5")
    found.parts.note.setFocus()
    keys("New. ")
    key(ENTER, modifier=CONTROL)
    changed = journal.get(Interaction, entry.id)
    assert (changed.minutes, changed.note) == (5, f"New. {entry.note}")
    assert len(journal.history()) == before + 1
    assert kith.page_name == "timeline"
    bridge.go("log", entry=entry.id)
    settle()
    button(kith, "Delete this entry").click()
    settle()
    assert entry.id not in [one.id for one in journal.interactions_of(dana.id)]
    button(kith.toast, "Undo").click()
    assert journal.get(Interaction, entry.id) == changed


def test_start_and_log_asks_three_things_and_holds_the_meeting(
    kith: MainWindow, journal: Workspace, bridge: Bridge, qtbot: QtBot
) -> None:
    dana = journal.person_named("Dana")
    meeting = next(m for m in journal.find(Meeting) if m.people == (dana.id,))
    before = len(journal.history())
    bridge.go("log", meeting=meeting.id, person=dana.id)
    settle()
    found = page(kith)
    assert [name for _key, name in found.parts.basics.people._chips_of] == ["Dana Okafor"]
    key(ENTER, modifier=CONTROL)
    assert journal.get(Meeting, meeting.id).state is MeetingState.PLANNED
    assert focused() is found.parts.closing.said
    keys("They will renew")
    button(found.parts.closing, "I promised something").click()
    keys("Send the sheet")
    key(ENTER)
    keys("Friday")
    found.parts.closing.beyond.choose(0)
    key(ENTER, modifier=CONTROL)
    entry = newest(journal)
    assert (entry.meeting_id, entry.note, entry.small_talk) == (meeting.id, "They will renew", True)
    assert journal.find(Promise, interaction_id=entry.id)[0].text == "Send the sheet"
    assert journal.get(Meeting, meeting.id).state is MeetingState.HELD
    assert len(journal.history()) == before + 1


def test_what_cannot_be_taken_is_said_in_words_and_nothing_is_lost(
    kith: MainWindow, journal: Workspace
) -> None:
    count = len(journal.find(Interaction))
    found = log_page(kith)
    keys("call with Dana on 31 February. It was long")
    key(ENTER)
    assert "31 February" in " ".join(texts(found.parts.line))
    assert len(journal.find(Interaction)) == count
    assert found.parts.line.text() == "call with Dana on 31 February. It was long"
    key(ENTER, modifier=CONTROL)
    assert len(journal.find(Interaction)) == count


@pytest.mark.parametrize(
    "text",
    [
        "call with Dana\x00 yesterday",
        "call with \u202eanaD\u202c yesterday +common: \u202eabc",
        "call with " + "N" * 500 + " yesterday",
        "\ud83d call with Dana 👩‍👩‍👧‍👦 yesterday 👍",
        "+common:" * 300,
        "?" * 3999,
    ],
)
def test_odd_text_in_the_line_is_only_text(kith: MainWindow, text: str) -> None:
    found = log_page(kith)
    found.parts.line.edit.insertPlainText(text)
    found.parts.line.reading()
    settle()
    found.flush()
    assert found.parts.line.edit.height() < 260


def test_a_huge_paste_goes_into_the_note_and_says_so(kith: MainWindow, journal: Workspace) -> None:
    found = log_page(kith)
    pasted = QMimeData()
    pasted.setText("word " * 200_000)
    found.parts.line.edit.insertFromMimeData(pasted)
    settle()
    assert found.parts.line.text() == ""
    assert found.parts.note.value().split() == ["word"] * 200_000
    assert "too long for one line" in found.parts.status.text()
    found.parts.line.edit.setFocus()
    keys("call with Dana yesterday")
    key(ENTER, modifier=CONTROL)
    assert len(newest(journal).note) >= 999_999


def test_rare_characters_are_coloured_where_they_stand(kith: MainWindow) -> None:
    found = log_page(kith)
    found.parts.line.set_text("👍👍 lunch with Dana yesterday")
    edit = found.parts.line.edit
    words = "👍👍 lunch with Dana yesterday".encode("utf-16-le")
    marked = {
        words[2 * m.start : 2 * m.end].decode("utf-16-le"): m.role for m in edit._colours.marks
    }
    assert marked.get("yesterday") == "open_text"


def test_a_name_of_five_hundred_letters_is_created_and_shown(
    kith: MainWindow, journal: Workspace
) -> None:
    found = log_page(kith)
    found.parts.line.set_text("call with " + "N" * 500 + " yesterday")
    key(ENTER)
    key(ENTER)
    found.parts.questions.show_more(True)
    settle()
    assert clipped(kith) == []
    found.parts.line.edit.setFocus()
    key(ENTER)
    assert journal.names_of(newest(journal).people).popitem()[1].name == "N" * 500


def test_a_person_is_named_before_the_line_is_typed(
    kith: MainWindow, journal: Workspace, bridge: Bridge
) -> None:
    dana = journal.person_named("Dana")
    bridge.go("log", person=dana.id)
    settle()
    found = page(kith)
    assert found.parts.title.text() == "Log an interaction with Dana Okafor"
    keys("call yesterday 30m they opened")
    found.parts.line.reading()
    settle()
    assert "Dana Okafor" in found.parts.line.understood.text()
    key(ENTER)
    entry = newest(journal)
    assert (entry.people, entry.minutes, entry.opener) == ((dana.id,), 30, Opener.THEM)


def test_what_was_typed_last_does_not_stay_for_the_next_entry(
    kith: MainWindow, journal: Workspace
) -> None:
    found = log_page(kith)
    keys("call with Dana yesterday")
    found.parts.questions.show_more(True)
    found.parts.basics.minutes.setFocus()
    keys("45")
    found.parts.questions.credit.setFocus()
    keys("The idea")
    key(ENTER, modifier=CONTROL)
    assert (newest(journal).minutes, newest(journal).credit) == (45, "The idea")
    assert found.parts.basics.minutes.text() == found.parts.questions.credit.text() == ""
    keys("call with Dana today")
    key(ENTER)
    assert (newest(journal).minutes, newest(journal).credit) == (None, "")


@pytest.mark.parametrize(
    ("size", "scale", "look"),
    [((1360, 860), 1.0, "light"), ((1024, 700), 1.0, "dark"), ((1360, 860), 1.5, "light")],
)
def test_nothing_is_cut_off(
    kith: MainWindow,
    dressed: QApplication,
    size: tuple[int, int],
    scale: float,
    look: str,
    qtbot: QtBot,
) -> None:
    theme.apply(dressed, look, scale)
    kith.resize(*size)
    found = log_page(kith)
    found.parts.line.set_text(
        "lunch with Dana and Zoe Quinn last Tuesday 12:30 1h15 they opened. Merger talk "
        "+common: both left a bank !me read the plan by Friday"
    )
    found.parts.questions.show_more(True)
    qtbot.waitUntil(lambda: "Last time" in texts(found.parts.aside))
    settle()
    assert clipped(kith) == []


def test_the_answers_of_both_sides_stand_in_line(dressed: QApplication, qtbot: QtBot) -> None:
    both = TwoSides([("warm", "Warm"), ("cold", "Cold")], "Tone")
    qtbot.addWidget(both)
    both.resize(both.sizeHint().width() * 2 // 3, 200)  # one below the other
    both.show()
    mine, theirs = both.sides["mine"], both.sides["theirs"]
    left, right = (one.mapTo(both, QPoint(0, 0)) for one in (mine, theirs))
    assert left.y() < right.y()
    assert left.x() == right.x()
