"""The one door for texts a person reads: marked here, translated when a catalogue exists."""

from __future__ import annotations

import gettext
from collections.abc import Set
from pathlib import Path

DOMAIN = "kith"
CATALOGUES = Path(__file__).resolve().parents[2] / "resources" / "translations"

# Read once, on import: tables of texts are built while modules load. No catalogue means English.
_active = gettext.translation(DOMAIN, CATALOGUES, fallback=True)
# Every text the program itself has said, so that what the user wrote can be told from it.
_said: set[str] = set()
# What the program says of the user's own mind about somebody; these are not among them.
_mine: set[str] = set()


def _(message: str) -> str:
    """The message in the user's language."""
    text = _active.gettext(message)
    if text not in _mine:
        _said.add(text)
    return text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message in the grammatical number that fits."""
    text = _active.ngettext(singular, plural, number)
    _said.add(text)
    return text


def own(text: str) -> str:
    """A text of the program that comes from elsewhere, such as a heading of the handbook."""
    _said.add(text)
    return text


def mine(text: str) -> str:
    """A text of the program that tells what the user thinks of somebody, as a note would."""
    _mine.add(text)
    _said.discard(text)
    return text


def said() -> Set[str]:
    """Every text of the program's own that was asked for so far, with its {places} still open."""
    return _said
