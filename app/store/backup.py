"""Makes a copy of an open journal: in small steps, read back, and only then under its name."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from app.model.copies import Holding
from app.model.errors import Cancelled, FileWriteError, JournalError
from app.model.texts import _
from app.model.values import PartialDate
from app.store import driver
from app.store.conversion import Progress, never, nowhere
from app.store.database import Database
from app.store.files import flush, flush_folder, remove, shred
from app.store.keys import Key, add_locks, is_protected, lock_of
from app.store.troubles import explain

Cancel = Callable[[], bool]

_PAGES = 128  # of 4 KiB a step: a writer or the screen waits some milliseconds at most
_BREATH = 0.001  # seconds between two steps
_LOOK = 20_000  # steps of SQLite's machine between two looks at Cancel
_SPARE = 8 * 1024 * 1024


def copy_to(
    source: Database, target: Path, progress: Progress = nowhere, cancelled: Cancel = never
) -> str:
    """Copy an open journal into a new file; returns the SHA-256 of the file.

    The copy holds one moment of the journal, however long it takes and whoever writes meanwhile.
    It stands under its name only when it was read back whole and is on the disk; its lock stands
    beside it.

    Raises:
        FileWriteError: the place cannot be written, or something of that name is there.
        JournalError: the disk is full, or what was read back is not whole.
        Cancelled: the user stopped it; nothing is left.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists():
            raise FileWriteError(
                _("“{name}” is there already.").format(name=target.name),
                _("Choose another name."),
            )
        _check_room(source.path, target.parent)
        forgotten = None
        while forgotten != (forgotten := _forgotten(source)):
            # Who is forgotten while it is written must not come back with it: it is begun anew.
            shred(fresh)
            digest = write_copy(source, fresh, progress, cancelled)
        copy_lock(source.path, source.key, target)
        fresh.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            remove(fresh)
    return digest


def _forgotten(source: Database) -> int:
    """The step that last forgot somebody, 0 before the first."""
    sql = "SELECT coalesce(max(id), 0) FROM step WHERE kind = 'redo' AND target IS NULL"
    return int(source.value(sql))


def write_copy(
    source: Database, fresh: Path, progress: Progress = nowhere, cancelled: Cancel = never
) -> str:
    """Write the copy into this file and read it back; returns the SHA-256 of the file.

    Raises:
        JournalError: what was read back is not whole.
        Cancelled: the user stopped it; the caller removes the file.
    """
    remove(fresh)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    breath = threading.Event()

    def step(_status: int, rest: int, whole: int) -> None:
        progress(whole - rest, whole)
        if cancelled():
            raise Cancelled
        breath.wait(_BREATH)

    try:
        with _one_moment(source), _target(fresh, source.key) as target:
            counts = _counts(source.connection)
            source.connection.backup(target, pages=_PAGES, progress=step)
            target.execute("PRAGMA journal_mode = DELETE")
            problems = _problems(target, source.key, cancelled)
            problems += [t for t, n in _counts(target).items() if counts.pop(t, -1) != n]
            problems += list(counts)
    except driver.Error as error:
        raise explain(error, source.path) from error
    if problems:
        raise JournalError(
            _("The copy of {name} is not whole ({problem}).").format(
                name=source.path.name, problem=problems[0]
            ),
            _("It was not kept. Look through the journal with “kith check”."),
        )
    flush(fresh)
    return digest_of(fresh)


def one_file(path: Path, key: Key | None) -> None:
    """Let a copy be read where nothing can be written beside it."""
    with _target(path, key) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file that nobody has open."""
    import hashlib  # noqa: PLC0415 - OpenSSL comes with it, 4 MB that a start does without

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_lock(journal: Path, key: Key | None, target: Path) -> None:
    """Put the lock of a protected journal beside its copy; a plain copy has none."""
    lock = lock_of(journal, key.salt) if key is not None else None
    add_locks(target, [lock] if lock is not None else [])


@contextlib.contextmanager
def _one_moment(source: Database) -> Iterator[None]:
    """Sees the journal as it is now until the block ends; writers write on beside it."""
    if source.connection.in_transaction:
        yield
        return
    source.connection.execute("BEGIN")
    try:
        yield
    finally:
        source.connection.execute("ROLLBACK")


@contextlib.contextmanager
def _target(path: Path, key: Key | None) -> Iterator[driver.Connection]:
    connection = driver.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.spec()}"')
        connection.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole at the end
        yield connection
    finally:
        connection.close()


def _counts(connection: driver.Connection) -> dict[str, int]:
    """Rows by table."""
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for (table,) in tables
    }


def _problems(connection: driver.Connection, key: Key | None, cancelled: Cancel) -> list[str]:
    """What is wrong inside a database, in SQLite's words; empty when all is well."""
    connection.set_progress_handler(lambda: int(cancelled()), _LOOK)
    try:
        found = connection.execute("PRAGMA integrity_check(5)").fetchall()
        problems = [row[0] for row in found if row[0] != "ok"]
        if key is not None:
            problems += [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
    except driver.Error:
        if cancelled():
            raise Cancelled from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
    return problems


def problems_of(database: Database, cancelled: Cancel = never) -> list[str]:
    """What is wrong inside an open journal or copy; empty when all is well.

    Raises:
        Cancelled: the user stopped it.
    """
    try:
        return _problems(database.connection, database.key, cancelled)
    except driver.DatabaseError as error:
        return [str(error)]


def holding_of(database: Database) -> Holding:
    """What an open journal or copy holds."""
    people, entries, promises, last = database.rows(
        "SELECT (SELECT count(*) FROM counterpart), (SELECT count(*) FROM interaction), "
        "(SELECT count(*) FROM promise), (SELECT max(date) FROM interaction)"
    )[0]
    return Holding(
        people=people,
        entries=entries,
        promises=promises,
        last_entry=PartialDate.parse(last) if last else None,
        size=database.path.stat().st_size,
        protected=is_protected(database.path),
    )


def _check_room(journal: Path, folder: Path) -> None:
    wal = journal.with_name(f"{journal.name}-wal")
    needed = journal.stat().st_size + (wal.stat().st_size if wal.exists() else 0) + _SPARE
    if shutil.disk_usage(folder).free < needed:
        raise JournalError(
            _("There is no room for a copy in {folder}.").format(folder=folder),
            _("Free some space there, or choose another folder."),
        )


def _unwritten(target: Path, error: OSError) -> FileWriteError:
    return FileWriteError(
        _("No copy could be written to {folder}: {why}.").format(
            folder=target.parent, why=error.strerror or error
        ),
        _("Check the folder and its rights."),
    )
