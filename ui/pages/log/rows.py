"""The rows of the form: questions answered with one key, and small yes-or-no marks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.records import Ask
from app.model.texts import _
from app.services.words import ASK_WORDS
from ui import theme
from ui.widgets.buttons import Button, ChoiceRow
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout

_MORE_ASKS = (Ask.INFORMATION, Ask.MONEY, Ask.TIME)
_ASKS = (Ask.NONE, Ask.SALE, Ask.FAVOUR, Ask.INTRODUCTION, Ask.OTHER)


def _flowing(part: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    part.setSizePolicy(policy)


class Answers(ChoiceRow):
    """Answers to one question; Tab passes the whole row, arrows and digits stay in it."""

    def __init__(
        self,
        choices: Sequence[tuple[Any, str]],
        name: str,
        show_keys: bool = False,
        gap: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(choices, name, show_keys, gap, parent)
        self.changed.connect(self._let_tab_in)
        self._let_tab_in()

    def set_value(self, value: Any) -> None:
        """Show a value as chosen without emitting `changed`."""
        if value != self.value():
            super().set_value(value)
            self._let_tab_in()

    def _let_tab_in(self, _value: object = None) -> None:
        buttons = self.findChildren(Button)
        chosen = next((b for b in buttons if b.isChecked()), buttons[0])
        for button in buttons:
            way = Qt.FocusPolicy.StrongFocus if button is chosen else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(way)
        self.setFocusProxy(chosen)


class AskRow(QWidget):
    """What one side asked for or gave; the rarer kinds show once "Other" is chosen."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = Answers([(ask, ASK_WORDS[ask]) for ask in _ASKS], name)
        self._other = Answers([(ask, ASK_WORDS[ask]) for ask in _MORE_ASKS], name)
        flow = FlowLayout(self, gap=10, line_gap=8)
        flow.addWidget(self._first)
        flow.addWidget(self._other)
        self._other.hide()
        self.setAccessibleName(name)
        self.setFocusProxy(self._first)
        _flowing(self)
        self._first.changed.connect(self._chosen)
        self._other.changed.connect(lambda value: self.changed.emit(value or Ask.OTHER))

    def _chosen(self, value: object) -> None:
        self._other.set_value(None)
        self._other.setVisible(value is Ask.OTHER)
        self.changed.emit(value)

    def value(self) -> object:
        """The kind of ask, or None while nothing is said."""
        return self._other.value() or self._first.value()

    def set_value(self, value: object) -> None:
        """Show a kind without emitting `changed`."""
        rare = value if value in _MORE_ASKS else None
        self._first.set_value(Ask.OTHER if rare else value)
        self._other.set_value(rare)
        self._other.setVisible(value is not None and (rare is not None or value == Ask.OTHER))


class _Side(WrapLabel):
    """The name of a side, as wide as the wider of both, so that their answers stand in line."""

    def __init__(self, words: str, both: tuple[str, str]) -> None:
        self._both = both
        super().__init__(words, "note", "second")

    def sizeHint(self) -> QSize:
        """The width both take."""
        metrics = QFontMetricsF(theme.font("note"))
        width = max(metrics.horizontalAdvance(words) for words in self._both)
        return QSize(math.ceil(width) + 2, super().sizeHint().height())


class TwoSides(QWidget):
    """The same question for both sides, on one line where there is room."""

    mine = Signal(object)
    theirs = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[Any, str]], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sides: dict[str, Answers] = {}
        flow = FlowLayout(self, gap=7, line_gap=8)
        you, they = _("You"), _("They")
        for side, words, signal in (("mine", you, self.mine), ("theirs", they, self.theirs)):
            told = f"{name}, {words}"
            answers = Answers(choices, told, gap=6)
            answers.changed.connect(signal)
            pair = QWidget()
            inner = FlowLayout(pair, gap=7, line_gap=4)
            label = _Side(words, (you, they))
            label.setFixedHeight(answers.sizeHint().height())
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            inner.addWidget(label)
            inner.addWidget(answers)
            _flowing(pair)
            flow.addWidget(pair)
            self.sides[side] = answers
        self.setAccessibleName(name)
        self.setFocusProxy(self.sides["mine"])
        _flowing(self)


class Marks(QWidget):
    """Small things that were so, were not, or were not said; each press goes on to the next.

    `after` puts a field right after a mark.
    """

    changed = Signal(str, object)

    def __init__(
        self,
        choices: Sequence[tuple[str, str, str]],
        name: str,
        after: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = {field: (yes, no) for field, yes, no in choices}
        self._values: dict[str, bool | None] = dict.fromkeys(self._words)
        self._buttons: dict[str, Button] = {}
        self._flow = FlowLayout(self, gap=10, line_gap=8)
        for field, yes, _no in choices:
            button = Button(yes, "chip")
            button.setCheckable(True)
            button.setToolTip(_("Once for yes, twice for no, three times to leave it open"))
            button.clicked.connect(lambda _on=False, at=field: self._pressed(at))
            self._flow.addWidget(button)
            self._buttons[field] = button
            if after and field in after:
                self._flow.addWidget(after[field])
        self.setAccessibleName(name)
        self.setFocusProxy(next(iter(self._buttons.values())))
        _flowing(self)

    def add(self, widget: QWidget) -> None:
        """Put something more at the end of the marks."""
        self._flow.addWidget(widget)

    def value(self, field: str) -> bool | None:
        """Whether it was so; None while nobody said."""
        return self._values[field]

    def set_value(self, field: str, value: object) -> None:
        """Show a value without emitting `changed`."""
        self._values[field] = value if isinstance(value, bool) else None
        self._show(field)

    def _pressed(self, field: str) -> None:
        following = {None: True, True: False, False: None}
        self._values[field] = following[self._values[field]]
        self._show(field)
        self.changed.emit(field, self._values[field])

    def _show(self, field: str) -> None:
        yes, no = self._words[field]
        value, button = self._values[field], self._buttons[field]
        words = f"✓ {yes}" if value else f"✗ {no}" if value is False else yes
        # Tick and cross say it to those who do not see the colour.
        if button.text() != words:
            button.set_label(words)
        button.setChecked(value is not None)


class RowKeys(QObject):
    """Up and Down go from one question to the next, from wherever in a row the keyboard is."""

    def __init__(self, rows: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._rows = list(rows)
        for row in self._rows:
            for button in row.findChildren(Button):
                button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Up and Down."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and isinstance(watched, QWidget):
                return self._go(watched, step)
        return super().eventFilter(watched, event)

    def _go(self, watched: QWidget, step: int) -> bool:
        shown = [row for row in self._rows if row.isVisible()]
        at = next((n for n, row in enumerate(shown) if row.isAncestorOf(watched)), -1)
        if at < 0 or not 0 <= at + step < len(shown):
            return False
        shown[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        return True
