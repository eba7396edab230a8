"""The one door for texts a person reads: marked here, translated when a catalogue exists."""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "kith"
CATALOGUES = Path(__file__).resolve().parents[2] / "resources" / "translations"

# Read once, on import: tables of texts are built while modules load. No catalogue means English.
_active = gettext.translation(DOMAIN, CATALOGUES, fallback=True)


def _(message: str) -> str:
    """The message in the user's language."""
    return _active.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message in the grammatical number that fits."""
    return _active.ngettext(singular, plural, number)
