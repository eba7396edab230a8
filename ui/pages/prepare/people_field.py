"""Who will be there: people as chips, and a field that finds them as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.model.people import PersonName
from app.model.texts import _
from app.services.find_people import PeopleIndex
from app.services.namesakes import told_apart, with_namesakes
from app.services.workspace import Workspace
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import empty_layout
from ui.widgets.chips import FilterChip
from ui.widgets.flow import FlowLayout

_OFFERED = 5


class PeopleField(QWidget):
    """Names as chips one can take off; Enter takes the first of those offered below the field.

    `unknown` carries a name nobody has, when the user asks to add that person.
    """

    changed = Signal()
    unknown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: list[PersonName] = []
        self._workspace: Workspace | None = None
        self._index = PeopleIndex(())
        self._offers: list[PersonName] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Type part of a name"))
        self.line.setAccessibleName(_("Who"))
        self.line.textEdited.connect(self._look)
        self._chips, self._chip_flow = _flow()
        self._offered, self._offer_flow = _flow()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for part in (self._chips, self.line, self._offered):
            layout.addWidget(part)
        self.setFocusProxy(self.line)
        self._chips.hide()
        self._offered.hide()

    def load(self, workspace: Workspace, chosen: Sequence[int] = ()) -> None:
        """Offer everyone of the journal, with some of them chosen."""
        names = workspace.names()
        self._workspace = workspace
        self._index = PeopleIndex(names)
        known = {person.id: person for person in names}
        self._chosen = [known[number] for number in chosen if number in known]
        self.line.clear()
        self._show_chosen()
        self._look("")

    def people(self) -> tuple[int, ...]:
        """Who is chosen, in the order they were."""
        return tuple(person.id for person in self._chosen)

    def pending(self) -> str:
        """What was typed and is nobody yet."""
        return " ".join(self.line.text().split())

    def choose(self, person: PersonName) -> None:
        """Take someone in."""
        if person.id not in self.people():
            self._chosen.append(person)
        self.line.clear()
        self._show_chosen()
        self._look("")
        self.changed.emit()

    def take_first(self) -> bool:
        """Take the first of those offered; says whether there was one."""
        if not self._offers:
            return False
        self.choose(self._offers[0])
        return True

    def _drop(self, person: PersonName) -> None:
        self._chosen.remove(person)
        self._show_chosen()
        self.line.setFocus()
        self.changed.emit()

    def _show_chosen(self) -> None:
        empty_layout(self._chip_flow)
        numbers = self.people()
        words = self._words([*with_namesakes(self._index.names, numbers), *self._chosen])
        for person in self._chosen:
            name = words[person.id]
            chip = FilterChip(name, "accent")
            chip.setToolTip(_("Take {name} off").format(name=name))
            chip.setAccessibleName(_("{name}, press to take off").format(name=name))
            chip.removed.connect(lambda one=person: self._drop(one))
            self._chip_flow.addWidget(chip)
        self._chips.setVisible(bool(self._chosen))

    def _look(self, text: str) -> None:
        empty_layout(self._offer_flow)
        wanted, taken = text.strip(), set(self.people())
        known = {person.id: person for person in self._index.names}
        found = self._index.rank(wanted, _OFFERED + len(taken)) if wanted else []
        self._offers = [known[one.id] for one in found if one.id not in taken][:_OFFERED]
        words = self._words(self._offers, always=True)
        for person in self._offers:
            button = Button(words[person.id], "chip")
            button.clicked.connect(lambda _on=False, one=person: self.choose(one))
            self._offer_flow.addWidget(button)
        if wanted and not self._offers:
            button = Button(_("Add {name} to the journal").format(name=wanted[:40]), "chip")
            button.clicked.connect(lambda: self.unknown.emit(self.pending()))
            self._offer_flow.addWidget(button)
        self._offered.setVisible(bool(wanted))

    def _words(self, people: Sequence[PersonName], *, always: bool = False) -> dict[int, str]:
        if self._workspace is None:
            return {}
        return told_apart(self._workspace, people, always=always)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first offered; Backspace in an empty field takes the last one off."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pending():
            self.take_first()
            return
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._chosen:
            self._drop(self._chosen[-1])
            return
        super().keyPressEvent(event)


def _flow() -> tuple[QWidget, FlowLayout]:
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder, FlowLayout(holder, gap=6, line_gap=6)
