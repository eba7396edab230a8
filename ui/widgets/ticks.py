"""A box to tick, with words beside it that wrap like text."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui import theme
from ui.widgets.painting import paint_focus
from ui.widgets.spans import Laid, Span, draw, lay_out, seen

_WIDE = 100_000.0


class TickBox(QCheckBox):
    """A check box in the theme's colours; its words are never cut off."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        self._laid: tuple[int, Laid] | None = None
        # The button's own text would make Qt reserve a line of that length.
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if text:
            policy.setHeightForWidth(True)
        else:
            policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def words(self) -> str:
        """The words beside the box."""
        return self._words

    def _box(self) -> float:
        return float(theme.px(16))

    def _indent(self) -> float:
        return self._box() + theme.px(10)

    def _lay(self, width: int) -> Laid:
        if self._laid is None or self._laid[0] != width:
            room = max(1.0, width - self._indent())
            self._laid = (width, lay_out(seen([Span(self._words)]), theme.font("body"), room))
        return self._laid[1]

    def changeEvent(self, event: QEvent) -> None:
        """Lay the words out again when the font or the colours change."""
        kinds = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if event.type() in kinds and hasattr(self, "_laid"):
            self._laid = None
            self.updateGeometry()
        super().changeEvent(event)

    def draw_again(self) -> None:
        """Show the words anew: what may be seen has changed."""
        self._laid = None
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Words wrap; a box alone does not."""
        return bool(self._words)

    def heightForWidth(self, width: int) -> int:
        """Pixels needed to show every word at this width."""
        return int(max(self._lay(width).height, self._box()) + 2.999)

    def sizeHint(self) -> QSize:
        """The box, and the words on one line."""
        if not self._words:
            return QSize(int(self._box() + 4), int(self._box() + 4))
        one = lay_out(seen([Span(self._words)]), theme.font("body"), _WIDE)
        width = int(self._indent() + one.width) + 3
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to share a row."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), int(self._indent()) + theme.px(64)), hint.height())

    def hitButton(self, pos: QPoint) -> bool:
        """The box and its words can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick, the words, and a ring when the keyboard is on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.55)
        colours, side = theme.current(), self._box()
        line = self._lay(self.width()).height if self._words else self.height()
        first = min(line, float(theme.px(20))) if self._words else float(self.height())
        box = QRectF(1.5, (first - side) / 2 + 0.5, side - 1, side - 1)
        on = self.isChecked()
        edge = "accent" if on or self.underMouse() else "third"
        painter.setPen(QPen(colours.colour(edge), 1.2))
        painter.setBrush(colours.colour("accent" if on else "surface"))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        if on:
            pen = QPen(colours.colour("on_accent"), max(1.8, side / 8))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            places = ((0.24, 0.52), (0.43, 0.71), (0.78, 0.31))
            points = [
                QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in places
            ]
            painter.drawPolyline(QPolygonF(points))
        if self._words:
            area = QRectF(self._indent(), 0, self.width() - self._indent(), self.height())
            draw(painter, self._lay(self.width()), area)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), 4)
