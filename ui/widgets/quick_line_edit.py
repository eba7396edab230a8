"""The field of a quick line: coloured as it is read, grows with its text, completes names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui import theme
from ui.widgets.completer import CompletionList
from ui.widgets.elide import WrapLabel
from ui.widgets.line_reading import LineReader, Mark, Reading
from ui.widgets.spans import natural_line

LONGEST = 4000  # characters a line takes; more belongs into a note
_MOST_LINES = 6
_PAUSE_MS = 0  # read once the keys at hand are typed, so that no key waits for the reading
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Colours(QSyntaxHighlighter):
    """Colours the line by the marks of its last reading."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.marks: Sequence[Mark] = ()

    def highlightBlock(self, text: str) -> None:
        """Colour one paragraph."""
        begin = self.currentBlock().position()
        colours = theme.current()
        for mark in self.marks:
            start, end = mark.start - begin, mark.end - begin
            if end <= 0 or start >= len(text) + 1:
                continue
            shape = QTextCharFormat()
            shape.setForeground(colours.colour(mark.role))
            if mark.bold:
                shape.setFontWeight(QFont.Weight.Bold)
            self.setFormat(max(0, start), end - max(0, start), shape)


def _in_units(text: str, marks: Sequence[Mark]) -> Sequence[Mark]:
    """Marks counted as Qt counts, for whom a rare character takes two places."""
    if text.isascii() or max(text) < "\U00010000":
        return marks
    at = [0]
    for char in text:
        at.append(at[-1] + (2 if char > "\uffff" else 1))
    return [Mark(at[m.start], at[m.end], m.role, m.bold) for m in marks]


class QuickLineEdit(QPlainTextEdit):
    """The field itself: grows with its line, colours it, completes names, Enter submits.

    `overflowed` carries a pasted text that is too long for a line; nothing of it is put in.
    """

    submitted = Signal()
    was_read = Signal(object)
    typed = Signal()
    overflowed = Signal(str)

    def __init__(
        self,
        placeholder: str = "",
        name: str = "",
        kind: str = "lead",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._reader: LineReader | None = None
        self._agreed: frozenset[str] = frozenset()
        self._reading: Reading | None = None
        self._shown = ""
        self._rows_shown = 0.0
        self._completing = False
        self.setProperty("kind", "card")
        self.document().setDocumentMargin(0)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._hint = WrapLabel(hint, "note", "second", parent=self)
        self._hint.setVisible(bool(hint))
        self._colours = _Colours(self.document())
        self.popup = CompletionList(self)
        self.popup.chosen.connect(self._complete)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._sized)
        theme.notifier.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.document().setDefaultFont(theme.font(self._kind))
        self._rows_shown = 0.0
        self._sized()
        self._colours.rehighlight()

    # --- reading -------------------------------------------------------------------------

    def set_reader(self, reader: LineReader | None) -> None:
        """Read with this from now on; without one the line stays plain."""
        self._reader = reader
        self._reading = None
        if reader is not None:
            self._pause.start()

    def text(self) -> str:
        """The line as it stands."""
        return self.toPlainText()

    def set_text(self, text: str, agreed: frozenset[str] = frozenset()) -> None:
        """Put another line in its place, read at once."""
        self._agreed = agreed
        if text != self.toPlainText():
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.popup.hide()
        self._completing = False
        self._read()

    def agreed(self) -> frozenset[str]:
        """The names that were agreed to."""
        return self._agreed

    def agree(self, name: str) -> None:
        """Take a name that is not known yet."""
        self._agreed |= {name}
        self._reading = None
        self._read()

    def forget(self, names: Collection[str]) -> None:
        """Take agreement to these names back."""
        if self._agreed & frozenset(names):
            self._agreed -= frozenset(names)
            self._reading = None
            self._read()

    def is_ready(self) -> bool:
        """Whether there is something to read lines with."""
        return self._reader is not None

    def reading(self) -> Reading:
        """What the line says as it stands now; empty while there is no reader."""
        if self._pause.isActive() or self._reading is None:
            self._read()
        return self._reading or Reading(self.toPlainText())

    def _changed(self) -> None:
        text = self.toPlainText()
        if text == self._shown:
            return  # only the colours changed
        self._shown = text
        self._reading = None
        self._completing = self.hasFocus()
        if not text:
            self._agreed = frozenset()
        self._pause.start()
        self.typed.emit()

    def _read(self) -> None:
        self._pause.stop()
        if self._reader is None:
            return
        text = self.toPlainText()
        self._reading = self._reader.read(text[:LONGEST], self._agreed)
        marks = _in_units(text, self._reading.marks)
        if marks != self._colours.marks:
            self._colours.marks = marks
            self._colours.rehighlight()
        self._sized()
        if self._completing:
            self._completing = False
            self._offer_names(text)
        self.was_read.emit(self._reading)

    # --- completion ----------------------------------------------------------------------

    def _offer_names(self, text: str) -> None:
        units = self.textCursor().position()
        cursor = len(
            text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")
        )
        found = self._reader.completions(text, cursor) if self._reader else []
        self.popup.offer(found, self.cursorRect().bottomLeft())

    def _complete(self, start: int, end: int, insert: str) -> None:
        text = self.toPlainText()
        before = text[:start] + insert
        line = before + (text[end:] if text[end : end + 1].isspace() else " " + text[end:])
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(line)
        cursor.setPosition(len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1)
        self.setTextCursor(cursor)
        self._completing = False

    # --- keys and pasting ----------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Let the list of names have Tab before it moves the keyboard on."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.popup.take_key(event)
        ):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits, arrows and Tab choose a name; everything else is typing."""
        if self.popup.take_key(event):
            return
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # the page finishes with it
            elif not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.submitted.emit()
            else:
                super().keyPressEvent(event)
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take pasted text that a line can hold; hand on what it cannot."""
        pasted = source.text()
        if len(pasted) + len(self.toPlainText()) > LONGEST:
            self.overflowed.emit(pasted)
            return
        self.insertPlainText(pasted.replace("\x00", ""))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the line closes the list of names."""
        self.popup.hide()
        super().focusOutEvent(event)

    # --- size ----------------------------------------------------------------------------

    def _sized(self, *_size: object) -> None:
        rows = self._rows()
        if rows != self._rows_shown:
            self._rows_shown = rows
            self.updateGeometry()
        self._place_hint()

    def _rows(self) -> float:
        return min(max(1.0, self.document().size().height()), _MOST_LINES)

    def _height(self, lines: float) -> int:
        line = self.fontMetrics().lineSpacing()
        font = theme.font(self._kind)
        line = max(line, int(natural_line(font) * 0.92))
        return int(lines * line + theme.px(22))

    def sizeHint(self) -> QSize:
        """As tall as the line, up to six rows."""
        return QSize(theme.px(320), self._height(self._rows()))

    def minimumSizeHint(self) -> QSize:
        """One row."""
        return QSize(theme.px(120), self._height(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint at the right end."""
        super().resizeEvent(event)
        self._sized()  # another width may take another number of rows

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of the new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_hint"):
            self._place_hint()

    def _place_hint(self) -> None:
        if not self._hint.text():
            return
        size = self._hint.sizeHint()
        room = self.width() - size.width() - theme.px(28)
        shown = room > theme.px(360)
        self._hint.setVisible(shown)
        self.setViewportMargins(0, 0, size.width() + theme.px(18) if shown else 0, 0)
        top = (self._height(1) - size.height()) // 2
        self._hint.setGeometry(
            self.width() - size.width() - theme.px(14), top, size.width(), size.height()
        )
