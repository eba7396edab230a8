"""Titles and forms of address before a name: they belong to it, yet nobody is called by them."""

from __future__ import annotations

import re
from typing import Final

FORMS_OF_ADDRESS: Final = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "mister", "herr", "frau", "madame", "monsieur"),
        *("mme", "mlle", "sr", "sra", "srta", "senhor", "senhora"),
    }
)
TITLES: Final = frozenset({"dr", "dra", "prof", "doctor", "professor", "sir", "dame"})
# Short words that may be names themselves are titles only with a full stop, and only in front.
_WITH_STOP: Final = r"dipl|ing|mag|eng|dott|rev|hr|fr|sig|univ|priv|hon"
_SUBJECTS: Final = r"med|phil|jur|iur|rer|nat|pol|oec|vet|dent|theol|habil|mult|h\.\s?c"
_PLAIN: Final = "|".join(sorted(FORMS_OF_ADDRESS | TITLES))
_ONE: Final = (
    rf"(?:(?:{_PLAIN})(?:\.-\w+)?(?:\.[^\S\n]*|[^\S\n]+)"
    rf"|(?:{_WITH_STOP})\.(?:-\w+(?:\.[^\S\n]*|[^\S\n]+)|[^\S\n]*))"
)
BEFORE_NAME: Final = re.compile(
    rf"{_ONE}(?:{_ONE}|(?:{_SUBJECTS})\.[^\S\n]*){{0,6}}(?=\w)", re.IGNORECASE
)
_WORDS: Final = re.compile(r"\w+")
_INITIALS: Final = re.compile(r"(?:\w\.)+")


def untitled(name: str) -> str:
    """The name without the titles before it; the whole where nothing else is left."""
    title = BEFORE_NAME.match(name)
    return name[title.end() :] if title else name


def called(name: str) -> str:
    """How a sentence calls someone: by the first name, or “Dr. Roth” where it is not known."""
    every = name.split()
    words = untitled(" ".join(every)).split()
    while len(words) > 1 and _INITIALS.fullmatch(words[0]):
        del words[0]
    if words == every:
        return every[0] if every else ""
    lowly = words[0].islower() and not words[-1].islower()  # the "van" of a family name
    return " ".join(every) if lowly or len(words) == 1 else words[0]


def role_within(title: str, department: str) -> str:
    """A role with its department, which is not said again where the title names it.

    "Head of Operations" in "Operations" is told as it is; "Buyer" there as "Buyer, Operations".
    """
    words = f" {' '.join(_WORDS.findall(title.casefold()))} "
    said = " ".join(_WORDS.findall(department.casefold()))
    return title if said and f" {said} " in words else ", ".join(filter(None, (title, department)))
