"""Pages, cards, rows in cards, and the labels above them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FoldLayout
from ui.widgets.page import Page, PageHeader
from ui.widgets.spans import Span, SpanLike, as_spans

__all__ = [
    "Card",
    "Columns",
    "Page",
    "PageHeader",
    "Row",
    "Section",
    "SectionLabel",
    "Separator",
    "empty_layout",
]


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and free it."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()  # not taken from its parent first: Qt would style it all anew
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)


class SectionLabel(WrapLabel):
    """The small semibold heading above a card, with a quieter count beside it if wanted."""

    def __init__(self, text: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "section", "second", parent=parent)
        self.set_heading(text, note)

    def set_heading(self, text: str, note: str = "") -> None:
        """Show another heading."""
        spans: list[SpanLike] = [Span(text, "second")]
        if note:
            spans.append(Span("  " + note, "second", small=True))
        self.set_content(spans)


class Separator(QFrame):
    """A line between two rows of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "separator")
        self.setFixedHeight(1)


class Card(QFrame):
    """A white card with a thin line around it; `label` stands inside, at the top.

    `add` puts a part in; `add_row` puts a row in, with a line above it unless it is the first.
    `clear` empties the card but keeps the label.
    """

    def __init__(self, label: str = "", parent: QWidget | None = None, part: str = "card") -> None:
        super().__init__(parent)
        self.setProperty("part", part)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        outer = QVBoxLayout(self)
        self._label = SectionLabel(label, parent=self)
        self._label.setVisible(bool(label))
        self.body = QVBoxLayout()
        self._rows = 0
        self._as_list = False
        outer.addWidget(self._label)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self._outer = outer
        self._space()

    def _space(self) -> None:
        side, end = theme.px(16), theme.px(14)
        self._outer.setContentsMargins(side, end, side, end)
        self._outer.setSpacing(theme.px(8))
        self.body.setSpacing(theme.px(10 if self._rows else 8))
        air = theme.px(7) if self._as_list else 0
        self.body.setContentsMargins(0, air, 0, air)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the padding in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_outer"):
            self._space()
        super().changeEvent(event)

    def set_label(self, text: str, note: str = "") -> None:
        """Show another heading inside the card."""
        self._label.set_heading(text, note)
        self._label.setVisible(bool(text))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a part into the card, below what is there."""
        self.body.addWidget(widget, stretch)

    def add_row(self, widget: QWidget) -> None:
        """Put a row into the card's list, with a line between it and what is above."""
        if self.body.count():
            self.body.addWidget(Separator())
        elif not self._rows:
            self._as_list = True
        self._rows += 1
        self._space()
        self.body.addWidget(widget)

    def row_count(self) -> int:
        """How many rows the card's list has."""
        return self._rows

    def clear(self) -> None:
        """Take everything out again but the heading."""
        empty_layout(self.body)
        self._rows = 0
        self._as_list = False
        self._space()


class Section(QWidget):
    """A section label with its card below: `section.card.add_row(...)`."""

    def __init__(
        self, label: str, note: str = "", card: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        self.label = SectionLabel(label, note)
        self.content: QWidget = card or Card()
        layout.addWidget(self.label)
        layout.addWidget(self.content)

    @property
    def card(self) -> Card:
        """The card below the label."""
        assert isinstance(self.content, Card)
        return self.content


class Row(QWidget):
    """One row of a card: something before, a title and a note, and something after.

    With `pressable` it takes the focus and emits `pressed` on click, Enter or Space.
    """

    pressed = Signal()

    def __init__(
        self,
        title: str | Sequence[SpanLike],
        note: str | Sequence[SpanLike] = "",
        before: QWidget | None = None,
        after: QWidget | Sequence[QWidget] | None = None,
        pressable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pressable = pressable
        layout = QHBoxLayout(self)
        # The ring that shows the keyboard stands around the words, not across them.
        side, end = (theme.px(8), theme.px(4)) if pressable else (0, 0)
        layout.setContentsMargins(side, end, side, end)
        layout.setSpacing(theme.px(10))
        if before is not None:
            layout.addWidget(before, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = WrapLabel(title, parent=self)
        self.note = WrapLabel(note, "note", "second", parent=self)
        self.note.setVisible(bool(note))
        words.addWidget(self.title)
        words.addWidget(self.note)
        layout.addLayout(words, 1)
        parts = [after] if isinstance(after, QWidget) else list(after or [])
        for part in parts:
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        if pressable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleName(self.title.words())

    def set_note(self, note: str | Sequence[SpanLike]) -> None:
        """Show another note, or none."""
        self.note.set_content(as_spans(note, "second"))
        self.note.setVisible(bool(note))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click presses the row."""
        inside = self.rect().contains(event.position().toPoint())
        if self._pressable and event.button() == Qt.MouseButton.LeftButton and inside:
            self.pressed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space presses the row."""
        if self._pressable and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().colour("accent"), 1.5))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))


class Columns(QWidget):
    """Two or three columns that fold into fewer, and at last into one, when there is no room.

    `columns[i]` is the layout of a column; `narrowest` the least width of one at scale 1.0.
    With `equal` the columns side by side are equally tall, as cards in one row should be.
    """

    def __init__(
        self,
        weights: Sequence[float] = (1.0, 1.0),
        narrowest: int = 240,
        gap: int = 18,
        equal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fold = FoldLayout(self, weights, narrowest, gap, equal=equal)
        self.columns: list[QVBoxLayout] = []
        for _ in weights:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.px(gap))
            self._fold.addWidget(holder)
            self.columns.append(column)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, column: int, widget: QWidget) -> None:
        """Put a widget at the end of a column."""
        self.columns[column].addWidget(widget)

    def clear(self) -> None:
        """Empty every column."""
        for column in self.columns:
            empty_layout(column)

    def shown_columns(self) -> int:
        """How many columns stand side by side just now."""
        return self._fold.columns_at(self.width())
