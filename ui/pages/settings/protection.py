"""The passphrase of the journal: set, changed, taken off; a new key; the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.errors import UserError, WrongSecretError
from app.model.texts import _, ngettext
from app.services import keyring_store, vault
from app.services.strength import strength
from app.services.tries import Tries
from app.services.vault import Key
from ui import theme
from ui.bridge import Bridge, ClosedWork
from ui.notices import MessageStrip
from ui.pages.settings.panel import Panel
from ui.recovery_sheet import ask_and_save
from ui.task import Task
from ui.widgets.buttons import Button, PlainButton, PrimaryButton, QuietButton
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.keyboard import take_keyboard
from ui.widgets.passphrase import NewPassphrase, SecretField
from ui.worker import judge_beside, run_aside, tell_bug

_TRIES = Tries()  # for the whole run: leaving the page does not shorten the wait


class SecretForm(QWidget):
    """What stands below the buttons while something is being changed: fields, one button, a note.

    `submitted` carries (the passphrase of today, the new one); either is "" where not asked for.
    """

    submitted = Signal(str, str)
    left = Signal()

    def __init__(self, words: str, button: str, *, today: bool, fresh: bool) -> None:
        super().__init__()
        self.words = WrapLabel(words, "body", "second")
        self.today = SecretField(_("The passphrase of today"), _("The passphrase of today"))
        self.fresh = NewPassphrase(
            _("New passphrase"),
            _("Four or five random words are best; length counts more than signs and digits."),
        )
        self.fresh.field.setPlaceholderText(_("New passphrase"))
        self.note = WrapLabel("", "note", "against_text")
        self.go = PrimaryButton(button)
        self.leave = QuietButton(_("Leave it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(theme.px(10))
        foot = QWidget()
        flow = FlowLayout(foot, gap=10)
        flow.addWidget(self.go)
        flow.addWidget(self.leave)
        for part in (self.words, self.today, self.fresh, self.note, foot):
            column.addWidget(part)
        self.today.setVisible(today)
        self.fresh.setVisible(fresh)
        self.note.hide()
        self._asks_today, self._asks_fresh = today, fresh
        self.setFocusProxy(self.today if today else self.fresh)
        self._connect()

    def _connect(self) -> None:
        judge_beside(self.fresh, strength)
        self.today.returnPressed.connect(self._next)
        self.today.textEdited.connect(lambda: self.tell(""))
        self.today.caps_lock.connect(lambda on: self.tell(_("Caps Lock is on.") if on else ""))
        self.fresh.submitted.connect(self._submit)
        self.go.clicked.connect(self._submit)
        self.leave.clicked.connect(self.left)

    def tell(self, words: str) -> None:
        """Say what is wrong."""
        self.note.set_content(words)
        self.note.setVisible(bool(words))

    def wrong(self, words: str) -> None:
        """The passphrase of today was not right."""
        self.tell(words)
        self.today.setFocus(Qt.FocusReason.OtherFocusReason)
        self.today.selectAll()

    def _next(self) -> None:
        if self._asks_fresh:
            self.fresh.field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._submit()

    def _submit(self) -> None:
        if self._asks_today and not self.today.text():
            self.wrong(_("Type the passphrase of today first."))
        elif self._asks_fresh and not self.fresh.value():
            self.fresh.tell(_("Think of a passphrase first."))
            self.fresh.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._asks_fresh or self.fresh.agrees():
            self.submitted.emit(self.today.text(), self.fresh.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class ProtectionPanel(Panel):
    """Whether the journal is protected, and everything that can be done about it."""

    NAME = "protection"
    KEYS = ("auto_lock_minutes", "lock_with_screen", "recovery_sheet")

    def __init__(self, bridge: Bridge, actions: Mapping[str, QAction]) -> None:
        super().__init__(_("Protection"))
        self._bridge = bridge
        self._form: SecretForm | None = None
        self._opener: Button | None = None
        self.strip = MessageStrip()
        self.state = WrapLabel("")
        self.set_button = PlainButton(_("Set a passphrase"))
        self.lock_button = PlainButton(_("Lock now")).for_action(actions["journal.lock"])
        self.sheet_button = PlainButton(_("Save the recovery sheet…"))
        self.change_button = PlainButton(_("Change the passphrase"))
        self.remove_button = PlainButton(_("Take the passphrase off"))
        self.renew_button = PlainButton(_("Make a new key"))
        self.remember_button = PlainButton("")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        self._buttons = (
            self.set_button,
            self.lock_button,
            self.sheet_button,
            self.change_button,
            self.remove_button,
            self.renew_button,
            self.remember_button,
        )
        for button in self._buttons:
            flow.addWidget(button)
        self._place = QWidget()
        self._column = QVBoxLayout(self._place)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.strip, self.state, buttons, self._place):
            self.card.add(part)
        self._place.hide()

    def _connect(self) -> None:
        self.set_button.clicked.connect(self._ask_to_set)
        self.change_button.clicked.connect(self._ask_to_change)
        self.remove_button.clicked.connect(self._ask_to_remove)
        self.renew_button.clicked.connect(self._ask_to_renew)
        self.sheet_button.clicked.connect(self._ask_for_sheet)
        self.remember_button.clicked.connect(self._turn_remembering)

    # --- what holds ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Say whether the journal is protected, and offer what fits."""
        workspace = self._bridge.workspace
        protected, read_only = workspace.key is not None, workspace.read_only
        remembered = protected and self._is_remembered()
        if not protected:
            words = _(
                "This journal has no passphrase: whoever gets at this computer's files can read "
                "it. With one, the file is encrypted."
            )
        elif remembered:
            words = _(
                "This journal is encrypted. This computer's keyring remembers how to open it, so "
                "Kith asks for the passphrase only after it was locked."
            )
        else:
            words = _(
                "This journal is encrypted. It opens with your passphrase or with the code on its "
                "recovery sheet, and with nothing else."
            )
        self.state.set_content(words)
        self.set_button.setVisible(not protected)
        for button in self._buttons[1:]:
            button.setVisible(protected)
        for button in (self.set_button, self.change_button, self.remove_button, self.renew_button):
            button.setEnabled(not read_only)
        self.remember_button.set_label(
            _("Forget on this computer") if remembered else _("Remember on this computer")
        )

    def begin(self) -> None:
        """Bring the keyboard to what one most likely came for."""
        protected = self._bridge.workspace.key is not None
        to = self.sheet_button if protected else self.set_button
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_remembered(self) -> bool:
        return keyring_store.is_remembered(self._bridge.computer, self._bridge.workspace.path)

    # --- the forms -----------------------------------------------------------------------

    def _open(self, form: SecretForm, opener: Button, act: Callable[[str, str], None]) -> None:
        self._close()
        self._form, self._opener = form, opener
        form.submitted.connect(act)
        form.left.connect(self._leave)
        self._column.addWidget(form)
        self._place.show()
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        form, self._form = self._form, None
        if form is not None:
            form.today.forget()
            form.fresh.forget()
            form.hide()
            form.deleteLater()
        self._place.hide()

    def _leave(self) -> None:
        self._close()
        if self._opener is not None:
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_to_set(self) -> None:
        words = _(
            "The whole file is encrypted, and the plain one is overwritten. Without the passphrase "
            "nobody, not even you, can open the journal; save the recovery sheet afterwards."
        )
        form = SecretForm(words, _("Protect the journal"), today=False, fresh=True)
        self._open(form, self.set_button, lambda _today, fresh: self._set(fresh))

    def _ask_to_change(self) -> None:
        words = _("The recovery sheet stays good: it leads to the same key.")
        form = SecretForm(words, _("Change it"), today=True, fresh=True)
        self._open(form, self.change_button, self._change)

    def _ask_to_remove(self) -> None:
        words = _(
            "The file is written anew without encryption. Whoever gets at this computer's files "
            "can then read the journal. Backups made until now stay encrypted under the old "
            "passphrase, so keep it in mind, or its recovery sheet."
        )
        form = SecretForm(words, _("Take it off"), today=True, fresh=False)
        self._open(form, self.remove_button, lambda today, _fresh: self._remove(today))

    def _ask_for_sheet(self) -> None:
        """Whoever begins a journal gets its first sheet at once; later the passphrase is asked."""
        if self._bridge.fresh_key:
            self._save_sheet()
            return
        words = _("Whoever has the sheet can open the journal, so the passphrase is asked first.")
        form = SecretForm(words, _("Save it"), today=True, fresh=False)
        self._open(
            form, self.sheet_button, lambda today, _fresh: self._prove(today, self._prove_sheet)
        )

    def _prove_sheet(self) -> None:
        self._leave()
        self._save_sheet()

    def _save_sheet(self) -> None:
        ask_and_save(self._bridge, self.window(), self.strip)

    def _ask_to_renew(self) -> None:
        words = _(
            "Everything is encrypted anew under a fresh key, with the same passphrase. Do this "
            "when a recovery sheet was lost or seen: the old code opens the journal no more. "
            "Backups made before keep the old key, so keep the old sheet with them."
        )
        form = SecretForm(words, _("Make a new key"), today=True, fresh=False)
        self._open(form, self.renew_button, lambda today, _fresh: self._renew(today))

    # --- doing it ------------------------------------------------------------------------

    def _set(self, passphrase: str) -> None:
        try:
            vault.check_length(passphrase)
        except UserError as error:
            if self._form is not None:
                self._form.fresh.tell(str(error))
            return

        def job(path: Path, _key: Key | None, task: Task) -> tuple[Path, Key | None]:
            return path, vault.protect(path, passphrase, task.progress, task.cancelled)

        said = _("The journal is protected. Save its recovery sheet now.")
        self._close_and(ClosedWork(_("Encrypting the journal"), job, said, sheet=True))

    def _remove(self, today: str) -> None:
        computer = self._bridge.computer

        def job(path: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
            assert key is not None
            before = keyring_store.entry_of(path)
            vault.unprotect(path, key, task.progress, task.cancelled)
            keyring_store.forget_quietly(computer, before)
            return path, None

        said = _(
            "The passphrase is off. Backups made until now stay encrypted under the old passphrase."
        )
        work = ClosedWork(_("Taking the encryption off"), job, said)
        self._prove(today, lambda: self._close_and(work))

    def _renew(self, today: str) -> None:
        computer = self._bridge.computer

        def job(path: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
            assert key is not None
            before = keyring_store.entry_of(path)
            fresh = vault.renew(path, key, today, task.progress, task.cancelled)
            keyring_store.follow(computer, before, path, fresh)
            return path, fresh

        said = _("The journal has a new key. Save its new recovery sheet now.")
        work = ClosedWork(_("Encrypting the journal anew"), job, said, sheet=True)
        self._prove(today, lambda: self._close_and(work), by_passphrase=True)

    def _change(self, today: str, fresh: str) -> None:
        key, path = self._bridge.workspace.key, self._bridge.workspace.path
        if key is None:
            return

        def change() -> None:
            run_aside(
                self,
                lambda _task: vault.change_passphrase(path, key, fresh),
                lambda _nothing: self._changed(),
                self._refused,
            )

        self._prove(today, change)

    def _changed(self) -> None:
        self._close()
        take_keyboard(self.change_button)
        self._bridge.say(_("The new passphrase opens the journal from now on."))

    def _close_and(self, work: ClosedWork) -> None:
        self._close()
        self._bridge.closed_work.emit(work)

    def _prove(self, today: str, then: Callable[[], None], *, by_passphrase: bool = False) -> None:
        """Go on when this is the passphrase: whoever sits at an open window need not know it."""
        form, path = self._form, self._bridge.workspace.path
        if form is None:
            return
        seconds = _TRIES.seconds()
        if seconds:
            wait = ngettext("Try again in {n} second.", "Try again in {n} seconds.", seconds)
            form.wrong(wait.format(n=seconds))
            return
        if by_passphrase and vault.seed_of(today) is not None:
            form.wrong(_("Here only the passphrase will do: the new key is kept under it."))
            return
        form.setEnabled(False)

        def proven(key: Any) -> None:
            key.wipe()
            _TRIES.right()
            form.setEnabled(True)
            then()

        run_aside(self, lambda _task: vault.unlock(path, today), proven, self._refused)

    def _refused(self, error: BaseException | None) -> None:
        form = self._form
        if form is not None:
            form.setEnabled(True)
        if isinstance(error, WrongSecretError):
            _TRIES.wrong()
        if isinstance(error, UserError) and form is not None:
            form.wrong(str(error))
        else:
            tell_bug(error)

    # --- this computer -------------------------------------------------------------------

    def _turn_remembering(self) -> None:
        computer, workspace = self._bridge.computer, self._bridge.workspace
        key, path = workspace.key, workspace.path
        if key is None:
            return
        remembered = self._is_remembered()

        def work(_task: Task) -> None:
            if remembered:
                keyring_store.forget(computer, keyring_store.entry_of(path))
            else:
                keyring_store.remember(computer, path, key)

        def failed(error: BaseException | None) -> None:
            self.remember_button.setEnabled(True)
            if isinstance(error, UserError):
                self.strip.show_error(error)
            else:
                tell_bug(error)

        def done(_nothing: object) -> None:
            self.remember_button.setEnabled(True)
            self.refresh()

        self.remember_button.setEnabled(False)
        run_aside(self, work, done, failed)
