"""A field that finds one thing by a part of its name, and shows it as a chip once it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import empty_layout
from ui.widgets.chips import FilterChip
from ui.widgets.flow import FlowLayout

Found = Sequence[tuple[Any, str]]


class Finder(QWidget):
    """Offers what fits as one types; Enter takes the first. `changed` when the choice is another.

    `look` gives what fits a text; for an empty one, what is to be offered at once.
    """

    changed = Signal()

    def __init__(
        self, name: str, hint: str, look: Callable[[str], Found], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look_up = look
        self._value: Any = None
        self._offers: Found = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.line.textEdited.connect(self._look)
        self._offered = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._offered.setSizePolicy(policy)
        self._flow = FlowLayout(self._offered, gap=6, line_gap=6)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(self.line)
        self._column.addWidget(self._offered)
        self._chip: FilterChip | None = None
        self.setFocusProxy(self.line)

    def value(self) -> Any:
        """What is chosen, None while nothing is."""
        return self._value

    def begin(self) -> None:
        """Offer anew; what is chosen stays."""
        if self._value is None:
            self._look(self.line.text())

    def choose(self, value: Any, words: str) -> None:
        """Take this."""
        self._value = value
        self.line.clear()
        self.line.hide()
        self._offered.hide()
        self._drop_chip()
        self._chip = FilterChip(words, "accent")
        self._chip.setAccessibleName(_("{name}, press to take off").format(name=words))
        self._chip.removed.connect(self._take_off)
        self._column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.changed.emit()

    def clear(self) -> None:
        """Nothing is chosen."""
        self._value = None
        self._drop_chip()
        self.line.show()
        self._look("")

    def _take_off(self) -> None:
        self.clear()
        self.line.setFocus()
        self.changed.emit()

    def _drop_chip(self) -> None:
        if self._chip is not None:
            self._chip.hide()
            self._chip.deleteLater()
            self._chip = None

    def offers(self) -> list[str]:
        """The words of what is offered."""
        return [words for _value, words in self._offers]

    def _look(self, text: str) -> None:
        empty_layout(self._flow)
        self._offers = self._look_up(text.strip())
        for value, words in self._offers:
            button = Button(words, "chip")
            button.clicked.connect(lambda _on=False, v=value, w=words: self.choose(v, w))
            self._flow.addWidget(button)
        self._offered.setVisible(bool(self._offers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first offered."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._offers:
            if self._value is None:
                self.choose(*self._offers[0])
                self.changed.emit()
            return
        super().keyPressEvent(event)
