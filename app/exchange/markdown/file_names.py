"""File names that every system takes and Obsidian can link to, no two alike."""

from __future__ import annotations

import re
import unicodedata

MOST_BYTES = 120
# What Windows, macOS or Linux refuse, and what ends a link in Obsidian.
_REFUSED = re.compile(r"[<>:\"/\\|?*#^\[\]%]")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}")
# Controls, halves of letters, private letters, and marks that turn the text around them over.
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset(
    "\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


class FileNames:
    """Hands out names; one that differs from another in case or form alone gets a number."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = {_mark(name) for name in taken}
        self._next: dict[str, int] = {}

    def name(self, text: str, ending: str = "", fallback: str = "Unnamed") -> str:
        """A name like the text, with its ending."""
        stem = plain(text, MOST_BYTES - len(ending.encode())) or fallback
        found = f"{stem}{ending}"
        wanted = _mark(found)
        number = self._next.get(wanted, 1)  # of thousands called alike, none is asked for again
        while _mark(found) in self._taken:
            number += 1
            found = f"{plain(stem, MOST_BYTES - 8 - len(ending.encode()))} {number}{ending}"
        self._next[wanted] = number
        self._taken.add(_mark(found))
        return found

    def file(self, text: str) -> str:
        """A name like that of a file, which keeps its ending."""
        stem, dot, last = text.rpartition(".")
        ending = f".{last}" if dot and stem else ""
        if not _ENDING.fullmatch(ending):
            stem, ending = text, ""
        return self.name(stem, ending, "File")


def plain(text: str, most: int = MOST_BYTES) -> str:
    """The text as far as any file may be called so; may be empty."""
    kept = "".join(
        " " if _REFUSED.match(char) or char in "\t\r\n" else char
        for char in unicodedata.normalize("NFC", text)
        if char in "\t\r\n" or (unicodedata.category(char) not in _UNSEEN and char not in _TURNING)
    )
    name = _short(" ".join(kept.split()).strip(" .~"), most).strip(" .~")
    return f"{name}_" if _RESERVED.fullmatch(name) else name


def _short(text: str, most: int) -> str:
    """As many whole letters as the bytes allow, without half an emoji of several."""
    data = text.encode("utf-8", "ignore")
    if len(data) <= most:
        return text
    cut = data[:most].decode("utf-8", "ignore")
    return cut.rstrip("\u200d\ufe0f")


def _mark(name: str) -> str:
    """What two names have in common that some system cannot tell apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
