"""Zip archives given to an import: nothing that lies in them vanishes without a word."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from app.model.imports import Fate
from app.model.people import Counterpart
from app.model.records import Interaction
from app.services import transfer
from app.services.taking_in import choosing, files
from app.services.transfer import Format, ImportOptions, preview
from app.services.workspace import Workspace
from tests.app.exchange.letters import ADA, ME, MINE, letter
from tests.campaigns.fuzz_seeds import packed

CARD = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cy Dunn %d\r\nEND:VCARD\r\n"
PHOTO = ("photos/1.jpg", b"\xff\xd8\xff")
TOO_MANY = "There are more than {} files in it; what is beyond them was not looked at."


def chat_with(name: str) -> bytes:
    return (
        f"25/03/2026, 10:05 - Me Solo: hello\n26/03/2026, 10:00 - {name}: {name} again\n"
    ).encode()


def archive(tmp_path: Path, *members: tuple[str, bytes], name: str = "all.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(packed(*members))
    return path


def titles(workspace: Workspace, path: Path, **options: str) -> dict[str, list[str]]:
    """The titles of the rows, by the file they stand for."""
    found: dict[str, list[str]] = {}
    for row in preview(workspace, [path], ImportOptions(**options)).rows:  # type: ignore[arg-type]
        if not row.title.endswith((" Berg", " Cole")) or row.title.startswith("Chat"):
            found.setdefault(row.file, []).append(row.title)
    return found


def test_every_chat_of_an_archive_comes_in_and_so_does_what_lies_beside(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.change("Add") as edit:
        people = [edit.add(Counterpart, name=name) for name in ("Anna Berg", "Ben Cole")]
    path = archive(
        tmp_path,
        ("WhatsApp Chat with Anna Berg.txt", chat_with("Anna Berg")),
        ("WhatsApp Chat - Ben Cole/_chat.txt", chat_with("Ben Cole")),
        ("cards.vcf", CARD % 1),
        PHOTO,
    )
    plan = preview(workspace, [path])
    transfer.apply(workspace, plan)
    assert {entry.people for entry in workspace.find(Interaction)} == {(one.id,) for one in people}
    assert "Cy Dunn 1" in {one.name for one in workspace.names()}
    only = titles(workspace, path, read_as=Format.CHAT)
    assert only == {
        "WhatsApp Chat with Anna Berg.txt": ["Chat with Anna Berg"],
        "_chat.txt": ["Chat with Ben Cole"],
    }


def test_a_chat_alone_with_its_pictures_stands_under_the_name_of_its_archive(
    workspace: Workspace, tmp_path: Path
) -> None:
    name = "WhatsApp Chat - Anna Berg.zip"
    chat = ("_chat.txt", chat_with("Anna Berg"))
    path = archive(tmp_path, PHOTO, chat, name=name)
    assert titles(workspace, path) == {name: ["Chat with Anna Berg"]}
    path = archive(tmp_path, PHOTO, chat, ("Cy.vcf", CARD % 1), name=name)
    assert titles(workspace, path) == {
        "_chat.txt": ["Chat with Anna Berg"],
        "Cy.vcf": ["Cy Dunn 1"],
    }
    path = archive(tmp_path, chat, ("more.zip", packed(("a.vcf", CARD % 1))), name=name)
    assert titles(workspace, path) == {name: ["Chat with Anna Berg", "more.zip"]}


def test_of_very_many_files_in_an_archive_the_rest_is_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (files, choosing):
        monkeypatch.setattr(room, "MOST_MEMBERS", 3)
    cards = [(f"{number}.vcf", CARD % number) for number in range(5)]
    path = archive(tmp_path, *cards)
    found = [(row.title, row.why) for row in preview(workspace, [path]).rows]
    assert found[3:] == [("all.zip", TOO_MANY.format(3))]
    # Folders are none of the files, and pictures are only looked at.
    path = archive(tmp_path, ("a/", b""), ("b/", b""), *cards[:3], PHOTO)
    assert len(preview(workspace, [path]).rows) == 3


def test_mails_are_looked_at_beyond_other_files_and_the_rest_is_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (files, choosing):
        monkeypatch.setattr(room, "MOST_MEMBERS", 3)
    for name in ("app.exchange.mailbox", "app.exchange.mailbox.sources"):
        monkeypatch.setattr(sys.modules[name], "MOST_LOOKED_AT", 6)
    mails = [(f"{n}.eml", letter(separator="", id=str(n)).encode()) for n in range(7)]
    named = {row.why for row in preview(workspace, [archive(tmp_path, *mails[:6])]).rows}
    assert not any("more than" in why for why in named)
    named = {row.why for row in preview(workspace, [archive(tmp_path, *mails)]).rows}
    assert TOO_MANY.format(6) in named
    mixed = archive(tmp_path, *mails[:4], ("x.vcf", CARD % 1))
    named = {row.why for row in preview(workspace, [mixed]).rows}
    assert TOO_MANY.format(3) in named


def test_an_archive_is_not_listed_anew_for_every_file_in_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [(f"{n}.vcf", CARD % n) for n in range(40)]
    mails = [(f"{n}.eml", letter(separator="", id=str(n)).encode()) for n in range(40)]
    path = archive(tmp_path, *cards, *mails)
    opened: list[zipfile.ZipFile] = []
    true_open = zipfile.ZipFile.__init__

    def counted(self: zipfile.ZipFile, *args: object, **named: object) -> None:
        opened.append(self)
        true_open(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted)
    assert len(preview(workspace, [path]).rows) > 40
    assert len(opened) < 15
    assert all(one.fp is None for one in opened)  # it can be moved and deleted


def test_of_two_archives_each_file_is_read_where_it_lies(
    workspace: Workspace, tmp_path: Path
) -> None:
    paths = [
        archive(tmp_path, *((f"{n}.vcf", CARD % (10 * turn + n)) for n in range(2)), name=name)
        for turn, name in enumerate(["a.zip", "b.zip"])
    ]
    names = [row.title for row in preview(workspace, [*paths, paths[0]]).rows]
    assert names == [f"Cy Dunn {n}" for n in (0, 1, 10, 11, 0, 1)]


def test_of_a_damaged_mail_in_an_archive_the_others_are_read_and_it_is_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Adaeze Okafor")
    sent = (ADA, MINE, "2 Mar 2026 09:30:00 +0000", "Boats", f"Delivered-To: {ME}")
    mails = [(f"{n}.eml", letter(*sent, separator="", id=str(n))) for n in range(3)]
    path = tmp_path / "mails.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        for name, data in mails:
            out.writestr(name, data)
    data = bytearray(path.read_bytes())
    data[data.index(b"Hello", data.index(b"1.eml"))] += 1
    path.write_bytes(data)
    rows = preview(workspace, [path]).rows
    assert any("2 messages" in row.why for row in rows)
    damaged = [(row.title, row.fate) for row in rows if row.why.startswith("It is damaged")]
    assert damaged == [("1.eml", Fate.FAILED)]


def test_beside_a_damaged_text_a_chat_is_found(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - Anna Berg.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out:
        out.writestr("notes.txt", "Dear Anna")
        out.writestr("_chat.txt", chat_with("Anna Berg"))
    data = bytearray(path.read_bytes())
    data[data.index(b"Dear")] += 1
    path.write_bytes(data)
    assert transfer.sniff(path) is Format.CHAT
    for read_as in ("", Format.CHAT):
        assert titles(workspace, path, read_as=read_as) == {
            path.name: ["Chat with Anna Berg", "notes.txt"]
        }
