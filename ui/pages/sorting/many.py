"""Many at once: those without a contact, or everyone who still waits, with the number first."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.model.people import Attention
from app.model.texts import _, ngettext
from app.services.sorting import Progress
from ui.widgets.buttons import Button, PlainButton
from ui.widgets.cards import Row, Section


class ManyAtOnce(Section):
    """`wanted` carries whether it is about the silent ones alone, and the answer for them."""

    wanted = Signal(bool, object)

    def __init__(self) -> None:
        super().__init__(_("Many at once"), _("one step, and one undo brings all of them back"))

    def show_progress(self, progress: Progress) -> None:
        """Offer what fits those who wait."""
        self.card.clear()
        if progress.silent:
            told = ngettext(
                "{n} person has no contact and no meeting in the journal.",
                "{n} people have no contact and no meeting in the journal.",
                progress.silent,
            )
            self._row(told.format(n=f"{progress.silent:,}"), True)
        if progress.waiting > progress.silent:
            told = ngettext("{n} person waits in all.", "{n} people wait in all.", progress.waiting)
            self._row(told.format(n=f"{progress.waiting:,}"), False)
        self.setVisible(progress.waiting > 0)

    def _row(self, words: str, silent: bool) -> None:
        out = self._button(_("Leave them out"), silent, Attention.OUT)
        address = self._button(_("Addresses only"), silent, Attention.ADDRESS)
        self.card.add_row(Row(words, after=[out, address]))

    def _button(self, words: str, silent: bool, attention: Attention) -> Button:
        button = PlainButton(words)
        button.clicked.connect(lambda: self.wanted.emit(silent, attention))
        return button
