"""The recovery sheet as PDF: the code that opens a journal, large, and what to do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.exchange import tagged_pdf
from app.model.texts import _

TEMPLATE = Path(__file__).resolve().parents[3] / "resources" / "recovery" / "recovery.typ"
PAPERS = {"a4": "a4", "letter": "us-letter"}
_FONTS = ("Inter", "Inter Variable", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial")
_MONO = ("DejaVu Sans Mono",)  # comes with the PDF engine, so that every sheet has it


def make_pdf(journal: str, code: str, day: str, stamp: int, paper: str = "a4") -> bytes:
    """The sheet as a tagged PDF with its fonts in it; `stamp` is the moment in Unix seconds.

    Checked against PDF/UA-1 where every character of the name has a glyph.
    """
    return tagged_pdf.make(TEMPLATE, sheet(journal, code, day, paper), stamp)


def sheet(journal: str, code: str, day: str, paper: str) -> dict[str, Any]:
    """Everything the template prints."""
    return {
        "paper": PAPERS[paper],
        "fonts": _FONTS,
        "mono": _MONO,
        "title": _("Recovery sheet"),
        "journal": _("For the journal “{name}”, made on {day}.").format(name=journal, day=day),
        "groups": code.split("-"),
        "letters": _(
            "Letters and the digits 2 to 7 only: what looks like a zero or a one is the letter O "
            "or I. Small letters, spaces and dashes make no difference."
        ),
        "parts": [{"title": title, "lines": lines} for title, lines in _parts()],
        "footer": _("Made by Kith on this computer. Nobody else has this code."),
    }


def _parts() -> list[tuple[str, list[str]]]:
    return [
        (
            _("What it opens"),
            [
                _(
                    "The journal named above and every backup of it, whole, without the "
                    "passphrase, and even when the small file with the ending .keys is lost. It "
                    "holds until you make a new key in Settings; a new passphrase does not "
                    "change it."
                )
            ],
        ),
        (
            _("How to use it"),
            [
                _(
                    "Open the journal in Kith and type the code where it asks for the passphrase. "
                    "Kith then offers to set a new passphrase."
                )
            ],
        ),
        (
            _("Where to keep it"),
            [
                _(
                    "On paper, with your other papers of value, away from the computer. Whoever "
                    "holds this sheet and a copy of the journal can read everything. Delete the "
                    "file once it is printed."
                )
            ],
        ),
        (
            _("Without it"),
            [
                _(
                    "If both the passphrase and this code are lost, nobody can open the journal: "
                    "not you, not the makers of Kith, not anyone they could ask."
                )
            ],
        ),
    ]
