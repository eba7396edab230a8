"""Buttons, links, and rows of choices that start with nothing chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.elide import ElidedLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.painting import paint_focus
from ui.widgets.spans import Laid, Span, draw, fits, lay_out, seen

_WIDE = 100_000.0
_CHANGES = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


class Button(QPushButton):
    """A push button; `kind` is plain, primary, quiet, choice or chip."""

    def __init__(self, text: str, kind: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_label(self, text: str) -> None:
        """Show other words."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too, unless it is an answer: there Enter belongs to the form."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if enter and plain and not self.isCheckable():
            self.click()
            return
        super().keyPressEvent(event)

    def for_action(self, action: QAction) -> "Button":
        """Do what the action does, be enabled when it is; returns the button itself."""
        self.clicked.connect(action.trigger)
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        action.enabledChanged.connect(self.setEnabled)
        return self


def PrimaryButton(text: str) -> Button:
    """The one button of a page that carries on with the work."""
    return Button(text, "primary")


def PlainButton(text: str) -> Button:
    """An ordinary button."""
    return Button(text, "plain")


def QuietButton(text: str) -> Button:
    """A button without a border, for the way one rarely takes."""
    return Button(text, "quiet")


class LinkButton(QAbstractButton):
    """A sentence one can press; it wraps like text and never gets cut off."""

    def __init__(
        self, text: str, role: str = "accent", kind: str = "body", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._role, self._kind = role, kind
        self._laid: tuple[int, Laid] | None = None
        self._look = theme.current()
        # Layouts ask again and again: what was measured once is kept until the words change.
        self._one: Laid | None = None
        self._heights: dict[int, int] = {}
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_label(self, text: str) -> None:
        """Show other words."""
        self.setText(text)
        self.setAccessibleName(text)
        self._changed()

    def draw_again(self) -> None:
        """Show the words anew: what may be seen has changed."""
        self._changed()

    def _changed(self) -> None:
        self._laid = self._one = None
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def _set_in(self, width: float) -> Laid:
        return lay_out(seen([Span(self.text(), self._role)]), theme.font(self._kind), width)

    def _on_one_line(self) -> Laid:
        if self._one is None:
            self._one = self._set_in(_WIDE)
        return self._one

    def _lay(self, width: int) -> Laid:
        if self._laid is None or self._laid[0] != width:
            one = self._on_one_line()
            self._laid = (width, one if fits(one, width) else self._set_in(width))
        return self._laid[1]

    def changeEvent(self, event: QEvent) -> None:
        """Lay the words out again when the font or the colours change."""
        if event.type() in _CHANGES and self._look is not theme.current():
            self._look = theme.current()
            self._changed()
        super().changeEvent(event)

    def hasHeightForWidth(self) -> bool:
        """Yes: narrower means taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels needed to show every word at this width."""
        if width not in self._heights:
            one = self._on_one_line()
            laid = one if one.width + 1 <= width else self._lay(width)
            self._heights[width] = int(laid.height + 0.999)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """As wide as the words on one line, up to a readable measure."""
        one = self._on_one_line()
        width = min(int(one.width) + 3, theme.px(460))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to share a row."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.px(64)), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def hitButton(self, pos: QPoint) -> bool:
        """Only the words can be pressed, not the empty end of the line."""
        return pos.x() <= self._lay(self.width()).width + theme.px(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, and a ring when the keyboard is on them."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.55)
        draw(painter, self._lay(self.width()), QRectF(self.rect()))
        if self.hasFocus():
            width = min(self.width(), self._lay(self.width()).width + theme.px(4))
            paint_focus(painter, QRectF(0, 0, width, self.height()), 4)


class ChoiceRow(QWidget):
    """One question's answers in a row, none chosen at first; pressing the chosen one clears it.

    `choices` are (value, words). While the row has the keyboard, the digits 1 to n choose and
    the arrows move. `changed` carries the value, or None.
    """

    changed = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[Any, str]],
        name: str = "",
        show_keys: bool = False,
        gap: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = [value for value, _words in choices]
        self._buttons: list[Button] = []
        flow = FlowLayout(self, gap=gap, line_gap=8)
        for place, (_value, words) in enumerate(choices):
            button = Button(words, "choice")
            button.setCheckable(True)
            number = str(place + 1)
            button.setAccessibleName(f"{name}: {words}" if name else words)
            button.setToolTip(_("Press {key} to choose this").format(key=number))
            button.clicked.connect(lambda _on, at=place: self._pressed(at))
            button.installEventFilter(self)
            flow.addWidget(button)
            self._buttons.append(button)
        if show_keys:
            keys = " ".join(str(place + 1) for place in range(len(choices)))
            flow.add_hint(ElidedLabel(keys, "note", "second"))
        self.setAccessibleName(name)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> Any:
        """The chosen value, or None while nothing is said."""
        for value, button in zip(self._values, self._buttons, strict=True):
            if button.isChecked():
                return value
        return None

    def set_value(self, value: Any) -> None:
        """Show a value as chosen (None: nothing) without emitting `changed`."""
        for known, button in zip(self._values, self._buttons, strict=True):
            button.setChecked(value is not None and known == value)

    def choose(self, place: int) -> None:
        """Press the answer at a place, counted from 0."""
        if 0 <= place < len(self._buttons):
            self._buttons[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._buttons[place].click()

    def _pressed(self, place: int) -> None:
        for at, button in enumerate(self._buttons):
            if at != place:
                button.setChecked(False)
        self.changed.emit(self.value())

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Digits choose, arrows move, wherever in the row the keyboard is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            digit = key - Qt.Key.Key_1
            if 0 <= digit < min(9, len(self._buttons)) and not event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            ):
                self.choose(digit)
                return True
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
            if step is not None and watched in self._buttons:
                at = (self._buttons.index(watched) + step) % len(self._buttons)
                self._buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)


class ToggleChips(QWidget):
    """Small things that can be so or not, each by itself; `changed` carries the set of values."""

    changed = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[Any, str]], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._values = [value for value, _words in choices]
        self._words = [words for _value, words in choices]
        self._buttons: list[Button] = []
        flow = FlowLayout(self, gap=10, line_gap=8)
        for words in self._words:
            button = Button(words, "chip")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}" if name else words)
            button.toggled.connect(self._relabel)
            button.clicked.connect(lambda _on: self.changed.emit(self.value()))
            flow.addWidget(button)
            self._buttons.append(button)
        self.setAccessibleName(name)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _relabel(self) -> None:
        # The tick says "on" to those who do not see the colour.
        for words, button in zip(self._words, self._buttons, strict=True):
            shown = words.replace("&", "&&")
            button.setText(f"✓ {shown}" if button.isChecked() else shown)

    def value(self) -> frozenset[Any]:
        """The values that are on."""
        pairs = zip(self._values, self._buttons, strict=True)
        return frozenset(value for value, button in pairs if button.isChecked())

    def set_value(self, values: Any) -> None:
        """Show these values as on, without emitting `changed`."""
        for value, button in zip(self._values, self._buttons, strict=True):
            button.setChecked(value in values)
