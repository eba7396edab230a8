"""A report of a mistake of the program, made so that no word of a journal can be in it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.services.places import report_file
from app.services.private_files import private_folder, replace_privately

_PACKAGES = ("sqlcipher3", "sqlite-utils", "typst")


@dataclass(frozen=True, slots=True)
class CrashReport:
    """What went wrong, safe to send: kinds of errors, places in the code, and versions."""

    kind: str
    text: str


def crash_report(
    error: BaseException, more: Sequence[str] = (), packages: Sequence[str] = ()
) -> CrashReport:
    """The report of an error: never its message, for that may quote the journal.

    Args:
        more: lines about the system, said below the versions.
        packages: packages whose versions matter besides those that are always told.
    """
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if lines:
            lines += ["", "which came from:", ""]
        kind = type(cause)
        lines.append(f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."))
        lines += _frames(cause.__traceback__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    text = "\n".join([*lines, "", *_versions((*packages, *_PACKAGES)), *more, ""])
    return CrashReport(type(error).__name__, text)


def keep_report(report: CrashReport) -> Path:
    """Put the report where it can be found, in place of the one before; returns where.

    Raises:
        OSError: it could not be written.
    """
    path = report_file()
    private_folder(path.parent)
    replace_privately(path, report.text)
    return path


def _frames(trace: TracebackType | None) -> list[str]:
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {_place(code.co_filename)}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return lines


def _place(filename: str) -> str:
    """A file's name from its package on; where it lies on this computer is nobody's business."""
    path = Path(filename)
    # A file of a package is named from the folder after the longest import path that holds it.
    roots = [Path(entry).resolve() for entry in sys.path if entry]
    for root in sorted(roots, key=lambda entry: len(entry.parts), reverse=True):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    # What is no file of a program may be named by the user, such as a journal.
    return path.name if path.suffix in {".py", ".pyc", ".pyx"} else "elsewhere"


def _installed() -> dict[str, str]:
    """Versions by package, from the names of the folders that pip leaves beside each.

    importlib.metadata would read more, and load e-mail and sockets at every start: 10 ms.
    """
    found: dict[str, str] = {}
    for entry in reversed(sys.path):
        for folder in Path(entry).glob("*.dist-info"):
            name, _dash, version = folder.stem.partition("-")
            found[name.lower()] = version
    return found


def _versions(packages: Sequence[str]) -> list[str]:
    found = _installed()

    def of(package: str) -> str:
        return found.get(package.lower().replace("-", "_"), "not installed")

    python = ".".join(str(part) for part in sys.version_info[:3])
    told = [f"Kith {of('kith')}", f"Python {python}", sys.platform]
    return [*told, *(f"{package} {of(package)}" for package in packages)]
