"""Overwrites what was deleted: the search index, freed pages, and what the log still holds."""

from __future__ import annotations

from app.store import driver
from app.store.database import Database
from app.store.forget import PENDING, Progress
from app.store.troubles import explain

_STAGES = 4


def is_pending(database: Database) -> bool:
    """Whether something was forgotten whose freed pages still wait to be overwritten."""
    return database.value("SELECT 1 FROM setting WHERE key = ?", PENDING) is not None


def erase(database: Database, progress: Progress = lambda _done, _whole: None) -> bool:
    """Leave no byte of what was deleted; False where another reader is in the way.

    Raises:
        JournalError: the disk is full, or the journal cannot be written.
    """
    run = database.connection.execute
    try:
        run("PRAGMA secure_delete = ON")
        progress(0, _STAGES)
        run("INSERT INTO search(search) VALUES ('rebuild')")  # drops words that only were deleted
        _checkpoint(database)
        progress(1, _STAGES)
        run("VACUUM")
        progress(2, _STAGES)
        if not _checkpoint(database):
            return False
        progress(3, _STAGES)
        run("DELETE FROM setting WHERE key = ?", (PENDING,))
        _checkpoint(database)
        progress(_STAGES, _STAGES)
    except driver.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            return False
        raise explain(error, database.path) from error
    except driver.Error as error:
        raise explain(error, database.path) from error
    return True


def _checkpoint(database: Database) -> bool:
    """Take the log into the file and empty it; False while somebody reads."""
    busy, _log, _done = database.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
    return not busy
