"""Puts a copy in place of the journal, and keeps copies in step with the passphrase.

Loading this module loads cryptography; only what restores or converts needs it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.model.copies import Copy, Reason, Restored
from app.model.errors import FileWriteError, JournalError, LockedError
from app.model.texts import _
from app.services import backups
from app.store import copies as kept
from app.store.backup import Cancel, copy_lock, one_file
from app.store.conversion import Progress, convert, never, nowhere
from app.store.keys import Key, is_protected, lock_of, salt_of, write_locks
from app.store.restore import restore as put_in_place
from app.store.vault import unlock

__all__ = ["follow_passphrase", "key_for", "reseal", "restore"]


def key_for(copy: Path, key: Key | None, secret: str = "") -> Key | None:
    """What opens a copy: None for a plain one, the journal's own key where it fits, or a secret.

    Raises:
        LockedError: it needs another passphrase than the journal's; ask for it.
        WrongSecretError: the secret opens it not.
    """
    if not is_protected(copy):
        return None
    if secret:
        return unlock(copy, secret)
    if key is not None and fits(copy, key):
        return key.copy()
    raise LockedError(
        _("{name} was made with another passphrase.").format(name=copy.name),
        _("Type the passphrase this journal had then, or its recovery code."),
    )


def fits(path: Path, key: Key) -> bool:
    """Whether a protected file is encrypted with this very key."""
    return not key.wiped and salt_of(path) == key.salt


def restore(
    journal: Path,
    key: Key | None,
    copy: Path,
    copy_key: Key | None,
    moment: datetime,
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> Restored:
    """Make the journal what the copy is, and keep the journal as it was among the copies.

    Raises:
        JournalError: the copy is not whole, another program has the journal open, or it cannot
            be written; the journal is as it was.
        Cancelled: the user stopped it; the journal is as it was.
    """
    if copy.exists() and journal.exists() and copy.samefile(journal):
        raise JournalError(
            _("{name} is the journal itself.").format(name=copy.name), _("Choose a copy of it.")
        )
    place, at = kept.folder_of(journal), moment.replace(tzinfo=None)

    def aside() -> Path:
        kept.prepare(place)
        return kept.name_for(journal, place, Reason.BEFORE_RESTORE, at)

    old, digest = put_in_place(journal, key, copy, copy_key, aside, progress, cancelled)
    if old is not None and digest:
        with contextlib.suppress(OSError):  # it is there; only what is known of it is not kept
            kept.note(old, digest, kept.noted(copy).get("journal", ""), at)
    return Restored(old, backups.holding(journal, copy_key))


# --- copies and the passphrase -------------------------------------------------------------


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
    fresh = copy.path.with_name(f".{copy.path.name}.part")
    try:
        convert(copy.path, None, fresh, key, cancelled=cancelled)
        one_file(fresh, key)
        known = kept.noted(copy.path)
        copy_lock(journal, key, copy.path)
        kept.swap(fresh, copy.path)
        if known.get("checked"):
            kept.renote(copy.path, datetime.fromisoformat(known["checked"]))
        else:
            kept.renote(copy.path, None)
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
        if lock is None or not copy.protected or salt_of(copy.path) != key.salt:
            continue
        try:
            write_locks(copy.path, [lock])
        except OSError as error:
            raise FileWriteError(
                _("The lock of the copy {name} could not be changed: {why}.").format(
                    name=copy.path.name, why=error.strerror or error
                ),
                _("It still opens with the passphrase from before."),
            ) from error
        done += 1
    return done
