"""The page of a journal that does not open but has copies: what each holds, and the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.errors import DamagedError, UserError
from app.model.texts import _
from app.model.values import Clock
from app.services import backups, good_copies
from app.services.backups import Key
from ui.closed_works import read_rest
from ui.copy_list import CopyList
from ui.notices import MessageStrip
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Card
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.file_dialogs import JOURNALS, ask_open
from ui.widgets.flow import FlowLayout
from ui.widgets.front import FrontPage


class RestorePage(FrontPage):
    """Says why the journal does not open, and offers its copies; `key` is what should open it.

    `work_wanted` carries the restore, `open_journal` another journal to open.
    """

    CHAPTER = "damage"
    work_wanted = Signal(object)
    open_journal = Signal(Path)

    def __init__(
        self,
        journal: Path,
        error: UserError,
        key: Key | None,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self.strip = MessageStrip()
        copies = backups.copies(journal)
        damaged = isinstance(error, DamagedError)
        words = _("This journal does not open, but it has copies.")
        title = WrapLabel(words if copies else _("This journal is damaged."), "hero")
        lead = WrapLabel(str(error), "lead", "second")
        card = Card(_("Copies, the newest first"))
        self.list = CopyList(journal, key, clock, good_copies.journal_of(journal, key))
        self.list.work_wanted.connect(self.work_wanted)
        self.list.said.connect(self.strip.show_message)
        self.list.failed.connect(self.strip.show_error)
        self.list.show_copies(copies)
        card.add(self.list)
        card.setVisible(bool(copies))
        rest = self._rest()
        rest.setVisible(damaged)
        self.again = PlainButton(_("Try to open it again"))
        self.again.clicked.connect(lambda: self.open_journal.emit(journal))
        self.other = PlainButton(_("Open another journal"))
        self.other.clicked.connect(self._open)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        flow.addWidget(self.again)
        flow.addWidget(self.other)
        where = ElidedLabel(str(journal), "note", "second")
        for part in (self.strip, title, lead, card, rest, buttons, where):
            self.add(part)
        other = self.rescue_button if damaged else self.again
        self.setFocusProxy(self.list.rows[0].row if self.list.rows else other)

    def _rest(self) -> Card:
        """What else there is where the file is damaged: reading all that is left of it."""
        card = Card(_("What is left in the file"))
        words = _(
            "Everything that can still be read goes into a new journal beside this one, and Kith "
            "says what is missing. It finds more than opening does, for each record lies in the "
            "file several times. The damaged file stays as it is."
        )
        card.add(WrapLabel(words, "body"))
        self.rescue_button = PlainButton(_("Read what is still readable"))
        self.rescue_button.clicked.connect(lambda: self.work_wanted.emit(read_rest(self._journal)))
        card.add(self.rescue_button)
        return card

    def _open(self) -> None:
        path = ask_open(self, _("Open a journal"), self._journal.parent, JOURNALS)
        if path is not None:
            self.open_journal.emit(path)
