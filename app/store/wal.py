"""The -wal beside a journal, read without SQLite: its committed pages, and whether they are whole.

SQLite stops at the first page of a -wal that does not fit its checksum, and forgets the rest. Every
commit of Kith is on the disk before it counts, so a whole commit behind a broken page is no torn
end of a crash but damage. Format: sqlite.org, "Database File Format", section 4.
"""

from __future__ import annotations

import os
import struct
from collections import Counter
from pathlib import Path

from app.store.files import let_go
from app.store.keys import PAGE

_SECTOR = 512
_HEADER, _FRAME = 32, 24
_MAGIC = (0x377F0682, 0x377F0683)


class Wal:
    """The committed pages of a -wal, those after a damaged one included."""

    def __init__(self, path: Path) -> None:
        self.page_count = 0
        self.bad = 0
        self.damaged = False  # a broken page with a whole commit behind the one it belongs to
        self._frames: dict[int, tuple[int, bool]] = {}
        self._file: int | None = None
        try:
            self._file = open_to_read(path)
            size = os.fstat(self._file).st_size
        except OSError:
            return
        self._gather((size - _HEADER) // (_FRAME + PAGE))

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            let_go(self._file)

    def holds(self, number: int) -> bool:
        """Whether a committed page lies here."""
        return number in self._frames

    def frame(self, number: int) -> tuple[bytes | None, bool]:
        """The newest committed content of a page, and whether it fits its checksum."""
        if self._file is None or number not in self._frames:
            return None, True
        place, sound = self._frames[number]
        raw, whole = read_part(self._file, place + _FRAME, PAGE)
        if not sound and raw is not None and not raw.strip(b"\x00"):
            return None, True  # it never arrived on the disk; the page of before is there
        return raw, whole and sound

    def _gather(self, count: int) -> None:
        assert self._file is not None
        header = read_part(self._file, 0, _HEADER)[0] or bytes(_HEADER)
        heads = []
        for index in range(max(count, 0)):
            place = _HEADER + index * (_FRAME + PAGE)
            raw, _whole = read_part(self._file, place, _FRAME)
            heads.append((place, raw or bytes(_FRAME)))
        salt = self._generation(header, heads)
        last = max(
            (n for n, (_p, h) in enumerate(heads) if h[8:16] == salt and h[4:8] != bytes(4)),
            default=-1,
        )
        big, seed = _is_big(header), struct.unpack(">II", header[24:])
        before, now = 0, int(not _is_whole(header))
        for place, head in heads[: last + 1]:
            number, committed = struct.unpack(">II", head[:8])
            if head[8:16] != salt or not 0 < number < 2**31:
                self.bad += 1
                now += 1
                seed = struct.unpack(">II", head[16:24])
                continue
            data, whole = read_part(self._file, place + _FRAME, PAGE)
            stored = struct.unpack(">II", head[16:24])
            sound = whole and data is not None and _sum(head[:8] + data, seed, big) == stored
            self.bad += not sound
            now += not sound
            seed = stored
            self._frames[number] = (place, sound)
            if committed:
                self.page_count = committed
                self.damaged |= before > 0
                before, now = before + now, 0

    def _generation(self, header: bytes, heads: list[tuple[int, bytes]]) -> bytes:
        """The salt of the frames that hold: a whole header's, else that of most frames."""
        if _is_whole(header) or not heads:
            return header[16:24]
        return Counter(head[8:16] for _place, head in heads).most_common(1)[0][0]


def _is_whole(header: bytes) -> bool:
    magic = struct.unpack(">I", header[:4])[0]
    stored = struct.unpack(">II", header[24:])
    return magic in _MAGIC and _sum(header[:24], (0, 0), _is_big(header)) == stored


def _is_big(header: bytes) -> bool:
    return header[:4] == struct.pack(">I", _MAGIC[1])


def _sum(data: bytes, seed: tuple[int, ...], big: bool) -> tuple[int, int]:
    """SQLite's checksum of a frame, carried on from the one before."""
    one, two = seed
    words = struct.unpack(f"{'>' if big else '<'}{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two


def open_to_read(path: Path) -> int:
    """A handle for reading; close it with `let_go`.

    Raises:
        OSError: there is none, or it may not be read.
    """
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def read_part(file: int, place: int, size: int) -> tuple[bytes | None, bool]:
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


def is_damaged(journal: Path) -> bool:
    """Whether commits in the -wal beside a journal lie behind one with a damaged page.

    The last commit of all may be torn: it did not count yet when the computer went down.
    """
    wal = Wal(journal.with_name(f"{journal.name}-wal"))
    wal.close()
    return wal.damaged
