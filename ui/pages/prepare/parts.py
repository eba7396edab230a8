"""The cards of a prepared meeting: a heading with dated lines that lead to their entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.model.brief import Line
from app.model.findings import Finding, State
from app.model.texts import _
from ui import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Row, Section, Separator, empty_layout
from ui.widgets.chips import Chip, StateDots
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span, SpanLike

_LONG = 360  # characters of a note shown before one asks for the rest
_MOST_LINES = 6
_ENDLESS = 20_000  # characters that no card can show; the entry itself can
_LONG_WORD = 22  # characters a chip may hold beside a title


class Lines(QWidget):
    """Rows with a line between them, refilled as often as one likes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(10))
        self._rows = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, rows: Sequence[QWidget], keep: bool = False) -> None:
        """Show these rows in place of what is there; with `keep`, that is only put aside."""
        while keep and self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Separator):
                widget.deleteLater()
            if widget is not None:
                widget.hide()
        empty_layout(self._layout)
        self._layout.setSpacing(theme.px(10))
        for place, row in enumerate(rows):
            if place:
                self._layout.addWidget(Separator())
            self._layout.addWidget(row)
            row.show()
        self._rows = len(rows)
        self.setVisible(bool(rows))

    def row_count(self) -> int:
        """How many rows are shown."""
        return self._rows


class TallRow(QWidget):
    """A title with a chip beside it, and below both a note as wide as the card."""

    pressed = Signal()

    def __init__(
        self,
        title: Sequence[SpanLike],
        note: str,
        chip: QWidget,
        before: QWidget | None = None,
        pressable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.row = Row(title, "", before, chip, pressable)
        self._note = WrapLabel(note, "note", "second")
        self._pressable = pressable
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.row)
        layout.addWidget(self._note)
        self._note.setVisible(bool(note))  # not before it stands in here: it would be a window
        self.row.pressed.connect(self.pressed)
        if pressable:
            self._note.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the note presses the row too."""
        if self._pressable and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
            return
        super().mouseReleaseEvent(event)


class Part(Section):
    """One card with its heading; it vanishes while it has nothing to say.

    `entry_wanted` carries the id of the entry a line comes from, `entries_wanted` the ids a
    finding rests on. `foot` is a widget that stays below the rows and keeps the part in sight.
    """

    entry_wanted = Signal(int)
    entries_wanted = Signal(object)

    def __init__(self, title: str, foot: QWidget | None = None) -> None:
        card = Card()
        super().__init__(title, card=card)
        self._foot = foot
        self._line = Separator(card)
        self.lines = Lines()
        card.add(self.lines)
        if foot is not None:
            card.add(self._line)
            card.add(foot)
        self._line.hide()
        if foot is None:
            self.hide()

    def fill(self, rows: Sequence[QWidget], title: str = "") -> None:
        """Show these rows; nothing at all when there is none."""
        if title:
            self.label.set_heading(title)
        self.lines.fill(rows)
        self._line.setVisible(bool(rows) and self._foot is not None)
        self.setVisible(bool(rows) or self._foot is not None)

    # --- rows ----------------------------------------------------------------------------

    def line(
        self,
        line: Line,
        note: str | None = None,
        chip: Chip | None = None,
        bold: bool = False,
        before: QWidget | None = None,
    ) -> Row | TallRow:
        """One line of the brief; pressing it goes to the entry it comes from."""
        title: list[SpanLike] = [Span(line.text, "ink", bold)]
        if line.lead:
            title = [Span(f"{line.lead} ", "second"), *title]
        told = line.note if note is None else note
        entry = line.entry
        row: Row | TallRow
        if chip is None:
            row = Row(title, told, before, None, entry is not None)
        else:
            row = TallRow(title, told, chip, before, entry is not None)
        if entry is not None:
            row.setToolTip(_("Go to the entry this comes from"))
            row.pressed.connect(lambda: self.entry_wanted.emit(entry))
        return row

    def sentence(self, text: str, role: str = "ink", entries: Sequence[int] = ()) -> QWidget:
        """A sentence; pressing it shows the entries it rests on, if there are any."""
        if not entries:
            return WrapLabel(text, "body", role)
        row = Row([Span(text, role)], pressable=True)
        self._lead_to(row, entries)
        return row

    def finding(self, finding: Finding, marked: bool = False) -> TallRow | Row:
        """A finding with its counts; with `marked`, its state as a dot and a word too."""
        silent = finding.state is State.SILENT
        dot = StateDots([finding.state], [finding.title], [finding.word]) if marked else None
        note = finding.sentence if marked or not silent else ""
        title: list[SpanLike] = [Span(finding.title, "ink", marked)]
        row: Row | TallRow
        if silent or len(finding.word) <= _LONG_WORD:
            state = finding.state.value if marked or silent else "neutral"
            chip = Chip(finding.word, state, finding.change)
            row = TallRow(title, note, chip, dot, bool(finding.entries))
        else:
            row = Row(title, note, dot, None, bool(finding.entries))
        if finding.entries:
            self._lead_to(row, finding.entries)
        return row

    def _lead_to(self, row: Row | TallRow, entries: Sequence[int]) -> None:
        row.setToolTip(_("Show the entries this rests on"))
        row.pressed.connect(lambda: self.entries_wanted.emit(tuple(entries)))


class TalkRow(QWidget):
    """One talk in full: its day, what was written, and how it came about.

    A long note is cut until one asks for the rest; one without end leads to its entry.
    """

    pressed = Signal()

    def __init__(self, day: str, line: Line, how: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = line.text
        self._short = shortened(line.text)
        date = WrapLabel(day, "note", "second")
        date.setFixedWidth(theme.px(58))
        self.row = Row(self._short, how, date, None, True)
        inner = self.row.layout()
        if inner is not None:
            inner.setAlignment(date, Qt.AlignmentFlag.AlignTop)
        self.row.setToolTip(_("Go to this entry"))
        self.row.pressed.connect(self.pressed)
        self.more = LinkButton(_("Show the whole note"), kind="note")
        self.more.setVisible(self._short != self._text)
        self.more.clicked.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.row)
        side = QHBoxLayout()
        side.addSpacing(theme.px(68))
        side.addWidget(self.more, 1)
        layout.addLayout(side)

    def _toggle(self) -> None:
        if len(self._text) > _ENDLESS:
            self.pressed.emit()
            return
        whole = self.row.title.text() == self._short
        self.row.title.set_content(self._text if whole else self._short)
        self.more.set_label(_("Show less") if whole else _("Show the whole note"))


def shortened(text: str) -> str:
    """The start of a long note, ending in an ellipsis; a short one as it is."""
    lines = text[: _LONG * 2].splitlines()
    kept = "\n".join(lines[:_MOST_LINES])
    if len(kept) > _LONG:
        kept = kept[:_LONG].rsplit(None, 1)[0]
    return text if len(kept) >= len(text.rstrip()) else kept.rstrip(" ,.;:\n") + "…"


class AddLine(QLineEdit):
    """A field that stays: Enter hands over what was typed, Escape drops it.

    The words stay until whoever adds them calls `clear`: a step that fails loses nothing typed.
    """

    added = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "inline")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, Escape drops."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = " ".join(self.text().split())
            if text:
                self.added.emit(text)
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


def link_row(text: str, go: Callable[[], object]) -> LinkButton:
    """A quiet line that leads somewhere."""
    link = LinkButton(text, kind="note")
    link.clicked.connect(lambda: go())
    return link
