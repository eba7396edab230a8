"""One copy in the list: when and why, and unfolded what it holds and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.texts import _
from app.services import copy_words
from app.services.backups import Copy, Holding
from ui import theme
from ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from ui.widgets.cards import Row
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.passphrase import SecretField
from ui.widgets.spans import Span


class CopyRow(QWidget):
    """Enter or a click unfolds it; what is chosen there is told by signals.

    `opened` asks for what the copy holds, `secret_given` carries the passphrase it asked for,
    `restore_wanted` comes only after a second press.
    """

    opened = Signal()
    secret_given = Signal(str)
    verify_wanted = Signal()
    restore_wanted = Signal()
    folder_wanted = Signal()

    def __init__(
        self,
        copy: Copy,
        also_second: bool,
        now: datetime,
        whose: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.copy = copy
        self._whose = whose
        self._exchange = ""
        self._checked: datetime | None = None
        self._when = copy_words.when(copy.at, now)
        self._now = now
        self.chip = Chip("", "neutral")
        self.row = Row(
            [Span(self._when, bold=True)],
            self._note(also_second),
            after=[self.chip],
            pressable=True,
            parent=self,
        )
        self.row.pressed.connect(self._toggle)
        self.detail = self._make_detail()
        self.detail.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.row)
        column.addWidget(self.detail)
        self.show_checked(copy.checked)

    def _note(self, also_second: bool) -> str:
        about = copy_words.about(self.copy, self._whose)
        return _("{about}, and in the second folder").format(about=about) if also_second else about

    def _make_detail(self) -> QWidget:
        detail = QWidget()
        self._facts = WrapLabel("", "body", "second")
        self._warning = WrapLabel("", "note", "second")
        self._warning.hide()
        self.secret = SecretField(
            _("Passphrase of this copy"), _("Passphrase of then, or the recovery code")
        )
        self.secret.setMaximumWidth(theme.px(360))
        self.secret.returnPressed.connect(self._give_secret)
        self.look = PlainButton(_("Look inside"))
        self.look.clicked.connect(self._give_secret)
        self.restore = PlainButton(_("Restore"))
        self.restore.clicked.connect(lambda: self._ask(True))
        self.verify = PlainButton(_("Verify"))
        self.verify.clicked.connect(self.verify_wanted)
        self.folder = QuietButton(_("Open folder"))
        self.folder.clicked.connect(self.folder_wanted)
        self.confirm = PrimaryButton(_("Restore this copy"))
        self.confirm.clicked.connect(self.restore_wanted)
        self.leave = PlainButton(_("Leave it"))
        self.leave.clicked.connect(lambda: self._ask(False))
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, theme.px(6))
        column.setSpacing(theme.px(8))
        column.addWidget(self._facts)
        column.addWidget(self._warning)
        self._asking = _flow((self.secret, self.look))
        column.addWidget(self._asking)
        column.addWidget(_flow((self.restore, self.verify, self.folder, self.confirm, self.leave)))
        self._locked(False)
        self._show_buttons(asking=False, ready=False)
        return detail

    # --- what is known -------------------------------------------------------------------

    def show_checked(self, checked: datetime | None) -> None:
        """Say whether it was found whole, and keep when."""
        if checked is None:
            self.chip.set_chip(_("not checked"), "open")
            return
        self.chip.set_chip(_("whole"), "for")
        self._checked = checked

    def _found_whole(self) -> str:
        if self._checked is None:
            return ""
        when = copy_words.when_inside(self._checked, self._now)
        return _("It was last found whole {when}.").format(when=when)

    def show_damaged(self, problems: Sequence[str]) -> None:
        """Say that it is not whole, and why."""
        self.chip.set_chip(_("damaged"), "against")
        self._facts.set_content(
            _("This copy is damaged: {problem}").format(problem=problems[0]), "second"
        )

    def show_holding(self, held: Holding, today: Holding | None) -> None:
        """Say what it holds, and how the journal of today differs, where that can be read."""
        parts = (
            _("It holds {counted}.").format(counted=copy_words.holds(held)),
            copy_words.last_entry(held, self._now),
            copy_words.compared(held, today) if today else "",
            self._found_whole(),
        )
        self._facts.set_content(" ".join(filter(None, parts)), "second")
        self._exchange = copy_words.exchange(held.protected, today.protected) if today else ""
        self._locked(False)
        self._show_buttons(asking=False, ready=True)

    def show_trouble(self, words: str) -> None:
        """Say why it cannot be looked into."""
        self._facts.set_content(words, "second")

    def ask_secret(self, words: str) -> None:
        """Ask for the passphrase of its time."""
        self._facts.set_content(words, "second")
        self._locked(True)
        self.secret.setFocus()

    # --- what is chosen ------------------------------------------------------------------

    def _toggle(self) -> None:
        unfold = self.detail.isHidden()
        self.detail.setVisible(unfold)
        if unfold:
            self._facts.set_content(_("Looking inside."), "second")
            self.opened.emit()

    def _give_secret(self) -> None:
        if self.secret.text():
            self.secret_given.emit(self.secret.text())

    def _ask(self, asking: bool) -> None:
        words = _(
            "The journal becomes what it was then ({when}). As it is now, it is kept among the "
            "copies, and comes back the same way."
        ).format(when=copy_words.when_inside(self.copy.at, self._now))
        self._warning.set_content(f"{words} {self._exchange}".strip(), "second")
        self._warning.setVisible(asking)
        self._show_buttons(asking=asking, ready=True)
        (self.confirm if asking else self.restore).setFocus()

    def _locked(self, locked: bool) -> None:
        self.secret.forget()
        self.secret.setVisible(locked)
        self.look.setVisible(locked)
        self._asking.setVisible(locked)

    def _show_buttons(self, *, asking: bool, ready: bool) -> None:
        self.restore.setVisible(ready and not asking)
        self.verify.setVisible(ready and not asking)
        self.folder.setVisible(not asking)
        self.confirm.setVisible(asking)
        self.leave.setVisible(asking)


def _flow(parts: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=10)
    for part in parts:
        flow.addWidget(part)
    return holder
