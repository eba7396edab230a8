"""A brief as PDF: text as data and never as markup, tagged, in any script, marked private."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.exchange.briefing.sheet import brief_data
from app.model.brief import Brief
from app.model.errors import MAY_BE_REPLACED, FileWriteError
from app.model.texts import _

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
    _refuse(out, overwrite)
    made = make_pdf(brief, paper)
    try:
        handle, name = tempfile.mkstemp(prefix=".kith-", suffix=".pdf", dir=out.parent)
    except OSError as error:
        raise _failed(out, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        _refuse(out, overwrite)
        Path(name).replace(out)
    except OSError as error:
        raise _failed(out, error) from None
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)


def _refuse(out: Path, overwrite: bool) -> None:
    if os.path.isdir(out):  # noqa: PTH112 - unlike the path, it answers for any name
        raise FileWriteError(
            _("“{name}” is a folder.").format(name=out.name),
            _("Give the briefing a file name, such as briefing.pdf."),
        )
    if not overwrite and os.path.lexists(out):
        raise FileWriteError(
            _("“{name}” is there already.").format(name=out.name),
            MAY_BE_REPLACED,
        )


_REASONS = {
    errno.ENOENT: _("the folder is gone"),
    errno.ENOTDIR: _("the folder is gone"),
    errno.EACCES: _("you may not write there"),
    errno.EPERM: _("you may not write there"),
    errno.EROFS: _("the place can only be read"),
    errno.ENOSPC: _("the disk is full"),
    errno.EDQUOT: _("the disk is full"),
    errno.ENAMETOOLONG: _("the name is too long"),
}


def _failed(out: Path, error: OSError) -> FileWriteError:
    reason = _REASONS.get(error.errno or 0, error.strerror or _("the system refused"))
    return FileWriteError(
        _("The briefing was not saved as “{name}”: {reason}.").format(name=out.name, reason=reason),
        _("Save it in another folder; nothing half written was left behind."),
    )


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
