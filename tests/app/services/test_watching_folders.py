"""Watched folders: files of one name in several of them, and events that stand in several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Meeting
from app.model.values import FixedClock
from app.services import watching
from app.services.workspace import Workspace
from tests.app.services.test_watching import ada, calendar, card, event, follow, meetings, put

__all__ = ["ada"]  # a fixture

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
LATER = "20261206T100000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Calendars as Evolution keeps them: a folder each, and one name for all the files."""
    for name in ("home", "work"):
        (tmp_path / "calendars" / name).mkdir(parents=True)
    return tmp_path / "calendars"


def home(folder: Path, *events: str) -> None:
    put(folder / "home" / "calendar.ics", calendar(*events))


def work(folder: Path, *events: str) -> None:
    put(folder / "work" / "calendar.ics", calendar(*events))


def days(workspace: Workspace) -> list[str]:
    return [str(one.when.date) for one in workspace.find(Meeting) if one.when is not None]


def test_what_leaves_one_of_several_files_of_one_name_is_called_off(
    workspace: Workspace, folder: Path, ada: Counterpart
) -> None:
    home(folder, event(uid="h", title="Lunch"))
    work(folder, event(uid="a", title="One"), event(uid="b", title="Two"))
    assert follow(workspace, folder) == "Folder calendars: 3 new meetings."
    work(folder, event(uid="a", title="One"))
    assert follow(workspace, folder) == "Folder calendars: 1 meeting called off."
    assert dict(meetings(workspace)) == {"Lunch": "planned", "One": "planned", "Two": "cancelled"}
    work(folder)
    home(folder)
    assert follow(workspace, folder) == "Folder calendars: 2 meetings called off."


def test_what_was_taken_back_from_one_of_several_files_of_one_name_stays_away(
    workspace: Workspace, folder: Path, ada: Counterpart
) -> None:
    home(folder, event(uid="h", title="Lunch"))
    work(folder, event(uid="a", title="One"))
    follow(workspace, folder)
    workspace.undo()
    home(folder, event(uid="h", title="Lunch, later", start=LATER))
    work(folder, event(uid="a", title="One"), event(uid="b", title="Two"))
    assert follow(workspace, folder) == "Folder calendars: 1 new meeting."
    assert meetings(workspace) == [("Two", "planned")]


def test_people_taken_back_from_one_of_several_books_of_one_name_stay_away(
    workspace: Workspace, folder: Path
) -> None:
    for name in ("home", "work"):
        put(folder / name / "contacts.vcf", card(f"Nora {name.title()}", uid=name))
    assert follow(workspace, folder) == "Folder calendars: 2 new people."
    workspace.undo()
    for name in ("home", "work"):
        put(folder / name / "contacts.vcf", card(f"Nora {name.title()}", "TITLE:Head", uid=name))
    assert follow(workspace, folder) == ""
    assert workspace.people() == []


def test_an_event_in_two_watched_files_comes_in_moves_and_is_called_off_once(
    workspace: Workspace, folder: Path, ada: Counterpart
) -> None:
    both = event(uid="a", title="One")
    home(folder, both)
    work(folder, both)
    assert follow(workspace, folder) == "Folder calendars: 1 new meeting."
    moved = event("SEQUENCE:1", uid="a", title="One", start=LATER)
    home(folder, moved)
    work(folder, moved)
    assert follow(workspace, folder) == "Folder calendars: 1 meeting moved."
    assert days(workspace) == ["2026-12-06"]
    work(folder)
    assert follow(workspace, folder) == ""
    assert meetings(workspace) == [("One", "planned")], "the other file still has it"
    home(folder)
    assert follow(workspace, folder) == "Folder calendars: 1 meeting called off."
    work(folder, moved)
    assert follow(workspace, folder) == "Folder calendars: 1 meeting changed."
    assert meetings(workspace) == [("One", "planned")]


def test_an_event_stands_in_files_that_are_watched_each_on_its_own(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    both = calendar(event(uid="a", title="One"))
    follow(workspace, first, both)
    assert follow(workspace, second, both) == ""
    assert follow(workspace, first, calendar()) == ""
    assert meetings(workspace) == [("One", "planned")]
    second.unlink()
    follow(workspace, first, both)
    follow(workspace, first, calendar())
    assert meetings(workspace) == [("One", "planned")], "nobody knows what the other says"
    assert follow(workspace, second, calendar()) == "Calendar b.ics: 1 meeting called off."


def test_a_calendar_that_got_another_name_holds_nothing_under_the_old_one(
    workspace: Workspace, folder: Path, ada: Counterpart
) -> None:
    home(folder, event(uid="a", title="One"))
    follow(workspace, folder)
    (folder / "home" / "calendar.ics").rename(folder / "home" / "family.ics")
    assert follow(workspace, folder) == ""
    put(folder / "home" / "family.ics", calendar())
    assert follow(workspace, folder) == "Folder calendars: 1 meeting called off."


def test_an_older_copy_in_another_file_moves_nothing_back(
    workspace: Workspace, folder: Path, ada: Counterpart
) -> None:
    old = event(uid="a", title="One")
    home(folder, old)
    work(folder, old)
    follow(workspace, folder)
    work(folder, event(uid="a", title="One", start=LATER))
    assert follow(workspace, folder) == "Folder calendars: 1 meeting moved."
    home(folder, old, event(uid="b", title="Two", start="20261208T100000"))
    assert follow(workspace, folder) == "Folder calendars: 1 new meeting."
    work(folder, old)
    assert follow(workspace, folder) == "Folder calendars: 1 meeting moved."
    assert days(workspace) == ["2026-12-03", "2026-12-08"]


def test_a_meeting_that_took_place_in_two_files_is_one_entry_and_stays_taken_back(
    workspace: Workspace, clock: FixedClock, folder: Path, ada: Counterpart
) -> None:
    both = event(uid="a", title="One")
    home(folder, both)
    work(folder, both)
    follow(workspace, folder)
    clock.advance(days=30)
    watching.read(workspace, all_=True)
    assert meetings(workspace) == [("One", "held")]
    workspace.undo()
    assert meetings(workspace) == [("One", "planned")]
    later = event(uid="b", title="Two", start="20270301T100000")
    home(folder, both, later)
    assert follow(workspace, folder) == "Folder calendars: 1 new meeting."
    assert meetings(workspace)[0] == ("One", "planned")


def test_a_file_that_can_no_longer_be_read_calls_nothing_off(
    workspace: Workspace, folder: Path, ada: Counterpart
) -> None:
    home(folder, event(uid="a", title="One"))
    work(folder, event(uid="b", title="Two"))
    follow(workspace, folder)
    whole = calendar(event(uid="z", title="Last"))
    put(folder / "home" / "calendar.ics", "nothing to read here\r\n" * 9_000 + whole)
    work(folder, event(uid="b", title="Two"), event(uid="c", title="Three"))
    assert follow(workspace, folder) == "Folder calendars: 1 new meeting."
    assert dict(meetings(workspace)) == dict.fromkeys(("One", "Two", "Three"), "planned")
    assert "calendar.ics" in watching.watched(workspace)[0].trouble
    home(folder)
    assert follow(workspace, folder) == "Folder calendars: 1 meeting called off."
    assert watching.watched(workspace)[0].trouble == ""
