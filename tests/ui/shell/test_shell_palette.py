"""Ctrl+K: people, everything written and every action, from the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.records import Interaction
from app.services import search
from tests.ui.probes import settle
from ui.bridge import Bridge, Route
from ui.main_window import MainWindow
from ui.palette import Palette
from ui.palette.rows import snippet_spans
from ui.widgets.spans import Span, plain


@pytest.fixture
def palette(window: MainWindow) -> Palette:
    QTest.keySequence(window, "Ctrl+K")  # type: ignore[call-overload]
    settle()
    made = window.commands.palette
    assert isinstance(made, Palette)
    return made


def lines(palette: Palette) -> list[str]:
    return [plain(row.title) for row in palette.listing.rows_model.rows]


def press(palette: Palette, key: Qt.Key) -> None:
    QTest.keyClick(palette.field, key)
    settle()


def test_it_opens_with_a_few_things_to_do(palette: Palette) -> None:
    assert palette.isVisible()
    assert palette.field.hasFocus()
    assert lines(palette)[0] == "Do"
    assert "Today" in lines(palette)


def test_people_come_first_and_enter_goes_to_them(palette: Palette, bridge: Bridge) -> None:
    routes: list[Route] = []
    bridge.routed.connect(routes.append)
    QTest.keyClicks(palette.field, "dana")
    assert lines(palette)[:2] == ["People", "Dana Okafor"]
    row = palette.listing.current()
    assert row is not None and row.run is not None
    assert row.key == ("person", bridge.workspace.person_named("Dana Okafor").id)


def test_what_was_written_last_shows_with_the_key(palette: Palette, bridge: Bridge) -> None:
    QTest.keyClicks(palette.field, "merger")
    newest = search.newest(bridge.workspace, "merger", 20)
    keys = [row.key for row in palette.listing.rows_model.rows if row.run is not None]
    assert newest
    assert [(hit.kind, hit.id) for hit in newest] == keys[: len(newest)]


def test_the_best_take_their_place_after_a_pause(
    palette: Palette, bridge: Bridge, qtbot: QtBot
) -> None:
    QTest.keyClicks(palette.field, "plan")
    best = [(hit.kind, hit.id) for hit in search.best(bridge.workspace, "plan", 50)]
    newest = [(hit.kind, hit.id) for hit in search.newest(bridge.workspace, "plan", 20)]
    assert best[:20] != newest

    def ranked() -> bool:
        keys = [row.key for row in palette.listing.rows_model.rows]
        written = [key for key in keys if key in best]
        return written == best

    qtbot.waitUntil(ranked, timeout=20_000)


def test_enter_jumps_to_an_entry(palette: Palette, window: MainWindow, bridge: Bridge) -> None:
    entry = bridge.workspace.find(Interaction)[-1]
    with bridge.workspace.change("Note") as edit:
        edit.set(entry, note="Quixotic windmills of Alcalá")
    QTest.keyClicks(palette.field, "quixotic")
    routes: list[Route] = []
    bridge.routed.connect(routes.append)
    press(palette, Qt.Key.Key_Return)
    assert routes == [Route("timeline", entry=entry.id * 8)]
    assert not palette.isVisible()
    assert window.page_name == "timeline"


def test_an_action_runs_by_its_name(palette: Palette, window: MainWindow) -> None:
    QTest.keyClicks(palette.field, "settings")
    assert lines(palette)[:2] == ["Do", "Settings"]
    press(palette, Qt.Key.Key_Return)
    assert window.page_name == "settings"


def test_arrows_pass_over_headings_and_go_round(
    palette: Palette, bridge: Bridge, qtbot: QtBot
) -> None:
    QTest.keyClicks(palette.field, "plan")
    # Else the best may take their places between two arrows.
    qtbot.waitUntil(lambda: not palette._pause.isActive() and not bridge.busy(), timeout=20_000)
    settle()
    rows = [row for row in palette.listing.rows_model.rows if row.run is not None]
    assert palette.listing.current() == rows[0]
    press(palette, Qt.Key.Key_Up)
    assert palette.listing.current() == rows[-1]
    press(palette, Qt.Key.Key_Down)
    assert palette.listing.current() == rows[0]


def test_a_new_word_chooses_the_first_again(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "pla")
    press(palette, Qt.Key.Key_Down)
    QTest.keyClicks(palette.field, "n")
    rows = [row for row in palette.listing.rows_model.rows if row.run is not None]
    assert palette.listing.current() == rows[0]


def test_nothing_found_says_so(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "zzqqxx")
    assert palette.nothing.isVisible()
    assert "zzqqxx" in palette.nothing.text()
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_goes_back_to_where_the_keyboard_was(window: MainWindow) -> None:
    window.bridge.go("handbook")
    field = window.pages["handbook"].field  # type: ignore[attr-defined]
    field.setFocus()
    window.actions_by_id["palette.open"].trigger()
    palette = window.commands.palette
    assert isinstance(palette, Palette)
    press(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert field.hasFocus()


def test_a_click_beside_the_panel_closes_it(palette: Palette) -> None:
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert not palette.isVisible()


def test_hits_are_marked() -> None:
    assert snippet_spans("a \x02plan\x03 and \x02plans\x03") == [
        Span("a "),
        Span("plan", "ink", False, True),
        Span(" and "),
        Span("plans", "ink", False, True),
    ]
