"""The window of an open journal: navigation, the stack of pages, and its messages."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.errors import UserError
from app.model.texts import _
from ui.actions import make_actions
from ui.bridge import Bridge, Route
from ui.main_window.commands import PAGE_ACTIONS, Commands
from ui.main_window.dropping import JOURNAL, DropHint, files_in
from ui.main_window.messages import Messages
from ui.main_window.nav import Nav
from ui.main_window.parts import Parts
from ui.main_window.privacy import Privacy
from ui.main_window.staying import (
    Stay,
    keep_notes,
    keep_typed,
    stand_again,
    standing_unseen,
    stay_on,
    take_typed,
    unsaved_on,
)
from ui.main_window.watching import CopyWatching, Watching
from ui.notices import UndoToast
from ui.widgets.dropping import accept_copy
from ui.widgets.placing import place_of, put
from ui.widgets.saving import Saver, unsaved

_TRAIL = 50
_MINUTE = 60_000


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is built when it is first asked for.

    A new page gets `refresh(None)` and then `show_route(route)`. After a step, the page on the
    screen is refreshed if it uses a touched table; the others are, when they are shown again.
    """

    closing = Signal()
    first_painted = Signal()
    new_wanted = Signal(Path)
    open_wanted = Signal(Path)
    lock_wanted = Signal()

    def __init__(self, bridge: Bridge, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.parts = parts
        self.actions_by_id: Mapping[str, QAction] = make_actions(self)
        self.pages: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._trail: list[Route] = []
        self._route: Route | None = None
        self._painted = False
        self._let_go = False
        self._day = bridge.workspace.today
        self._began_work = False
        self._kept: QObject | None = None
        self._lay_out()
        self.commands = Commands(self, bridge, parts, self.actions_by_id, self.toast)
        self._connect()
        self._privacy = Privacy(self, bridge, self.actions_by_id["view.cover"], self.nav)

    def _lay_out(self) -> None:
        self.nav = Nav(self.actions_by_id)
        self.nav.set_foot(self._foot())
        self.stack = QStackedWidget()
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.messages = Messages()
        self.strip = self.messages.strip
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)
        middle = QWidget()
        middle.setProperty("ground", "background")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(side, 1)
        self.setCentralWidget(middle)
        self.toast = UndoToast(side)
        self.drop_hint = DropHint(side)
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 420)

    def _foot(self) -> str:
        name = self.bridge.workspace.path.name
        if self.bridge.workspace.read_only:
            return _("{name} can only be read, not changed.").format(name=name)
        kept = (
            _("Kept in {name} on this computer.").format(name=name)
            if self.bridge.workspace.key is None
            else _("Encrypted in {name} on this computer.").format(name=name)
        )
        return f"{kept} {self.bridge.last_copy}".strip()

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.routed.connect(self.show_route)
        bridge.changed.connect(self._changed)
        bridge.failed.connect(self.show_trouble)
        bridge.copies_changed.connect(lambda: self.nav.set_foot(self._foot()))
        bridge.offered.connect(self.messages.show_offer)
        bridge.withdrawn.connect(self.messages.withdraw)
        bridge.mended.connect(self.messages.trouble_over)
        bridge.open_wanted.connect(self.open_wanted)
        self.commands.flush_wanted.connect(self.flush)
        self.commands.back_wanted.connect(self.back)
        self.commands.new_wanted.connect(self.new_wanted)
        self.commands.open_wanted.connect(self.open_wanted)
        self.commands.lock_wanted.connect(self.lock_wanted)
        self.nav.menu_button.clicked.connect(lambda: self.commands.show_menu(self.nav.menu_button))
        self._watching = Watching(self, bridge)
        self._watching.written.connect(self._written_elsewhere)
        copies = CopyWatching(self, bridge)
        self._watching.written.connect(copies.look)
        QGuiApplication.instance().applicationStateChanged.connect(copies.look)  # type: ignore[union-attr]
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._look_at_day)
        self._clock.start()
        QGuiApplication.instance().applicationStateChanged.connect(self._look_at_day)  # type: ignore[union-attr]

    # --- pages ---------------------------------------------------------------------------

    @property
    def page_name(self) -> str:
        """The page on the screen, "" before the first."""
        return self._route.page if self._route else ""

    @property
    def page(self) -> QWidget | None:
        """The page on the screen."""
        return self.pages.get(self.page_name)

    def show_route(self, route: Route) -> None:
        """Show a page, and on it what the route names."""
        if self._route is not None and self._route != route:
            self._trail = [*self._trail, self._route][-_TRAIL:]
        self._show(route)

    def back(self) -> None:
        """Show what was shown before."""
        if self._trail:
            self._show(self._trail.pop())

    def _show(self, route: Route) -> None:
        page = self.pages.get(route.page) or self._build(route.page)
        if page is None:
            return
        fresh = self.page_name != route.page
        if fresh and self.page_name:
            self.messages.trouble_over()  # it was about the page that is left
        self.messages.withdraw(route.page)
        self._route = route
        if fresh:
            for action_id in PAGE_ACTIONS:  # a page that has a use for one enables it when shown
                self.actions_by_id[action_id].setEnabled(False)
        self.nav.mark(route.page)
        self.actions_by_id["go.back"].setEnabled(bool(self._trail))
        if route.page in self._stale:
            self._stale.discard(route.page)
            with self.bridge.guard():
                page.refresh(None)  # type: ignore[attr-defined]
        self.stack.setCurrentWidget(page)
        if fresh:
            self.stack.setFocus()  # what was typed elsewhere is saved; the page may take it further
        if unsaved(page):
            # Its text belongs to what it shows; nothing may take its place.
            self.messages.tell_unsaved()
        else:
            with self.bridge.guard():
                page.show_route(route)  # type: ignore[attr-defined]
        if not self._painted:
            page.installEventFilter(self)

    def _build(self, name: str) -> QWidget | None:
        """A page, or none where the journal cannot be read; the strip then says why."""
        try:
            page = self.parts.pages[name](self.bridge, self.actions_by_id)
        except UserError as error:
            self.show_trouble(error)
            return None
        self.pages[name] = page
        self._stale.add(name)
        self.stack.addWidget(page)
        return page

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell once that the first page has been painted."""
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._after_first_paint)
        return super().eventFilter(watched, event)

    def _after_first_paint(self) -> None:
        self.first_painted.emit()
        self._kept = self.parts.after_first_paint(self.bridge, self.actions_by_id)
        self._began_work = True

    def background_waits(self) -> bool:
        """Whether the work after the first picture has not begun, or is not done."""
        waiting = getattr(self._kept, "waiting", None)
        return not self._began_work or (waiting is not None and waiting())

    def _changed(self, changes: Changes) -> None:
        self.messages.journal_is_back()  # it took a step
        everywhere = "setting" in changes.tables  # a threshold moves what every page says
        for name, page in self.pages.items():
            if not everywhere and not page.USES & changes.tables:  # type: ignore[attr-defined]
                continue
            if name == self.page_name:
                with self.bridge.guard():
                    page.refresh(changes)  # type: ignore[attr-defined]
            else:
                self._stale.add(name)

    def _look_at_day(self, *_state: object) -> None:
        """Show a new day when it has begun."""
        today = self.bridge.workspace.today
        if today != self._day:
            self._day = today
            self.show_afresh()

    def _written_elsewhere(self) -> None:
        """Show what another program wrote; the step the toast would take back is no longer last."""
        self.toast.hide()
        self.show_afresh()

    def show_afresh(self) -> None:
        """Read the page on the screen anew, and the others when they are shown again."""
        self._stale.update(self.pages)
        page = self.page
        if page is not None:
            self._stale.discard(self.page_name)
            with self.bridge.guard():
                self.bridge.portraits.look_again()
                page.refresh(None)  # type: ignore[attr-defined]
        self.commands.tell_undo()

    def show_trouble(self, error: UserError) -> None:
        """Show what went wrong and what to do about it."""
        self.messages.show_trouble(error)

    # --- the window itself ---------------------------------------------------------------

    def flush(self) -> None:
        """Hand everything typed and not yet saved to the journal."""
        for saver in self.findChildren(Saver):
            saver.flush()
        for page in self.pages.values():
            flush = getattr(page, "flush", None)
            if flush is not None:
                flush()
        with self.bridge.guard():
            self.bridge.workspace.write_unwritten()

    def holds_unsaved(self) -> bool:
        """Whether something was typed that the journal did not take."""
        return bool(unsaved(self) or self.bridge.workspace.unwritten)

    def may_leave(self, button: str, act: Callable[[], object]) -> bool:
        """Whether all that was typed is saved; where not, it says so, with a way on."""
        self.flush()
        if self._let_go or not self.holds_unsaved():
            return True

        def leave() -> None:
            self._let_go = True
            act()
            self._let_go = False  # where it came to nothing, the text is as precious as before

        self.messages.tell_unsaved(button, leave)
        return False

    def let_go(self) -> None:
        """Close without asking again: whoever closes it has seen to what was typed."""
        self._let_go = True
        self.close()

    def stay(self) -> Stay:
        """Where someone is, to be there again; what is typed and not saved goes into a draft."""
        page, route = self.page, self._route
        if page is None or route is None:
            return Stay(self.place(), Route("today"))
        stay = stay_on(page, route, self.place(), tuple(self._trail))
        self.flush()
        with self.bridge.guard():
            keep_typed(self.bridge.workspace, stay, page)
        stay.drafts.update(self.bridge.workspace.unwritten)
        for name, other in self.pages.items():
            if other is page:
                continue
            typed = unsaved_on(other, Route(name))
            if typed is not None:
                stay.others.append(typed)
            if standing := standing_unseen(other):
                stay.unseen[name] = standing
        return stay

    def come_back(self, stay: Stay | None) -> bool:
        """Show what was shown when the window closed; whether there was anything to show."""
        kept = None
        if stay is not None and stay.drafts:
            self.bridge.workspace.hold(stay.drafts)
            stay.drafts.clear()
        with self.bridge.guard():
            kept = take_typed(self.bridge.workspace)
        stay = stay or (kept.stay if kept else None)
        if stay is None or stay.route.page not in self.parts.pages:
            return False
        homeless: list[str] = []
        for typed in stay.others:
            self._show(typed.stay.route)
            if self.page is not None:
                homeless += stand_again(self.page, typed.stay, typed.fields, self.bridge)
        stay.others.clear()
        self._trail = [*stay.trail]
        self._show(stay.route)
        if self.page is not None:
            fields = kept.fields if kept else {}
            homeless += stand_again(self.page, stay, fields, self.bridge)
        for name, standing in stay.unseen.items():
            page = self.pages.get(name) or self._build(name)
            if page is not None:
                page.stand_again(standing)  # type: ignore[attr-defined]
        if homeless:
            with self.bridge.guard():
                keep_notes(self.bridge.workspace, homeless)
            words = _("A note that was not saved has no place here any more.")
            advice = _("The log page offers it, as something you were writing.")
            self.messages.offer(words, advice, _("Log page"), lambda: self.bridge.go("log"))
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what was typed, tell the pages, and let go; text that cannot be saved holds it."""
        if not self.may_leave(_("Close all the same"), self.close):
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def place(self) -> str:
        """Where the window stands, to be remembered."""
        return place_of(self)

    def put(self, place: str) -> None:
        """Stand where it was remembered, as far as the screens of today allow."""
        put(self, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the palette over the middle of the page."""
        super().resizeEvent(event)
        self.commands.place_palette()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, and say what dropping them would do."""
        files = files_in(event.mimeData())
        if files:
            accept_copy(event)
            self.drop_hint.show_for(files, read_only=self.bridge.workspace.read_only)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were carried elsewhere."""
        self.drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped before anything is taken in; a journal is opened."""
        self.drop_hint.hide()
        files = files_in(event.mimeData())
        if not files:
            return
        accept_copy(event)
        if len(files) == 1 and files[0].suffix.lower() == JOURNAL:
            self.open_wanted.emit(files[0])
        else:
            self.bridge.go("import", extra={"files": files})
