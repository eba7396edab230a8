"""Everyone on one side, one person on the other; one of the two where both have no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.buttons import LinkButton

_LIST_WIDTH, _LIST_LEAST = 268, 196
_LIST_SHARE = 0.3
_BOTH = 620  # less width than this has room for the list or for one person


class Sides(QWidget):
    """The list beside whoever is read; `bar` stands above the person."""

    def __init__(self, everyone: QWidget, bar: QWidget, one: QWidget) -> None:
        super().__init__()
        self._everyone, self._one = everyone, one
        self._reading = False
        self.back = LinkButton(_("Everyone"))
        self.back.clicked.connect(lambda: self.read(False))
        self._row = QHBoxLayout(self)
        side = QVBoxLayout()
        side.setSpacing(theme.px(12))
        side.addWidget(self.back)
        self._bar = QHBoxLayout()
        self._bar.addWidget(bar)
        side.addLayout(self._bar)
        side.addWidget(one, 1)
        self._row.addWidget(everyone)
        self._row.addLayout(side, 1)
        self._space()

    def read(self, on: bool) -> None:
        """Where only one has room, show the person instead of the list, or the list."""
        self._reading = on
        self._space()

    def _space(self) -> None:
        self._row.setContentsMargins(theme.px(28), theme.px(20), 0, 0)
        self._row.setSpacing(theme.px(24))
        self._bar.setContentsMargins(0, 0, theme.px(28), 0)
        share = int(self.width() * _LIST_SHARE)
        wide = min(theme.px(_LIST_WIDTH), max(theme.px(_LIST_LEAST), share))
        narrow = self.width() < theme.px(_BOTH)
        if narrow:
            self._row.setContentsMargins(theme.px(28), theme.px(20), 0, theme.px(8))
            wide = max(wide, self.width() - 2 * theme.px(28))
        self._everyone.setFixedWidth(wide)
        self.back.setVisible(narrow and self._reading)
        self._everyone.setVisible(not narrow or not self._reading)
        self._one.setVisible(not narrow or self._reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list gives way where there is little room."""
        super().resizeEvent(event)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the margins in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._space()
        super().changeEvent(event)
