"""Paints one person of the list: mark, name, where and when, and three dots."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.model.people import Attention
from app.model.reading import PersonRow
from app.services.find_people import Match
from ui import cover, theme
from ui.pictures import Portraits
from ui.tables.people import MATCH, ROW, PeopleModel
from ui.widgets.delegates import (
    Span,
    dots_size,
    marked,
    paint_avatar,
    paint_dots,
    paint_line,
    paint_row_ground,
    paint_spans,
)

ROW_HEIGHT = 59
_ROOM_FOR_MARK = 232
_LEAST_PLACE = 40


def _seen(index: QModelIndex | QPersistentModelIndex) -> tuple[PersonRow, Match | None]:
    """The row, and what of it a search hit; without the hits while the screen is covered."""
    row: PersonRow = index.data(ROW)
    if cover.active():
        name, place = cover.shown(row.name), cover.shown(row.organisation)
        return replace(row, name=name, organisation=place), None
    return row, index.data(MATCH)


class PersonDelegate(QStyledItemDelegate):
    """Paints a row of the list of people; `pictures` knows their photos."""

    def __init__(self, pictures: Portraits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every row is as tall as the next."""
        return QSize(theme.px(160), theme.px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        row: PersonRow = index.data(ROW)
        box = QRectF(option.rect)
        flags = option.state
        selected = bool(flags & QStyle.StateFlag.State_Selected)
        focused = selected and bool(flags & QStyle.StateFlag.State_HasFocus)
        hovered = bool(flags & QStyle.StateFlag.State_MouseOver)
        paint_row_ground(painter, box.adjusted(0, 0, 0, -1), selected, focused, hovered, radius=6)
        model = index.model()
        assert isinstance(model, PeopleModel)
        if not selected and index.row() < model.rowCount() - 1:
            paint_line(painter, box, inset=12)
        left = box.left() + theme.px(12)
        if box.width() >= theme.px(_ROOM_FOR_MARK):
            side = theme.px(34)
            mark = QRectF(left, box.center().y() - side / 2, side, side)
            paint_avatar(painter, mark, row.name, picture=self._pictures.of(row.id))
            left += side + theme.px(10)
        right = box.right() - theme.px(12)
        if row.states is not None and row.attention not in (Attention.ADDRESS, Attention.OUT):
            room = dots_size(3).width()
            dots = QRectF(right - room, box.top(), room, box.height())
            paint_dots(painter, dots, [state.value for state in row.states])
            right -= room + theme.px(6)
        self._write(painter, QRectF(left, box.top(), right - left, box.height()), index, model)

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        model: PeopleModel,
    ) -> None:
        row, match = _seen(index)
        line = theme.px(20)
        top = box.center().y() - line + 1
        strong = QFontMetricsF(theme.font("strong"))
        shown = strong.elidedText(row.name, Qt.TextElideMode.ElideRight, box.width())
        name = marked(shown, match.in_name if match else (), "ink", True)
        paint_spans(painter, QRectF(box.left(), top, box.width(), line), name, "strong")
        # A long organisation gives way to the time: the time is what one looks for.
        when = model.last_words(row)
        metrics = QFontMetricsF(theme.font("note"))
        after = f" · {when}" if when and row.organisation else when
        place = row.organisation
        room = box.width() - metrics.horizontalAdvance(after) - 1
        if place and metrics.horizontalAdvance(place) > room:
            place = metrics.elidedText(place, Qt.TextElideMode.ElideRight, room)
            if room < theme.px(_LEAST_PLACE):
                place, after = "", when
        spans = marked(place, match.in_organisation if match else (), "second")
        spans.append(Span(after, "second"))
        paint_spans(painter, QRectF(box.left(), top + line, box.width(), line), spans, "note")
