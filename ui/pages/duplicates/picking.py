"""Whom to merge someone with, where nothing says that the two look alike: any name will do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.model.people import PersonName
from app.model.texts import _
from app.services.person_names import NameIndex, spell
from ui.widgets.cards import Card
from ui.widgets.elide import WrapLabel


class NameField(QLineEdit):
    """A line whose Enter belongs to it alone: on the page around it, Enter merges."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class Picking(Card):
    """A field for a name; `picked` carries what was typed once Enter is pressed."""

    picked = Signal(str)

    def __init__(self, names: Callable[[], Sequence[PersonName]]) -> None:
        super().__init__(_("Who is the same person?"))
        self._names = names
        self.field = NameField()
        self.field.setPlaceholderText(_("Type a name"))
        self.field.setAccessibleName(_("Who is the same person?"))
        self.words = WrapLabel(
            _("Enter compares the two; nothing is merged before you say so."), "note", "second"
        )
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        self.field.returnPressed.connect(self._enter)
        self.field.textEdited.connect(self._edited)
        self.add(self.field)
        self.add(self.words)

    def begin(self) -> None:
        """Ask anew."""
        self.field.clear()
        self._known.setStringList([])
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, _text: str) -> None:
        if not self._known.stringList():
            names = self._names()
            index = NameIndex(names)
            self._known.setStringList([spell(one, index) for one in names])

    def _enter(self) -> None:
        if self.field.text().strip():
            self.picked.emit(self.field.text())
