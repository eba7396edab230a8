"""Everything a person has in a journal, as plain values that go into JSON unchanged."""

from __future__ import annotations

from typing import Any

from app.store.database import Database
from app.store.schema import HISTORY_COLUMNS

Rows = list[dict[str, Any]]


def dump(database: Database, *, drafts: bool = False) -> dict[str, Any]:
    """Every row of every table a person can write to, by id, with all its columns.

    Two journals that hold the same have the same dump. What is derived (the search index,
    standings) and the history itself are no part of it.

    Args:
        database: the open journal.
        drafts: whether text that is still being typed belongs to it.
    """
    found: dict[str, Any] = {
        table: table_rows(database, table, columns) for table, columns in HISTORY_COLUMNS.items()
    }
    # Names with a dot are the program's own notes: when it thinned last, the lock of the file.
    settings = "SELECT key, value FROM setting WHERE key NOT LIKE '%.%' ORDER BY key"
    found["setting"] = dict(database.rows(settings))
    if drafts:
        found["draft"] = dict(database.rows("SELECT key, body FROM draft ORDER BY key"))
    return found


def table_rows(database: Database, table: str, columns: str) -> Rows:
    """One table, a dictionary for each row."""
    names = columns.split()
    quoted = ", ".join(f'"{name}"' for name in names)
    return [
        dict(zip(names, row, strict=True))
        for row in database.rows(f"SELECT {quoted} FROM {table} ORDER BY id")
    ]
