"""The palette's list: painted rows, headings that cannot be chosen, arrows that skip them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import cover, theme
from ui.palette.rows import PaletteRow
from ui.widgets.delegates import chip_size, paint_chip, paint_row_ground, paint_spans
from ui.widgets.spans import plain

Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractListModel):
    """The rows, in order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[PaletteRow] = []

    def set_rows(self, rows: Sequence[PaletteRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be read, not chosen."""
        if not index.isValid() or self.rows[index.row()].run is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a row, for screen readers and tooltips."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = ", ".join(filter(None, (plain(row.title), plain(row.note), row.side)))
            return cover.spoken(words)
        return None


class RowPainter(QStyledItemDelegate):
    """Paints a row: its words, the quieter words below, and its keys or kind on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line or two."""
        row = _row(index)
        tall = 28 if row.run is None else 48 if row.note else 34
        return QSize(theme.px(120), theme.px(tall))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row = _row(index)
        rect = QRectF(option.rect)
        box = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if row.run is None:
            paint_spans(painter, box.adjusted(0, theme.px(6), 0, 0), row.title, "note")
            return
        view = option.widget
        chosen = isinstance(view, QListView) and view.currentIndex() == index
        paint_row_ground(painter, rect.adjusted(theme.px(4), 0, -theme.px(4), 0), chosen)
        box.setRight(box.right() - self._side(painter, box, row) - theme.px(10))
        if row.note:
            half = box.height() / 2
            paint_spans(painter, QRectF(box.x(), box.y() + 3, box.width(), half), row.title)
            low = QRectF(box.x(), box.y() + half, box.width(), half - 3)
            paint_spans(painter, low, row.note, "note")
        else:
            paint_spans(painter, box, row.title)

    def _side(self, painter: QPainter, box: QRectF, row: PaletteRow) -> float:
        if not row.side:
            return 0.0
        if row.key[0] != "action":
            width = chip_size(row.side, "note").width()
            place = QRectF(box.right() - width, box.y(), width, box.height())
            paint_chip(painter, place, row.side, kind="note")
            return width
        font = theme.font("note")
        width = QFontMetricsF(font).horizontalAdvance(row.side) + 2
        painter.save()
        painter.setFont(font)
        painter.setPen(theme.current().colour("second"))
        place = QRectF(box.right() - width, box.y(), width, box.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), row.side)
        painter.restore()
        return width


def _row(index: Index) -> PaletteRow:
    model = index.model()
    assert isinstance(model, RowsModel)
    return model.rows[index.row()]


class Listing(QListView):
    """The rows one can walk through; `chosen` carries the row that was pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._walked = False
        self.rows_model = RowsModel(self)
        self.setModel(self.rows_model)
        self.setItemDelegate(RowPainter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self._press(index))

    def set_rows(self, rows: Sequence[PaletteRow]) -> None:
        """Show other rows; what the user walked to stays chosen where it still stands."""
        before = self.current() if self._walked else None
        self.rows_model.set_rows(rows)
        keys = [row.key for row in rows]
        kept = keys.index(before.key) if before is not None and before.key in keys else -1
        first = next((at for at, row in enumerate(rows) if row.run is not None), -1)
        self._choose(kept if kept >= 0 else first)

    def forget(self) -> None:
        """Let the first row be the chosen one again."""
        self._walked = False

    def current(self) -> PaletteRow | None:
        """The row that Enter would press."""
        at = self.currentIndex().row()
        rows = self.rows_model.rows
        return rows[at] if 0 <= at < len(rows) and rows[at].run is not None else None

    def step(self, by: int) -> None:
        """Choose the next row up or down that can be chosen, and go round at the end."""
        places = [at for at, row in enumerate(self.rows_model.rows) if row.run is not None]
        if not places:
            return
        at = self.currentIndex().row()
        now = places.index(at) if at in places else -1
        self._walked = True
        self._choose(places[(now + by) % len(places)])

    def _choose(self, at: int) -> None:
        index = self.rows_model.index(at, 0) if at >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if at <= 1:
            self.scrollToTop()
        else:
            self.scrollTo(index)

    def press(self) -> None:
        """Press the chosen row."""
        row = self.current()
        if row is not None:
            self.chosen.emit(row)

    def _press(self, index: Index) -> None:
        row = self.rows_model.rows[index.row()]
        if row.run is not None:
            self.chosen.emit(row)
