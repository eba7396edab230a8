"""Fields for a passphrase: one to open with, and two that must agree to set one."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.painting import paint_focus

_PAUSE_MS = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Judged(Protocol):
    """What is said of a passphrase: a word, a sentence, and how the chip looks."""

    @property
    def word(self) -> str:
        """One word for the chip."""

    @property
    def sentence(self) -> str:
        """What it means."""

    @property
    def state(self) -> str:
        """A state of the theme."""


class _Eye(QAbstractButton):
    """Shows what is typed, and hides it again; Space presses it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._tell)
        self._tell(False)

    def _tell(self, shown: bool) -> None:
        words = _("Hide what is typed") if shown else _("Show what is typed")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(theme.px(26), theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the eye, and a ring when the keyboard is on it."""
        painter = QPainter(self)
        side = theme.px(16)
        picture = theme.pixmap("eye-off" if self.isChecked() else "eye", "second", 16)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.drawPixmap(box, picture, QRectF(picture.rect()))
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), 5)


class SecretField(QLineEdit):
    """A line whose letters are hidden; `caps_lock` tells when Caps Lock seems to be on."""

    caps_lock = Signal(bool)

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setProperty("secret", True)  # never kept as a draft
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.eye = _Eye(self)
        self.eye.toggled.connect(self._show_letters)
        self._caps = False
        self._place()

    def forget(self) -> None:
        """Empty the field, and hide what is typed next."""
        self.clear()
        self.eye.setChecked(False)

    def caps_is_on(self) -> bool:
        """Whether the last letters typed looked like it."""
        return self._caps

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if shown else mode.Password)

    def _place(self) -> None:
        size = self.eye.sizeHint()
        self.eye.resize(size)
        self.eye.move(
            self.width() - size.width() - theme.px(6), (self.height() - size.height()) // 2
        )
        self.setTextMargins(0, 0, size.width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the end of the line."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the eye in step with the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "eye"):
            self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice letters that come out in the other case than Shift says."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._say_caps(False)
        elif len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._say_caps(letter.isupper() != shifted)
        super().keyPressEvent(event)
        if event.key() in _ENTER:
            event.accept()

    def _say_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps_lock.emit(on)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What Caps Lock does elsewhere is not known here."""
        self._say_caps(False)
        super().focusOutEvent(event)


class NewPassphrase(QWidget):
    """A passphrase to be set: the field, a word on its strength, and the same once more.

    `judge_wanted` asks for the strength of what is typed, which `show_judged` then shows: it takes
    some milliseconds and is worked out beside the screen. `submitted` is emitted by Enter in the
    last field; `changed` with every key.
    """

    changed = Signal()
    submitted = Signal()
    judge_wanted = Signal(str)

    def __init__(self, name: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note_words = note
        self.field = SecretField(name)
        self.again = SecretField(_("The same once more"), _("The same once more"))
        self.chip = Chip("")
        self.note = WrapLabel(note, "note", "second")
        self._trouble = ""
        self._caps = False
        self._sentence = ""
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self.field, 1)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(row)
        column.addWidget(self.again)
        column.addWidget(self.note)
        self.chip.hide()
        self.again.hide()
        self.setFocusProxy(self.field)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.again.textChanged.connect(self._typed_again)
        self.field.returnPressed.connect(self._go_on)
        self.again.returnPressed.connect(self.submitted)
        for one in (self.field, self.again):
            one.caps_lock.connect(self._caps_lock)

    def value(self) -> str:
        """What is typed in the first field."""
        return self.field.text()

    def agrees(self) -> bool:
        """Whether both fields hold the same; if not, it says so and puts the keyboard there."""
        if self.field.text() == self.again.text():
            return True
        first = not self.again.text()
        self.tell(_("Type it once more.") if first else _("The two are not the same."))
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)
        self.again.selectAll()
        return False

    def tell(self, words: str) -> None:
        """Say what is wrong, below the fields, until something is typed."""
        self._trouble = words
        self._show_note()

    def forget(self) -> None:
        """Empty both fields."""
        self.field.forget()
        self.again.forget()
        self.tell("")

    def set_note(self, words: str) -> None:
        """Show another note while nothing is typed."""
        self._note_words = words
        self._show_note()

    def _go_on(self) -> None:
        if self.again.isHidden():
            self.submitted.emit()  # nothing is typed: whoever listens says what is missing
        else:
            self.again.setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self, text: str) -> None:
        self.again.setVisible(bool(text))
        if not text:
            self.again.forget()
            self.chip.hide()
            self._sentence = ""
        self._pause.start()
        self.tell("")
        self.changed.emit()

    def _typed_again(self) -> None:
        self.tell("")
        self.changed.emit()

    def _caps_lock(self, on: bool) -> None:
        self._caps = on
        self._show_note()

    def _show_note(self) -> None:
        if self._trouble:
            self.note.set_content(self._trouble, "against_text")
        elif self._caps:
            self.note.set_content(_("Caps Lock is on."), "open_text")
        else:
            words = f"{self._sentence} {self._note_words}".strip()
            self.note.set_content(words, "second")
        self.note.setVisible(bool(self.note.text()))

    # --- its strength --------------------------------------------------------------------

    def _ask(self) -> None:
        if self.field.text():
            self.judge_wanted.emit(self.field.text())

    def show_judged(self, text: str, found: Judged) -> None:
        """Show the strength of a text, if it still stands there."""
        if text != self.field.text():
            return
        self.chip.set_chip(found.word, found.state)
        self.chip.setToolTip(found.sentence)
        self.chip.show()
        self._sentence = found.sentence if found.state != "for" else ""
        self._show_note()
