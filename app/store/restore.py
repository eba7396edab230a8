"""Puts a copy in place of a journal; the journal as it was is kept aside."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from app.model.errors import DamagedError, FileWriteError, JournalError
from app.model.texts import _
from app.store.backup import Cancel, copy_to, problems_of, write_copy
from app.store.conversion import Progress, alone, never, nowhere, spoken
from app.store.database import Database
from app.store.files import flush, flush_folder, in_use, let_go, remove, temporary
from app.store.keys import Key, lock_of, read_locks, write_locks

_BESIDE = ("-wal", "-shm", "-journal")


def restore(
    journal: Path,
    key: Key | None,
    copy: Path,
    copy_key: Key | None,
    aside: Callable[[], Path],
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> tuple[Path | None, str]:
    """Make the journal what the copy is; returns where the old one is kept, and its digest.

    `aside` names the place for the old journal, which is asked only when there is one. It is kept
    as a copy that was read back (then the digest tells its bytes), or byte by byte where it
    cannot be read any more (then the digest is ""). The journal is one of the two at any moment.

    Raises:
        JournalError: the copy is not whole, another program has the journal open, or it cannot
            be written.
        Cancelled: the user stopped it; the journal is as it was.
    """
    fresh = temporary(journal)
    source = Database(copy, read_only=True, key=copy_key)
    try:
        _check_whole(source, cancelled)
        # Opening the journal clears what lies under the temporary name, so it is written after.
        with _old(journal, key) as old:
            kept, digest = _keep_aside(journal, old, aside, cancelled)
            write_copy(source, fresh, progress, cancelled)
            _replace(journal, old, fresh, copy, copy_key, kept)
    except OSError as error:
        raise FileWriteError(
            _("{name} could not be restored: {why}.").format(
                name=journal.name, why=error.strerror or error
            ),
            _("The journal is as it was. Check its folder, then try again."),
        ) from error
    finally:
        source.close()
        with contextlib.suppress(OSError):
            remove(fresh)
    return kept, digest


def _check_whole(source: Database, cancelled: Cancel) -> None:
    problems = problems_of(source, cancelled)
    if problems:
        raise JournalError(
            _("The copy {name} is damaged ({problem}).").format(
                name=source.path.name, problem=problems[0]
            ),
            _("Take another one; the journal was left as it was."),
        )


@contextlib.contextmanager
def _old(journal: Path, key: Key | None) -> Iterator[Database | None]:
    """The journal for oneself; None where there is none that can be opened."""
    if not _opens(journal, key):
        if _is_in_use(journal):
            raise JournalError(
                _("Another program has {name} open.").format(name=journal.name),
                _("Close it there first; nothing was changed."),
            )
        yield None
        return
    with contextlib.ExitStack() as stack:
        old: Database | None = None
        try:
            stack.enter_context(spoken(journal))
            old = stack.enter_context(alone(journal, key))
        except DamagedError:
            pass  # it opens for reading, but not well enough for more: kept byte by byte
        yield old


def _opens(journal: Path, key: Key | None) -> bool:
    try:
        Database(journal, read_only=True, key=key).close()
    except JournalError:
        return False
    return True


def _is_in_use(journal: Path) -> bool:
    """Whether another program has a file open that we cannot open ourselves.

    Windows needs no such question: there, files beside one that is open cannot be deleted.
    """
    if sys.platform == "win32" or not journal.exists():
        return False
    return in_use(journal)


def _keep_aside(
    journal: Path, old: Database | None, aside: Callable[[], Path], cancelled: Cancel
) -> tuple[Path | None, str]:
    if not journal.exists() or journal.stat().st_size == 0:
        return None, ""
    target = aside()
    if old is not None:
        with contextlib.suppress(JournalError):  # damaged inside: then byte by byte
            return target, copy_to(old, target, nowhere, cancelled)
    for ending in ("-wal", "-journal", ""):
        beside = journal.with_name(journal.name + ending)
        if beside.exists():
            _copy_bytes(beside, target.with_name(target.name + ending))
    write_locks(target, read_locks(journal))
    flush_folder(target.parent)
    return target, ""


def _copy_bytes(source: Path, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    handle = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        with os.fdopen(handle, "rb", closefd=False) as file, fresh.open("wb") as to:
            shutil.copyfileobj(file, to, 1 << 20)
        flush(fresh)
        fresh.replace(target)
    finally:
        let_go(handle)  # not closed while a connection of ours has locks on the file
        fresh.unlink(missing_ok=True)


def _replace(
    journal: Path,
    old: Database | None,
    fresh: Path,
    copy: Path,
    copy_key: Key | None,
    kept: Path | None,
) -> None:
    """Put the fresh file under the journal's name, with the locks of both while that happens."""
    wanted: list[dict[str, object]] = []
    if copy_key is not None:
        # With the same key the present passphrase goes on; else the copy brings its own.
        lock = lock_of(journal, copy_key.salt) or lock_of(copy, copy_key.salt)
        wanted = [lock] if lock is not None else []
        salts = {one["salt"] for one in wanted}
        both = [*(one for one in read_locks(journal) if one["salt"] not in salts), *wanted]
        write_locks(journal, both)
    if old is None:
        # What SQLite kept beside an unreadable file would be taken for the fresh one's.
        for ending in _BESIDE:
            journal.with_name(journal.name + ending).unlink(missing_ok=True)
        flush_folder(journal.parent)
    elif os.name == "nt":
        old.close()  # Windows replaces no file that is open
    fresh.replace(journal)
    with contextlib.suppress(OSError):  # it is done: locks that open nothing may stay
        flush_folder(journal.parent)
        if kept is not None:  # else the locks may be those of a journal that was moved away
            write_locks(journal, wanted)
