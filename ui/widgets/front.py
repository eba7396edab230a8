"""The page that stands alone in the window: one quiet column in its middle."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.elide import WrapLabel

_WIDTH = 620


def large(*parts: QWidget) -> None:
    """Fields and buttons of a page that stands alone are a little taller than in the window."""
    for part in parts:
        part.setProperty("room", "large")


class FrontPage(QWidget):
    """A column of readable width, scrolled where the window is small: `page.add(part)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading: QVBoxLayout | None = None
        self._column = QWidget()
        self._parts = QVBoxLayout(self._column)
        self._parts.setContentsMargins(0, 0, 0, 0)
        middle = QWidget()
        middle.setProperty("ground", "none")
        row = QHBoxLayout(middle)
        row.addStretch(1)
        row.addWidget(self._column, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)
        self._space()

    def add(self, part: QWidget) -> None:
        """Put a part below what is there."""
        self._parts.addWidget(part)

    def add_words(self, title: str, lead: str = "") -> tuple[WrapLabel, WrapLabel]:
        """The large title, and what it is about below it."""
        words = WrapLabel(title, "hero"), WrapLabel(lead, "lead", "second")
        both = QWidget()
        self._heading = QVBoxLayout(both)
        for label in words:
            self._heading.addWidget(label)
        words[1].setVisible(bool(lead))
        self.add(both)
        self._space()
        return words

    def _space(self) -> None:
        self._parts.setSpacing(theme.px(14))
        if self._heading is not None:
            self._heading.setContentsMargins(0, 0, 0, theme.px(8))
            self._heading.setSpacing(theme.px(8))
        room = self.width() - theme.px(48)
        self._column.setFixedWidth(max(theme.px(280), min(theme.px(_WIDTH), room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a readable measure, or what the window gives."""
        super().resizeEvent(event)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the measure in step with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._space()
