"""What the tables, lists and triggers of a journal are made by, to compare with a journal's own.

A journal keeps the SQL of its tables and triggers within itself; a byte that flips there makes
SQLite refuse steps with words that sound like a mistake of ours.
"""

from __future__ import annotations

from functools import cache

from app.store import driver

_OURS = (
    "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL "
    "AND type IN ('table', 'index', 'trigger') AND name NOT LIKE '~_%' ESCAPE '~' "
    "AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
)


@cache
def wanted() -> dict[str, str]:
    """The SQL of everything in a journal of today's schema, by type and name."""
    # sqlite_utils comes with it, 4 MB: for the one look a day, not for every start.
    from app.store.migrations import migrate  # noqa: PLC0415

    connection = driver.connect(":memory:", isolation_level=None)
    try:
        migrate(connection)
        return _read(connection)
    finally:
        connection.close()


def differing(connection: driver.Connection) -> dict[str, str]:
    """What of a journal's own SQL is not as it should be, with the SQL it should be."""
    found = _read(connection)
    return {name: sql for name, sql in wanted().items() if _plain(found.get(name)) != _plain(sql)}


def is_damaged(connection: driver.Connection) -> bool:
    """Whether a journal's own SQL is not as it should be."""
    try:
        return bool(differing(connection))
    except driver.Error:
        return True


def correct(connection: driver.Connection) -> int:
    """Write the right SQL where a journal's own is damaged; returns in how many places.

    What is missing altogether is left to `make_missing`; the rows of tables stay where they are.
    """
    wrong, found = differing(connection), _read(connection)
    # Under a garbled name, a trigger would do its work once more.
    odd = [name for name in found if name not in wanted() and name.startswith("trigger ")]
    connection.execute("PRAGMA writable_schema = ON")
    try:
        for name, sql in wrong.items():
            kind, _space, own = name.partition(" ")
            if name in found:
                connection.execute(
                    "UPDATE sqlite_master SET sql = ? WHERE type = ? AND name = ?", (sql, kind, own)
                )
        for name in odd:
            connection.execute("DELETE FROM sqlite_master WHERE type || ' ' || name = ?", (name,))
    finally:
        connection.execute("PRAGMA writable_schema = RESET")  # reads the tables anew
    return len(wrong) + len(odd)


def make_missing(connection: driver.Connection) -> None:
    """Make indexes and triggers anew that are not there; the rows must be in order by then."""
    found = _read(connection)
    for name, sql in wanted().items():
        if name not in found and not name.startswith("table "):
            connection.execute(sql)


def _read(connection: driver.Connection) -> dict[str, str]:
    return dict(connection.execute(_OURS).fetchall())


def _plain(sql: str | None) -> str:
    return " ".join((sql or "").split())
