"""Puts a copy in place of the journal.

Loading this module loads cryptography; only what restores or converts needs it.
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from app.model.copies import Reason, Restored
from app.model.errors import JournalError, LockedError
from app.model.texts import _
from app.services import backups
from app.services.good_copies import journal_of
from app.store import copies as kept
from app.store.backup import Cancel
from app.store.conversion import Progress, never, nowhere
from app.store.keys import Key, is_protected, salt_of
from app.store.restore import restore as put_in_place
from app.store.vault import unlock

__all__ = ["key_for", "restore"]


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
            # Which need not be the one that took its place.
            kept.note(old, digest, journal_of(old, key, still=True) or "", at)
    return Restored(old, backups.holding(journal, copy_key))
