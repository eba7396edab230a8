"""Forms of names, numbers and addresses under which two of them compare as the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from app.model.people import PointKind

ALIASES = re.compile(r"[,;\n|]+")
_FORMS_OF_ADDRESS = frozenset(
    {"dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "herr", "frau", "mme", "sr", "sra"}
)


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without case, accents and punctuation, its words in one order."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        anyascii(char).lower() if _is_latin(char) else char
        for char in parts
        # Accents and vowel points go; kana voicing and Indic vowel signs are letters and stay.
        if unicodedata.combining(char) < 10
    )
    words = re.findall(r"\w+", unicodedata.normalize("NFC", letters))
    kept = [word for word in words if word not in _FORMS_OF_ADDRESS] or words
    return " ".join(sorted(kept))


def _is_latin(char: str) -> bool:
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN")


def same_number(text: str) -> str:
    """A phone number as it compares: with or without its country, and only if long enough."""
    digits = "".join(str(unicodedata.digit(char)) for char in text.split(";")[0] if char.isdigit())
    return digits[-9:] if len(digits) >= 7 else ""


def point_mark(kind: PointKind, value: str) -> str:
    """A way to reach someone as it compares."""
    if kind is PointKind.PHONE:
        return f"{kind}|{same_number(value) or value}"
    return f"{kind}|{' '.join(value.casefold().rstrip('/').split())}"
