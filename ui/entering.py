"""Which journal this window may open: alone, only to read, or not because another window has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services.computer import Computer
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.single import Entry, Found, OneWindow, trouble
from ui.widgets.front import FrontPage
from ui.widgets.recents import RecentJournals

if TYPE_CHECKING:
    from app.services.vault import Key


@dataclass(frozen=True, slots=True)
class How:
    """How to open a journal: to write as usual, to read only, or to take it from elsewhere.

    `still` is for a copy nobody writes to; `back` is the journal to offer beside it.
    """

    read_only: bool = False
    still: bool = False
    take_over: bool = False
    back: Path | None = None
    told: str = ""


class Opens(Protocol):
    """What is asked of the running program."""

    window: QMainWindow | None
    bridge: Bridge | None

    def open(self, path: Path, *, key: Key | None = None, how: How = ...) -> bool:
        """Open a journal in the window."""

    def show_welcome(self, error: UserError | None) -> None:
        """Show the first page, with what went wrong."""

    def put_in_front(self, page: QWidget) -> QMainWindow:
        """Show one page alone."""

    def say_trouble(self, error: UserError) -> None:
        """Show what went wrong where it can be shown."""

    def quit(self) -> None:
        """End."""


class Entering(QObject):
    """Takes journals for the program's window, and says what stands in the way."""

    def __init__(
        self,
        program: Opens,
        make: Callable[[Path, Entry], QWidget] | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program, self._make = program, make
        self.one = OneWindow(self)
        self.one.raise_wanted.connect(self.come_forward)

    def enter(self, path: Path, how: How) -> bool:
        """Whether the journal may be opened so; where not, the user has been told."""
        if how.read_only:
            return True
        entry = self.one.enter(path, take_over=how.take_over)
        if entry.found is Found.OURS:
            return True
        if entry.found is Found.RAISED:
            self._raised(path)
        else:
            self._occupied(path, entry)
        return False

    def come_forward(self) -> None:
        """Stand in front of the other windows of the desktop."""
        window = self._program.window
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()

    def _raised(self, path: Path) -> None:
        if self._program.window is None:
            self._program.quit()
            return
        self._program.say_trouble(
            UserError(
                _("{name} is open in another window.").format(name=path.name),
                _("That window stands in front now."),
            )
        )

    def _occupied(self, path: Path, entry: Entry) -> None:
        window, error = self._program.window, trouble(path, entry)
        if isinstance(window, MainWindow):
            # What is open stays open; reading the other one is a step of the user's.
            window.messages.offer(
                error.text,
                error.advice,
                _("Open to read only"),
                lambda: self._program.open(path, how=How(read_only=True)),
            )
        elif self._make is None:
            self._program.show_welcome(error)
        else:
            self._show(self._make(path, entry), path)

    def _show(self, page: QWidget, path: Path) -> None:
        program = self._program
        page.read_only_wanted.connect(  # type: ignore[attr-defined]
            lambda: program.open(path, how=How(read_only=True))
        )
        page.free.connect(lambda: program.open(path))  # type: ignore[attr-defined]
        page.take_over_wanted.connect(  # type: ignore[attr-defined]
            lambda: program.open(path, how=How(take_over=True))
        )
        page.open_journal.connect(program.open)  # type: ignore[attr-defined]
        program.put_in_front(page)

    def offer_recent(self, page: QWidget, computer: Computer) -> None:
        """Put the journals that were open lately below a page that stands in front."""
        if isinstance(page, FrontPage) and computer.recent:
            recent = RecentJournals(computer)
            recent.opened.connect(self._program.open)
            page.add(recent)

    def offer_way_back(self, how: How) -> None:
        """Beside a copy that is looked at, say what it is and lead back to the journal."""
        window, bridge = self._program.window, self._program.bridge
        if how.back is None or not isinstance(window, MainWindow) or bridge is None:
            return
        back, key = how.back, bridge.workspace.key
        window.messages.offer(
            how.told,
            _("You are looking at the copy; nothing in it can be changed."),
            _("Back to the journal"),
            lambda: self._program.open(back, key=key),
        )
