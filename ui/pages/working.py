"""The quiet page shown while the journal is closed for work on the whole file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Card
from ui.widgets.elide import WrapLabel
from ui.widgets.front import FrontPage, large


class WorkingPage(FrontPage):
    """A title, how far the work is, and Cancel."""

    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.words = WrapLabel(
            _("The journal is closed meanwhile and opens again by itself."), "note", "second"
        )
        self.cancel_button = PlainButton(_("Cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        card = Card()
        card.add(self.bar)
        card.add(self.words)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        self.add_words(title)
        large(self.cancel_button)
        self.add(card)
        self.add(foot)
        self.bar.setMinimumHeight(theme.px(6))
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, part: int, whole: int) -> None:
        """How far the work is; a whole of 0 means nobody knows."""
        self.bar.setRange(0, 1000 if whole else 0)
        if whole:
            self.bar.setValue(round(1000 * part / whole))

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.words.set_content(_("Stopping; the journal stays as it was."))
        self.cancelled.emit()
