"""Folders and archives given to an import: every file in them is read, or named with the reason."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from app.model.errors import Cancelled, FileReadError, FileWriteError
from app.services import transfer
from app.services.taking_in import choosing
from app.services.transfer import preview
from app.services.workspace import Workspace
from tests.app.exchange.letters import ADA, MINE, letter, write
from tests.campaigns.fuzz_seeds import packed

FILES = Path(__file__).parents[2] / "files" / "contact_tables"
CARD = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person %d\r\nEND:VCARD\r\n"
CHAT = "[01.10.26, 09:12:11] Dana Okafor: Hello\n[01.10.26, 09:13:00] Me Solo: hi\n"
JRNL = {"tags": {}, "entries": [{"title": "Lunch.", "body": "", "date": "2024-03-01", "time": ""}]}
DAYONE = {
    "metadata": {"version": "1.0"},
    "entries": [{"uuid": "A" * 32, "creationDate": "2024-05-01T07:00:00Z", "text": "Day"}],
}
TABLE = "Name,Email\nAnn Lee,ann@lee.example\n"
OWN = "Who,What\nsome,thing\n"


def told(workspace: Workspace, *paths: Path) -> dict[str, set[str]]:
    """The files of the rows, and of those that are not taken the title and the reason."""
    found: dict[str, set[str]] = {}
    for row in preview(workspace, paths).rows:
        found.setdefault(row.file, set()).add(f"{row.title}: {row.why}")
    return found


def test_every_file_below_a_folder_is_read_or_named(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    (folder / "Mail" / "Inbox" / "cur").mkdir(parents=True)
    (folder / "sub" / "photos").mkdir(parents=True)
    write(folder / "Mail" / "Inbox" / "cur" / "1:2,S", letter(ADA, MINE, separator=""))
    write(folder / "one.eml", letter(MINE, ADA, separator="", id="other"))
    (folder / "Mail" / "people.vcf").write_bytes(CARD % 1)
    (folder / "WhatsApp Chat with Dana.txt").write_text(CHAT)
    (folder / "jrnl.json").write_text(json.dumps(JRNL))
    (folder / "sub" / "dayone.json").write_text(json.dumps(DAYONE))
    (folder / "sub" / "photos" / "abc.jpeg").write_bytes(b"\xff\xd8\xff")
    (folder / "sub" / "people.csv").write_text(TABLE)
    (folder / "cards.zip").write_bytes(packed(("packed.vcf", CARD % 2)))
    (folder / "damaged.zip").write_bytes(packed(("packed.vcf", CARD % 3))[:60])
    (folder / "empty.csv").write_bytes(b"")
    (folder / "notes.txt").write_text("Dear Ann")
    (folder / "mine.kith").write_bytes(CARD % 9)  # whatever stands in it, it is never opened
    (folder / "mine.kith-wal").write_bytes(b"")
    (folder / "sub" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden").write_text("of the system")
    found = told(workspace, folder)
    assert found.keys() == {
        *("people.vcf", "WhatsApp Chat with Dana.txt", "jrnl.json", "dayone.json", "people.csv"),
        *("packed.vcf", "all"),
    }
    whys = {words for words in found["all"] if not words.startswith("Hello:")}
    assert any(words.startswith("damaged.zip: “damaged.zip” is cut off") for words in whys)
    assert any(words.startswith("empty.csv: “empty.csv” is empty.") for words in whys)
    assert (
        "3 files: They are of no kind that Kith reads: mine.kith, notes.txt, picture.jpg." in whys
    )


def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear Ann")
    with pytest.raises(FileReadError, match="a folder with nothing in it"):
        transfer.files_in(tmp_path)
    (tmp_path / "damaged.zip").write_bytes(packed(("packed.vcf", CARD % 3))[:60])
    with pytest.raises(FileReadError) as caught:
        transfer.files_in(tmp_path)
    assert "damaged.zip" in caught.value.advice


def test_tables_beside_those_of_linkedin_are_named_together(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "linkedin"
    folder.mkdir()
    (folder / "Connections.csv").write_bytes((FILES / "linkedin.csv").read_bytes())
    (folder / "Skills.csv").write_text("Name,Level\nSailing,good\n")
    assert told(workspace, folder).keys() == {"Connections.csv", "Skills.csv"}
    (folder / "Towns.csv").write_text("Name,Size\nOslo,large\n")
    found = told(workspace, folder)
    assert found.keys() == {"Connections.csv", folder.name}
    why = "They may list anything. Import by itself what lists people: Skills.csv, Towns.csv."
    assert found[folder.name] == {f"2 tables: {why}"}


def test_several_tables_of_nobody_known_in_an_archive_are_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.zip"
    path.write_bytes(packed(("a.vcf", CARD % 1), ("b.csv", OWN.encode()), ("c.csv", OWN.encode())))
    found = told(workspace, path)
    why = "They may list anything. Import by itself what lists people: b.csv, c.csv."
    assert found["mixed.zip"] == {f"2 tables: {why}"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_inside_an_archive_is_named_and_never_read_as_something_else(
    workspace: Workspace, tmp_path: Path, method: int
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("people.vcf", b"\n" + CARD % 1)
        archive.writestr("more.vcf", b"\n" + CARD % 7)
    inner = out.getvalue()
    path = tmp_path / "outer.zip"
    path.write_bytes(packed(("a/inner.zip", inner), ("b.vcf", CARD % 2)))
    found = told(workspace, path)
    assert found.keys() == {"outer.zip", "b.vcf"}
    why = "It is an archive inside an archive: unpack it first, and choose what is in it."
    assert found["outer.zip"] == {f"a/inner.zip: {why}"}
    alone = tmp_path / "alone.zip"
    alone.write_bytes(packed(("inner.zip", inner)))
    with pytest.raises(FileReadError, match="nothing that Kith reads but another archive"):
        transfer.files_in(alone)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    (folder / "cur").mkdir(parents=True)
    for name in ("p.vcf", "p.eml", "p", "cur/1:2,S"):
        os.mkfifo(folder / name)
    for read_as in ("", "vcard", "mail"):
        with pytest.raises(FileReadError, match="neither a file nor a folder"):
            transfer.files_in(folder / "p.vcf", read_as)
    (folder / "a.vcf").write_bytes(CARD % 1)
    found = told(workspace, folder)
    assert found.keys() == {"a.vcf", "all"}
    assert found["all"] == {"3 files: They are of no kind that Kith reads: p, p.eml, p.vcf."}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8"])
def test_texts_in_an_older_alphabet_keep_their_letters(
    workspace: Workspace, tmp_path: Path, encoding: str
) -> None:
    workspace.set_setting("my_name", "Me Solo")
    folder = tmp_path / "texts"
    folder.mkdir()
    chat = CHAT.replace("01.10.26", "21.10.26").replace("Dana Okafor", "Jürgen Müller")
    (folder / "chat.txt").write_bytes(chat.encode(encoding))
    (folder / "journal.txt").write_bytes("[2024-03-01 09:30] Grüße von Jürgen".encode(encoding))
    titles = {row.title for row in preview(workspace, [folder]).rows}
    assert any("Jürgen Müller" in title for title in titles), titles
    assert any("Grüße von Jürgen" in title for title in titles), titles


def test_a_journal_is_never_opened_by_an_import(workspace: Workspace) -> None:
    with pytest.raises(FileReadError, match="is a journal of Kith"):
        preview(workspace, [workspace.path])


def test_looking_through_a_folder_can_be_stopped(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_bytes(CARD % 1)
    with pytest.raises(Cancelled):
        preview(workspace, [tmp_path], cancelled=lambda: True)
    asked: list[int] = []

    def heard() -> None:
        asked.append(1)
        raise Cancelled

    with pytest.raises(Cancelled):
        choosing.look(tmp_path, heard=heard)
    assert asked == [1]


def test_of_very_many_files_in_a_folder_the_rest_is_named(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "_MOST_FILES", 3)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.vcf").write_bytes(CARD % number)
    found = told(workspace, folder)
    assert found.keys() == {"0.vcf", "1.vcf", "2.vcf", "many"}
    assert "more than 3 files in it" in next(iter(found["many"]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_was_not_taken_is_not_written_into_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "left.csv")
    with pytest.raises(FileWriteError):
        transfer.check_place(tmp_path / "left.csv")
