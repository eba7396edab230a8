"""Protects a journal by a passphrase, and opens one that is protected: the door for screens.

Loading this module loads cryptography; only what deals with a protected journal needs it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from app.model.errors import Cancelled, UserError
from app.services.private_copies import keep_as_private
from app.services.workspace import Workspace
from app.store import vault
from app.store.conversion import Progress, never, nowhere
from app.store.keys import Key, is_protected, keys_path
from app.store.vault import (
    LEAST_LETTERS,
    begin,
    check_length,
    recovery_code,
    renew,
    seed_of,
    unlock,
    unprotect,
)

__all__ = [
    "LEAST_LETTERS",
    "Key",
    "begin",
    "change_passphrase",
    "check_length",
    "is_protected",
    "keys_path",
    "protect",
    "recovery_code",
    "renew",
    "seed_of",
    "unlock",
    "unprotect",
]


def protect(
    path: Path,
    passphrase: str,
    progress: Progress = nowhere,
    cancelled: Callable[[], bool] = never,
) -> Key:
    """Encrypt a plain journal and its copies; returns the key.

    Raises:
        InputError: the passphrase is too short, or there is one already.
        JournalError: another program has the journal open, or it cannot be written.
        Cancelled: the user stopped it before the journal was encrypted; it is as it was.
    """
    key = vault.protect(path, passphrase, progress, cancelled)
    _copies_follow(path, key, progress, cancelled)
    return key


def change_passphrase(path: Path, key: Key, passphrase: str) -> None:
    """Let another passphrase lead to the same key, also for the copies under it.

    Raises:
        InputError: the passphrase is too short.
        JournalError: it could not be written.
    """
    vault.change_passphrase(path, key, passphrase)
    _copies_follow(path, key)


def _copies_follow(
    path: Path, key: Key, progress: Progress = nowhere, cancelled: Callable[[], bool] = never
) -> None:
    # The journal is done. What cannot be done for a copy now (a stick that is not there) is done
    # at one of the next openings, by whoever makes the copy of the day.
    with contextlib.suppress(UserError, Cancelled):
        workspace = Workspace.open(path, key=key)
        try:
            keep_as_private(workspace, progress, cancelled)
        finally:
            workspace.close()
