"""Pages of a briefing as pictures, as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.texts import _
from ui import cover, theme

_WIDEST = 820


class Sheet(QWidget):
    """One page on its paper, which is white in the dark too; `set_page` shows another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_page(self, picture: bytes, number: int, count: int) -> None:
        """Show the picture of a page."""
        page = QPixmap()
        page.loadFromData(picture, "PNG")
        self._page = page
        words = _("Page {n} of {count} of the briefing").format(n=number, count=count)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """A page keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels needed at this width."""
        if self._page.isNull():
            return 0
        shown = min(width, theme.px(_WIDEST))
        return round(shown * self._page.height() / self._page.width())

    def sizeHint(self) -> QSize:
        """A page one can read."""
        width = theme.px(_WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A page one can recognise."""
        width = theme.px(220)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page in the middle, with a thin line around it."""
        if self._page.isNull():
            return
        width = min(self.width(), theme.px(_WIDEST))
        box = QRectF((self.width() - width) / 2, 0, width, self.heightForWidth(self.width()))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        size = QSize(round(box.width() * ratio), round(box.height() * ratio))
        shown = self._page.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        if cover.active():
            painter.fillRect(box, theme.current().colour("sunken"))
        else:
            painter.drawPixmap(box, shown, QRectF(shown.rect()))
        painter.setPen(QPen(theme.current().colour("line"), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
