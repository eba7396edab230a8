"""The briefing before it is saved: its pages, what goes on them, and where to put them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.brief import Brief, SectionKey
from app.model.errors import NotFoundError, UserError
from app.model.texts import _, ngettext
from app.services.prep import for_paper, prepare, preview, save_pdf, suggested_name, words_on
from ui import theme
from ui.bridge import Bridge
from ui.notices import MessageStrip
from ui.pages.prepare.picker import SectionPicker
from ui.pages.prepare.sheet import Sheet
from ui.task import Task
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Columns, Page, empty_layout
from ui.widgets.file_dialogs import ask_save

_PAUSE_MS = 150


class Briefing(Page):
    """Look first, then save; nothing is replaced without asking."""

    back_wanted = Signal()
    lost = Signal()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Briefing"),
            _("Two minutes’ reading before the meeting, for you alone."),
            parent=parent,
        )
        self._bridge = bridge
        self._person = 0
        self._meeting: int | None = None
        self._brief: Brief | None = None
        self._reading: Task | None = None
        self._drawing: Task | None = None
        self._folder: Path | None = None
        self.back = PlainButton(_("Back to preparing"))
        self.save = PrimaryButton(_("Save PDF…"))
        self.save.setToolTip(actions["brief.export"].toolTip())
        self.header.add_button(self.back)
        self.header.add_button(self.save)
        self.strip = MessageStrip()
        self.picker = SectionPicker()
        self._pages = QWidget()
        self._column = QVBoxLayout(self._pages)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(18))
        columns = Columns((4, 11), narrowest=230)
        columns.add(0, self.picker)
        columns.add(1, self._pages)
        self.add(self.strip)
        self.add(columns)
        self.add_stretch()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.save.clicked.connect(self.ask_where)
        self.picker.changed.connect(self._pause.start)
        self.picker.paper_chosen.connect(self._set_paper)
        self._pause.timeout.connect(self._draw)

    # --- showing -------------------------------------------------------------------------

    def show_meeting(self, person: int, meeting: int | None) -> None:
        """Show the briefing for a meeting with someone."""
        if (person, meeting) != (self._person, self._meeting):
            self.strip.dismiss()
            self.picker.forget()
            self._brief = None
            empty_layout(self._column)
            self.scroller.verticalScrollBar().setValue(0)
        self._person, self._meeting = person, meeting
        self.save.setEnabled(self._brief is not None)
        self.reload()

    def reload(self) -> None:
        """Read the journal again."""
        person, meeting = self._person, self._meeting
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._bridge.run(
            lambda workspace, _task: prepare(workspace, person, meeting).brief,
            self._read,
            self._not_read,
        )

    def _read(self, brief: Brief) -> None:
        if self.sender() is not self._reading:
            return
        self._reading = None
        self._brief = brief
        self.header.set_title(_("Briefing: {name}").format(name=brief.person))
        self.picker.load(brief, self._paper())
        self.save.setEnabled(True)
        self._draw()

    def _not_read(self, error: BaseException | None) -> None:
        if isinstance(error, NotFoundError):
            self.lost.emit()
        self._bridge.report(error)

    def _paper(self) -> str:
        return str(self._bridge.workspace.setting("paper"))

    def _set_paper(self, paper: str) -> None:
        with self._bridge.guard():
            self._bridge.workspace.set_setting("paper", paper)
        self._draw()

    def chosen(self) -> Brief | None:
        """What goes on paper."""
        if self._brief is None:
            return None
        return for_paper(self._brief, self.picker.included())

    def _draw(self) -> None:
        brief = self.chosen()
        if brief is None:
            return
        self._tell(brief)
        paper = self._paper()
        if self._drawing is not None:
            self._drawing.cancel()
        self._drawing = self._bridge.run(
            lambda _workspace, _task: preview(brief, paper), self._drawn, self._bridge.report
        )

    def _tell(self, brief: Brief) -> None:
        told = _("{n} words, within two minutes’ reading.").format(n=words_on(brief))
        left_out = sum(section.more for section in brief.sections)
        if left_out:
            told += " " + ngettext(
                "{n} line stays in the journal to keep it to that.",
                "{n} lines stay in the journal to keep it to that.",
                left_out,
            ).format(n=left_out)
        self.picker.count.set_content(told)

    def _drawn(self, pages: list[bytes]) -> None:
        if self.sender() is not self._drawing:
            return
        self._drawing = None
        while self._column.count() > len(pages):
            item = self._column.takeAt(self._column.count() - 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        while self._column.count() < len(pages):
            self._column.addWidget(Sheet())
        for number, picture in enumerate(pages):
            item = self._column.itemAt(number)
            sheet = item.widget() if item is not None else None
            if isinstance(sheet, Sheet):
                sheet.set_page(picture, number + 1, len(pages))

    # --- saving --------------------------------------------------------------------------

    def ask_where(self) -> None:
        """Ask for a place, then save there."""
        brief = self.chosen()
        if brief is None:
            return
        folder = self._folder or Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        path = ask_save(
            self,
            _("Save the briefing"),
            folder / suggested_name(brief),
            _("PDF files (*.pdf)"),
            asks_itself=True,  # the strip asks, with the real name
        )
        if path is not None:
            self.save_to(path if path.suffix else path.with_name(path.name + ".pdf"))

    def save_to(self, path: Path, *, overwrite: bool = False) -> None:
        """Write the PDF; what is there already stays until the user says that it may go."""
        brief = self.chosen()
        if brief is None:
            return
        self._folder = path.parent
        if path.is_file() and not overwrite:
            self.strip.show_message(
                _("“{name}” is there already.").format(name=path.name),
                _("It stays as it is unless you replace it."),
                "open",
                _("Replace it"),
                lambda: self.save_to(path, overwrite=True),
            )
            self._show_strip()
            return
        paper = self._paper()
        self.save.setEnabled(False)
        self._bridge.run(
            lambda _workspace, _task: save_pdf(brief, path, paper, overwrite=overwrite),
            lambda _nothing: self._saved(path),
            self._not_saved,
        )

    def _saved(self, path: Path) -> None:
        self.save.setEnabled(True)
        self.strip.show_message(
            _("The briefing is saved."),
            str(path),
            "for",
            _("Show in folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
        )
        self._show_strip()

    def _not_saved(self, error: BaseException | None) -> None:
        self.save.setEnabled(True)
        if isinstance(error, UserError):
            self.strip.show_error(error)
            self._show_strip()
        else:
            self._bridge.report(error)

    def _show_strip(self) -> None:
        """The message stands at the top, so that is where to look."""
        self.scroller.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to preparing."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def include(self, key: SectionKey, on: bool = True) -> None:
        """Tick a section, or take the tick off."""
        self.picker.tick(key).setChecked(on)
