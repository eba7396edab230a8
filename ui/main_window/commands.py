"""What the menu and the keys do anywhere in the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from app.model.changes import Changes
from app.model.texts import _
from ui import cover, theme
from ui.actions import ACTIONS, MENUS
from ui.bridge import Bridge, Route
from ui.main_window.nav import PLACES
from ui.main_window.parts import Parts
from ui.main_window.recent_menu import RecentMenu
from ui.main_window.turning import Turning
from ui.notices import UndoToast
from ui.widgets.file_dialogs import JOURNALS, ask_open, ask_save

TEXT_SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
# Only some pages have a use for these; they connect them and enable them while they are shown.
PAGE_ACTIONS = (
    "person.prepare",
    "person.past",
    "person.paste",
    "person.delete",
    "person.merge",
    "person.export",
    "person.held",
    "person.forget",
    "entry.edit",
    "entry.delete",
    "brief.preview",
    "brief.export",
)
# Where the handbook opens when F1 is pressed on a page.
CHAPTERS = {
    "today": "today",
    "people": "people",
    "timeline": "timeline",
    "prepare": "today",
    "log": "logging",
    "settings": "settings",
    "import": "importing",
    "sorting": "sorting",
    "forget": "forgetting",
    "held": "forgetting",
    "export": "exporting",
    "history": "your-data",
    "trash": "your-data",
    "duplicates": "duplicates",
}
_NEEDS = {
    **{f"go.{place}": place for place in PLACES},
    "log.line": "log",
    "log.form": "log",
    "find.people": "people",
    "person.new": "people",
    "people.sort": "sorting",
    "file.import": "import",
    "file.export": "export",
    "history.show": "history",
    "trash.show": "trash",
    "people.alike": "duplicates",
    "help.handbook": "handbook",
}
_SEPARATED = {
    "brief.preview",
    "journal.lock",
    "file.import",
    "history.show",
    "view.text_larger",
    "view.cover",
}


class Commands(QObject):
    """Connects the window's actions; pages connect those of their own.

    `flush_wanted` asks for everything typed to be saved first, `back_wanted` for the page before.
    """

    flush_wanted = Signal()
    back_wanted = Signal()
    new_wanted = Signal(Path)
    open_wanted = Signal(Path)
    lock_wanted = Signal()

    def __init__(
        self,
        window: QMainWindow,
        bridge: Bridge,
        parts: Parts,
        actions: Mapping[str, QAction],
        toast: UndoToast,
    ) -> None:
        super().__init__(window)
        self._window, self._bridge, self._parts = window, bridge, parts
        self._actions, self._toast = actions, toast
        self.turning = Turning(bridge, toast, self)
        self._page = ""
        self.palette: QWidget | None = None
        self._recent = RecentMenu(bridge, window)
        self._recent.menuAction().setObjectName("file.recent")
        self._connect()
        self._connect_themes()
        window.addActions(list(self._actions.values()))
        if window.menuBar().isNativeMenuBar():
            self._fill_menu_bar()
        else:
            window.menuBar().hide()
        toast.undo.connect(self._toast_pressed)
        self.turning.begun.connect(self.tell_undo)
        self.turning.ended.connect(self.tell_undo)
        bridge.routed.connect(self._routed)
        bridge.changed.connect(self._changed)
        bridge.said.connect(self._say)
        bridge.computer_changed.connect(self._tick)
        cover.notifier.changed.connect(self._cover_changed)
        self.tell_undo()
        self._tick()

    def _connect(self) -> None:
        go = self._bridge.go
        calls: dict[str, Callable[[], object]] = {
            f"go.{place}": partial(go, place) for place in PLACES
        }
        calls |= {
            "go.back": self.back_wanted.emit,
            "palette.open": self.open_palette,
            "find.people": lambda: go("people", extra={"find": True}),
            "log.line": lambda: go("log"),
            "log.form": lambda: go("log", extra={"form": True}),
            "person.new": lambda: go("people", extra={"new": True}),
            "people.sort": lambda: go("sorting"),
            "file.new": self._new,
            "file.open": self._open,
            "file.recent": lambda: self._recent.popup(self._corner()),
            "file.import": lambda: go("import"),
            "file.export": lambda: go("export"),
            "journal.lock": self.lock_wanted.emit,
            "app.quit": self._window.close,
            "edit.undo": self.undo,
            "edit.redo": self.redo,
            "history.show": lambda: go("history"),
            "trash.show": lambda: go("trash"),
            "people.alike": lambda: go("duplicates"),
            "view.text_larger": lambda: self._scale(1),
            "view.text_smaller": lambda: self._scale(-1),
            "view.text_reset": lambda: self._bridge.set_computer("text_scale", 1.0),
            "help.handbook": self._help,
            "menu.show": self.show_menu,
        }
        for action_id, call in calls.items():
            self._actions[action_id].triggered.connect(partial(_call, call))
        for action_id, page in _NEEDS.items():
            self._actions[action_id].setEnabled(page in self._parts.pages)
        for action_id in PAGE_ACTIONS:
            self._actions[action_id].setEnabled(False)

    def _connect_themes(self) -> None:
        self._themes = QActionGroup(self)
        for choice in theme.CHOICES:
            action = self._actions[f"view.theme.{choice}"]
            self._themes.addAction(action)
            action.triggered.connect(
                partial(_call, partial(self._bridge.set_computer, "theme", choice))
            )

    def _routed(self, route: Route) -> None:
        self._page = route.page

    # --- menus ---------------------------------------------------------------------------

    def _fill(self, menu: QMenu, name: str) -> None:
        for row in ACTIONS:
            if row.menu == name:
                if row.id in _SEPARATED and not menu.isEmpty():
                    menu.addSeparator()
                if row.id == "file.recent":
                    menu.addMenu(self._recent)
                else:
                    menu.addAction(self._actions[row.id])

    def _fill_menu_bar(self) -> None:
        for name, title in MENUS:
            self._fill(self._window.menuBar().addMenu(title), name)

    def menu(self) -> QMenu:
        """All menus in one, for platforms whose windows have no menu bar of their own."""
        menu = QMenu(self._window)
        for name, title in MENUS:
            self._fill(menu.addMenu(title), name)
        return menu

    def show_menu(self, below: QWidget | None = None) -> None:
        """Open the menu below a button, or in the corner of the window."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        at = self._corner()
        if below is not None:
            at = below.mapToGlobal(QPoint(0, below.height()))
        menu.popup(at)

    def _corner(self) -> QPoint:
        return self._window.mapToGlobal(QPoint(theme.px(20), theme.px(44)))

    # --- undo ----------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back and say which it was."""
        self.flush_wanted.emit()
        self.turning.turn(back=True)
        self.tell_undo()

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self.flush_wanted.emit()
        self.turning.turn(back=False)
        self.tell_undo()

    def _say(self, text: str, undoable: bool) -> None:
        self.turning.toast_redoes = False
        self._toast.show_step(text, None if undoable else "")

    def _toast_pressed(self) -> None:
        if self.turning.toast_redoes:
            self.redo()
        else:
            self.undo()

    def _changed(self, changes: Changes) -> None:
        if changes.step:  # what the toast offers would now take back another step than it names
            self._toast.hide()
        self.tell_undo()

    def _cover_changed(self, _on: bool) -> None:
        if self._window.isVisible():  # a window on its way out has let its journal go
            self.tell_undo()

    def tell_undo(self) -> None:
        """Name the steps that undo and redo would touch in the menu."""
        workspace = self._bridge.workspace
        with self._bridge.guard():
            for action_id, plain, named, label in (
                ("edit.undo", _("Undo"), _("Undo: {step}"), workspace.can_undo()),
                ("edit.redo", _("Redo"), _("Redo: {step}"), workspace.can_redo()),
            ):
                action: QAction = self._actions[action_id]
                words = plain if label is None else named.format(step=label)
                action.setText(cover.shown(words).replace("&", "&&"))
                action.setEnabled(label is not None and not self.turning.busy)

    # --- files, help, looks, palette -----------------------------------------------------

    def _new(self) -> None:
        folder, kinds = self._bridge.workspace.path.parent, _("Kith journals (*.kith)")
        path = ask_save(self._window, _("Begin a new journal"), folder, kinds)
        if path is not None:
            self.new_wanted.emit(path if path.suffix else path.with_suffix(".kith"))

    def _open(self) -> None:
        folder = self._bridge.workspace.path.parent
        path = ask_open(self._window, _("Open a journal"), folder, JOURNALS)
        if path is not None:
            self.open_wanted.emit(path)

    def _help(self) -> None:
        chapter = CHAPTERS.get(self._page, "index")
        self._bridge.go("handbook", text=chapter)

    def _scale(self, step: int) -> None:
        now = theme.text_scale()
        larger = [scale for scale in TEXT_SCALES if scale > now + 0.01]
        smaller = [scale for scale in TEXT_SCALES if scale < now - 0.01]
        if step > 0 and larger:
            self._bridge.set_computer("text_scale", larger[0])
        if step < 0 and smaller:
            self._bridge.set_computer("text_scale", smaller[-1])

    def _tick(self, *_key: str) -> None:
        choice = str(self._bridge.computer.get("theme"))
        self._actions[f"view.theme.{choice}"].setChecked(True)

    def open_palette(self) -> None:
        """Find, jump, act."""
        make = self._parts.palette
        if make is None:
            return
        if self.palette is None:
            self.palette = make(self._bridge, self._actions, self._window)
        self.place_palette()
        self.palette.open()  # type: ignore[attr-defined]

    def place_palette(self) -> None:
        """Stand in the upper middle of the window."""
        if self.palette is not None:
            self.palette.place(self._window.rect())  # type: ignore[attr-defined]


def _call(call: Callable[[], object], _checked: bool = False) -> None:
    """Call without what the signal carries."""
    call()
