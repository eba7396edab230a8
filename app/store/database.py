"""Opens a journal file: pragmas, the version guard, migrations, and atomic work."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import Any

from app.model.errors import JournalError, ReadOnlyError
from app.model.texts import _
from app.store import driver
from app.store.entrance import check_log, is_to_be_made, lies_locked, rests
from app.store.files import (
    Identity,
    clear_broken_off,
    hold,
    identity,
    peek,
    release,
    remove,
    shred,
    temporary,
)
from app.store.keys import (
    HEADER,
    Key,
    is_plain,
    keys_path,
    lock_of,
    read_locks,
    salt_of,
    write_locks,
)
from app.store.own_writing import OwnWriting, Written, written
from app.store.schema import APPLICATION_ID, READING_OLD, SCHEMA_VERSION
from app.store.troubles import (
    damaged,
    disk_full,
    does_not_fit,
    explain,
    garbled,
    gone,
    out_of_reach,
)

_LEAST_FREE_BYTES = 4 * 1024 * 1024
_ATTEMPTS = 5
_LOCK = "vault.lock"


class _ReplacedError(Exception):
    """The file was replaced while it was being opened."""


class Database:
    """One connection to one journal, for one thread; a protected one opens with its key.

    With `still`, a journal opened for reading is one that nobody writes to, such as a copy: then
    SQLite leaves no files of its own beside it. `screen` is what the connection of the
    program's screen knows to be written by the program itself, for one that works beside it.

    Raises:
        LockedError: the journal is protected and no key was given.
        JournalError: the file is missing, not a journal, damaged, of a newer Kith, or cannot
            be written to.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        key: Key | None = None,
        before_migration: Callable[[Path, Key | None], object] | None = None,
        still: bool = False,
        screen: OwnWriting | None = None,
    ) -> None:
        self.path = path
        self.key = key
        self.own = OwnWriting()
        self.screen = screen
        self._before_migration = before_migration
        self._still = still and read_only
        self._identity: Identity | None = None
        self.closed = False
        for _attempt in range(_ATTEMPTS):
            try:
                self._open(create=create, read_only=read_only)
                return
            except _ReplacedError:  # by a conversion or a restore that was just ending
                continue
        raise JournalError(
            _("{name} is being replaced again and again.").format(name=path.name),
            _("Wait until the other program is done with it."),
        )

    def _open(self, *, create: bool, read_only: bool) -> None:
        path, key = self.path, self.key
        try:
            fresh = is_to_be_made(path, create=create, key=key)
            self._locked = not fresh and (lies_locked(path) or (self._still and rests(path)))
        except OSError as error:
            raise out_of_reach(path, error) from error
        writable = os.access(path.parent if fresh else path, os.W_OK)
        self.read_only = read_only or self._locked or not writable
        if fresh and self.read_only:
            raise JournalError(
                _("Nothing can be written in the folder {folder}.").format(folder=path.parent),
                _("Choose another folder for the journal."),
            )
        if not fresh:
            check_log(path)
        try:
            self.connection = self._connect(fresh)
            self._prepare(fresh)
            if not self.read_only:
                self._tidy()
        except driver.Error as error:
            replaced = self.is_replaced()
            self.close()
            if replaced:
                raise _ReplacedError from error
            if key is not None and "not a database" in str(error) and not self._is_its_key(key):
                raise does_not_fit(path) from error
            raise explain(error, path) from error
        except OSError as error:
            self.close()
            raise out_of_reach(path, error) from error
        except BaseException:
            self.close()
            raise

    def _is_its_key(self, key: Key) -> bool:
        """Whether it is known that the key belongs to this file, however little of it opens."""
        with suppress(OSError):
            return salt_of(self.path) == key.salt
        return False

    def _connect(self, fresh: bool) -> driver.Connection:
        mode = "ro" if self.read_only else "rwc" if fresh else "rw"
        if fresh:
            # Made with narrow rights before anything is in it.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        uri = f"{file_uri(self.path.absolute())}?mode={mode}"
        if self._locked:
            uri += "&immutable=1"
        before = identity(self.path)
        connection = driver.connect(uri, uri=True, isolation_level=None, timeout=5.0)
        try:
            self._identity = hold(self.path)
            if self._identity != before:
                raise _ReplacedError
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, fresh: bool) -> None:
        run = self.connection.execute
        run("PRAGMA cipher_log_level = NONE")
        if self.key is not None:
            run(f'PRAGMA key = "{self.key.spec()}"')
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA temp_store = MEMORY")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA fullfsync = ON")  # what a flush means on macOS only when asked
        if fresh:
            run(f"PRAGMA application_id = {APPLICATION_ID}")
        found, version = (
            run(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if self.is_replaced():
            # Asked with the first read behind us, for that waits while someone replaces the file.
            raise _ReplacedError
        if found != APPLICATION_ID:
            raise JournalError(
                _("{name} is a database, but not a Kith journal.").format(name=self.path.name),
                _("Choose a file that Kith made; nothing was changed."),
            )
        if version > SCHEMA_VERSION:
            raise JournalError(
                _("{name} was written by a newer version of Kith.").format(name=self.path.name),
                _("Update Kith to open it; nothing was changed."),
            )
        if not fresh and self._is_cut():
            raise damaged(self.path)
        if not self.read_only:
            if version < SCHEMA_VERSION:
                if version and self._before_migration is not None:
                    self._before_migration(self.path, self.key)
                # sqlite_utils costs half of Qt's own start: only a new or old file pays for it.
                from app.store.migrations import migrate  # noqa: PLC0415

                migrate(self.connection)
            # Only now: the mode is written into the file, which stays as it was if the
            # migration fails.
            run("PRAGMA journal_mode = WAL")
        for statement in READING_OLD.get(version, ()) if self.read_only else ():
            run(statement)

    def _is_cut(self) -> bool:
        """Whether the file ends before its own count of pages does."""
        wal = self.path.with_name(f"{self.path.name}-wal")
        if wal.exists() and wal.stat().st_size:
            return False  # the missing pages may lie there
        count, size = (int(self.value(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
        return bool(self.path.stat().st_size < count * size)

    def is_replaced(self) -> bool:
        """Whether another file has taken the name of the one that was opened."""
        try:
            return self._identity is not None and identity(self.path) != self._identity
        except OSError:
            return False

    def _tidy(self) -> None:
        """Take away what a conversion left that was broken off, and keep the locks twice."""
        left = temporary(self.path)
        if left.exists():  # none is under way: it would have the file for itself
            if self.key is not None and is_plain(peek(left, len(HEADER))):
                with suppress(OSError):
                    shred(left)
            remove(left)
        clear_broken_off(keys_path(self.path))
        self._clear_dead_log()
        if self.key is not None:
            self._keep_locks(self.key)

    def _clear_dead_log(self) -> None:
        """Take away the rollback journal of somebody killed before it counted.

        SQLite leaves one without a beginning where it is. Nobody can be about to give it one: that
        takes a file that is not in WAL mode, and no other connection gets it out of that mode
        beside this one.
        """
        log = self.path.with_name(f"{self.path.name}-journal")
        with suppress(OSError):
            if peek(log, 1) in (b"", b"\0") and self.value("PRAGMA journal_mode") == "wal":
                log.unlink()

    def _keep_locks(self, key: Key) -> None:
        """Keep the lock inside the journal as well, and put it back where its file is lost."""
        beside = lock_of(self.path, key.salt)
        row = self.value("SELECT value FROM setting WHERE key = ?", _LOCK)
        if beside is not None:
            text = json.dumps(beside)
            if text != row:
                with suppress(driver.OperationalError):  # someone is writing: there is a next time
                    self.connection.execute("REPLACE INTO setting VALUES (?, ?)", (_LOCK, text))
        elif row is not None and json.loads(row)["salt"] == key.salt.hex():
            write_locks(self.path, [*read_locks(self.path), json.loads(row)])

    @contextmanager
    def transaction(self) -> Iterator[driver.Connection]:
        """All of the block or nothing of it; nested use joins the outer transaction.

        Raises:
            JournalError: the disk is full, or the journal cannot be written.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        if self.read_only:
            raise ReadOnlyError(
                _("This journal is open for reading only."),
                _("Check the rights of the file, or save a copy elsewhere."),
            )
        try:
            self._check_space()
            self.connection.execute("BEGIN IMMEDIATE")
            before: Written | None = None
            try:
                self._check_place()
                before = self._stands()
                yield self.connection
                after = self._stands()
                for knows in self._knowing():  # first, for it is seen as soon as it is kept
                    knows.note(before, after, told=knows is self.own)
                self.connection.execute("COMMIT")
            except BaseException:
                for knows in self._knowing():
                    knows.take_back(before)
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except driver.Error as error:
            raise self._explain(error) from error
        except MemoryError as error:
            raise self._short_of_memory(error) from error

    def _knowing(self) -> tuple[OwnWriting, ...]:
        return (self.own,) if self.screen is None else (self.own, self.screen)

    def _stands(self) -> Written | None:
        """How far the journal is, None where a damaged one does not tell."""
        with suppress(JournalError):
            return written(self)
        return None

    def _explain(self, error: driver.Error) -> Exception:
        """The error as a sentence; what sounds like a mistake of ours may be a garbled trigger."""
        try:
            return explain(error, self.path)
        except driver.OperationalError:
            # Loads sqlite_utils, which only a new or a damaged file needs.
            from app.store.blueprint import is_damaged  # noqa: PLC0415

            if not self.connection.in_transaction and is_damaged(self.connection):
                return garbled(self.path)
            raise

    def _short_of_memory(self, error: MemoryError) -> Exception:
        """SQLCipher says so too where a page it must change does not fit its seal."""
        return error if self.key is None else damaged(self.path)

    def _check_place(self) -> None:
        """What is written to a file that has lost its name would be gone with it.

        Asked with the write lock in hand, for whoever replaces the file holds that lock.
        """
        try:
            found = identity(self.path)
        except OSError:
            raise gone(self.path) from None
        if found != self._identity:
            raise JournalError(
                _("{name} was replaced by another file meanwhile.").format(name=self.path.name),
                _("Close Kith and open the journal again; what you typed is still here."),
            )

    def _check_space(self) -> None:
        try:
            there = self.path.exists()
            free = shutil.disk_usage(self.path.parent).free
        except OSError:  # a stick that was pulled out
            raise gone(self.path) from None
        if not there:
            raise gone(self.path)
        if free < _LEAST_FREE_BYTES:
            raise disk_full(self.path)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        try:
            return self._fetch(sql, values)
        except driver.DatabaseError as error:
            if "decode" in str(error) and self.connection.text_factory is str:
                # A damaged byte within a text: what is readable of it is shown.
                self.connection.text_factory = _lenient
                return self.rows(sql, *values)
            raise self._explain(error) from error
        except MemoryError as error:
            raise self._short_of_memory(error) from error

    def _fetch(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]

    def value(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(sql, *values)
        return found[0][0] if found else None

    def check(self) -> list[str]:
        """What is wrong inside the file, a sentence each; empty when all is well."""
        problems = [
            _("Integrity: {detail}").format(detail=row[0])
            for row in self.rows("PRAGMA integrity_check(20)")
            if row[0] != "ok"
        ]
        problems += [
            _("A record in {table} points at something that is gone.").format(table=row[0])
            for row in self.rows("PRAGMA foreign_key_check")
        ]
        return problems

    def close(self) -> None:
        """Let go of the file."""
        self.closed = True
        if hasattr(self, "connection"):
            self.connection.close()
        if self._identity is not None:
            release(self._identity)
            self._identity = None


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def file_uri(path: PurePath) -> str:
    """A file's address as SQLite takes it: a Windows share is part of the path there."""
    uri = path.as_uri()
    host = uri.startswith("file://") and not uri.startswith("file:///")
    return f"file:////{uri.removeprefix('file://')}" if host else uri
