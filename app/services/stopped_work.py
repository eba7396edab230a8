"""What came to nothing because the journal was let go, kept until it is opened again."""

from __future__ import annotations

from app.services.workspace import Workspace
from app.store import queries

# Names with a dot are no settings but what the journal keeps for itself.
_STOPPED = "stopped.told"


def keep(workspace: Workspace, words: str) -> None:
    """Keep this sentence in the journal, to be said when it is opened the next time.

    Raises:
        JournalError: the journal cannot be written.
    """
    if not workspace.read_only:
        with workspace.database.transaction() as connection:
            queries.put_setting(connection, _STOPPED, words)


def take(workspace: Workspace) -> str:
    """What was kept, once; "" where nothing was stopped, and in a journal that is only read.

    Raises:
        JournalError: the journal cannot be written.
    """
    words = "" if workspace.read_only else queries.setting(workspace.database, _STOPPED)
    if words:
        with workspace.database.transaction() as connection:
            queries.drop_setting(connection, _STOPPED)
    return words
