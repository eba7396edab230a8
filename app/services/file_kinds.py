"""What kind of file some bytes are: by their content first, then by their name."""

from __future__ import annotations

import mimetypes
from typing import Final

from app.services.file_names import suffix

UNKNOWN: Final = "application/octet-stream"

# How files of a kind begin; further on for those that only have a mark inside.
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
# Containers whose name says more than their first bytes.
_BY_NAME_WITHIN: Final = frozenset({"application/zip", "application/x-ole-storage"})
_BRANDS: Final = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
# What Qt is asked to show as a picture; formats that may hold a script (SVG) are not among them.
PICTURES: Final = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "image/tiff"}
)

# Without the lists of this computer: the same file is called the same everywhere.
_known = mimetypes.MimeTypes(filenames=())
_known.add_type("text/markdown", ".md")
_known.add_type("text/vcard", ".vcf")
_known.add_type("text/calendar", ".ics")
_known.add_type("message/rfc822", ".eml")
_known.add_type("application/vnd.oasis.opendocument.text", ".odt")
_known.add_type("application/vnd.oasis.opendocument.spreadsheet", ".ods")
_known.add_type("application/vnd.oasis.opendocument.presentation", ".odp")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_known.add_type(_OFFICE + "wordprocessingml.document", ".docx")
_known.add_type(_OFFICE + "spreadsheetml.sheet", ".xlsx")
_known.add_type(_OFFICE + "presentationml.presentation", ".pptx")


def media_type(data: bytes, name: str = "") -> str:
    """What kind of file it is, by its first bytes; where they do not tell, by its name."""
    by_name = _known.guess_type("file" + suffix(name))[0] or ""
    found = _by_content(data[:64])
    if found in _BY_NAME_WITHIN and by_name.startswith("application/"):
        return by_name
    if found:
        return found
    if by_name.startswith("image/") and by_name != "image/svg+xml":
        return UNKNOWN  # it says it is a picture, and is none
    return by_name or ("text/plain" if _is_text(data[:4096]) else UNKNOWN)


def _by_content(head: bytes) -> str:
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return ""


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    try:
        head[: max(1, len(head) - 3)].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def is_picture(kind: str) -> bool:
    """Whether it can be shown as a photo."""
    return kind in PICTURES


def suffix_for(name: str, kind: str) -> str:
    """The ending under which the system opens it: that of its name, else what its kind has."""
    return suffix(name) or (_known.guess_extension(kind) or "" if kind != UNKNOWN else "")
