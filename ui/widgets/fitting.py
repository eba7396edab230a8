"""Shows something whole where there is room, and lets it scroll where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ui import theme

_LEAST = 120


class FittingScroll(QScrollArea):
    """As high as its content at its width; lower, with a scroll bar, where room is short."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(content)
        self.setFocusProxy(content)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As high as the content is at the present width."""
        return QSize(self._content.sizeHint().width(), self._whole())

    def minimumSizeHint(self) -> QSize:
        """Enough for a field or two."""
        return QSize(0, min(self._whole(), theme.px(_LEAST)))

    def _whole(self) -> int:
        content = self._content
        if content.hasHeightForWidth() and self.width() > 0:
            return content.heightForWidth(self.viewport().width())
        return content.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content when it grows or shrinks."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
