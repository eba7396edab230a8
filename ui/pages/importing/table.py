"""The table of records, painted in the journal's look; Space takes or leaves, Enter decides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.model.texts import _
from ui import theme
from ui.pages.importing.records import (
    CHECK,
    CHIPS,
    FATE,
    NAME,
    ORGANISATION,
    REACH,
    RECORD,
    Outlook,
    Record,
    RecordsModel,
)
from ui.widgets.delegates import paint_chip, paint_spans
from ui.widgets.spans import Span

Index = QModelIndex | QPersistentModelIndex
_ROW = 52


class _Painter(QStyledItemDelegate):
    """Paints the cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell and the line below it."""
        record: Record = index.data(RECORD)
        rect = QRectF(option.rect)
        colours = theme.current()
        painter.save()
        view = option.widget
        chosen = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        if record.outlook is Outlook.LOOK:
            painter.fillRect(rect, colours.colour("open_ground"))
        if chosen and isinstance(view, QTableView) and view.hasFocus():
            painter.fillRect(rect, colours.colour("accent_ground"))
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
        inner = rect.adjusted(theme.px(6), 0, -theme.px(8), -1)
        if index.column() == CHECK:
            _paint_check(painter, rect, record.taken)
        elif index.column() == FATE:
            self._paint_fate(painter, inner, record, index)
        else:
            role = "ink" if record.taken is not False else "second"
            bold = index.column() == NAME
            words = str(index.data(Qt.ItemDataRole.DisplayRole))
            paint_spans(painter, inner, [Span(words, role, bold)])

    def _paint_fate(self, painter: QPainter, rect: QRectF, record: Record, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RecordsModel)
        box = paint_chip(painter, rect, model.chip(record), CHIPS[record.outlook][0])
        rest = QRectF(rect)
        rest.setLeft(box.right() + theme.px(8))
        into = _("into {name}.").format(name=record.into) + " " if record.into else ""
        paint_spans(painter, rest, [Span(into), Span(record.why, "second")], "note", lines=2)


def _paint_check(painter: QPainter, rect: QRectF, taken: bool | None) -> None:
    if taken is None:
        return
    side = theme.px(14)
    centre = rect.center()
    box = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    colours = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.colour("accent" if taken else "third"), 1.2))
    painter.setBrush(colours.colour("accent" if taken else "surface"))
    painter.drawRoundedRect(box, theme.px(3), theme.px(3))
    if taken:
        painter.setPen(QPen(colours.colour("on_accent"), max(1.6, theme.px(16) / 10)))
        x, y = box.x(), box.y()
        painter.drawPolyline(
            [
                QPoint(round(x + side * 0.22), round(y + side * 0.52)),
                QPoint(round(x + side * 0.42), round(y + side * 0.72)),
                QPoint(round(x + side * 0.80), round(y + side * 0.28)),
            ]
        )
    painter.restore()


class RecordsTable(QTableView):
    """The records; `toggled` takes or leaves one, `asked` wants to decide about one."""

    toggled = Signal(int)
    asked = Signal(int, QPoint)

    def __init__(self, model: RecordsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(_("Records"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        self._space()

    def _space(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        width = self.viewport().width() - theme.px(36)
        narrow = width < theme.px(720)
        self.setColumnHidden(ORGANISATION, narrow)
        shares = (
            {NAME: 0.3, REACH: 0.24} if narrow else {NAME: 0.22, ORGANISATION: 0.19, REACH: 0.2}
        )
        self.setColumnWidth(CHECK, theme.px(36))
        for column, share in shares.items():
            self.setColumnWidth(column, int(width * share))

    def tall(self) -> int:
        """How tall the table is with every record in sight."""
        head = self.horizontalHeader().sizeHint().height()
        return head + self.records.rowCount() * theme.px(_ROW) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the columns."""
        super().resizeEvent(event)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the heights in step with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._space()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box takes or leaves the record, elsewhere it asks."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            number = self.records.record(index.row()).index
            if index.column() == CHECK:
                self.toggled.emit(number)
            elif index.column() == FATE:
                self.asked.emit(number, event.globalPosition().toPoint())
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes or leaves, Enter asks."""
        index = self.currentIndex()
        if index.isValid():
            number = self.records.record(index.row()).index
            if event.key() == Qt.Key.Key_Space:
                self.toggled.emit(number)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                at = self.visualRect(index.siblingAtColumn(FATE)).bottomLeft()
                self.asked.emit(number, self.viewport().mapToGlobal(at))
                return
        super().keyPressEvent(event)
