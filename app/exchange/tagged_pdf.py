"""A sheet of a template as a tagged PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def make(template: Path, told: Mapping[str, Any], stamp: int) -> bytes:
    """The PDF with its fonts in it, the same bytes for the same sheet.

    It is checked against PDF/UA-1 where every character has a glyph; otherwise it is tagged all
    the same.

    Args:
        template: of the sheet; it can reach what lies in its own folder and nothing else.
        told: what stands on the sheet, as data and never as markup.
        stamp: the moment it was made at, in Unix seconds.
    """
    # The engine loads on first use: start-up stays fast.
    import typst

    inputs = {"data": json.dumps(told, ensure_ascii=True)}
    compiler, source = typst.Compiler(root=template.parent), template.read_bytes()
    try:
        made = compiler.compile(
            source, format="pdf", sys_inputs=inputs, timestamp=stamp, pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        made = compiler.compile(
            source, format="pdf", sys_inputs=inputs, timestamp=stamp, pdf_standards=[]
        )
    if not isinstance(made, bytes):
        raise TypeError(f"one document was expected, not {type(made).__name__}")
    return made
