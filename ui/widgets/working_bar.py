"""How far work is that goes on beside the screen, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.elide import WrapLabel


class WorkingBar(QWidget):
    """A bar, what is being done, and a button; `shares` is how bar and words divide the line."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None, *, shares: tuple[int, int] = (3, 2)) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._words = WrapLabel("", "body", "second")
        self.stop = PlainButton(_("Stop"))
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addWidget(self.bar, shares[0])
        row.addWidget(self._words, shares[1])
        row.addWidget(self.stop)

    def begin(self, what: str) -> None:
        """Start with nobody knowing how long it takes."""
        self.bar.setAccessibleName(what)
        self.show_words(what)
        self.show_progress(0, 0)

    def show_progress(self, part: int, whole: int) -> None:
        """Move the bar; a whole of 0 means nobody knows."""
        self.bar.setRange(0, whole)
        self.bar.setValue(part)

    def show_words(self, words: str) -> None:
        """Say what is being done, or how far it is."""
        self._words.set_content(words)
