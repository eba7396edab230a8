"""Everything held about this person: what the files hold, how others appear, where to put them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.texts import _
from app.services import held, held_folder
from app.services.giving_out.words import lost_words
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.notices import MessageStrip
from ui.task import Task
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Page, Section
from ui.widgets.elide import WrapLabel
from ui.widgets.file_dialogs import ask_save
from ui.widgets.ticks import TickBox

_KINDS = {
    ".zip": _("Zip files (*.zip)"),
    ".pdf": _("PDF files (*.pdf)"),
    ".json": _("JSON files (*.json)"),
}


class HeldPage(Page):
    """For someone who asks what is written about them."""

    USES: ClassVar[frozenset[str]] = frozenset({"counterpart"})

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Everything held about this person"),
            _("For someone who asks what you have written about them, as the law lets them."),
            parent=parent,
        )
        self._bridge = bridge
        self._back = actions["go.back"]
        self._person = 0
        self._name = ""
        self._folder: Path | None = None
        self._lay_out()
        self.back.clicked.connect(self.leave)
        self.whole.clicked.connect(lambda: self.ask_where(".zip"))
        self.pdf.clicked.connect(lambda: self.ask_where(".pdf"))
        self.json.clicked.connect(lambda: self.ask_where(".json"))

    def _lay_out(self) -> None:
        self.back = PlainButton(_("Back to the profile"))
        self.json = PlainButton(_("Save as JSON…"))
        self.pdf = PlainButton(_("Save as PDF…"))
        self.whole = PrimaryButton(_("Save everything…"))
        for button in (self.back, self.json, self.pdf, self.whole):
            self.header.add_button(button)
        self.strip = MessageStrip()
        what = Section(_("What it holds"))
        for text in (
            _(
                "The profile, every entry and meeting they took part in, everything noted about "
                "them, your words on the relationship, what address books and calendars said of "
                "them, the history of all that, and where your texts about others name them."
            ),
            _(
                "The PDF is for reading. The JSON file holds every field and both sides of every "
                "change, in a form programs can read. “Save everything” puts both into one zip "
                "file, with the photos and files themselves beside them."
            ),
            _("It is all there, private notes and watch-outs too. Read it before you hand it out."),
        ):
            what.card.add(WrapLabel(text))
        others = Section(_("The others in it"))
        others.card.add(
            WrapLabel(
                _(
                    "Other people appear with their initials, and their addresses not at all: "
                    "what you wrote about them is theirs to ask for, not this person’s."
                )
            )
        )
        self.full_names = TickBox(_("Name the others in full"))
        others.card.add(self.full_names)
        for part in (self.strip, what, others):
            self.add(part)
        self.add_stretch()

    def refresh(self, changes: Changes | None) -> None:
        """The name may have changed."""
        for person in self._bridge.workspace.get_many(Counterpart, [self._person]):
            self._name = person.name
            self.header.set_title(_("Everything held about {name}").format(name=self._name[:80]))

    def show_route(self, route: Route) -> None:
        """Show this for a person."""
        if route.person is not None and route.person != self._person:
            self._person = route.person
            self.strip.dismiss()
            self.full_names.setChecked(False)
        self.refresh(None)
        self.whole.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_where(self, ending: str) -> None:
        """Ask for a place, then save there."""
        folder = self._folder or Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        )
        path = ask_save(
            self,
            _("Save everything held"),
            folder / held.suggested_name(self._name, ending),
            _KINDS[ending],
            asks_itself=True,  # the strip asks, with the real name
        )
        if path is not None:
            self.save_to(path if path.suffix else path.with_name(path.name + ending))

    def save_to(self, path: Path, *, overwrite: bool = False) -> None:
        """Gather and write; what is there already stays until the user says that it may go."""
        self._folder = path.parent
        if path.is_file() and not overwrite:
            self.strip.show_message(
                _("“{name}” is there already.").format(name=path.name),
                _("It stays as it is unless you replace it."),
                "open",
                _("Replace it"),
                lambda: self.save_to(path, overwrite=True),
            )
            return
        person, full_names = self._person, self.full_names.isChecked()
        kind = path.suffix.lower()

        def job(workspace: Workspace, task: Task) -> int:
            found = held.gather(workspace, person, full_names=full_names, cancelled=task.cancelled)
            paper = str(workspace.setting("paper"))
            if kind == ".json":
                held.save_json(found, path, overwrite=overwrite)
            elif kind == ".zip":
                held_folder.save_whole(
                    found, path, paper, overwrite=overwrite, cancelled=task.cancelled
                )
            else:
                held.save_pdf(found, path, paper, overwrite=overwrite)
            return found.lost

        self._enable(False)
        self._bridge.run(job, lambda lost: self._saved(path, lost), self._not_saved)

    def _enable(self, on: bool) -> None:
        for button in (self.whole, self.pdf, self.json):
            button.setEnabled(on)

    def _saved(self, path: Path, lost: int) -> None:
        self._enable(True)
        show: Callable[[], object] = lambda: QDesktopServices.openUrl(  # noqa: E731
            QUrl.fromLocalFile(str(path.parent))
        )
        told = " ".join((_("Saved."), *lost_words(lost)))
        self.strip.show_message(told, str(path), "for", _("Show in folder"), show)
        if not self.isVisible():
            self._bridge.say(_("Saved as {name}.").format(name=path.name))

    def _not_saved(self, error: BaseException | None) -> None:
        self._enable(True)
        if isinstance(error, UserError) and self.isVisible():
            self.strip.show_error(error)
        else:
            self._bridge.report(error)

    def leave(self) -> None:
        """Go back to where one came from."""
        if self._back.isEnabled():
            self._back.trigger()
        else:
            self._bridge.go("people", person=self._person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
