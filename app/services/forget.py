"""Forgets a person for good, in the journal and, where asked, in its backup copies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.model.changes import Changes
from app.model.errors import JournalError, NotFoundError
from app.model.forgetting import CopyFound, CopyState, Forgettable, Forgotten
from app.model.texts import _
from app.services import backups as copying
from app.services.workspace import Workspace
from app.store import copies as kept
from app.store import forget_copies, forget_preview, identity
from app.store.erase import erase, is_pending
from app.store.forget import Forgetting
from app.store.schema import HISTORY_COLUMNS

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]

_PARTS = 100  # of the progress, for the copies, for the journal, and for overwriting


def nowhere(_done: int, _whole: int) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """A wish to stop that nobody has."""
    return False


def look_into(
    workspace: Workspace, uids: Collection[str], seen: Collection[Path] = ()
) -> Iterator[CopyFound]:
    """What each backup copy in both folders says of a person, without those seen before.

    Another journal of the same name may keep its copies in the same folder: those of them that
    do not tell are none of this journal's business.
    """
    mine = identity.read(workspace.database)
    for copy in copying.copies(workspace.path, copying.second_folder(workspace)):
        if copy.path in seen:
            continue
        found = forget_copies.look_into(copy.path, workspace.key, uids)
        if copy.journal in ("", mine) or found.state is CopyState.HOLDS:
            yield found


def preview(
    workspace: Workspace,
    person_id: int,
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> Forgettable:
    """What forgetting would take away; nothing is written.

    Raises:
        NotFoundError: neither the journal nor its history knows this person.
        Cancelled: the user stopped it.
    """
    found = forget_preview.look(workspace.database, person_id, progress, cancelled)
    if found is None:
        raise NotFoundError(_("This person is no longer in the journal."))
    uids = forget_preview.uids_of(workspace.database, person_id)
    return replace(found, copies=tuple(look_into(workspace, uids)))


def deleted_people(workspace: Workspace) -> list[tuple[int, str]]:
    """People who were deleted, but whom the history still knows: by number and last name."""
    return forget_preview.deleted_people(workspace.database)


def forget(
    workspace: Workspace,
    person_id: int,
    *,
    scrub_texts: bool = True,
    parts: bool = False,
    organisations: Collection[int] = (),
    backups: bool = False,
    delete_unread: bool = False,
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> Forgotten:
    """Forget a person; nothing can take that back.

    The copies come first: whatever stops the work on the way, the person still stands in the
    journal then, and it can be done again. The journal itself is changed in one transaction.

    Args:
        scrub_texts: also take their names and addresses out of what was written about others.
        parts: there, also single words of their name that nobody else bears.
        organisations: those that go as well.
        backups: also rewrite the copies that hold the person.
        delete_unread: delete copies that nobody can look into; they may hold the person.

    Raises:
        NotFoundError: neither the journal nor its history knows this person.
        JournalError: the journal or a copy could not be written; the journal is as it was.
        Cancelled: the user stopped it; the journal is as it was.
    """
    uids = forget_preview.uids_of(workspace.database, person_id)
    if not uids:
        raise NotFoundError(_("This person is no longer in the journal."))
    if workspace.read_only:
        raise JournalError(
            _("This journal is open for reading only."), _("Check the rights of the file.")
        )
    firms = forget_preview.organisation_uids(workspace.database, organisations)
    if backups:
        _clear_broken_off(workspace)
    copies = _Copies(workspace, uids, backups, delete_unread, cancelled)
    copies.rewrite = partial(
        forget_copies.rewrite,
        uids=uids,
        key=workspace.key,
        label=_label(),
        at=_stamp(workspace),
        instead=_("[forgotten]"),
        scrub_texts=scrub_texts,
        parts=parts,
        organisations=firms,
    )
    copies.work(lambda done, whole: progress(_share(done, whole), 3 * _PARTS))
    step = Forgetting(
        workspace.database,
        person_id,
        instead=_("[forgotten]"),
        scrub_texts=scrub_texts,
        parts=parts,
        organisations=organisations,
        progress=lambda done, whole: progress(_PARTS + _share(done, whole), 3 * _PARTS),
        cancelled=cancelled,
    ).write(_label(), _stamp(workspace))
    # From here on there is no way back, and whatever fails is only told.
    copies.cancelled, copies.bound = never, False
    while copies.work(nowhere):
        pass  # one may have been made, or carried to the second folder, while the work went on
    erased = False
    with suppress(JournalError):  # it is made up for at one of the next openings
        erased = finish(
            workspace, lambda done, whole: progress(2 * _PARTS + _share(done, whole), 3 * _PARTS)
        )
    everything = frozenset({*HISTORY_COLUMNS, "setting"})
    workspace.announce(Changes(step, _label(), everything, kind="forget"))
    return Forgotten(
        step, erased, tuple(copies.rewritten), tuple(copies.deleted), tuple(copies.left.values())
    )


def unfinished(workspace: Workspace) -> bool:
    """Whether something of a person who was forgotten still waits to be overwritten."""
    return is_pending(workspace.database)


def finish(workspace: Workspace, progress: Progress = nowhere) -> bool:
    """Overwrite what forgetting freed, where that is still to be done; whether it is done now.

    Raises:
        JournalError: the disk is full, or the journal cannot be written.
    """
    if workspace.read_only or not unfinished(workspace):
        return True
    return erase(workspace.database, progress)


class _Copies:
    """The backup copies of a journal, each handled once.

    As long as it is `bound`, a copy that fails stops all of it; afterwards it is one that is left.
    """

    def __init__(
        self,
        workspace: Workspace,
        uids: Collection[str],
        wanted: bool,
        delete: bool,
        cancelled: Cancel,
    ) -> None:
        self._workspace, self._uids = workspace, uids
        self._wanted, self._delete = wanted, delete
        self.cancelled = cancelled
        self.bound = True
        self.rewrite: Callable[..., None] = forget_copies.rewrite
        self.rewritten: list[Path] = []
        self.deleted: list[Path] = []
        self.left: dict[Path, CopyFound] = {}
        self._seen: set[Path] = set()

    def work(self, progress: Progress) -> bool:
        """Go through every copy that was not gone through yet; whether one held the person.

        Raises:
            JournalError: one could not be rewritten or deleted, where the journal hangs on it.
        """
        waiting = list(look_into(self._workspace, self._uids, self._seen))
        for done, found in enumerate(waiting):
            progress(done, len(waiting))
            self._seen.add(found.path)
            try:
                self._see_to(found)
            except JournalError as error:
                if self.bound:
                    raise
                self.left[found.path] = replace(found, why=error.text)
        progress(1, 1)
        return any(found.state is not CopyState.CLEAN for found in waiting)

    def _see_to(self, found: CopyFound) -> None:
        copy = found.path
        try:
            if found.state is CopyState.HOLDS and self._wanted:
                self.rewrite(copy, cancelled=self.cancelled)
                self.rewritten.append(copy)
            elif found.state is CopyState.CLEAN:
                return
            elif found.state is not CopyState.HOLDS and self._delete:
                forget_copies.delete(copy)
                self.deleted.append(copy)
            else:
                self.left[copy] = found
        except OSError as error:
            raise JournalError(
                _("The copy {name} could not be rewritten: {why}.").format(
                    name=copy.name, why=error.strerror
                ),
                _("The journal is as it was; try again, or leave the copies as they are."),
            ) from error


def _clear_broken_off(workspace: Workspace) -> None:
    """What copies left whose making was broken off may hold the person as well."""
    kept.clear_broken_off(kept.folder_of(workspace.path))
    chosen = copying.second_folder(workspace)
    if chosen is not None:
        kept.clear_broken_off(kept.second_folder(workspace.path, chosen))


def _label() -> str:
    return _("One person forgotten")


def _stamp(workspace: Workspace) -> str:
    return workspace.clock.now().isoformat(timespec="seconds")


def _share(done: int, whole: int) -> int:
    return _PARTS * done // whole if whole else 0
