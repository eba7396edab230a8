"""The letters of a table: UTF-8 and UTF-16 for sure, an older alphabet by what fits best.

Why not the detector alone: charset-normalizer 3.5 tells scripts and Asian encodings apart
without a mistake in our samples, but takes short French, Spanish and Portuguese tables for
Central European ones (4 of 6). Among the Latin code pages the letters of the languages decide.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_HEAD = 1 << 20
_ENDS = re.compile(rb"[\r\n]+")
_COUNTRY = re.compile(rb"@[A-Za-z0-9.-]+\.([A-Za-z]{2})\b")
_OTHER_SCRIPTS = (
    *("cp932", "gb18030", "big5", "cp949", "euc_jp", "cp1251", "koi8_r", "cp1253", "cp1255"),
    *("cp1256", "cp874", "cp866"),
)
# The letters beyond a-z of the languages each code page was made for, and their countries.
_LATIN = {
    "cp1252": (
        "äöüß éàè|àâæçéèêëîïôœùûü|áéíñóúü|áâãàçéêíóôõúü|àèéìòù|åäöæøé|áéíóúýþðæö|ëïéèöü",
        "de at ch fr be es pt br it dk no se fi nl uk ie mx ar us",
    ),
    "cp1250": (
        "ąćęłńóśźż|áčďéěíňóřšťúůýž|áäčďéíĺľňóôŕšťúýž|áéíóöőúüű|ăâîșşțţ|čćđšž|čšž",
        "pl cz sk hu ro hr si ba",
    ),
    "cp1254": ("çğıöşüİâ", "tr"),
    "cp1257": ("ąčęėįšųūž|āčēģīķļņšūž|äõöüšž", "lt lv ee"),
    "mac_roman": ("äöüß éàè|àâæçéèêëîïôœùûü|áéíñóúü|áâãàçéêíóôõúü|àèéìòù|åäöæøé", ""),
    "cp850": ("äöüß éàè|àâæçéèêëîïôœùûü|áéíñóúü|áâãàçéêíóôõúü|àèéìòù|åäöæøé", ""),
}
_SIGNS = frozenset("’‘“”–—…€«»°´·•§ªº¿¡№\xa0")


def text_of(data: bytes) -> tuple[str, bool]:
    """The text of a file, and whether its alphabet had to be inferred."""
    encoding, mark, assumed = encoding_of([data])
    return data[mark:].decode(encoding, "replace"), assumed


def encoding_of(pieces: Iterable[bytes]) -> tuple[str, int, bool]:
    """The encoding of a file that is read piece by piece.

    Beside it the length of the mark it begins with, and whether the alphabet had to be inferred.
    """
    utf8 = _Utf8()
    for part in _small(pieces):
        utf8.take(part)
        if utf8.size == len(part):
            for mark, encoding in _BOMS:
                if part.startswith(mark):
                    return encoding, len(mark), False
            if wide := _wide(part[:4096]):
                return wide, 0, False
    utf8.take(b"")
    if utf8.holds:
        return "utf-8", 0, False
    return legacy(bytes(utf8.head)), 0, True


def _small(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are neither very short nor very long."""
    rest = b""
    for piece in pieces:
        rest += piece
        if len(rest) >= _SAMPLE:
            for start in range(0, len(rest), _SAMPLE):
                yield rest[start : start + _SAMPLE]
            rest = b""
    if rest:
        yield rest


class _Utf8:
    """Looks whether the pieces of a file are UTF-8 together."""

    def __init__(self) -> None:
        self.size = 0
        self.head = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._wrong: int | None = None
        self._is_short = False
        self._is_wide = False

    def take(self, piece: bytes) -> None:
        """The next piece, an empty one at the end."""
        self.head += piece[: max(0, _HEAD - len(self.head))]
        if self._wrong is None:
            begun = self.size - len(self._decoder.getstate()[0])
            try:
                self._decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                self._wrong = begun + error.start
                self._is_short = error.reason.startswith("unexp")
                self._is_wide = self._is_wide or not error.object[: error.start].isascii()
            else:
                self._is_wide = self._is_wide or not piece.isascii()
        self.size += len(piece)

    @property
    def holds(self) -> bool:
        """Whether nearly all is UTF-8: the file ends within a letter, or has a damaged place."""
        if self._wrong is None:
            return True
        if self._wrong >= self.size - 4 and self._wrong > 0:
            return self._is_wide or self._is_short
        sample = bytes(self.head[:_SAMPLE])
        good = sample.decode("utf-8", "ignore")
        wide = sum(char > "\x7f" for char in good)
        lost = len(sample) - len(good.encode())
        return wide >= 20 and lost * 20 <= wide


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows by its zeros: every other byte of Latin letters and commas."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    least = max(len(head) // 8, 1)
    if odd >= least and odd > 4 * even:
        return "utf-16-le"
    if even >= least and even > 4 * odd:
        return "utf-16-be"
    return ""


def legacy(data: bytes) -> str:
    """The code page of letters that are not UTF-8."""
    lines = b"\n".join(one for one in _ENDS.split(data[:_HEAD]) if not one.isascii())[:_SAMPLE]
    found = _detected(lines)
    if found in _OTHER_SCRIPTS:
        return found
    countries = {code.decode().lower() for code in _COUNTRY.findall(data[:_SAMPLE])}
    marks = {page: _fit(lines, page, countries) for page in _LATIN}
    best = max(marks, key=lambda page: marks[page])  # of equals the first: Western European
    return best if marks[best] > 0 else "cp1252"


def _detected(lines: bytes) -> str:
    # 35 ms that only a table in an old alphabet has to pay.
    from charset_normalizer import from_bytes

    found = from_bytes(lines, cp_isolation=[*_OTHER_SCRIPTS, "cp1252", "cp1250"]).best()
    return found.encoding if found is not None else ""


def _fit(lines: bytes, page: str, countries: set[str]) -> float:
    """The share of odd letters that one language of the code page uses; more for its country."""
    languages, homes = _LATIN[page]
    odd = [char for char in lines.decode(page, "replace") if char > "\x7f" and char not in _SIGNS]
    if not odd:
        return 0.0
    folded = "".join(odd).lower()
    best = max(sum(char in letters for char in folded) for letters in languages.split("|"))
    home = 0.15 if countries & set(homes.split()) else 0.0
    return best / len(odd) + home
