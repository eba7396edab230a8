"""Photos and files inside the journal: put in, looked at, renamed, taken out again.

What takes an `edit` works inside a step of somebody else's, such as an import; everything else is
one named step of its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.exchange import whole_files
from app.model.belongings import Attachment, AttachmentRole
from app.model.changes import Changes
from app.model.errors import FileReadError, InputError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _, ngettext
from app.services import file_kinds, file_names, file_words
from app.services.edit import Edit
from app.services.workspace import Workspace
from app.store import attached, contents

Owner = Counterpart | Interaction
_IN_LABELS = 40


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way into the journal: a name fit to be kept, its bytes, and their kind."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How many files the journal keeps and how large they are; `heavy` where that is a lot."""

    count: int
    size: int
    heavy: str = ""


# --- on the way in -------------------------------------------------------------------------


def limit(workspace: Workspace) -> int:
    """How many bytes one file may have."""
    return int(workspace.setting("file_limit_mb")) * file_words.MB


def incoming(name: str, data: bytes, most: int, media_type: str = "") -> Incoming:
    """Bytes as a file for the journal.

    Args:
        name: what it is to be called; folders and marks that hide its ending are taken off.
        data: its bytes.
        most: how many they may be, see `limit`.
        media_type: what is known of its kind already, for bytes that do not tell.

    Raises:
        InputError: it is empty or too large.
    """
    kept = file_names.clean_name(name) or _("File")
    if not data:
        raise file_words.empty(kept)
    if len(data) > most:
        raise file_words.too_large(kept, len(data), most)
    kind = file_kinds.media_type(data, kept)
    if kind == file_kinds.UNKNOWN:
        kind = media_type or kind
    return Incoming(kept, data, kind)


def read(path: Path, most: int) -> Incoming:
    """A file of this computer, read whole; slow for a large one or a network drive.

    Raises:
        FileReadError: it cannot be read, or is no file.
        InputError: it is empty or too large.
    """
    name = file_names.clean_name(path.name) or _("File")
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileReadError(
                _("“{name}” is not a file.").format(name=name),
                _("Choose single files; a folder can be packed into one archive first."),
            )
        if found.st_size > most:
            raise file_words.too_large(name, found.st_size, most)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(most + 1)  # it may be growing
    except FileNotFoundError:
        raise FileReadError(
            _("There is no file “{name}”.").format(name=name), _("Check the name and the folder.")
        ) from None
    except (OSError, ValueError) as error:
        raise FileReadError(
            _("“{name}” cannot be read.").format(name=name),
            _("Check that you may open it, and that its disk is connected."),
        ) from error
    return incoming(name, data, most)


def add_file(edit: Edit, owner: Owner, file: Incoming) -> Attachment:
    """Put a file on a person or an entry, inside a step."""
    return edit.attach(owner, file.name, file.data, file.media_type)


def set_photo(edit: Edit, person: Counterpart, picture: Incoming) -> Attachment:
    """Give a person this photo in place of the one they have, inside a step.

    Raises:
        InputError: it is no picture.
    """
    if not file_kinds.is_picture(picture.media_type):
        raise file_words.no_picture(picture.name)
    for old in edit.find(Attachment, counterpart_id=person.id, role=AttachmentRole.PHOTO):
        edit.remove(old)
    return edit.attach(person, picture.name, picture.data, picture.media_type, AttachmentRole.PHOTO)


# --- named steps ---------------------------------------------------------------------------


def add(
    workspace: Workspace, owner: Owner, files: Sequence[Incoming], origin: object = None
) -> Changes:
    """Put files on a person or an entry, all in one step.

    Raises:
        NotFoundError: the owner is gone since; nothing was added.
        JournalError: the journal cannot be written; nothing was added.
    """
    with workspace.change(_adding(files), origin) as edit:
        _check_still_here(workspace, owner)
        for file in files:
            add_file(edit, owner, file)
    return edit.changes


def _check_still_here(workspace: Workspace, owner: Owner) -> None:
    """See that the owner did not go while a file was read; its number may be another's by now.

    Raises:
        NotFoundError: it is gone.
    """
    kind = Counterpart if isinstance(owner, Counterpart) else Interaction
    if not workspace.find(kind, id=owner.id, uid=owner.uid):
        raise NotFoundError(
            _("What the file belongs to is no longer in the journal."),
            _("It may have been deleted; undo brings it back."),
        )


def _adding(files: Sequence[Incoming]) -> str:
    if len(files) == 1:
        return _("Add the file “{name}”").format(name=files[0].name[:_IN_LABELS])
    return ngettext("Add {n} file", "Add {n} files", len(files)).format(n=len(files))


def put_photo(
    workspace: Workspace, person: Counterpart, picture: Incoming, origin: object = None
) -> Changes:
    """Give a person a photo, or another one.

    Raises:
        InputError: it is no picture.
        NotFoundError: the person is gone since.
    """
    with workspace.change(_("Set the photo of {name}").format(name=person.name), origin) as edit:
        _check_still_here(workspace, person)
        set_photo(edit, person, picture)
    return edit.changes


def remove_photo(workspace: Workspace, person: Counterpart, origin: object = None) -> Changes:
    """Take a person's photo away; undo and the Trash bring it back."""
    label = _("Remove the photo of {name}").format(name=person.name)
    with workspace.change(label, origin) as edit:
        for old in edit.find(Attachment, counterpart_id=person.id, role=AttachmentRole.PHOTO):
            edit.remove(old)
    return edit.changes


def remove(workspace: Workspace, file: Attachment, origin: object = None) -> Changes:
    """Take a file away; undo and the Trash bring it back."""
    label = _("Remove the file “{name}”").format(name=file.name[:_IN_LABELS])
    with workspace.change(label, origin) as edit:
        edit.remove(file)
    return edit.changes


def rename(workspace: Workspace, file: Attachment, name: str, origin: object = None) -> Changes:
    """Call a file otherwise; an ending that is left off is put back, for it opens by its ending.

    Raises:
        InputError: nothing of the name can be kept.
    """
    kept = file_names.clean_name(name)
    if not kept:
        raise InputError(_("A name is missing."), _("Type at least one letter."))
    ending = file_names.suffix(file.name)
    if ending and not file_names.suffix(kept):
        kept = file_names.clean_name(kept + ending)
    label = _("Rename the file “{name}”").format(name=file.name[:_IN_LABELS])
    with workspace.change(label, origin) as edit:
        edit.set(file, name=kept)
    return edit.changes


# --- looking -------------------------------------------------------------------------------


def of_person(workspace: Workspace, person_id: int) -> list[Attachment]:
    """The files on a person, as they were added; the photo is not among them."""
    return workspace.find(Attachment, counterpart_id=person_id, role=AttachmentRole.FILE)


def of_entry(workspace: Workspace, entry_id: int) -> list[Attachment]:
    """The files on an entry, as they were added."""
    return workspace.find(Attachment, interaction_id=entry_id)


def on_entries(workspace: Workspace, entry_ids: Iterable[int]) -> dict[int, int]:
    """How many files each of these entries has; those without any are left out."""
    return attached.counts(workspace.database, entry_ids)


def of_persons_entries(
    workspace: Workspace, person_id: int, limit: int = -1
) -> list[tuple[Attachment, Interaction]]:
    """The files on the entries a person took part in, the latest entry first."""
    found = workspace.repository.select(Attachment, attached.OF_PERSONS_ENTRIES, person_id, limit)
    numbers = {file.interaction_id for file in found if file.interaction_id is not None}
    entries = {entry.id: entry for entry in workspace.get_many(Interaction, numbers)}
    return [(file, entries[file.interaction_id or 0]) for file in found]


def photo(workspace: Workspace, person_id: int) -> Attachment | None:
    """The photo of a person; None for none."""
    found = workspace.find(Attachment, counterpart_id=person_id, role=AttachmentRole.PHOTO)
    return found[-1] if found else None


def data(workspace: Workspace, file: Attachment) -> bytes:
    """The bytes of a file.

    Raises:
        NotFoundError: the journal has lost them, or is one of an earlier day.
    """
    return workspace.repository.content(file.digest)


def is_here(workspace: Workspace, file: Attachment) -> bool:
    """Whether the journal has the bytes; one of an earlier day, in memory alone, has none."""
    return contents.has(workspace.database, file.digest)


def save_copy(
    workspace: Workspace, file: Attachment, out: Path, *, overwrite: bool = False
) -> None:
    """Write a file to a place of the user's choice, whole or not at all.

    Raises:
        NotFoundError: the journal has lost its bytes.
        FileWriteError: something is there, or the place cannot be written to.
    """
    whole_files.write(data(workspace, file), out, overwrite=overwrite)


def all_of(workspace: Workspace, person_id: int) -> list[Attachment]:
    """The photo, the files, and those on the entries a person took part in, in this order."""
    picture = photo(workspace, person_id)
    met = [file for file, _entry in of_persons_entries(workspace, person_id)]
    return [*([picture] if picture else []), *of_person(workspace, person_id), *met]


def numbered(workspace: Workspace, person_id: int, number: int) -> Attachment:
    """The file with this place, counted from 1, among all of a person's files.

    Raises:
        NotFoundError: there are not so many.
    """
    found = all_of(workspace, person_id)
    if not 1 <= number <= len(found):
        raise NotFoundError(
            _("There is no file number {n}.").format(n=number),
            _("“kith files” lists them with their numbers."),
        )
    return found[number - 1]


def weight(workspace: Workspace) -> Weight:
    """How much room the files take, those that undo could bring back included."""
    count, size = contents.sizes(workspace.database)
    most = int(workspace.setting("files_heavy_mb")) * file_words.MB
    return Weight(count, size, file_words.heavy(size) if size >= most else "")
