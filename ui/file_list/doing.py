"""What can be done with files: put in, opened, saved elsewhere, renamed, removed, made a photo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6 import QtGui  # a start has no use for what is looked up in it
from PySide6.QtCore import QObject, QUrl
from PySide6.QtWidgets import QWidget

from app.model.belongings import Attachment
from app.model.changes import Changes
from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _, ngettext
from app.services import attachments, file_kinds, file_names, file_words
from app.services.attachments import Incoming
from app.services.opened_files import OpenedFiles
from app.services.workspace import Workspace
from ui.bridge import Bridge, Offer
from ui.file_list.incoming import Read, Source, from_paths, read_all
from ui.pictures import for_photo
from ui.widgets.file_dialogs import ask_open, ask_open_several, ask_save

_ANY = _("All files (*)")
_PICTURES = _("Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp *.tif *.tiff);;All files (*)")
Owner = Counterpart | Interaction


class Files(QObject):
    """Does it off the screen's thread, and tells the window what came of it."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._window = bridge, parent

    @property
    def can_write(self) -> bool:
        """Whether the journal can be written."""
        return not self._bridge.workspace.read_only

    # --- in ------------------------------------------------------------------------------

    def choose(self, owner: Owner) -> None:
        """Ask for files and add them."""
        paths = ask_open_several(self._window, _("Add files"), Path.home(), _ANY)
        if paths:
            self.add(owner, from_paths(paths))

    def add(self, owner: Owner, found: Sequence[Source]) -> None:
        """Add what these read, in one step; what cannot be read is told."""

        def job(workspace: Workspace, _task: Any) -> tuple[Read, Changes | None]:
            read = read_all(workspace, found)
            return read, attachments.add(workspace, owner, read.files) if read.files else None

        # Not the method itself: an entry's card may be gone before its files are in, and the
        # window must hear of them all the same.
        self._bridge.run(job, lambda done: self._added(done))

    def _added(self, done: tuple[Read, Changes | None]) -> None:
        read, changes = done
        if changes is not None:
            self._bridge.workspace.announce(changes)
            self._bridge.say(self._added_words(read.files), undoable=True)
        if read.troubles:
            self._bridge.failed.emit(_first_of(read.troubles))

    def _added_words(self, files: list[Incoming]) -> str:
        if len(files) == 1:
            told = _("Added “{name}”.").format(name=files[0].name[:60])
        else:
            told = ngettext("Added {n} file.", "Added {n} files.", len(files)).format(n=len(files))
        return " ".join(filter(None, (told, attachments.weight(self._bridge.workspace).heavy)))

    # --- the photo -----------------------------------------------------------------------

    def choose_photo(self, person: Counterpart) -> None:
        """Ask for a picture and make it the photo."""
        path = ask_open(self._window, _("Choose a photo"), Path.home(), _PICTURES)
        if path is not None:
            self.set_photo(person, from_paths([path])[0])

    def set_photo(self, person: Counterpart, source: Source) -> None:
        """Make what this reads the photo: a square of its middle."""

        def job(workspace: Workspace, _task: Any) -> Changes:
            return attachments.put_photo(workspace, person, _square(source, workspace))

        self._bridge.run(job, lambda changes: self._told(changes, _("The photo is set.")))

    def remove_photo(self, person: Counterpart) -> None:
        """Take the photo away."""
        with self._bridge.guard():
            attachments.remove_photo(self._bridge.workspace, person)
            self._bridge.say(_("The photo is removed."), undoable=True)

    def _told(self, changes: Changes, words: str) -> None:
        self._bridge.workspace.announce(changes)
        self._bridge.say(words, undoable=True)

    # --- out -----------------------------------------------------------------------------

    def open(self, file: Attachment) -> None:
        """Let the system's program show a private copy; of a program, offer to save one."""
        if not self._is_here(file):
            return
        if file_names.is_program(file.name):
            self._refuse(file, file_words.not_opened(file.name))
            return
        opened = _opened(self._bridge)

        def failed(error: BaseException | None) -> None:
            if isinstance(error, UserError):
                self._refuse(file, error)
            else:
                self._bridge.report(error)

        self._bridge.run(
            lambda workspace, _task: opened.copy_of(workspace, file),
            lambda path: self._show(file, path),
            failed,
        )

    def _is_here(self, file: Attachment) -> bool:
        """Whether there is something to show: of an earlier day's profile nothing leaves memory."""
        here = attachments.is_here(self._bridge.workspace, file)
        if not here:
            self._bridge.failed.emit(file_words.gone(file.name))
        return here

    def _show(self, file: Attachment, path: Path) -> None:
        if not QtGui.QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            words = _("No program was found that opens “{name}”.").format(name=file.name)
            self._refuse(file, UserError(words, _("Save a copy, and open that.")))

    def _refuse(self, file: Attachment, error: UserError) -> None:
        save: tuple[str, Callable[[], object]] = (_("Save a copy…"), lambda: self.save_copy(file))
        self._bridge.offered.emit(Offer(error.text, error.advice, (save,)))

    def save_copy(self, file: Attachment) -> None:
        """Ask where to, and write the file there."""
        if not self._is_here(file):
            return
        proposed = Path.home() / file_names.file_name(file.name)
        out = ask_save(self._window, _("Save a copy"), proposed, _ANY)
        if out is None:
            return

        def job(workspace: Workspace, _task: Any) -> Path:
            attachments.save_copy(workspace, file, out, overwrite=True)
            return out

        self._bridge.run(job, lambda path: self._bridge.say(saved_words(path)))

    # --- names ---------------------------------------------------------------------------

    def rename(self, file: Attachment, name: str) -> bool:
        """Call it otherwise; False, and why is told, where that could not be kept."""
        if not name.strip() or name.strip() == file.name:
            return True
        done = False
        with self._bridge.guard():
            attachments.rename(self._bridge.workspace, file, name)
            done = True
        return done

    def remove(self, file: Attachment) -> None:
        """Take it away; the strip offers it back."""
        with self._bridge.guard():
            attachments.remove(self._bridge.workspace, file)
            words = _("Removed “{name}”.").format(name=file.name[:60])
            self._bridge.say(words, undoable=True)


def saved_words(path: Path) -> str:
    """Where a copy was put."""
    return _("Saved as {name}.").format(name=path.name)


def _square(source: Source, workspace: Workspace) -> Incoming:
    """A picture as a photo is kept, under a name that fits what it became."""
    found = source(attachments.limit(workspace))
    data = for_photo(found.data)
    if data is None:
        raise file_words.no_picture(found.name)
    kind = file_kinds.media_type(data)
    ending = ".png" if kind == "image/png" else ".jpg"
    return replace(found, name=f"{Path(found.name).stem}{ending}", data=data, media_type=kind)


def _first_of(troubles: list[UserError]) -> UserError:
    first, more = troubles[0], len(troubles) - 1
    if not more:
        return first
    told = ngettext("{n} more could not be added.", "{n} more could not be added.", more)
    return UserError(f"{first.text} {told.format(n=more)}", first.advice)


def _opened(bridge: Bridge) -> OpenedFiles:
    """The copies of this open journal; they go when it is closed or locked."""
    found: OpenedFiles | None = bridge.opened_files
    if found is None:
        found = bridge.opened_files = OpenedFiles()
        bridge.at_close.append(found.clear)
    return found
