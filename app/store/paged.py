"""The pages of a journal file as they lie on the disk, read without SQLite and never written.

This is for files SQLite refuses: a sector that cannot be read, a page whose seal is broken, a
file cut short, a damaged -wal. Formats: the SQLite file format (sqlite.org, "Database File
Format"), and SQLCipher 4's page layout (AES-256-CBC, HMAC-SHA512 over the page and its number).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.store.files import let_go
from app.store.keys import HEADER, Key
from app.store.keys import PAGE as PAGE_SIZE
from app.store.seal import IV, SEAL, is_whole, seal_key
from app.store.wal import Wal, open_to_read, read_part

_TRIED = 50  # pages
_MOST = 1 << 20  # pages a header is believed to tell of: 4 GiB
RESERVED = IV + SEAL


@dataclass(frozen=True, slots=True)
class Page:
    """One page in plain bytes; `sound` is False where a part was unreadable or its seal broken."""

    number: int
    data: bytes
    sound: bool = True


class PagedFile:
    """A journal file and its -wal, page by page; page numbers count from 1."""

    def __init__(self, path: Path, key: Key | None = None) -> None:
        self._key = b""
        self._seal_key = b""
        if key is not None:
            self._key = bytes.fromhex(key.spec()[2:66])
            self._seal_key = seal_key(key)
        self._file = open_to_read(path)
        size = os.fstat(self._file).st_size
        self._wal = Wal(path.with_name(f"{path.name}-wal"))
        on_disk = -(-size // PAGE_SIZE)
        self.count = max(on_disk, self._wal.page_count)
        self.on_disk = on_disk
        self.usable = PAGE_SIZE - (RESERVED if key else 0)
        self.unreadable: set[int] = set()
        self.gone = self._gone(size // PAGE_SIZE)

    def __enter__(self) -> PagedFile:
        return self

    def __exit__(self, *_error: object) -> None:
        let_go(self._file)
        self._wal.close()

    def _gone(self, whole: int) -> set[int]:
        """Pages the file once had, as its newest commit or its header tells, and has no more."""
        told = self._wal.page_count or self._told_by_header()
        if told > _MOST:
            self.unreadable.add(1)  # so large a journal is none: the number itself is garbled
            return set()
        return {number for number in range(whole + 1, told + 1) if not self._wal.holds(number)}

    def _told_by_header(self) -> int:
        """How many pages there are by the header; 0 where that number was not kept up."""
        head = self.page(1)
        if head is None or head.data[24:28] != head.data[92:96]:
            return 0
        return int(struct.unpack(">I", head.data[28:32])[0])

    @property
    def bad_frames(self) -> int:
        """How many pages in the -wal do not fit their checksum."""
        return self._wal.bad

    def page(self, number: int) -> Page | None:
        """One page, or None where there is nothing of it."""
        raw, whole = self._wal.frame(number)
        if raw is None:
            raw, whole = read_part(self._file, (number - 1) * PAGE_SIZE, PAGE_SIZE)
        if raw is None or not raw.strip(b"\x00"):
            if number <= self.count:
                self.unreadable.add(number)
            return None
        if self._key:
            raw, sealed = self._open_page(number, raw)
            whole = whole and sealed
        elif number == 1 and raw[: len(HEADER)] != HEADER:
            raw, whole = HEADER + raw[len(HEADER) :], False
        if not whole:
            self.unreadable.add(number)
        return Page(number, raw, whole)

    def pages(self) -> Iterator[int]:
        """Every page number."""
        return iter(range(1, self.count + 1))

    def _open_page(self, number: int, raw: bytes) -> tuple[bytes, bool]:
        """A page in plain bytes, and whether its seal is whole.

        A broken byte garbles the 16 around it and one bit of the next 16; the rest reads well.
        """
        start = 16 if number == 1 else 0
        end = PAGE_SIZE - RESERVED
        body, iv = raw[start:end], raw[end : end + IV]
        # Only a protected file is deciphered; what looks whether a plain one is whole does without.
        from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415
            Cipher,
            algorithms,
            modes,
        )

        whole = is_whole(self._seal_key, number, raw)
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        plain = decryptor.update(body) + decryptor.finalize()
        return (HEADER if number == 1 else b"") + plain + bytes(RESERVED), whole


def fits(path: Path, key: Key) -> bool:
    """Whether a key opens at least one page of a file, however damaged the others are."""
    try:
        with PagedFile(path, key) as file:
            places = {*range(1, min(file.count, _TRIED) + 1), file.count // 2, file.count}
            pages = (file.page(number) for number in sorted(places) if number)
            return any(page is not None and page.sound for page in pages)
    except OSError:
        return False
