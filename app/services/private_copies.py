"""Keeps copies as private as their journal: encrypted where it is, under its present passphrase.

Nothing here loads cryptography: the window looks after every copy of a plain journal as well.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.model.copies import Copy
from app.model.errors import FileWriteError, JournalError
from app.model.texts import _
from app.services import backups
from app.services.workspace import Workspace
from app.store import copies as kept
from app.store import identity
from app.store.backup import Cancel, copy_lock, digest_of, one_file
from app.store.conversion import Progress, convert, never, nowhere
from app.store.keys import Key, lock_of, read_locks, salt_of, write_locks

_ATTEMPTS = 5


def keep_as_private(
    workspace: Workspace, progress: Progress = nowhere, cancelled: Cancel = never
) -> list[Path]:
    """Encrypt the plain copies of a protected journal, and give its passphrase to all of them.

    It does what is still to be done, so it is asked again after whatever broke it off. Returns
    the copies that could not be read.

    Raises:
        FileWriteError: one could not be written; those before it are done.
        Cancelled: the user stopped it; those before it are done.
    """
    if workspace.key is None or workspace.read_only:
        return []
    mine = identity.read(workspace.database)
    copies = [
        copy
        for copy in backups.copies(workspace.path, backups.second_folder(workspace))
        if copy.journal in ("", mine)  # another journal may have had this name before
    ]
    follow_passphrase(copies, workspace.key, workspace.path)
    return reseal(copies, workspace.key, workspace.path, progress, cancelled)


def reseal(
    copies: Sequence[Copy],
    key: Key,
    journal: Path,
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> list[Path]:
    """Encrypt plain copies with the journal's key; the plain ones are overwritten and removed.

    The lock beside the journal is put beside each. Returns the copies that could not be read;
    they are left as they are.

    Raises:
        FileWriteError: one could not be written; those before it are done.
        Cancelled: the user stopped it; those before it are done.
    """
    unread = []
    plain = [copy for copy in copies if not copy.protected]
    for done, copy in enumerate(plain):
        progress(done, len(plain))
        try:
            _reseal(copy, key, journal, cancelled)
        except JournalError:
            unread.append(copy.path)
        except FileNotFoundError:  # it has gone meanwhile
            continue
        except OSError as error:
            raise FileWriteError(
                _("The copy {name} could not be encrypted: {why}.").format(
                    name=copy.path.name, why=error.strerror or error
                ),
                _("Delete it by hand; it lies in {folder}.").format(folder=copy.path.parent),
            ) from error
    progress(len(plain), len(plain))
    return unread


def _reseal(copy: Copy, key: Key, journal: Path, cancelled: Cancel) -> None:
    fresh = copy.path.with_name(f".{copy.path.name}.sealed.{os.getpid()}.part")
    try:
        for _attempt in range(_ATTEMPTS):
            before = kept.state_of(copy.path)
            kept.remove_copy(fresh)
            try:
                convert(copy.path, None, fresh, key, cancelled=cancelled)
                one_file(fresh, key)
            except JournalError:
                if before == kept.state_of(copy.path):
                    raise
                continue
            if before == kept.state_of(copy.path):
                break  # else somebody was forgotten in it meanwhile, and must not come back
        else:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        told = kept.noted(copy.path).get("checked")
        checked = datetime.fromisoformat(told) if told else None
        digest = digest_of(fresh)
        copy_lock(journal, key, copy.path)
        kept.swap(fresh, copy.path, lambda: kept.renote(copy.path, checked, digest))
    finally:
        kept.remove_copy(fresh)


def follow_passphrase(copies: Sequence[Copy], key: Key, journal: Path) -> int:
    """Give every copy under this key the journal's present lock; returns how many.

    After that the old passphrase opens none of them any more. Copies under another key keep
    theirs.

    Raises:
        FileWriteError: a lock could not be written.
    """
    lock = lock_of(journal, key.salt)
    done = 0
    for copy in copies:
        try:
            if lock is None or not copy.protected or salt_of(copy.path) != key.salt:
                continue
            if read_locks(copy.path) != [lock]:
                write_locks(copy.path, [lock])
        except FileNotFoundError:  # it has gone meanwhile
            continue
        except OSError as error:
            raise FileWriteError(
                _("The lock of the copy {name} could not be changed: {why}.").format(
                    name=copy.path.name, why=error.strerror or error
                ),
                _("It still opens with the passphrase from before."),
            ) from error
        done += 1
    return done
