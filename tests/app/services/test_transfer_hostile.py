"""Archives and files that want to keep the program busy, or to change under its hands."""

from __future__ import annotations

import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from app.model.errors import Cancelled, FileReadError, UserError
from app.model.imports import Fate
from app.model.people import Counterpart
from app.services import transfer
from app.services.transfer import ImportOptions, preview
from app.services.workspace import Workspace
from tests.app.exchange.letters import ADA, MINE, letter, write
from tests.campaigns.big_mailbox import write as write_big
from tests.campaigns.fuzz_seeds import FILES, packed

CARD = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person %d\r\nEND:VCARD\r\n"
BOMB = b"BEGIN:VCARD\nFN:&a;\n" + bytes(64 * 1024 * 1024)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&b;&e;</x>'
)


def test_a_member_without_a_name_is_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"From nobody")
        archive.writestr("cards.vcf", b"BEGIN:VCARD\nVERSION:4.0\nFN:Mira Novak\nEND:VCARD\n")
    assert zipfile.ZipFile(path).infolist()[0].filename == ""
    plan = preview(workspace, [path])
    assert [row.fate for row in plan.rows if row.fate is Fate.ADDED]
    archived = tmp_path / "mail.zip"
    with zipfile.ZipFile(archived, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"From nobody")
        archive.writestr("all.mbox", letter(id="a"))
    assert preview(workspace, [archived]).rows


def test_an_archive_with_a_name_in_no_alphabet_is_one_that_cannot_be_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "mail.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Grüße.mbox", letter(id="a"))  # marked as written in UTF-8
    path.write_bytes(path.read_bytes().replace("ü".encode(), b"\x80\x80"))
    with pytest.raises(ValueError, match="codec"):
        zipfile.ZipFile(path)
    for read_as in ("", "mail", "whatsapp", "vcard"):
        with pytest.raises(UserError):
            preview(workspace, [path], ImportOptions(read_as=read_as))
    rows = preview(workspace, [path, write(tmp_path / "b.eml", letter(id="b"))]).rows
    assert [(row.file, row.fate) for row in rows if row.fate is Fate.FAILED] == [
        ("mail.zip", Fate.FAILED)
    ]


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "outer.zip"
    path.write_bytes(packed(("inner.zip", packed(("people.vcf", CARD % 1)))))
    with pytest.raises(FileReadError):
        transfer.files_in(path)


def test_an_archive_that_unpacks_to_far_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(packed(("people.vcf", BOMB)))
    assert path.stat().st_size < 100_000
    with pytest.raises(FileReadError, match="far more"):
        transfer.files_in(path)


def test_members_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    single = packed(("people.vcf", BOMB[: 1024 * 1024]))
    start = single.index(b"PK\x01\x02")
    end = single.index(b"PK\x05\x06")
    entry = single[start:end]
    many = entry * 1500  # each of them points to the same bytes
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1500, 1500, len(many), start, 0)
    path = tmp_path / "overlapping.zip"
    path.write_bytes(single[:start] + many + tail)
    assert len(zipfile.ZipFile(path).infolist()) == 1500
    with pytest.raises(FileReadError):
        transfer.files_in(path)


def test_an_archive_of_very_many_members_is_listed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(packed(*((f"{n}.txt", b"nothing") for n in range(3000)), ("x.vcf", CARD % 1)))
    opened: list[object] = []
    true_open = zipfile.ZipFile.__init__

    def counted(self: zipfile.ZipFile, *args: object, **named: object) -> None:
        opened.append(args)
        true_open(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counted)
    with pytest.raises(FileReadError):
        transfer.files_in(path)  # the card stands beyond what is looked at
    assert len(opened) < 10


@pytest.mark.parametrize("name", ["../../people.vcf", "/tmp/people.vcf", "C:\\people.vcf", ".."])
def test_members_that_lead_out_of_the_archive_are_only_read(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    path = inner / "a.zip"
    path.write_bytes(packed((name, CARD % 1)))
    before = sorted(tmp_path.rglob("*.vcf"))
    report = transfer.apply(workspace, preview(workspace, [path]))
    assert report.count(Fate.ADDED) == 1
    assert sorted(tmp_path.rglob("*.vcf")) == before
    assert [one.name for one in inner.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("kind", [kind.value for kind in transfer.Format])
def test_entities_are_never_followed(workspace: Workspace, tmp_path: Path, kind: str) -> None:
    before = {name for name in sys.modules if name.startswith("xml.")}
    path = tmp_path / "laughs.xml"
    path.write_bytes(LAUGHS)
    try:
        plan = preview(workspace, [path], transfer.ImportOptions(read_as=kind))
    except UserError:
        return
    told = " ".join(f"{row.title} {row.why}" for row in plan.rows)
    assert "root:" not in told
    assert "hahaha" not in told
    assert {name for name in sys.modules if name.startswith("xml.")} <= before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("file", FILES[::6], ids=lambda path: path.name)
def test_a_file_of_which_only_a_part_was_written(
    workspace: Workspace, tmp_path: Path, file: Path, share: float
) -> None:
    data = file.read_bytes()
    path = tmp_path / file.name
    path.write_bytes(data[: int(len(data) * share)])
    try:
        report = transfer.apply(workspace, preview(workspace, [path]))
    except FileReadError:
        report = None
    if report is not None and workspace.can_undo():
        workspace.undo()
    assert not workspace.find(Counterpart)
    assert workspace.check() == []


def test_a_file_that_is_cut_and_grows_while_it_is_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "all.mbox"
    write_big(path, 400, 8)
    size = path.stat().st_size
    changes = iter([size // 3, None, 0])

    def change(_part: int, _whole: int) -> None:
        step = next(changes, "done")
        if step is None:
            with path.open("ab") as file:
                file.write(letter(ADA, MINE, id="late").encode())
        elif isinstance(step, int):
            os.truncate(path, step)

    plan = preview(
        workspace, [path], transfer.ImportOptions(my_addresses=("me@example.org",)), change
    )
    assert plan.rows
    assert not workspace.find(Counterpart)
    transfer.apply(workspace, plan)
    assert workspace.check() == []


def test_a_file_that_vanishes_between_looking_and_reading(
    workspace: Workspace, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.vcf", tmp_path / "b.vcf"
    for at, path in enumerate((first, second)):
        path.write_bytes(CARD % at)
    plan = preview(workspace, [first, second], tell=lambda _words: second.unlink(missing_ok=True))
    assert [row.fate for row in plan.rows] == [Fate.ADDED, Fate.FAILED]
    assert "There is no file" in plan.rows[1].why


@pytest.mark.parametrize("after", [1, 2, 5, 11, 19])
def test_cancelled_at_any_moment_the_journal_is_as_it_was(
    workspace: Workspace, tmp_path: Path, after: int
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Here Before")
    book = tmp_path / "book.vcf"
    book.write_bytes(b"".join(CARD % n for n in range(600)))
    mails = write(tmp_path / "all.mbox", letter(ADA, MINE, id="a"), letter(MINE, ADA, id="b"))
    before = list(workspace.database.rows("SELECT count(*), max(id) FROM change"))
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Cancelled):
        plan = preview(workspace, [book, mails], cancelled=cancelled)
        transfer.apply(workspace, plan, cancelled=cancelled)
    assert list(workspace.database.rows("SELECT count(*), max(id) FROM change")) == before
    assert [person.name for person in workspace.people()] == ["Here Before"]
    assert workspace.check() == []


def test_a_calendar_and_a_chat_are_stopped_before_their_first_record(
    workspace: Workspace, tmp_path: Path
) -> None:
    event = "BEGIN:VEVENT\nUID:{n}\nDTSTART:20260101T100000Z\nSUMMARY:x\nEND:VEVENT\n"
    calendar = tmp_path / "a.ics"
    calendar.write_text("".join(event.format(n=n) for n in range(2000)))
    chat = tmp_path / "WhatsApp Chat with Ada.txt"
    chat.write_text("".join(f"23/06/2018, 01:{n % 60:02} - Ada: {n}\n" for n in range(4000)))
    for path in (calendar, chat):
        asked: list[int] = []

        def cancelled(asked: list[int] = asked) -> bool:
            asked.append(1)
            return len(asked) > 3

        with pytest.raises(Cancelled):
            preview(workspace, [path], cancelled=cancelled)
        assert len(asked) == 4
