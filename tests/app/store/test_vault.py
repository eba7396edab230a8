"""A protected journal: what opens it, what its bytes show, and what becomes of it half way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.errors import (
    Cancelled,
    InputError,
    JournalError,
    LockedError,
    WrongSecretError,
)
from app.model.people import Counterpart
from app.services import backups
from app.services.backups import Reason
from app.services.workspace import Workspace
from app.store import conversion, driver, vault
from app.store.conversion import alone
from app.store.database import Database
from app.store.files import hold, in_use, peek, release, temporary
from app.store.keys import Key, is_protected, keys_path, read_locks
from app.store.schema import APPLICATION_ID, SCHEMA_VERSION
from tests.golden.make import journal as golden
from tests.golden.make import reading

PASSPHRASE = "gravel monsoon tulip cabinet"
OTHER = "lantern orbit velvet acorn"
MARK = "Quillfeather"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "mine.kith"
    workspace = Workspace.open(path, create=True)
    for number in range(40):
        with workspace.change(f"Add {MARK}") as edit:
            edit.add(Counterpart, name=f"{MARK} {number}", note=f"{MARK} said so " * 20)
    workspace.save_draft("x", f"{MARK} half written")
    workspace.close()
    return path


def names(path: Path, key: Key | None) -> list[str]:
    workspace = Workspace.open(path, key=key)
    try:
        assert workspace.check() == []
        return [person.name for person in workspace.people()]
    finally:
        workspace.close()


def handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_protected_journal_reads_the_same_and_shows_nothing(journal: Path) -> None:
    before = names(journal, None)
    key = vault.protect(journal, PASSPHRASE)
    assert names(journal, vault.unlock(journal, PASSPHRASE)) == before
    opened = Workspace.open(journal, key=key)
    with opened.change(f"Add {MARK}") as edit:
        edit.add(Counterpart, name=MARK)
    # While it is open, its write-ahead log is there as well.
    assert journal.with_name("mine.kith-wal").stat().st_size > 0
    found = every_byte(journal.parent)
    opened.close()
    for word in (MARK, "CREATE", "sqlite", "counterpart", "SQLite format"):
        assert word.encode() not in found


def test_what_the_header_tells_comes_along(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    for opened in (Database(journal, key=key), None):
        if opened is None:
            vault.unprotect(journal, key)
            opened = Database(journal)
        assert opened.value("PRAGMA user_version") == SCHEMA_VERSION
        assert opened.value("PRAGMA application_id") == APPLICATION_ID
        assert opened.value("PRAGMA journal_mode") == "wal"
        opened.close()


def test_files_are_for_their_owner_only(journal: Path) -> None:
    vault.protect(journal, PASSPHRASE)
    for path in (journal, keys_path(journal)):
        assert path.stat().st_mode & 0o777 == 0o600


def test_without_a_key_it_says_that_it_is_locked(journal: Path) -> None:
    vault.protect(journal, PASSPHRASE)
    before = journal.read_bytes()
    with pytest.raises(LockedError, match="protected by a passphrase"):
        Workspace.open(journal)
    assert journal.read_bytes() == before


@pytest.mark.parametrize("wrong", ["", " ", PASSPHRASE.upper(), PASSPHRASE + " ", "A" * 5000])
def test_a_wrong_passphrase_opens_nothing(journal: Path, wrong: str) -> None:
    vault.protect(journal, PASSPHRASE)
    with pytest.raises(WrongSecretError, match="not the passphrase"):
        vault.unlock(journal, wrong)


def test_the_same_letters_typed_another_way_are_the_same_passphrase(journal: Path) -> None:
    vault.protect(journal, "caf\u00e9 au lait noir")
    assert names(journal, vault.unlock(journal, "cafe\u0301 au lait noir"))


def test_too_short_a_passphrase_is_refused_and_nothing_changes(journal: Path) -> None:
    before = journal.read_bytes()
    with pytest.raises(InputError, match="at least 8"):
        vault.protect(journal, "short")
    assert journal.read_bytes() == before
    assert not keys_path(journal).exists()


def test_the_recovery_code_opens_even_without_the_keys_file(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    code = vault.recovery_code(key)
    Workspace.open(journal, key=key).close()  # keeps the lock inside the journal as well
    kept = keys_path(journal).read_bytes()
    keys_path(journal).unlink()
    with pytest.raises(JournalError, match="not beside the journal"):
        vault.unlock(journal, PASSPHRASE)
    found = vault.unlock(journal, code.lower().replace("-", " "))
    assert names(journal, found)
    # Opening it has put the lost file back, and the passphrase works again.
    assert json.loads(keys_path(journal).read_bytes()) == json.loads(kept)
    assert names(journal, vault.unlock(journal, PASSPHRASE))


def test_a_slip_in_a_recovery_code_is_noticed(journal: Path) -> None:
    code = vault.recovery_code(vault.protect(journal, PASSPHRASE))
    assert vault.seed_of(code) is not None
    for at in range(0, len(code), 5):
        other = "A" if code[at] != "A" else "B"
        assert vault.seed_of(code[:at] + other + code[at + 1 :]) is None
    with pytest.raises(WrongSecretError):
        vault.unlock(journal, code[:-1] + ("A" if code[-1] != "A" else "B"))


def test_the_code_of_another_journal_opens_nothing(journal: Path, tmp_path: Path) -> None:
    vault.protect(journal, PASSPHRASE)
    with pytest.raises(WrongSecretError):
        vault.unlock(journal, vault.recovery_code(vault.new_key()))


@given(seed=st.binary(min_size=20, max_size=20))
@settings(max_examples=50, deadline=None)
def test_every_seed_comes_back_from_its_code(seed: bytes) -> None:
    code = vault.recovery_code(Key(seed, b"s" * 16, b"d" * 32))
    assert vault.seed_of(code) == seed


@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_what_is_no_code_is_taken_for_a_passphrase(text: str) -> None:
    assert vault.seed_of(text) is None


def test_another_passphrase_leads_to_the_same_key(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    before = journal.read_bytes()
    vault.change_passphrase(journal, key, OTHER)
    assert journal.read_bytes() == before
    assert vault.unlock(journal, OTHER).spec() == key.spec()
    with pytest.raises(WrongSecretError):
        vault.unlock(journal, PASSPHRASE)


def test_a_new_key_makes_old_codes_and_old_locks_fail(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    code, locks = vault.recovery_code(key), keys_path(journal).read_bytes()
    fresh = vault.renew(journal, key, PASSPHRASE)
    assert fresh.spec() != key.spec()
    assert names(journal, vault.unlock(journal, PASSPHRASE))
    with pytest.raises(WrongSecretError):
        vault.unlock(journal, code)
    keys_path(journal).write_bytes(locks)
    with pytest.raises(JournalError):
        vault.unlock(journal, PASSPHRASE)
    with pytest.raises(JournalError, match="does not open with this key"):
        Workspace.open(journal, key=key)


def test_taking_the_passphrase_off_leaves_a_plain_journal(journal: Path) -> None:
    before = names(journal, None)
    key = vault.protect(journal, PASSPHRASE)
    vault.unprotect(journal, key)
    assert names(journal, None) == before
    assert not is_protected(journal)
    assert not keys_path(journal).exists()
    with pytest.raises(JournalError, match="no passphrase any more"):
        Workspace.open(journal, key=key)


def test_nothing_is_converted_while_another_program_has_it_open(journal: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.services.workspace import Workspace\n"
        "w = Workspace.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(journal)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == b"open"
    with pytest.raises(JournalError, match="Another program has"):
        vault.protect(journal, PASSPHRASE)
    other.communicate()
    assert not keys_path(journal).exists()
    assert vault.protect(journal, PASSPHRASE)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="locks are listed in /proc")
def test_a_worker_that_comes_and_goes_leaves_the_locks_as_they_were(journal: Path) -> None:
    """Closing any handle of a file drops every lock the process holds on it, SQLite's too."""

    def locked() -> bool:
        lines = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
        mine = (os.getpid(), journal.stat().st_ino)
        return mine in [(int(line[4]), int(line[5].split(":")[2])) for line in lines]

    opened = Workspace.open(journal)
    assert locked()
    opened.beside().close()
    assert is_protected(journal) is False
    assert locked()
    opened.close()
    assert not locked()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="handles are counted in /proc")
def test_looking_at_an_open_file_keeps_its_handle_until_the_last_connection(tmp_path: Path) -> None:
    path = tmp_path / "some"
    path.write_bytes(b"0123456789")
    before = handles()
    held = hold(path)
    assert peek(path, 3, 2) == b"234"
    assert handles() == before + 1
    release(held)
    assert handles() == before


def test_a_cancelled_conversion_changes_nothing(journal: Path) -> None:
    before = names(journal, None)
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return True

    with pytest.raises(Cancelled):
        vault.protect(journal, PASSPHRASE, cancelled=cancelled)
    assert asked
    assert names(journal, None) == before
    assert not keys_path(journal).exists()
    assert not temporary(journal).exists()


def test_a_failure_after_the_file_was_replaced_keeps_its_lock(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last thing a conversion does is to overwrite the old bytes; a disk may refuse that."""

    def refuse(*_given: object) -> None:
        raise OSError(5, "Input/output error")

    before = names(journal, None)
    monkeypatch.setattr(conversion, "overwrite", refuse)
    with pytest.raises(JournalError, match="Input/output error"):
        vault.protect(journal, PASSPHRASE)
    assert names(journal, vault.unlock(journal, PASSPHRASE)) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")
def test_a_folder_that_cannot_be_written_is_named(journal: Path) -> None:
    journal.parent.chmod(0o500)
    try:
        with pytest.raises(JournalError):
            vault.protect(journal, PASSPHRASE)
    finally:
        journal.parent.chmod(0o700)
    assert names(journal, None)


def test_a_conversion_that_was_broken_off_is_cleared_away(journal: Path) -> None:
    temporary(journal).write_bytes(b"half a journal")
    assert names(journal, None)
    assert not temporary(journal).exists()


def test_locks_whose_writing_was_broken_off_are_cleared_away(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    left = keys_path(journal).with_name(f"{keys_path(journal).name}.4711.new")
    left.write_bytes(b"half a lock")
    assert names(journal, key)
    assert not left.exists()
    assert vault.unlock(journal, PASSPHRASE)


@pytest.mark.parametrize("written", [b"", bytes(512) + b"SQLite format 3"])
def test_a_dead_log_of_a_killed_process_is_cleared_away_and_a_live_one_played_back(
    journal: Path, written: bytes
) -> None:
    log = journal.with_name(f"{journal.name}-journal")
    log.write_bytes(written)
    assert names(journal, None)
    assert not log.exists()
    # Somebody is killed while writing in the mode that conversions change to.
    killed = (
        "import os, sys; from app.store import driver; db = driver.connect(sys.argv[1])\n"
        "db.execute('PRAGMA journal_mode = DELETE'); db.execute('PRAGMA cache_size = 1')\n"
        "db.execute('DELETE FROM counterpart'); os.kill(os.getpid(), 9)"
    )
    before = names(journal, None)
    subprocess.run([sys.executable, "-c", killed, str(journal)], check=False)
    assert log.stat().st_size > 0
    assert names(journal, None) == before
    assert not log.exists()


def test_whoever_has_a_journal_alone_has_no_old_pages_beside_it(journal: Path) -> None:
    """A kill would leave them there, readable beside the journal that was just encrypted."""
    before = sorted(path.name for path in journal.parent.iterdir())
    with alone(journal, None) as database:
        assert database.value("SELECT count(*) FROM counterpart") == 40
        assert sorted(path.name for path in journal.parent.iterdir()) == before
        other = driver.connect(str(journal), timeout=0.01)
        with pytest.raises(driver.OperationalError, match="locked"):
            other.execute("SELECT count(*) FROM counterpart")
        other.close()


def test_a_journal_that_was_replaced_takes_no_more_entries(journal: Path, tmp_path: Path) -> None:
    """What is written to a file without a name would be lost with it."""
    opened = Workspace.open(journal)
    other = tmp_path / "other.kith"
    Workspace.open(other, create=True).close()
    other.replace(journal)
    with pytest.raises(JournalError, match="replaced by another file"), opened.change("Add"):
        pass
    opened.close()


def test_a_forged_lock_cannot_ask_for_all_memory(journal: Path) -> None:
    vault.protect(journal, PASSPHRASE)
    locks = json.loads(keys_path(journal).read_bytes())
    locks["locks"][0]["kdf"]["n"] = 2**40
    keys_path(journal).write_text(json.dumps(locks))
    with pytest.raises(WrongSecretError):
        vault.unlock(journal, PASSPHRASE)


def without_salt(journal: Path) -> None:
    with journal.open("r+b") as file:
        file.write(bytes(range(100, 116)))
    keys_path(journal).unlink()


@pytest.mark.parametrize("lost", [".kith", ".keys"])
def test_the_recovery_code_finds_the_salt_in_a_copy(journal: Path, lost: str) -> None:
    key = vault.protect(journal, PASSPHRASE)
    with closing(Workspace.open(journal, key=key)) as workspace:
        copy = backups.make(workspace, Reason.BY_HAND).copy.path
        before = [person.name for person in workspace.people()]
    without_salt(journal)
    if lost == ".keys":
        keys_path(copy).unlink()
    else:
        raw = copy.read_bytes()
        copy.write_bytes(bytes(range(50, 66)) + raw[16:])
    with pytest.raises(JournalError, match=r"first bytes of mine\.kith may be damaged") as told:
        vault.unlock(journal, PASSPHRASE)
    assert copy.name in told.value.advice
    found = vault.unlock(journal, vault.recovery_code(key))
    assert found.salt == key.salt and names(journal, found) == before


def test_a_lost_salt_that_nothing_tells_is_said_to_be_lost(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    without_salt(journal)
    with pytest.raises(JournalError, match="its salt, are damaged") as told:
        vault.unlock(journal, vault.recovery_code(key))
    assert "not beside" not in told.value.text and "mine.kith.keys" in told.value.advice
    fresh = vault.new_key()
    kept = backups.folder(journal)
    kept.mkdir()
    name = "mine.20261120-090000.by hand.kith"
    (kept / name).write_bytes(fresh.salt + journal.read_bytes()[16:])
    with pytest.raises(JournalError, match="its salt, are damaged") as told:
        vault.unlock(journal, vault.recovery_code(key))
    assert name in told.value.advice


@pytest.mark.parametrize("damage", [b"", b"{", b"sealed"])
def test_a_keys_file_that_is_there_is_not_called_missing(journal: Path, damage: bytes) -> None:
    vault.protect(journal, PASSPHRASE)
    file = keys_path(journal)
    file.write_bytes(file.read_bytes().replace(damage, b"\x00") if len(damage) > 1 else damage)
    with pytest.raises(JournalError, match="is there, but it cannot be read"):
        vault.unlock(journal, PASSPHRASE)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"kith": "keys"}', b"\xff\xfe", b"null"])
def test_a_damaged_keys_file_is_named(journal: Path, damage: bytes) -> None:
    vault.protect(journal, PASSPHRASE)
    keys_path(journal).write_bytes(damage)
    assert read_locks(journal) == []
    with pytest.raises(JournalError, match=r"mine\.kith\.keys"):
        vault.unlock(journal, PASSPHRASE)


def test_a_new_journal_begins_protected(tmp_path: Path) -> None:
    path = tmp_path / "new.kith"
    key = vault.begin(path, PASSPHRASE)
    workspace = Workspace.open(path, create=True, key=key)
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name=MARK)
    workspace.beside().close()
    workspace.close()
    assert names(path, vault.unlock(path, PASSPHRASE)) == [MARK]
    assert MARK.encode() not in every_byte(tmp_path)


def test_a_wiped_key_opens_nothing(journal: Path) -> None:
    key = vault.protect(journal, PASSPHRASE)
    kept = key.copy()
    key.wipe()
    assert key.wiped
    assert not any(key.seed)
    assert "x'" not in repr(key)
    with pytest.raises(JournalError):
        Workspace.open(journal, key=key)
    assert names(journal, kept)


def test_what_is_not_a_journal_is_not_called_protected(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(os.urandom(8192))
    assert not is_protected(picture)
    words = tmp_path / "words.kith"
    words.write_text("these are words")
    assert not is_protected(words)
    assert not is_protected(tmp_path / "missing.kith")
    with pytest.raises(JournalError, match="not a Kith journal"):
        Workspace.open(picture)


def test_convert_writes_a_copy_under_another_key(journal: Path, tmp_path: Path) -> None:
    before = names(journal, None)
    key = vault.new_key()
    there, back = tmp_path / "there.kith", tmp_path / "back.kith"
    conversion.convert(journal, None, there, key)
    conversion.convert(there, key, back, None)
    assert names(there, key) == before
    assert names(back, None) == before
    assert driver.connect(str(back)).execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_older_journal_is_converted_as_it_is(tmp_path: Path, version: int) -> None:
    """The copies made before a migration are of older journals, and get a passphrase as well."""
    target = tmp_path / "old.kith"
    key = vault.new_key()
    conversion.convert(golden(version), None, target, key)
    found = Database(target, read_only=True, key=key)
    before = Database(golden(version), read_only=True)
    for sql in ("PRAGMA user_version", "SELECT count(*) FROM main.interaction"):
        assert found.value(sql) == before.value(sql) > 0
    found.close()
    before.close()
    assert len(names(target, key)) == json.loads(reading(version).read_text())["counterpart"]


def test_a_failure_to_clear_the_old_lock_is_no_failure_of_the_new_one(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is under the new key by then: whoever asked must get it."""
    before = names(journal, None)
    old = vault.protect(journal, PASSPHRASE)
    replace = Path.replace

    def and_then_nothing_more(self: Path, target: Path) -> Path:
        done = replace(self, target)
        if target == journal:
            locks = keys_path(journal)
            writer = f"{os.getpid()}-{threading.get_ident()}"
            locks.with_name(f"{locks.name}.{writer}.new").mkdir()
        return done

    monkeypatch.setattr(Path, "replace", and_then_nothing_more)
    key = vault.renew(journal, old, OTHER)
    assert names(journal, key) == before
    assert vault.unlock(journal, OTHER).salt == key.salt


def test_a_plain_copy_that_was_broken_off_leaves_no_bytes(journal: Path) -> None:
    """Taking the encryption off and thinking better of it: what was written plain is wiped."""
    key = vault.protect(journal, PASSPHRASE)
    kept = []

    def cancelled() -> bool:
        fresh = temporary(journal)
        if not kept and fresh.exists() and MARK.encode() in fresh.read_bytes():
            os.link(fresh, journal.with_name("same blocks"))  # to look at them later
            kept.append(1)
        return bool(kept)

    with pytest.raises(Cancelled):
        vault.unprotect(journal, key, cancelled=cancelled)
    assert kept
    assert MARK.encode() not in journal.with_name("same blocks").read_bytes()


def test_a_plain_copy_left_by_a_killed_process_is_overwritten(journal: Path) -> None:
    left = temporary(journal)
    plain = journal.read_bytes()
    key = vault.protect(journal, PASSPHRASE)
    left.write_bytes(plain)
    os.link(left, journal.with_name("same blocks"))
    names(journal, key)
    assert not left.exists()
    assert MARK.encode() not in journal.with_name("same blocks").read_bytes()


OPENING = """
import sys
from pathlib import Path
from app.services.workspace import Workspace
Workspace.open(Path(sys.argv[1])).close()
"""


@pytest.mark.skipif(os.name == "nt", reason="there it is never asked")
def test_asking_who_has_a_journal_leaves_no_lock_on_it(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when another thread of this process opens it in the very moment of asking."""
    import fcntl

    ask = fcntl.lockf
    opened, seen = threading.Event(), threading.Event()

    def open_it() -> None:
        workspace = Workspace.open(journal)
        opened.set()
        seen.wait(30)
        workspace.close()

    thread = threading.Thread(target=open_it)

    def meanwhile(*given: int) -> None:
        thread.start()
        opened.wait(0.5)
        ask(*given)

    monkeypatch.setattr(fcntl, "lockf", meanwhile)
    assert not in_use(journal)
    assert opened.wait(30)
    told = subprocess.run(
        [sys.executable, "-c", OPENING, str(journal)], check=False, capture_output=True, text=True
    )
    seen.set()
    thread.join()
    assert told.returncode == 0, told.stderr
