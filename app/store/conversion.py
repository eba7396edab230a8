"""Puts a whole journal under another key: written beside it, read back, and put in its place."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from app.model.errors import Cancelled, JournalError
from app.model.texts import _
from app.store import driver
from app.store.database import Database, file_uri
from app.store.files import flush, flush_folder, let_go, overwrite, remove, shred, temporary
from app.store.keys import Key
from app.store.troubles import explain, explain_os

_EVERY = 20_000  # steps of SQLite's machine between two looks at Cancel

Progress = Callable[[int, int], None]


def nowhere(_done: int, _whole: int) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """A wish to stop that nobody has."""
    return False


def convert(
    source: Path,
    key: Key | None,
    target: Path,
    wanted: Key | None,
    progress: Progress = nowhere,
    cancelled: Callable[[], bool] = never,
) -> None:
    """Write a copy of a closed journal under another key; None means plain.

    The copy is whole, read back and on the disk, or it is not there.
    """
    database = Database(source, read_only=True, key=key)
    try:
        with spoken(source):
            _drop_readings(database)
            _export(database, target, wanted, progress, cancelled)
    finally:
        database.close()


def _drop_readings(database: Database) -> None:
    """An older journal is read through views of this connection alone, which stand in the way."""
    for (name,) in database.rows("SELECT name FROM sqlite_temp_master WHERE type = 'view'"):
        database.connection.execute(f'DROP VIEW temp."{name}"')


@contextlib.contextmanager
def spoken(journal: Path) -> Iterator[None]:
    """What the disk or SQLite refuses, as a sentence."""
    try:
        yield
    except driver.Error as error:
        raise explain(error, journal) from error
    except OSError as error:
        raise explain_os(error, journal) from error


@contextlib.contextmanager
def alone(journal: Path, key: Key | None) -> Iterator[Database]:
    """The journal, with nobody else in it until the block ends.

    Raises:
        JournalError: someone else has it open.
    """
    database = Database(journal, key=key)
    try:
        if database.read_only:
            raise JournalError(
                _("{name} can only be read.").format(name=journal.name),
                _("Check the rights of the file and its folder."),
            )
        run = database.connection.execute
        # Leaving WAL needs the file for oneself, and takes what the WAL holds into the file. Only
        # then the lock is kept: before, a journal file of SQLite's with old pages would be kept
        # as well, under a name where the next file would have it beside it.
        if _mode(run, "PRAGMA main.journal_mode = DELETE") == "delete":
            run("PRAGMA main.locking_mode = EXCLUSIVE")
            run("BEGIN EXCLUSIVE")
            run("COMMIT")  # in this locking mode the lock stays
        # Somebody may have opened it in between, which takes it back into WAL.
        if _mode(run, "PRAGMA main.journal_mode") != "delete":
            raise JournalError(
                _("Another program has {name} open.").format(name=journal.name),
                _("Close it there first; nothing was changed."),
            )
        yield database
    finally:
        # Back to WAL it goes when it is opened next. Here its name may be another file's by now,
        # and a WAL made under that name would be taken for the other file's.
        database.close()


def _mode(run: Callable[[str], driver.Cursor], pragma: str) -> str:
    try:
        return str(run(pragma).fetchone()[0])
    except driver.Error:
        return "busy"


def rewrite(
    source: Database,
    journal: Path,
    wanted: Key | None,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    """Put the same journal under another key in place of the file that is open alone."""
    fresh = temporary(journal)
    _export(source, fresh, wanted, progress, cancelled)
    if os.name == "nt":
        source.close()  # Windows replaces no file that is open
        fresh.replace(journal)
        return
    old = os.open(journal, os.O_RDWR)
    try:
        fresh.replace(journal)
        flush_folder(journal.parent)
        if source.key is None:  # what was plain must not stay readable in freed blocks
            overwrite(old)
    finally:
        let_go(old)


def _export(
    source: Database,
    target: Path,
    wanted: Key | None,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    remove(target)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    run = source.connection.execute
    spec = "" if wanted is None else wanted.spec()
    whole = max(1, source.path.stat().st_size)

    def look() -> int:
        with contextlib.suppress(OSError):
            progress(min(target.stat().st_size, whole), whole)
        return 1 if cancelled() else 0

    try:
        run("ATTACH DATABASE ? AS converted KEY ?", (str(target), spec))
        try:
            source.connection.set_progress_handler(look, _EVERY)
            run("SELECT sqlcipher_export('converted')")
        finally:
            source.connection.set_progress_handler(None, 0)
            for name in ("user_version", "application_id"):
                value = run(f"PRAGMA main.{name}").fetchone()[0]
                run(f"PRAGMA converted.{name} = {value}")
            run("DETACH DATABASE converted")
        if cancelled():
            raise Cancelled
        _verify(source, target, wanted)
        flush(target)
        progress(whole, whole)
    except BaseException as error:
        if wanted is None and source.key is not None:
            with contextlib.suppress(OSError):
                shred(target)  # what is protected must not stay readable in freed blocks
        remove(target)
        if isinstance(error, driver.Error) and cancelled():
            raise Cancelled from None
        raise


def _verify(source: Database, copy: Path, key: Key | None) -> None:
    """Read the copy back: whole in itself, and as many rows in every table as the source has."""
    connection = driver.connect(f"{file_uri(copy.absolute())}?mode=rw", uri=True)
    try:
        run = connection.execute
        run("PRAGMA cipher_log_level = NONE")
        if key is not None:
            run(f'PRAGMA key = "{key.spec()}"')
        problems = [row[0] for row in run("PRAGMA integrity_check(1)") if row[0] != "ok"]
        for (table,) in source.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            sql = f'SELECT count(*) FROM "{table}"'
            if run(sql).fetchone()[0] != source.value(sql):
                problems.append(table)
        if problems:
            raise JournalError(
                _("The converted copy of {name} is not whole ({problem}).").format(
                    name=source.path.name, problem=problems[0]
                ),
                _("The journal was left as it was; check it with “kith check”."),
            )
        run("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
