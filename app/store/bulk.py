"""Fills a new journal fast: records go in without a history, the search index in one go.

Made for journals that are generated or converted as a whole. What comes out has the same schema
as any other journal; only the steps that would have led there are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from app.model.records import Interaction, Meeting
from app.store import driver
from app.store.database import Database
from app.store.rows import table_of
from app.store.schema import (
    HISTORY_COLUMNS,
    SEARCH_CODES,
    SEARCH_COLUMNS,
)
from app.store.tables import history_triggers, search_triggers
from app.store.uids import new_uid

_LINKS = {Interaction: ("participant", "interaction_id"), Meeting: ("attendee", "meeting_id")}
_BATCH = 5_000


class Bulk:
    """Takes records of the model by the thousand; only inside `bulk`."""

    def __init__(self, connection: driver.Connection) -> None:
        self._connection = connection

    def add(self, cls: type, records: Iterable[dict[str, Any]]) -> int:
        """Store these records, each given by its fields with its `id`; returns how many."""
        table = table_of(cls)
        link = _LINKS.get(cls)
        sql = ""
        rows: list[list[Any]] = []
        pairs: list[tuple[int, int]] = []
        names: tuple[str, ...] = ()
        count = 0
        for record in records:
            people = record.pop("people", ())
            record.setdefault("uid", new_uid())
            columns = table.write(record)
            if tuple(columns) != names:
                self._flush(sql, rows, link, pairs)
                names = tuple(columns)
                quoted = ", ".join(f'"{name}"' for name in names)
                marks = ", ".join("?" * len(names))
                sql = f"INSERT INTO {table.name}({quoted}) VALUES ({marks})"
            rows.append(list(columns.values()))
            pairs += [(record["id"], person) for person in people]
            count += 1
            if len(rows) >= _BATCH:
                self._flush(sql, rows, link, pairs)
        self._flush(sql, rows, link, pairs)
        return count

    def _flush(
        self,
        sql: str,
        rows: list[list[Any]],
        link: tuple[str, str] | None,
        pairs: list[tuple[int, int]],
    ) -> None:
        if rows:
            self._connection.executemany(sql, rows)
            rows.clear()
        if link and pairs:
            self._connection.executemany(
                f"INSERT INTO {link[0]}({link[1]}, counterpart_id) VALUES (?, ?)", pairs
            )
            pairs.clear()


@contextmanager
def bulk(database: Database) -> Iterator[Bulk]:
    """One transaction without history; the search index is filled at its end."""
    with database.transaction() as connection:
        drop_triggers(connection)
        yield Bulk(connection)
        fill_search(connection)
        make_triggers(connection)


def fill_search(connection: driver.Connection) -> None:
    """Put every row's words into the search index that are not there yet."""
    for table, code in SEARCH_CODES.items():
        connection.execute(
            f"{_into_search(table)} AND id * 16 + {code} NOT IN (SELECT rowid FROM search)"
        )


@contextmanager
def indexed_at_the_end(database: Database) -> Iterator[None]:
    """Inside a step with very many new rows: their words go into the search index in one go.

    Word by word the index would be written to the file again after each row. Rows that change or go
    are followed at once, and the history is written as ever. A block that fails leaves the step to
    be taken back as a whole.
    """
    connection = database.connection
    before = {}
    triggers = []
    for table in SEARCH_COLUMNS:
        name = f"search_{table}_i"
        triggers.append(
            database.value(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", name
            )
        )
        connection.execute(f"DROP TRIGGER {name}")
        before[table] = database.value(f"SELECT coalesce(max(id), 0) FROM {table}")
    yield
    for table, number in before.items():
        connection.execute(
            f"{_into_search(table)} AND id > ? AND NOT EXISTS (SELECT 1 FROM search "
            f"WHERE rowid = {table}.id * 16 + {SEARCH_CODES[table]})",
            (number,),
        )
    for trigger in triggers:
        connection.execute(trigger)


def _into_search(table: str) -> str:
    names = [f'"{name}"' for name in SEARCH_COLUMNS[table].split()]
    return (
        f"INSERT INTO search(rowid, body) SELECT id * 16 + {SEARCH_CODES[table]}, "
        f"{' || char(10) || '.join(names)} FROM {table} WHERE ({' || '.join(names)}) <> ''"
    )


def drop_triggers(connection: driver.Connection) -> None:
    """Take every trigger away, so that rows go in without a history."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        connection.execute(f'DROP TRIGGER "{name}"')


def make_triggers(connection: driver.Connection) -> None:
    """Record every further change, and keep the search index in step."""
    for table, columns in HISTORY_COLUMNS.items():
        for statement in history_triggers(table, columns):
            connection.execute(statement)
    for table, columns in SEARCH_COLUMNS.items():
        for statement in search_triggers(table, columns):
            connection.execute(statement)
