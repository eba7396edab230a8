"""The export page: whose records, as what, where to; nothing in the journal changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.texts import _
from app.services import export as exporting
from app.services.export import Done, Format, Wish
from app.services.giving_out import words as export_words
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.notices import MessageStrip
from ui.pages.exporting.parts import Details, Formats, Whose, Working, plain_card
from ui.task import Task
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Columns, Page, Section
from ui.widgets.file_dialogs import ask_folder, ask_save
from ui.widgets.keyboard import take_keyboard

_KINDS = {
    Format.ARCHIVE: _("JSON files (*.json)"),
    Format.MARKDOWN: _("Folders"),
    Format.VCARD: _("vCard files (*.vcf)"),
    Format.CSV: _("CSV files (*.csv)"),
    Format.ICAL: _("iCalendar files (*.ics)"),
}


class ExportPage(Page):
    """One export, from what is chosen to the folder it lies in."""

    USES: ClassVar[frozenset[str]] = frozenset({"counterpart", "tag", "tagging"})

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Export"),
            _("Take people and entries out, for other programs. Nothing in the journal changes."),
            parent=parent,
        )
        self._bridge = bridge
        self._folder: Path | None = None
        self._task: Task | None = None
        self._unseen = False
        # Once what has come or gone above has its place.
        self._upwards = QTimer(self, singleShot=True)
        self._upwards.timeout.connect(lambda: self.scroller.verticalScrollBar().setValue(0))
        self._lay_out()
        self.go.clicked.connect(self.ask_where)
        self.held.clicked.connect(self._show_held)
        self.formats.changed.connect(self._tell)
        self.whose.changed.connect(self._tell)
        self.working.stopped.connect(self._stop)
        self._tell()

    def _lay_out(self) -> None:
        self.held = PlainButton(_("Everything held about them…"))
        self.go = PrimaryButton(_("Export…"))
        for button in (self.held, self.go):
            self.header.add_button(button)
        self.strip = MessageStrip()
        self.working = Working()
        self.working.hide()
        self.formats = Formats()
        self.whose = Whose()
        self.details = Details()
        columns = Columns((3, 2), narrowest=300)
        columns.add(0, self.formats)
        columns.add(1, self.details)
        columns.add(1, Section(_("Good to know"), card=plain_card()))
        for column in columns.columns:
            column.addStretch(1)
        # Whose records comes first: where text is large, the formats alone fill the window.
        for part in (self.strip, self.working, self.whose, columns):
            self.add(part)
        self.add_stretch()

    # --- what the page is asked for ------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Names and tags may be others."""
        self.whose.load(self._bridge.workspace)

    def show_route(self, route: Route) -> None:
        """Begin anew, with the person the route names."""
        self.refresh(None)
        if self._task is None and not self._unseen:
            self.strip.dismiss()
        self._unseen = False
        if route.person is not None:
            for person in self._bridge.workspace.get_many(Counterpart, [route.person]):
                self.whose.choose_person(person.id, person.name)
        self._tell()
        self.formats.rows[self.formats.kind].setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        """Show what fits the choice; nothing can be exported while it is not complete."""
        choice = self.whose.choice()
        self.details.show_for(self.formats.kind)
        self.held.setVisible(choice is not None and bool(choice.person))
        self.go.setEnabled(choice is not None and self._task is None)

    def _show_held(self) -> None:
        choice = self.whose.choice()
        if choice is not None and choice.person:
            self._bridge.go("held", person=choice.person)

    def _to_top(self) -> None:
        """Show where the page says what came of it; a long page may have been scrolled down."""
        self._upwards.start()

    # --- exporting -----------------------------------------------------------------------

    def ask_where(self) -> None:
        """Ask for a place, then write there."""
        choice, kind = self.whose.choice(), self.formats.kind
        if choice is None:
            return
        with self._bridge.guard():
            name = exporting.suggested_name(self._bridge.workspace, kind, choice)
            folder = self._folder or Path(
                QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            )
            if kind is Format.MARKDOWN:
                chosen = ask_folder(self, _("Where to put the folder"), folder)
                if chosen is not None:
                    self.save_to(exporting.folder_in(chosen, name))
                return
            # The strip asks before anything is replaced, with the real name.
            path = ask_save(self, _("Export to"), folder / name, _KINDS[kind], asks_itself=True)
            if path is not None:
                ending = exporting.ENDINGS[kind]
                self.save_to(path if path.suffix else path.with_name(path.name + ending))

    def save_to(self, path: Path) -> None:
        """Write; what is there already stays until the user says that it may go."""
        choice = self.whose.choice()
        if choice is None:
            return
        self._folder = path.parent
        wish = Wish(
            self.formats.kind,
            path,
            choice,
            self.details.chosen(),
            notes=self.details.notes.isChecked(),
        )
        self._write(wish)

    def _write(self, wish: Wish) -> None:
        if self._task is not None:
            return
        try:
            exporting.check(wish)
        except UserError as error:
            self._refused(wish, error)
            return
        self._start(wish)

    def _refused(self, wish: Wish, error: UserError) -> None:
        """Offer to replace what is there, where that may be done at all."""
        self._to_top()
        if wish.overwrite or not exporting.may_replace(wish):
            self.strip.show_error(error)
            return
        self.strip.show_message(
            error.text,
            _("It stays as it is unless you replace it."),
            "open",
            _("Replace it"),
            # What was asked for then, whatever is chosen on the page by now.
            lambda: self._write(replace(wish, overwrite=True)),
        )

    def _start(self, wish: Wish) -> None:
        def job(workspace: Workspace, task: Task) -> Done:
            return exporting.export(workspace, wish, task.progress, task.cancelled)

        self.strip.dismiss()
        self.working.begin(_("Exporting"))
        self.working.show()
        done = lambda found: self._done(wish, found)  # noqa: E731
        self._task = self._bridge.run(job, done, self._not_done, kept=True)
        words = _("The export from {name} was stopped before its end; nothing was written.")
        self._task.stopped = words.format(name=self._bridge.workspace.path.name)
        self._task.progressed.connect(self.working.show_progress)
        self._tell()
        self.working.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._to_top()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _end(self) -> None:
        self._task = None
        self.working.hide()
        self._tell()
        take_keyboard(self.go)
        self._to_top()

    def _done(self, wish: Wish, done: Done) -> None:
        self._end()
        told = " ".join((export_words.counted(wish.format, done), *done.remarks))
        show: Callable[[], object] = lambda: QDesktopServices.openUrl(  # noqa: E731
            QUrl.fromLocalFile(str(done.paths[0].parent))
        )
        self.strip.show_message(
            _("Exported. {counts}").format(counts=told),
            ", ".join(map(str, done.paths)),
            "for",
            _("Show in folder"),
            show,
        )
        if not self.isVisible():  # the strip waits here for whoever comes back
            self._unseen = True
            self._bridge.say(_("Exported to {name}.").format(name=done.paths[0].name))

    def _not_done(self, error: BaseException | None) -> None:
        self._end()
        seen = self.isVisible()
        self._unseen = not seen
        if error is None:
            self.strip.show_message(_("Stopped. Nothing was written."), "", "open")
        elif isinstance(error, UserError):
            self.strip.show_error(error)
        if error is not None and not (seen and isinstance(error, UserError)):
            self._bridge.report(error)
