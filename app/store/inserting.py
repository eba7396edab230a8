"""Stores rows under numbers that were never used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.store import driver

# Drafts and places one can go back to name rows by number: what was deleted must not come to mean
# another record. So it is a number no row of the table ever had, as far as the history reaches.
FRESH: Final = (
    "(1 + max((SELECT coalesce(max(id), 0) FROM {table}), "
    "(SELECT coalesce(max(row_id), 0) FROM change WHERE tbl = '{table}')))"
)


def insert(
    connection: driver.Connection, table: str, values: Mapping[str, Any], back: str = "id"
) -> tuple[Any, ...]:
    """Store a row; these columns of it come back, in one statement with the number it was given."""
    names = "".join(f', "{name}"' for name in values)
    found: list[tuple[Any, ...]] = connection.execute(
        f"INSERT INTO {table}(id{names}) VALUES ({FRESH.format(table=table)}"
        f"{', ?' * len(values)}) RETURNING {back}",
        list(values.values()),
    ).fetchall()
    return found[0]
