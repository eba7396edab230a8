"""The journal moves on, or the list is pressed, while an import is being taken in."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.model.people import Counterpart
from tests.ui.probes import settle
from tests.ui.shell.test_shell_import import CALENDAR, cards, look, outlooks, page, three_cards
from ui.bridge import Bridge
from ui.pages.importing import ImportPage
from ui.pages.importing.records import Choice, Outlook
from ui.pages.importing.screen import Stage

__all__ = ["cards", "page"]


def rests(bridge: Bridge, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()


@pytest.mark.parametrize("how", ["stops reading", "drops other files"])
def test_files_that_are_only_looked_at_again_are_not_taken_in(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path, cards: Path, how: str
) -> None:
    files = [three_cards(tmp_path)]
    told: list[str] = []
    bridge.said.connect(lambda text, _undoable: told.append(text))
    look(page, bridge, qtbot, *files)
    with bridge.workspace.change("Something else") as edit:
        edit.add(Counterpart, name="Nobody of these")
    page.go.click()

    def meanwhile(_error: object) -> None:
        assert page._stage is Stage.READING  # the files are read anew
        if how == "stops reading":
            page.working.stop.click()
        else:
            page.begin([cards])

    assert page._task is not None
    page._task.failed.connect(meanwhile)
    rests(bridge, qtbot)
    assert page._stage is (Stage.CHOOSING if how == "stops reading" else Stage.PLAN)
    page.begin(files)
    rests(bridge, qtbot)
    assert page._stage is Stage.PLAN
    assert not bridge.workspace.find(Counterpart, name="Lena Sand")
    assert not any("read again" in text for text in told)


def test_nothing_is_decided_while_the_records_are_written(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    look(page, bridge, qtbot, three_cards(tmp_path))
    page.go.click()
    page.table.toggled.emit([0])
    page._choice(1, Choice.SKIP, page.table.pos())
    page.decisions.add([1])
    assert outlooks(page) == [Outlook.ADD] * 3
    assert page.menu_for(0).isEmpty() or [one.text() for one in page.menu_for(0).actions()] == [
        "Show it as it stands in the file"
    ]
    rests(bridge, qtbot)
    assert page._stage is Stage.REPORT
    names = [record.title for record in page.records.records]
    assert all(bridge.workspace.find(Counterpart, name=name) for name in names)


def test_what_is_being_taken_in_is_not_let_go_of(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    calendar = tmp_path / "days.ics"
    calendar.write_text(
        CALENDAR.replace("ATTENDEE:mailto:aino", "ATTENDEE;CN=Aino Berg:mailto:aino")
    )
    bridge.workspace.set_setting("my_addresses", "me@own.example")
    look(page, bridge, qtbot, calendar)
    page._add_people(True)
    rests(bridge, qtbot)
    assert page.narrowing.people.isVisible() and outlooks(page) == [Outlook.ADD]
    page.go.click()
    assert not page.narrowing.people.isVisible()
    bridge._pool.waitForDone()  # all of it is in, and what tells so waits
    page._add_people(False)
    page.clear()
    rests(bridge, qtbot)
    assert page._stage is Stage.REPORT
    assert page.header.title.text() == "Imported: days.ics"


def test_an_import_that_was_stopped_can_be_decided_about_again(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    look(page, bridge, qtbot, three_cards(tmp_path))
    go_on = threading.Event()
    for _worker in range(2):  # what is asked for now is not begun before they are done
        bridge.run(lambda _workspace, _task: go_on.wait(), lambda _done: None)
    page.go.click()
    page.working.stop.click()
    go_on.set()
    rests(bridge, qtbot)
    assert page._stage is Stage.PLAN
    page.table.toggled.emit([0])
    assert outlooks(page) == [Outlook.SKIP, Outlook.ADD, Outlook.ADD]
