"""The page of a journal that cannot be opened because it is damaged: what helps now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services import copy_words
from app.services.checking import newest_good
from ui.bridge import ClosedWork
from ui.closed_works import bring_back, read_rest
from ui.notices import MessageStrip
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Card
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.front import FrontPage


class DamagedPage(FrontPage):
    """Offers the newest good copy, and to read what is still readable into a new journal.

    `work_wanted` carries the work to do on the damaged file.
    """

    work_wanted = Signal(ClosedWork)
    open_journal = Signal(Path)

    def __init__(
        self, journal: Path, error: UserError, moment: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._journal, self._moment = journal, moment
        self._copy = newest_good(journal)
        self.strip = MessageStrip()
        self.restore_button = PrimaryButton(_("Bring back this copy"))
        rescue = _("Read what is still readable")
        self.rescue_button = PlainButton(rescue) if self._copy else PrimaryButton(rescue)
        self.other_button = PlainButton(_("Open another journal"))
        self._lay_out(error)
        self.restore_button.clicked.connect(self._restore)
        self.rescue_button.clicked.connect(lambda: self.work_wanted.emit(read_rest(self._journal)))
        self.other_button.clicked.connect(self._open)
        first = self.restore_button if self._copy else self.rescue_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setFocusProxy(first)

    def _lay_out(self, error: UserError) -> None:
        self.add(self.strip)
        self.add(WrapLabel(error.text, "hero"))
        lead = _("Kith has changed nothing in it, and will not. There are two ways on.")
        self.add(WrapLabel(lead, "lead", "second"))
        copy = Card(_("The newest good copy"))
        if self._copy is not None:
            now = self._moment.replace(tzinfo=None)
            when = copy_words.when(self._copy.at, now)
            text = _("It is of {when} ({about}). The damaged file is kept beside the copies.")
            copy.add(WrapLabel(text.format(when=when, about=copy_words.about(self._copy)), "body"))
            copy.add(self.restore_button)
        else:
            copy.add(WrapLabel(_("No copy is known to be good."), "body"))
            self.restore_button.hide()
        rest = Card(_("What is left in the file"))
        rest.add(
            WrapLabel(
                _(
                    "Everything that can still be read goes into a new journal beside this one, "
                    "and Kith says what is missing. It reads more than opening does: each record "
                    "lies in the file several times."
                ),
                "body",
            )
        )
        rest.add(self.rescue_button)
        for part in (copy, rest, self.other_button):
            self.add(part)
        self.add(ElidedLabel(str(self._journal), "note", "second"))

    def _restore(self) -> None:
        if self._copy is not None:
            self.work_wanted.emit(bring_back(self._copy, self._moment))

    def _open(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Open a journal"),
            str(self._journal.parent),
            _("Kith journals (*.kith);;All files (*)"),
        )
        if name:
            self.open_journal.emit(Path(name))
