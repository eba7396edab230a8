"""Two people side by side: one row a field, and for each field the side that is to hold."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.people import Counterpart
from app.model.texts import _
from app.services.merge_fields import Side, Take
from app.services.merging import Comparison
from ui import theme
from ui.widgets.cards import Card, Separator, empty_layout
from ui.widgets.chips import Avatar, Chip, Pictures
from ui.widgets.elide import WrapLabel
from ui.widgets.painting import paint_focus
from ui.widgets.spans import Span, in_one

_LABEL = 128
_LONGEST = 280  # characters of a note that are shown


class Cell(QWidget):
    """What one side says; pressed, it is the one that holds. A tick marks it beside the colour."""

    pressed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = False
        self._words = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
        self.label = WrapLabel("")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(6))
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.choose(False)

    def choose(self, on: bool) -> None:
        """Show whether it holds."""
        self.on = on
        words = [Span(self._words)] if self._words else [Span(_("Nothing"), "second")]
        self.label.set_content([Span("✓  ", "accent", True), *words] if on else words)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses it."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw its ground and line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(colours.colour("accent" if self.on else "line"), 1))
        painter.setBrush(colours.colour("accent_ground") if self.on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))


class FieldChoice(QWidget):
    """One field of both; 1 and 2 or the arrows choose a side, 3 both where both can be kept."""

    changed = Signal()
    moved = Signal(object, int)

    def __init__(self, side: Side, names: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self.take = side.taken
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(side.label)
        self.cells = {Take.KEPT: Cell(side.kept), Take.GONE: Cell(side.gone)}
        if Take.BOTH in side.choices:
            self.cells[Take.BOTH] = Cell(_("Both, one after the other"))
        for (take, cell), key in zip(self.cells.items(), "123", strict=False):
            cell.pressed.connect(lambda take=take: self._press(take))
            cell.setToolTip(_("Press {key} to choose this").format(key=key))
        label = WrapLabel(side.label, "body", "second")
        label.setFixedWidth(theme.px(_LABEL))
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(6))
        grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.cells[Take.KEPT], 0, 1)
        grid.addWidget(self.cells[Take.GONE], 0, 2)
        if Take.BOTH in self.cells:
            grid.addWidget(self.cells[Take.BOTH], 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._names = names
        self.choose(side.taken)

    def choose(self, take: Take) -> None:
        """Let one side hold."""
        if take not in self.cells:
            return
        self.take = take
        for one, cell in self.cells.items():
            cell.choose(one is take)
        words = {
            Take.KEPT: self.side.kept or _("nothing"),
            Take.GONE: self.side.gone or _("nothing"),
            Take.BOTH: _("both"),
        }
        self.setAccessibleDescription(words[take])

    def _press(self, take: Take) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(take)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and left and right choose; up and down go to the neighbours."""
        key = Qt.Key(event.key())
        take = {
            Qt.Key.Key_1: Take.KEPT,
            Qt.Key.Key_Left: Take.KEPT,
            Qt.Key.Key_2: Take.GONE,
            Qt.Key.Key_Right: Take.GONE,
            Qt.Key.Key_3: Take.BOTH,
        }.get(key)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if take is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(take)
            self.changed.emit()
        elif step is not None:
            self.moved.emit(self, step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        if self.hasFocus():
            paint_focus(QPainter(self), QRectF(self.rect()), 8)


class Head(QWidget):
    """The two at the top, each over their column: who stays, and who becomes part of them."""

    def __init__(self, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)

    def show_people(self, kept: Counterpart, gone: Counterpart) -> None:
        """Show two people."""
        empty_layout(self._grid)
        room = QWidget()
        room.setFixedWidth(theme.px(_LABEL))
        self._grid.addWidget(room, 0, 0)
        for column, person, words, state in (
            (1, kept, _("stays"), "accent"),
            (2, gone, _("is merged in"), "neutral"),
        ):
            self._grid.addWidget(_face(person, words, state, self._pictures), 0, column)


def _face(person: Counterpart, words: str, state: str, pictures: Pictures | None) -> QWidget:
    face = QWidget()
    face.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout()
    row.setSpacing(theme.px(10))
    mark = Avatar(person.name, 34, pictures=pictures, person=person.id)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(WrapLabel([Span(in_one(person.name), bold=True)]), 1)
    # Below both of them: beside the mark, large text had no room for the words.
    chip = QHBoxLayout()
    chip.addWidget(Chip(words, state))
    chip.addStretch(1)
    column = QVBoxLayout(face)
    column.setContentsMargins(theme.px(10), 0, 0, 0)
    column.setSpacing(theme.px(6))
    column.addLayout(row)
    column.addLayout(chip)
    return face


class SideBySide(QWidget):
    """The whole comparison; `picks` are the sides chosen, `looked_at` the field one came to."""

    looked_at = Signal(object)

    def __init__(self, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[FieldChoice] = []
        self.head = Head(pictures)
        self.card = Card()
        self.same = WrapLabel("", "note", "second")
        self.moves = WrapLabel("")
        self.after = Card(_("What moves along"))
        self.after.add(self.moves)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(2))
        inside = QWidget()
        inside.setLayout(self._rows)
        self.card.add(self.head)
        self.card.add(Separator())
        self.card.add(inside)
        self.card.add(self.same)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(18))
        column.addWidget(self.card)
        column.addWidget(self.after)

    def show_comparison(self, found: Comparison) -> None:
        """Show two people, each field as it would hold."""
        self.head.show_people(found.kept, found.gone)
        empty_layout(self._rows)
        names = (found.kept.name, found.gone.name)
        self.fields = [FieldChoice(side, names) for side in found.to_choose]
        for field in self.fields:
            field.moved.connect(self._move)
            self._rows.addWidget(field)
        alike = [f"{side.label}: {side.kept}" for side in found.sides if not side.choices]
        self.same.setVisible(bool(alike) or not self.fields)
        self.same.set_content(
            _("The same in both: {fields}.").format(fields=" · ".join(alike))
            if alike
            else _("In no field does one say something else than the other.")
        )
        self.moves.set_content(moves_words(found))

    def show_again(self, found: Comparison) -> None:
        """Show the same two as they are now; choices and the keyboard stay where they were."""
        picks = self.picks()
        place = next((at for at, field in enumerate(self.fields) if field.hasFocus()), -1)
        self.show_comparison(found)
        for field in self.fields:
            field.choose(picks.get(field.side.key, field.take))
        if place >= 0 and self.fields:
            field = self.fields[min(place, len(self.fields) - 1)]
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def picks(self) -> Mapping[str, Take]:
        """By field, the side that is to hold."""
        return {field.side.key: field.take for field in self.fields}

    def begin(self) -> None:
        """Let the keyboard stand on the first field."""
        if self.fields:
            self.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, field: FieldChoice, step: int) -> None:
        place = max(0, min(self.fields.index(field) + step, len(self.fields) - 1))
        self.fields[place].setFocus(Qt.FocusReason.OtherFocusReason)
        self.looked_at.emit(self.fields[place])


def moves_words(found: Comparison) -> str:
    """What goes along from the one to the other, in sentences."""
    kept, gone = found.kept.name, found.gone.name
    told = [_("{gone} has nothing of their own that would move.").format(gone=gone)]
    if found.moves:
        moves = _("What moves from {gone} to {kept}: {what}.")
        told = [moves.format(what=found.moves, gone=gone, kept=kept)]
    if found.shared:
        both = _("Both took part in {what}; there one of them is left.")
        told.append(both.format(what=found.shared))
    told.append(
        _(
            "The other name is kept as another name. What both have alike is kept once. One undo "
            "brings both back as they were."
        )
    )
    return " ".join(told)
