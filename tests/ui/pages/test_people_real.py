"""Is it real? The word first, then the record; both kept, neither overruling the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.model.findings import State
from app.model.people import VerdictChoice
from app.model.values import PartialDate
from tests.ui.probes import button, settle, texts
from ui.bridge import Bridge, Route
from ui.pages.people import PeoplePage
from ui.pages.people.evidence import differs
from ui.pages.people.real import Real

Show = Callable[[str], tuple[PeoplePage, Real]]


@pytest.fixture
def show(bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot) -> Show:
    made = PeoplePage(bridge, actions)
    window.setCentralWidget(made)

    def shown(name: str) -> tuple[PeoplePage, Real]:
        made.refresh(None)
        person = bridge.workspace.person_named(name)
        made.show_route(Route("people", person=person.id, tab="real"))
        with qtbot.waitExposed(window):
            window.show()
        settle()
        tab = made.profile.tabs["real"]
        assert isinstance(tab, Real)
        return made, tab

    return shown


def test_the_word_is_asked_before_the_evidence_and_both_are_kept(
    show: Show, bridge: Bridge, qtbot: QtBot
) -> None:
    page, tab = show("田中健一")
    before = page.desk.profile.verdicts
    evidence = [finding.sentence for finding in page.desk.profile.realness]
    shown = " ".join(texts(tab))
    assert not any(sentence in shown for sentence in evidence)
    assert "looked like a lead" not in shown
    assert not tab.ask.keep.isEnabled()
    tab.ask.choices.choose(0)
    tab.ask.sureness.choose(1)
    qtbot.keyClicks(tab.ask.reason, "He wrote at New Year")
    qtbot.mouseClick(tab.ask.keep, Qt.MouseButton.LeftButton)
    settle()
    said = page.desk.profile.verdicts[0]
    assert (said.choice, said.sureness, said.reason) == (
        VerdictChoice.REAL,
        2,
        "He wrote at New Year",
    )
    assert (said.on, said.seen_evidence) == (PartialDate(2026, 11, 22), False)
    assert said.record == "The record looks more like a lead."
    assert page.desk.profile.verdicts[1:] == before
    shown = " ".join(texts(tab))
    assert "You call it real; the record shows less:" in shown
    assert "You and the evidence differ" in shown
    with qtbot.waitSignal(bridge.routed) as seen:
        tab._beside.missing.click()
    assert (seen.args[0].page, seen.args[0].person) == ("log", page.desk.person.id)
    assert not tab.ask.isVisible()
    qtbot.mouseClick(tab.verdicts.buttons[VerdictChoice.LEAD], Qt.MouseButton.LeftButton)
    settle()
    after = page.desk.profile.verdicts
    assert [(v.choice, v.seen_evidence) for v in after[:2]] == [
        (VerdictChoice.LEAD, True),
        (VerdictChoice.REAL, False),
    ]
    assert "You and the record agree." in " ".join(texts(tab))


def test_declining_uncovers_without_a_word(show: Show, qtbot: QtBot) -> None:
    page, tab = show("Inês")
    tab.ask.choices.choose(5)
    assert tab.ask.keep.text() == "Show the record"
    qtbot.mouseClick(tab.ask.keep, Qt.MouseButton.LeftButton)
    settle()
    assert page.desk.profile.verdicts[0].choice is VerdictChoice.SILENT
    assert tab.cards[1].chip.text() == "Holds"
    assert tab.cards[1].chip.isVisible()


def test_in_the_same_month_the_record_is_open(show: Show) -> None:
    _page, tab = show("Dana")
    assert not tab.ask.isVisible()
    assert [card.chip.text() for card in tab.cards] == ["Holds", "Holds", "Too close to call"]
    for card in tab.cards:
        assert card.word.text() == "real"


def test_every_answer_says_what_it_counts_and_what_would_change_it(show: Show) -> None:
    page, tab = show("Dana")
    shown = " ".join(texts(tab))
    for finding in page.desk.profile.realness[:3]:
        assert finding.counts in shown
        assert finding.change in shown
        assert finding.sentence in shown


def test_the_contacts_behind_a_finding_are_one_press_away(
    show: Show, bridge: Bridge, qtbot: QtBot
) -> None:
    page, tab = show("Dana")
    finding = page.desk.profile.realness.t2
    assert tab.cards[1].show_link.text() == f"Show the {len(finding.entries)} contacts"
    with qtbot.waitSignal(bridge.routed) as seen:
        qtbot.mouseClick(tab.cards[1].show_link, Qt.MouseButton.LeftButton, pos=_words())
    route = seen.args[0]
    assert route.page == "timeline"
    assert route.filter.interactions == finding.entries
    assert route.filter.people == (page.desk.person.id,)


def _words() -> QPoint:
    return QPoint(6, 6)


def test_an_honest_pitch_gets_honesty_checks_and_no_test(show: Show) -> None:
    _page, tab = show("Wanjiru")
    shown = texts(tab)
    assert "You said openly that this is a pitch. No test of friendship applies." in shown
    assert "You sent at most one reminder." in shown
    assert not any(card.isVisible() for card in tab.cards)
    assert not tab.ask.isVisible()


def test_a_wish_for_no_contact_is_left_in_peace(show: Show) -> None:
    _page, tab = show("Jörg")
    shown = texts(tab)
    assert "You noted that there is to be no contact. No test applies." in shown
    assert not tab.ask.isVisible()
    assert not tab._context.isVisible()
    assert not tab._change.isVisible()


def test_someone_new_gets_first_steps(show: Show, qtbot: QtBot) -> None:
    page, tab = show("Siobhán")
    tab.ask.choices.choose(4)
    qtbot.mouseClick(tab.ask.keep, Qt.MouseButton.LeftButton)
    settle()
    shown = " ".join(texts(tab))
    assert "Your word stands alone" in shown
    for step in page.desk.profile.realness.record.details:
        assert step in shown


def test_a_word_of_today_can_be_explained_and_taken_back(show: Show, qtbot: QtBot) -> None:
    page, tab = show("Dana")
    qtbot.mouseClick(tab.verdicts.buttons[VerdictChoice.GROWING], Qt.MouseButton.LeftButton)
    settle()
    newest, older = page.desk.profile.verdicts[:2]
    row = tab.verdicts.records.row(newest.id)
    old_row = tab.verdicts.records.row(older.id)
    assert row is not None
    assert old_row is not None
    old_row.open()  # type: ignore[attr-defined]
    assert not old_row.is_open()  # type: ignore[attr-defined]
    row.open()  # type: ignore[attr-defined]
    settle()
    qtbot.mouseClick(button(row, "sure"), Qt.MouseButton.LeftButton)
    assert page.desk.profile.verdicts[0].sureness == 3
    qtbot.mouseClick(button(row, "Take it back"), Qt.MouseButton.LeftButton)
    settle()
    assert page.desk.profile.verdicts[0] == older


def test_context_is_folded_and_made_of_counts(show: Show, qtbot: QtBot) -> None:
    page, tab = show("Dana")
    assert "Steadiness" not in " ".join(texts(tab))
    tab._context.toggle()
    settle()
    shown = " ".join(texts(tab))
    for title in ("Two-way communication", "Reliability", "Steadiness", "Intimacy"):
        assert title in shown
    tab._context._closeness.choose(6)
    assert page.desk.person.closeness == 7


@pytest.mark.parametrize(
    ("choice", "state", "apart"),
    [
        (VerdictChoice.REAL, State.AGAINST, True),
        (VerdictChoice.GROWING, State.AGAINST, True),
        (VerdictChoice.REAL, State.OPEN, False),
        (VerdictChoice.LEAD, State.FOR, True),
        (VerdictChoice.LEAD, State.AGAINST, False),
        (VerdictChoice.UNSURE, State.AGAINST, False),
        (VerdictChoice.SILENT, State.FOR, False),
    ],
)
def test_who_differs(choice: VerdictChoice, state: State, apart: bool) -> None:
    assert differs(choice, state) is apart
