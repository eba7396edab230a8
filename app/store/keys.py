"""The data key of a protected journal, and how to see that a journal is protected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from app.store.files import peek, write_whole

HEADER: Final = b"SQLite format 3\x00"
PAGE: Final = 4096
SALT: Final = 16
_SUFFIX = ".keys"
_HEAD = 24  # bytes of a file that tell what it is
_ALIKE = 8  # as many bytes alike with the header are no chance
_LOOKED_AT = 8  # pages
_KINDS = {b"\x00", b"\x02", b"\x05", b"\x0a", b"\x0d"}  # what a page of SQLite begins with
_FIXED_AT, _FIXED = 21, b"\x40\x20\x20"  # three bytes every SQLite file has there


class Key:
    """The random data key of one journal; `wipe` clears it from memory as far as Python lets us.

    `seed` (20 bytes) is what the passphrase and the recovery code lead to; `salt` (16 bytes) are
    the first bytes of the file; `data` (32 bytes) is what the pages are encrypted with.
    """

    __slots__ = ("_data", "_seed", "salt")

    def __init__(self, seed: bytes, salt: bytes, data: bytes) -> None:
        self._seed = bytearray(seed)
        self._data = bytearray(data)
        self.salt = bytes(salt)

    @property
    def seed(self) -> bytes:
        """What both secrets lead to."""
        return bytes(self._seed)

    @property
    def wiped(self) -> bool:
        """Whether it was cleared and opens nothing any more."""
        return not any(self._data)

    def spec(self) -> str:
        """The key as SQLCipher takes a raw one: 64 hexadecimal digits, then 32 of the salt."""
        return f"x'{self._data.hex()}{self.salt.hex()}'"

    def copy(self) -> Key:
        """The same key once more, for someone who will wipe theirs."""
        return Key(self.seed, self.salt, bytes(self._data))

    def wipe(self) -> None:
        """Clear the key; it opens nothing any more."""
        for part in (self._seed, self._data):
            part[:] = bytes(len(part))

    def __repr__(self) -> str:
        return "Key(…)"  # never in a crash report


def keys_path(journal: Path) -> Path:
    """Where the locks of a journal are kept: beside it."""
    return journal.with_name(journal.name + _SUFFIX)


def read_locks(journal: Path) -> list[dict[str, Any]]:
    """The locks kept beside a journal; none when there are none that can be read."""
    try:
        found = json.loads(keys_path(journal).read_bytes())
        locks = found["locks"] if found["kith"] == "keys" else []
        return [lock for lock in locks if isinstance(lock.get("salt"), str)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def lock_of(journal: Path, salt: bytes) -> dict[str, Any] | None:
    """The lock that fits a file with this salt."""
    wanted = salt.hex()
    return next((lock for lock in read_locks(journal) if lock["salt"] == wanted), None)


def write_locks(journal: Path, locks: list[dict[str, Any]]) -> None:
    """Put these locks beside a journal; without any, none stay."""
    if not locks:
        keys_path(journal).unlink(missing_ok=True)
        return
    body = json.dumps({"kith": "keys", "format": 1, "locks": locks}, indent=1)
    write_whole(keys_path(journal), body.encode())


def add_locks(journal: Path, locks: list[dict[str, Any]]) -> None:
    """Put these locks beside a journal too; those of other files that had its name stay."""
    if locks:
        salts = {lock["salt"] for lock in locks}
        rest = [other for other in read_locks(journal) if other["salt"] not in salts]
        write_locks(journal, [*rest, *locks])


def salt_of(path: Path) -> bytes:
    """The first bytes of a protected file.

    Raises:
        OSError: it cannot be read.
    """
    return peek(path, SALT)


def is_plain(head: bytes) -> bool:
    """Whether a file that begins so is an ordinary SQLite file, perhaps one with a damaged head."""
    alike = sum(one == two for one, two in zip(head, HEADER, strict=False))
    return alike >= _ALIKE or head[_FIXED_AT : _FIXED_AT + len(_FIXED)] == _FIXED


def has_plain_pages(path: Path) -> bool:
    """Whether pages behind a damaged first one begin as those of an ordinary SQLite file do.

    Raises:
        OSError: it cannot be read.
    """
    pages = path.stat().st_size // PAGE
    places = sorted({1 + number * (pages - 1) // _LOOKED_AT for number in range(_LOOKED_AT)})
    if pages <= _LOOKED_AT:
        return False
    fitting = sum(peek(path, 1, place * PAGE)[:1] in _KINDS for place in places)
    return fitting > _LOOKED_AT // 2


def is_protected(path: Path) -> bool:
    """Whether this is a journal that only opens with a passphrase.

    Its bytes look random, so it is told by its lock, or by its name and its whole pages.
    """
    try:
        head = peek(path, _HEAD)
        if len(head) < SALT or is_plain(head):
            return False
        head = head[:SALT]
        whole = path.stat().st_size % PAGE == 0
    except OSError:
        return False
    if lock_of(path, head) is not None:
        return True
    return whole and path.suffix == ".kith" and not has_plain_pages(path)
