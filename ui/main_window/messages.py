"""What the window says above its pages: what went wrong, what is offered, what is not saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.errors import JournalError, ReadOnlyError, UserError
from app.model.texts import _
from ui import theme
from ui.bridge import Offer
from ui.notices import MessageStrip
from ui.widgets.saving import Saver


class Messages(QWidget):
    """One sentence at a time in a strip; it goes when it is not true any more.

    What the journal itself did not take stays until it does; other trouble until its page is
    left, and an offer that leads to a page until that page is shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unreachable = self._trouble = ""
        self._offered = ("", "")
        self._why_unsaved: UserError | None = None
        self.strip = MessageStrip()
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(self.strip)
        self.strip.closed.connect(lambda: self._room.setContentsMargins(0, 0, 0, 0))

    def show_trouble(self, error: UserError) -> None:
        """Show what went wrong and what to do about it."""
        if isinstance(error, JournalError):
            unsaved = Saver.tell_failed(again=not isinstance(error, ReadOnlyError))
            if unsaved or self._why_unsaved is None:
                self._why_unsaved = error
        self._make_room()
        self.strip.show_error(error)
        told = self.strip.message()
        lasting = isinstance(error, JournalError)
        self._unreachable, self._trouble = (told, "") if lasting else ("", told)

    def trouble_over(self) -> None:
        """Take away what was told of something that went wrong, unless the journal fails."""
        if self._trouble and self._trouble == self.strip.message():
            self.strip.dismiss()

    def journal_is_back(self) -> None:
        """Take away that it could not be written."""
        self._why_unsaved = None
        if self._unreachable and self._unreachable == self.strip.message():
            self.strip.dismiss()

    def show_offer(self, offer: Offer) -> None:
        """Say something quietly, with one or two things to do about it."""
        first, second = (*offer.choices, None, None)[:2]
        self._make_room()
        text, act = first or ("", None)
        self.strip.show_message(offer.words, offer.advice, "neutral", text, act, more=second)
        self._offered = (offer.page, self.strip.message())

    def withdraw(self, page: str) -> None:
        """Take away what is offered and leads to this page."""
        if self._offered == (page, self.strip.message()):
            self.strip.dismiss()

    def offer(self, words: str, advice: str, button: str, act: Callable[[], object]) -> None:
        """Say something, with one thing to do about it."""
        self._make_room()
        self.strip.show_message(words, advice, "open", button, act)

    def tell_unsaved(self, button: str = "", act: Callable[[], object] | None = None) -> None:
        """Say that typed text is not in the journal, why, and what can be done all the same."""
        why = self._why_unsaved
        advice = " ".join((why.text, why.advice)).strip() if why is not None else ""
        self._make_room()
        words = _("What you typed could not be saved, so it stays on the page.")
        self.strip.show_message(words, advice, "against", button, act)
        self._unreachable, self._trouble = self.strip.message(), ""

    def _make_room(self) -> None:
        edge = theme.px(28)
        self._room.setContentsMargins(edge, theme.px(12), edge, 0)
