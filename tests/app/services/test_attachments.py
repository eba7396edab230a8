"""Photos and files: put in under a limit, called by a fit name, shown by their content."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.belongings import Attachment, AttachmentRole
from app.model.errors import FileReadError, InputError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import attachments, file_kinds, file_names, file_words, forget, photos
from app.services.workspace import Workspace

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0" + bytes(30)
MB = 1_000_000


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("Add Dana") as edit:
        return edit.add(Counterpart, name="Dana Okafor")


def file(name: str = "plan.pdf", data: bytes = b"%PDF-1.7 of hers") -> attachments.Incoming:
    return attachments.incoming(name, data, 25 * MB)


def test_files_are_added_in_one_step_and_listed_with_size_and_kind(
    workspace: Workspace, dana: Counterpart
) -> None:
    done = attachments.add(workspace, dana, [file(), file("list.csv", b"a,b\n")])
    assert (done.label, done.people) == ("Add 2 files", frozenset({dana.id}))
    told = [
        (f.name, f.size, f.media_type, str(f.added))
        for f in attachments.of_person(workspace, dana.id)
    ]
    assert told == [
        ("plan.pdf", 16, "application/pdf", "2026-11-22"),
        ("list.csv", 4, "text/csv", "2026-11-22"),
    ]
    assert attachments.data(workspace, attachments.numbered(workspace, dana.id, 2)) == b"a,b\n"
    assert attachments.weight(workspace) == attachments.Weight(2, 20)
    workspace.undo()
    assert attachments.of_person(workspace, dana.id) == []


def test_what_belongs_to_someone_who_is_gone_is_refused_in_words(
    workspace: Workspace, dana: Counterpart
) -> None:
    workspace.undo()
    steps = len(workspace.history())
    with pytest.raises(NotFoundError, match="no longer in the journal"):
        attachments.add(workspace, dana, [file()])
    with pytest.raises(NotFoundError, match="no longer in the journal"):
        attachments.put_photo(workspace, dana, file("dana.png", PNG))
    assert workspace.find(Attachment) == []
    assert len(workspace.history()) == steps


def test_a_file_of_someone_forgotten_does_not_come_to_whoever_got_their_number(
    workspace: Workspace, dana: Counterpart
) -> None:
    forget.forget(workspace, dana.id)
    with workspace.change("Add Zoe") as edit:
        zoe = edit.add(Counterpart, name="Zoe Vanterpool")
    assert zoe.id == dana.id
    with pytest.raises(NotFoundError, match="no longer in the journal"):
        attachments.add(workspace, dana, [file()])
    assert attachments.of_person(workspace, zoe.id) == []


def test_one_file_names_its_step(workspace: Workspace, dana: Counterpart) -> None:
    assert attachments.add(workspace, dana, [file()]).label == "Add the file “plan.pdf”"


def test_a_number_that_is_not_there(workspace: Workspace, dana: Counterpart) -> None:
    with pytest.raises(NotFoundError):
        attachments.numbered(workspace, dana.id, 1)


def test_a_file_on_an_entry_is_counted_there_and_found_by_the_person(
    workspace: Workspace, dana: Counterpart
) -> None:
    with workspace.change("Log") as edit:
        entries = [
            edit.add(Interaction, when=Moment(PartialDate(2026, 3, day)), people=(dana.id,))
            for day in (1, 2, 3)
        ]
    attachments.add(workspace, entries[0], [file(), file("b.txt", b"b")])
    attachments.add(workspace, entries[2], [file("c.txt", b"c")])
    ids = [entry.id for entry in entries]
    assert attachments.on_entries(workspace, ids) == {ids[0]: 2, ids[2]: 1}
    assert [f.name for f in attachments.of_entry(workspace, ids[0])] == ["plan.pdf", "b.txt"]
    found = attachments.of_persons_entries(workspace, dana.id)
    assert [(f.name, on.id) for f, on in found] == [
        ("c.txt", ids[2]),
        ("plan.pdf", ids[0]),
        ("b.txt", ids[0]),
    ]
    assert attachments.of_person(workspace, dana.id) == []


def test_a_photo_takes_the_place_of_the_one_before(workspace: Workspace, dana: Counterpart) -> None:
    assert attachments.photo(workspace, dana.id) is None
    attachments.put_photo(workspace, dana, file("old.png", PNG))
    done = attachments.put_photo(workspace, dana, file("new.jpg", JPEG))
    assert done.label == "Set the photo of Dana Okafor"
    (one,) = workspace.find(Attachment)
    assert (one.name, one.role) == ("new.jpg", AttachmentRole.PHOTO)
    assert photos.everybody(workspace) == {dana.id: one.digest}
    workspace.undo()
    shown = attachments.photo(workspace, dana.id)
    assert shown is not None
    assert attachments.data(workspace, shown) == PNG
    attachments.remove_photo(workspace, dana)
    assert photos.everybody(workspace) == {}


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"<svg onload='x'/>", b"MZ", b"text"])
def test_what_is_no_picture_is_no_photo(
    workspace: Workspace, dana: Counterpart, data: bytes
) -> None:
    with pytest.raises(InputError, match="not a picture"):
        attachments.put_photo(workspace, dana, file("dana.png", data))
    assert workspace.find(Attachment) == []


def test_a_file_is_renamed_and_keeps_its_ending(workspace: Workspace, dana: Counterpart) -> None:
    attachments.add(workspace, dana, [file()])
    (one,) = attachments.of_person(workspace, dana.id)
    assert attachments.rename(workspace, one, "offer").label == "Rename the file “plan.pdf”"
    assert workspace.get(Attachment, one.id).name == "offer.pdf"
    attachments.rename(workspace, one, "../offer 2.txt")
    assert workspace.get(Attachment, one.id).name == "offer 2.txt"
    with pytest.raises(InputError):
        attachments.rename(workspace, one, " .. ")


def test_a_file_is_removed_and_comes_back(workspace: Workspace, dana: Counterpart) -> None:
    attachments.add(workspace, dana, [file()])
    (one,) = attachments.of_person(workspace, dana.id)
    assert attachments.remove(workspace, one).label == "Remove the file “plan.pdf”"
    workspace.undo()
    assert attachments.of_person(workspace, dana.id) == [one]


# --- limits --------------------------------------------------------------------------------


def test_the_limit_is_a_setting(workspace: Workspace) -> None:
    assert attachments.limit(workspace) == 25 * MB
    workspace.set_setting("file_limit_mb", 2)
    assert attachments.limit(workspace) == 2 * MB


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "“a.txt” is empty."),
        (2 * MB + 1, "“a.txt” has 2.0 MB; a file in the journal may have 2.0 MB."),
        (31 * MB, "“a.txt” has 31 MB; a file in the journal may have 2.0 MB."),
    ],
)
def test_nothing_empty_and_nothing_too_large_comes_in(tmp_path: Path, size: int, said: str) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as out:
        out.truncate(size)
    with pytest.raises(InputError) as told:
        attachments.read(path, 2 * MB)
    assert told.value.text == said
    assert told.value.advice
    with pytest.raises(InputError):
        attachments.incoming("a.txt", bytes(size), 2 * MB)


def test_exactly_the_limit_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(2 * MB))
    assert len(attachments.read(path, 2 * MB).data) == 2 * MB


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ".", "nothing"):
        with pytest.raises(FileReadError):
            attachments.read(tmp_path / name, MB)
    with pytest.raises(FileReadError):
        attachments.read(Path("/dev/zero"), MB)


def test_when_all_files_are_heavy_it_is_said(workspace: Workspace, dana: Counterpart) -> None:
    attachments.add(workspace, dana, [file("a.bin", bytes(11 * MB))])
    assert attachments.weight(workspace).heavy == ""
    workspace.set_setting("files_heavy_mb", 10)
    assert attachments.weight(workspace).heavy.startswith(
        "The files in this journal have 11 MB together"
    )
    assert file_words.together(1, 11 * MB) == "1 file, 11 MB"


# --- kinds and names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PNG, "anything.txt", "image/png"),
        (JPEG, "", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "a.heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "a", "video/mp4"),
        (b"%PDF-1.4", "a.exe", "application/pdf"),
        (b"PK\x03\x04xx", "a.docx", file_kinds._OFFICE + "wordprocessingml.document"),
        (b"PK\x03\x04xx", "a.odt", "application/vnd.oasis.opendocument.text"),
        (b"PK\x03\x04xx", "a.png", "application/zip"),
        (b"not at all", "a.png", file_kinds.UNKNOWN),
        (b"# Title\n", "a.md", "text/markdown"),
        (b"BEGIN:VCARD\n", "a.vcf", "text/vcard"),
        ("übrigens".encode(), "a", "text/plain"),
        ("ü".encode() * 2100, "a", "text/plain"),
        (b"\x00\x01\x02", "a", file_kinds.UNKNOWN),
        (b"\xff\xfe\x01", "a", file_kinds.UNKNOWN),
    ],
)
def test_the_kind_comes_from_the_content_first(data: bytes, name: str, kind: str) -> None:
    assert file_kinds.media_type(data, name) == kind


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("  two\n lines\t.txt ", "two lines .txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("trailing. . ", "trailing"),
        ("e\u0301.txt", "é.txt"),
        ("\U0001f469\u200d\U0001f467.jpg", "\U0001f469\u200d\U0001f467.jpg"),
        ("..", ""),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("folder/", "folder"),
    ],
)
def test_names_are_cleaned(name: str, kept: str) -> None:
    assert file_names.clean_name(name) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [("a:b?.txt", "a_b_.txt"), ("CON.txt", "_CON.txt"), (".profile", "profile"), ("", "file")],
)
def test_a_name_is_fit_for_every_system(name: str, kept: str) -> None:
    assert file_names.file_name(name) == kept


@given(st.text(max_size=200), st.binary(max_size=300))
def test_any_name_and_any_bytes_are_taken(name: str, data: bytes) -> None:
    kept = file_names.clean_name(name)
    assert len(kept) <= 120
    assert not set(kept) & set("/\\\n\r\t\x00\u202e")
    assert file_names.clean_name(kept) == kept
    assert file_names.file_name(name)
    assert "/" in file_kinds.media_type(data, name)
    assert file_names.is_program(name, data) in (True, False)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("setup.exe", b""),
        ("photo.jpg.SCR", b""),
        ("letter.pdf.lnk", b""),
        ("run.sh", b""),
        ("macro.JS. ", b""),
        ("letter.pdf", b"MZ\x90"),
        ("letter", b"\x7fELF\x02"),
        ("letter", b"#!/bin/sh\n"),
        ("letter.txt", b"\xef\xbb\xbf\n[Desktop Entry]\nExec=x"),
        ("a.url", b""),
    ],
)
def test_what_may_be_a_program_is_told(name: str, data: bytes) -> None:
    assert file_names.is_program(name, data)


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.docx", "a.jpg", "a", "notes.exe.txt"])
def test_what_is_none_is_none(name: str) -> None:
    assert not file_names.is_program(name, b"%PDF-1.4")


@pytest.mark.parametrize(
    ("name", "kind", "ending"),
    [
        ("a.PDF", "application/pdf", ".pdf"),
        ("a", "application/pdf", ".pdf"),
        ("a", file_kinds.UNKNOWN, ""),
        ("a.b/c", "text/plain", ".txt"),
        ("a.$(x)", "text/plain", ".txt"),
    ],
)
def test_the_ending_a_copy_gets(name: str, kind: str, ending: str) -> None:
    assert file_kinds.suffix_for(name, kind) == ending
