"""How a record of an import is drawn: its words, its chip, its choices and its box."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import theme
from ui.pages.importing.records import (
    CHECK,
    CHOICES,
    FATE,
    NAME,
    RECORD,
    Choice,
    Outlook,
    Record,
    RecordsModel,
    chip_state,
)
from ui.pages.importing.room import choice_rects, inner_rect, reason, reason_lines
from ui.widgets.delegates import paint_chip, paint_spans
from ui.widgets.spans import Span, natural_line

Index = QModelIndex | QPersistentModelIndex


class Painter(QStyledItemDelegate):
    """Paints the cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell and the line below it."""
        record: Record = index.data(RECORD)
        rect = QRectF(option.rect)
        colours = theme.current()
        painter.save()
        view = option.widget
        current = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = chosen and isinstance(view, QTableView) and (view.hasFocus() or not current)
        if record.outlook is Outlook.LOOK:
            painter.fillRect(rect, colours.colour("open_ground"))
        if lit:
            painter.fillRect(rect, colours.colour("accent_ground"))
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
        inner = inner_rect(rect)
        if index.column() == CHECK:
            paint_check(painter, rect, record.taken)
        elif index.column() == FATE:
            self._paint_fate(painter, inner, index, lit or record.outlook is Outlook.LOOK)
        else:
            self._paint_words(painter, inner, record, index)

    def _paint_words(self, painter: QPainter, rect: QRectF, record: Record, index: Index) -> None:
        """Draw what a cell says; below a name, what the columns without room say."""
        model = index.model()
        assert isinstance(model, RecordsModel)
        role = "ink" if record.taken is not False else "second"
        is_name = index.column() == NAME
        words = Span(str(index.data(Qt.ItemDataRole.DisplayRole)), role, is_name)
        below = model.below(record) if is_name else ""
        if below:
            line, small = (natural_line(theme.font(kind)) for kind in ("body", "note"))
            rect = QRectF(rect.left(), rect.center().y() - (line + small) / 2, rect.width(), line)
            under = QRectF(rect.left(), rect.bottom(), rect.width(), small)
            paint_spans(painter, under, [Span(below, "second")], "note")
        paint_spans(painter, rect, [words])

    def _paint_fate(self, painter: QPainter, rect: QRectF, index: Index, coloured: bool) -> None:
        """Draw the chip and the reason; on a `coloured` ground the chip has an edge."""
        record: Record = index.data(RECORD)
        model = index.model()
        assert isinstance(model, RecordsModel)
        choices = choice_rects(rect, record)
        top = QRectF(rect)
        if record.has_row_of_choices:
            top.setBottom(min(one.top() for one in choices.values()))
        elif choices:
            top.setRight(choices[Choice.SHOW].left() - theme.px(6))
        state = chip_state(record.outlook, taken_back=model.taken_back)
        box = paint_chip(painter, top, model.chip(record), state, edged=coloured)
        rest = QRectF(top)
        rest.setLeft(box.right() + theme.px(8))
        lines = reason_lines(record, rect.height() + 1)
        paint_spans(painter, rest, reason(record), "note", lines=lines)
        for choice, place in choices.items():
            _paint_choice(painter, place, choice)


def _paint_choice(painter: QPainter, rect: QRectF, choice: Choice) -> None:
    colours = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("note"))
    role = "accent"
    if choice is not Choice.SHOW:
        painter.setPen(QPen(colours.colour("line"), 1))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        role = "ink"
    painter.setPen(colours.colour(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, CHOICES[choice])
    painter.restore()


def paint_check(
    painter: QPainter, rect: QRectF, taken: bool | None, *, partly: bool = False
) -> None:
    """Draw a box that says whether a record is taken; none where there is nothing to decide."""
    if taken is None:
        return
    side = theme.px(14)
    centre = rect.center()
    box = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    colours = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.colour("accent" if taken or partly else "third"), 1.2))
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
    elif partly:
        painter.setPen(QPen(colours.colour("accent"), max(1.6, theme.px(16) / 10)))
        middle = round(box.center().y())
        left, right = round(box.x() + side * 0.25), round(box.x() + side * 0.75)
        painter.drawLine(QPoint(left, middle), QPoint(right, middle))
    painter.restore()
