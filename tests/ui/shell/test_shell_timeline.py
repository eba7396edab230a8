"""The keys of the timeline where they matter: in the real window, beside the window's actions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.reading import EntryKind, TimelineFilter
from app.model.records import Interaction, Opener
from tests.ui.probes import settle
from ui.bridge import Bridge, Route
from ui.main_window import MainWindow
from ui.pages.timeline.page import TimelinePage
from ui.widgets.chips import FilterChip
from ui.widgets.forms import InlineNote


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> TimelinePage:
    talks = TimelineFilter(kinds=(EntryKind.INTERACTION,))
    window.bridge.routed.emit(Route("timeline", filter=talks))
    found = window.pages["timeline"]
    assert isinstance(found, TimelinePage)
    qtbot.waitUntil(lambda: found._stream.table.whole)
    settle()
    found._stream.setCurrentIndex(found._stream.table.index(1, 0))
    found._show_chosen()
    settle()
    return found


def test_f2_opens_the_chosen_entry(page: TimelinePage, window: MainWindow) -> None:
    page._stream.setFocus()
    QTest.keyClick(page._stream, Qt.Key.Key_F2)
    assert window.page_name == "log"
    assert not window.actions_by_id["entry.delete"].isEnabled()


def test_delete_deletes_from_the_list_and_a_filter_from_its_chip(
    page: TimelinePage, window: MainWindow, bridge: Bridge
) -> None:
    before = len(bridge.workspace.find(Interaction))
    chip = next(c for c in page.findChildren(FilterChip) if c.isVisible())
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert page._filters.wanted == TimelineFilter()
    assert len(bridge.workspace.find(Interaction)) == before
    window.actions_by_id["entry.delete"].trigger()
    assert len(bridge.workspace.find(Interaction)) == before - 1


def test_a_short_note_stands_whole_without_bars(page: TimelinePage) -> None:
    note = page._detail.note
    assert isinstance(note, InlineNote)
    assert len(note.toPlainText()) > 60
    assert not note.horizontalScrollBar().isVisible()
    assert not note.verticalScrollBar().isVisible()


def test_the_filter_for_who_opened_reads_as_it_is_said(page: TimelinePage) -> None:
    page._filters.set_wanted(TimelineFilter(openers=(Opener.ME,)))
    settle()
    chips = [c.text() for c in page.findChildren(FilterChip) if c.isVisible()]
    assert any("I did" in text for text in chips)
