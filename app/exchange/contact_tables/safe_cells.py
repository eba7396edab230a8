"""Cells that no spreadsheet takes for a formula, and the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What OWASP names under "CSV injection": these begin a formula, also in their wide forms. A
# spreadsheet that expects other separators begins a new cell after each line break and semicolon.
_BEGINS = "=+\\-@\t\r＝＋－＠"
_FORMULA = re.compile(rf"(^|[\n\r;\t][ \"]*)(?='*[{_BEGINS}])")
_FIRST = re.compile(rf"^'(?='*[{_BEGINS}])")
_INSIDE = re.compile(rf"([\n\r;\t][ \"]*)'(?='*[{_BEGINS}])")
_BEGIN = re.compile(rf"^(?='*[{_BEGINS}])")
_INNER = re.compile(rf"([\n\r;\t][ \"]*)([{_BEGINS}][^\n\r;]*)")
_NUMBER, _LIVE = re.compile(r"[+\-＋－][\d\s()./-]*"), "=＝(|!"
# The header of a table Kith wrote; in it, and only there, marks inside of cells are Kith's own.
OWN_COLUMN = "Kith id"


def harmless(cell: str) -> str:
    """The cell with an apostrophe before everything that could begin a formula."""
    if not cell or cell.isalnum():  # most cells; without this, large tables take twice as long
        return cell
    return _FORMULA.sub(r"\1'", cell)


def harmless_elsewhere(cell: str) -> str:
    """A cell of a table that is not Kith's own, in which marks inside would stay when it is read.

    Inside, only what a spreadsheet could carry out gets one, no number and no dash of a list.
    """
    return _INNER.sub(_marked, _BEGIN.sub("'", cell))


def _marked(found: re.Match[str]) -> str:
    before, text = found.groups()
    is_live = not _NUMBER.fullmatch(text) and any(sign in text for sign in _LIVE)
    return f"{before}'{text}" if is_live else f"{before}{text}"


def without_first(cell: str) -> str:
    """A cell without the mark it begins with; others make `+46 70` harmless in the same way."""
    return _FIRST.sub("", cell)


def without_inner(cell: str) -> str:
    """A cell of Kith's own without the marks inside of it."""
    return _INSIDE.sub(r"\1", cell)


def is_own(header: Sequence[str]) -> bool:
    """Whether Kith wrote the table."""
    return OWN_COLUMN.casefold() in {cell.strip().casefold() for cell in header}
