"""The running window program: which journal is open, its window, and the looks of everything."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.model.errors import DamagedError, LockedError, UserError
from app.model.texts import _
from app.model.values import Clock, SystemClock
from app.services import stopped_work
from app.services.computer import Computer
from app.services.places import default_journal, holds_something, is_missing
from app.services.workspace import Workspace
from ui import clipboard, theme
from ui.bridge import Bridge, Route
from ui.closed_working import ClosedWorking
from ui.entering import Entering, How
from ui.front_window import BookWindow, FrontWindow, WorkWindow
from ui.locking import Locking, Tried, clear_memory, close_everything_open
from ui.main_window import MainWindow, Parts, Stay
from ui.notices import CrashReport, CrashWindow, crash_report, install_crash_handler
from ui.protecting import Protecting
from ui.widgets.placing import place_of, put
from ui.worker import run_aside, tell_bug

if TYPE_CHECKING:
    from app.services.vault import Key

_LATER_MS = 1_500  # the first page goes first
FIRST_PAGES = ("today", "people", "timeline", "settings")


class Program(QObject):
    """Opens a journal in a window, or the page that stands before it.

    `welcome(error)` makes the welcome page where there is no journal to open; it tells by its
    signals what the person chose. A protected journal is unlocked first.
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
        self.handbook: BookWindow | None = None
        self._crash: CrashWindow | None = None
        self._files: list[Path] = []
        self._stopped = ""  # what came to nothing with the journal that was open before
        self._told = ""  # the same, once it was said beside another journal than its own
        self.tried = Tried()
        self.entering = Entering(self, parts.occupied, self)
        self.first_painted.connect(self.entering.one.listen_soon)
        self.locking = Locking(parts.watch_desktop, self)
        self.locking.lock_wanted.connect(self.lock)
        self.protecting = Protecting(self)
        self.closed = ClosedWorking(self, parts.working, computer, self)
        self._dress()
        self._uninstall = install_crash_handler(self.show_crash, self.say_trouble)
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
        QTimer.singleShot(_LATER_MS, self, self._when_started)

    def _when_started(self) -> None:
        act = self._parts.when_started
        if act is not None:
            run_aside(self, lambda _task: act(), lambda _done: None, tell_bug)

    def open(
        self,
        path: Path,
        *,
        create: bool = False,
        remember: bool = True,
        key: Key | None = None,
        stay: Stay | None = None,
        how: How = How(),  # noqa: B008 - it never changes
    ) -> bool:
        """Open a journal in the window; where that fails, say why on the page or strip there is."""
        if stay is None and not self.may_leave(
            _("Open it all the same"),
            lambda: self.open(path, create=create, remember=remember, key=key, how=how),
        ):
            return False
        if not self.entering.enter(path, how):
            return False
        try:
            if create and holds_something(path):
                raise UserError(
                    _("{name} is there already.").format(name=path.name),
                    _("Open it instead, or choose another name."),
                )
            workspace = Workspace.open(
                path,
                self._clock,
                create=create,
                key=key,
                read_only=how.read_only,
                still=how.still,
            )
        except LockedError:
            self.entering.one.settle(opened=True)
            self.show_unlock(path, remember=remember, stay=stay, how=how)
            self.entering.one.listen_soon()
            return False
        except UserError as error:
            self.entering.one.settle(opened=False)
            self._cannot_open(path, error, key)
            return False
        self.entering.one.settle(opened=True)
        if remember:
            self._remember_journal(path)
        self._show_journal(workspace, stay)
        self.entering.offer_way_back(how)
        return True

    def _remember_journal(self, path: Path) -> None:
        with contextlib.suppress(UserError):
            self._computer.set("last_journal", str(path.absolute()))
            self._computer.remember(path)

    def _cannot_open(self, path: Path, error: UserError, key: Key | None) -> None:
        if isinstance(self.window, MainWindow) and isinstance(error, DamagedError):
            # What is open stays open until one chooses to see to the damaged one.
            self.window.messages.offer(
                error.text,
                error.advice,
                _("What can be done"),
                lambda: self._leave_for_restore(path, error, key),
            )
        elif isinstance(self.window, MainWindow) or (
            isinstance(self.window, FrontWindow) and self.window.holds_text
        ):
            self.window.show_trouble(error)
        elif not self._show_restore(path, error, key) and not (
            isinstance(self.window, FrontWindow) and self.window.show_trouble(error)
        ):
            self.show_welcome(error)

    def may_leave(self, button: str, act: Callable[[], object]) -> bool:
        """Whether the window there is may go; where it may not, it says so, with the way on."""
        window = self.window
        return not isinstance(window, MainWindow | FrontWindow) or window.may_leave(button, act)

    def _leave_for_restore(self, path: Path, error: UserError, key: Key | None) -> None:
        go_on = lambda: self._leave_for_restore(path, error, key)  # noqa: E731
        if self.may_leave(_("Go on all the same"), go_on):
            self._show_restore(path, error, key)

    def _show_restore(self, path: Path, error: UserError, key: Key | None) -> bool:
        """Show the ways back to a journal that does not open; False where there are none."""
        make = self._parts.restore
        page = make(path, error, key, self._clock) if make is not None else None
        if page is None:
            return False
        page.open_journal.connect(self.open)  # type: ignore[attr-defined]
        page.work_wanted.connect(  # type: ignore[attr-defined]
            lambda work: self.closed.work(work, path, key, None)
        )
        self._put_alone(page)
        return True

    # --- the window of an open journal ---------------------------------------------------

    def _show_journal(self, workspace: Workspace, stay: Stay | None = None) -> None:
        bridge = Bridge(workspace, self, self._computer)
        bridge.computer_changed.connect(self._dress)
        bridge.crashed.connect(lambda error: self.show_crash(crash_report(error)))
        bridge.closed_work.connect(self.closed.begin)
        window = MainWindow(bridge, self._parts)
        window.closing.connect(lambda: self._remember(window))
        window.new_wanted.connect(self._begin_another)
        window.open_wanted.connect(self.open)
        bridge.look_wanted.connect(self._look)
        window.lock_wanted.connect(self._lock_or_tell)
        window.first_painted.connect(self.first_painted)
        window.first_painted.connect(self.locking.start)
        window.put(self._last_place())
        self._leave(workspace.key)
        self.window, self.bridge = window, bridge
        self.locking.watch(bridge)
        if not window.come_back(stay):
            bridge.go(next(page for page in FIRST_PAGES if page in self._parts.pages))
        window.show()
        if stay is None:
            self.protecting.remind()
        if self._files:
            files, self._files = self._files, []
            bridge.go("import", extra={"files": files})
        self._tell_stopped(window, workspace)

    def _tell_stopped(self, window: MainWindow, workspace: Workspace) -> None:
        """Say once what was stopped: with the journal before, or when this one was open last."""
        kept = ""
        with contextlib.suppress(UserError):
            kept = stopped_work.take(workspace)
        words, self._stopped = self._stopped or kept, ""
        if words and words != self._told:
            window.messages.offer(words, "", "", lambda: None)
        if words:
            self._told = "" if kept else words  # in its own journal it is over

    def _look(self, copy: Path, told: str) -> None:
        """Show a copy beside the journal, to be read only, with the way back."""
        if self.bridge is not None:
            workspace = self.bridge.workspace
            how = How(read_only=True, still=True, back=workspace.path, told=told)
            self.open(copy, remember=False, key=workspace.key, how=how)

    def _begin_another(self, path: Path) -> None:
        if self.open(path, create=True) and isinstance(self.window, MainWindow):
            self.protecting.offer(_("This journal has no passphrase."))

    # --- before a journal is open --------------------------------------------------------

    def show_welcome(self, error: UserError | None) -> None:
        """Offer to begin, to look around, or to open; with what went wrong, if anything did."""
        page = self._welcome(error)
        page.begin.connect(self._begin)  # type: ignore[attr-defined]
        page.open_journal.connect(self.open)  # type: ignore[attr-defined]
        page.open_sample.connect(  # type: ignore[attr-defined]
            lambda path: self.open(path, remember=False)
        )
        self._put_alone(page)

    def _begin(self, path: Path, key: Key | None, files: list[Path]) -> None:
        """Begin a journal, and look at what these files would bring into it."""
        self._files = files
        if self.open(path, create=is_missing(path), key=key) and key is not None:
            assert self.bridge is not None
            self.bridge.fresh_key = True
            self.protecting.offer(
                _("The journal is protected."),
                _("Save its recovery sheet now: nothing else helps if the passphrase is lost."),
                _("The recovery sheet"),
            )

    def show_unlock(
        self,
        path: Path,
        *,
        remember: bool = True,
        stay: Stay | None = None,
        locked: bool = False,
        how: How = How(),  # noqa: B008 - it never changes
    ) -> None:
        """Ask for the passphrase of a protected journal."""
        make = self._parts.unlock
        if make is None:
            self.show_welcome(LockedError(_("The journal has a passphrase.")))
            return
        page = make(path, self._computer, self.tried.of(path), locked)

        def unlocked(key: Key, told: UserError | None) -> None:
            opened = self.open(path, remember=remember, key=key, stay=stay, how=how)
            if opened and told is not None:
                self.say_trouble(told)

        page.unlocked.connect(unlocked)  # type: ignore[attr-defined]
        page.open_journal.connect(self.open)  # type: ignore[attr-defined]
        window = self.put_in_front(page)
        if stay is not None and stay.holds_text:
            window.hold()

    def put_in_front(self, page: QWidget) -> FrontWindow:
        """Show one page alone, in a window that tells nothing of any journal."""
        self.entering.offer_recent(page, self._computer)
        window = FrontWindow(page)
        window.help_wanted.connect(self._show_handbook)
        return self.replace_by(window)

    def _put_alone(self, page: QWidget) -> None:
        """The same for a page behind which no journal waits: none is held any more."""
        self.put_in_front(page)
        self.entering.one.leave()

    def _show_handbook(self, chapter: str) -> None:
        """The handbook in a window of its own: it needs no journal."""
        make = self._parts.pages.get("handbook")
        if make is None or self.window is None:
            return
        page = make(None, {})  # type: ignore[arg-type]
        page.show_route(Route("handbook", text=chapter))  # type: ignore[attr-defined]
        self.handbook = BookWindow(page, self.window)
        self.handbook.show()

    def replace_by(self, window: FrontWindow, keep: Key | None = None) -> FrontWindow:
        """Let this window stand where the other one stood."""
        put(window, self._last_place())
        self._leave(keep)
        self.window = window
        window.show()
        return window

    # --- locking -------------------------------------------------------------------------

    def lock(self) -> None:
        """Close a protected journal at once; whatever was typed is there again afterwards."""
        bridge, window = self.bridge, self.window
        if isinstance(window, WorkWindow):
            window.wants_to_lock = True
        if bridge is None or not isinstance(window, MainWindow) or bridge.workspace.key is None:
            return
        path, stay = bridge.workspace.path, window.stay()
        close_everything_open(window, self, lambda: self._lock(bridge, path, stay))

    def _lock(self, bridge: Bridge, path: Path, stay: Stay) -> None:
        if bridge is self.bridge:  # nobody was quicker
            self.show_unlock(path, stay=stay, locked=True)
            clipboard.leave()
            clear_memory(self)

    def _lock_or_tell(self) -> None:
        if self.bridge is not None and self.bridge.workspace.key is None:
            self.protecting.offer(
                _("This journal has no passphrase, so locking it would keep nobody out.")
            )
        else:
            self.lock()

    # --- letting go ----------------------------------------------------------------------

    def _last_place(self) -> str:
        return place_of(self.window) if self.window is not None else self._computer.window

    def _leave(self, keep: Key | None = None) -> None:
        """Close what is open now, saving what was typed; its key is wiped unless it is kept."""
        window, bridge = self.window, self.bridge
        self.window = self.bridge = None
        self.locking.watch(None)
        if window is not None:
            if isinstance(window, MainWindow | FrontWindow):
                window.let_go()
            else:
                window.close()
            window.deleteLater()
        if bridge is not None:
            key = bridge.workspace.key
            bridge.close()
            self._stopped = bridge.stopped or self._stopped
            bridge.deleteLater()
            if key is not None and key is not keep:
                key.wipe()

    def _remember(self, window: MainWindow) -> None:
        with contextlib.suppress(UserError):
            self._computer.window = window.place()

    def _dress(self, _key: str = "") -> None:
        choice = str(self._computer.get("theme"))
        theme.apply(self._app, choice, float(self._computer.get("text_scale")))

    def show_crash(self, report: CrashReport) -> None:
        """Show what a bug of ours left behind."""
        if self._crash is None:  # one window is enough, however often it goes wrong
            self._crash = CrashWindow(report, self.window)
            self._crash.destroyed.connect(self._crash_closed)
            self._crash.show()

    def _crash_closed(self) -> None:
        self._crash = None

    def say_trouble(self, error: UserError) -> None:
        """Show what went wrong where it can be shown."""
        if isinstance(self.window, MainWindow | FrontWindow):
            self.window.show_trouble(error)

    def quit(self) -> None:
        """End, because another window has the journal and stands in front."""
        self._app.exit(0)

    def close(self) -> None:
        """Let go of everything; the journal is closed."""
        if isinstance(self.window, WorkWindow):
            self.window.wait()
        self._leave()
        self.entering.one.leave()
        clipboard.leave()
        self._uninstall()
