"""The journals that were open lately, each one press away; what is missing is said to be."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.texts import _
from app.services.computer import Computer
from app.services.places import is_missing
from ui import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, empty_layout
from ui.widgets.elide import ElidedLabel, WrapLabel

_MOST = 4


class RecentJournals(QWidget):
    """A card with a row for each; `opened` carries the one that was pressed."""

    opened = Signal(Path)

    def __init__(self, computer: Computer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._computer = computer
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.refresh()

    def refresh(self) -> None:
        """Show the list as it is kept now."""
        empty_layout(self._layout)
        paths = self._computer.recent[:_MOST]
        if paths:
            card = Card(_("Open lately"))
            for path in paths:
                card.add_row(self._row(path))
            self._layout.addWidget(card)

    def _row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(12))
        where = ElidedLabel(folder_words(path), "note", "second")
        if is_missing(path):
            line.addWidget(WrapLabel(_("{name} is missing").format(name=path.name), role="second"))
            line.addWidget(where, 1)
            remove = LinkButton(_("Take off the list"), "second", "note")
            remove.setAccessibleName(_("Take {name} off the list").format(name=path.name))
            remove.clicked.connect(partial(self._remove, path))
            line.addWidget(remove)
        else:
            link = LinkButton(path.name)
            link.clicked.connect(partial(self.opened.emit, path))
            line.addWidget(link)
            line.addWidget(where, 1)
        return row

    def _remove(self, path: Path) -> None:
        self._computer.forget(path)
        self.refresh()


def folder_words(path: Path) -> str:
    """The folder of a journal, the home folder in short."""
    home = Path.home()
    folder = path.parent
    return str(Path("~") / folder.relative_to(home) if folder.is_relative_to(home) else folder)
