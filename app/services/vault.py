"""Protects a journal by a passphrase, and opens one that is protected: the door for screens.

Loading this module loads cryptography; only what deals with a protected journal needs it.
"""

from __future__ import annotations

from app.store.keys import Key, is_protected, keys_path
from app.store.vault import (
    LEAST_LETTERS,
    begin,
    change_passphrase,
    check_length,
    protect,
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
