"""Undo and redo of a step that changed a great deal: the screen goes on meanwhile."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.people import Attention, Counterpart
from app.services import sorting
from tests.ui.probes import settle
from ui.bridge import Bridge
from ui.main_window import MainWindow

MANY = 1_200


def left_out(bridge: Bridge) -> list[int]:
    """As many people as a large address book brings, all of them left out in one step."""
    workspace = bridge.workspace
    with workspace.change("Import cards.vcf") as edit:
        people = [
            edit.add(Counterpart, name=f"Arrival {number}", attention=Attention.UNSORTED).id
            for number in range(MANY)
        ]
    sorting.answer_many(workspace, people, Attention.OUT)
    return people


def rest(bridge: Bridge, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()


def test_a_long_step_is_taken_back_beside_the_screen_and_done_again(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    people = left_out(bridge)
    rest(bridge, qtbot)
    label = bridge.workspace.can_undo()
    undo, redo = window.actions_by_id["edit.undo"], window.actions_by_id["edit.redo"]
    undo.trigger()
    assert not undo.isEnabled()  # a second press would take back the import as well
    assert window.toast.message() == f"Taking back: {label} …"
    window.commands.undo()
    qtbot.waitUntil(lambda: window.toast.message() == f"Taken back: {label}")
    assert sorting.waiting(bridge.workspace) == len(people)
    assert bridge.workspace.can_undo() == "Import cards.vcf"
    assert undo.isEnabled()
    redo.trigger()
    assert window.toast.message() == f"Doing again: {label} …"
    qtbot.waitUntil(lambda: window.toast.message() == f"Done again: {label}")
    assert sorting.waiting(bridge.workspace) == 0


def test_what_is_done_meanwhile_is_not_taken_back_instead(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    people = left_out(bridge)
    rest(bridge, qtbot)
    long = bridge.workspace.long_turn(back=True)
    assert long is not None
    with bridge.workspace.change("Add Mira") as edit:
        edit.add(Counterpart, name="Mira")
    assert bridge.workspace.long_turn(back=True) is None
    assert bridge.workspace.undo(step=long[0]) is None
    assert bridge.workspace.can_undo() == "Add Mira"
    window.commands.undo()  # a short one goes at once
    assert window.toast.message() == "Taken back: Add Mira"
    assert bridge.workspace.redo(step=long[0]) is None
    assert sorting.waiting(bridge.workspace) == 0
    assert len(people) == MANY


def test_where_another_step_comes_first_nobody_is_told_for_ever_that_it_goes_on(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    left_out(bridge)
    rest(bridge, qtbot)
    go_on = threading.Event()
    for _worker in range(2):  # all there are
        bridge.run(lambda _own, _task: go_on.wait(20), lambda _result: None)
    window.commands.undo()
    assert window.toast.message().startswith("Taking back:")
    other = bridge.workspace.beside()
    with other.change("Add Mira") as edit:  # in another window
        edit.add(Counterpart, name="Mira")
    other.close()
    go_on.set()
    qtbot.waitUntil(lambda: window.toast.message() == "")
    assert window.actions_by_id["edit.undo"].isEnabled()
    assert bridge.workspace.can_undo() == "Add Mira"  # nothing was taken back
    assert sorting.waiting(bridge.workspace) == 0


def test_no_redo_is_offered_where_another_step_was_made_since(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    left_out(bridge)
    rest(bridge, qtbot)
    window.commands.undo()
    bridge._pool.waitForDone()  # it is done, and has not been told yet
    with bridge.workspace.change("Add Mira") as edit:
        edit.add(Counterpart, name="Mira")
    qtbot.waitUntil(lambda: window.toast.message().startswith("Taken back:"))
    assert not window.toast._button.isVisible()


def test_a_long_undo_that_fails_says_so_and_can_be_asked_for_again(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    left_out(bridge)
    rest(bridge, qtbot)
    other = bridge.workspace.beside()
    other.database.connection.execute("BEGIN IMMEDIATE")  # as another program would hold it
    window.commands.undo()
    assert window.toast.message().startswith("Taking back:")
    qtbot.waitUntil(lambda: window.strip.message() != "")
    assert window.toast.message() == ""
    other.database.connection.execute("ROLLBACK")
    other.close()
    assert window.actions_by_id["edit.undo"].isEnabled()
    window.commands.undo()
    qtbot.waitUntil(lambda: window.toast.message().startswith("Taken back:"))


def test_the_screen_lives_while_a_long_step_is_taken_back(
    window: MainWindow, bridge: Bridge, qtbot: QtBot
) -> None:
    left_out(bridge)
    window.bridge.go("handbook")
    rest(bridge, qtbot)
    beats: list[float] = []
    pulse = QTimer(interval=10)
    pulse.timeout.connect(lambda: beats.append(time.monotonic()))
    pulse.start()
    window.commands.undo()
    while bridge.busy():
        QApplication.processEvents()
    pulse.stop()
    assert len(beats) > 5  # on the screen's own thread there would be none
