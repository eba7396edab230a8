"""Cards beside the table: whom to merge into, and how a record stands in its file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.model.texts import _, ngettext
from app.services.find_people import PeopleIndex
from app.services.namesakes import told_apart
from app.services.workspace import Workspace
from ui import cover, theme
from ui.widgets.buttons import Button, PlainButton
from ui.widgets.cards import Card, empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout

_OFFERED = 6


class WhomCard(Card):
    """Asks whom records are to be merged into; `answered` carries the records and the person."""

    answered = Signal(list, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Whom is it?"), parent)
        self._indexes: list[int] = []
        self._workspace: Workspace | None = None
        self._people = PeopleIndex(())
        self._listed: Sequence[str] = ()
        self.offers: list[Button] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Type part of a name"))
        self.line.setAccessibleName(_("Whom is it?"))
        self.line.textChanged.connect(self._look)
        self.stop = PlainButton(_("Cancel"))
        self.stop.clicked.connect(self.close_card)
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.stop)
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._flow = FlowLayout(holder, gap=6, line_gap=6)
        self.nobody = WrapLabel("", "note", "second")
        self.add(top)
        self.add(holder)
        self.add(self.nobody)
        self.hide()

    def ask(
        self, indexes: Sequence[int], workspace: Workspace, title: str, listed: Sequence[str]
    ) -> None:
        """Ask about these records; anyone of the journal may be named.

        `title` is that of the one record asked about; `listed` are the people of the same list,
        who are not in the journal yet.
        """
        self._indexes, self._listed = list(indexes), listed
        words = ngettext(
            "Who is “{title}”?", "Into whom are these {n} records to be merged?", len(indexes)
        )
        self.set_label(words.format(title=title, n=f"{len(indexes):,}"))
        self._workspace = workspace
        self._people = PeopleIndex(workspace.names())
        self.line.clear()
        self._look("")
        self.show()
        self.line.setFocus()

    def close_card(self) -> None:
        """Ask no more."""
        self.hide()
        self.closed.emit()

    def _look(self, text: str) -> None:
        empty_layout(self._flow)
        self.offers = []
        self.nobody.hide()
        if self._workspace is None or not text.strip():
            return
        known = {person.id: person for person in self._people.names}
        found = [known[match.id] for match in self._people.rank(text.strip(), _OFFERED)]
        words = told_apart(self._workspace, found, always=True)
        for person in found:
            button = Button(words[person.id], "chip")
            button.clicked.connect(lambda _on=False, number=person.id: self._answer(number))
            self._flow.addWidget(button)
            self.offers.append(button)
        self.nobody.set_content(self._nobody_words(text.strip()))
        self.nobody.setVisible(not found)

    def _nobody_words(self, text: str) -> str:
        """What is said where nobody of the journal is called so."""
        words = text.casefold()
        name = next((name for name in self._listed if words in name.casefold()), "")
        if not name:
            return _("Nobody in the journal is called that.")
        told = _("{name} stands in this list and is not in the journal yet.").format(name=name)
        return told + " " + _("Import both; “People who look alike” brings them together.")

    def _answer(self, number: int) -> None:
        self.hide()
        self.answered.emit(self._indexes, number)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first name that is offered, Escape none."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.offers:
            self.offers[0].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)


class RawCard(Card):
    """How a record stands in its file, to read and to copy."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("As it stands in the file"), parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("The record as it stands in the file"))
        self.text.setMinimumHeight(theme.px(120))
        self.text.setMaximumHeight(theme.px(180))
        self.stop = PlainButton(_("Close"))
        self.stop.clicked.connect(self.close_card)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.stop)
        self.add(self.text)
        self.add(line)
        self._raw = ""
        cover.notifier.changed.connect(self._draw)
        self.hide()

    def show_record(self, place: str, raw: str) -> None:
        """Show this record."""
        self.set_label(place)
        self._raw = raw
        self._draw()
        self.show()
        self.text.setFocus()

    def _draw(self) -> None:
        self.text.setPlainText(cover.blank(self._raw) if cover.active() else self._raw)

    def close_card(self) -> None:
        """Show nothing."""
        self.hide()
        self._raw = ""
        self.text.clear()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)
