"""The pages of a journal file as they lie on the disk, read without SQLite and never written.

This is for files SQLite refuses: a sector that cannot be read, a page whose seal is broken, a
file cut short, a damaged -wal. Formats: the SQLite file format (sqlite.org, "Database File
Format"), and SQLCipher 4's page layout (AES-256-CBC, HMAC-SHA512 over the page and its number).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.store.files import let_go
from app.store.keys import HEADER, Key
from app.store.keys import PAGE as PAGE_SIZE

_SECTOR = 512
_TRIED = 50  # pages
_IV, _SEAL = 16, 64
RESERVED = _IV + _SEAL
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = (0x377F0682, 0x377F0683)


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
            mask = bytes(byte ^ 0x3A for byte in key.salt)
            self._seal_key = hashlib.pbkdf2_hmac("sha512", self._key, mask, 2, 32)
        self._file = _open(path)
        size = os.fstat(self._file).st_size
        self._wal = _Wal(path.with_name(f"{path.name}-wal"))
        on_disk = -(-size // PAGE_SIZE)
        self.count = max(on_disk, self._wal.page_count)
        self.on_disk = on_disk
        self.usable = PAGE_SIZE - (RESERVED if key else 0)
        self.unreadable: set[int] = set()

    def __enter__(self) -> PagedFile:
        return self

    def __exit__(self, *_error: object) -> None:
        let_go(self._file)
        self._wal.close()

    @property
    def bad_frames(self) -> int:
        """How many pages in the -wal do not fit their checksum."""
        return self._wal.bad

    def page(self, number: int) -> Page | None:
        """One page, or None where there is nothing of it."""
        raw, whole = self._wal.frame(number)
        if raw is None:
            raw, whole = _read(self._file, (number - 1) * PAGE_SIZE, PAGE_SIZE)
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
        body, iv = raw[start:end], raw[end : end + _IV]
        seal = hmac.new(self._seal_key, raw[start : end + _IV], "sha512")
        seal.update(struct.pack("<I", number))
        whole = hmac.compare_digest(seal.digest(), raw[end + _IV :])
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


class _Wal:
    """The committed pages of a -wal, those after a damaged one included."""

    def __init__(self, path: Path) -> None:
        self.page_count = 0
        self.bad = 0
        self._frames: dict[int, tuple[int, bool]] = {}
        self._file: int | None = None
        try:
            self._file = _open(path)
            size = os.fstat(self._file).st_size
        except OSError:
            return
        self._gather((size - _WAL_HEADER) // (_FRAME_HEADER + PAGE_SIZE))

    def close(self) -> None:
        if self._file is not None:
            let_go(self._file)

    def frame(self, number: int) -> tuple[bytes | None, bool]:
        """The newest committed content of a page, and whether it fits its checksum."""
        if self._file is None or number not in self._frames:
            return None, True
        place, sound = self._frames[number]
        raw, whole = _read(self._file, place + _FRAME_HEADER, PAGE_SIZE)
        return raw, whole and sound

    def _gather(self, count: int) -> None:
        assert self._file is not None
        header, _whole = _read(self._file, 0, _WAL_HEADER)
        heads = []
        for index in range(max(count, 0)):
            place = _WAL_HEADER + index * (_FRAME_HEADER + PAGE_SIZE)
            raw, _whole = _read(self._file, place, _FRAME_HEADER)
            heads.append((place, raw or bytes(_FRAME_HEADER)))
        salt = self._generation(header, heads)
        last = max(
            (n for n, (_p, h) in enumerate(heads) if h[8:16] == salt and h[4:8] != bytes(4)),
            default=-1,
        )
        big = header is not None and header[:4] == struct.pack(">I", _WAL_MAGIC[1])
        seed = struct.unpack(">II", header[24:32]) if header else (0, 0)
        for place, head in heads[: last + 1]:
            number, committed = struct.unpack(">II", head[:8])
            if head[8:16] != salt or not 0 < number < 2**31:
                self.bad += 1
                seed = struct.unpack(">II", head[16:24])
                continue
            data, whole = _read(self._file, place + _FRAME_HEADER, PAGE_SIZE)
            stored = struct.unpack(">II", head[16:24])
            sound = whole and data is not None and _sum(head[:8] + data, seed, big) == stored
            self.bad += not sound
            seed = stored
            self._frames[number] = (place, sound)
            if committed:
                self.page_count = committed

    def _generation(self, header: bytes | None, heads: list[tuple[int, bytes]]) -> bytes:
        """The salt of the frames that hold: the header's, else that of most frames."""
        salts = Counter(head[8:16] for _place, head in heads)
        if header is not None and salts[header[16:24]]:
            return header[16:24]
        whole_header = header is not None and struct.unpack(">I", header[:4])[0] in _WAL_MAGIC
        if whole_header or not heads:
            return header[16:24] if header else b""
        return salts.most_common(1)[0][0]


def _sum(data: bytes, seed: tuple[int, ...], big: bool) -> tuple[int, int]:
    """SQLite's checksum of a frame, carried on from the one before."""
    one, two = seed
    words = struct.unpack(f"{'>' if big else '<'}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two


def _open(path: Path) -> int:
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def _read(file: int, place: int, size: int) -> tuple[bytes | None, bool]:
    """So many bytes from a place; what the disk cannot give is zero, and said."""
    try:
        os.lseek(file, place, os.SEEK_SET)
        raw = os.read(file, size)
    except OSError:
        parts, whole = [], True
        for start in range(place, place + size, _SECTOR):
            try:
                os.lseek(file, start, os.SEEK_SET)
                part = os.read(file, min(_SECTOR, place + size - start))
            except OSError:
                part, whole = b"", False
            parts.append(part.ljust(_SECTOR, b"\x00"))
        return b"".join(parts)[:size], whole
    if not raw:
        return None, False
    return raw.ljust(size, b"\x00"), len(raw) == size
