"""Fields bound to a record: what is typed or chosen is saved as a named step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.texts import _
from app.model.values import PartialDate
from app.services.dates import date_text
from app.services.day_words import long_date
from ui import theme
from ui.pages.people.desk import Desk
from ui.widgets.buttons import ChoiceRow, LinkButton, ToggleChips
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import ChoiceBox, DateField, FieldRow, InlineLine, InlineNote


def show_text(field: InlineLine | InlineNote, text: str) -> None:
    """Show a text, but leave a space at its end to who is about to type on."""
    if field.value().strip() != text.strip():
        field.set_value(text)


_NARROWEST = 150


class PickLine(QWidget):
    """A line with completion that is taken as a whole, when one leaves it or presses Enter.

    `settle(text)` returns the words for a problem, or "" when it was taken.
    """

    def __init__(
        self,
        choices: Callable[[], Sequence[str]],
        settle: Callable[[str], str],
        prompt: str = "",
        hint: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices, self._settle, self._hint = choices, settle, hint
        self._saved = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(prompt)
        self._words = WrapLabel("", "note", "second")
        self._words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(self.line)
        column.addWidget(self._words)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self.flush)
        self.line.textEdited.connect(self._edited)

    def set_value(self, text: str) -> None:
        """Show a text from the journal, unless the user is in the middle of another."""
        if self.line.text() == self._saved:
            self.line.setText(text)
            self._say("")
        self._saved = text
        self._known.setStringList([])

    def value(self) -> str:
        """The text as it stands."""
        return self.line.text()

    def flush(self) -> None:
        """Take what was typed."""
        text = " ".join(self.line.text().split())
        if text == self._saved:
            return
        before, self._saved = self._saved, text
        problem = self._settle(text)
        if problem:
            self._saved = before
        self._say(problem, "against_text" if problem else "second")

    def drop(self) -> None:
        """Forget what was typed and not taken."""
        self.line.setText(self._saved)
        self._say("")

    def _edited(self, text: str) -> None:
        if not self._known.stringList():
            self._known.setStringList(list(self._choices()))
        self._say(self._hint(text) if self._hint and text.strip() else "")

    def _say(self, words: str, role: str = "second") -> None:
        self._words.set_content(words, role)
        self._words.setVisible(bool(words))


class Opens(Protocol):
    """A row that opens to a form and closes again."""

    def open(self, editing: bool = True) -> None:
        """Show or hide the form."""


class RecordForm(QWidget):
    """Labelled fields for one record, saved as one types under the label of a step.

    `changed` is emitted after each save with the name of the field.
    """

    changed = Signal(str)

    def __init__(
        self, desk: Desk, label: str, label_width: int = 92, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self._label, self._label_width = desk, label, label_width
        self.record: Any = None
        self._sync: list[Callable[[Any], None]] = []
        self._first: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, theme.px(2), 0, theme.px(4))
        self.column.setSpacing(theme.px(10))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_record(self, record: Any) -> None:
        """Show a record; what is being typed stays."""
        self.record = record
        for sync in self._sync:
            sync(record)

    def save(self, name: str, value: Any) -> None:
        """Keep one field."""
        if self.record is None or getattr(self.record, name) == value:
            return
        with self.desk.step(self.desk.label(self._label)) as edit:
            self.record = edit.set(self.record, **{name: value})
        self.changed.emit(name)

    def add(self, label: str, field: QWidget, note: str = "") -> FieldRow:
        """Put any field into the form."""
        row = FieldRow(label, field, note, self._label_width, narrowest=_NARROWEST)
        self.column.addWidget(row)
        if self._first is None:
            self._first = field
            self.setFocusProxy(field)
        return row

    def add_line(
        self, name: str, label: str, prompt: str = "", required: bool = False
    ) -> InlineLine:
        """One line of text."""
        field = InlineLine("", prompt, name=label)

        def keep(text: str) -> None:
            if text.strip() or not required:
                self.save(name, text.strip() if required else text)

        field.edited.connect(keep)
        self._sync.append(lambda record: show_text(field, getattr(record, name)))
        self.add(label, field)
        return field

    def add_note(self, name: str, label: str, prompt: str = "", lines: int = 2) -> InlineNote:
        """Several lines of text."""
        field = InlineNote("", prompt, lines=lines, name=label)
        field.edited.connect(lambda text: self.save(name, text))
        self._sync.append(lambda record: show_text(field, getattr(record, name)))
        self.add(label, field)
        return field

    def add_choice(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[Any, str]],
        unset: str | None = None,
        empty: Any = None,
    ) -> ChoiceBox:
        """One of several values; `empty` is what the first entry of the list stands for."""
        field = ChoiceBox([(v, w) for v, w in choices if v != empty], label, unset)
        field.changed.connect(lambda value: self.save(name, empty if value is None else value))
        self._sync.append(lambda record: field.set_value(getattr(record, name)))
        self.add(label, field)
        return field

    def add_choices(
        self, name: str, label: str, choices: Sequence[tuple[Any, str]], required: bool = False
    ) -> ChoiceRow:
        """One of a few values, all in sight."""
        field = ChoiceRow(choices, label)

        def keep(value: Any) -> None:
            if value is None and required:
                field.set_value(getattr(self.record, name))
            else:
                self.save(name, value)

        field.changed.connect(keep)
        self._sync.append(lambda record: field.set_value(getattr(record, name)))
        self.add(label, field)
        return field

    def add_set(self, name: str, label: str, choices: Sequence[tuple[Any, str]]) -> ToggleChips:
        """Any of several values."""
        field = ToggleChips(choices, label)
        field.changed.connect(lambda values: self.save(name, values))
        self._sync.append(lambda record: field.set_value(getattr(record, name)))
        self.add(label, field)
        return field

    def add_day(
        self,
        name: str,
        label: str,
        prompt: str = "",
        ahead: bool = False,
        yearless: bool = False,
        required: bool = False,
    ) -> DateField:
        """A date as one says it."""
        check = self.desk.checker(ahead, yearless)
        field = DateField("", check, prompt or _("2024, May 2024, 3 May 2024"), label)

        def keep(text: str) -> None:
            with self.desk.bridge.guard():
                day: PartialDate | None = self.desk.read_date(text, ahead, yearless)
                if day is not None or not required:
                    self.save(name, day)

        def show(record: Any) -> None:
            day: PartialDate | None = getattr(record, name)
            # What was understood is not rewritten under the fingers of who types it.
            if not (
                field.hasFocus() and check(field.value())[1] == (long_date(day) if day else "")
            ):
                field.set_value(date_text(day))

        field.edited.connect(keep)
        self._sync.append(show)
        self.add(label, field)
        return field

    def add_tick(self, name: str, label: str, text: str) -> ToggleChips:
        """A yes or a no."""
        field = ToggleChips([(True, text)], label)
        field.changed.connect(lambda values: self.save(name, True in values))
        self._sync.append(lambda record: field.set_value({True} if getattr(record, name) else ()))
        self.add(label, field)
        return field

    def sync(self, show: Callable[[Any], None]) -> None:
        """Call this whenever a record is shown."""
        self._sync.append(show)

    def add_ending(self, row: Opens, step: str, told: Callable[[], str]) -> None:
        """Done closes the row; Delete takes the record away, in a step named with `{name}`."""

        def delete() -> None:
            self.desk.remove(self.record, self.desk.label(step), self.desk.deleted(told()))

        self.add_links((_("Done"), lambda: row.open(False)), (_("Delete"), delete))

    def add_links(self, *links: tuple[str, Callable[[], None]]) -> None:
        """Small things to do at the foot of the form: words and what they do."""
        row = QHBoxLayout()
        row.setSpacing(theme.px(18))
        for words, act in links:
            link = LinkButton(words, kind="note")
            link.clicked.connect(act)
            row.addWidget(link)
        row.addStretch(1)
        self.column.addLayout(row)
