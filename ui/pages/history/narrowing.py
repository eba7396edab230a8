"""What the history is narrowed to: words, a person, a day."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services.dates import check_date, read_date
from app.services.person_names import NameIndex, spell
from app.services.steps import Wanted
from app.services.workspace import Workspace
from ui import theme
from ui.widgets.elide import WrapLabel

_PAUSE_MS = 250
_SHARES = (3, 2, 2)


class Narrowing(QWidget):
    """Three fields in a row; `changed` carries what is wanted. Escape empties a field."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._told = Wanted()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.words = _field(_("Find in the history"))
        self.person = _field(_("Anyone"), _("A person"))
        self.day = _field(_("Any day"), _("A day"))
        self.problem = WrapLabel("", "note", "against_text")
        self.problem.hide()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _text: self._pause.start())
        self.person.setCompleter(completer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        for field, share in zip((self.words, self.person, self.day), _SHARES, strict=True):
            row.addWidget(field, share)
            field.textEdited.connect(lambda _text: self._pause.start())
            field.returnPressed.connect(self._tell)
        self.person.textEdited.connect(self._offer)

    @property
    def wanted(self) -> Wanted:
        """What was told last."""
        return self._told

    def clear(self) -> None:
        """Ask for everything again."""
        for field in (self.words, self.person, self.day):
            field.clear()
        self._tell()

    def _offer(self, _text: str) -> None:
        if not self._names.stringList():
            index = NameIndex(self._workspace.names())
            self._names.setStringList([spell(one, index) for one in index.names])

    def _tell(self) -> None:
        self._pause.stop()
        problems = []
        person, day = self._told.person, self._told.day
        try:
            name = self.person.text().strip()
            person = self._workspace.person_named(name).id if name else None
        except UserError as error:
            problems.append(error.text)
        text = self.day.text().strip()
        fine, told = check_date(text, self._workspace.clock) if text else (True, "")
        if fine:
            read = read_date(text, self._workspace.clock)
            day = read.exact if read is not None else None
            if read is not None and day is None:
                problems.append(_("“{text}” is no single day.").format(text=text[:40]))
        else:
            problems.append(told)
        self.problem.set_content(" ".join(problems))
        self.problem.setVisible(bool(problems))
        wanted = Wanted(self.words.text().strip(), person, day)
        if not problems and wanted != self._told:
            self._told = wanted
            self.changed.emit(wanted)


class _Field(QLineEdit):
    """A line that Escape empties."""

    def keyPressEvent(self, event: object) -> None:
        """Escape takes what was typed away."""
        if event.key() == Qt.Key.Key_Escape and self.text():  # type: ignore[attr-defined]
            self.clear()
            self.textEdited.emit("")
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]


def _field(prompt: str, name: str = "") -> QLineEdit:
    made = _Field()
    made.setPlaceholderText(prompt)
    made.setAccessibleName(name or prompt)
    return made
