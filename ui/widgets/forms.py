"""Fields that are edited where they stand and save themselves as one types."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.texts import _
from ui import theme
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FoldLayout

QUIET_MS = 800
LONGEST_MS = 2000


class Saver(QObject):
    """Calls back after a pause in typing, and at the latest two seconds after the first key."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pause = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._limit = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._pause.timeout.connect(self.flush)
        self._limit.timeout.connect(self.flush)

    def touch(self) -> None:
        """Something was typed."""
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()

    def waiting(self) -> bool:
        """Whether something typed was not handed on yet."""
        return self._limit.isActive()

    def drop(self) -> None:
        """Forget what was typed since the last time."""
        self._pause.stop()
        self._limit.stop()

    def flush(self) -> None:
        """Hand on at once what was typed, if anything was."""
        if self._limit.isActive():
            self.drop()
            self.due.emit()


class InlineLine(QLineEdit):
    """One line of text that saves itself; `edited` carries the text.

    `kind` is "plain" (with a border) or "inline" (looks like text until one points at it).
    Escape brings back what was there before.
    """

    edited = Signal(str)

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        kind: str = "plain",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._saved = text
        self.setProperty("kind", kind)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self._saver = Saver(self)
        self._saver.due.connect(self._save)
        self.textEdited.connect(self._saver.touch)
        self.editingFinished.connect(self.flush)

    def set_value(self, text: str) -> None:
        """Show a text from the journal, unless the user is in the middle of another."""
        if not self._saver.waiting() and text != self.text():
            self.setText(text)
        if not self._saver.waiting():
            self._saved = text

    def value(self) -> str:
        """The text as it stands."""
        return self.text()

    def flush(self) -> None:
        """Emit what was typed and not yet emitted."""
        self._saver.flush()

    def _save(self) -> None:
        if self.text() != self._saved:
            self._saved = self.text()
            self.edited.emit(self._saved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was not saved yet."""
        if event.key() == Qt.Key.Key_Escape and self._saver.waiting():
            self._saver.drop()
            self.setText(self._saved)
            return
        super().keyPressEvent(event)


class InlineNote(QPlainTextEdit):
    """A note in Markdown that saves itself and grows with its text; `edited` carries it.

    `kind` is "plain", "inline" or "card". It is `lines` lines tall at least and, unless
    `fill`, at most `most` lines; Tab leaves it.
    """

    edited = Signal(str)

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        kind: str = "plain",
        lines: int = 3,
        most: int = 14,
        fill: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._saved = text
        self._lines, self._most, self._fill = lines, most, fill
        self.setProperty("kind", kind)
        self.setPlainText(text)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self._loading = False
        self._saver = Saver(self)
        self._saver.due.connect(self._save)
        self.textChanged.connect(self._touched)
        tall = QSizePolicy.Policy.Expanding if fill else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, tall)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def set_value(self, text: str) -> None:
        """Show a text from the journal, unless the user is in the middle of another."""
        if self._saver.waiting():
            return
        if text != self.toPlainText():
            self._loading = True
            self.setPlainText(text)
            self._loading = False
        self._saved = text

    def value(self) -> str:
        """The text as it stands."""
        return self.toPlainText()

    def flush(self) -> None:
        """Emit what was typed and not yet emitted."""
        self._saver.flush()

    def _touched(self) -> None:
        if not self._loading:
            self._saver.touch()

    def _save(self) -> None:
        text = self.toPlainText()
        if text != self._saved:
            self._saved = text
            self.edited.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the note saves it."""
        self.flush()
        super().focusOutEvent(event)

    def _height(self, lines: float) -> int:
        line = self.fontMetrics().lineSpacing()
        return int(lines * line + 2 * self.document().documentMargin() + theme.px(24))

    def sizeHint(self) -> QSize:
        """As tall as the text, between the least and the most lines."""
        # A plain text document measures its height in lines.
        used = self.document().size().height()
        lines = max(self._lines, used) if self._fill else min(max(self._lines, used), self._most)
        return QSize(theme.px(320), self._height(lines))

    def minimumSizeHint(self) -> QSize:
        """The least lines."""
        return QSize(theme.px(120), self._height(min(self._lines, 3)))


class InlineLabel(QWidget):
    """Text that turns into a field on click, Enter or F2 and back when done."""

    edited = Signal(str)

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        kind: str = "body",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._label = WrapLabel("", kind)
        self._line = InlineLine("", placeholder, "plain", name)
        self._line.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._line)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setToolTip(_("Press Enter to edit"))
        self.setAccessibleName(name)
        self._line.edited.connect(self._saved)
        self._line.editingFinished.connect(self.finish)
        self.set_value(text)

    def value(self) -> str:
        """The text as it stands."""
        return self._line.text()

    def set_value(self, text: str) -> None:
        """Show a text from the journal."""
        self._line.set_value(text)
        if text:
            self._label.set_content(text, "ink")
        else:
            self._label.set_content(self._placeholder, "second")

    def flush(self) -> None:
        """Emit what was typed and not yet emitted."""
        self._line.flush()

    def edit(self) -> None:
        """Turn into a field."""
        self._label.hide()
        self._line.show()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    def finish(self) -> None:
        """Turn back into text."""
        self._line.hide()
        self._label.show()

    def _saved(self, text: str) -> None:
        self.set_value(text)
        self.edited.emit(text)

    def mouseReleaseEvent(self, event: Any) -> None:
        """A click starts editing."""
        self.edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or F2 starts editing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
            return
        super().keyPressEvent(event)


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

    def value(self) -> str:
        """The text as it stands."""
        return self._line.text()

    def set_value(self, text: str) -> None:
        """Show a date from the journal."""
        self._line.set_value(text)

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
        self._note = WrapLabel(note, "note", "second")
        self._note.setVisible(bool(note))
        right.addWidget(self._note)
        fold = FoldLayout(self, (label_width, 3.6 * label_width), label_width, gap=12)
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
