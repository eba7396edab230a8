"""What happens when the program makes a mistake: a report without a word of the journal."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QSysInfo, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.model.errors import UserError
from app.model.texts import _
from ui import theme
from ui.notices.parts import button, label

_PACKAGES = ("PySide6-Essentials", "sqlcipher3", "sqlite-utils", "typst")


@dataclass(frozen=True, slots=True)
class CrashReport:
    """What went wrong, safe to send: kinds of errors, places in the code, and versions."""

    kind: str
    text: str


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


def _frames(trace: TracebackType | None) -> list[str]:
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {_place(code.co_filename)}:{trace.tb_lineno} in {code.co_name}")
        trace = trace.tb_next
    return lines


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


def _versions() -> list[str]:
    found = _installed()

    def of(package: str) -> str:
        return found.get(package.lower().replace("-", "_"), "not installed")

    python = ".".join(str(part) for part in sys.version_info[:3])
    told = [f"Kith {of('kith')}", f"Python {python}", f"Qt {qVersion()}"]
    told += [f"{package} {of(package)}" for package in _PACKAGES]
    system = f"{QSysInfo.productType()} {QSysInfo.productVersion()}"
    machine = QSysInfo.currentCpuArchitecture()
    told.append(f"{system}, {machine}, {QGuiApplication.platformName()}")
    return told


def crash_report(error: BaseException) -> CrashReport:
    """The report of an error: never its message, for that may quote the journal."""
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
    text = "\n".join([*lines, "", *_versions(), ""])
    return CrashReport(type(error).__name__, text)


class _Relay(QObject):
    """Brings reports from other threads to the screen's thread."""

    crashed = Signal(object)
    troubled = Signal(object)


def install_crash_handler(
    on_report: Callable[[CrashReport], object],
    on_trouble: Callable[[UserError], object] | None = None,
) -> Callable[[], None]:
    """Hand every error nobody caught, in any thread, to `on_report`; returns what undoes it.

    A UserError goes to `on_trouble` instead: it is fit to be shown as it is.
    """
    relay = _Relay(QGuiApplication.instance())
    relay.crashed.connect(on_report, Qt.ConnectionType.AutoConnection)
    if on_trouble is not None:
        relay.troubled.connect(on_trouble, Qt.ConnectionType.AutoConnection)
    before = sys.excepthook, sys.unraisablehook, threading.excepthook

    def handle(error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
            return
        if isinstance(error, UserError) and on_trouble is not None:
            relay.troubled.emit(error)
            return
        report = crash_report(error)
        print(report.text, file=sys.stderr)  # noqa: T201 - the terminal gets the same safe report
        relay.crashed.emit(report)

    def plain(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            before[0](kind, error, trace)
            return
        handle(error)

    def unraisable(args: Any) -> None:
        handle(args.exc_value)

    def threaded(args: Any) -> None:
        handle(args.exc_value)

    sys.excepthook, sys.unraisablehook, threading.excepthook = plain, unraisable, threaded

    def uninstall() -> None:
        sys.excepthook, sys.unraisablehook, threading.excepthook = before

    return uninstall


class CrashWindow(QDialog):
    """Says that the program made a mistake and shows a report one can copy.

    The report holds no word of the journal.
    """

    def __init__(self, report: CrashReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Kith made a mistake"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(640), theme.px(420))
        title = label(_("Kith made a mistake"), "title")
        words = label(
            _(
                "Your journal is saved up to the last finished step. This report helps to mend "
                "the mistake. It holds nothing you wrote: no names, no notes."
            ),
            "second",
        )
        self.report = QPlainTextEdit(report.text)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("Report"))
        self.copy_button = button(_("Copy the report"), "primary")
        self.copy_button.clicked.connect(self._copy)
        close = button(_("Close"))
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        layout.setSpacing(theme.px(12))
        for part in (title, words):
            layout.addWidget(part)
        layout.addWidget(self.report, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.copy_button)
        layout.addLayout(row)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy_button.setText(_("Copied"))
