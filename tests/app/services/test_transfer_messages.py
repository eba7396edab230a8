"""Messages of LinkedIn in a real journal: with whom one knows, twice, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.imports import Fate
from app.model.people import Counterpart
from app.model.records import Interaction, Opener, Source
from app.services import transfer
from app.services.transfer import Format, preview, sniff
from app.services.workspace import Workspace
from tests.app.exchange.test_linkedin_messages import DANA, ME, TWO, archive, message


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    path = tmp_path / "messages.csv"
    path.write_bytes(archive(*TWO))
    return path


def test_conversations_with_people_one_knows_become_entries_once(
    workspace: Workspace, messages: Path
) -> None:
    assert sniff(messages) is Format.MESSAGES
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Dana Okafor")
    plan = preview(workspace, [messages])
    transfer.apply(workspace, plan)
    entries = workspace.find(Interaction)
    assert sorted((str(entry.when.date), entry.opener) for entry in entries) == [
        ("2024-01-01", Opener.THEM),
        ("2024-03-01", Opener.ME),
    ]
    assert {entry.source for entry in entries} == {Source.IMPORTED}
    again = transfer.apply(workspace, preview(workspace, [messages]))
    assert again.count(Fate.ADDED) + again.count(Fate.MERGED) == 0
    workspace.undo()
    assert workspace.find(Interaction) == []


def test_a_conversation_that_went_on_is_brought_up_to_date(
    workspace: Workspace, messages: Path
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Dana Okafor")
    transfer.apply(workspace, preview(workspace, [messages]))
    messages.write_bytes(archive(*TWO, message("1", DANA, ME, "2024-03-02 10:00:00 UTC")))
    report = transfer.apply(workspace, preview(workspace, [messages]))
    assert report.count(Fate.MERGED) == 1
    late = next(e for e in workspace.find(Interaction) if str(e.when.date) == "2024-03-01")
    assert (late.two_way, late.answered) == (True, True)


def test_connections_and_messages_of_one_archive_meet(
    workspace: Workspace, messages: Path, tmp_path: Path
) -> None:
    connections = tmp_path / "Connections.csv"
    connections.write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Dana,Okafor,https://www.linkedin.com/in/dana,,Fjord,Partner,15 Mar 2020\n"
    )
    transfer.apply(workspace, preview(workspace, [messages, connections]))
    dana = workspace.person_named("Dana Okafor")
    assert len(workspace.interactions_of(dana.id)) == 2
