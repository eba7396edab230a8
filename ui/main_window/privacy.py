"""What the window keeps from other people's eyes: the cover, and what its title says."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from app.model.changes import Changes
from app.model.texts import _
from ui import cover
from ui.bridge import Bridge
from ui.main_window.nav import Nav

_NAMES = frozenset({"counterpart", "organisation"})


class Privacy(QObject):
    """Covers and uncovers by the action, and keeps the chip, the names and the title in step."""

    def __init__(self, window: QMainWindow, bridge: Bridge, action: QAction, nav: Nav) -> None:
        super().__init__(window)
        self._window, self._bridge, self._action, self._nav = window, bridge, action, nav
        action.triggered.connect(self._turn)
        bridge.changed.connect(self._changed)
        bridge.computer_changed.connect(self._name)
        cover.notifier.changed.connect(self._follow)
        if cover.active():  # another journal was open before: it stays covered with its own names
            self._cover()
            self._follow(True)
        self._name()

    def _turn(self, on: bool) -> None:
        if on:
            self._cover()
        else:
            cover.uncover()

    def _cover(self) -> None:
        names = []
        with self._bridge.guard():
            names = self._bridge.workspace.names()
        cover.cover(names)

    def _changed(self, changes: Changes) -> None:
        if cover.active() and changes.tables & _NAMES:
            self._cover()

    def _follow(self, on: bool) -> None:
        self._action.setChecked(on)
        self._nav.show_covered(on)
        self._name()

    def _name(self, _key: str = "") -> None:
        """The file's name or none: never a page, never a person."""
        name = self._bridge.workspace.path.stem
        told = bool(self._bridge.computer.get("title_names_journal")) and not cover.active()
        self._window.setWindowTitle(_("Kith – {name}").format(name=name) if told else _("Kith"))
