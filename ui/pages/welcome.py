"""The first page anyone sees: begin, look around in a sample, or open what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError
from app.model.texts import _, ngettext
from app.services.places import default_journal, is_missing, sample_journal
from ui.notices import MessageStrip
from ui.widgets.buttons import Button, LinkButton, PlainButton, PrimaryButton
from ui.widgets.cards import Card
from ui.widgets.dropping import accept_copy
from ui.widgets.elide import WrapLabel
from ui.widgets.file_dialogs import JOURNALS, ask_open, ask_open_several
from ui.widgets.flow import FlowLayout, HeaderLayout
from ui.widgets.front import FrontPage, large
from ui.widgets.passphrase import Judged, NewPassphrase
from ui.worker import judge_beside, run_aside, tell_bug

_NOTE = _(
    "Four or five random words are best. Without the passphrase nobody, not even you, can open "
    "the journal; print the recovery sheet."
)
_WITHOUT = _(
    "Without a passphrase anyone who gets at this computer's files can read the journal. You can "
    "set one later in Settings."
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the welcome page needs done; each runs beside the screen, for it takes a moment.

    `make_sample(path)` writes the sample, `protect(path, passphrase)` returns the key for a new
    journal, `judge(passphrase)` says how strong it is.
    """

    make_sample: Callable[[Path], object] | None = None
    protect: Callable[[Path, str], Any] | None = None
    judge: Callable[[str], Judged] | None = None


class WelcomePage(FrontPage):
    """Offers to begin a journal, to look around in a sample, to open a journal or to import.

    `place` is where a new journal would lie, when that is not the usual place. `error` is what
    kept the last journal from being opened, shown with its advice. `begin` carries the path, the
    key (None without a passphrase) and the files to begin with.
    """

    begin = Signal(Path, object, list)
    open_journal = Signal(Path)
    open_sample = Signal(Path)

    def __init__(
        self,
        error: UserError | None = None,
        beginning: Beginning | None = None,
        place: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = beginning or Beginning()
        self._place = place or default_journal()
        self._files: list[Path] = []
        self._without = False
        self.setAcceptDrops(True)
        self.strip = MessageStrip()
        self.passphrase = NewPassphrase(_("Passphrase"), _NOTE)
        self.begin_button = PrimaryButton(_("Begin"))
        self.sample_button = PlainButton(_("Look around in a sample"))
        self.open_button = PlainButton(_("Open a journal"))
        self.without_link = LinkButton(_("Go without a passphrase"), "second")
        self.import_link = LinkButton(_("Begin with an address book or a calendar"), kind="note")
        self._lay_out()
        self._connect()
        if error is not None:
            self.strip.show_error(error)
        first = self.begin_button if not is_missing(self._place) else self.passphrase
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.add(self.strip)
        self.add_words(
            _("Who matters, and is it real?"),
            _(
                "Kith keeps your relationships in one file on this computer. It sends nothing "
                "anywhere and grades nobody. It reminds you what you share, what you promised, "
                "and what the record says."
            ),
        )
        self.card = Card(_("Protect the journal"))
        self.card.add(self.passphrase)
        buttons = self.begin_button, self.sample_button, self.open_button
        large(*buttons, self.passphrase.field, self.passphrase.again)
        three, foot = QWidget(), QWidget()
        flow = FlowLayout(three, gap=10)
        for button in buttons:
            flow.addWidget(button)
        # All three stand on one line, or the link goes below them.
        line = HeaderLayout(foot, readable=10_000, gap=10)
        line.addWidget(three)
        line.addWidget(self.without_link)
        self.where = WrapLabel(_place_words(self._place), "note", "second")
        for part in (self.card, foot, self.where, self.import_link):
            self.add(part)
        there = not is_missing(self._place)
        self.card.setVisible(not there)
        self.without_link.setVisible(not there)

    def _connect(self) -> None:
        self.begin_button.clicked.connect(self._begin)
        self.sample_button.clicked.connect(self._sample)
        self.open_button.clicked.connect(self._open)
        self.without_link.clicked.connect(self._turn_without)
        self.import_link.clicked.connect(self._import)
        self.passphrase.submitted.connect(self._begin)
        self.passphrase.changed.connect(self._tell_place)
        if self._work.judge is not None:
            judge_beside(self.passphrase, self._work.judge)

    def _tell_place(self) -> None:
        """With a passphrase a second file belongs to the journal."""
        words = _place_words(self._place)
        if self.passphrase.value() and is_missing(self._place):
            keys = _("With a passphrase, the small file {name} beside it belongs to it: copy both.")
            words = f"{words} {keys.format(name=self._place.name + '.keys')}"
        self.where.set_content(words, "second")

    # --- beginning -----------------------------------------------------------------------

    def _turn_without(self) -> None:
        """Say what going without means; the button then does it, and the link leads back."""
        self._without = not self._without
        self.passphrase.forget()
        for part in (self.passphrase.field, self.passphrase.chip):
            part.setVisible(not self._without and part is self.passphrase.field)
        self.passphrase.set_note(_WITHOUT if self._without else _NOTE)
        self.begin_button.set_label(
            _("Begin without a passphrase") if self._without else _("Begin")
        )
        self.without_link.set_label(
            _("Use a passphrase") if self._without else _("Go without a passphrase")
        )
        to = self.begin_button if self._without else self.passphrase.field
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        path, files, secret = self._place, self._files, self.passphrase.value()
        if not is_missing(path) and not files:
            self.open_journal.emit(path)
        elif self._without or not is_missing(path):
            self.begin.emit(path, None, files)
        elif not secret:
            self.passphrase.tell(_("Think of a passphrase, or go without one."))
            self.passphrase.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.passphrase.agrees():
            self._protect(path, secret, files)

    def _protect(self, path: Path, secret: str, files: list[Path]) -> None:
        protect = self._work.protect
        if protect is None:
            return
        self._busy(self.begin_button, _("Making the key …"))

        def made(key: object) -> None:
            self._rest()
            self.passphrase.forget()
            self.begin.emit(path, key, files)

        run_aside(self, lambda _task: protect(path, secret), made, self._failed)

    def begin_with(self, files: list[Path]) -> None:
        """Begin with these files; a passphrase is asked for first."""
        self._files = files
        if not is_missing(self._place) or self._without or self.passphrase.value():
            self._begin()
            return
        self.strip.show_message(
            ngettext(
                "{n} file is read as soon as the journal is begun.",
                "{n} files are read as soon as the journal is begun.",
                len(files),
            ).format(n=len(files)),
            _("Think of a passphrase, or go without one."),
        )
        self.passphrase.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the other ways ------------------------------------------------------------------

    def _sample(self) -> None:
        path, make = sample_journal(), self._work.make_sample
        if make is None:
            return
        self._busy(self.sample_button, _("Writing the sample …"))

        def made(_result: object) -> None:
            self._rest()
            self.open_sample.emit(path)

        run_aside(self, lambda _task: make(path), made, self._failed)

    def _controls(self) -> tuple[Button | LinkButton | NewPassphrase, ...]:
        buttons = self.begin_button, self.sample_button, self.open_button
        return (*buttons, self.without_link, self.import_link, self.passphrase)

    def _busy(self, button: Button, words: str) -> None:
        button.set_label(words)
        for other in self._controls():
            other.setEnabled(False)

    def _rest(self) -> None:
        self.sample_button.set_label(_("Look around in a sample"))
        self.begin_button.set_label(_("Begin"))
        for other in self._controls():
            other.setEnabled(True)

    def _failed(self, error: BaseException | None) -> None:
        self._rest()
        if isinstance(error, UserError):
            self.strip.show_error(error)
            self.passphrase.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            tell_bug(error)

    def _open(self) -> None:
        path = ask_open(self, _("Open a journal"), default_journal().parent, JOURNALS)
        if path is not None:
            self.open_journal.emit(path)

    def _import(self) -> None:
        files = ask_open_several(self, _("Begin with these files"), Path.home(), IMPORT_FILTER)
        if files:
            self.begin_with(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a journal, or files to begin with."""
        if event.mimeData().hasUrls():
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the journal that was dropped, or begin with the files."""
        accept_copy(event)
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        journals = [path for path in paths if path.suffix.lower() == ".kith"]
        if journals:
            self.open_journal.emit(journals[0])
        elif paths:
            self.begin_with(paths)


IMPORT_FILTER = _(
    "Everything Kith reads (*.vcf *.vcard *.ics *.ical *.mbox *.mbx *.eml *.csv *.tsv *.txt "
    "*.json *.sql *.zip)"
    ";;All files (*)"
)


def _place_words(path: Path) -> str:
    home = Path.home()
    shown = Path("~") / path.relative_to(home) if path.is_relative_to(home) else path
    if not is_missing(path):
        return _("There is a journal at {path}; Begin opens it.").format(path=shown)
    return _(
        "The journal will be {path}, one ordinary file: copy it to keep a backup, move it to "
        "another computer; delete it and everything is gone."
    ).format(path=shown)
