"""Forgets a person in backup copies as well: each is rewritten aside, proven, and replaced."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from app.model.errors import JournalError, LockedError
from app.model.forgetting import CopyFound, CopyState
from app.model.texts import _
from app.store.backup import digest_of
from app.store.copies import forget_notes, remove_copy, renote
from app.store.database import Database
from app.store.erase import erase
from app.store.files import flush, flush_folder, let_go, overwrite, remove
from app.store.forget import Cancel, Forgetting, Progress
from app.store.forget_preview import person_behind
from app.store.keys import Key, is_protected, keys_path, salt_of
from app.store.schema import SCHEMA_VERSION


def look_into(copy: Path, key: Key | None, uids: Collection[str]) -> CopyFound:
    """Whether a copy holds the person, by any of their identities, and can be rewritten."""
    own = _key_of(copy, key)
    if own is None and _is_protected(copy):
        return CopyFound(copy, CopyState.LOCKED, _("Another passphrase opens it."))
    try:
        database = Database(copy, read_only=True, key=own)
    except LockedError:
        return CopyFound(copy, CopyState.LOCKED, _("Another passphrase opens it."))
    except JournalError as error:
        return CopyFound(copy, CopyState.DAMAGED, error.text)
    try:
        if not _behind(database, uids):
            return CopyFound(copy, CopyState.CLEAN)
        if database.value("PRAGMA user_version") < SCHEMA_VERSION:
            return CopyFound(
                copy, CopyState.OLDER, _("It was made before Kith changed its way of keeping.")
            )
        return CopyFound(copy, CopyState.HOLDS)
    except JournalError as error:
        return CopyFound(copy, CopyState.DAMAGED, error.text)
    finally:
        database.close()


def _behind(database: Database, uids: Collection[str]) -> list[int]:
    found = (person_behind(database, uid) for uid in uids)
    return [person for person in found if person is not None]


def _is_protected(copy: Path) -> bool:
    with suppress(OSError):
        return is_protected(copy)
    return False


def _key_of(copy: Path, key: Key | None) -> Key | None:
    """The journal's key where the copy is protected by that very one."""
    with suppress(OSError):
        if key is not None and is_protected(copy) and salt_of(copy) == key.salt:
            return key
    return None


def rewrite(
    copy: Path,
    *,
    key: Key | None,
    uids: Collection[str],
    label: str,
    at: str,
    instead: str,
    scrub_texts: bool,
    parts: bool,
    organisations: Iterable[str] = (),
    progress: Progress = lambda _done, _whole: None,
    cancelled: Cancel = lambda: False,
) -> None:
    """Forget the person in a copy; it is replaced only by one that is proven whole.

    Raises:
        Cancelled: the user stopped it; the copy is as it was.
        JournalError: it could not be rewritten, and is as it was.
        OSError: its folder cannot be written.
    """
    own = _key_of(copy, key)
    with _aside(copy) as fresh:
        database = Database(fresh, key=own)
        try:
            if not _behind(database, uids):
                return
            firms = [
                found
                for firm in organisations
                if (found := database.value("SELECT id FROM organisation WHERE uid = ?", firm))
            ]
            while there := _behind(database, uids):
                Forgetting(
                    database,
                    there[0],
                    instead=instead,
                    scrub_texts=scrub_texts,
                    parts=parts,
                    organisations=firms,
                    progress=progress,
                    cancelled=cancelled,
                ).write(label, at)
            erased = erase(database)
            problems = database.check()
            if not erased or problems or _behind(database, uids):
                raise JournalError(
                    _("The copy {name} could not be rewritten.").format(name=copy.name),
                    _("Delete it, if the person is not to stay in it."),
                )
            # One file again, that can be read where nothing can be written beside it.
            database.connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            database.close()
        flush(fresh)
        digest = digest_of(fresh)

        def placed() -> None:  # before anything else, for who carries it elsewhere asks for it
            with suppress(OSError, ValueError):
                renote(copy, datetime.fromisoformat(at).replace(tzinfo=None), digest)

        _put(fresh, copy, placed)


@contextmanager
def _aside(copy: Path) -> Iterator[Path]:
    """A second file with the bytes of the copy; what is left of it goes at the end."""
    fresh = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    remove(fresh)
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as target, copy.open("rb") as source:
            shutil.copyfileobj(source, target, 1 << 20)
        yield fresh
    finally:
        with suppress(OSError):
            remove(fresh)
            keys_path(fresh).unlink(missing_ok=True)


def _put(fresh: Path, copy: Path, placed: Callable[[], None]) -> None:
    """Take the place of the copy, and overwrite what the old file held."""
    if os.name == "nt":
        fresh.replace(copy)  # Windows replaces no file that is open
        placed()
        return
    old = os.open(copy, os.O_RDWR)
    try:
        fresh.replace(copy)
        placed()
        flush_folder(copy.parent)
        overwrite(old)
    finally:
        let_go(old)


def delete(copy: Path) -> None:
    """Overwrite a copy, and delete it with its lock.

    Raises:
        OSError: its folder cannot be written.
    """
    remove_copy(copy, shred=True)
    forget_notes(copy.parent, [copy])
