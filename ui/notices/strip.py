"""A strip with a message, and a toast that offers to take the last step back."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.model.errors import UserError
from app.model.texts import _
from ui import theme
from ui.notices.parts import button, label

TOAST_MS = 8000
_MOST_LINES = 5
_ANY_WIDTH = 16_777_215  # Qt's QWIDGETSIZE_MAX


class MessageStrip(QFrame):
    """A message inside the window, with advice and perhaps one thing to do; never a dialog."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "strip")
        self._act: Callable[[], object] | None = None
        self._text = label(role="strong")
        self._advice = label()
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._text)
        words.addWidget(self._advice)
        self._button = button("")
        self._button.clicked.connect(self._run)
        self._more_act: Callable[[], object] | None = None
        self._more = button("")
        self._more.clicked.connect(lambda: self._more_act() if self._more_act else None)
        self._more.hide()
        self._close = button(_("Close"), "quiet")
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(8), theme.px(8), theme.px(8))
        row.addLayout(words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    def show_message(
        self,
        text: str,
        advice: str = "",
        state: str = "neutral",
        button_text: str = "",
        act: Callable[[], object] | None = None,
        seconds: int = 0,
        more: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a sentence; `state` colours it, `seconds` takes it away again by itself.

        `more` is a second thing to do, after which the sentence stays.
        """
        self._text.setText(text)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._act = act
        self._button.setText(button_text.replace("&", "&&"))
        self._button.setAccessibleName(button_text)
        self._button.setVisible(bool(button_text))
        self._more_act = more[1] if more else None
        self._more.setText((more[0] if more else "").replace("&", "&&"))
        self._more.setAccessibleName(more[0] if more else "")
        self._more.setVisible(more is not None)
        theme.set_role(self, "state", state)
        self.setAccessibleName(f"{text} {advice}".strip())
        self._timer.stop()
        if seconds:
            self._timer.start(seconds * 1000)
        self.show()

    def show_error(self, error: UserError) -> None:
        """Show what went wrong and what to do about it."""
        self.show_message(error.text, error.advice, "against")

    def message(self) -> str:
        """The words shown, "" while hidden."""
        return "" if self.isHidden() else self.accessibleName()

    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _run(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes the message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)


class UndoToast(QFrame):
    """ "Logged a call with Dana. Undo": floats at the foot of the window for some seconds.

    It stays while the mouse or the keyboard is on it. `undo` is emitted when Undo is pressed.
    """

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.setProperty("part", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = label()
        self._label.setWordWrap(False)
        self._button = button(_("Undo"))
        self._button.clicked.connect(self._pressed)
        self._close = button(_("Close"), "quiet")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(8))
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._time_up)
        # A page that changed with the step is laid out anew a moment later.
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._place)
        parent.installEventFilter(self)
        self.hide()

    def show_step(self, text: str, offer: str | None = None, *, lasting: bool = False) -> None:
        """Say what was done, and offer to take it back, or something else, or ("") nothing.

        A `lasting` one stays until something else is said.
        """
        offer = _("Undo") if offer is None else offer
        self._button.setText(offer.replace("&", "&&"))
        self._button.setVisible(bool(offer))
        self._put_words(text)
        self._button.setAccessibleName(f"{offer}: {text}")
        self.setAccessibleName(text)
        self.ensurePolished()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._settled.start()
        self._timer.stop() if lasting else self._timer.start()

    def _put_words(self, text: str) -> None:
        """On one line where they fit, else on some; only what is longer still is cut."""
        room = max(theme.px(120), self._home.width() - theme.px(280))
        metrics = self._label.fontMetrics()
        wide = metrics.horizontalAdvance(text) > room
        most = room * (_MOST_LINES - 1)  # lines end where words do
        self._label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, most))
        self._label.setToolTip(text if self._label.text() != text else "")
        self._label.setWordWrap(wide)
        self._label.setMinimumWidth(room if wide else 0)
        self._label.setMaximumWidth(room if wide else _ANY_WIDTH)
        lines = self._label.heightForWidth(room) if wide else 0
        self._label.setMinimumHeight(max(0, lines))
        self._timer.setInterval(TOAST_MS * (2 if wide else 1))  # it takes longer to be read

    def message(self) -> str:
        """The words shown, "" while hidden."""
        return "" if self.isHidden() else self.accessibleName()

    def _place(self) -> None:
        """At the foot, in the middle; at a side where it would lie on buttons of the page."""
        home, edge = self._home.rect(), theme.px(28)
        y = home.bottom() - self.height() - theme.px(20)
        middle, right = (home.width() - self.width()) // 2, home.width() - self.width() - edge
        places = [QRect(QPoint(max(0, x), y), self.size()) for x in (middle, edge, right)]
        buttons = list(self._buttons_below(y))
        free = (one for one in places if not any(one.intersects(other) for other in buttons))
        self.move(next(free, places[0]).topLeft())

    def _buttons_below(self, y: int) -> Iterator[QRect]:
        """Where buttons of the page are seen that reach lower than this."""
        for one in self._home.findChildren(QAbstractButton):
            if one.isVisible() and not self.isAncestorOf(one):
                seen = one.visibleRegion().boundingRect()
                where = QRect(one.mapTo(self._home, seen.topLeft()), seen.size())
                if where.bottom() >= y:
                    yield where

    def _time_up(self) -> None:
        busy = self.underMouse() or self._button.hasFocus() or self._close.hasFocus()
        self._timer.start() if busy else self.hide()

    def _pressed(self) -> None:
        self.hide()
        self.undo.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window when its size changes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
