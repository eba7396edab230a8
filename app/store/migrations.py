"""Brings a journal of any older schema to today's, each migration whole or not at all.

Only a new or an outdated file needs this module, so `database` loads it (and sqlite_utils with
it) only then.
"""

from __future__ import annotations

from app.store import driver  # isort: skip - gives sqlite_utils its driver, so it comes first

from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from app.store.schema import statements_1

_migrations = Migrations("kith")


@_migrations()
def m001_first_tables(tables: Tables) -> None:
    """The first released schema."""
    for statement in statements_1():
        tables.execute(statement)
    _finish(tables, 1)


def migrate(connection: driver.Connection) -> None:
    """Run every pending migration; the file stays as it was if one fails."""
    # Parents may be rebuilt while children point at them: keys are checked at each end instead.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        _migrations.apply(Tables(connection, execute_plugins=False))
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _finish(tables: Tables, version: int) -> None:
    broken = tables.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise driver.IntegrityError(f"migration {version} left {broken[0][0]} pointing nowhere")
    tables.execute(f"PRAGMA user_version = {version}")
