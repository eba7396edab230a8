"""A profile: what it shows, and that whatever is typed or pressed is kept as a named step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.model.errors import UserError
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Organisation,
    Pause,
    PointKind,
    Rhythm,
)
from app.model.records import Deal, Outcome, Promise, PromiseState, Question, QuestionState
from app.model.values import PartialDate
from app.services import standings
from app.services.workspace import Workspace
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.people import PeoplePage
from ui.pages.people.about import About
from ui.pages.people.common_ground import GroundRow
from ui.pages.people.parts import AddLine, FoldRow
from ui.pages.people.profile_view import TABS
from ui.pages.people.promises import PromiseRow
from ui.pages.people.reach import PointRow, guess_kind
from ui.pages.people.tab_strip import TabStrip
from ui.widgets.forms import InlineLine, InlineNote

Show = Callable[..., PeoplePage]


@pytest.fixture
def show(bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot) -> Show:
    """The page with a person and a tab on it."""
    made = PeoplePage(bridge, actions)
    window.setCentralWidget(made)

    def shown(name: str, tab: str = "overview") -> PeoplePage:
        made.refresh(None)
        person = bridge.workspace.person_named(name)
        made.show_route(Route("people", person=person.id, tab=tab))
        with qtbot.waitExposed(window):
            window.show()
        settle()
        return made

    return shown


def add_line(page: QWidget, prompt: str) -> AddLine:
    return next(
        line
        for line in page.findChildren(AddLine)
        if line.isVisible() and line.placeholderText() == prompt
    )


def enter(qtbot: QtBot, line: QWidget, text: str) -> None:
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()


def rows(page: QWidget, kind: type[FoldRow] = FoldRow) -> list[FoldRow]:
    return [row for row in page.findChildren(kind) if row.isVisible()]


def field(page: QWidget, name: str) -> InlineLine:
    return next(
        line
        for line in page.findChildren(InlineLine)
        if line.isVisible() and line.accessibleName() == name
    )


def test_the_overview_says_where_it_stands(show: Show) -> None:
    page = show("Åsa")
    shown = texts(page)
    assert "The record looks like a real relationship. You call it real, since October." in shown
    assert "Rests on 41 contacts since 2020. She opened the last three." in shown
    assert "Every two months" in shown
    assert "52 days over" in shown
    assert "Birthday 14 April" in shown
    assert page.profile.header.subtitle.text() == (
        "Programme lead, Fjord AB · since December 2020, through Rui Santos"
        " · connection: economic, personal"
    )


def test_tabs_carry_counts_and_move_with_the_arrows(show: Show, qtbot: QtBot) -> None:
    page = show("Dana")
    assert [b.text() for b in page.profile.strip.buttons.values()] == [
        "Overview",
        "Timeline",
        "Common ground 7",
        "Interests and questions 7",
        "Promises and deals 6",
        "Is it real?",
    ]
    page.profile.strip.buttons["overview"].setFocus()
    qtbot.keyClick(page.profile.strip.buttons["overview"], Qt.Key.Key_Right)
    assert page.profile.strip.current() == "timeline"
    assert page.profile.stack.currentWidget() is page.profile.tabs["timeline"]


def test_pressing_a_late_entry_goes_to_the_timeline(
    show: Show, bridge: Bridge, qtbot: QtBot
) -> None:
    page = show("Dana")
    lately = page.profile.tabs["overview"]._lately.card  # type: ignore[attr-defined]
    first = lately.body.itemAt(0).widget()
    with qtbot.waitSignal(bridge.routed) as seen:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    newest = page.desk.profile.lately[0]
    assert (seen.args[0].page, seen.args[0].entry) == ("timeline", newest.id * 8)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ana@example.org", PointKind.EMAIL),
        ("+351 22 555 01 02", PointKind.PHONE),
        ("www.example.org", PointKind.URL),
        ("https://example.org/a", PointKind.URL),
        ("Rua do Almada 12, Porto", PointKind.ADDRESS),
        ("@ana", PointKind.HANDLE),
    ],
)
def test_what_is_typed_says_what_it_is(text: str, kind: PointKind) -> None:
    assert guess_kind(text) is kind


def test_ways_to_reach_someone_are_added_copied_changed_and_deleted(
    show: Show, qtbot: QtBot
) -> None:
    page = show("Siobhán")
    before = page.desk.profile.points
    enter(qtbot, add_line(page, "Add an address, a number or a page"), "+353 1 555 0170")
    added = page.desk.profile.points[-1]
    assert (added.kind, added.value) == (PointKind.PHONE, "+353 1 555 0170")
    row = next(r for r in rows(page, PointRow) if r.record.id == added.id)
    row.setFocus()
    qtbot.mouseClick(button(row, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "+353 1 555 0170"
    row.open()
    settle()
    label = field(row, "What it is")
    label.setFocus()
    qtbot.keyClicks(label, "home")
    label.flush()
    assert page.desk.workspace.get(ContactPoint, added.id).label == "home"
    assert row.is_open()
    assert label.hasFocus(), "saving must not take the field away from who types in it"
    qtbot.mouseClick(button(row, "Delete"), Qt.MouseButton.LeftButton)
    assert page.desk.profile.points == before
    page.desk.workspace.undo()
    page.refresh(None)
    assert page.desk.profile.points[-1].label == "home"


def test_details_are_saved_as_one_types(show: Show, bridge: Bridge, qtbot: QtBot) -> None:
    page = show("Dana")
    page.profile.toggle_details()
    settle()
    details = page.profile.details
    assert details is not None
    details.role.setText("")
    qtbot.keyClicks(details.role, "Head of everything")
    details.role.flush()
    assert page.desk.person.role == "Head of everything"
    assert "Head of everything, Northwind" in page.profile.header.subtitle.text()
    details.organisation.line.setText("Southwind")
    details.organisation.flush()
    assert page.desk.profile.organisation is not None
    assert page.desk.profile.organisation.name == "Southwind"
    assert [o.name for o in bridge.workspace.find(Organisation) if "wind" in o.name] == [
        "Northwind",
        "Southwind",
    ]
    row = page.people.model.row_of(page.desk.person.id)
    assert page.people.model.list.rows[row].organisation == "Southwind"
    details.introduced.line.setText("asa lindq")
    details.introduced.flush()
    assert page.desk.profile.introduced_by is not None
    assert page.desk.profile.introduced_by.name == "Åsa Lindqvist"
    details.introduced.line.setText("nobody at all")
    details.introduced.flush()
    assert page.desk.profile.introduced_by.name == "Åsa Lindqvist"
    assert any("nobody at all" in text for text in texts(details))


def test_a_name_is_never_emptied(show: Show, qtbot: QtBot) -> None:
    page = show("Dana")
    page.profile.toggle_details()
    assert page.profile.details is not None
    name = page.profile.details.name
    qtbot.keyClick(name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(name, Qt.Key.Key_Backspace)
    name.flush()
    assert page.desk.person.name == "Dana Okafor"


def test_what_was_typed_goes_to_the_one_it_was_typed_for(show: Show, qtbot: QtBot) -> None:
    page = show("Dana")
    page.profile.toggle_details()
    assert page.profile.details is not None
    dana = page.desk.person.id
    role = page.profile.details.role
    qtbot.keyClicks(role, " and more")
    page.show_route(Route("people", person=page.desk.workspace.person_named("Åsa").id))
    assert page.desk.workspace.get(Counterpart, dana).role.endswith(" and more")
    assert page.desk.person.role == "Programme lead"


def test_rhythm_and_wishes_change_the_chip(show: Show, qtbot: QtBot) -> None:
    page = show("Åsa")
    touch = page.profile.tabs["overview"]._touch  # type: ignore[attr-defined]
    touch.open(True)
    settle()
    form = touch._fields
    form.save("rhythm_days", None)
    form.save("rhythm", Rhythm.YEARLY)
    touch.open(False)
    settle()
    assert "Once a year" in texts(page)
    assert "On rhythm" in texts(page)
    form.save("no_contact", True)
    assert page.desk.person.no_contact_since == PartialDate(2026, 11, 22)
    assert "You noted that there is to be no contact. No test applies." in " ".join(texts(page))
    form.save("no_contact", False)
    form._pause()
    pauses = page.desk.workspace.find(Pause, counterpart_id=page.desk.person.id)
    assert [p.start for p in pauses] == [PartialDate(2026, 11, 22)]
    assert page.desk.profile.cadence.word == "Paused"


def test_tags_are_added_and_taken_off(show: Show, qtbot: QtBot) -> None:
    page = show("Dana")
    enter(qtbot, add_line(page, "Add a tag"), "#breakfast")
    assert page.desk.profile.tags == ("client", "football", "breakfast")
    page.profile.tabs["overview"]._tags._remove("client")  # type: ignore[attr-defined]
    assert page.desk.profile.tags == ("football", "breakfast")
    assert page.desk.workspace.can_undo() == "Take a tag off Dana Okafor"


def test_common_ground_is_added_mentioned_and_deleted(show: Show, qtbot: QtBot) -> None:
    page = show("Siobhán", "common")
    enter(qtbot, add_line(page, "Add something you share"), "Both keep bees")
    enter(qtbot, add_line(page, "Add something that sets you apart"), "She likes noise")
    assert [c.text for c in page.desk.profile.same][-1] == "Both keep bees"
    assert [c.text for c in page.desk.profile.different][-1] == "She likes noise"
    row = next(r for r in rows(page, GroundRow) if r.record.text == "Both keep bees")
    qtbot.mouseClick(button(row, "Mentioned today"), Qt.MouseButton.LeftButton)
    assert page.desk.workspace.get(Commonality, row.record.id).times_mentioned == 1
    assert not button(row, "Mentioned today").isEnabled()
    assert "mentioned once" in " ".join(texts(row))
    row.open()
    qtbot.mouseClick(button(row, "Delete"), Qt.MouseButton.LeftButton)
    settle()
    assert "Both keep bees" not in [c.text for c in page.desk.profile.same]


def test_the_organisations_line_is_kept_with_the_organisation(show: Show, qtbot: QtBot) -> None:
    page = show("Dana", "common")
    line = field(page, "What you and Northwind are together")
    line.setText("")
    qtbot.keyClicks(line, "The port people")
    line.flush()
    found = page.desk.workspace.find(Organisation, name="Northwind")[0]
    assert found.identity == "The port people"


def test_interests_acts_and_questions(show: Show, qtbot: QtBot) -> None:
    page = show("Dana", "interests")
    enter(qtbot, add_line(page, "Add something that matters to them"), "Quiet Fridays")
    interest = page.desk.profile.interests[-1]
    assert interest.text == "Quiet Fridays"
    row = next(r for r in rows(page) if getattr(r.record, "text", "") == "Quiet Fridays")
    row.open()
    settle()
    enter(qtbot, add_line(row, "Add what you did for it, without or with an ask"), "Moved our call")
    acts = page.desk.workspace.get(Interest, interest.id).acts
    assert [(a.what, a.with_ask) for a in acts] == [("Moved our call", None)]
    enter(qtbot, add_line(page, "Add a question to ask"), "Who reads it?")
    question = page.desk.profile.questions[-1]
    asked = next(r for r in rows(page) if r.record == question)
    qtbot.mouseClick(button(asked, "Asked"), Qt.MouseButton.LeftButton)
    assert page.desk.workspace.get(Question, question.id).state is QuestionState.ASKED
    asked.open()
    settle()
    answer = field(asked, "Answer")
    qtbot.keyClicks(answer, "Her board")
    answer.flush()
    settled = page.desk.workspace.get(Question, question.id)
    assert (settled.state, settled.answer) == (QuestionState.ANSWERED, "Her board")


def test_promises_are_made_kept_and_counted(show: Show, qtbot: QtBot) -> None:
    page = show("Dana", "promises")
    assert "You kept 5 of 7 promises (likely range 47–87 %)." in texts(page)
    enter(qtbot, add_line(page, "Add what you promised"), "Bring the maps")
    promise = page.desk.profile.promises[-1]
    row = next(r for r in rows(page, PromiseRow) if r.record.id == promise.id)
    assert row.is_open(), "the next thing to say is when it is due"
    due = next(f for f in row.findChildren(InlineLine) if f.accessibleName() == "Due")
    assert due.hasFocus()
    qtbot.keyClicks(due, "Friday")
    due.flush()
    assert page.desk.workspace.get(Promise, promise.id).due == PartialDate(2026, 11, 27)
    assert due.text() == "Friday", "what is being typed is not rewritten"
    qtbot.mouseClick(button(row, "Kept"), Qt.MouseButton.LeftButton)
    kept = page.desk.workspace.get(Promise, promise.id)
    assert (kept.state, kept.settled_on) == (PromiseState.KEPT, PartialDate(2026, 11, 22))


def test_a_deal_ends_with_a_dated_outcome(show: Show, qtbot: QtBot) -> None:
    page = show("陳美玲", "promises")
    enter(qtbot, add_line(page, "Add an offer, a sale, an engagement"), "Harbour survey")
    deal = page.desk.profile.deals[-1]
    row = next(r for r in rows(page) if r.record == deal)
    row.open()
    settle()
    qtbot.mouseClick(button(row, "lost"), Qt.MouseButton.LeftButton)
    outcomes = page.desk.workspace.find(Outcome, deal_id=deal.id)
    assert [(o.result.value, o.on) for o in outcomes] == [("lost", PartialDate(2026, 11, 22))]
    assert page.desk.workspace.get(Deal, deal.id).outcomes == tuple(outcomes)


def test_the_stream_holds_everything_dated(show: Show, bridge: Bridge, qtbot: QtBot) -> None:
    page = show("Dana", "timeline")
    stream = page.profile.tabs["timeline"]
    assert stream.model.entry_count == 66  # type: ignore[attr-defined]
    with qtbot.waitSignal(bridge.routed) as seen:
        qtbot.mouseClick(button(stream, "Open in the timeline"), Qt.MouseButton.LeftButton)
    assert seen.args[0].filter.people == (page.desk.person.id,)


def test_deleting_someone_shows_the_next_and_can_be_undone(
    show: Show, bridge: Bridge, qtbot: QtBot
) -> None:
    page = show("Dana")
    gone = page.desk.person.id
    with qtbot.waitSignal(bridge.said) as said:
        page.delete_person()
    assert said.args[1] is True
    assert page.people.model.row_of(gone) == -1
    assert page.desk.person.name == "Éloïse Garnier"
    bridge.workspace.undo()
    page.refresh(None)
    assert page.people.model.row_of(gone) >= 0


def test_someone_deleted_elsewhere_is_let_go(show: Show, bridge: Bridge) -> None:
    page = show("Dana")
    with bridge.workspace.change("gone") as edit:
        edit.remove(page.desk.person)
        changes = edit
    page.refresh(changes.changes)
    assert page.desk.person.name != "Dana Okafor"


def test_a_change_elsewhere_shows_at_once(show: Show, bridge: Bridge) -> None:
    page = show("Dana")
    with bridge.workspace.change("other window") as edit:
        edit.set(page.desk.person, role="Chief of staff")
    page.refresh(edit.changes)
    assert "Chief of staff" in page.profile.header.subtitle.text()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", [(1152, 860), (816, 700)])
def test_nothing_is_clipped(
    show: Show, dressed: QApplication, window: QMainWindow, size: tuple[int, int], scale: float
) -> None:
    standings.refresh(show("Dana").desk.workspace)
    theme.apply(dressed, "light", scale)
    window.resize(*size)
    page = show("Dana")
    for name in ("Dana", "Siobhán", "Wanjiru"):
        for tab in TABS:
            page = show(name, tab)
            assert clipped(page) == [], f"{name}, {tab}"


def test_forms_are_not_clipped_either(show: Show, window: QMainWindow) -> None:
    window.resize(816, 700)
    for tab in ("common", "interests", "promises"):
        page = show("Dana", tab)
        for row in rows(page)[:3]:
            row.open()
            settle()
        assert clipped(page) == [], tab
    page = show("Dana")
    page.profile.toggle_details()
    overview = page.profile.tabs["overview"]
    overview._touch.open(True)  # type: ignore[attr-defined]
    overview._about.open(True)  # type: ignore[attr-defined]
    settle()
    assert clipped(page) == []


def test_a_journal_that_can_only_be_read_says_so_and_claims_nothing(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    kept = Bridge(Workspace.open(bridge.workspace.path, bridge.workspace.clock, read_only=True))
    page = PeoplePage(kept, actions)
    window.setCentralWidget(page)
    page.refresh(None)
    person = kept.workspace.person_named("Dana").id
    page.show_route(Route("people", person=person, tab="common"))
    window.show()
    settle()
    said: list[str] = []
    kept.said.connect(lambda text, _undoable: said.append(text))
    row = rows(page, GroundRow)[0]
    row.open()
    with capture_exceptions() as raised:
        qtbot.mouseClick(button(row, "Delete"), Qt.MouseButton.LeftButton)
    assert raised
    assert all(issubclass(kind, UserError) for kind, *_rest in raised)
    assert said == []
    with qtbot.waitSignal(kept.failed):
        page.delete_person()
    assert page.desk.person.id == person
    kept.close()


def typed_about(page: PeoplePage, text: str) -> None:
    """Type into the note of whoever is shown, and do not wait."""
    about = page.findChild(About)
    assert about is not None
    about.open(True)
    note = about.findChild(InlineNote)
    assert note is not None
    note.setFocus()
    QTest.keyClicks(note, text)


def holding(bridge: Bridge, text: str) -> list[str]:
    return [person.name for person in bridge.workspace.people() if text in person.note]


def test_what_was_typed_about_someone_deleted_is_not_written_to_the_next(
    show: Show, bridge: Bridge
) -> None:
    page = show("Dana")
    name = page.desk.person.name
    typed_about(page, "Only about Dana ")
    page.delete_person()
    page.flush()
    assert holding(bridge, "Only about Dana") == []
    bridge.workspace.undo()
    assert holding(bridge, "Only about Dana") == [name]


def test_what_was_typed_about_someone_deleted_elsewhere_is_not_written_to_the_next(
    show: Show, bridge: Bridge
) -> None:
    page = show("Dana")
    typed_about(page, "Only about Dana ")
    other = bridge.workspace.beside()
    with other.change("Delete Dana") as edit:
        edit.remove(page.desk.person)
    other.close()
    page.refresh(None)
    page.flush()
    assert page.desk.person.name != "Dana Okafor"
    assert holding(bridge, "Only about Dana") == []


@pytest.mark.parametrize(
    ("tab", "prompt", "typed"),
    [
        ("overview", "Add an address, a number or a page", "+353 1 555 0170"),
        ("overview", "Add a tag", "#breakfast"),
        ("overview", "Add someone, as in “husband: Tom”", "husband: Tom"),
        ("overview", "Add a day, as in “Wedding 1 June 2019”", "Wedding 1 June 2019"),
        ("common", "Add something you share", "Both keep bees"),
        ("common", "Add something that sets you apart", "She likes noise"),
        ("interests", "Add something that matters to them", "Quiet Fridays"),
        ("interests", "Add a question to ask", "Who reads it?"),
        ("promises", "Add what you promised", "Bring the maps"),
        ("promises", "Add what they promised", "Send the list"),
        ("promises", "Add an offer, a sale, an engagement", "Harbour survey"),
    ],
)
def test_what_cannot_be_added_stays_in_its_line(
    show: Show, bridge: Bridge, qtbot: QtBot, tab: str, prompt: str, typed: str
) -> None:
    page = show("Dana", tab)
    other = bridge.workspace.beside()
    other.database.connection.execute("BEGIN IMMEDIATE")  # as another program would hold it
    bridge.workspace.database.connection.execute("PRAGMA busy_timeout = 1")
    line = add_line(page, prompt)
    with capture_exceptions() as told:
        enter(qtbot, line, typed)
    assert [kind for kind, _error, _trace in told if not issubclass(kind, UserError)] == []
    assert len(told) == 1
    assert line.text() == typed
    other.database.connection.execute("ROLLBACK")
    other.close()
    before = bridge.workspace.can_undo()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    assert line.text() == ""
    assert bridge.workspace.can_undo() != before


def test_tabs_on_two_lines_show_the_chosen_one_on_a_ground(
    dressed: QApplication, qtbot: QtBot
) -> None:
    strip = TabStrip([(name, name.capitalize() * 2) for name in TABS])
    qtbot.addWidget(strip)
    strip.mark("overview")
    strip.resize(1200, 60)
    strip.show()
    settle()
    ground = theme.current().colour("accent_ground").rgb()

    def has_ground() -> bool:
        picture = strip.buttons["overview"].grab().toImage()
        return any(picture.pixel(x, 4) == ground for x in range(picture.width()))

    assert not has_ground()
    strip.resize(260, 120)
    settle()
    assert strip.buttons["overview"].y() < strip.buttons["real"].y()
    assert has_ground()
