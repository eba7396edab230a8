"""File > Open recent: the journals that were open lately."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.model.texts import _
from app.services.places import is_missing
from ui.bridge import Bridge, Offer
from ui.widgets.recents import folder_words


class RecentMenu(QMenu):
    """Filled anew each time it is opened; a journal that is missing can be taken off there."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(_("Open recent"), parent)
        self._bridge = bridge
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Show the list as it is kept now."""
        self.clear()
        here = self._bridge.workspace.path.absolute()
        paths = [path for path in self._bridge.computer.recent if path != here]
        for path in paths:
            words = _("{name} in {folder}").format(name=path.name, folder=folder_words(path))
            if is_missing(path):
                words = _("{name} is missing").format(name=path.name)
                self._add(words, partial(self._missing, path))
            else:
                self._add(words, partial(self._bridge.open_wanted.emit, path))
        if paths:
            self.addSeparator()
            self._add(_("Empty this list"), self._bridge.computer.forget_all)
        else:
            self._add(_("No other journal was open lately"), lambda: None).setEnabled(False)

    def _add(self, words: str, act: Callable[[], object]) -> QAction:
        action = self.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _on: act())
        return action

    def _missing(self, path: Path) -> None:
        """Say where it was, and offer to forget it."""
        self._bridge.offered.emit(
            Offer(
                _("{name} is no longer in {folder}.").format(
                    name=path.name, folder=folder_words(path)
                ),
                _("Bring its folder back (a stick, a network drive), or open it from elsewhere."),
                ((_("Take off the list"), partial(self._bridge.computer.forget, path)),),
            )
        )
