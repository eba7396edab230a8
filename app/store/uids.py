"""Names for records that hold between files and machines: UUID version 7 (RFC 9562, 5.7)."""

from __future__ import annotations

import os
import time


def new_uid() -> str:
    """A fresh UUIDv7 in its usual 36 characters; later ones sort after earlier ones.

    Written out because Python's own comes with 3.14 only, and the packages that offer it load
    modules that cost a quarter of Qt's start.
    """
    stamp = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    number = stamp << 80 | noise
    number = number & ~(0xF << 76) | 0x7 << 76  # version
    number = number & ~(0x3 << 62) | 0x2 << 62  # variant
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
