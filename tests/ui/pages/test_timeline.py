"""The timeline: one stream, in order, filtered, edited and deleted without losing one's place."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.model.people import Verdict
from app.model.reading import EntryKind, TimelineEntry, TimelineFilter
from app.model.records import Channel, Interaction, Meeting, Opener, Outcome, Promise
from app.services import timeline
from tests.ui.probes import clipped, settle
from ui.bridge import Bridge, Route
from ui.pages.timeline.page import TimelinePage
from ui.pages.timeline.stream import StreamView


@pytest.fixture
def page(
    qtbot: QtBot, bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]
) -> TimelinePage:
    return shown(qtbot, bridge, window, actions)


def shown(
    qtbot: QtBot, bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]
) -> TimelinePage:
    made = TimelinePage(bridge, actions)
    window.setCentralWidget(made)
    window.show()
    made.refresh(None)
    qtbot.waitUntil(lambda: stream(made).table.whole)
    settle()
    return made


def stream(page: TimelinePage) -> StreamView:
    found = page.findChild(StreamView)
    assert found is not None
    return found


def lines(page: TimelinePage) -> list[TimelineEntry]:
    model = stream(page).table
    rows = (model.entry(row) for row in range(model.rowCount()))
    return [entry for entry in rows if entry is not None]


def go_to(page: TimelinePage, kind: EntryKind) -> TimelineEntry:
    """Choose the newest entry of a kind."""
    model = stream(page).table
    for row in range(model.rowCount()):
        entry = model.entry(row)
        if entry is not None and entry.kind is kind:
            stream(page).setCurrentIndex(model.index(row, 0))
            page._show_chosen()
            return entry
    raise AssertionError(f"the sample holds no {kind}")


def test_the_stream_holds_every_dated_thing_newest_first(
    page: TimelinePage, bridge: Bridge
) -> None:
    found = lines(page)
    days = [str(entry.when.date) for entry in found]
    assert days == sorted(days, reverse=True)
    journal = bridge.workspace
    logged = {i.meeting_id for i in journal.find(Interaction)}
    expected = (
        len(journal.find(Interaction))
        + len([m for m in journal.find(Meeting) if m.when and m.id not in logged])
        + len(journal.find(Outcome))
        + len([p for p in journal.find(Promise) if p.settled_on or p.made_on or p.due])
        + len(journal.find(Verdict))
    )
    assert len(found) == expected
    assert {entry.kind for entry in found} == set(EntryKind)


def test_headings_count_their_month(page: TimelinePage) -> None:
    model = stream(page).table
    for row in model.headings:
        heading = model.heading(row)
        assert heading is not None
        of_month = [e for e in lines(page) if str(e.when.date)[:7] == heading.month]
        assert len(of_month) == heading.count
        assert model.key(row) is None


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (TimelineFilter(kinds=(EntryKind.PROMISE,)), lambda e, r: isinstance(r, Promise)),
        (TimelineFilter(channels=(Channel.CALL,)), lambda e, r: r.channel is Channel.CALL),
        (TimelineFilter(openers=(Opener.THEM,)), lambda e, r: r.opener is Opener.THEM),
        (TimelineFilter(people=(1,)), lambda e, r: 1 in e.people_ids),
        (
            TimelineFilter(asks=True),
            lambda e, r: any(a not in (None, "none") for a in (r.ask_mine, r.ask_theirs)),
        ),
    ],
)
def test_a_filter_shows_all_of_a_sort_and_nothing_else(
    page: TimelinePage, bridge: Bridge, qtbot: QtBot, wanted: TimelineFilter, holds: Any
) -> None:
    def passes(entry: TimelineEntry) -> bool:
        record = timeline.record_behind(bridge.workspace, entry.key)
        if wanted.only_interactions and not isinstance(record, Interaction):
            return False
        return bool(holds(entry, record))

    expected = [entry.key for entry in lines(page) if passes(entry)]
    page.show_route(Route("timeline", filter=wanted))
    qtbot.waitUntil(lambda: stream(page).table.whole)
    assert [entry.key for entry in lines(page)] == expected
    assert expected


def test_filters_show_as_chips_that_can_be_taken_off(
    page: TimelinePage, bridge: Bridge, qtbot: QtBot
) -> None:
    whole = stream(page).table.entry_count
    wanted = TimelineFilter(people=(1,), kinds=(EntryKind.INTERACTION,))
    page._filters.apply(wanted)
    chips = page._filters.findChildren(type(page._filters._flow.itemAt(0).widget()))
    assert len(chips) == 2
    for without in [part[1] for part in page._filters._parts()]:
        assert without != wanted
    page._filters._flow.itemAt(0).widget().removed.emit()
    page._filters._flow.itemAt(0).widget().removed.emit()
    qtbot.waitUntil(lambda: stream(page).table.whole)
    assert stream(page).table.entry_count == whole


def test_a_finding_leads_to_exactly_its_entries(page: TimelinePage, bridge: Bridge) -> None:
    some = tuple(i.id for i in bridge.workspace.interactions_of(1)[:5])
    page.show_route(Route("timeline", filter=TimelineFilter(people=(1,), interactions=some)))
    assert tuple(entry.id for entry in lines(page)) == some


def test_the_keyboard_reaches_both_ends_and_skips_headings(
    page: TimelinePage, qtbot: QtBot
) -> None:
    view = stream(page)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current_key() == lines(page)[0].key
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_key() == lines(page)[-1].key
    qtbot.keyClick(view, Qt.Key.Key_Home)
    for _step in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Down)
        assert view.current_key() is not None
    for _step in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Up)
        assert view.current_key() is not None
    assert view.current_key() == lines(page)[0].key


def test_the_density_strip_jumps_to_a_month(page: TimelinePage) -> None:
    page._strip.jumped.emit(2023, 5)
    entry = stream(page).table.entry(stream(page).currentIndex().row())
    assert entry is not None
    assert str(entry.when.date)[:7] == "2023-05"


def test_delete_takes_an_entry_out_and_undo_brings_it_back(
    page: TimelinePage, bridge: Bridge, qtbot: QtBot
) -> None:
    bridge.changed.connect(page.refresh)
    entry = go_to(page, EntryKind.INTERACTION)
    with qtbot.waitSignal(bridge.said) as said:
        qtbot.keyClick(stream(page), Qt.Key.Key_Delete)
    assert said.args is not None
    assert said.args[1] is True
    qtbot.waitUntil(lambda: stream(page).table.whole)
    assert entry.key not in [e.key for e in lines(page)]
    bridge.workspace.undo()
    qtbot.waitUntil(lambda: stream(page).table.whole)
    assert entry.key in [e.key for e in lines(page)]


def test_a_note_is_edited_in_place_as_one_step(page: TimelinePage, bridge: Bridge) -> None:
    entry = go_to(page, EntryKind.INTERACTION)
    note = page._detail.note
    assert note is not None
    note.setPlainText("She said the audit moved to May.")
    page.flush()
    assert bridge.workspace.get(Interaction, entry.id).note == "She said the audit moved to May."
    assert bridge.workspace.can_undo() == "Edit an entry"


def test_choosing_another_entry_saves_what_was_typed(page: TimelinePage, bridge: Bridge) -> None:
    entry = go_to(page, EntryKind.INTERACTION)
    note = page._detail.note
    assert note is not None
    note.setPlainText("Typed, then moved on.")
    go_to(page, EntryKind.PROMISE)
    assert bridge.workspace.get(Interaction, entry.id).note == "Typed, then moved on."


def test_every_kind_of_entry_shows_itself_whole(page: TimelinePage, bridge: Bridge) -> None:
    for kind in EntryKind:
        entry = go_to(page, kind)
        detail = page._detail_of
        assert detail is not None
        assert detail.record.id == entry.id
        assert detail.title


def test_an_empty_journal_says_how_to_begin(
    qtbot: QtBot, empty_bridge: Bridge, window: QMainWindow, actions: dict[str, QAction]
) -> None:
    page = shown(qtbot, empty_bridge, window, actions)
    assert page._empty.isVisible()
    assert "Ctrl+L" in page._empty.sentence.text()


def test_a_filter_that_nothing_passes_offers_a_way_back(page: TimelinePage, qtbot: QtBot) -> None:
    page._filters.apply(TimelineFilter(tags=("no such tag",)))
    assert page._empty.isVisible()
    page._empty.pressed.emit()
    qtbot.waitUntil(lambda: stream(page).table.whole and stream(page).table.entry_count > 0)
    assert not page._empty.isVisible()


@pytest.mark.parametrize(("width", "scale"), [(1152, 1.0), (816, 1.0), (816, 1.5)])
def test_nothing_is_clipped(
    qtbot: QtBot,
    bridge: Bridge,
    window: QMainWindow,
    actions: dict[str, QAction],
    width: int,
    scale: float,
) -> None:
    from PySide6.QtWidgets import QApplication

    from ui import theme

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light", scale)
    window.resize(width, 700)
    page = shown(qtbot, bridge, window, actions)
    assert clipped(page) == []


def test_a_narrow_window_shows_the_list_or_the_entry(
    page: TimelinePage, window: QMainWindow, qtbot: QtBot
) -> None:
    window.resize(600, 700)
    settle()
    assert page._left.isVisible()
    assert not page._detail.isVisible()
    page._read(True)
    assert page._detail.isVisible()
    qtbot.keyClick(page._detail, Qt.Key.Key_Escape)
    assert page._left.isVisible()


def test_what_was_typed_last_comes_back_with_the_deleted_entry(
    page: TimelinePage, bridge: Bridge
) -> None:
    entry = go_to(page, EntryKind.INTERACTION)
    note = page._detail.note
    assert note is not None
    note.setPlainText("Typed a moment ago")
    page._delete()
    bridge.workspace.undo()
    assert bridge.workspace.get(Interaction, entry.id).note == "Typed a moment ago"
