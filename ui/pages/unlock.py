"""The page of a locked journal: one field, and whatever helps when it does not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError, WrongSecretError
from app.model.texts import _, ngettext
from app.services import keyring_store, vault
from app.services.computer import Computer
from app.services.strength import strength
from app.services.tries import Tries
from app.services.vault import Key
from ui.notices import MessageStrip
from ui.task import Task
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton
from ui.widgets.cards import Card
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.file_dialogs import JOURNALS, ask_open
from ui.widgets.flow import FlowLayout
from ui.widgets.front import FrontPage, large
from ui.widgets.passphrase import NewPassphrase, SecretField
from ui.widgets.ticks import TickBox
from ui.worker import judge_beside, run_aside, tell_bug

_LOOK_MS = 200


class UnlockPage(FrontPage):
    """Asks for the passphrase; `unlocked` carries the key, from the field or from the keyring,
    and what the keyring refused, if it did.

    The keyring is asked only where the user wished it and the journal is opened anew: a window
    that was locked always asks for the passphrase. `tries` outlives the page, so that another
    journal and back does not shorten the wait.
    """

    CHAPTER = "protection"
    unlocked = Signal(object, object)
    open_journal = Signal(Path)

    def __init__(
        self,
        journal: Path,
        computer: Computer,
        tries: Tries | None = None,
        *,
        locked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal, self._computer = journal, computer
        self._tries = tries or Tries()
        self._locked = locked
        self._asking: Task | None = None
        self._trouble = ""
        self._key: Key | None = None
        self._told: UserError | None = None
        self.strip = MessageStrip()
        self.field = SecretField(_("Passphrase or recovery code"))
        self.note = WrapLabel("", "note", "second")
        self.remember = TickBox(_("Remember on this computer"))
        self.remember.setChecked(keyring_store.is_remembered(computer, journal))
        self.unlock_button = PrimaryButton(_("Unlock"))
        self.other_button = PlainButton(_("Open another journal"))
        self.fresh = NewPassphrase(_("New passphrase"))
        self.set_button = PrimaryButton(_("Set the passphrase"))
        self.later_link = LinkButton(_("Not now"), "second")
        self._pulse = QTimer(self, interval=_LOOK_MS)
        self._lay_out()
        self._connect()
        self.look()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if not locked and self.remember.isChecked():
            self._recall()

    def _lay_out(self) -> None:
        self.add(self.strip)
        self._title, self._lead = self.add_words(
            _("The journal is locked.") if self._locked else _("This journal has a passphrase."),
            _("The passphrase opens it, and so does the code on its recovery sheet."),
        )
        self._card = Card(_("Passphrase or recovery code"))
        self._card.add(self.field)
        self._card.add(self.note)
        self._card.add(self.remember)
        self._new_card = Card(_("A new passphrase"))
        self._new_card.add(self.fresh)
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons, gap=10)
        for button in (
            self.unlock_button,
            self.other_button,
            self.set_button,
            self.later_link,
        ):
            flow.addWidget(button)
        self._where = ElidedLabel(str(self._journal), "note", "second")
        large(self.unlock_button, self.other_button, self.set_button)
        large(self.field, self.fresh.field, self.fresh.again)
        for part in (self._card, self._new_card, self._buttons, self._where):
            self.add(part)
        self._later = (self._new_card, self.set_button, self.later_link)
        for later in self._later:
            later.hide()

    def _connect(self) -> None:
        self.unlock_button.clicked.connect(self._unlock)
        self.field.returnPressed.connect(self._unlock)
        self.field.textEdited.connect(self._typed)
        self.field.caps_lock.connect(lambda _on: self.look())
        self.other_button.clicked.connect(self._open)
        self.fresh.submitted.connect(self._set)
        self.set_button.clicked.connect(self._set)
        self.later_link.clicked.connect(self._done)
        self._pulse.timeout.connect(self.look)
        judge_beside(self.fresh, strength)

    def show_place(self, journal: Path) -> None:
        """Name another place below the field: a picture shows no folder of whoever made it."""
        self._where.set_content(str(journal))

    # --- what it says --------------------------------------------------------------------

    def look(self) -> None:
        """Say what there is to say now, and count down what is left to wait."""
        seconds = self._tries.seconds()
        if seconds:
            wait = ngettext(
                "Try again in {n} second.", "Try again in {n} seconds.", seconds
            ).format(n=seconds)
            self._say(f"{self._trouble} {wait}".strip(), "against_text")
            self._pulse.start()
        else:
            self._pulse.stop()
            if self._trouble:
                self._say(self._trouble, "against_text")
            elif self.field.caps_is_on():
                self._say(_("Caps Lock is on."), "open_text")
            else:
                self._say("")
        self.unlock_button.setEnabled(self._asking is None and not seconds)

    def _say(self, words: str, role: str = "second") -> None:
        self.note.set_content(words, role)
        self.note.setVisible(bool(words))

    def _typed(self) -> None:
        self._trouble = ""
        self.look()

    # --- unlocking -----------------------------------------------------------------------

    def _unlock(self) -> None:
        secret = self.field.text()
        if self._asking is not None or self._tries.seconds():
            return
        if not secret.strip():
            self._refuse(_("Type the passphrase, or the code from the recovery sheet."))
            return
        journal = self._journal
        self.unlock_button.set_label(_("Opening …"))
        self.field.setReadOnly(True)
        self._asking = run_aside(
            self,
            lambda _task: vault.unlock(journal, secret),
            lambda key: self._opened(key, secret),
            self._failed,
        )
        self.look()

    def _rest(self) -> None:
        self._asking = None
        self.unlock_button.set_label(_("Unlock"))
        self.field.setReadOnly(False)
        self.look()

    def _failed(self, error: BaseException | None) -> None:
        if isinstance(error, WrongSecretError):
            self._tries.wrong()
        self._rest()
        if isinstance(error, UserError):
            self._refuse(str(error))
        else:
            tell_bug(error)

    def _refuse(self, words: str) -> None:
        self._trouble = words
        self.look()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _opened(self, key: Key, secret: str) -> None:
        self._rest()
        self._tries.right()
        self._key = key
        by_code = vault.seed_of(secret) is not None
        self.field.forget()
        before = keyring_store.is_remembered(self._computer, self._journal)
        if self.remember.isChecked() != before:
            self._keep(key, by_code)
        else:
            self._go_on(by_code)

    def _go_on(self, by_code: bool) -> None:
        if by_code:
            self._offer()
        else:
            self._done()

    def _done(self) -> None:
        key, self._key = self._key, None
        self.fresh.forget()
        if key is not None:
            self.unlocked.emit(key, self._told)

    # --- the keyring ---------------------------------------------------------------------

    def _recall(self) -> None:
        """Ask the keyring beside what is typed meanwhile; whichever opens the journal first."""
        journal = self._journal

        def recalled(key: Key | None) -> None:
            if key is None or self._asking is not None or self._key is not None:
                if key is not None:
                    key.wipe()
                return
            self._key = key
            self._done()

        def failed(error: BaseException | None) -> None:
            if isinstance(error, UserError):
                self.strip.show_error(error)
            else:
                tell_bug(error)

        run_aside(self, lambda _task: keyring_store.recall(journal), recalled, failed)

    def _keep(self, key: Key, by_code: bool) -> None:
        computer, journal, on = self._computer, self._journal, self.remember.isChecked()

        def work(_task: Task) -> None:
            if on:
                keyring_store.remember(computer, journal, key)
            else:
                keyring_store.forget(computer, keyring_store.entry_of(journal))

        def failed(error: BaseException | None) -> None:
            self._told = error if isinstance(error, UserError) else None
            self._go_on(by_code)
            tell_bug(None if self._told else error)

        run_aside(self, work, lambda _nothing: self._go_on(by_code), failed)

    # --- after the recovery code ---------------------------------------------------------

    def _offer(self) -> None:
        """Whoever needed the recovery code has no passphrase to come back with."""
        self._title.set_content(_("The recovery code fits."))
        self._lead.set_content(
            _("Set a new passphrase now, so that you need not type the code the next time.")
        )
        for asked in (self._card, self.unlock_button, self.other_button):
            asked.hide()
        for later in self._later:
            later.show()
        self.fresh.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set(self) -> None:
        key, journal, passphrase = self._key, self._journal, self.fresh.value()
        if key is None or not self.fresh.agrees():
            return

        def failed(error: BaseException | None) -> None:
            self.set_button.setEnabled(True)
            tell_bug(None if isinstance(error, UserError) else error)
            self.fresh.tell(str(error))

        self.set_button.setEnabled(False)
        run_aside(
            self,
            lambda _task: vault.change_passphrase(journal, key, passphrase),
            lambda _nothing: self._done(),
            failed,
        )

    def _open(self) -> None:
        path = ask_open(self, _("Open a journal"), self._journal.parent, JOURNALS)
        if path is not None:
            self.open_journal.emit(path)
