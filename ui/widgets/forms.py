"""Fields of a form: text that saves itself, dates as one says them, choices, labelled rows."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FoldLayout
from ui.widgets.saving import InlineLabel, InlineLine, InlineNote, Saver

__all__ = [
    "ChoiceBox",
    "DateField",
    "FieldRow",
    "InlineLabel",
    "InlineLine",
    "InlineNote",
    "Saver",
]


class DateField(QWidget):
    """A date as text: "2024", "May 2024", "3 May", "yesterday"; whatever `check` understands.

    `check(text)` returns (understood, words): the words are shown below the field. `edited`
    carries the text only when it is understood or empty.
    """

    edited = Signal(str)

    def __init__(
        self,
        text: str = "",
        check: Callable[[str], tuple[bool, str]] | None = None,
        placeholder: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check or (lambda _text: (True, ""))
        self._line = InlineLine(text, placeholder or _("A day, a month or a year"), name=name)
        self._reading = WrapLabel("", "note", "second")
        self._reading.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        layout.addWidget(self._line)
        layout.addWidget(self._reading)
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self._read)
        self._line.edited.connect(self._save)

    @property
    def line(self) -> InlineLine:
        """The line one types into."""
        return self._line

    def value(self) -> str:
        """The text as it stands."""
        return self._line.text()

    def set_value(self, text: str) -> None:
        """Show a date from the journal; what it means need not be told again."""
        if text != self._line.text():
            self._line.set_value(text)
            self._reading.setVisible(self._line.text() != text)

    def flush(self) -> None:
        """Emit what was typed and not yet emitted."""
        self._line.flush()

    def _read(self, text: str) -> bool:
        fine, words = self._check(text) if text.strip() else (True, "")
        self._reading.set_content(words, "second" if fine else "against_text")
        self._reading.setVisible(bool(words))
        theme.set_role(self._line, "wrong", "false" if fine else "true")
        return fine

    def _save(self, text: str) -> None:
        if self._read(text):
            self.edited.emit(text)


class ChoiceBox(QComboBox):
    """A list to choose one value from; the first entry is "Not said" and means None."""

    changed = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[Any, str]],
        name: str = "",
        unset: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # Kept here and not as item data: Qt would turn an enum or a tuple into something else.
        self._values: list[Any] = [None, *(value for value, _words in choices)]
        self.addItem(unset if unset is not None else _("Not said"))
        for _value, words in choices:
            self.addItem(words)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(6)
        self.activated.connect(lambda _at: self.changed.emit(self.value()))

    def value(self) -> Any:
        """The chosen value, or None."""
        return self._values[max(0, self.currentIndex())]

    def set_value(self, value: Any) -> None:
        """Show a value without emitting `changed`."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the little arrow the style sheet leaves out."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("second"), 1.5))
        x, y = self.width() - theme.px(14), self.height() / 2
        reach = theme.px(4)
        corner = QPointF(x, y + reach / 2)
        painter.drawLine(QPointF(x - reach, y - reach / 2), corner)
        painter.drawLine(corner, QPointF(x + reach, y - reach / 2))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel that passes by must change nothing."""
        event.ignore()


class FieldRow(QWidget):
    """A label on the left and its field on the right; one below the other where it is narrow."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        note: str = "",
        label_width: int = 156,
        parent: QWidget | None = None,
        narrowest: int = 260,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._label = WrapLabel(label, "body", "second")
        self._label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.px(3))
        line = QHBoxLayout()
        line.addWidget(field, 1)
        right.addLayout(line)
        self._note = WrapLabel(note, "note", "second", parent=side)
        self._note.setVisible(bool(note))
        right.addWidget(self._note)
        fold = FoldLayout(self, narrowest=narrowest, gap=12, first=label_width, equal=True)
        fold.addWidget(self._label)
        fold.addWidget(side)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_note(self, note: str) -> None:
        """Show other small words below the field, or none."""
        self._note.set_content(note)
        self._note.setVisible(bool(note))

    def event(self, event: QEvent) -> bool:
        """Take a new height at once when what is inside changes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
