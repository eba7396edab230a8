"""People who look alike: the list, two side by side, and one made of two, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from app.model.belongings import DistinctPair
from app.model.people import ContactPoint, Counterpart, Kind, PointKind
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services.merge_fields import Take
from tests.ui.probes import button, clipped, settle, texts
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.duplicates import DuplicatesPage
from ui.widgets.chips import Chip


def twice(bridge: Bridge) -> tuple[Counterpart, Counterpart]:
    """Dana once more under her name turned round, Rui once more with an initial."""
    with bridge.workspace.change("Set the scene") as edit:
        dana = edit.add(
            Counterpart,
            name="Okafor, Dana",
            kind=Kind.FRIEND,
            role="Buyer",
            note="Met again at the fair.",
        )
        edit.add(
            ContactPoint, counterpart_id=dana.id, kind=PointKind.EMAIL, value="dana@second.example"
        )
        edit.add(
            Interaction, when=Moment(PartialDate(2026, 10, 3)), people=(dana.id,), note="Called"
        )
        rui = bridge.workspace.person_named("Rui Santos")
        double = edit.add(Counterpart, name="R. Santos", organisation_id=rui.organisation_id)
    return dana, double


def shown(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    route: Route | None = None,
) -> DuplicatesPage:
    page = DuplicatesPage(bridge, actions)
    bridge.changed.connect(page.refresh)
    window.setCentralWidget(page)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    page.show_route(route or Route("duplicates"))
    quiet(bridge, qtbot)
    return page


def quiet(bridge: Bridge, qtbot: QtBot) -> None:
    def still() -> bool:
        settle()
        return not bridge.busy()

    qtbot.waitUntil(still, timeout=20_000)


def press(*keys: Qt.Key) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key)
        settle()


def names(page: DuplicatesPage) -> list[tuple[str, str]]:
    return [row.pair.names for row in page.list.rows]


def buttons_shown(page: QWidget) -> bool:
    return button(page, "Merge").isVisible()


def test_nobody_is_here_twice_at_first(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    page = shown(bridge, actions, window, qtbot)
    assert "Nobody seems to be in the journal twice." in texts(page)


def test_pairs_are_listed_with_why_and_merged_by_keyboard(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    dana, _double = twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    assert names(page) == [("Dana Okafor", "Okafor, Dana"), ("Rui Santos", "R. Santos")]
    assert "Same name, written in two ways: Dana Okafor, Okafor, Dana." in texts(page)
    press(Qt.Key.Key_Return)
    assert page.found is not None
    assert (page.found.kept.name, page.found.gone.id) == ("Dana Okafor", dana.id)
    assert any("1 entry" in text and "1 way to reach them" in text for text in texts(page))
    labels = [field.side.label for field in page.both.fields]
    assert labels[:4] == ["Name", "Kind", "Role", "Note"]
    # The name from the right, the kind stays, the role from the right, and both notes.
    press(Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_1)
    press(Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_3)
    assert page.both.picks()["name"] is Take.GONE
    press(Qt.Key.Key_Return)
    merged = bridge.workspace.person_named("Okafor, Dana")
    assert (merged.aliases, merged.kind, merged.role) == ("Dana Okafor", Kind.CLIENT, "Buyer")
    assert merged.note.endswith("\n\nMet again at the fair.")
    assert names(page) == [("Rui Santos", "R. Santos")]
    bridge.workspace.undo()
    quiet(bridge, qtbot)
    assert len(names(page)) == 2


def test_n_keeps_two_people_and_s_leaves_a_pair_for_later(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    press(Qt.Key.Key_S)
    assert names(page)[0] == ("Rui Santos", "R. Santos")
    press(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_N)
    assert names(page) == [("Dana Okafor", "Okafor, Dana")]
    press(Qt.Key.Key_Return, Qt.Key.Key_S)
    assert names(page) == [("Dana Okafor", "Okafor, Dana")]
    press(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_N)
    assert "Nobody seems to be in the journal twice." in texts(page)
    assert len(bridge.workspace.find(DistinctPair)) == 2
    page.look()
    quiet(bridge, qtbot)
    assert names(page) == []


def test_x_lets_the_other_one_stay(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    dana, _double = twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    press(Qt.Key.Key_Return, Qt.Key.Key_X)
    assert page.found is not None
    assert page.found.kept.id == dana.id
    assert page.whereabouts() == Route(
        "duplicates", person=dana.id, extra={"with": page.found.gone.id}
    )
    press(Qt.Key.Key_Return)
    assert bridge.workspace.get(Counterpart, dana.id).name == "Okafor, Dana"


def test_anyone_can_be_merged_with_anyone(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    asa = bridge.workspace.person_named("Åsa")
    said: list[Any] = []
    bridge.failed.connect(said.append)
    routed: list[Route] = []
    bridge.routed.connect(routed.append)
    page = shown(bridge, actions, window, qtbot, Route("duplicates", person=asa.id))
    assert page.whereabouts() == Route("duplicates", person=asa.id)
    page.picking.field.setText("nobody at all")
    press(Qt.Key.Key_Return)
    assert "nobody at all" in str(said[0])
    page.picking.field.setText("åsa")
    press(Qt.Key.Key_Return)
    assert "same person" in str(said[1])
    page.picking.field.setText("Chidi")
    press(Qt.Key.Key_Return)
    assert page.found is not None
    assert "Nothing in the journal says that they are one." in texts(page)
    press(Qt.Key.Key_Return)
    assert routed == [Route("people", person=page._bridge.workspace.person_named("Åsa").id)]


def test_a_journal_to_read_offers_no_merge(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    bridge.workspace.database.read_only = True
    press(Qt.Key.Key_N)
    assert len(names(page)) == 2
    press(Qt.Key.Key_Return)
    assert not button(page, "Merge").isEnabled()
    press(Qt.Key.Key_Return)
    assert page.found is not None


def test_the_comparison_can_be_stopped(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    page = shown(bridge, actions, window, qtbot)
    page.look()
    page.looking.stop.click()
    quiet(bridge, qtbot)
    assert "The comparison was stopped." in texts(page)


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("compared", [False, True])
def test_nothing_is_clipped_in_a_small_window(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    dressed: QApplication,
    scale: float,
    compared: bool,
) -> None:
    dana, _double = twice(bridge)
    theme.apply(dressed, "light", scale)
    window.resize(816, 700)
    other = bridge.workspace.person_named("Dana Okafor").id
    where = Route("duplicates", person=dana.id, extra={"with": other})
    page = shown(bridge, actions, window, qtbot, where if compared else None)
    settle()
    assert clipped(page) == []
    theme.apply(dressed, "light", 1.0)


def hold(key: Qt.Key, times: int = 4) -> None:
    """Keep a key down, as a keyboard tells it."""
    for turn in range(times):
        target = QApplication.focusWidget()
        assert target is not None
        text = "\r" if key == Qt.Key.Key_Return else chr(key)
        plain = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, key, plain, text, turn > 0)
        QApplication.sendEvent(target, event)
        settle()


def test_a_key_held_down_answers_no_pair_one_has_not_looked_at(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    people = len(bridge.workspace.people())
    hold(Qt.Key.Key_Return)
    assert page.found is not None  # the two are compared, and wait for a press of their own
    assert len(bridge.workspace.people()) == people
    hold(Qt.Key.Key_S)
    assert names(page)[0] == ("Rui Santos", "R. Santos")
    hold(Qt.Key.Key_N)
    assert names(page) == [("Dana Okafor", "Okafor, Dana")]


def in_the_loop(key: Qt.Key) -> None:
    """Press a key as a desktop does: from the event loop, which then has its turn."""
    loop = QEventLoop()

    def strike() -> None:
        plain = Qt.KeyboardModifier.NoModifier
        target = QApplication.focusWidget()
        if target is not None:
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, plain))

    QTimer.singleShot(0, strike)
    QTimer.singleShot(50, loop.quit)
    loop.exec()


@pytest.mark.parametrize("before", [(), (Qt.Key.Key_Return,)])
@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_N, Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_after_an_answer_the_keyboard_is_on_a_pair_again(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    before: tuple[Qt.Key, ...],
    key: Qt.Key,
) -> None:
    twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    for one in (*before, key):
        in_the_loop(one)
    rows: list[QWidget] = [*page.both.fields] if page.found is not None else [*page.list.rows]
    assert QApplication.focusWidget() in rows


def test_after_a_swap_the_keyboard_is_on_a_field_again(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    twice(bridge)
    page = shown(bridge, actions, window, qtbot)
    in_the_loop(Qt.Key.Key_Return)
    in_the_loop(Qt.Key.Key_X)
    assert page.found is not None
    assert page.found.kept.name == "Okafor, Dana"
    assert QApplication.focusWidget() is page.both.fields[0]
    in_the_loop(Qt.Key.Key_Down)
    place = page.both.fields[1]
    with bridge.workspace.change("Change the note elsewhere") as edit:
        edit.set(bridge.workspace.get(Counterpart, page.found.kept.id), note="Something else")
    loop = QEventLoop()
    QTimer.singleShot(50, loop.quit)
    loop.exec()
    assert place not in page.both.fields
    assert QApplication.focusWidget() is page.both.fields[1]


def test_whoever_types_elsewhere_while_people_are_compared_keeps_the_keyboard(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    twice(bridge)
    page = DuplicatesPage(bridge, actions)
    stack, line = QStackedWidget(), QLineEdit()
    for one in (page, line):
        stack.addWidget(one)
    window.setCentralWidget(stack)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    page.show_route(Route("duplicates"))
    stack.setCurrentWidget(line)
    line.setFocus()
    quiet(bridge, qtbot)
    assert len(names(page)) == 2
    assert QApplication.focusWidget() is line


def test_enter_leads_on_where_no_pair_is_left(
    bridge: Bridge, actions: dict[str, QAction], window: QMainWindow, qtbot: QtBot
) -> None:
    shown(bridge, actions, window, qtbot)
    with qtbot.waitSignal(bridge.routed) as seen:
        in_the_loop(Qt.Key.Key_Return)
    assert seen.args[0].page == "people"


def test_who_stays_is_said_in_full_where_text_is_large(
    bridge: Bridge,
    actions: dict[str, QAction],
    window: QMainWindow,
    qtbot: QtBot,
    dressed: QApplication,
) -> None:
    twice(bridge)
    window.resize(1024 - 230, 700)  # beside the navigation
    theme.apply(dressed, "light", 1.5)
    page = shown(bridge, actions, window, qtbot)
    press(Qt.Key.Key_Return)
    chips = [chip for chip in page.both.head.findChildren(Chip) if chip.isVisible()]
    cut = [chip.text() for chip in chips if chip.width() < chip.sizeHint().width()]
    theme.apply(dressed, "light")
    assert len(chips) == 2
    assert cut == []
