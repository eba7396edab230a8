"""What the tabs of a profile are built from: tabs, lists that keep their rows, foldable parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.texts import _
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.cards import Card, SectionLabel, Separator
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.painting import paint_focus


class Tab(QScrollArea):
    """One tab of a profile; `show_profile` fills it and may be called again at any time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("ground", "none")
        self.body = QVBoxLayout(inner)
        self._space()
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._space())

    def _space(self) -> None:
        # The scroll bar stands in the margin, so that what is beside it never moves.
        bar = self.verticalScrollBar()
        right = theme.px(28) - (bar.sizeHint().width() if bar.maximum() > 0 else 0)
        self.body.setContentsMargins(0, theme.px(16), max(0, right), theme.px(20))
        self.body.setSpacing(theme.px(16))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the margins in step with the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "body"):
            self._space()
        super().changeEvent(event)

    def show_profile(self, profile: Profile) -> None:
        """Show a person, or the same one with what has changed."""

    def to_top(self) -> None:
        """Scroll to the top, as for another person."""
        self.verticalScrollBar().setValue(0)


class RecordRow(Protocol):
    """A row of `Records`: a widget that can show its record anew."""

    def show_record(self, record: Any) -> None:
        """Show the record as it is now."""


class Records(QWidget):
    """Rows for records, with lines between them; rows of records that stay are kept.

    A row that is being edited must survive that its own change is shown again. `filled` tells
    whether there are any.
    """

    filled = Signal(bool)

    def __init__(self, make: Callable[[Any], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._rows: dict[int, tuple[QWidget, QWidget, Separator]] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_records(self, records: Sequence[Any]) -> None:
        """Show these records in this order."""
        wanted = {record.id for record in records}
        for gone in [number for number in self._rows if number not in wanted]:
            slot = self._rows.pop(gone)[0]
            self._layout.removeWidget(slot)
            slot.hide()
            slot.deleteLater()
        for at, record in enumerate(records):
            if record.id not in self._rows:
                self._rows[record.id] = self._slot(record)
            slot, row, line = self._rows[record.id]
            row.show_record(record)  # type: ignore[attr-defined]
            line.setVisible(at > 0)
            item = self._layout.itemAt(at)
            if item is None or item.widget() is not slot:
                self._layout.removeWidget(slot)
                self._layout.insertWidget(at, slot)
            slot.show()
        self.setVisible(bool(records))
        self.filled.emit(bool(records))

    def _slot(self, record: Any) -> tuple[QWidget, QWidget, Separator]:
        slot = QWidget(self)
        column = QVBoxLayout(slot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = Separator()
        column.addWidget(line)
        row = self._make(record)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, theme.px(9), 0, theme.px(9))
        inner.addWidget(row)
        column.addLayout(inner)
        return slot, row, line

    def row(self, number: int) -> QWidget | None:
        """The row of a record."""
        found = self._rows.get(number)
        return found[1] if found else None

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)


class ListCard(Card):
    """A card whose content is a list of records, and below it what one can add."""

    def __init__(self, make: Callable[[Any], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.records = Records(make)
        self.add(self.records)
        self.body.setSpacing(0)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the records, with a line between while there are any."""
        line = Separator()
        self.add(line)
        self.records.filled.connect(line.setVisible)
        line.setVisible(self.records.count() > 0)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(7), 0, theme.px(7))
        column.addWidget(widget)
        self.add(holder)

    def _space(self) -> None:
        super()._space()
        self.body.setSpacing(0)
        self._outer.setContentsMargins(theme.px(16), theme.px(7), theme.px(16), theme.px(7))


class AddLine(QLineEdit):
    """A line at the end of a list: what is typed and entered is to be added; `added` carries it.

    The words stay until whoever adds them calls `clear`: a step that fails loses nothing typed.
    """

    added = Signal(str)

    def __init__(self, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self.setProperty("kind", "inline")
        self.returnPressed.connect(self._enter)

    def _enter(self) -> None:
        text = " ".join(self.text().split())
        if text:
            self.added.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the line."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class Heading(QWidget):
    """A section label, and at the right end a link that opens what can be edited."""

    pressed = Signal()

    def __init__(self, text: str, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = SectionLabel(text)
        self.link = LinkButton(link, kind="note", parent=self)
        self.link.setVisible(bool(link))
        self.link.setAccessibleName(f"{link}: {text}" if link else "")
        self.link.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(2), 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignBottom)


class Fold(QWidget):
    """A section of a page: its label, and a card that is read, or edited after "Edit".

    The editing part is made when it is first opened.
    """

    def __init__(
        self,
        title: str,
        read: QWidget,
        edit: Callable[[], QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._make = title, edit
        self.read, self.edit = read, None
        self.heading = Heading(title, _("Edit") if edit else "")
        self.heading.pressed.connect(self.toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.heading)
        column.addWidget(read)
        self._column = column

    edit: QWidget | None

    def toggle(self) -> None:
        """Turn from reading to editing and back."""
        self.open(self.read.isVisibleTo(self))

    def open(self, editing: bool) -> None:
        """Show the fields, or what they say."""
        if editing and self.edit is None and self._make is not None:
            self.edit = self._make()
            self._column.addWidget(self.edit)
        if self.edit is None:
            return
        self.read.setVisible(not editing)
        self.edit.setVisible(editing)
        words = _("Done") if editing else _("Edit")
        self.heading.link.set_label(words)
        self.heading.link.setAccessibleName(f"{words}: {self._title}")
        if editing:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class FoldRow(QWidget):
    """A row that shows a record, and opens its form below when pressed.

    Subclasses lay out `self.line`, say in `show_line` what it shows, and make the form.
    """

    def __init__(self, desk: Desk, record: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.record = desk, record
        self.form: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Press Enter to edit"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        self.line = QHBoxLayout()
        self.line.setSpacing(theme.px(10))
        self._column.addLayout(self.line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.build()

    def build(self) -> None:
        """Lay out the line."""

    def show_line(self) -> None:
        """Show the record in the line."""

    def make_form(self) -> QWidget:
        """The fields below the line."""
        raise NotImplementedError

    def show_record(self, record: Any) -> None:
        """Show the record as it is now, in the line and in the form."""
        self.record = record
        self.show_line()
        if self.form is not None:
            self.form.show_record(record)  # type: ignore[attr-defined]

    def open(self, editing: bool = True) -> None:
        """Show or hide the form."""
        if editing and self.form is None:
            self.form = self.make_form()
            self.form.setCursor(Qt.CursorShape.ArrowCursor)
            self.form.setToolTip("")
            self._column.addWidget(self.form)
            self.form.show_record(self.record)  # type: ignore[attr-defined]
        if self.form is not None:
            self.form.setVisible(editing)
            if editing:
                self.form.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self.form is not None and self.form.isVisibleTo(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the line opens or closes the form."""
        height = self.line.geometry().bottom()
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() <= height:
            self.open(not self.is_open())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens and closes the form, Escape closes it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hasFocus():
            self.open(not self.is_open())
        elif event.key() == Qt.Key.Key_Escape and self.is_open():
            self.open(False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        if self.hasFocus():
            box = QRectF(self.line.geometry()).adjusted(-6, -4, 6, 4)
            paint_focus(QPainter(self), box.intersected(QRectF(self.rect())), 5)


class NotedRow(FoldRow):
    """A row of words with a note below them; beside them a chip and a button where it has some."""

    def lay_words(self, *beside: QWidget) -> None:
        """Lay out the line, with these at its end."""
        self._text = WrapLabel("")
        self._note = WrapLabel("", "note", "second")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._text)
        texts.addWidget(self._note)
        self.line.addLayout(texts, 1)
        for part in beside:
            self.line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def lay_standing(self, words: str, act: Callable[[], object]) -> QPushButton:
        """The same with a chip that says how it stands; the button takes the next step."""
        self._chip = Chip("")
        button = PlainButton(words)
        button.clicked.connect(lambda: act())
        self.lay_words(self._chip, button)
        return button

    def show_note(self, parts: Sequence[str]) -> None:
        """Say more below the words, or nothing."""
        self._note.set_content(" · ".join(parts))
        self._note.setVisible(bool(parts))
