"""The journal moves on, or the list is pressed, while an import is being taken in."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.model.people import ContactPoint, Counterpart, PointKind
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


def card(name: str, uid: str, more: str = "") -> str:
    return f"BEGIN:VCARD\nVERSION:3.0\nUID:{uid}\nFN:{name}\n{more}END:VCARD\n"


@pytest.mark.parametrize("at", [0, 1])
def test_of_a_card_that_stands_twice_the_one_left_out_is_left_out_again(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path, at: int
) -> None:
    path = tmp_path / "twice.vcf"
    path.write_text(card("Zora Twice", "one") * 2 + card("Bert Once", "two"))
    look(page, bridge, qtbot, path)
    page.decisions.leave_out([at])
    decided, words = outlooks(page), [record.why for record in page.records.records]
    said, effects = page.decisions.said(), page.decisions.effects()
    page.look([path])
    rests(bridge, qtbot)
    assert outlooks(page) == decided
    assert [record.why for record in page.records.records] == words
    assert page.decisions.said() == said and page.decisions.effects() == effects


def test_of_two_files_of_one_name_the_record_left_out_is_left_out_again(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    files = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "cards.vcf")
        files[-1].write_text(card("Zora Twice", "one"))
    look(page, bridge, qtbot, *files)
    page.decisions.leave_out([0])
    decided = outlooks(page)
    page.look(files)
    rests(bridge, qtbot)
    assert outlooks(page) == decided
    assert page.plan is not None and [row.out for row in page.plan.rows] == [True, False]


@pytest.mark.parametrize("typed", ["another field", "the same field"])
def test_what_was_typed_since_is_not_overwritten_by_what_the_file_says(
    page: ImportPage, bridge: Bridge, qtbot: QtBot, tmp_path: Path, typed: str
) -> None:
    with bridge.workspace.change("Add") as edit:
        anna = edit.add(Counterpart, name="Anna Berg", role="Baker")
        mail, address = PointKind.EMAIL, "anna@berg.example"
        edit.add(ContactPoint, counterpart_id=anna.id, kind=mail, value=address)
    path = tmp_path / "one.vcf"
    says = f"EMAIL:{address}\nTITLE:Miller\nORG:Old Mill\nTEL:+43 1 5551234\n"
    path.write_text(card("Anna Berg", "one", says))
    told: list[str] = []
    bridge.said.connect(lambda text, _undoable: told.append(text))
    look(page, bridge, qtbot, path)
    page.decisions.follow([0])
    with bridge.workspace.change("Edit") as edit:
        if typed == "the same field":
            anna = edit.set(anna, role="Owner")
        else:
            anna = edit.set(anna, organisation_id=edit.organisation("Town bakery").id)
    page.go.click()
    rests(bridge, qtbot)
    assert page._stage is Stage.PLAN and any("Look once more" in text for text in told)
    page.go.click()
    rests(bridge, qtbot)
    now = bridge.workspace.get(Counterpart, anna.id)
    kept = now.role if typed == "the same field" else now.organisation_id
    assert kept == (anna.role if typed == "the same field" else anna.organisation_id)
