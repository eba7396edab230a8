"""A list of names below the cursor: arrows and Tab choose, typing goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.line_reading import Completion

_MOST_ROWS = 7


class CompletionList(QFrame):
    """Shows ways to go on, never takes the keyboard, and hides when none are left.

    Nothing is chosen at first, so that Enter still means what it means in the field; Down and Up
    choose, then Enter takes; Tab takes the chosen or the first; Escape closes the list.
    """

    chosen = Signal(int, int, str)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._found: list[Completion] = []
        self.setProperty("part", "strip")
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Names to choose from"))
        self._list.itemClicked.connect(lambda item: self._take(self._list.row(item)))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        edge = theme.px(4)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.addWidget(self._list)
        self.hide()

    def offer(self, found: Sequence[Completion], at: QPoint) -> None:
        """Show these below a place of the field, or nothing."""
        self._found = list(found)
        if not found:
            self.hide()
            return
        self._list.clear()
        metrics = QFontMetricsF(theme.font("body"))
        width, row = theme.px(180), theme.px(28)
        for one in found:
            words = f"{one.words}   {one.note}" if one.note else one.words
            item = QListWidgetItem(words)
            item.setSizeHint(QSize(0, row))
            self._list.addItem(item)
            width = max(width, int(metrics.horizontalAdvance(words)) + theme.px(36))
        self._list.setCurrentRow(-1)
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        place = self._field.mapTo(window, at + QPoint(0, theme.px(12)))
        width = min(width, window.width() - theme.px(24))
        left = max(theme.px(8), min(place.x(), window.width() - width - theme.px(12)))
        height = min(len(found), _MOST_ROWS) * row + theme.px(12)
        self.setGeometry(left, place.y(), width, height)
        self.show()
        self.raise_()

    def names(self) -> list[str]:
        """What is offered, empty while hidden."""
        return [] if self.isHidden() else [one.words for one in self._found]

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key typed in the field was meant for the list."""
        if self.isHidden():
            return False
        key, row, last = event.key(), self._list.currentRow(), len(self._found) - 1
        if key == Qt.Key.Key_Down:
            self._list.setCurrentRow(0 if row >= last else row + 1)
        elif key == Qt.Key.Key_Up:
            self._list.setCurrentRow(last if row <= 0 else row - 1)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        elif key == Qt.Key.Key_Tab:
            self._take(max(0, row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self._take(row)
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        found = self._found[row]
        self.hide()
        self.chosen.emit(found.start, found.end, found.insert)
