"""Settings, watched files: which calendars and address books are read again when they change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.model.texts import _
from app.services import day_words
from app.services.watched import files as watch_files
from app.services.watched import notes as watch_notes
from app.services.watched.notes import Watched
from app.services.watched.words import unclear_words
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.pages.settings.panel import Panel
from ui.widgets.buttons import Button, PlainButton
from ui.widgets.cards import Row, Separator, empty_layout
from ui.widgets.elide import WrapLabel
from ui.widgets.file_dialogs import ask_folder, ask_open
from ui.widgets.flow import FlowLayout
from ui.widgets.spans import Span

KINDS = _("Calendars and address books (*.ics *.ical *.vcs *.vcf *.vcard);;All files (*)")


class WatchedPanel(Panel):
    """Add a file or a folder, see when each was read and what came of it, let it go."""

    NAME: ClassVar[str] = "watched"

    def __init__(self, bridge: Bridge, _actions: Mapping[str, QAction]) -> None:
        super().__init__(_("Watched files"))
        self._bridge = bridge
        self.words = WrapLabel("", "note", "second")
        self.file = PlainButton(_("Watch a file"))
        self.folder = PlainButton(_("Watch a folder"))
        self.now = PlainButton(_("Read now"))
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._lay_out()
        self.file.clicked.connect(self._ask_file)
        self.folder.clicked.connect(self._ask_folder)
        self.now.clicked.connect(self._read)
        bridge.watched.connect(self._read_again)

    def _lay_out(self) -> None:
        lead = WrapLabel(
            _(
                "Kith reads a calendar or an address book that another program keeps on this "
                "computer: when Kith opens, and when the file changes. What changed stands on "
                "Today, and can be undone. What you take back or delete does not come again."
            ),
            "body",
            "second",
        )
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.file, self.folder, self.now):
            flow.addWidget(button)
        for part in (lead, self.list, self.words, buttons):
            self.card.add(part)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(10))

    def begin(self) -> None:
        """Bring the keyboard to the first button."""
        self.file.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is watched, and what came of it."""
        workspace = self._bridge.workspace
        found = watch_notes.watched(workspace)
        held = self.list.isAncestorOf(QApplication.focusWidget() or self)
        empty_layout(self._rows)
        for one in found:
            self._rows.addWidget(Separator())
            self._rows.addWidget(self._row(one))
        if found:
            self._rows.addWidget(Separator())
        self.list.setVisible(bool(found))
        for button in (self.file, self.folder):
            button.setEnabled(not workspace.read_only)
        self.now.setVisible(bool(found) and not workspace.read_only)
        said = ""
        if workspace.read_only:
            said = _("This journal can only be read, so nothing is watched now.")
        elif self._bridge.importing and found:
            said = _("They wait while the list of an import is open.")
        self.words.set_content(said, "second")
        self.words.setVisible(bool(said))
        if held:  # its row was made anew or is gone
            self.file.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, one: Watched) -> Row:
        waiting = unclear_words(one)
        note = [Span(f"{one.path.parent}  ", "second")]
        read = self._when(one)
        note += [Span(text + " ", "second") for text in (read, one.told, waiting) if text]
        if one.trouble:
            note.append(Span(one.trouble, "against"))
        return Row([Span(one.path.name, bold=True)], note, None, self._buttons(one))

    def _buttons(self, one: Watched) -> list[Button]:
        found: list[Button] = []
        if one.unclear:
            look = PlainButton(_("Look at them"))
            look.clicked.connect(partial(self._look, one.path))
            found.append(look)
        stop = PlainButton(_("Stop watching"))
        stop.setAccessibleName(_("Stop watching {name}").format(name=one.path.name))
        stop.setEnabled(not self._bridge.workspace.read_only)
        stop.clicked.connect(partial(self._stop, one.path))
        return [*found, stop]

    def _when(self, one: Watched) -> str:
        if not one.read_at:
            return _("Not read yet.")
        at = datetime.fromisoformat(one.read_at)
        day = day_words.short_date(at.date(), self._bridge.workspace.today)
        return _("Read {day}, {time}.").format(day=day, time=at.strftime("%H:%M"))

    def _read_again(self) -> None:
        self.now.setEnabled(True)
        self.refresh()

    # --- what one can do -----------------------------------------------------------------

    def _ask_file(self) -> None:
        path = ask_open(self, _("A calendar or an address book to watch"), Path.home(), KINDS)
        if path is not None:
            self.add(path)

    def _ask_folder(self) -> None:
        folder = ask_folder(self, _("A folder of calendars or address books"), Path.home())
        if folder is not None:
            self.add(folder)

    def add(self, path: Path) -> None:
        """Watch this path, and read it."""
        self._bridge.run(lambda workspace, _task: _add(workspace, path), self._added)

    def _added(self, _done: object) -> None:
        self._bridge.watch_wanted.emit(False)
        self.refresh()

    def _read(self) -> None:
        self.now.setEnabled(self._bridge.importing)
        self._bridge.watch_wanted.emit(True)

    def _look(self, path: Path) -> None:
        """Show what a reading left open; there one can say who is meant."""
        self._bridge.go("import", extra={"files": list(watch_files.files_of(path).values())})

    def _stop(self, path: Path) -> None:
        with self._bridge.guard():
            watch_notes.remove(self._bridge.workspace, path)
            self._bridge.say(
                _("{name} is watched no longer. What it brought stays.").format(name=path.name)
            )
            self._bridge.watch_wanted.emit(False)
        self.refresh()


def _add(workspace: Workspace, path: Path) -> None:
    from app.services import watching  # loads what reads such files, beside the screen

    watching.add(workspace, path)
