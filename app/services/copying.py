"""Makes one copy of an open journal in the folder beside it, and clears old ones there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.model.copies import Copy, Reason
from app.model.errors import FileWriteError
from app.model.texts import _
from app.store import copies as kept
from app.store import identity
from app.store.backup import Cancel, copy_to
from app.store.conversion import Progress, never, nowhere
from app.store.database import Database
from app.store.keys import Key


def make_copy(
    database: Database,
    reason: Reason,
    moment: datetime,
    progress: Progress = nowhere,
    cancelled: Cancel = never,
) -> Copy:
    """Make a copy beside the journal, read it back, and let old ones go.

    Raises:
        UserError: it could not be made.
        Cancelled: the user stopped it; nothing is left.
    """
    at = moment.replace(tzinfo=None)
    place = kept.folder_of(database.path)
    mine = identity.of(database)
    try:
        kept.prepare(place)
        target = kept.name_for(database.path, place, reason, at)
        digest = copy_to(database, target, progress, cancelled)
        kept.note(target, digest, mine, at)
        kept.thin(database.path, place, mine, at)
    except OSError as error:
        raise FileWriteError(
            _("No copy could be made in {folder}: {why}.").format(
                folder=place, why=error.strerror or error
            ),
            _("Check the folder and its rights."),
        ) from error
    return next(one for one in kept.copies_in(database.path, place) if one.path == target)


def before_migration(path: Path, key: Key | None, moment: datetime) -> Copy:
    """A copy of a journal of an older Kith, before it is brought up to date.

    Raises:
        UserError: it could not be made; the journal is then better left as it is.
    """
    database = Database(path, read_only=True, key=key)
    try:
        return make_copy(database, Reason.BEFORE_UPDATE, moment)
    finally:
        database.close()
