"""What can be wrong with a journal's file, each as a sentence with advice."""

from __future__ import annotations

import errno
from pathlib import Path

from app.model.errors import DamagedError, JournalError
from app.model.texts import _
from app.store import driver


def explain(error: driver.Error, path: Path) -> JournalError:
    """A database error as a sentence with advice."""
    text = str(error).lower()
    name = path.name
    if "full" in text:
        return disk_full(path)
    if "locked" in text or "busy" in text:
        return JournalError(
            _("Another program is writing to {name}.").format(name=name),
            _("Wait a moment and try again; nothing was lost."),
        )
    if "readonly" in text or "read-only" in text:
        return JournalError(
            _("{name} can only be read.").format(name=name),
            _("Check the rights of the file and its folder."),
        )
    if "malformed" in text or "not a database" in text:
        return damaged(path)
    if "disk i/o" in text or "unable to open" in text:
        return JournalError(
            _("{name} cannot be reached.").format(name=name),
            _("Check that its folder is still there (a stick, a network drive)."),
        )
    if isinstance(error, driver.IntegrityError | driver.OperationalError):
        raise error  # our own mistake: the crash window is the right place for it
    return damaged(path)


def explain_os(error: OSError, path: Path) -> JournalError:
    """What the system refused, as a sentence with advice."""
    return disk_full(path) if error.errno == errno.ENOSPC else out_of_reach(path, error)


def out_of_reach(path: Path, error: OSError) -> JournalError:
    """The file cannot be read or written where it lies."""
    return JournalError(
        _("{name} cannot be reached: {why}.").format(
            name=path.name[:80], why=error.strerror or error
        ),
        _("Check its name and the rights of its folder."),
    )


def gone(path: Path) -> JournalError:
    """The file is not there any more."""
    return JournalError(
        _("The journal {name} is no longer where it was.").format(name=path.name),
        _("Bring its folder back (a stick, a network drive), then try again."),
    )


def disk_full(path: Path) -> JournalError:
    """There is no room left."""
    return JournalError(
        _("The disk that holds {name} is full.").format(name=path.name),
        _("Free some space and try again; what you typed is still here."),
    )


def damaged(path: Path) -> DamagedError:
    """The file is damaged as a whole."""
    return DamagedError(
        _("{name} is damaged or cut short.").format(name=path.name),
        _("Keep the file as it is; restore a backup, or read what is still readable."),
    )


def garbled(path: Path) -> DamagedError:
    """What the tables are made by is damaged."""
    return DamagedError(
        _("{name} is damaged in what its tables are made by.").format(name=path.name),
        _("Mend it in the settings, under Check, or with “kith check --mend”."),
    )


def does_not_fit(path: Path) -> JournalError:
    """The key belongs to another journal."""
    return JournalError(
        _("{name} does not open with this key.").format(name=path.name),
        _("Unlock it again; where that fails too, restore a backup."),
    )
