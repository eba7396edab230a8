"""The first page anyone sees: begin, look around in a sample, or open what is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QThreadPool, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.model.errors import UserError
from app.model.texts import _
from app.services.places import default_journal, sample_journal
from ui import theme
from ui.notices import MessageStrip
from ui.widgets.buttons import Button, PlainButton, PrimaryButton, QuietButton
from ui.widgets.cards import Card
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout

_WIDTH = 620


class WelcomePage(QWidget):
    """Offers to begin a journal, to look around in a sample, to open a journal or to import.

    `make_sample(path)` writes the sample; it runs beside the screen, for it takes a moment.
    `place` is where a new journal would lie, when that is not the usual place. `error` is what
    kept the last journal from being opened, shown with its advice.
    """

    begin = Signal(Path)
    open_journal = Signal(Path)
    open_sample = Signal(Path)
    import_files = Signal(list)
    _sample_ended = Signal(object)

    def __init__(
        self,
        error: UserError | None = None,
        make_sample: Callable[[Path], object] | None = None,
        place: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_sample = make_sample
        self._place = place or default_journal()
        self.setProperty("ground", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.strip = MessageStrip()
        self.begin_button = PrimaryButton(_("Begin"))
        self.sample_button = PlainButton(_("Look around in a sample"))
        self.open_button = PlainButton(_("Open a journal"))
        self.import_button = QuietButton(_("Import"))
        self._lay_out()
        self.begin_button.clicked.connect(self._begin)
        self.sample_button.clicked.connect(self._sample)
        self.open_button.clicked.connect(self._open)
        self.import_button.clicked.connect(self._import)
        self._sample_ended.connect(self._show_sample)
        if error is not None:
            self.strip.show_error(error)
        self.begin_button.setFocus()

    def _lay_out(self) -> None:
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        title = WrapLabel(_("Who matters, and is it real?"), "hero")
        words = WrapLabel(
            _(
                "Kith keeps your relationships in one file on this computer. It sends nothing "
                "anywhere and grades nobody. It reminds you what you share, what you promised, "
                "and what the record says."
            ),
            "lead",
            "second",
        )
        card = Card()
        place = WrapLabel(_place_words(self._place), "note", "second")
        card.add(WrapLabel(_("Where the journal will be"), "section", "second"))
        card.add(place)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.begin_button, self.sample_button, self.open_button, self.import_button):
            flow.addWidget(button)
        for part in (self.strip, title, words, card, buttons):
            column.addWidget(part)
        middle = QWidget()
        middle.setProperty("ground", "none")
        row = QHBoxLayout(middle)
        row.addStretch(1)
        row.addWidget(self._column, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._space()

    def _space(self) -> None:
        room = self.width() - theme.px(48)
        self._column.setFixedWidth(max(theme.px(280), min(theme.px(_WIDTH), room)))

    def resizeEvent(self, event: object) -> None:
        """Keep a readable measure, or what the window gives."""
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the measure in step with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._space()

    # --- what the buttons do -------------------------------------------------------------

    def _begin(self) -> None:
        path = self._place
        if path.exists():
            self.open_journal.emit(path)
        else:
            self.begin.emit(path)

    def _sample(self) -> None:
        path = sample_journal()
        if self._make_sample is None:
            return
        self._busy(self.sample_button, _("Writing the sample …"))
        make = self._make_sample
        ended = self._sample_ended

        def work() -> None:
            try:
                make(path)
            except BaseException as error:
                ended.emit(error)
            else:
                ended.emit(path)

        QThreadPool.globalInstance().start(work)

    def _busy(self, button: Button, words: str) -> None:
        button.set_label(words)
        for other in (self.begin_button, self.sample_button, self.open_button, self.import_button):
            other.setEnabled(False)

    def _show_sample(self, ended: object) -> None:
        self.sample_button.set_label(_("Look around in a sample"))
        for button in (self.begin_button, self.sample_button, self.open_button, self.import_button):
            button.setEnabled(True)
        if isinstance(ended, Path):
            self.open_sample.emit(ended)
        elif isinstance(ended, UserError):
            self.strip.show_error(ended)
        elif isinstance(ended, BaseException):
            raise ended

    def _open(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Open a journal"),
            str(default_journal().parent),
            _("Kith journals (*.kith);;All files (*)"),
        )
        if name:
            self.open_journal.emit(Path(name))

    def _import(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(
            self, _("Begin with these files"), str(Path.home()), IMPORT_FILTER
        )
        if names:
            self.import_files.emit([Path(name) for name in names])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a journal, or files to begin with."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the journal that was dropped, or begin with the files."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        journals = [path for path in paths if path.suffix.lower() == ".kith"]
        if journals:
            self.open_journal.emit(journals[0])
        elif paths:
            self.import_files.emit(paths)


IMPORT_FILTER = _("Address books and calendars (*.vcf *.vcard *.ics *.ical);;All files (*)")


def _place_words(path: Path) -> str:
    home = Path.home()
    shown = Path("~") / path.relative_to(home) if path.is_relative_to(home) else path
    if path.exists():
        return _("There is a journal at {path}; Begin opens it.").format(path=shown)
    return _(
        "{path}. It is one ordinary file: copy it to keep a backup, move it to another computer; "
        "delete it and everything is gone."
    ).format(path=shown)
