"""Chips, dots and avatars drawn by hand: one look for widgets and for rows of long lists."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QTransform

from app.model.texts import _
from ui import cover, theme

DOT = 10
DOT_GAP = 5
_GROUNDS = {
    "for": ("for_ground", "for_text"),
    "against": ("against_ground", "against_text"),
    "open": ("open_ground", "open_text"),
    "silent": ("silent_ground", "silent_text"),
    "neutral": ("silent_ground", "silent_text"),
    "accent": ("accent_ground", "accent"),
}


def chip_roles(state: str) -> tuple[str, str]:
    """The ground and the text colour of a chip in this state."""
    return _GROUNDS.get(str(state), _GROUNDS["neutral"])


def chip_size(text: str, kind: str = "chip") -> QSizeF:
    """How much room a chip with these words takes."""
    text = cover.shown(text)
    metrics = QFontMetricsF(theme.font(kind))
    height = max(metrics.height() + theme.px(6), theme.px(22))
    return QSizeF(metrics.horizontalAdvance(text) + theme.px(16) + 1, height)


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    text: str,
    state: str = "neutral",
    kind: str = "chip",
    *,
    edged: bool = False,
) -> QRectF:
    """Draw a chip at the left of `rect`, centred in its height; returns where it stands.

    Too long a text is elided to the width of `rect`. An `edged` one is told from a ground that is
    coloured much like its own.
    """
    text = cover.shown(text)
    wanted = chip_size(text, kind)
    width = min(wanted.width(), rect.width())
    box = QRectF(
        rect.x(), rect.center().y() - wanted.height() / 2, max(0.0, width), wanted.height()
    )
    ground, ink = chip_roles(state)
    colours = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.colour(ink), 1) if edged else Qt.PenStyle.NoPen)
    painter.setBrush(colours.colour(ground))
    painter.drawRoundedRect(box, theme.px(4), theme.px(4))
    font = theme.font(kind)
    painter.setFont(font)
    painter.setPen(colours.colour(ink))
    inner = box.adjusted(theme.px(8), 0, -theme.px(8) + 1, 0)
    shown = QFontMetricsF(font).elidedText(
        text, Qt.TextElideMode.ElideRight, inner.width() + 1, int(Qt.TextFlag.TextSingleLine)
    )
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), shown)
    painter.restore()
    return box


def dots_size(count: int) -> QSizeF:
    """How much room so many state dots take."""
    size = theme.px(DOT)
    return QSizeF(count * size + max(0, count - 1) * theme.px(DOT_GAP) + 1, size + 2)


def paint_dots(painter: QPainter, rect: QRectF, states: Sequence[str]) -> None:
    """Draw ● for, ○ against, ◐ open, – silent, right-aligned and centred in `rect`."""
    size = float(theme.px(DOT))
    x = rect.right() - dots_size(len(states)).width() + 1
    y = rect.center().y() - size / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for state in states:
        paint_dot(painter, QRectF(x, y, size, size), str(state))
        x += size + theme.px(DOT_GAP)
    painter.restore()


def paint_dot(painter: QPainter, box: QRectF, state: str) -> None:
    """Draw one state as a shape, so that it reads without its colour."""
    colour = theme.current().colour(state if state in theme.STATES else "silent")
    pen = QPen(colour, max(1.4, theme.px(15) / 10))
    inset = pen.widthF() / 2
    circle = box.adjusted(inset, inset, -inset, -inset)
    if state == "for":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(box)
    elif state == "against":
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
    elif state == "open":
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(circle, 90 * 16, 180 * 16)
    else:
        painter.setPen(pen)
        middle = box.center()
        reach = box.width() * 0.38
        painter.drawLine(
            QPointF(middle.x() - reach, middle.y()), QPointF(middle.x() + reach, middle.y())
        )


def paint_avatar(
    painter: QPainter,
    rect: QRectF,
    name: str,
    ground: str = "accent_ground",
    picture: QImage | None = None,
) -> None:
    """Draw a round mark in the middle of `rect`: the person's photo, else their initials."""
    side = min(rect.width(), rect.height())
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if picture is not None and not cover.active():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        brush = QBrush(picture)
        brush.setTransform(
            QTransform.fromTranslate(box.x(), box.y()).scale(
                side / max(1, picture.width()), side / max(1, picture.height())
            )
        )
        painter.setBrush(brush)
        painter.drawEllipse(box)
        painter.restore()
        return
    painter.setBrush(theme.current().colour(ground))
    painter.drawEllipse(box)
    font = theme.font("chip")
    font.setPixelSize(max(8, round(side * 0.345)))
    painter.setFont(font)
    painter.setPen(theme.current().colour("accent"))
    mark = "" if cover.active() else initials(name)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), mark)
    painter.restore()


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The mark of a name: two letters where a script has capitals, else its first character."""
    words = [word for word in name.replace("\x00", " ").split() if _letter_at(word) >= 0]
    if not words:
        return first_character(name.strip())
    first = first_character(words[0][_letter_at(words[0]) :])
    if len(words) > 1 and _has_case(first):
        last = first_character(words[-1][_letter_at(words[-1]) :])
        if _has_case(last):
            first += last
    upper = first.upper()
    return upper if len(upper) <= len(first) else first


def _letter_at(word: str) -> int:
    return next((i for i, ch in enumerate(word) if unicodedata.category(ch)[0] in "LN"), -1)


def _has_case(text: str) -> bool:
    return text.upper() != text.lower()


def first_character(text: str) -> str:
    """The first thing a reader calls a character, with its accents or emoji parts."""
    if not text:
        return "·"
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text[:32])
    end = finder.toNextBoundary()
    units = text[:32].encode("utf-16-le", "surrogatepass")
    return units[: end * 2].decode("utf-16-le", "ignore") if end > 0 else text[0]


def paint_focus(painter: QPainter, rect: QRectF, radius: int = 6) -> None:
    """Draw the ring that shows where the keyboard is."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.current().colour("accent"), 1.6))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), theme.px(radius), theme.px(radius))
    painter.restore()


def with_alpha(colour: QColor, share: float) -> QColor:
    """The colour, let through to the given share (0 to 1)."""
    made = QColor(colour)
    made.setAlphaF(share)
    return made


def state_word(state: str) -> str:
    """The plain words of a state, for tooltips and screen readers."""
    words = {
        "for": _("the record speaks for it"),
        "against": _("the record speaks against it"),
        "open": _("open"),
        "silent": _("not enough logged"),
    }
    return words.get(str(state), words["silent"])
