"""Small marks: chips with a word, dots for the three tests, filters one can take off, avatars."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.painting import (
    chip_roles,
    chip_size,
    dots_size,
    paint_avatar,
    paint_chip,
    paint_dots,
    paint_focus,
    state_word,
)

_TAKE_OFF = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chip(QLabel):
    """A word on a coloured ground; `state` is for, against, open, silent, neutral or accent."""

    def __init__(
        self,
        text: str,
        state: str = "neutral",
        tip: str = "",
        bold: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = str(state)
        self._tip = tip
        self._kind = "chip" if bold else "note"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_chip(text, self._state)

    @property
    def state(self) -> str:
        """The state the chip shows."""
        return self._state

    def set_chip(self, text: str, state: str | None = None) -> None:
        """Show another word, and another state when one is given."""
        self._state = str(state) if state is not None else self._state
        self.setText(text)
        self._tell()
        self.updateGeometry()
        self.update()

    def _tell(self) -> None:
        cut = self.width() < self.sizeHint().width() and self.isVisible()
        parts = [self.text()] if cut else []
        self.setToolTip("\n".join([*parts, self._tip] if self._tip else parts))

    def sizeHint(self) -> QSize:
        """Room for the whole word."""
        size = chip_size(self.text(), self._kind)
        return QSize(int(size.width() + 0.999), int(size.height() + 0.999))

    def minimumSizeHint(self) -> QSize:
        """Room for some letters; the rest is elided and told in the tooltip."""
        size = self.sizeHint()
        return QSize(min(size.width(), theme.px(120)), size.height())

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of the new font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        self._tell()
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self.text(), self._state, self._kind)


class StateDots(QWidget):
    """● for, ○ against, ◐ open, – not enough logged: one dot for each test, in order.

    `titles` are the tests' names and `words` their results; both are told in the tooltip and to
    screen readers.
    """

    def __init__(
        self,
        states: Sequence[str] = (),
        titles: Sequence[str] = (),
        words: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._states: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_states(states, titles, words)

    def set_states(
        self, states: Sequence[str], titles: Sequence[str] = (), words: Sequence[str] = ()
    ) -> None:
        """Show other results."""
        self._states = [str(state) for state in states]
        told = describe_states(self._states, titles, words)
        self.setToolTip(told)
        self.setAccessibleName(told.replace("\n", "; "))
        self.updateGeometry()
        self.update()

    def states(self) -> list[str]:
        """The results shown."""
        return list(self._states)

    def sizeHint(self) -> QSize:
        """Room for the dots."""
        size = dots_size(len(self._states))
        return QSize(int(size.width() + 1), int(size.height() + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        paint_dots(QPainter(self), QRectF(self.rect()), self._states)


def describe_states(
    states: Sequence[str], titles: Sequence[str] = (), words: Sequence[str] = ()
) -> str:
    """The dots in words, one test a line."""
    names = list(titles) or default_titles()
    lines = []
    for place, state in enumerate(states):
        word = words[place] if place < len(words) and words[place] else state_word(state)
        name = names[place] if place < len(names) else str(place + 1)
        lines.append(_("{test}: {result}").format(test=name, result=word))
    return "\n".join(lines)


def default_titles() -> list[str]:
    """The names of the three tests."""
    return [_("Continues after the sale"), _("Mutual and meaningful"), _("Not only agenda")]


class FilterChip(QAbstractButton):
    """A filter that is on; click it, or press Delete, Space or Enter on it, to take it off."""

    removed = Signal()

    def __init__(self, text: str, state: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Filter {name}, press to remove").format(name=text))
        self.setToolTip(_("Remove this filter"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.removed)

    def sizeHint(self) -> QSize:
        """Room for the word and the cross."""
        size = chip_size(self.text(), "note")
        return QSize(int(size.width() + theme.px(16)), int(size.height() + 2))

    def minimumSizeHint(self) -> QSize:
        """Room for some letters and the cross."""
        size = self.sizeHint()
        return QSize(min(size.width(), theme.px(120)), size.height())

    def event(self, event: QEvent) -> bool:
        """Keep Delete, which deletes an entry elsewhere on the page, for taking the filter off."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() in _TAKE_OFF:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Backspace, Enter and Space all take the filter off."""
        if event.key() in _TAKE_OFF:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip, its cross, and the ring when the keyboard is on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = chip_roles(self._state)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().colour(ground))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        words = box.adjusted(theme.px(8), 0, -theme.px(24), 0)
        painter.setFont(theme.font("note"))
        painter.setPen(theme.current().colour(ink))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width() + 2))
        painter.drawText(words.adjusted(0, 0, 4, 0), int(Qt.AlignmentFlag.AlignVCenter), shown)
        middle = QPointF(box.right() - theme.px(13), box.center().y())
        reach = theme.px(35) / 10
        painter.setPen(QPen(theme.current().colour(ink), 1.4))
        for sign in (-1, 1):
            painter.drawLine(
                middle + QPointF(-reach, -reach * sign), middle + QPointF(reach, reach * sign)
            )
        if self.hasFocus() or self.underMouse():
            paint_focus(painter, box, 4)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the ring under the mouse."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ring away again."""
        self.update()
        super().leaveEvent(event)


class Pictures(Protocol):
    """Who knows everybody's photo; `changed` tells that others can be shown now."""

    changed: Any

    def of(self, person: int) -> QImage | None:
        """Somebody's photo, small."""


class Avatar(QWidget):
    """A round mark: a person's photo where there is one, else their initials, in any script.

    `pressed` is for marks that lead somewhere, `set_pressable` lets the keyboard reach them.
    """

    pressed = Signal()

    def __init__(
        self,
        name: str,
        size: int = 34,
        parent: QWidget | None = None,
        *,
        pictures: Pictures | None = None,
        person: int = 0,
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._person = name, size, person
        self._pictures = pictures
        self._pressable = False
        if pictures is not None:
            pictures.changed.connect(self.update)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str, person: int = 0) -> None:
        """Show another person's photo or initials."""
        self._name, self._person = name, person
        if not self._pressable:
            self.setAccessibleName(name)
        self.update()

    def picture(self) -> QImage | None:
        """The photo that is shown; None while the initials are."""
        if self._pictures is None or not self._person:
            return None
        return self._pictures.of(self._person)

    def set_pressable(self, told: str) -> None:
        """Let it be pressed, by the keyboard too; `told` says what that does."""
        self._pressable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(told)
        self.setToolTip(told)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(theme.px(self._size), theme.px(self._size))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say that it was pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it, where it can be."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self._pressable and event.key() in keys:
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark, and the ring where the keyboard is on it."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_avatar(painter, box, self._name, picture=self.picture())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
