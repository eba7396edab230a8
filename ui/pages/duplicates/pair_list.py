"""The pairs that look alike, one a row, with why; the keyboard answers each where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.texts import _
from app.services.duplicates import Likely
from ui import theme
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Row
from ui.widgets.chips import Avatar, Pictures
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span, in_one

_SHOWN = 50


class PairRow(Row):
    """Two names and why they look alike; Enter compares, N and S answer, the arrows move."""

    answered = Signal(object, str)
    moved = Signal(object, int)

    def __init__(
        self, pair: Likely, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        self.pair = pair
        self.compare = LinkButton(_("Compare"), kind="note")
        self.differ = LinkButton(_("Not the same"), kind="note")
        for link in (self.compare, self.differ):
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row answers to the same keys
        title = [*_who(pair, 0), Span("   ·   ", "second"), *_who(pair, 1)]
        super().__init__(
            title,
            "  ".join(pair.reasons),
            before=_faces(pair, pictures),
            after=[self.compare, self.differ],
            pressable=True,
            parent=parent,
        )
        one, other = pair.names
        self.setAccessibleName(_("{one} and {other}").format(one=one, other=other))
        self.setAccessibleDescription(" ".join(pair.reasons))
        self.setToolTip(_("Enter compares, N says they are two people, S leaves them for later"))
        self.pressed.connect(lambda: self.answered.emit(self, "compare"))
        self.compare.clicked.connect(lambda: self.answered.emit(self, "compare"))
        self.differ.clicked.connect(lambda: self.answered.emit(self, "differ"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each answer."""
        key = Qt.Key(event.key())
        answer = {Qt.Key.Key_N: "differ", Qt.Key.Key_S: "later"}.get(key)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if answer is not None and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            if not event.isAutoRepeat():  # held down, it would answer pairs nobody has looked at
                self.answered.emit(self, answer)
        elif step is not None:
            self.moved.emit(self, step)
        else:
            super().keyPressEvent(event)


def _who(pair: Likely, side: int) -> list[Span]:
    words = [Span(in_one(pair.names[side]), bold=True)]
    if pair.places[side]:
        words.append(Span(f"  {in_one(pair.places[side])}", "second", small=True))
    return words


def _faces(pair: Likely, pictures: Pictures | None) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(4))
    for name, person in zip(pair.names, (pair.one, pair.other), strict=True):
        row.addWidget(Avatar(name, 30, pictures=pictures, person=person))
    return both


class PairList(QWidget):
    """All pairs in one card; `answered` carries the pair and "compare", "differ" or "later"."""

    answered = Signal(object, str)
    looked_at = Signal(object)

    def __init__(self, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.rows: list[PairRow] = []
        self.card = Card()
        self.more = WrapLabel("", "note", "second")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.card)
        column.addWidget(self.more)

    def show_pairs(self, pairs: Sequence[Likely], place: int = 0) -> None:
        """Show these; the keyboard goes to the row at a place."""
        self.card.clear()
        self.rows = [PairRow(pair, self._pictures) for pair in pairs[:_SHOWN]]
        for row in self.rows:
            row.answered.connect(lambda who, answer: self.answered.emit(who.pair, answer))
            row.moved.connect(self._move)
            self.card.add_row(row)
        rest = len(pairs) - len(self.rows)
        self.more.setVisible(rest > 0)
        self.more.set_content(
            _("{n} more pairs follow when these are answered.").format(n=f"{rest:,}")
        )
        self.mark(place)

    def mark(self, place: int) -> None:
        """Let the keyboard stand on a row."""
        if self.rows and self.isVisible():
            row = self.rows[max(0, min(place, len(self.rows) - 1))]
            row.show()  # one just made is shown later, and what is not seen takes no keyboard
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.looked_at.emit(row)

    def place(self) -> int:
        """The row the keyboard is on."""
        return next((at for at, row in enumerate(self.rows) if row.hasFocus()), 0)

    def _move(self, row: PairRow, step: int) -> None:
        self.mark(self.rows.index(row) + step)
