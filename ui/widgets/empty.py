"""What stands where nothing is yet: one sentence, and one button to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.elide import WrapLabel


class EmptyState(QWidget):
    """One sentence and, if there is something to do, one button; `pressed` when it is pressed."""

    pressed = Signal()

    def __init__(
        self,
        sentence: str,
        button: str = "",
        kind: str = "plain",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(8), theme.px(20), theme.px(8), theme.px(20))
        layout.setSpacing(theme.px(12))
        self.sentence = WrapLabel(sentence, "body", "second", Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.sentence)
        self.button = Button(button, kind, self)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.pressed)
        self.setFocusProxy(self.button)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)

    def add_below(self, part: QWidget) -> None:
        """A second thing to do, below the first."""
        self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
