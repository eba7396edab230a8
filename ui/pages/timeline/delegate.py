"""Paints the timeline's rows: month headings, and entries that stand together as a card."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.model.reading import MonthCount, TimelineEntry
from app.model.texts import ngettext
from app.services.day_words import day_in_month, month_title
from ui import theme
from ui.tables.timeline import ENTRY_ROLE, TimelineModel
from ui.widgets.delegates import Span, chip_size, paint_chip, paint_spans

ROW, TWO_LINES, HEADING = 44, 66, 46
NARROW = 520


class TimelineDelegate(QStyledItemDelegate):
    """Draws a row in the looks of a card's list; heights are fixed per kind of row."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Fixed heights: headings are a little taller."""
        heading = isinstance(index.data(ENTRY_ROLE), MonthCount)
        return QSize(200, heading_height() if heading else row_height(option.rect.width()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        shown = index.data(ENTRY_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(shown, MonthCount):
            self._heading(painter, rect, shown, index)
        else:
            self._ground(painter, rect, option, index)
            if shown is not None:
                self._entry(painter, rect, shown)
        painter.restore()

    @staticmethod
    def _heading(
        painter: QPainter,
        rect: QRectF,
        month: MonthCount,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, TimelineModel)
        spans = [Span(month_title(month.month), "second", True)]
        if model.whole or model.headings[-1] != index.row():
            count = ngettext("{n} entry", "{n} entries", month.count).format(n=month.count)
            spans.append(Span(f"  {count}", "second"))
        lower = rect.adjusted(0, theme.px(14), 0, -theme.px(6))
        paint_spans(painter, lower, spans, "section")

    @staticmethod
    def _ground(
        painter: QPainter,
        rect: QRectF,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, TimelineModel)
        first = model.heading(index.row() - 1) is not None
        last = model.ends_month(index.row())
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        colour = theme.current().colour
        radius = theme.px(10)
        # Beyond the row where the card goes on, so that only the outer corners are round.
        card = rect.adjusted(0.5, 0.5 if first else -2 * radius, -0.5, -0.5 if last else 2 * radius)
        path = QPainterPath()
        path.addRoundedRect(card, radius, radius)
        painter.setClipRect(rect)
        role = "accent_ground" if selected else "hover" if hovered else "surface"
        painter.fillPath(path, colour(role))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawPath(path)
        if not last and not selected:
            y = int(rect.bottom())
            inset = theme.px(16)
            painter.drawLine(int(rect.left()) + inset, y, int(rect.right()) - inset, y)

    @staticmethod
    def _entry(painter: QPainter, rect: QRectF, entry: TimelineEntry) -> None:
        if rect.height() > theme.px(ROW) + 1:
            _two_lines(painter, rect, entry)
            return
        left, right = rect.left() + theme.px(16), rect.right() - theme.px(16)
        day = QRectF(left, rect.top(), theme.px(56), rect.height())
        paint_spans(painter, day, [Span(day_in_month(entry.when.date), "second")], "note")
        at = left + theme.px(62)
        size = chip_size(entry.word, "note")
        box = QRectF(at, rect.center().y() - size.height() / 2, size.width(), size.height())
        paint_chip(painter, box, entry.word, "neutral", "note")
        at = box.right() + theme.px(10)
        if entry.chip:
            size = chip_size(entry.chip)
            box = QRectF(
                right - size.width(),
                rect.center().y() - size.height() / 2,
                size.width(),
                size.height(),
            )
            paint_chip(painter, box, entry.chip, entry.chip_state.value)
            right = box.left() - theme.px(10)
        words = QRectF(at, rect.top(), max(0.0, right - at), rect.height())
        paint_spans(painter, words, [*_people(entry), " ", *_words(entry)])


def _two_lines(painter: QPainter, rect: QRectF, entry: TimelineEntry) -> None:
    """The same where there is little width: day, sort and people above, the words below."""
    left, right = rect.left() + theme.px(16), rect.right() - theme.px(16)
    half = (rect.height() - theme.px(12)) / 2
    upper = QRectF(left, rect.top() + theme.px(6), right - left, half)
    lower = QRectF(left, upper.bottom(), right - left, half)
    if entry.chip:
        size = chip_size(entry.chip)
        at = right - size.width()
        box = QRectF(at, upper.center().y() - size.height() / 2, size.width(), size.height())
        paint_chip(painter, box, entry.chip, entry.chip_state.value)
        upper.setRight(at - theme.px(10))
    head = [Span(f"{day_in_month(entry.when.date)} · {entry.word}  ", "second", small=True)]
    paint_spans(painter, upper, [*head, *_people(entry)])
    paint_spans(painter, lower, _words(entry))


def _people(entry: TimelineEntry) -> list[Span]:
    return [
        Span((", " if place else "") + name, "ink", True) for place, name in enumerate(entry.people)
    ]


def _words(entry: TimelineEntry) -> list[Span]:
    spans = [Span(entry.lead + " ")] if entry.lead else []
    if entry.text:
        spans.append(Span(entry.text, "second"))
    return spans


def row_height(width: int) -> int:
    """Height of an entry's row in a list of this width, at the present text size."""
    return theme.px(TWO_LINES if width < theme.px(NARROW) else ROW)


def heading_height() -> int:
    """Height of a month heading in pixels at the present text size."""
    return theme.px(HEADING)
