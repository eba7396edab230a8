"""Everything held about a person as a PDF they can read."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from app.exchange import tagged_pdf
from app.model.held import Held, HeldPart
from app.model.texts import _

TEMPLATE = Path(__file__).resolve().parents[3] / "resources" / "held_data" / "held_data.typ"
PAPERS = {"a4": "a4", "letter": "us-letter"}
LONGEST_TEXT = 8_000
_FONTS = (
    *("Inter", "Inter Variable", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial"),
    *("Noto Naskh Arabic", "Noto Sans Arabic", "Geeza Pro", "Noto Sans Hebrew", "Arial Hebrew"),
    *("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC"),
    *("Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans", "Noto Sans CJK KR", "Malgun Gothic"),
    *("Noto Color Emoji", "Segoe UI Emoji", "Apple Color Emoji", "DejaVu Sans"),
)
_DROPPED = {"Cc", "Cs"}
_BIDI_ORDERS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def make_pdf(held: Held, paper: str = "a4") -> bytes:
    """The PDF, tagged; checked against PDF/UA-1 where every character has a glyph."""
    return tagged_pdf.make(TEMPLATE, sheet(held, paper), int(held.made.timestamp()))


def sheet(held: Held, paper: str) -> dict[str, Any]:
    """Everything the template prints."""
    name = _clean(held.name)
    others = (
        _("Other people appear with their full names, as you were told they would.")
        if held.full_names
        else _("Other people appear with their initials, for that is their privacy.")
    )
    return {
        "paper": PAPERS[paper],
        "fonts": _FONTS,
        "title": _("Everything held about {name}").format(name=name),
        "made": _("Made {day}").format(day=held.made_told),
        "intro": _(
            "This is what one person’s private journal, kept with the program Kith, holds about "
            "you: their own notes, for their eyes, on one computer. In its fields “you” is the "
            "writer, and “they” is the person this is about. {others}"
        ).format(others=others),
        "complete": _("The file in JSON beside this one holds the same, field by field."),
        "footer": _("Made by Kith on the writer’s computer; nothing was sent anywhere."),
        "parts": [_part(part) for part in held.parts],
    }


def _part(part: HeldPart) -> dict[str, Any]:
    return {
        "title": _clean(part.title),
        "about": _clean(part.about),
        "lines": [
            {
                "lead": _clean(lead),
                "text": _clean(text),
                "more": _clean(more),
                "rtl": _is_rtl(text),
            }
            for lead, text, more in part.lines
        ],
    }


def _clean(text: str) -> str:
    """Printable text with its lines kept; what is very long is cut, and says so."""
    kept = "".join(
        char
        for char in text[: LONGEST_TEXT + 1].replace("\t", " ")
        if char == "\n" or (unicodedata.category(char) not in _DROPPED and char not in _BIDI_ORDERS)
    )
    if len(text) > LONGEST_TEXT:
        return kept[:LONGEST_TEXT] + _("… (the rest is in the JSON file)")
    return kept.strip()


def _is_rtl(text: str) -> bool:
    """Which way the first letter that has a direction runs."""
    for char in text:
        way = unicodedata.bidirectional(char)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False
