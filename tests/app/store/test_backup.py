"""Copies are whole, of one moment, under their name only when complete, and as private."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.copies import Reason
from app.model.errors import Cancelled, FileWriteError, JournalError
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import backups, good_copies, vault
from app.services.sample import create_sample
from app.services.workspace import Workspace
from app.store import copies as kept
from app.store.backup import copy_to
from app.store.files import write_whole
from app.store.keys import Key, keys_path

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORDS = "four words no one guesses"


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.kith"
    create_sample(path, FixedClock(NOW)).close()
    return path


@pytest.fixture
def journal(sample_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "journal.kith"
    path.write_bytes(sample_file.read_bytes())
    return path


@pytest.fixture(params=["plain", "protected"])
def workspace(request: pytest.FixtureRequest, journal: Path) -> Iterator[Workspace]:
    key = vault.protect(journal, WORDS) if request.param == "protected" else None
    opened = Workspace.open(journal, FixedClock(NOW), key=key)
    yield opened
    opened.close()


def people(path: Path, key: Key | None) -> int:
    return backups.holding(path, key).people


def test_a_copy_holds_the_journal_and_is_one_private_file(workspace: Workspace) -> None:
    made = backups.make(workspace, Reason.BY_HAND).copy
    assert made.path.name == "journal.20261122-090000.by hand.kith"
    assert made.checked == datetime(2026, 11, 22, 9, 0)
    assert made.protected == (workspace.key is not None)
    folder = made.path.parent
    assert folder.name == "journal backups"
    files = {made.path.name, "copies.json"}
    if workspace.key is not None:
        files.add(keys_path(made.path).name)
    assert {file.name for file in folder.iterdir()} == files
    if os.name != "nt":
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    there, here = (backups.holding(p, workspace.key) for p in (made.path, workspace.path))
    assert (there.people, there.entries, there.promises, there.last_entry) == (
        here.people,
        here.entries,
        here.promises,
        here.last_entry,
    )
    assert backups.verify(made.path, workspace.key, NOW) == []


def test_the_copy_of_a_protected_journal_opens_with_the_passphrase(journal: Path) -> None:
    key = vault.protect(journal, WORDS)
    with_key = Workspace.open(journal, FixedClock(NOW), key=key)
    made = backups.make(with_key, Reason.DAILY).copy
    with_key.close()
    assert b"SQLite" not in made.path.read_bytes()
    assert people(made.path, vault.unlock(made.path, WORDS)) > 0
    assert people(made.path, vault.unlock(made.path, vault.recovery_code(key))) > 0


def test_someone_who_writes_meanwhile_is_not_held_up_and_not_in_the_copy(
    workspace: Workspace,
) -> None:
    beside = workspace.beside()
    before = len(workspace.people())
    steps = []

    def progress(done: int, whole: int) -> None:
        steps.append((done, whole))
        if len(steps) == 2:
            with beside.change("Add someone") as edit:
                edit.add(Counterpart, name="Newcomer")

    target = workspace.path.with_name("copy.kith")
    copy_to(workspace.database, target, progress)
    beside.close()
    assert len(steps) > 2
    assert people(target, workspace.key) == before
    assert len(workspace.people()) == before + 1


def test_stopping_leaves_nothing(workspace: Workspace) -> None:
    folder = kept.folder_of(workspace.path)
    seen: list[int] = []

    def stop() -> bool:
        seen.append(1)
        return len(seen) > 2

    with pytest.raises(Cancelled):
        backups.make(workspace, Reason.DAILY, cancelled=stop)
    assert list(folder.iterdir()) == []
    with workspace.change("Still works") as edit:
        edit.add(Counterpart, name="Newcomer")


def test_a_damaged_journal_makes_no_copy_that_claims_to_be_good(workspace: Workspace) -> None:
    size = workspace.path.stat().st_size
    workspace.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with workspace.path.open("r+b") as file:
        file.seek(size // 4096 * 2 // 3 * 4096)
        file.write(b"\xff" * 4096)
    fresh = Workspace.open(workspace.path, FixedClock(NOW), key=workspace.key)
    try:
        with pytest.raises(JournalError):
            backups.make(fresh, Reason.DAILY)
    finally:
        fresh.close()
    assert [c for c in backups.copies(workspace.path) if c.checked] == []


def test_a_flipped_byte_is_found_by_looking_again(workspace: Workspace) -> None:
    copy = backups.make(workspace, Reason.DAILY).copy
    whole = copy.path.read_bytes()
    at = whole.find(b"Dana") if workspace.key is None else len(whole) // 2
    assert at > 0
    copy.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert backups.verify(copy.path, workspace.key, NOW) != []
    assert backups.copies(workspace.path)[0].checked is None


def test_nothing_is_written_over(workspace: Workspace) -> None:
    target = workspace.path.with_name("mine.kith")
    target.write_text("mine")
    with pytest.raises(FileWriteError):
        backups.export(workspace, target)
    assert target.read_text() == "mine"


def test_a_full_place_is_told_in_a_sentence(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _path: Full)
    with pytest.raises(JournalError, match="no room for a copy"):
        backups.make(workspace, Reason.DAILY)


def test_a_file_in_the_place_of_the_folder_is_told(workspace: Workspace) -> None:
    kept.folder_of(workspace.path).write_text("in the way")
    with pytest.raises(FileWriteError):
        backups.make(workspace, Reason.DAILY)


def test_a_year_of_days_is_thinned_and_another_journal_of_that_name_left_alone(
    journal: Path, sample_file: Path
) -> None:
    journal.write_bytes(b"")
    clock = FixedClock(NOW)
    small = Workspace.open(journal, clock, create=True)
    with small.change("Begin") as edit:
        edit.add(Counterpart, name="Someone")
    foreign = backups.make(small, Reason.BY_HAND).copy.path
    small.close()
    journal.unlink()  # another journal takes its name
    small = Workspace.open(journal, clock, create=True)
    with small.change("Begin") as edit:
        edit.add(Counterpart, name="Someone else")
    for _day in range(60):
        clock.advance(days=1)
        assert backups.daily(small) is not None
        assert backups.daily(small) is None
    small.close()
    names = [copy.path for copy in backups.copies(journal)]
    assert foreign in names
    assert len(names) == 1 + 7 + 3 + 2


KILLED = """
import os, sys
from pathlib import Path
from app.model.copies import Reason
from app.services import backups, checking, vault
from app.services.workspace import Workspace
path, secret, stop = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
key = vault.unlock(path, secret) if secret else None
workspace = Workspace.open(path, key=key)
count = 0
def progress(done, whole):
    global count
    count += 1
    if count == stop:
        os.kill(os.getpid(), 9)
backups.make(workspace, Reason.BY_HAND, progress)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.parametrize("stop", [1, 3, 10_000])
def test_a_copy_that_was_killed_is_not_there_or_is_whole(workspace: Workspace, stop: int) -> None:
    secret = WORDS if workspace.key is not None else ""
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace.path), secret, str(stop)],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert ended.returncode == -9
    found = backups.copies(workspace.path)
    assert len(found) == (1 if stop == 10_000 else 0)
    for copy in found:
        assert backups.verify(copy.path, workspace.key, NOW) == []
    assert backups.make(workspace, Reason.BY_HAND).copy.checked
    assert workspace.check() == []


@pytest.mark.skipif(os.name == "nt", reason="whether a process runs is asked by a signal")
def test_what_a_killed_process_left_of_a_copy_goes_before_the_next_one(
    workspace: Workspace,
) -> None:
    folder = backups.folder(workspace.path)
    folder.mkdir()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    nobodys = folder / f".journal.20261121-090000.daily.kith.{gone.pid}.part"
    ours = folder / f".journal.20261121-090000.daily.kith.{os.getpid()}.part"
    old = folder / ".journal.20261120-090000.daily.kith.part"
    for path in (nobodys, ours, old):
        path.write_bytes(b"some of a copy")
    os.utime(old, (0, 0))
    backups.make(workspace, Reason.BY_HAND)
    assert [path.exists() for path in (nobodys, ours, old)] == [False, True, False]


def test_a_stick_that_knows_no_rights_takes_copies_from_the_first_on(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On FAT, Linux lets nobody narrow the rights of a folder."""
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.choose_second(workspace, stick)
    change = Path.chmod

    def refuse(self: Path, mode: int) -> None:
        if stick in self.parents:
            raise PermissionError(1, "Operation not permitted")
        change(self, mode)

    monkeypatch.setattr(Path, "chmod", refuse)
    made = backups.make(workspace, Reason.BY_HAND)
    assert made.remark == ""
    assert made.second is not None


def test_a_file_system_that_cannot_flush_folders_takes_copies(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network drives answer so; what can be done there is done."""
    flush = os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        flush(handle)

    monkeypatch.setattr(os, "fsync", refuse)
    made = backups.make(workspace, Reason.BY_HAND)
    assert backups.verify(made.copy.path, workspace.key, NOW) == []


def test_a_copy_dated_ahead_by_a_wrong_clock_is_not_what_helps(journal: Path) -> None:
    clock = FixedClock(NOW)
    opened = Workspace.open(journal, clock)
    clock.advance(days=2000)
    ahead = backups.make(opened, Reason.BY_HAND).copy.path
    assert good_copies.newest_good(journal, opened).path == ahead  # better than none
    clock.advance(days=-1999)
    latest = backups.make(opened, Reason.BY_HAND).copy.path
    assert good_copies.newest_good(journal, opened).path == latest
    opened.close()


def test_threads_that_write_one_file_leave_one_of_their_texts(tmp_path: Path) -> None:
    path = tmp_path / "copies.json"
    texts = [b"a" * 400_000, b"b" * 1_000]
    torn = []

    def write(text: bytes) -> None:
        for _time in range(100):
            write_whole(path, text)
            if path.read_bytes() not in texts:
                torn.append(text)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not torn
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_copy_is_overwritten_only_when_the_new_one_is_in_its_place(tmp_path: Path) -> None:
    copy, fresh = tmp_path / "copy.kith", tmp_path / ".fresh.part"
    copy.write_bytes(b"plain " * 1000)
    os.link(copy, tmp_path / "same blocks")
    with pytest.raises(FileNotFoundError):
        kept.swap_by_name(fresh, copy)
    assert copy.read_bytes() == b"plain " * 1000
    fresh.write_bytes(b"sealed")
    kept.swap_by_name(fresh, copy)
    assert copy.read_bytes() == b"sealed"
    assert b"plain" not in (tmp_path / "same blocks").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"copy.kith", "same blocks"}


def test_two_threads_that_note_copies_lose_no_note(tmp_path: Path) -> None:
    def note(which: str) -> None:
        for number in range(40):
            kept.note(tmp_path / f"{which}{number}", "digest", "journal", None)

    threads = [threading.Thread(target=note, args=(which,)) for which in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(kept.noted(tmp_path / f"{which}{n}") for which in "ab" for n in range(40))
