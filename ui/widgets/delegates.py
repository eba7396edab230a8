"""Painting for rows of long lists, where a widget for each row would be too slow.

Every function takes a painter and a rectangle; colours and sizes come from the theme.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui import theme
from ui.widgets.painting import (
    chip_size,
    dots_size,
    initials,
    paint_avatar,
    paint_chip,
    paint_dots,
    paint_focus,
)
from ui.widgets.spans import Span, SpanLike, as_spans, draw, elided, seen

__all__ = [
    "Span",
    "chip_size",
    "dots_size",
    "initials",
    "marked",
    "paint_avatar",
    "paint_chip",
    "paint_dots",
    "paint_line",
    "paint_row_ground",
    "paint_spans",
    "spans_size",
]


def paint_spans(
    painter: QPainter,
    rect: QRectF,
    spans: str | Sequence[SpanLike],
    kind: str = "body",
    lines: int = 1,
    centre: bool = True,
) -> float:
    """Draw runs of text, elided after `lines` lines; returns the width they took.

    A span is (text, role, bold, highlight). With `centre` they stand in the middle of the
    rectangle's height, else at its top.
    """
    laid = elided(seen(as_spans(spans)), theme.font(kind), rect.width(), lines)
    top = rect.top() + max(0.0, (rect.height() - laid.height) / 2) if centre else rect.top()
    draw(painter, laid, QRectF(rect.left(), top, rect.width(), laid.height))
    return laid.width


def spans_size(
    spans: str | Sequence[SpanLike], width: float, kind: str = "body", lines: int = 1
) -> tuple[float, float]:
    """Width and height the spans take in lines of `width` pixels."""
    laid = elided(seen(as_spans(spans)), theme.font(kind), width, lines)
    return laid.width, laid.height


def paint_row_ground(
    painter: QPainter,
    rect: QRectF,
    selected: bool = False,
    focused: bool = False,
    hovered: bool = False,
    radius: int = 8,
) -> None:
    """Draw the ground of a row: accent when selected, a ring when the keyboard is there."""
    role = "accent_ground" if selected else "hover" if hovered else ""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if role:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().colour(role))
        painter.drawRoundedRect(rect, theme.px(radius), theme.px(radius))
    if focused:
        paint_focus(painter, rect, radius)
    painter.restore()


def paint_line(painter: QPainter, rect: QRectF, inset: int = 16) -> None:
    """Draw the thin line between two rows along the bottom of `rect`."""
    painter.save()
    painter.setPen(QPen(theme.current().colour("line"), 1))
    y = int(rect.bottom())
    painter.drawLine(int(rect.left()) + theme.px(inset), y, int(rect.right()) - theme.px(inset), y)
    painter.restore()


def marked(
    text: str, ranges: Sequence[tuple[int, int]], role: str = "ink", bold: bool = False
) -> list[Span]:
    """Text as spans with the given (start, end) ranges highlighted."""
    spans: list[Span] = []
    at = 0
    for start, end in sorted(ranges):
        start, end = max(at, start), min(end, len(text))
        if end <= start:
            continue
        if start > at:
            spans.append(Span(text[at:start], role, bold))
        spans.append(Span(text[start:end], role, bold, True))
        at = end
    if at < len(text):
        spans.append(Span(text[at:], role, bold))
    return spans
