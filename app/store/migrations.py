"""Brings a journal of any older schema to today's, each migration whole or not at all.

Only a new or an outdated file needs this module, so `database` loads it (and sqlite_utils with
it) only then.
"""

from __future__ import annotations

from app.store import driver  # isort: skip - gives sqlite_utils its driver, so it comes first

from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from app.store.tables import statements_1, statements_2, statements_3

_migrations = Migrations("kith")


@_migrations()
def m001_first_tables(tables: Tables) -> None:
    """The first released schema."""
    for statement in statements_1():
        tables.execute(statement)
    _finish(tables, 1)


@_migrations()
def m002_trash_and_past(tables: Tables) -> None:
    """What the Trash, profiles of the past and thinning need."""
    for statement in statements_2():
        tables.execute(statement)
    _finish(tables, 2)


@_migrations()
def m003_belongings(tables: Tables) -> None:
    """Photos and files, relations, dates, who is kept up with, and pairs that are not the same."""
    for statement in statements_3():
        tables.execute(statement)
    _finish(tables, 3)


def migrate(connection: driver.Connection) -> None:
    """Run every pending migration; the file stays as it was, to the byte, if one fails.

    All of them are one transaction: a file is never left between two schemas, and of two programs
    that open an old file at once the second finds the work done.
    """
    # Parents may be rebuilt while children point at them: keys are checked at each end instead.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _migrations.apply(Tables(connection, execute_plugins=False))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _finish(tables: Tables, version: int) -> None:
    broken = tables.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise driver.IntegrityError(f"migration {version} left {broken[0][0]} pointing nowhere")
    tables.execute(f"PRAGMA user_version = {version}")
