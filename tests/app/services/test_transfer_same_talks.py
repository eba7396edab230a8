"""Conversations and notes in several files imported together: each comes in once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Interaction
from app.services import transfer
from app.services.transfer import ImportOptions, Plan, preview
from app.services.workspace import Workspace
from tests.app.exchange.test_linkedin_messages import DANA, ME, TWO, archive, message

OLD = (
    "01/02/2026, 10:00 - Anna Berg: hi\n"
    "01/02/2026, 10:05 - Me: hello\n"
    "25/03/2026, 10:05 - Me: hello\n"
)
NEW = f"{OLD}26/03/2026, 10:00 - Anna Berg: again\n"
NAME = "WhatsApp Chat with Anna Berg{}.txt"
JRNL = "[2026-03-01 10:00] Walk with @AnnaBerg.\n{}\n"


@pytest.fixture
def anna(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Anna Berg")


def file(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def whys(plan: Plan, name: str) -> list[str]:
    return [row.why for row in plan.rows if row.file == name]


def taken(workspace: Workspace, plan: Plan) -> list[str]:
    """The days and notes of the entries, once the plan is carried out."""
    transfer.apply(workspace, plan)
    return sorted(f"{one.when.date} {one.note}" for one in workspace.find(Interaction))


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_exports_of_a_chat_each_conversation_comes_in_once_as_long_as_it_is(
    workspace: Workspace, tmp_path: Path, anna: Counterpart, newest_first: bool
) -> None:
    old, new = file(tmp_path, NAME.format(""), OLD), file(tmp_path, NAME.format(" (1)"), NEW)
    paths = [new, old] if newest_first else [old, new]
    plan = preview(workspace, paths)
    assert f"The same stands in “{new.name}”." in whys(plan, old.name)
    first, second = taken(workspace, plan)
    assert first.startswith("2026-02-01") and "2 messages" in first
    assert second.startswith("2026-03-25") and "2 messages" in second
    assert taken(workspace, preview(workspace, paths)) == [first, second]
    assert taken(workspace, preview(workspace, paths[::-1])) == [first, second]


def test_an_export_that_begins_later_holds_the_same_conversation(
    workspace: Workspace, tmp_path: Path, anna: Counterpart
) -> None:
    lines = [f"{day:02}/03/2026, 10:00 - Anna Berg: hi\n" for day in range(11, 21)]
    older = file(tmp_path, NAME.format(""), "".join(lines[:6]))
    later = file(tmp_path, NAME.format(" (1)"), "".join(lines[3:]))
    assert len(taken(workspace, preview(workspace, [older, later]))) == 1


def test_a_conversation_that_begins_on_the_day_another_ends_comes_in_beside_it(
    workspace: Workspace, tmp_path: Path, anna: Counterpart
) -> None:
    workspace.set_setting("conversation_gap_hours", 6)
    night = "13/03/2026, 23:50 - Anna Berg: late\n14/03/2026, 00:10 - Me: night\n"
    noon = "14/03/2026, 12:00 - Anna Berg: lunch?\n"
    path = file(tmp_path, NAME.format(""), night + noon)
    first, second = taken(workspace, preview(workspace, [path]))
    assert first.startswith("2026-03-13") and "2 messages" in first
    assert second.startswith("2026-03-14") and "1 message." in second
    assert {row.why for row in preview(workspace, [path]).rows} == {"It is already here."}
    file(tmp_path, path.name, f"{night}{noon}14/03/2026, 12:10 - Me: yes\n")
    grown = taken(workspace, preview(workspace, [path]))
    assert grown == [first, second.replace("1 message.", "2 messages, 1 of them yours.")]


@pytest.mark.parametrize("later_first", [True, False])
def test_two_files_hold_conversations_of_which_one_begins_on_the_day_the_other_ends(
    workspace: Workspace, tmp_path: Path, anna: Counterpart, later_first: bool
) -> None:
    night = "12/03/2026, 23:50 - Anna Berg: late\n13/03/2026, 09:10 - Me: night\n"
    noon = "13/03/2026, 12:00 - Anna Berg: lunch?\n14/03/2026, 12:10 - Me: yes\n"
    paths = [file(tmp_path, NAME.format(""), night), file(tmp_path, NAME.format(" (1)"), noon)]
    if later_first:
        paths.reverse()
    found = taken(workspace, preview(workspace, paths))
    assert [one[:10] for one in found] == ["2026-03-12", "2026-03-13"]
    assert {row.why for row in preview(workspace, paths).rows} == {"It is already here."}
    assert taken(workspace, preview(workspace, paths)) == found


def test_conversations_that_came_in_since_the_files_were_read_are_not_added_again(
    workspace: Workspace, tmp_path: Path, anna: Counterpart
) -> None:
    path = file(tmp_path, NAME.format(""), OLD)
    plan = preview(workspace, [path])
    found = taken(workspace, preview(workspace, [path]))
    assert taken(workspace, plan) == found


def test_several_conversations_of_a_day_stay_several_in_each_file(
    workspace: Workspace, tmp_path: Path, anna: Counterpart
) -> None:
    workspace.set_setting("conversation_gap_hours", 1)
    text = "".join(f"13/03/2026, {hour}:00 - Anna Berg: hi\n" for hour in (10, 13, 16))
    more = f"{text}13/03/2026, 16:30 - Me: hi\n"
    paths = [file(tmp_path, NAME.format(""), text), file(tmp_path, NAME.format(" (1)"), more)]
    found = taken(workspace, preview(workspace, paths))
    assert [note.partition(" ")[2].splitlines()[1][:10] for note in found] == [
        "1 message.",
        "1 message.",
        "2 messages",
    ]


def test_whom_nobody_knows_brings_each_conversation_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    paths = [file(tmp_path, NAME.format(""), OLD), file(tmp_path, NAME.format(" (1)"), NEW)]
    plan = preview(workspace, paths)
    (stranger, *_more) = [row.index for row in plan.rows if row.title == "Anna Berg"]
    assert len(taken(workspace, plan.take_many([stranger]))) == 2
    assert [one.name for one in workspace.names()] == ["Anna Berg"]


def test_two_archives_of_linkedin_bring_each_conversation_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Dana Okafor")
    late = message("1", DANA, ME, "2024-03-02 10:00:00 UTC")
    old = file(tmp_path, "a/messages.csv", archive(*TWO))
    new = file(tmp_path, "b/messages.csv", archive(*TWO, late))
    plan = preview(workspace, [old, new], ImportOptions(my_name=ME))
    assert "The same stands in “b/messages.csv”." in whys(plan, "messages.csv")
    assert [note[:10] for note in taken(workspace, plan)] == ["2024-01-01", "2024-03-01"]
    assert "2 messages" in taken(workspace, plan)[1]


@pytest.mark.parametrize("later", ["d.json", "d (1).json"])
def test_of_a_note_that_two_exports_of_day_one_tell_the_later_file_counts(
    workspace: Workspace, tmp_path: Path, anna: Counterpart, later: str
) -> None:
    paths = []
    for name in ("d (1).json", "d.json"):
        text = f"{'Later' if name == later else 'Before'}: a walk with @AnnaBerg"
        entry = {"uuid": "AB", "creationDate": "2026-03-01T10:00:00Z", "text": text}
        export = json.dumps({"metadata": {"version": "1.0"}, "entries": [entry]})
        paths.append(file(tmp_path, name, export))
        os.utime(paths[-1], (0, 2_000_000_000 if name == later else 1_000_000_000))
    (note,) = taken(workspace, preview(workspace, paths))
    assert "Later" in note


def test_a_note_of_jrnl_in_two_files_comes_in_once(
    workspace: Workspace, tmp_path: Path, anna: Counterpart
) -> None:
    paths = [file(tmp_path, f"{name}.txt", JRNL.format("Nice.")) for name in "ab"]
    plan = preview(workspace, paths)
    assert whys(plan, "b.txt") == ["The same stands in “a.txt”."]
    assert len(taken(workspace, plan)) == 1


def test_two_notes_of_one_file_stay_two_though_they_bear_one_name(
    workspace: Workspace, tmp_path: Path, anna: Counterpart
) -> None:
    entries = [
        {"uuid": "AB", "creationDate": f"2026-03-0{n}T10:00:00Z", "text": "With @AnnaBerg"}
        for n in (1, 2)
    ]
    export = json.dumps({"metadata": {"version": "1.0"}, "entries": entries})
    assert len(taken(workspace, preview(workspace, [file(tmp_path, "d.json", export)]))) == 2
