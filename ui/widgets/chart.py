"""What every chart shares: a size, tooltips where there is something to say, and words for it."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import cover, theme


class Part(NamedTuple):
    """One segment of a bar: its words, how many, and its theme colour."""

    label: str
    number: int
    role: str


class Chart(QWidget):
    """A picture of plain data; subclasses draw in `draw` and say it in words in `describe`."""

    HEIGHT = 60

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spots: list[tuple[QRectF, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def describe(self) -> str:
        """The chart in words, for those who do not see it."""
        return ""

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the data into the area."""

    def refresh(self) -> None:
        """Take new data: say it anew and draw it anew."""
        self.setAccessibleName(self.describe())
        self.updateGeometry()
        self.update()

    def spot(self, rect: QRectF, words: str) -> None:
        """Tell these words when the mouse rests here."""
        self._spots.append((rect, words))

    def words_at(self, point: QPointF) -> str:
        """What the tooltip says at a point."""
        return next((words for rect, words in reversed(self._spots) if rect.contains(point)), "")

    def sizeHint(self) -> QSize:
        """As wide as there is room, as tall as the chart needs."""
        return QSize(theme.px(220), self.chart_height())

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(theme.px(120), self.chart_height())

    def chart_height(self) -> int:
        """Pixels this chart needs."""
        return theme.px(self.HEIGHT)

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of the new font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show the words of the place the mouse rests on."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.words_at(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        self._spots = []
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()))


def note_height() -> float:
    """The height of a line of small text."""
    return QFontMetricsF(theme.font("note")).height()


def note_width(text: str) -> float:
    """The width of small text."""
    return QFontMetricsF(theme.font("note")).horizontalAdvance(cover.shown(text))


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    role: str = "second",
) -> None:
    """Write small text into a rectangle, elided to its width."""
    text = cover.shown(text)
    painter.setFont(theme.font("note"))
    painter.setPen(theme.current().colour(role))
    metrics = QFontMetricsF(theme.font("note"))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)


def fill(painter: QPainter, rect: QRectF, role: str) -> None:
    """Fill a rectangle with a theme colour, its edges sharp."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(rect, theme.current().colour(role))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def segments(
    painter: QPainter, rect: QRectF, parts: list[Part], track: bool = True
) -> list[QRectF]:
    """Draw a bar cut into parts with small gaps; returns where each part stands."""
    total = sum(part.number for part in parts)
    if track and not total:
        fill(painter, rect, "track")
    boxes: list[QRectF] = []
    x = rect.x()
    shown = [part for part in parts if part.number]
    gap = 2.0
    free = rect.width() - gap * max(0, len(shown) - 1)
    for part in parts:
        width = free * part.number / total if total else 0.0
        box = QRectF(x, rect.y(), width, rect.height())
        if part.number:
            fill(painter, box, part.role)
            x += width + gap
        boxes.append(box)
    return boxes
