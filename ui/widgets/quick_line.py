"""One line that is coloured as it is understood, with what was understood below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import empty_layout
from ui.widgets.completer import CompletionList
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.line_reading import LineReader, Mark, Offer, Reading
from ui.widgets.spans import Span, natural_line

LONGEST = 4000  # characters a line takes; more belongs into a note
_MOST_LINES = 6
_PAUSE_MS = 12  # keys typed in one go are read once
_STILL_MS = 600  # nobody is asked about a name while it is being typed
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


class QuickLine(QWidget):
    """The field, what was understood, and a button for every doubt; `submitted` when it is whole.

    `submitted` carries the Reading. `changed` tells of every key, `was_read` of every reading.
    `enough` decides whether a line is whole; a page that knows more than the line puts its own.
    """

    submitted = Signal(object)
    changed = Signal()
    was_read = Signal(object)
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
        self.edit = QuickLineEdit(placeholder, name, kind, hint)
        self.understood = WrapLabel("", "note", "second")
        self._trouble = WrapLabel("", "note", "against_text")
        self._offers = QWidget()
        self._flow = FlowLayout(self._offers, gap=8)
        self._offered: Sequence[Offer] = ()
        self._still = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._still.timeout.connect(lambda: self._show_offers(self.edit.reading()))
        self._wants_to_submit = False
        self.enough: Callable[[Reading], bool] = lambda reading: reading.is_complete
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for part in (self.edit, self.understood, self._trouble, self._offers):
            layout.addWidget(part)
        for part in (self.understood, self._trouble, self._offers):
            part.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.edit)
        self.edit.typed.connect(self._typed)
        self.edit.was_read.connect(self._show)
        self.edit.submitted.connect(self.submit)
        self.edit.overflowed.connect(self.overflowed)

    def set_reader(self, reader: LineReader | None) -> None:
        """Read with this from now on."""
        self.edit.set_reader(reader)
        if self._wants_to_submit and reader is not None:
            self.submit()

    def text(self) -> str:
        """The line as it stands."""
        return self.edit.text()

    def set_text(self, text: str, agreed: frozenset[str] = frozenset()) -> None:
        """Put another line in its place."""
        self.edit.set_text(text, agreed)

    def reading(self) -> Reading:
        """What the line says as it stands now."""
        return self.edit.reading()

    def submit(self) -> None:
        """Hand the line on if it is whole; else go to the first thing to decide."""
        self._wants_to_submit = not self.edit.is_ready()
        if self._wants_to_submit:
            return
        reading = self.edit.reading()
        if self.enough(reading):
            self.submitted.emit(reading)
            return
        self._show(reading)
        self._show_offers(reading)
        buttons = self._offers.findChildren(Button)
        if reading.offers and buttons:
            buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif reading.text.strip():
            words = reading.problem or _("The line names nobody yet.")
            self._trouble.set_content(words)
            self._trouble.show()

    def _typed(self) -> None:
        self._wants_to_submit = False
        self._trouble.hide()
        self._still.start()
        self.changed.emit()

    def _show(self, reading: Reading) -> None:
        words = reading.sentence
        self.understood.set_content(words, "second")
        self.understood.setVisible(bool(words))
        self._trouble.setVisible(bool(reading.problem))
        self._trouble.set_content([Span(reading.problem, "against_text")])
        if not reading.offers or not self._still.isActive():
            self._show_offers(reading)
        self.was_read.emit(reading)

    def _show_offers(self, reading: Reading) -> None:
        self._still.stop()
        if list(reading.offers) == list(self._offered):
            return
        self._offered = reading.offers
        had_focus = self._offers.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        empty_layout(self._flow)
        for offer in reading.offers:
            button = Button(offer.words, "plain")
            button.clicked.connect(lambda _on=False, taken=offer: self._take(taken))
            button.installEventFilter(self)
            self._flow.addWidget(button)
        self._offers.setVisible(bool(reading.offers))
        if had_focus:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, offer: Offer) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._still.stop()
        if offer.agree:
            self.edit.agree(offer.agree)
        else:
            self.edit.set_text(offer.line, self.edit.agreed())
        self.changed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows walk the offers, Enter takes one, Escape goes back to the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER and isinstance(watched, Button):
                watched.click()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            buttons = self._offers.findChildren(Button)
            if step and watched in buttons:
                at = (buttons.index(watched) + step) % len(buttons)
                buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
