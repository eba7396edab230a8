"""Adding someone in place: the name first, everything else later."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.model.people import Counterpart
from app.model.texts import _
from ui import theme
from ui.bridge import Bridge
from ui.widgets.elide import WrapLabel


class AddPerson(QWidget):
    """A field for a new name; `added` carries the new person, or 0 when nobody was added."""

    added = Signal(int)

    def __init__(
        self,
        bridge: Bridge,
        origin: object,
        known: Callable[[], Iterable[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._origin, self._known = bridge, origin, known
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name of the new person"))
        self.name.setAccessibleName(_("Name of the new person"))
        self.name.installEventFilter(self)
        self._hint = WrapLabel(_("Enter adds, Escape leaves"), "note", "second")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.name)
        column.addWidget(self._hint)
        self.name.textChanged.connect(self._look)
        self.hide()

    def begin(self, name: str = "") -> None:
        """Ask for the name."""
        self.show()
        self.name.setText(name)
        self._look(name)
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def _look(self, name: str) -> None:
        """Say so when the name is known already; two people may share one."""
        wanted = " ".join(name.split()).casefold()
        same = wanted and any(name.casefold() == wanted for name in self._known())
        self._hint.set_content(
            _("Someone of this name is here already. Enter adds another.")
            if same
            else _("Enter adds, Escape leaves")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds, Escape leaves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._add()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            self._leave()
            return
        person = 0
        with self._bridge.guard():
            label = _("Add {name}").format(name=name[:60])
            with self._bridge.workspace.change(label, self._origin) as edit:
                person = edit.add(Counterpart, name=name).id
            self.hide()
            self._bridge.say(_("{name} is in the journal.").format(name=name[:60]), undoable=True)
        if person:
            self.added.emit(person)

    def _leave(self) -> None:
        self.hide()
        self.added.emit(0)
