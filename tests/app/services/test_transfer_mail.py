"""Importing mail archives into a real journal: streamed, stopped, run twice, taken back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.model.errors import Cancelled, FileReadError
from app.model.imports import Fate
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Channel, Interaction, Opener, Source
from app.services import transfer
from app.services.transfer import Format, ImportOptions, preview, sniff
from app.services.workspace import Workspace
from tests.app.exchange.letters import ADA, ME, MINE, letter, write
from tests.campaigns.big_mailbox import write as write_big

ROOT = Path(__file__).parents[3]
FIRST = letter(MINE, ADA, "2 Mar 2026 12:00:00 +0000", "Plan", id="a")
ANSWER = letter(ADA, MINE, "3 Mar 2026 12:00:00 +0000", "Re: Plan", id="b", answers="a")
LATER = letter(MINE, ADA, "9 Mar 2026 12:00:00 +0000", "Re: Plan", id="c", answers="b")
CARD = "BEGIN:VCARD\nVERSION:4.0\nFN:Adaeze Okafor\nEMAIL:ada@example.net\nEND:VCARD\n"


@pytest.fixture
def ada(workspace: Workspace) -> Counterpart:
    workspace.set_setting("my_addresses", ME)
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Adaeze Okafor")
        edit.add(
            ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value="ada@example.net"
        )
    return person


def run(workspace: Workspace, *paths: Path, add_people: bool = False) -> list[tuple[str, str]]:
    plan = preview(workspace, paths, ImportOptions(add_people=add_people))
    report = transfer.apply(workspace, plan)
    return [(record.fate.value, record.title) for record in report.records]


def test_mail_files_and_folders_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "Mail" / "cur").mkdir(parents=True)
    write(tmp_path / "Mail" / "cur" / "1:2,", letter(separator=""))
    for path in (
        write(tmp_path / "all.vcf", FIRST),
        write(tmp_path / "one.eml", letter(separator="")),
        tmp_path / "Mail",
    ):
        assert sniff(path) is Format.MAIL
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileReadError):
        sniff(tmp_path / "empty")


def test_a_thread_becomes_an_entry_that_grows_and_is_taken_back(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    path = write(tmp_path / "all.mbox", FIRST, ANSWER)
    assert run(workspace, path) == [("added", "Plan")]
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.channel, entry.source) == (
        (ada.id,),
        Channel.EMAIL,
        Source.IMPORTED,
    )
    assert (entry.opener, entry.two_way, entry.answered) == (Opener.ME, True, True)
    assert (entry.ask_mine, entry.ask_theirs, entry.depth) == (None, None, None)
    assert run(workspace, path) == [("skipped", "Plan")]
    assert run(workspace, write(path, FIRST, ANSWER, LATER)) == [("merged", "Plan")]
    (entry,) = workspace.find(Interaction)
    assert entry.note == "Plan\n3 messages, 2 of them yours, until 9 Mar 2026."
    workspace.undo()
    workspace.undo()
    assert workspace.find(Interaction) == []


def test_received_and_sent_mail_in_two_files_meet(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    received = write(tmp_path / "Inbox", ANSWER)
    run(workspace, received)
    (entry,) = workspace.find(Interaction)
    assert (entry.opener, entry.answered) == (None, None)
    sent = write(tmp_path / "Sent", FIRST)
    assert run(workspace, received, sent) == [("merged", "Plan")]
    (entry,) = workspace.find(Interaction)
    assert (entry.opener, entry.answered) == (Opener.ME, True)


def test_people_of_an_address_book_taken_with_it_are_met(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.set_setting("my_addresses", ME)
    (tmp_path / "cards.vcf").write_text(CARD)
    path = write(tmp_path / "all.mbox", FIRST, ANSWER)
    assert run(workspace, path, tmp_path / "cards.vcf") == [
        ("added", "Adaeze Okafor"),
        ("added", "Plan"),
    ]


def test_people_nobody_knows_come_in_when_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    workspace.set_setting("my_addresses", ME)
    path = write(tmp_path / "all.mbox", FIRST, ANSWER)
    assert run(workspace, path) == [("skipped", "Adaeze Okafor"), ("skipped", "Plan")]
    assert workspace.find(Counterpart) == []
    assert run(workspace, path, add_people=True) == [
        ("added", "Adaeze Okafor"),
        ("added", "Plan"),
    ]
    (point,) = workspace.find(ContactPoint)
    assert point.value == "ada@example.net"


def test_whose_addresses_are_meant_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "all.mbox", FIRST, ANSWER)
    plan = preview(workspace, [path])
    assert plan.needs_addresses
    assert set(plan.addresses) == {ME, "ada@example.net"}
    assert plan.count(Fate.SKIPPED) == len(plan.rows) == 1
    told = preview(workspace, [path], ImportOptions(my_addresses=(ME,)))
    assert not told.needs_addresses
    assert [row.title for row in told.rows] == ["Adaeze Okafor", "Plan"]


def test_progress_moves_and_a_stop_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    write_big(path, 300, 6)
    heard: list[tuple[int, int]] = []
    told: list[str] = []
    preview(
        workspace,
        [path],
        progress=lambda part, whole: heard.append((part, whole)),
        tell=told.append,
    )
    assert told[0] == "Reading big.mbox"
    counted = re.compile(r"Reading big\.mbox: (\d+) of about (\d+) mails")
    *_before, last = filter(None, map(counted.fullmatch, told))
    assert 200 < int(last[1]) <= 300
    assert 200 <= int(last[2]) <= 400
    assert told[-1].startswith("Comparing with the journal: ")
    kilobytes = path.stat().st_size >> 10
    reading = [(part, whole) for part, whole in heard if whole == kilobytes]
    assert reading == sorted(reading)
    assert len(reading) >= 6
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        preview(workspace, [path], cancelled=cancelled)
    assert len(asked) == 3
    plan = preview(workspace, [path], ImportOptions(add_people=True))
    with pytest.raises(Cancelled):
        transfer.apply(workspace, plan, cancelled=lambda: True)
    assert workspace.find(Interaction) == workspace.find(Counterpart) == []


def test_a_mail_file_may_be_larger_than_other_files(
    workspace: Workspace, tmp_path: Path, ada: Counterpart
) -> None:
    path = write(tmp_path / "all.mbox", FIRST)
    with path.open("r+b") as file:  # a sparse file: it takes no room
        file.truncate(transfer.MOST_BYTES + 1)
    assert run(workspace, path) == [("added", "Plan")]


def test_an_archive_is_read_in_little_memory(tmp_path: Path) -> None:
    """20 MB in a process of its own: bodies pass through, headers leave a few hundred bytes."""
    path = tmp_path / "big.mbox"
    kinds = write_big(path, 1500, 20)
    script = f"""
import json, tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from app.exchange.mailbox import Archive, Rules
tracemalloc.start()
archive = Archive(Rules(now=datetime(2026, 11, 22, tzinfo=UTC)))
archive.add(Path({str(path)!r}))
archive.read(lambda size: None)
read = tracemalloc.get_traced_memory()[0]
messages = sum(getattr(item, "messages", 0) for _file, item in archive.items())
print(json.dumps([messages, read, tracemalloc.get_traced_memory()[1]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    messages, read, most = json.loads(done.stdout)
    assert messages == kinds["person"]
    assert most < 8 * 2**20
    assert read < 2_000 * 1500


def test_the_archive_of_takeout_brings_its_mails_and_its_address_book(
    workspace: Workspace, tmp_path: Path
) -> None:
    mails = write(tmp_path / "all.mbox", FIRST, ANSWER)
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(mails, "Takeout/Mail/All mail Including Spam and Trash.mbox")
        card = "BEGIN:VCARD\nVERSION:3.0\nFN:Adaeze Okafor\nEMAIL:ada@example.net\nEND:VCARD\n"
        archive.writestr("Takeout/Contacts/All.vcf", card)
    workspace.set_setting("my_addresses", ME)
    plan = preview(workspace, [path])
    assert [(row.file, row.fate.value) for row in plan.rows] == [
        ("All.vcf", "added"),
        ("takeout.zip", "added"),
    ]
    path.unlink()
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(mails, "Takeout/Mail/All mail Including Spam and Trash.mbox")
    assert [row.title for row in preview(workspace, [path]).rows] == ["Adaeze Okafor", "Plan"]
