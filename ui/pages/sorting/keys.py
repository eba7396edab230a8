"""A button that shows the key that presses it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.painting import paint_focus

_CAP, _HIGH, _SIDE, _GAP = 22, 36, 8, 8


class KeyButton(QAbstractButton):
    """One answer: its key in a small box, its words beside it; chosen ones stand out.

    The page takes the keys, so a click must not take the keyboard away from it.
    """

    def __init__(self, key: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._primary = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Show other words."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.key)
        self.setToolTip(_("Press {key}").format(key=self.key))
        self.updateGeometry()
        self.update()

    def make_primary(self) -> KeyButton:
        """Stand out as the answer that carries on with the work; returns the button itself."""
        self._primary = True
        return self

    def _cap(self) -> float:
        wide = QFontMetricsF(theme.font("chip")).horizontalAdvance(self.key) + theme.px(10)
        return max(wide, float(theme.px(_CAP)))

    def sizeHint(self) -> QSize:
        """Room for the key and the words."""
        words = QFontMetricsF(theme.font("button")).horizontalAdvance(self.text())
        wide = 2 * theme.px(_SIDE) + self._cap() + theme.px(_GAP) + words + theme.px(4)
        return QSize(int(wide + 1), theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """It may be cut rather than push the page wider than the window."""
        return QSize(min(self.sizeHint().width(), theme.px(120)), theme.px(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter press it; every other key belongs to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self.click()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, its key, and its words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        if not self.isEnabled():
            painter.setOpacity(0.55)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        ground, line, ink = "surface", "line", "ink"
        if self._primary:
            ground, line, ink = "accent", "accent", "on_accent"
        elif on:
            ground, line, ink = "accent_ground", "accent", "ink"
        elif self.underMouse():
            ground = "hover"
        painter.setPen(QPen(colours.colour(line), 1))
        painter.setBrush(colours.colour(ground))
        painter.drawRoundedRect(box, theme.px(7), theme.px(7))
        cap = self._draw_key(painter, box, "on_accent" if self._primary else "second")
        left = cap.right() + theme.px(_GAP)
        words = QRectF(left, box.top(), box.right() - theme.px(_SIDE) - left, box.height())
        painter.setFont(theme.font("button"))
        painter.setPen(colours.colour(ink))
        metrics = QFontMetricsF(painter.font())
        told = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width() + 1)
        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(words, int(leading), told)
        if self.hasFocus():
            paint_focus(painter, box, 7)

    def _draw_key(self, painter: QPainter, box: QRectF, role: str) -> QRectF:
        side = float(theme.px(_CAP))
        top = box.center().y() - side / 2
        cap = QRectF(box.left() + theme.px(_SIDE), top, self._cap(), side)
        colour = theme.current().colour(role)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, theme.px(4), theme.px(4))
        painter.setFont(theme.font("chip"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.key)
        return cap
