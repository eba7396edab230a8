"""The window while no journal is open: one page, and a title that tells nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from app.model.errors import UserError
from app.model.texts import _
from ui.actions import BY_ID
from ui.bridge import ClosedWork
from ui.task import Task
from ui.worker import run_aside

if TYPE_CHECKING:
    from app.services.vault import Key

    Outcome = tuple[Path, Key | None]


class FrontWindow(QMainWindow):
    """Shows one page alone: welcome, unlock, or work on a closed journal.

    `help_wanted` carries the chapter of the handbook the page names as `CHAPTER`.
    """

    help_wanted = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWindowTitle(_("Kith"))
        self.setMinimumSize(640, 420)
        self.page = page
        self.setCentralWidget(page)
        leave = QAction(_("Quit"), self)
        leave.setShortcut(QKeySequence(BY_ID["app.quit"].shortcut))
        leave.triggered.connect(self.close)
        self.addAction(leave)
        book = QAction(_("Handbook"), self)
        book.setShortcut(QKeySequence(BY_ID["help.handbook"].shortcut))
        book.triggered.connect(
            lambda: self.help_wanted.emit(getattr(page, "CHAPTER", "first-steps"))
        )
        self.addAction(book)
        self._holds = False

    @property
    def holds_text(self) -> bool:
        """Whether text waits in memory for the journal to be unlocked."""
        return self._holds

    def hold(self) -> None:
        """Say that what was typed waits in memory only; closing then asks first."""
        self._holds = True
        self._tell(
            _("What you typed could not be saved. It is kept in memory until you unlock."),
            _("Free some space, unlock, and it stands where you typed it."),
        )

    def let_go(self) -> None:
        """Close without asking again."""
        self._holds = False
        self.close()

    def may_leave(self, button: str, act: Callable[[], object]) -> bool:
        """Whether nothing is lost by leaving; where something is, it is said, with the way on."""
        if not self._holds:
            return True

        def leave() -> None:
            self._holds = False
            act()

        words = _("What you typed could not be saved, and is lost when this window closes.")
        self._tell(words, _("Unlock the journal to have it back."), button, leave)
        return False

    def _tell(
        self, words: str, advice: str, button: str = "", act: Callable[[], object] | None = None
    ) -> None:
        strip: Any = getattr(self.page, "strip", None)
        if strip is not None:
            strip.show_message(words, advice, "against", button, act)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first where typed text would be lost."""
        if self.may_leave(_("Close all the same"), self.close):
            super().closeEvent(event)
        else:
            event.ignore()

    def show_trouble(self, error: UserError) -> bool:
        """Show what went wrong; False where the page has no place for it."""
        strip: Any = getattr(self.page, "strip", None)
        if strip is None:
            return False
        strip.show_error(error)
        return True


class BookWindow(QMainWindow):
    """The handbook beside a page that stands alone; Escape closes it."""

    def __init__(self, page: QWidget, beside: QWidget) -> None:
        super().__init__(beside)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Handbook"))
        self.setCentralWidget(page)
        self.resize(beside.size())
        leave = QAction(_("Close"), self)
        leave.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        leave.triggered.connect(self.close)
        self.addAction(leave)


class WorkWindow(FrontWindow):
    """Runs work on a closed journal; closing the window cancels, and quits once it has ended.

    `ended` carries (path, key) to open next, or the error, or None when it was cancelled.
    """

    ended = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._task: Task | None = None
        self.wants_to_quit = self.wants_to_lock = False

    def run(self, work: ClosedWork, path: Path, key: Key | None) -> None:
        """Begin the work."""
        job: Callable[[Task], Outcome] = lambda task: work.job(path, key, task)  # noqa: E731
        self._task = task = run_aside(self, job, self._end, self._end)
        task.progressed.connect(self.page.show_progress)  # type: ignore[attr-defined]
        self.page.cancelled.connect(task.cancel)  # type: ignore[attr-defined]

    def _end(self, outcome: object) -> None:
        self._task = None
        self.ended.emit(outcome)

    def wait(self) -> None:
        """Ask the work to stop and wait for it: a half written file helps nobody."""
        if self._task is not None:
            self._task.cancel()
            QThreadPool.globalInstance().waitForDone()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the work come to its end first."""
        if self._task is not None:
            self.wants_to_quit = True
            self._task.cancel()
            event.ignore()
            return
        super().closeEvent(event)
