"""The table of records, painted in the journal's look; Space takes or leaves, Enter asks."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from app.model.texts import _
from ui import theme
from ui.pages.importing.painting import Painter, paint_check
from ui.pages.importing.records import (
    CHECK,
    FATE,
    NAME,
    ORGANISATION,
    REACH,
    Choice,
    RecordsModel,
)
from ui.pages.importing.room import (
    choice_rects,
    height_of,
    inner_rect,
    may_be_high,
    usual_height,
)

Index = QModelIndex | QPersistentModelIndex
_MOST_MEASURED = 300
_NARROW, _TIGHT = 720, 440  # widths below which a column, or two, give way to the others


class _Header(QHeaderView):
    """The words above the columns, and a box that takes or leaves all that is shown."""

    def __init__(self, model: RecordsModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._records = model
        self.setSectionsClickable(True)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a title, or the box."""
        super().paintSection(painter, rect, section)
        if section == CHECK and not self._records.done and self._records.rowCount():
            taken = bool(self._records.all_taken())
            paint_check(painter, QRectF(rect), taken, partly=self._records.partly_taken())


class RecordsTable(QTableView):
    """The records, any number of which can be chosen at once.

    `toggled` takes or leaves them, `asked` wants to decide more about them, `pressed_choice` is
    one of a record's own choices.
    """

    toggled = Signal(list)
    asked = Signal(list, QPoint)
    pressed_choice = Signal(int, object, QPoint)
    chosen_changed = Signal()
    heights_changed = Signal()

    def __init__(self, model: RecordsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self.setHorizontalHeader(_Header(model, self))
        self.setModel(model)
        self.setItemDelegate(Painter(self))
        self.setAccessibleName(_("Records"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        header.setStretchLastSection(True)
        header.sectionClicked.connect(self._header_clicked)
        self._tall: dict[int, int] = {}
        model.modelReset.connect(self._begin_heights)
        model.dataChanged.connect(self._set_heights)
        self._space()

    def _header_clicked(self, section: int) -> None:
        if section == CHECK:
            self.toggled.emit(self.records.shown())

    def chosen(self) -> list[int]:
        """The numbers of the records that are chosen; without any, the one the keyboard is at."""
        chosen = self.selectionModel().selection()
        parts = (chosen.at(at) for at in range(chosen.count()))
        rows = [row for part in parts for row in range(part.top(), part.bottom() + 1)]
        if not rows and self.currentIndex().isValid():
            rows = [self.currentIndex().row()]
        return [self.records.record(row).index for row in sorted(set(rows))]

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Say that others are chosen."""
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    def _space(self) -> None:
        self.verticalHeader().setDefaultSectionSize(usual_height())
        width = self.viewport().width() - theme.px(36)
        narrow, tight = width < theme.px(_NARROW), width < theme.px(_TIGHT)
        self.setColumnHidden(ORGANISATION, narrow)
        self.setColumnHidden(REACH, tight)  # who it is, and what will happen, come first
        self.records.fold((REACH, ORGANISATION) if tight else (ORGANISATION,) if narrow else ())
        shares = {NAME: 0.2, ORGANISATION: 0.17, REACH: 0.2}
        if narrow:
            shares = {NAME: 0.34} if tight else {NAME: 0.23, REACH: 0.29}
        self.setColumnWidth(CHECK, theme.px(36))
        for column, share in shares.items():
            self.setColumnWidth(column, int(width * share))
        self._set_heights()

    def _begin_heights(self) -> None:
        self._tall = {}  # with other records every line is as high as usual again
        self._set_heights()

    def _set_heights(self) -> None:
        """Let lines be as high as their reasons need, of a long list the first of them."""
        width, usual = self.columnWidth(FATE), usual_height()
        tall = {}
        for row, number in enumerate(self.records.shown()):
            record = self.records.records[number]
            if may_be_high(record):
                tall[row] = height_of(record, self.records.chip(record), width)
                if len(tall) == _MOST_MEASURED:
                    break
        if tall == self._tall:
            return
        for row in self._tall.keys() | tall.keys():
            self.setRowHeight(row, tall.get(row, usual))
        self._tall = tall
        self.heights_changed.emit()

    def tall(self) -> int:
        """How tall the table is with every record in sight."""
        usual = usual_height()
        more = sum(height - usual for height in self._tall.values())
        return self.tall_with(self.records.rowCount()) + more

    def tall_with(self, lines: int) -> int:
        """How tall the table is with so many lines of the usual height."""
        return self.horizontalHeader().sizeHint().height() + lines * usual_height() + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the columns."""
        super().resizeEvent(event)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the heights in step with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._space()

    def _choice_at(self, index: Index, at: QPoint) -> Choice | None:
        if not index.isValid() or index.column() != FATE:
            return None
        inner = inner_rect(QRectF(self.visualRect(index)))
        record = self.records.record(index.row())
        places = choice_rects(inner, record).items()
        return next((choice for choice, rect in places if rect.contains(QPointF(at))), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a box or a choice does not choose the record."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        on_box = index.isValid() and index.column() == CHECK
        if not (on_box or self._choice_at(index, at)):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box takes or leaves the record, on a choice it decides."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            number = self.records.record(index.row()).index
            choice = self._choice_at(index, at)
            if index.column() == CHECK:
                self.toggled.emit([number])
            elif choice is not None:
                self.pressed_choice.emit(number, choice, event.globalPosition().toPoint())
            elif index.column() == FATE and not event.modifiers() and len(self.chosen()) < 2:
                self.asked.emit([number], event.globalPosition().toPoint())
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be pressed."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        can = self._choice_at(index, at) or (index.isValid() and index.column() == CHECK)
        shape = Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The other button of the mouse asks about what is chosen."""
        if self.chosen():
            self.asked.emit(self.chosen(), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes or leaves what is chosen, Enter asks."""
        index = self.currentIndex()
        if index.isValid():
            if event.key() == Qt.Key.Key_Space:
                self.toggled.emit(self.chosen())
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
                at = self.visualRect(index.siblingAtColumn(FATE)).bottomLeft()
                self.asked.emit(self.chosen(), self.viewport().mapToGlobal(at))
                return
        super().keyPressEvent(event)
