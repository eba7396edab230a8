"""What happens when the program makes a mistake: a report without a word of the journal."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QSysInfo, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services import mistakes
from app.services.mistakes import CrashReport
from ui import theme
from ui.notices.parts import button, label


def crash_report(error: BaseException) -> CrashReport:
    """The report of an error in the window, without a word of the journal."""
    system = f"{QSysInfo.productType()} {QSysInfo.productVersion()}"
    machine = QSysInfo.currentCpuArchitecture()
    told = [f"Qt {qVersion()}", f"{system}, {machine}, {QGuiApplication.platformName()}"]
    return mistakes.crash_report(error, told, ("PySide6-Essentials",))


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
