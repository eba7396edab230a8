"""A list of what an import would bring stands again after the lock, as it was decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.model.people import ContactPoint, Counterpart, PointKind
from tests.ui.probes import settle
from tests.ui.shell.test_shell_import import outlooks, three_cards
from tests.ui.shell.test_shell_stopped import holds_work_up, program
from tests.ui.shell.test_shell_unsaved import journal, shown, unlock
from ui.pages.importing import ImportPage
from ui.pages.importing.records import Outlook
from ui.program import Program

__all__ = ["program"]

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:one
DTSTART:20261110T100000Z
DTEND:20261110T103000Z
SUMMARY:Budget
ATTENDEE:mailto:me@own.example
ATTENDEE;CN=Kim Lee:mailto:kim@elsewhere.example
END:VEVENT
END:VCALENDAR
"""


def rested(program: Program, qtbot: QtBot) -> None:
    bridge = program.bridge
    assert bridge is not None
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()


def import_page(program: Program) -> ImportPage:
    page = shown(program).pages["import"]
    assert isinstance(page, ImportPage)
    return page


def looks_at(program: Program, qtbot: QtBot, *files: Path) -> ImportPage:
    """The import page with the list of what these files would bring."""
    assert program.bridge is not None
    program.bridge.go("import", extra={"files": list(files)})
    rested(program, qtbot)
    return import_page(program)


def locks_and_unlocks(program: Program, qtbot: QtBot) -> ImportPage:
    """The import page of the window that comes after the lock."""
    program.lock()
    unlock(program, qtbot)
    rested(program, qtbot)
    return import_page(program)


def test_what_was_decided_stands_again_after_the_lock(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    page = looks_at(program, qtbot, three_cards(tmp_path))
    dana = journal(program).person_named("Dana").id
    page.decisions.leave_out([0])
    page.decisions.merge([1], dana)
    after = locks_and_unlocks(program, qtbot)
    assert after is not page and shown(program).page is after
    assert outlooks(after) == [Outlook.SKIP, Outlook.MERGE, Outlook.ADD]
    assert after.plan is not None and after.plan.rows[1].people == (dana,)
    assert not journal(program).find(Counterpart, name="Lena Sand")  # nothing is written yet
    after.decisions.take([0])
    again = locks_and_unlocks(program, qtbot)
    assert outlooks(again) == [Outlook.ADD, Outlook.MERGE, Outlook.ADD]


def test_a_list_that_is_not_looked_at_stands_again_too(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    page = looks_at(program, qtbot, three_cards(tmp_path))
    page.decisions.leave_out([2])
    assert program.bridge is not None
    program.bridge.go("people")
    after = locks_and_unlocks(program, qtbot)
    assert shown(program).page_name == "people"
    assert outlooks(after) == [Outlook.ADD, Outlook.ADD, Outlook.SKIP]
    assert "Read: three.vcf." in shown(program).strip.message()


def test_whom_an_event_is_with_and_how_the_files_are_read_stand_again(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    with journal(program).change("Add") as edit:
        twins = [edit.add(Counterpart, name="Kim Lee").id for _ in range(2)]
        for one in twins:
            kind = PointKind.EMAIL
            edit.add(ContactPoint, counterpart_id=one, kind=kind, value="kim@elsewhere.example")
    calendar = tmp_path / "days.ics"
    calendar.write_text(CALENDAR, encoding="utf-8")
    page = looks_at(program, qtbot, calendar)
    page._answered(("me@own.example",))
    rested(program, qtbot)
    assert outlooks(page) == [Outlook.LOOK]
    page.decisions.merge([0], twins[1])
    assert outlooks(page) == [Outlook.ADD]
    after = locks_and_unlocks(program, qtbot)
    assert outlooks(after) == [Outlook.ADD]
    assert after.plan is not None and after.plan.rows[0].people == (twins[1],)
    after._add_people(True)
    rested(program, qtbot)
    again = locks_and_unlocks(program, qtbot)
    assert again.narrowing.people.value() == {True}
    assert again.plan is not None and again.plan.rows[0].people == (twins[1],)


def test_files_that_are_gone_are_told_in_a_sentence(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    cards, other = three_cards(tmp_path), tmp_path / "other.vcf"
    other.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Mira Stern\nEND:VCARD\n", encoding="utf-8")
    page = looks_at(program, qtbot, cards, other)
    page.decisions.leave_out([1, 3])
    cards.unlink()
    after = locks_and_unlocks(program, qtbot)
    told = "What was decided about {} is gone: the file is not there any more."
    assert shown(program).strip.message() == told.format("three.vcf")
    assert outlooks(after) == [Outlook.SKIP]
    other.unlink()
    after = locks_and_unlocks(program, qtbot)
    assert shown(program).strip.message() == told.format("other.vcf")
    assert outlooks(after) == [] and after.empty.isVisibleTo(after)


@pytest.mark.parametrize("another_step", [False, True])
@pytest.mark.parametrize("landed", [False, True])
def test_an_import_stopped_by_the_lock_is_to_be_decided_again_unless_it_came_in(
    program: Program, qtbot: QtBot, tmp_path: Path, landed: bool, another_step: bool
) -> None:
    page = looks_at(program, qtbot, three_cards(tmp_path))
    page.decisions.leave_out([1])
    if not landed:
        holds_work_up(program)
    page.go.click()
    if landed:
        assert program.bridge is not None
        program.bridge._pool.waitForDone()
    if another_step:
        with journal(program).change("Something else") as edit:
            edit.add(Counterpart, name="Nobody of these")
    after = locks_and_unlocks(program, qtbot)
    people = journal(program).find(Counterpart, name="Lena Sand")
    assert bool(people) is landed
    expected = [] if landed else [Outlook.ADD, Outlook.SKIP, Outlook.ADD]
    assert outlooks(after) == expected
    assert ("none of it was taken in" in shown(program).strip.message()) is not landed
