"""The tabs of a profile: words on a line, the one shown underlined.

Where it is narrow they flow on, and the one shown stands on a ground.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.cards import Separator
from ui.widgets.flow import FlowLayout
from ui.widgets.painting import paint_focus

_GAP, _CLOSE, _EDGE = 16, 8, 3


class TabButton(QAbstractButton):
    """One tab."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on_ground = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Show other words, such as another count."""
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the words in their heavier weight, so that nothing moves."""
        metrics = QFontMetricsF(theme.font("strong"))
        height = int(metrics.height()) + theme.px(15)
        width = int(metrics.horizontalAdvance(self.text())) + 2
        return QSize(width + 2 * theme.px(_EDGE), height)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of the new font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the row of tabs."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def set_on_ground(self, on: bool) -> None:
        """Show that it is chosen by a ground: a line would run between two rows of tabs."""
        if on != self.on_ground:
            self.on_ground = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, and the line below or the ground when chosen."""
        painter = QPainter(self)
        on = self.isChecked()
        colour = theme.current().colour
        font = theme.font("strong" if on else "body")
        edge = theme.px(_EDGE)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, 2 - theme.px(9))
        if on and self.on_ground:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_ground"))
            painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
        painter.setFont(font)
        lit = on or self.underMouse()
        painter.setPen(colour("ink" if lit else "second"))
        box = QRectF(self.rect()).adjusted(edge, 0, 0, -theme.px(9))
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.text()
        )
        if on and not self.on_ground:
            painter.setPen(QPen(colour("accent"), 2))
            y = self.height() - 1
            width = int(QFontMetricsF(font).horizontalAdvance(self.text()))
            painter.drawLine(QPoint(edge, y), QPoint(edge + width, y))
        if self.hasFocus():
            paint_focus(painter, frame, 4)

    def enterEvent(self, event: object) -> None:
        """Light up under the mouse."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And go back."""
        self.update()


class TabStrip(QWidget):
    """The tabs; `chosen` carries the name of the one pressed. Left and right move along them."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TabButton] = {}
        holder = QWidget()
        flow = self._flow = FlowLayout(holder, gap=_GAP, line_gap=2)
        for name, words in tabs:
            button = TabButton(words)
            button.clicked.connect(lambda _on, name=name: self.choose(name))
            flow.addWidget(button)
            self.buttons[name] = button
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._end: QWidget | None = None
        self._line = QHBoxLayout()
        self._line.addWidget(holder, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(Separator())

    def add_end(self, widget: QWidget) -> None:
        """Put something small at the right end."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, theme.px(12))
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(holder, 0, Qt.AlignmentFlag.AlignBottom)
        self._end = holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Close the ranks where the tabs do not fit on one line."""
        super().resizeEvent(event)
        self._flow.set_gap(_GAP)
        room = self.width() - (self._end.sizeHint().width() if self._end else 0) - theme.px(8)
        if self._flow.sizeHint().width() > room:
            self._flow.set_gap(_CLOSE)
        for button in self.buttons.values():
            button.set_on_ground(self._flow.sizeHint().width() > room)

    def current(self) -> str:
        """The tab that is shown."""
        return next((name for name, b in self.buttons.items() if b.isChecked()), "")

    def mark(self, name: str) -> None:
        """Show a tab as chosen."""
        for known, button in self.buttons.items():
            button.setChecked(known == name)

    def choose(self, name: str) -> None:
        """Press a tab."""
        self.mark(name)
        self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        names = list(self.buttons)
        if step is None or self.current() not in names:
            super().keyPressEvent(event)
            return
        name = names[(names.index(self.current()) + step) % len(names)]
        self.choose(name)
        self.buttons[name].setFocus(Qt.FocusReason.TabFocusReason)
