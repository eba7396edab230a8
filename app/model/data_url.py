"""Files that stand inside a text: as a `data:` address, or as the letters of base 64."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from app.model.imports import ReadFile

MOST_BYTES = 20 * 1024 * 1024
_HEAD = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[^,;]{0,200}){0,10}),", re.IGNORECASE)
_PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
    (b"BM", "image/bmp", "bmp"),
)
_NOT_BASE_64 = re.compile(rb"[^A-Za-z0-9+/]+")


class TooLarge(ValueError):  # noqa: N818 - it says what was found
    """More bytes than are taken in at once."""


def from_base64(text: str | bytes) -> bytes | None:
    """The bytes that these letters stand for; None where they stand for nothing.

    Raises:
        TooLarge: there are more than 20 MB.
    """
    data = text.encode("ascii", "ignore") if isinstance(text, str) else text
    if len(data) > MOST_BYTES * 3 // 2:
        raise TooLarge
    data = _NOT_BASE_64.sub(b"", data.replace(b"-", b"+").replace(b"_", b"/"))
    try:
        found = base64.b64decode(data + b"=" * (-len(data) % 4))
    except (ValueError, binascii.Error):
        return None
    if len(found) > MOST_BYTES:
        raise TooLarge
    return found or None


def from_data_url(url: str) -> tuple[bytes, str] | None:
    """The bytes of a `data:` address and the kind it names; None for any other address.

    Raises:
        TooLarge: there are more than 20 MB.
    """
    head = _HEAD.match(url)
    if head is None:
        return None
    rest = url[head.end() :]
    if len(rest) > MOST_BYTES * 3:
        raise TooLarge
    encoded = ";base64" in head[2].lower()
    data = from_base64(rest) if encoded else unquote_to_bytes(rest)
    return (data, (head[1] or "").lower()) if data else None


def picture(data: bytes | None, name: str = "photo") -> ReadFile | None:
    """A picture by its first bytes, whatever it is said to be; None when they are none."""
    if not data:
        return None
    for start, media_type, ending in _PICTURES:
        if data.startswith(start):
            return ReadFile(f"{name}.{ending}", media_type, data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ReadFile(f"{name}.webp", "image/webp", data)
    return None
