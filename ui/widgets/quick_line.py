"""One line that is coloured as it is understood, with what was understood below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.line_reading import LineReader, Offer, Reading
from ui.widgets.quick_line_edit import QuickLineEdit
from ui.widgets.spans import Span

_STILL_MS = 600  # nobody is asked about a name while it is being typed
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickLine(QWidget):
    """The field, what was understood, and a button for every doubt; `submitted` when it is whole.

    `submitted` carries the Reading. `changed` tells of every key, `was_read` of every reading.
    `enough` decides whether a line is whole; a page that knows more than the line puts its own.
    """

    submitted = Signal(object)
    changed = Signal()
    was_read = Signal(object)
    overflowed = Signal(str)

    def __init__(
        self,
        placeholder: str = "",
        name: str = "",
        kind: str = "lead",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = QuickLineEdit(placeholder, name, kind, hint)
        self.understood = WrapLabel("", "note", "second")
        self._trouble = WrapLabel("", "note", "against_text")
        self._offers = QWidget()
        self._flow = FlowLayout(self._offers, gap=8)
        self._offered: Sequence[Offer] = ()
        self._still = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._still.timeout.connect(lambda: self._show_offers(self.edit.reading()))
        self._wants_to_submit = False
        self.enough: Callable[[Reading], bool] = lambda reading: reading.is_complete
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for part in (self.edit, self.understood, self._trouble, self._offers):
            layout.addWidget(part)
        for part in (self.understood, self._trouble, self._offers):
            part.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.edit)
        self.edit.typed.connect(self._typed)
        self.edit.was_read.connect(self._show)
        self.edit.submitted.connect(self.submit)
        self.edit.overflowed.connect(self.overflowed)

    def set_reader(self, reader: LineReader | None) -> None:
        """Read with this from now on."""
        self.edit.set_reader(reader)
        if self._wants_to_submit and reader is not None:
            self.submit()

    def text(self) -> str:
        """The line as it stands."""
        return self.edit.text()

    def set_text(self, text: str, agreed: frozenset[str] = frozenset()) -> None:
        """Put another line in its place."""
        self.edit.set_text(text, agreed)

    def reading(self) -> Reading:
        """What the line says as it stands now."""
        return self.edit.reading()

    def submit(self) -> None:
        """Hand the line on if it is whole; else go to the first thing to decide."""
        self._wants_to_submit = not self.edit.is_ready()
        if self._wants_to_submit:
            return
        reading = self.edit.reading()
        if self.enough(reading):
            self.submitted.emit(reading)
            return
        self._show(reading)
        self._show_offers(reading)
        buttons = self._offers.findChildren(Button)
        if reading.offers and buttons:
            buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif reading.text.strip():
            words = reading.problem or _("The line names nobody yet.")
            self._trouble.set_content(words)
            self._trouble.show()

    def _typed(self) -> None:
        self._wants_to_submit = False
        self._trouble.hide()
        self._still.start()
        self.changed.emit()

    def _show(self, reading: Reading) -> None:
        words = reading.sentence
        self.understood.set_content(words, "second")
        self.understood.setVisible(bool(words))
        self._trouble.setVisible(bool(reading.problem))
        self._trouble.set_content([Span(reading.problem, "against_text")])
        if not reading.offers or not self._still.isActive():
            self._show_offers(reading)
        self.was_read.emit(reading)

    def _show_offers(self, reading: Reading) -> None:
        self._still.stop()
        if list(reading.offers) == list(self._offered):
            return
        self._offered = reading.offers
        had_focus = self._offers.isAncestorOf(QApplication.focusWidget() or self)
        empty_layout(self._flow)
        for offer in reading.offers:
            button = Button(offer.words, "plain")
            button.clicked.connect(lambda _on=False, taken=offer: self._take(taken))
            button.installEventFilter(self)
            self._flow.addWidget(button)
        self._offers.setVisible(bool(reading.offers))
        if had_focus:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, offer: Offer) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._still.stop()
        if offer.agree:
            self.edit.agree(offer.agree)
        else:
            self.edit.set_text(offer.line, self.edit.agreed())
        self.changed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows walk the offers, Enter takes one, Escape goes back to the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER and isinstance(watched, Button):
                watched.click()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            buttons = self._offers.findChildren(Button)
            if step and watched in buttons:
                at = (buttons.index(watched) + step) % len(buttons)
                buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
