"""Work on the whole file: the journal is closed for it, and opened again afterwards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services import stopped_work
from app.services.computer import Computer
from app.services.workspace import Workspace
from ui.bridge import Bridge, ClosedWork
from ui.front_window import FrontWindow, WorkWindow
from ui.main_window import MainWindow, Stay
from ui.notices import CrashReport, crash_report
from ui.protecting import Protecting

if TYPE_CHECKING:
    from app.services.vault import Key


class Works(Protocol):
    """What is asked of the running program."""

    window: QMainWindow | None
    bridge: Bridge | None
    protecting: Protecting

    def open(
        self,
        path: Path,
        *,
        remember: bool = True,
        key: Key | None = None,
        stay: Stay | None = None,
    ) -> bool:
        """Open a journal in the window."""

    def may_leave(self, button: str, act: Callable[[], object]) -> bool:
        """Whether the window there is may go."""

    def replace_by(self, window: FrontWindow, keep: Key | None = None) -> FrontWindow:
        """Let this window stand where the other one stood."""

    def show_unlock(
        self,
        path: Path,
        *,
        remember: bool = True,
        stay: Stay | None = None,
        locked: bool = False,
    ) -> None:
        """Ask for the passphrase."""

    def show_crash(self, report: CrashReport) -> None:
        """Show what a bug of ours left behind."""

    def say_trouble(self, error: UserError) -> None:
        """Show what went wrong where it can be shown."""


class ClosedWorking(QObject):
    """Closes the journal, lets the work be done, and opens what it returned."""

    def __init__(
        self,
        program: Works,
        make: Callable[[str], QWidget] | None,
        computer: Computer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program, self._make, self._computer = program, make, computer

    def begin(self, work: ClosedWork) -> None:
        """Close the journal, do the work, and open what it returned."""
        if not self._program.may_leave(_("Go on all the same"), lambda: self.begin(work)):
            return
        bridge, before = self._program.bridge, self._program.window
        if bridge is not None and isinstance(before, MainWindow):
            self.work(work, bridge.workspace.path, bridge.workspace.key, before.stay())

    def work(self, work: ClosedWork, path: Path, key: Key | None, stay: Stay | None) -> None:
        """Do the work on this file; nothing of it is open."""
        make = self._make
        if make is None:
            return
        window = WorkWindow(make(work.title))
        window.ended.connect(
            lambda outcome: self._work_ended(window, work, path, key, stay, outcome)
        )
        self._program.replace_by(window, keep=key)
        window.run(work, path, key)

    def _work_ended(
        self,
        window: WorkWindow,
        work: ClosedWork,
        path: Path,
        key: Key | None,
        stay: Stay | None,
        outcome: object,
    ) -> None:
        if window.wants_to_quit and outcome is None:
            _keep_stopped(work, path, key)
        last = self._computer.get("last_journal") == str(path.absolute())
        rescued = isinstance(outcome, tuple) and outcome[0] != path
        error = outcome if isinstance(outcome, BaseException) else None
        new_key = isinstance(outcome, tuple) and outcome[1] is not None and outcome[1] is not key
        if isinstance(outcome, tuple):
            path, fresh = outcome
            if key is not None and fresh is not key:
                key.wipe()
            key = fresh
        if window.wants_to_quit or (window.wants_to_lock and key is not None):
            if key is not None:
                key.wipe()
            if window.wants_to_quit:
                window.close()
            else:
                self._program.show_unlock(path, remember=last, stay=stay, locked=True)
        elif self._program.open(path, remember=last or rescued, key=key, stay=stay) and isinstance(
            outcome, tuple
        ):
            said = work.said() if callable(work.said) else work.said
            if new_key:
                self._program.protecting.sheet_is_due()
            if new_key and work.sheet:
                self._program.protecting.offer(said, offer=_("The recovery sheet"))
            else:
                self._say(said, work.listed)
        if isinstance(error, UserError):
            self._program.say_trouble(error)
        elif error is not None:
            self._program.show_crash(crash_report(error))

    def _say(self, words: str, listed: str) -> None:
        window, bridge = self._program.window, self._program.bridge
        if listed and bridge is not None and isinstance(window, MainWindow):
            bridge.go("settings", tab=listed)
            advice = _("The whole list stands below, and stays in Settings, Check.")
            window.messages.offer(words, advice, "", lambda: None)
        elif words and bridge is not None:
            bridge.say(words)


def _keep_stopped(work: ClosedWork, path: Path, key: Key | None) -> None:
    """Have it said at the next start that closing the program stopped this."""
    words = _("“{work}” was stopped before its end; the journal is as it was.")
    with suppress(UserError):
        workspace = Workspace.open(path, key=key)
        try:
            stopped_work.keep(workspace, words.format(work=work.title))
        finally:
            workspace.close()
