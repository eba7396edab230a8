"""The page of a journal that another window has open: read it, wait, or take it over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.model.texts import _
from app.services.occupied import holder, since_words
from app.services.places import default_journal
from ui.notices import MessageStrip
from ui.single import Entry, Found
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton
from ui.widgets.cards import Card
from ui.widgets.elide import ElidedLabel, WrapLabel
from ui.widgets.file_dialogs import JOURNALS, ask_open
from ui.widgets.flow import FlowLayout
from ui.widgets.front import FrontPage

_LOOK_MS = 2000


class OccupiedPage(FrontPage):
    """Says who has the journal; `free` tells, while one waits, that nobody has it any more."""

    read_only_wanted = Signal()
    take_over_wanted = Signal()
    free = Signal()
    open_journal = Signal(Path)

    def __init__(self, journal: Path, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._journal, self._entry = journal, entry
        self._elsewhere = entry.found is Found.ELSEWHERE
        self._sure = False
        self.strip = MessageStrip()
        self.read_button = PrimaryButton(_("Open to read only"))
        self.wait_button = PlainButton(_("Wait until it is closed"))
        self.other_button = PlainButton(_("Open another journal"))
        self.take_link = LinkButton(self._take_words(), "second")
        self.take_link.setVisible(self._elsewhere)
        self._note = WrapLabel("", "note", "second")
        self._pulse = QTimer(self, interval=_LOOK_MS)
        self._lay_out()
        self.read_button.clicked.connect(self.read_only_wanted)
        self.wait_button.clicked.connect(self._wait)
        self.other_button.clicked.connect(self._open)
        self.take_link.clicked.connect(self._take)
        self._pulse.timeout.connect(self._look)
        self.read_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        who, name = self._entry.holder, self._journal.name
        if self._elsewhere and who is not None:
            title = _("{name} is open on another computer.").format(name=name)
            lead = _("{host} has had it open since {when}.").format(
                host=who.host, when=since_words(who)
            )
            words = _(
                "Two computers that write to one file would spoil it. Here it can be read "
                "meanwhile; what is written there may show only when you open it again."
            )
        else:
            title = _("{name} is open in another window.").format(name=name)
            lead = _("That window was asked to come to the front, and did not answer.")
            words = _("Look for it, or end it; the journal can be read here meanwhile.")
        card = Card()
        card.add(WrapLabel(words))
        card.add(self._note)
        self._note.hide()
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.read_button, self.wait_button, self.other_button):
            flow.addWidget(button)
        where = ElidedLabel(str(self._journal), "note", "second")
        heads = (self.strip, WrapLabel(title, "hero"), WrapLabel(lead, "lead", "second"))
        for part in (*heads, card, buttons, self.take_link, where):
            self.add(part)

    def _take_words(self) -> str:
        host = self._entry.holder.host if self._entry.holder else ""
        return _("{host} is off or lost: open it here to write").format(host=host)

    def _wait(self) -> None:
        """Look now and then whether it is free; pressed again, stop looking."""
        waiting = not self._pulse.isActive()
        self.wait_button.set_label(_("Stop waiting") if waiting else _("Wait until it is closed"))
        self._say(_("It opens here as soon as it is closed there.") if waiting else "")
        if waiting:
            self._pulse.start()
            self._look()
        else:
            self._pulse.stop()

    def _look(self) -> None:
        if holder(self._journal) is None:
            self._pulse.stop()
            self.free.emit()

    def _take(self) -> None:
        """Say once what it means before it is done."""
        if self._sure:
            self.take_over_wanted.emit()
            return
        self._sure = True
        self._say(
            _(
                "Only if that computer is off, or Kith was ended there without closing: what "
                "both write at once is lost. Press it once more to open the journal here."
            )
        )

    def _say(self, words: str) -> None:
        self._note.set_content(words)
        self._note.setVisible(bool(words))

    def _open(self) -> None:
        path = ask_open(self, _("Open a journal"), default_journal().parent, JOURNALS)
        if path is not None:
            self.open_journal.emit(path)
