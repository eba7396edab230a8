"""Importing exported chats into a real journal."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.model.errors import FileReadError
from app.model.imports import Fate
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Channel, Interaction, Opener, Source
from app.services import transfer
from app.services.taking_in import chat as transfer_chat
from app.services.transfer import Format, ImportOptions, preview, sniff
from app.services.workspace import Workspace

CHAT = (
    "13/06/2024, 12:00 - Messages are end-to-end encrypted.\n"
    "13/06/2024, 12:01 - Max: Hello\n"
    "14/06/2024, 09:00 - Ada Okafor: Hello yourself\n"
)
MORE = "15/06/2024, 09:00 - Max: And then?\n"
NAME = "WhatsApp Chat with Ada Okafor.txt"


@pytest.fixture
def ada(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Ada Okafor")


def run(workspace: Workspace, *paths: Path, **options: bool) -> list[tuple[str, str]]:
    plan = preview(workspace, paths, ImportOptions(**options))
    report = transfer.apply(workspace, plan)
    return [(record.fate.value, record.title) for record in report.records]


def test_a_chat_becomes_conversations_and_grows(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    path = tmp_path / NAME
    path.write_text(CHAT, encoding="utf-8")
    assert sniff(path) is Format.CHAT
    assert run(workspace, path) == [("added", "Chat with Ada Okafor"), ("skipped", "1 notice")]
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.channel, entry.source) == (
        (ada.id,),
        Channel.MESSAGE,
        Source.IMPORTED,
    )
    assert (entry.opener, entry.two_way, entry.answered) == (Opener.ME, True, True)
    assert (entry.ask_mine, entry.ask_theirs, entry.depth) == (None, None, None)
    assert run(workspace, path)[0][0] == "skipped"
    path.write_text(CHAT + MORE, encoding="utf-8")
    assert run(workspace, path)[0][0] == "merged"
    assert "3 messages" in workspace.find(Interaction)[0].note
    workspace.undo()
    workspace.undo()
    assert workspace.find(Interaction) == []


@pytest.mark.parametrize("inner", ["_chat.txt", NAME, "../../_chat.txt"])
def test_a_chat_is_read_out_of_an_archive_and_nothing_is_unpacked(
    workspace: Workspace, tmp_path: Path, ada: Counterpart, inner: str
) -> None:
    path = tmp_path / "in" / "WhatsApp Chat - Ada Okafor.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("00000042-PHOTO.jpg", b"\xff\xd8")
        archive.writestr("notes.txt", "nothing")
        archive.writestr(inner, CHAT)
    assert sniff(path) is Format.CHAT
    assert run(workspace, path)[0] == ("added", "Chat with Ada Okafor")
    assert sorted(one.name for one in tmp_path.rglob("*.txt")) == []


def test_an_archive_that_unpacks_to_more_than_a_chat_is_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer_chat, "MOST_BYTES", 200_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", CHAT + "x" * 10_000_000)
    with pytest.raises(FileReadError, match="larger than a chat can be"):
        preview(workspace, [path])


@pytest.mark.parametrize("cut", [10, 60, 150, -30, -5])
def test_a_damaged_archive_is_no_chat(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", CHAT * 20)
    data = bytearray(path.read_bytes())
    path.write_bytes(data[:cut])
    with pytest.raises(FileReadError):
        sniff(path)


def test_someone_is_known_by_a_number_and_strangers_are_offered(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    with workspace.change("Add") as edit:
        edit.add(ContactPoint, counterpart_id=ada.id, kind=PointKind.PHONE, value="+49 170 1234567")
    path = tmp_path / "WhatsApp Chat with +49 170 1234567.txt"
    path.write_text(CHAT.replace("Ada Okafor", "+49 170 1234567"), encoding="utf-8")
    run(workspace, path)
    assert workspace.find(Interaction)[0].people == (ada.id,)
    stranger = tmp_path / "WhatsApp Chat with Eva Nowak.txt"
    stranger.write_text(CHAT.replace("Ada Okafor", "Eva Nowak"), encoding="utf-8")
    assert run(workspace, stranger)[0] == ("skipped", "Eva Nowak")
    assert run(workspace, stranger, add_people=True)[:2] == [
        ("added", "Eva Nowak"),
        ("added", "Chat with Eva Nowak"),
    ]


def test_the_order_of_dates_is_asked_when_the_file_does_not_tell(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    path = tmp_path / NAME
    path.write_text("03/04/2024, 12:01 - Ada Okafor: Hello\n", encoding="utf-8")
    plan = preview(workspace, [path])
    assert plan.needs_day_order
    assert transfer.apply(workspace, plan).count(Fate.ADDED) == 0
    assert not preview(workspace, [path], ImportOptions(day_first=False)).needs_day_order
    run(workspace, path, day_first=False)
    assert str(workspace.find(Interaction)[0].when.date) == "2024-03-04"
