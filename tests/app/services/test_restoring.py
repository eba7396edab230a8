"""A copy takes the journal's place whole, and the journal as it was is kept."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.copies import Copy, Reason
from app.model.errors import JournalError, LockedError, WrongSecretError
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import backups, private_copies, rescue, restoring, vault
from app.services.workspace import Workspace
from app.store.keys import Key, keys_path, read_locks

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORDS = "four words no one guesses"
OTHER = "quite another secret now"


def begin(path: Path, *names: str, secret: str = "") -> Key | None:
    key = vault.begin(path, secret) if secret else None
    Workspace.open(path, FixedClock(NOW), create=True, key=key).close()
    add(path, key, *names)
    return key


def add(path: Path, key: Key | None, *names: str) -> None:
    workspace = Workspace.open(path, FixedClock(NOW), key=key)
    for name in names:
        with workspace.change(f"Add {name}") as edit:
            edit.add(Counterpart, name=name)
    workspace.close()


def copy_of(path: Path, key: Key | None) -> Copy:
    workspace = Workspace.open(path, FixedClock(NOW), key=key)
    made = backups.make(workspace, Reason.BY_HAND).copy
    workspace.close()
    return made


def names(path: Path, key: Key | None) -> list[str]:
    workspace = Workspace.open(path, FixedClock(NOW), key=key)
    try:
        assert workspace.check() == []
        return [person.name for person in workspace.people()]
    finally:
        workspace.close()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.kith"


@pytest.mark.parametrize("secret", ["", WORDS])
def test_a_copy_comes_back_and_the_journal_as_it_was_is_kept(journal: Path, secret: str) -> None:
    key = begin(journal, "Ada", secret=secret)
    copy = copy_of(journal, key)
    add(journal, key, "Ben")
    done = restoring.restore(journal, key, copy.path, key, NOW)
    assert done.holding.people == 1
    assert done.aside is not None
    assert backups.verify(done.aside, key, NOW) == []
    assert done.aside.name == "journal.20261122-090000.before restore.kith"
    assert names(journal, key) == ["Ada"]
    assert names(done.aside, key) == ["Ada", "Ben"]
    listed = {one.path: one for one in backups.copies(journal)}
    assert listed[done.aside].checked is not None
    if secret:
        assert names(journal, vault.unlock(journal, secret)) == ["Ada"]
    # And back again.
    restoring.restore(journal, key, done.aside, key, NOW)
    assert names(journal, key) == ["Ada", "Ben"]


@pytest.mark.parametrize("secret", ["", WORDS])
@pytest.mark.parametrize("content", [b"", b"not a journal at all" * 500, None])
def test_a_journal_nobody_can_read_is_kept_byte_by_byte(
    journal: Path, secret: str, content: bytes | None
) -> None:
    key = begin(journal, "Ada", secret=secret)
    copy = copy_of(journal, key)
    journal.unlink()
    if content is not None:
        journal.write_bytes(content)
        journal.with_name("journal.kith-wal").write_bytes(b"left over")
    done = restoring.restore(journal, key, copy.path, key, NOW)
    assert names(journal, key) == ["Ada"]
    if content:
        assert done.aside is not None
        assert done.aside.read_bytes() == content
        beside = done.aside.with_name(done.aside.name + "-wal")
        assert beside.read_bytes() == b"left over"
        assert [one.checked for one in backups.copies(journal) if one.path == done.aside] == [None]
    else:
        assert done.aside is None
    if secret:
        assert vault.unlock(journal, secret).salt == key.salt  # type: ignore[union-attr]


def test_a_copy_from_another_passphrase_time_asks_for_it(journal: Path) -> None:
    key = begin(journal, "Ada", secret=WORDS)
    assert key is not None
    copy = copy_of(journal, key)
    fresh = vault.renew(journal, key, OTHER)
    with pytest.raises(LockedError, match="another passphrase"):
        restoring.key_for(copy.path, fresh)
    with pytest.raises(WrongSecretError):
        restoring.key_for(copy.path, fresh, OTHER)
    found = restoring.key_for(copy.path, fresh, WORDS)
    done = restoring.restore(journal, fresh, copy.path, found, NOW)
    assert names(journal, vault.unlock(journal, WORDS)) == ["Ada"]
    assert done.aside is not None
    assert names(done.aside, vault.unlock(done.aside, OTHER)) == ["Ada"]
    assert len(read_locks(journal)) == 1


def test_a_new_passphrase_for_the_same_key_goes_on_after_a_restore(journal: Path) -> None:
    key = begin(journal, "Ada", secret=WORDS)
    assert key is not None
    copy = copy_of(journal, key)
    vault.change_passphrase(journal, key, OTHER)
    found = restoring.key_for(copy.path, key)
    restoring.restore(journal, key, copy.path, found, NOW)
    assert names(journal, vault.unlock(journal, OTHER)) == ["Ada"]


def test_plain_and_protected_take_each_other_s_place(journal: Path) -> None:
    begin(journal, "Ada")
    plain = copy_of(journal, None).path.rename(journal.with_name("elsewhere.kith"))
    key = vault.protect(journal, WORDS)
    restoring.restore(journal, key, plain, None, NOW)
    assert names(journal, None) == ["Ada"]
    assert not keys_path(journal).exists()
    aside = next(c for c in backups.copies(journal) if c.reason is Reason.BEFORE_RESTORE)
    assert aside.protected
    restoring.restore(journal, None, aside.path, vault.unlock(aside.path, WORDS), NOW)
    assert names(journal, vault.unlock(journal, WORDS)) == ["Ada"]


def test_a_damaged_copy_changes_nothing(journal: Path) -> None:
    begin(journal, *(f"Person {n}" for n in range(30)))
    copy = copy_of(journal, None)
    whole = copy.path.read_bytes()
    pages = len(whole) // 4096
    at = whole.rfind(b"Person 7") // 4096 * 4096
    assert 0 < at < pages * 4096
    copy.path.write_bytes(whole[:at] + b"\xff" * 4096 + whole[at + 4096 :])
    add(journal, None, "Ben")
    with pytest.raises(JournalError):
        restoring.restore(journal, None, copy.path, None, NOW)
    assert len(names(journal, None)) == 31
    assert [c for c in backups.copies(journal) if c.reason is Reason.BEFORE_RESTORE] == []


HOLDER = """
import sys
from pathlib import Path
from app.services import vault
from app.services.workspace import Workspace
path, secret = Path(sys.argv[1]), sys.argv[2]
workspace = Workspace.open(path, key=vault.unlock(path, secret) if secret else None)
workspace.people()
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("secret", ["", WORDS])
def test_a_journal_another_program_has_open_is_left_alone(journal: Path, secret: str) -> None:
    key = begin(journal, "Ada", secret=secret)
    copy = copy_of(journal, key)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(journal), secret],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(JournalError, match=r"has journal\.kith open"):
            restoring.restore(journal, key, copy.path, key, NOW)
        if key is not None and os.name != "nt":  # nor without the key of the one in place
            with pytest.raises(JournalError, match=r"has journal\.kith open"):
                restoring.restore(journal, None, copy.path, key, NOW)
    finally:
        holder.communicate(b"")
    assert names(journal, key) == ["Ada"]


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from app.services import restoring, vault
path, copy, secret, stop = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
seen = 0
def watch(event, _arguments):
    global seen
    if event in ("open", "os.rename", "os.remove", "os.chmod", "sqlite3.connect"):
        seen += 1
        if seen == stop:
            os.kill(os.getpid(), 9)
key = vault.unlock(path, secret) if secret else None
sys.addaudithook(watch)
restoring.restore(path, key, copy, key, datetime(2026, 11, 22, 10, tzinfo=UTC))
print(seen)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.parametrize("secret", ["", WORDS])
def test_killed_at_any_moment_the_journal_is_before_or_after(tmp_path: Path, secret: str) -> None:
    model = tmp_path / "model" / "journal.kith"
    model.parent.mkdir()
    key = begin(model, "Ada", secret=secret)
    copy = copy_of(model, key)
    add(model, key, "Ben")

    def run(stop: int) -> tuple[int, str, Path]:
        path = tmp_path / f"try {stop}" / "journal.kith"
        path.parent.mkdir()
        path.write_bytes(model.read_bytes())
        if secret:
            keys_path(path).write_bytes(keys_path(model).read_bytes())
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), str(copy.path), secret, str(stop)],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )
        return ended.returncode, ended.stdout, path

    code, told, path = run(10_000)
    assert (code, names(path, key)) == (0, ["Ada"])
    moments = int(told)
    assert moments > 8
    outcomes = set()
    for stop in range(1, moments + 1, max(1, moments // 9)):
        code, _told, path = run(stop)
        assert code == -9
        secret_key = vault.unlock(path, secret) if secret else None
        found = names(path, secret_key)
        assert found in (["Ada"], ["Ada", "Ben"])
        outcomes.add(len(found))
        if len(found) == 1:  # then the old one is kept
            aside = [c for c in backups.copies(path) if c.reason is Reason.BEFORE_RESTORE]
            assert names(aside[0].path, secret_key) == ["Ada", "Ben"]
        assert not path.with_name("journal.kith.converting").exists()
    assert outcomes == {1, 2}


def test_plain_copies_are_sealed_when_the_journal_gets_a_passphrase(journal: Path) -> None:
    begin(journal, "Marker Person")
    copy = copy_of(journal, None)
    unread = journal.parent / "journal backups" / "journal.20250101-000000.daily.kith"
    unread.write_bytes(b"SQLite format 3\x00 and then nothing")
    key = vault.protect(journal, WORDS)  # which sees to the copies as well
    left = private_copies.reseal(backups.copies(journal), key, journal)
    assert left == [unread]
    assert b"Marker" not in copy.path.read_bytes()
    assert names(copy.path, vault.unlock(copy.path, WORDS)) == ["Marker Person"]
    folder = copy.path.parent
    assert not [file for file in folder.iterdir() if b"Marker" in file.read_bytes()]
    listed = next(one for one in backups.copies(journal) if one.path == copy.path)
    assert listed.protected
    assert listed.checked == copy.checked


def test_a_copy_that_was_away_is_sealed_when_it_comes_back(journal: Path, tmp_path: Path) -> None:
    begin(journal, "Marker Person")
    stick = tmp_path / "stick"
    stick.mkdir()
    workspace = Workspace.open(journal, FixedClock(NOW))
    backups.choose_second(workspace, stick)
    made = backups.make(workspace, Reason.BY_HAND)
    workspace.close()
    assert made.second is not None
    away = stick.rename(tmp_path / "away")
    key = vault.protect(journal, WORDS)
    assert b"Marker" not in made.copy.path.read_bytes()
    away.rename(stick)
    assert b"Marker" in made.second.path.read_bytes()
    workspace = Workspace.open(journal, FixedClock(NOW), key=key)
    assert private_copies.keep_as_private(workspace) == []
    before = made.second.path.stat().st_mtime_ns
    assert private_copies.keep_as_private(workspace) == []  # and then there is nothing to do
    workspace.close()
    assert b"Marker" not in made.second.path.read_bytes()
    assert made.second.path.stat().st_mtime_ns == before


def test_copies_follow_the_passphrase(journal: Path) -> None:
    key = begin(journal, "Ada", secret=WORDS)
    assert key is not None
    copy = copy_of(journal, key)
    vault.change_passphrase(journal, key, OTHER)
    assert private_copies.follow_passphrase(backups.copies(journal), key, journal) == 1
    with pytest.raises(WrongSecretError):
        vault.unlock(copy.path, WORDS)
    assert vault.unlock(copy.path, OTHER).salt == key.salt


def test_all_copies_can_be_deleted(journal: Path, tmp_path: Path) -> None:
    begin(journal, "Ada")
    stick = tmp_path / "stick"
    stick.mkdir()
    workspace = Workspace.open(journal, FixedClock(NOW))
    backups.choose_second(workspace, stick)
    made = backups.make(workspace, Reason.BY_HAND)
    workspace.close()
    assert made.second is not None
    assert backups.delete_all(journal, stick) == 2
    assert backups.copies(journal, stick) == []
    assert not made.copy.path.exists()
    assert not made.second.path.exists()


def in_the_way_of_locks(journal: Path) -> Path:
    """What makes every further writing of the locks fail, as a disk does that breaks down."""
    name = f"{keys_path(journal).name}.{os.getpid()}-{threading.get_ident()}.new"
    blocked = keys_path(journal).with_name(name)
    blocked.mkdir()
    return blocked


def test_a_failure_after_the_journal_was_replaced_is_no_failure_of_the_restore(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the locks of the old file are left beside it then, and they do no harm."""
    old = begin(journal, "Ada", secret=WORDS)
    copy = copy_of(journal, old)
    assert old is not None
    key = vault.renew(journal, old, OTHER)
    replace = Path.replace

    def and_then_nothing_more(self: Path, target: Path) -> Path:
        done = replace(self, target)
        if target == journal:
            in_the_way_of_locks(journal)
        return done

    monkeypatch.setattr(Path, "replace", and_then_nothing_more)
    copy_key = vault.unlock(copy.path, WORDS)
    done = restoring.restore(journal, key, copy.path, copy_key, NOW)
    assert done.holding.people == 1
    assert names(journal, vault.unlock(journal, WORDS)) == ["Ada"]


def test_what_was_kept_aside_keeps_the_name_of_its_own_journal(
    journal: Path, tmp_path: Path
) -> None:
    """A copy of another journal was restored by mistake: what it replaced is not thinned by it."""
    other = tmp_path / "other.kith"
    begin(other, "Somebody else")
    foreign = copy_of(other, None)
    begin(journal, "Ada")
    mine = copy_of(journal, None).journal
    done = restoring.restore(journal, None, foreign.path, None, NOW)
    assert mine
    assert mine != foreign.journal
    assert {copy.path: copy.journal for copy in backups.copies(journal)}[done.aside] == mine


def test_a_copy_that_has_gone_meanwhile_keeps_no_other_from_following(journal: Path) -> None:
    key = begin(journal, "Ada", secret=WORDS)
    assert key is not None
    gone, there = copy_of(journal, key), copy_of(journal, key)
    found = backups.copies(journal)
    gone.path.unlink()
    vault.change_passphrase(journal, key, OTHER)
    assert private_copies.follow_passphrase(found, key, journal) == 1
    assert vault.unlock(there.path, OTHER).salt == key.salt


@pytest.mark.parametrize("secret", ["", WORDS], ids=["plain", "protected"])
def test_the_lock_of_a_journal_that_was_moved_away_stays(
    journal: Path, tmp_path: Path, secret: str
) -> None:
    """Only the passphrase and this lock open it when it comes back."""
    begin(journal, "Ada", secret=OTHER)
    away = journal.rename(tmp_path / "away")
    other = tmp_path / "other.kith"
    key = begin(other, "Ben", secret=secret)
    workspace = Workspace.open(other, FixedClock(NOW), key=key)
    backups.export(workspace, journal)
    workspace.close()
    away = away.rename(tmp_path / "back")
    exported = journal.rename(tmp_path / "exported")
    away.rename(journal)
    assert vault.unlock(journal, OTHER)
    if secret:
        exported.rename(journal)
        assert vault.unlock(journal, secret)


@pytest.mark.parametrize("secret", ["", WORDS], ids=["plain", "protected"])
def test_restoring_where_no_journal_is_keeps_the_lock_that_is_there(
    journal: Path, tmp_path: Path, secret: str
) -> None:
    begin(journal, "Ada", secret=OTHER)
    away = journal.rename(tmp_path / "away")
    other = tmp_path / "other.kith"
    key = begin(other, "Ben", secret=secret)
    restoring.restore(journal, None, copy_of(other, key).path, key, NOW)
    assert names(journal, key) == ["Ben"]
    journal.unlink()
    away.rename(journal)
    assert vault.unlock(journal, OTHER)


def test_a_rescue_leaves_the_lock_of_another_journal_where_it_is(
    journal: Path, tmp_path: Path
) -> None:
    begin(journal, "Ada", secret=OTHER)
    away = journal.rename(tmp_path / "away")
    other = tmp_path / "other.kith"
    key = begin(other, "Ben", secret=WORDS)
    rescue.read(other, journal, key)
    assert vault.unlock(journal, WORDS)
    journal.unlink()
    away.rename(journal)
    assert vault.unlock(journal, OTHER)
