"""What kind of file some bytes are, a name fit to be kept, and what is never opened directly."""

from __future__ import annotations

import mimetypes
import unicodedata
from pathlib import PurePosixPath
from typing import Final

UNKNOWN: Final = "application/octet-stream"
_LONGEST = 120
_LONGEST_SUFFIX = 12

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
# What a system runs when it is asked to open it, or what leads elsewhere.
_ENDINGS: Final = (
    "exe com bat cmd msi msix msp mst scr pif ps1 psm1 psc1 vb vbs vbe js jse mjs ws wsf wsc wsh "
    "hta cpl jar jnlp lnk url website webloc inetloc desktop sh bash zsh fish csh ksh py pyw pyc "
    "pyz pl rb php lua tcl app appx appimage application gadget command tool workflow action "
    "terminal scpt scptd applescript dmg pkg mpkg deb rpm flatpakref flatpak snap run bin elf out "
    "so dll sys drv ocx dylib kext reg inf scf msc chm hlp sct shs shb xll xbap appref-ms "
    "settingcontent-ms library-ms search-ms theme themepack deskthemepack diagcab iso img vhd vhdx "
    "apk ipa class"
)
_PROGRAM_ENDINGS: Final = frozenset(_ENDINGS.split())
_PROGRAM_BEGINNINGS: Final = (
    b"\x7fELF",
    b"MZ",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
    b"[desktop entry]",
    b"[internetshortcut]",
)
# Names that are devices on Windows, whatever their ending.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
_NOT_IN_NAMES: Final = frozenset('<>:"|?*')

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


def is_program(name: str, data: bytes = b"") -> bool:
    """Whether opening it would, on some system, run it or lead elsewhere."""
    endings = {part.strip().lower() for part in suffix(name, whole=True).split(".")}
    head = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
    return bool(endings & _PROGRAM_ENDINGS) or any(
        head.startswith(one) or head.lower().startswith(one) for one in _PROGRAM_BEGINNINGS
    )


def suffix(name: str, *, whole: bool = False) -> str:
    """The ending of a name with its dot, in small letters; with `whole`, without a limit."""
    found = PurePosixPath(name.strip().rstrip(". ")).suffix.lower()
    if whole:
        return found
    plain = found[1:].isascii() and found[1:].isalnum() and len(found) <= _LONGEST_SUFFIX
    return found if plain else ""


def suffix_for(name: str, kind: str) -> str:
    """The ending under which the system opens it: that of its name, else what its kind has."""
    return suffix(name) or (_known.guess_extension(kind) or "" if kind != UNKNOWN else "")


def clean_name(name: str) -> str:
    """A name on one line, without folders and marks that would turn its letters around; or ""."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/ ").rsplit("/", 1)[-1]
    kept = "".join(
        " " if char.isspace() else char
        for char in last
        if char.isspace()
        or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        or char == "\u200d"  # joins the parts of one emoji
    )
    kept = " ".join(kept.split()).rstrip(". ")
    if kept.strip(".") == "":
        return ""
    ending = suffix(kept, whole=True)[:_LONGEST_SUFFIX]
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - len(ending)].rstrip() + ending


def file_name(name: str) -> str:
    """The name as every system takes it for a file; never empty."""
    kept = "".join("_" if char in _NOT_IN_NAMES else char for char in clean_name(name))
    kept = kept.lstrip(".") or "file"  # not hidden
    return f"_{kept}" if kept.split(".")[0].strip().lower() in _DEVICES else kept
