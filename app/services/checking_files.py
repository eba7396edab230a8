"""What a check says of the bytes of photos and files, and how they are brought back from a copy."""

from __future__ import annotations

from collections.abc import Iterable

from app.model.checks import Ill, Trouble
from app.model.errors import JournalError
from app.model.texts import _, ngettext
from app.services import backups
from app.services.record_words import RecordWords
from app.services.workspace import Workspace
from app.store import check_files, contents
from app.store.check import Flaw
from app.store.check_files import LostFile
from app.store.database import Database


def troubles(workspace: Workspace, flaws: list[Flaw]) -> list[Trouble]:
    """A sentence for each file that is lost or changed, and one for bytes nothing means."""
    found: list[Trouble] = []
    wrong = {flaw.detail for flaw in flaws if flaw.ill is Ill.FILES}
    if wrong:
        there = _in_copies(workspace, wrong)
        concerned = check_files.lost(workspace.database, wrong)
        found += [_trouble(workspace, one, one.digest in there) for one in concerned]
        found += [_of_history(digest in there) for digest in sorted(wrong - _named(concerned))]
    for flaw in flaws:
        if flaw.ill is Ill.STRAY:
            text = ngettext(
                "The bytes of {n} file lie in the journal that nothing means any more.",
                "The bytes of {n} files lie in the journal that nothing means any more.",
                flaw.count,
            )
            found.append(Trouble(Ill.STRAY, text.format(n=flaw.count), mendable=True))
    return found


def _named(found: list[LostFile]) -> set[str]:
    return {one.digest for one in found}


def _trouble(workspace: Workspace, one: LostFile, in_copy: bool) -> Trouble:
    words = RecordWords(workspace)
    place = ("counterpart", one.counterpart_id)
    if one.counterpart_id is None:
        place = ("interaction", one.interaction_id)
    text = (
        _("The file “{name}” ({whose}) no longer holds what was put in.")
        if one.changed
        else _("The bytes of the file “{name}” ({whose}) are missing.")
    ).format(name=one.name, whose=words.name_of(*place))
    return Trouble(Ill.FILES, text, in_copy, "" if in_copy else _no_copy())


def _of_history(in_copy: bool) -> Trouble:
    text = _("A file that undo could bring back no longer holds what was put in.")
    return Trouble(Ill.FILES, text, in_copy, "" if in_copy else _no_copy())


def _no_copy() -> str:
    return _("No copy of the journal has it either: put it in once more, or remove it.")


def bring_back(workspace: Workspace, flaws: Iterable[Flaw]) -> list[str]:
    """Take lost bytes from the newest copy that has them, let go of strays; says what was done."""
    mended, back = [], 0
    wanted = {flaw.detail for flaw in flaws if flaw.ill is Ill.FILES}
    for digest, data in _in_copies(workspace, wanted).items():
        back += check_files.put_back(workspace.database, digest, data)
    if back:
        text = ngettext(
            "{n} file is whole again, from a copy.", "{n} files are whole again, from copies.", back
        )
        mended.append(text.format(n=back))
    if any(flaw.ill is Ill.STRAY for flaw in flaws) and check_files.drop_strays(workspace.database):
        mended.append(_("Bytes that nothing meant any more are gone."))
    return mended


def _in_copies(workspace: Workspace, wanted: set[str]) -> dict[str, bytes]:
    """What the copies of this journal still hold of these bytes, the newest asked first."""
    found: dict[str, bytes] = {}
    if not wanted:
        return found
    copies = backups.copies(workspace.path, backups.second_folder(workspace))
    for copy in backups.newest_first(copies):
        key = workspace.key if copy.protected else None
        try:
            database = Database(copy.path, read_only=True, still=True, key=key)
        except JournalError:  # another passphrase, or damaged itself
            continue
        try:
            for digest in wanted - found.keys():
                data = contents.read(database, digest)
                if data is not None and contents.digest(data) == digest:
                    found[digest] = data
        except JournalError:
            continue
        finally:
            database.close()
        if wanted == found.keys():
            break
    return found
