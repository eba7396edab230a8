"""The newest copy of a journal that was found whole, where the journal itself is damaged."""

from __future__ import annotations

from pathlib import Path

from app.model.texts import _
from app.model.values import SystemClock
from app.services import backups
from app.services.workspace import Workspace
from app.store.copies import last_good


def what_helps(workspace: Workspace) -> str:
    """Which copy to take, and what else there is, where a part of the file is damaged."""
    return helps(workspace.path, workspace)


def helps(path: Path, workspace: Workspace | None = None) -> str:
    """The newest good copy of a journal that may be damaged, and what else there is, in words."""
    newest = newest_good(path, workspace)
    if newest is None:
        return _("There is no good copy; read what is still readable into a new journal.")
    return _(
        "Restore the copy of {when}, or read what is still readable into a new journal."
    ).format(when=newest.at.strftime("%Y-%m-%d %H:%M"))


def newest_good(path: Path, workspace: Workspace | None = None) -> backups.Copy | None:
    """The newest copy of a journal that was found whole."""
    second = backups.second_folder(workspace) if workspace is not None else None
    found = backups.copies(path, second)
    moment = (workspace.clock if workspace is not None else SystemClock()).now()
    newest = last_good(found, moment.replace(tzinfo=None))
    if newest is not None:
        return newest
    good = [copy for copy in found if copy.checked is not None]  # all dated ahead
    return max(good, key=lambda copy: copy.at, default=None)
