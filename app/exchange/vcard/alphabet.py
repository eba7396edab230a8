"""Which alphabet the letters of an old card are in when the card does not say."""

from __future__ import annotations

import re

from app.exchange.content_lines import Line, is_alphabet

_CHARSET = re.compile(rb";\s*CHARSET=\"?([A-Za-z0-9_.-]{2,30})", re.IGNORECASE)
_COUNTRY = re.compile(rb"@[A-Za-z0-9.-]+\.([A-Za-z]{2})\b|(?:^|[^0-9])\+([0-9]{2,3})")
# Windows code pages by country, for what the card itself names: a mail domain or a dialling code.
_PAGES = {
    "cp1250": "pl cz sk hu si hr ro ba 48 420 421 36 386 385 40 387",
    "cp1251": "ru by ua bg rs mk kz 375 380 359 381 389",
    "cp1253": "gr cy 30 357",
    "cp1254": "tr 90",
    "cp1255": "il 972",
    "cp1257": "lt lv ee 370 371 372",
}
_BY_COUNTRY = {sign: page for page, signs in _PAGES.items() for sign in signs.split()}
# ISO 8859-2 puts these Polish, Czech and Slovak letters where Windows has signs and quotes.
_ISO_ONLY = frozenset(b"\xa1\xa6\xa9\xab\xac\xae\xb1\xb6\xb9\xbb\xbc\xbe")


def stated_alphabet(data: bytes) -> str:
    """The one old alphabet the whole file names, or nothing."""
    named = {hit.lower().decode("ascii") for hit in _CHARSET.findall(data)}
    old = {name for name in named if name not in ("utf-8", "utf8", "us-ascii")}
    return old.pop() if len(old) == 1 else ""


def legacy_alphabet(lines: list[Line], stated: str) -> str:
    """The alphabet for undeclared letters: the file's own, its country's, else Western European."""
    if is_alphabet(stated):
        return stated
    for line in lines:
        if line.name in ("EMAIL", "TEL"):
            for domain, dialling in _COUNTRY.findall(line.value[:200]):
                sign = domain.decode("ascii").lower() or dialling.decode("ascii")
                page = _BY_COUNTRY.get(sign) or _BY_COUNTRY.get(sign[:2])
                if page:
                    return _central_european(lines) if page == "cp1250" else page
    return "cp1252"


def _central_european(lines: list[Line]) -> str:
    joined = b"".join(line.value[:500] for line in lines)
    coded = {int(code, 16) for code in re.findall(rb"=([A-F0-9]{2})", joined)} | set(joined)
    windows = coded & frozenset(b"\x8a\x8c\x8d\x8e\x8f\x9a\x9c\x9d\x9e\x9f\xa5\xaf\xbf")
    return "iso8859-2" if coded & _ISO_ONLY and not windows else "cp1250"
