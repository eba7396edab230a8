"""Which journal this is, wherever its file lies: copies of another one are never thinned by it."""

from __future__ import annotations

import contextlib
import os

from app.store import driver
from app.store.database import Database

_KEY = "journal.id"


def read(database: Database) -> str:
    """The identity of a journal or copy; "" where it has none yet."""
    return str(database.value("SELECT value FROM setting WHERE key = ?", _KEY) or "")


def of(database: Database) -> str:
    """The identity of a journal, which gets one where it has none and can be written."""
    found = read(database)
    if found or database.read_only or database.connection.in_transaction:
        return found
    with contextlib.suppress(driver.OperationalError):  # someone else writes; the next copy asks
        database.connection.execute(
            "INSERT OR IGNORE INTO setting VALUES (?, ?)", (_KEY, os.urandom(16).hex())
        )
    return read(database)


def begun(database: Database) -> str:
    """When the first step was taken, "" before it."""
    return str(database.value("SELECT at FROM step ORDER BY id LIMIT 1") or "")
