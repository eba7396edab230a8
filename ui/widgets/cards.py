"""Pages, cards, rows in cards, and the labels above them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout, FoldLayout
from ui.widgets.spans import Span, SpanLike, as_spans


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and free it."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
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
        outer.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        outer.setSpacing(theme.px(8))
        self._label = SectionLabel(label)
        self._label.setVisible(bool(label))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(8))
        self._rows = 0
        outer.addWidget(self._label)
        outer.addLayout(self.body)
        outer.addStretch(1)

    def set_label(self, text: str, note: str = "") -> None:
        """Show another heading inside the card."""
        self._label.set_heading(text, note)
        self._label.setVisible(bool(text))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a part into the card, below what is there."""
        self.body.addWidget(widget, stretch)

    def add_row(self, widget: QWidget) -> None:
        """Put a row into the card's list, with a line between it and the row before."""
        if self._rows:
            self.body.addWidget(Separator())
        else:
            self.body.setSpacing(theme.px(9))
        self.body.addWidget(widget)
        self._rows += 1

    def row_count(self) -> int:
        """How many rows the card's list has."""
        return self._rows

    def clear(self) -> None:
        """Take everything out again but the heading."""
        empty_layout(self.body)
        self._rows = 0


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
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        if before is not None:
            layout.addWidget(before, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = WrapLabel(title)
        self.note = WrapLabel(note, "note", "second")
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
            self.setAccessibleName(self.title.text())

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
    """

    def __init__(
        self,
        weights: Sequence[float] = (1.0, 1.0),
        narrowest: int = 240,
        gap: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fold = FoldLayout(self, weights, narrowest, gap)
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


class PageHeader(QWidget):
    """The top of a page: something before, the title, a line below it, and buttons on the right.

    Where there is no room the buttons go below the title.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        before: QWidget | None = None,
        kind: str = "title",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(theme.px(12))
        self._words = QWidget()
        words_row = QHBoxLayout(self._words)
        words_row.setContentsMargins(0, 0, 0, 0)
        words_row.setSpacing(theme.px(10))
        self.before = before
        if before is not None:
            words_row.addWidget(before, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = WrapLabel(title, kind)
        self.subtitle = WrapLabel(subtitle, "body", "second")
        self.subtitle.setVisible(bool(subtitle))
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addStretch(1)
        words_row.addLayout(column, 1)
        self._side = QWidget()
        self._buttons = FlowLayout(self._side, gap=10, right=True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._side.setSizePolicy(policy)
        self._outer.addWidget(self._words, 1)
        self._outer.addWidget(self._side, 0)
        self._side.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_title(self, title: str, subtitle: str | None = None) -> None:
        """Show another title, and another line below it when one is given."""
        self.title.set_content(title)
        if subtitle is not None:
            self.subtitle.set_content(subtitle)
            self.subtitle.setVisible(bool(subtitle))

    def add_button(self, widget: QWidget) -> None:
        """Put a button (or a note, or a field) at the right end."""
        self._buttons.addWidget(widget)
        self._side.show()


class Page(QWidget):
    """A whole page: its header, and a body that scrolls.

    Put parts into `page.body`; `page.header` holds the title and the buttons on the right.
    With `scroll=False` the body fills the page and whatever is inside scrolls by itself.
    """

    def __init__(
        self,
        title: str = "",
        subtitle: str = "",
        before: QWidget | None = None,
        scroll: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scrolls = scroll
        self.header = PageHeader(title, subtitle, before)
        self._content = QWidget()
        self._content.setProperty("ground", "none")
        self.body = QVBoxLayout(self._content)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        if scroll:
            self.scroller = QScrollArea()
            self.scroller.setWidgetResizable(True)
            self.scroller.setFrameShape(QFrame.Shape.NoFrame)
            self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.scroller.setWidget(self._content)
            self._outer.addWidget(self.scroller)
        else:
            self._outer.addWidget(self._content)
        self.body.addWidget(self.header)
        self._space()

    def _space(self) -> None:
        self.body.setContentsMargins(theme.px(28), theme.px(20), theme.px(28), theme.px(20))
        self.body.setSpacing(theme.px(18))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the margins in step with the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a part below what is there."""
        self.body.addWidget(widget, stretch)

    def add_stretch(self) -> None:
        """Keep what follows, or nothing, at the top: call it after the last part."""
        self.body.addStretch(1)
