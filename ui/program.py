"""The running window program: which journal is open, its window, and the looks of everything."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.model.values import Clock, SystemClock
from app.services.computer import Computer
from app.services.places import default_journal, holds_something, is_missing
from app.services.workspace import Workspace
from ui import theme
from ui.actions import BY_ID
from ui.bridge import Bridge
from ui.main_window import MainWindow, Parts
from ui.notices import CrashReport, CrashWindow, crash_report, install_crash_handler

FIRST_PAGES = ("today", "people", "timeline", "settings")


class Program(QObject):
    """Opens a journal in a window, or the welcome page where there is none to open.

    `welcome(error)` makes the welcome page; it tells by its signals what the person chose.
    """

    first_painted = Signal()

    def __init__(
        self,
        app: QApplication,
        parts: Parts,
        welcome: Callable[[UserError | None], QWidget],
        computer: Computer,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(app)
        self._app, self._parts, self._welcome = app, parts, welcome
        self._computer = computer
        self._clock = clock or SystemClock()
        self.window: QMainWindow | None = None
        self.bridge: Bridge | None = None
        self._crash: CrashWindow | None = None
        self._dress()
        self._uninstall = install_crash_handler(self._crashed, self._troubled)
        app.aboutToQuit.connect(self.close)

    def start(self, journal: Path | None = None) -> None:
        """Open the journal named, else the last one, else the usual one, else say welcome."""
        last = str(self._computer.get("last_journal"))
        usual = default_journal()
        path = journal or (Path(last) if last else usual)
        if journal is None and not last and is_missing(path):
            self.show_welcome(None)
        else:
            self.open(path)

    def open(self, path: Path, *, create: bool = False, remember: bool = True) -> bool:
        """Open a journal in the window; where that fails, say why on the welcome page or strip."""
        try:
            if create and holds_something(path):
                raise UserError(
                    _("{name} is there already.").format(name=path.name),
                    _("Open it instead, or choose another name."),
                )
            workspace = Workspace.open(path, self._clock, create=create)
        except UserError as error:
            if isinstance(self.window, MainWindow):
                self.window.show_trouble(error)
            else:
                self.show_welcome(error)
            return False
        if remember:
            with contextlib.suppress(UserError):
                self._computer.set("last_journal", str(path.absolute()))
        self._show_journal(workspace)
        return True

    def _show_journal(self, workspace: Workspace) -> None:
        before, place = self.window, self._computer.window
        if isinstance(before, MainWindow):
            place = before.place()
        bridge = Bridge(workspace, self, self._computer)
        bridge.computer_changed.connect(self._dress)
        bridge.crashed.connect(lambda error: self._crashed(crash_report(error)))
        window = MainWindow(bridge, self._parts)
        window.closing.connect(lambda: self._remember(window))
        window.new_wanted.connect(lambda path: self.open(path, create=True))
        window.open_wanted.connect(self.open)
        window.first_painted.connect(self.first_painted)
        window.put(place)
        self._leave()
        self.window, self.bridge = window, bridge
        bridge.go(next(page for page in FIRST_PAGES if page in self._parts.pages))
        window.show()

    def show_welcome(self, error: UserError | None) -> None:
        """Offer to begin, to look around, or to open; with what went wrong, if anything did."""
        self._leave()
        window = QMainWindow()
        window.setWindowTitle(_("Kith"))
        page = self._welcome(error)
        window.setCentralWidget(page)
        window.resize(min(1360, theme.px(1360)), min(860, theme.px(860)))
        page.begin.connect(lambda path: self.open(path, create=True))  # type: ignore[attr-defined]
        page.open_journal.connect(self.open)  # type: ignore[attr-defined]
        page.open_sample.connect(  # type: ignore[attr-defined]
            lambda path: self.open(path, remember=False)
        )
        page.import_files.connect(self._begin_with)  # type: ignore[attr-defined]
        quit_action = QAction(_("Quit"), window)
        quit_action.setShortcut(QKeySequence(BY_ID["app.quit"].shortcut))
        quit_action.triggered.connect(window.close)
        window.addAction(quit_action)
        self.window = window
        window.show()

    def _begin_with(self, files: list[Path]) -> None:
        """Begin a journal and look at what these files would bring into it."""
        path = default_journal()
        if self.open(path, create=is_missing(path)) and self.bridge is not None:
            self.bridge.go("import", extra={"files": files})

    def _leave(self) -> None:
        """Close what is open now, saving what was typed."""
        window, bridge = self.window, self.bridge
        self.window = self.bridge = None
        if window is not None:
            window.close()
            window.deleteLater()
        if bridge is not None:
            bridge.close()
            bridge.deleteLater()

    def _remember(self, window: MainWindow) -> None:
        with contextlib.suppress(UserError):
            self._computer.window = window.place()

    def _dress(self, _key: str = "") -> None:
        choice = str(self._computer.get("theme"))
        theme.apply(self._app, choice, float(self._computer.get("text_scale")))

    def _crashed(self, report: CrashReport) -> None:
        if self._crash is None:  # one window is enough, however often it goes wrong
            self._crash = CrashWindow(report, self.window)
            self._crash.destroyed.connect(self._crash_closed)
            self._crash.show()

    def _crash_closed(self) -> None:
        self._crash = None

    def _troubled(self, error: UserError) -> None:
        if isinstance(self.window, MainWindow):
            self.window.show_trouble(error)

    def close(self) -> None:
        """Let go of everything; the journal is closed."""
        self._leave()
        self._uninstall()
