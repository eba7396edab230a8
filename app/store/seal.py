"""The seal of a protected journal's pages, and its salt: the first bytes, which no seal covers.

A page's seal is HMAC-SHA512 over the page and its number (SQLCipher 4). The salt in front of the
first page is no part of that page, and a journal whose lock tells the salt opens without it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from pathlib import Path

from app.store.files import flush, let_go
from app.store.keys import PAGE, SALT, Key, salt_of

IV, SEAL = 16, 64
_TRIED = 8  # pages


def seal_key(key: Key) -> bytes:
    """The key the pages are sealed with."""
    mask = bytes(byte ^ 0x3A for byte in key.salt)
    return hashlib.pbkdf2_hmac("sha512", bytes.fromhex(key.spec()[2:66]), mask, 2, 32)


def is_whole(sealed_with: bytes, number: int, raw: bytes) -> bool:
    """Whether a page as it lies on the disk has a whole seal; pages count from 1."""
    start = SALT if number == 1 else 0
    seal = hmac.new(sealed_with, raw[start:-SEAL], "sha512")
    seal.update(struct.pack("<I", number))
    return hmac.compare_digest(seal.digest(), raw[-SEAL:])


def is_head_lost(journal: Path, key: Key) -> bool:
    """Whether the first bytes of a journal are not the salt its key was made with.

    Raises:
        OSError: it cannot be read.
    """
    return journal.stat().st_size >= PAGE and salt_of(journal) != key.salt


def put_head_back(journal: Path, key: Key) -> bool:
    """Write the salt to where it belongs, once a whole seal proves the key; whether it was written.

    Nothing else of the file is touched. Whoever else writes the first page puts the same there.

    Raises:
        OSError: it cannot be read or written.
    """
    handle = os.open(journal, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        proven = _opens(handle, key)
        if proven:
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, key.salt)
    finally:
        let_go(handle)
    if proven:
        flush(journal)
    return proven


def _opens(handle: int, key: Key) -> bool:
    sealed_with = seal_key(key)
    for number in range(1, _TRIED + 1):
        os.lseek(handle, (number - 1) * PAGE, os.SEEK_SET)
        raw = os.read(handle, PAGE)
        if len(raw) == PAGE and is_whole(sealed_with, number, raw):
            return True
    return False
