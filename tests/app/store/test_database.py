"""A journal opens, or says in a sentence why it does not, and is never harmed by trying."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

import pytest

from app.model.errors import JournalError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import FixedClock, Moment, PartialDate
from app.services.workspace import Workspace
from app.store import driver
from app.store.database import Database, file_uri
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


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write anywhere: for a moment, be somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are another matter")
def test_a_journal_on_a_disc_opens_for_reading(clock: FixedClock) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "j.kith", clock)
        (folder / "j.kith").chmod(0o444)
        folder.chmod(0o555)
        try:
            with as_nobody():
                workspace = Workspace.open(folder / "j.kith", clock)
                assert workspace.read_only
                assert [p.name for p in workspace.people()] == ["Åsa Lindqvist"]
                workspace.close()
        finally:
            folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are another matter")
def test_a_folder_one_may_not_enter_gives_a_sentence(clock: FixedClock) -> None:
    with TemporaryDirectory() as name:
        closed = Path(name) / "closed"
        closed.mkdir()
        make(closed / "j.kith", clock)
        Path(name).chmod(0o755)
        closed.chmod(0o000)
        try:
            for create in (False, True):
                with as_nobody(), pytest.raises(JournalError, match="cannot be reached"):
                    Workspace.open(closed / "j.kith", clock, create=create)
        finally:
            closed.chmod(0o755)


def test_a_name_no_file_can_have_gives_a_sentence(tmp_path: Path, clock: FixedClock) -> None:
    for create in (False, True):
        with pytest.raises(JournalError, match="cannot be reached"):
            Workspace.open(tmp_path / ("a" * 300), clock, create=create)


def test_the_address_of_a_file_is_one_sqlite_takes() -> None:
    assert file_uri(PurePosixPath("/home/d/my j.kith")) == "file:///home/d/my%20j.kith"
    assert file_uri(PureWindowsPath("C:\\d\\j.kith")) == "file:///C:/d/j.kith"
    assert file_uri(PureWindowsPath("\\\\nas\\d\\j.kith")) == "file:////nas/d/j.kith"


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


def test_a_name_cannot_turn_its_line_around(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Dana \u202egro.live\u202c Okafor\u2067")
        right_to_left = edit.add(Counterpart, name="ياسمين حداد")
    assert person.name == "Dana gro.live Okafor"
    assert right_to_left.name == "ياسمين حداد"


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


def test_a_stick_that_was_pulled_out_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is unmounted, its files are neither there nor gone: every question fails."""
    database = Database(tmp_path / "journal.kith", create=True)
    ask = Path.stat

    def fail(self: Path, **how: bool) -> os.stat_result:
        if tmp_path in (self, *self.parents):
            raise OSError(errno.EIO, "Input/output error")
        return ask(self, **how)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", fail)
        with pytest.raises(JournalError, match="no longer where it was"), database.transaction():
            pass
    database.close()


def test_what_is_kept_is_on_the_disk_and_not_in_its_cache(tmp_path: Path) -> None:
    """On macOS a plain flush leaves it in the cache of the disk; elsewhere this changes nothing."""
    database = Database(tmp_path / "journal.kith", create=True)
    assert (database.value("PRAGMA synchronous"), database.value("PRAGMA fullfsync")) == (2, 1)
    database.close()
