"""Text that is edited where it stands and saves itself as one types."""

from typing import Any, ClassVar

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.texts import _
from ui import theme
from ui.widgets.elide import WrapLabel

QUIET_MS = 800
LONGEST_MS = 2000
AGAIN_MS = 10_000  # until what could not be saved is tried again
LONGEST_PARAGRAPH = 4000  # characters; Qt lays a paragraph out in one go, 10 MB take it 10 seconds


def in_lines(text: str) -> str:
    """The text with line breaks in place of spaces where a paragraph is far too long to show."""
    if len(text) <= LONGEST_PARAGRAPH:
        return text
    lines: list[str] = []
    for paragraph in text.split("\n"):
        start = 0
        while len(paragraph) - start > LONGEST_PARAGRAPH:
            space = paragraph.rfind(" ", start, start + LONGEST_PARAGRAPH)
            end = space if space > start else start + LONGEST_PARAGRAPH
            lines.append(paragraph[start:end])
            start = end + 1 if space > start else end
        lines.append(paragraph[start:])
    return "\n".join(lines)


class Saver(QObject):
    """Calls back after a pause in typing, and at the latest two seconds after the first key.

    What could not be saved goes on waiting: it is tried again after a while, with the next key
    and with every `flush`.
    """

    due = Signal()
    _at_work: ClassVar[list["Saver"]] = []

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.failed = False
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.flush)
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
        return self._limit.isActive() or self.failed

    def drop(self) -> None:
        """Forget what was typed since the last time."""
        self._pause.stop()
        self._limit.stop()
        self._again.stop()
        self.failed = False

    def flush(self) -> None:
        """Hand on at once what was typed, if anything was."""
        if self.waiting():
            self.drop()
            self._at_work.append(self)
            try:
                self.due.emit()
            finally:
                self._at_work.remove(self)

    @classmethod
    def tell_failed(cls, *, again: bool) -> bool:
        """What is being handed on right now could not be saved; `again` where it may be later.

        Whether anything was being handed on.
        """
        for saver in cls._at_work:
            saver.failed = True
            if again:
                saver._again.start()
        return bool(cls._at_work)


def unsaved(part: QObject) -> list[Saver]:
    """What in this part of the window holds text that could not be saved."""
    return [saver for saver in part.findChildren(Saver) if saver.failed]


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
        before = self._saved
        if self.text() != before:
            self._saved = self.text()
            self.edited.emit(self._saved)
            if self._saver.failed:
                self._saved = before

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was not saved yet."""
        if event.key() == Qt.Key.Key_Escape and self._saver.waiting():
            self._saver.drop()
            self.setText(self._saved)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The line has dealt with it; the part around it must not take it for its own.
            event.accept()


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
        if kind == "inline":
            self.document().setDocumentMargin(1)  # in line with the words around it
        self.setPlainText(text)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        # Text that wraps needs no bar below it, and one would cover the last line.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        text, before = self.toPlainText(), self._saved
        if text != before:
            self._saved = text
            self.edited.emit(text)
            if self._saver.failed:
                self._saved = before

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take pasted text, in lines that can be shown without a pause."""
        text = source.text()
        if len(text) > LONGEST_PARAGRAPH:
            self.insertPlainText(in_lines(text))
        else:
            super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the note saves it."""
        self.flush()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the text to another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _height(self, lines: float) -> int:
        line = self.fontMetrics().lineSpacing()
        return int(lines * line + 2 * self.document().documentMargin() + self._padding())

    def _padding(self) -> int:
        return theme.px(12 if self.property("kind") == "inline" else 24)

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
