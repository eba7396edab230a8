"""A brief as PDF: text as data and never as markup, tagged, in any script, marked private."""

from __future__ import annotations

import functools
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange import whole_files
from app.exchange.briefing.sheet import brief_data
from app.model.brief import Brief

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).resolve().parents[3] / "resources" / "briefing" / "briefing.typ"
PREVIEW_PPI = 110.0

# One compiler for the whole program: finding the fonts costs a tenth of a second, each sheet a
# fifth of that. It keeps the inputs of the last call, so calls must not overlap.
_at_work = threading.Lock()


def make_pdf(brief: Brief, paper: str = "a4") -> bytes:
    """The brief as a tagged PDF, the same bytes for the same brief.

    Checked against PDF/UA-1 where every character has a glyph; otherwise tagged all the same.
    """
    import typst

    inputs = _inputs(brief, paper)
    stamp = int(brief.prepared.timestamp())
    with _at_work:
        compiler = _compiler()
        try:
            made = compiler.compile(
                _template(),
                format="pdf",
                sys_inputs=inputs,
                timestamp=stamp,
                pdf_standards=["ua-1"],
            )
        except typst.TypstError:
            made = compiler.compile(
                _template(), format="pdf", sys_inputs=inputs, timestamp=stamp, pdf_standards=[]
            )
    return _one(made)


def make_pages(brief: Brief, paper: str = "a4", ppi: float = PREVIEW_PPI) -> list[bytes]:
    """The pages as PNG pictures, for a look before saving."""
    inputs = _inputs(brief, paper)
    stamp = int(brief.prepared.timestamp())
    with _at_work:
        made = _compiler().compile(
            _template(), format="png", ppi=ppi, sys_inputs=inputs, timestamp=stamp, pdf_standards=[]
        )
    return made if isinstance(made, list) else [_one(made)]


def write_pdf(brief: Brief, out: Path, paper: str = "a4", *, overwrite: bool = False) -> None:
    """Write the PDF whole or not at all; what is there already stays unless `overwrite` is said.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
    """
    whole_files.refuse(out, overwrite)
    whole_files.write(make_pdf(brief, paper), out, overwrite=overwrite)


def _inputs(brief: Brief, paper: str) -> dict[str, str]:
    return {"data": json.dumps(brief_data(brief, paper), ensure_ascii=True)}


@functools.cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@functools.cache
def _compiler() -> typst.Compiler:
    import typst

    # Its root is the template's own folder: a sheet can reach no other file.
    return typst.Compiler(root=TEMPLATE.parent)


def _one(made: Any) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError(f"one document was expected, not {type(made).__name__}")
    return made
