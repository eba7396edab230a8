"""Copies of a journal: made in time, kept in two places, listed, and looked into."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from app.model.copies import Copy, Holding, Reason
from app.model.errors import (
    FileReadError,
    FileWriteError,
    InputError,
    JournalError,
    LockedError,
    UserError,
)
from app.model.texts import _, ngettext
from app.services.copying import make_copy
from app.services.places import sample_journal
from app.services.workspace import Workspace
from app.store import copies as kept
from app.store import identity
from app.store.backup import Cancel, copy_to, digest_of, holding_of, problems_of
from app.store.carrying import carry, twin
from app.store.conversion import Progress, never, nowhere
from app.store.database import Database
from app.store.keys import Key

__all__ = ["Copy", "Holding", "Key", "Reason", "as_json"]

SETTING = "backup_folder"
_DUE = timedelta(days=1)
_STALE = timedelta(days=7)
as_json = kept.as_json


class Made(NamedTuple):
    """A copy that was just made, and what happened in the second folder.

    `second` is the copy there; where there is none, `remark` says why, or is "" where no second
    folder was chosen.
    """

    copy: Copy
    second: Copy | None = None
    remark: str = ""


def folder(journal: Path) -> Path:
    """Where the copies of a journal lie, whether there are any or not."""
    return kept.folder_of(journal)


def stamp(journal: Path) -> int:
    """A number that changes when a copy comes or goes; 0 while there are none."""
    try:
        return folder(journal).stat().st_mtime_ns
    except OSError:
        return 0


def now(workspace: Workspace) -> datetime:
    """Local time as the names of copies tell it."""
    return workspace.clock.now().replace(tzinfo=None)


def make(
    workspace: Workspace, reason: Reason, progress: Progress = nowhere, cancelled: Cancel = never
) -> Made:
    """Make a copy, read it back, put it into both folders, and let old ones go.

    Raises:
        UserError: it could not be made.
        Cancelled: the user stopped it; nothing is left.
    """
    made = make_copy(workspace.database, reason, workspace.clock.now(), progress, cancelled)
    return _put_second(workspace, made)


# --- the second folder ---------------------------------------------------------------------


def second_folder(workspace: Workspace) -> Path | None:
    """The second folder of the user's choice; None where none was chosen."""
    chosen = str(workspace.setting(SETTING)).strip()
    return Path(chosen).expanduser() if chosen else None


def choose_second(workspace: Workspace, chosen: Path | None) -> None:
    """Keep copies in this folder as well, or (None) in the first one only.

    Raises:
        InputError: it is no folder, or the one the copies are in already.
    """
    if chosen is not None:
        if not chosen.is_dir():
            raise InputError(
                _("{folder} is no folder.").format(folder=chosen), _("Choose one that is there.")
            )
        first = folder(workspace.path)
        if chosen.resolve() in (first.resolve(), first.parent.resolve()):
            raise InputError(
                _("The copies lie there already."),
                _("Choose another disk, a stick, or a folder that is carried elsewhere."),
            )
    workspace.set_setting(SETTING, str(chosen) if chosen is not None else "")


def _put_second(workspace: Workspace, copy: Copy) -> Made:
    chosen = second_folder(workspace)
    if chosen is None:
        return Made(copy)
    if not _is_there(chosen):
        return Made(copy, remark=_absent(chosen))
    place = kept.second_folder(workspace.path, chosen)
    try:
        second = carry(copy, place)
        kept.thin(workspace.path, place, copy.journal, now(workspace))
    except OSError as error:
        remark = _("Nothing could be written to {folder}: {why}.").format(
            folder=chosen, why=error.strerror or error
        )
        return Made(copy, remark=remark)
    return Made(copy, second)


def _is_there(chosen: Path) -> bool:
    try:
        return chosen.is_dir()
    except OSError:
        return False


def _absent(chosen: Path) -> str:
    return _("{folder} is not there just now; the next copy goes there when it is.").format(
        folder=chosen
    )


def catch_up(workspace: Workspace) -> Copy | None:
    """Put the newest good copy into the second folder where it has come back without it."""
    chosen = second_folder(workspace)
    if chosen is None or not _is_there(chosen):
        return None
    newest = newest_good(workspace)
    if newest is None or twin(newest, kept.second_folder(workspace.path, chosen)) is not None:
        return None
    return _put_second(workspace, newest).second


# --- in time -------------------------------------------------------------------------------


def daily(workspace: Workspace, cancelled: Cancel = never) -> Made | None:
    """The copy of the day where it is due; None where it is not, or where nothing is to be kept.

    Raises:
        UserError: it could not be made.
    """
    if workspace.read_only or is_sample(workspace.path) or not workspace.history(1):
        return None
    newest = newest_good(workspace)
    if newest is None or now(workspace) - newest.at >= _DUE:
        return make(workspace, Reason.DAILY, cancelled=cancelled)
    catch_up(workspace)
    return None


def is_sample(journal: Path) -> bool:
    """Whether this is the sample one only looks around in."""
    return journal == sample_journal()


def before_import(workspace: Workspace, cancelled: Cancel | None = None) -> str:
    """A copy before an import; "" when all went well, else why there is none.

    Raises:
        Cancelled: the user stopped it.
    """
    if not workspace.history(1):
        return ""
    try:
        make(workspace, Reason.BEFORE_IMPORT, cancelled=cancelled or never)
    except UserError as error:
        return _("No copy was made before the import: {why}").format(why=error.text)
    return ""


def newest_good(workspace: Workspace) -> Copy | None:
    """The newest copy beside the journal that was found whole.

    A copy of another journal that has, or had, the same name helps this one nothing.
    """
    mine = journal_of(workspace)
    found = [copy for copy in copies(workspace.path) if mine and copy.journal == mine]
    return kept.last_good(found, now(workspace))


def journal_of(workspace: Workspace) -> str:
    """Which journal this is, as its copies tell it; "" before the first copy of it."""
    return identity.read(workspace.database)


def overdue(workspace: Workspace) -> str:
    """A sentence for Today where the last good copy is older than a week, else ""."""
    if workspace.read_only or is_sample(workspace.path):
        return ""
    newest = newest_good(workspace)
    since = newest.at if newest is not None else _first_step(workspace)
    if since is None or now(workspace) - since < _STALE:
        return ""
    days = (now(workspace) - since).days
    if newest is None:
        return ngettext(
            "This journal is {n} day old and has no copy yet.",
            "This journal is {n} days old and has no copy yet.",
            days,
        ).format(n=days)
    return ngettext(
        "The last good copy of this journal is {n} day old.",
        "The last good copy of this journal is {n} days old.",
        days,
    ).format(n=days)


def _first_step(workspace: Workspace) -> datetime | None:
    at = identity.begun(workspace.database)
    return datetime.fromisoformat(at).replace(tzinfo=None) if at else None


# --- looking at them -----------------------------------------------------------------------


def copies(journal: Path, chosen: Path | None = None) -> list[Copy]:
    """The copies in the first folder and in the second, in the order they were made."""
    found = kept.copies_in(journal, kept.folder_of(journal))
    if chosen is not None and _is_there(chosen):
        place = kept.second_folder(journal, chosen)
        found += kept.copies_in(journal, place, second=True)
    return found


def newest_first(found: Sequence[Copy]) -> list[Copy]:
    """For a list one reads from the top; of the same copy in both folders, the near one first."""
    return sorted(found, key=lambda copy: (copy.at, not copy.second), reverse=True)


def holding(path: Path, key: Key | None) -> Holding:
    """What a journal or a copy holds.

    Raises:
        JournalError: it cannot be read; LockedError where it needs a key.
    """
    database = Database(path, read_only=True, key=key)
    try:
        return holding_of(database)
    finally:
        database.close()


def holding_now(workspace: Workspace) -> Holding:
    """What the open journal holds."""
    return holding_of(workspace.database)


def verify(path: Path, key: Key | None, at: datetime, cancelled: Cancel = never) -> list[str]:
    """What is wrong with a copy, empty when it is whole; the answer is kept with the copy.

    Raises:
        LockedError: it needs a key.
        FileReadError: it is not there, or cannot be read.
        Cancelled: the user stopped it.
    """
    mine = ""
    try:
        with contextlib.closing(Database(path, read_only=True, key=key)) as database:
            problems = problems_of(database, cancelled)
            mine = identity.read(database)
    except LockedError:
        raise
    except JournalError as error:
        problems = [error.text]
    try:
        return _noted(path, problems, mine, at)
    except OSError as error:
        raise FileReadError(
            _("{name} cannot be read: {why}.").format(name=path.name, why=error.strerror or error),
            _("Check that its folder is still there."),
        ) from error


def _noted(path: Path, problems: list[str], mine: str, at: datetime) -> list[str]:
    """Keep what was found with the copy."""
    known = kept.noted(path)
    digest = digest_of(path)
    if not problems and known.get("digest", digest) != digest:
        problems = [_("Its bytes are not those that were written; it was changed since.")]
    if kept.read_name(path) is not None:
        checked = None if problems else at.replace(tzinfo=None)
        with contextlib.suppress(OSError):  # a stick that may only be read
            kept.note(path, known.get("digest", digest), mine or known.get("journal", ""), checked)
    return problems


def export(
    workspace: Workspace, out: Path, progress: Progress = nowhere, cancelled: Cancel = never
) -> Path:
    """A copy into a file, or into a folder under a name that tells the time.

    Raises:
        UserError: the place cannot be written, or something of that name is there.
    """
    if out.is_dir():
        out = kept.name_for(workspace.path, out, Reason.BY_HAND, now(workspace))
    elif not out.parent.is_dir():
        raise FileWriteError(
            _("The folder {folder} does not exist.").format(folder=out.parent),
            _("Make the folder first, or choose another."),
        )
    copy_to(workspace.database, out, progress, cancelled)
    return out


def delete_all(
    journal: Path, chosen: Path | None = None, only: Callable[[Copy], bool] = lambda _copy: True
) -> int:
    """Overwrite and delete every copy (or those that fit) in both folders; returns how many.

    Raises:
        FileWriteError: one could not be deleted.
    """
    gone = 0
    for copy in copies(journal, chosen):
        if not only(copy):
            continue
        try:
            kept.remove_copy(copy.path, shred=True)
            kept.forget_notes(copy.path.parent, [copy.path])
        except OSError as error:
            raise FileWriteError(
                _("The copy {name} could not be deleted: {why}.").format(
                    name=copy.path.name, why=error.strerror or error
                ),
                _("Delete it by hand; it lies in {folder}.").format(folder=copy.path.parent),
            ) from error
        gone += 1
    return gone
