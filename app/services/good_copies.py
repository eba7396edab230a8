"""The newest copy of a journal that was found whole, where the journal itself is damaged."""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.model.errors import JournalError
from app.model.texts import _
from app.model.values import SystemClock
from app.services import backups
from app.services.workspace import Workspace
from app.store import identity
from app.store.copies import last_good
from app.store.database import Database
from app.store.keys import Key


def what_helps(workspace: Workspace) -> str:
    """Which copy to take, and what else there is, where a part of the file is damaged."""
    return helps(workspace.path, workspace)


def helps(path: Path, workspace: Workspace | None = None) -> str:
    """The newest good copy of a journal that may be damaged, and what else there is, in words."""
    newest = newest_good(path, workspace)
    if newest is None:
        return _("There is no good copy; read what is still readable into a new journal.")
    words = _(
        "Restore the copy of {when}, or read what is still readable into a new journal."
    ).format(when=newest.at.strftime("%Y-%m-%d %H:%M"))
    return " ".join(filter(None, (words, doubt(path, workspace))))


def doubt(path: Path, workspace: Workspace | None = None) -> str:
    """A sentence where nothing tells which of several journals' copies are this one's, else ""."""
    journals = {copy.journal for copy in _copies(path, workspace) if copy.journal}
    if len(journals) < 2 or _which(path, workspace) is not None:
        return ""
    return _("Copies of another journal of this name lie there too; look into it before.")


def journal_of(path: Path, key: Key | None = None, *, still: bool = False) -> str | None:
    """Which journal this is, as its copies tell it; None where it does not tell that any more.

    `still` is for a file that nobody writes to.
    """
    try:
        with contextlib.closing(Database(path, read_only=True, key=key, still=still)) as database:
            return identity.read(database)
    except JournalError:
        return None


def _which(path: Path, workspace: Workspace | None) -> str | None:
    if workspace is None:
        return journal_of(path)
    try:
        return backups.journal_of(workspace)
    except JournalError:
        return None


def _copies(path: Path, workspace: Workspace | None) -> list[backups.Copy]:
    second = backups.second_folder(workspace) if workspace is not None else None
    return backups.copies(path, second)


def newest_good(path: Path, workspace: Workspace | None = None) -> backups.Copy | None:
    """The newest copy of a journal that was found whole.

    One that does not tell of which journal it is comes after those of this one; one of another
    journal counts only where this one does not tell either.
    """
    found, mine = _copies(path, workspace), _which(path, workspace)
    if mine is None:
        return _newest(found, workspace)
    own = [copy for copy in found if copy.journal and copy.journal == mine]
    silent = [copy for copy in found if not copy.journal]
    return _newest(own, workspace) or _newest(silent, workspace)


def _newest(found: list[backups.Copy], workspace: Workspace | None) -> backups.Copy | None:
    moment = (workspace.clock if workspace is not None else SystemClock()).now()
    newest = last_good(found, moment.replace(tzinfo=None))
    if newest is not None:
        return newest
    good = [copy for copy in found if copy.checked is not None]  # all dated ahead
    return max(good, key=lambda copy: copy.at, default=None)
