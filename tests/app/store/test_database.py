"""A journal opens, or says in a sentence why it does not, and is never harmed by trying."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.model.errors import JournalError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import FixedClock, Moment, PartialDate
from app.services.workspace import Workspace
from app.store import driver
from app.store.schema import SCHEMA_VERSION


def make(path: Path, clock: FixedClock) -> None:
    workspace = Workspace.open(path, clock, create=True)
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Åsa Lindqvist", note="x" * 5000)
    workspace.close()


def test_a_new_journal_is_private_to_its_owner(tmp_path: Path, clock: FixedClock) -> None:
    make(tmp_path / "j.kith", clock)
    assert (tmp_path / "j.kith").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 4096, b"BEGIN:VCARD\r\nEND:VCARD"])
def test_what_is_no_journal_is_refused_and_left_alone(
    tmp_path: Path, clock: FixedClock, content: bytes
) -> None:
    path = tmp_path / "j.kith"
    path.write_bytes(content)
    with pytest.raises(JournalError) as caught:
        Workspace.open(path, clock)
    assert caught.value.advice
    assert path.read_bytes() == content


def test_missing_files_and_folders_are_named(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(JournalError, match="no journal"):
        Workspace.open(tmp_path / "none.kith", clock)
    with pytest.raises(JournalError, match="folder"):
        Workspace.open(tmp_path / "no" / "none.kith", clock, create=True)
    with pytest.raises(JournalError, match="folder"):
        Workspace.open(tmp_path, clock, create=True)


def test_another_programs_database_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t(x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="not a Kith journal"):
        Workspace.open(path, clock)
    assert path.read_bytes() == before


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "j.kith"
    make(path, clock)
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    raw.close()
    with pytest.raises(JournalError, match="newer version"):
        Workspace.open(path, clock)


def test_a_truncated_journal_gives_a_sentence(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "j.kith"
    make(path, clock)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(JournalError, match="damaged"):
        workspace = Workspace.open(path, clock)
        workspace.people()
        workspace.find(Interaction)


def test_a_read_only_journal_opens_for_reading(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "j.kith"
    make(path, clock)
    workspace = Workspace.open(path, clock, read_only=True)
    assert [p.name for p in workspace.people()] == ["Åsa Lindqvist"]
    with pytest.raises(JournalError, match="reading only"), workspace.change("No") as edit:
        edit.add(Counterpart, name="Rui")
    workspace.close()


def test_a_journal_in_a_folder_nobody_may_write_can_be_read(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "j.kith"
    make(path, clock)
    # Rights bind nobody who runs as root, so the system's answer about them is given here.
    monkeypatch.setattr("os.access", lambda _place, _mode: False)
    workspace = Workspace.open(path, clock)
    assert [p.name for p in workspace.people()] == ["Åsa Lindqvist"]
    assert [one.name for one in tmp_path.iterdir()] == ["j.kith"]
    with pytest.raises(JournalError, match="reading only"), workspace.change("No") as edit:
        edit.add(Counterpart, name="Rui")
    workspace.close()


def test_a_vanished_folder_is_noticed_before_writing(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    workspace = Workspace.open(folder / "j.kith", clock, create=True)
    folder.rename(tmp_path / "gone")
    with pytest.raises(JournalError, match="no longer where it was"), workspace.change("x") as edit:
        edit.add(Counterpart, name="Rui")
    (tmp_path / "gone").rename(folder)
    with workspace.change("Add Rui") as edit:
        edit.add(Counterpart, name="Rui")
    assert [p.name for p in workspace.people()] == ["Rui"]
    workspace.close()


def test_a_busy_journal_gives_a_sentence(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "j.kith"
    make(path, clock)
    other = driver.connect(str(path), isolation_level=None)  # of our own library, to see its locks
    other.execute("BEGIN IMMEDIATE")
    workspace = Workspace.open(path, clock)
    workspace.database.connection.execute("PRAGMA busy_timeout = 20")
    with pytest.raises(JournalError, match="writing"), workspace.change("Add") as edit:
        edit.add(Counterpart, name="Rui")
    other.execute("ROLLBACK")
    other.close()
    workspace.close()


def test_text_no_file_should_hold_is_left_out(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Zo\x00ë \ud800X", note="a\r\nb\tc\x07")
    assert (person.name, person.note) == ("Zoë X", "a\nb\tc")
    assert workspace.check() == []


def test_a_gone_record_is_said_to_be_gone(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError):
        workspace.get(Counterpart, 99)


def test_a_ten_megabyte_note_is_kept_whole(workspace: Workspace) -> None:
    note = "word " * 2_000_000
    with workspace.change("Log") as edit:
        person = edit.add(Counterpart, name="Åsa")
        edit.add(Interaction, when=Moment(PartialDate(2026)), people=(person.id,), note=note)
    assert workspace.find(Interaction)[0].note == note
    workspace.undo()
    workspace.redo()
    assert len(workspace.find(Interaction)[0].note) == len(note)


def test_check_finds_a_search_index_out_of_step(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Åsa")
    assert workspace.check() == []
    workspace.database.connection.execute("DELETE FROM search")
    assert workspace.check() != []


def test_a_full_disk_keeps_what_was_there_and_says_so(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Åsa")
    run = workspace.database.connection.execute
    pages = run("PRAGMA page_count").fetchone()[0]
    run(f"PRAGMA max_page_count = {pages + 2}")  # the file cannot grow: what a full disk does
    with pytest.raises(JournalError, match="full") as caught, workspace.change("Log") as edit:
        edit.add(Counterpart, name="Rui", note="x" * 100_000)
    assert caught.value.advice
    run(f"PRAGMA max_page_count = {2**30}")
    assert [p.name for p in workspace.people()] == ["Åsa"]
    assert [s.label for s in workspace.history()] == ["Add"]
    with workspace.change("Log") as edit:
        edit.add(Counterpart, name="Rui", note="x" * 100_000)
    assert workspace.check() == []
