"""Names fit for files: kept on one line, taken by every system, and what is never opened."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import Final

_LONGEST = 120
_LONGEST_SUFFIX = 12
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


def clean_name(name: str) -> str:
    """A name on one line, without folders and marks that would turn its letters around; or ""."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/ ").rsplit("/", 1)[-1]
    kept = "".join(
        " " if char.isspace() else char
        for char in last
        if char.isspace()
        or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
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
