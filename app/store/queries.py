"""Reads that join several tables, for the services."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.model.findings import PersonLog
from app.model.people import (
    Attention,
    Commonality,
    Counterpart,
    Interest,
    KindPeriod,
    Pause,
    PersonName,
    Verdict,
)
from app.model.reading import ImportMark
from app.model.records import Deal, Draft, Interaction, Promise
from app.model.texts import _
from app.model.values import DateRange
from app.store import driver
from app.store.database import Database
from app.store.notes import no_note
from app.store.repository import Repository
from app.store.rows import clean
from app.store.schema import SEARCH_CODES, SEARCH_COLUMNS

# Under this and its key stands what an imported record has brought to its person.
BROUGHT: Final = "brought:"


def names(database: Database) -> list[PersonName]:
    """Everyone's names with their organisation, by name; people left out stand last."""
    return [
        PersonName(number, name, aliases, organisation, Attention(attention))
        for number, name, aliases, organisation, attention in database.rows(
            "SELECT c.id, c.name, c.aliases, coalesce(o.name, ''), c.attention FROM counterpart c "
            "LEFT JOIN organisation o ON o.id = c.organisation_id "
            "ORDER BY c.attention = 'out', c.name COLLATE NOCASE, c.id"
        )
    ]


def log_of(database: Database, repository: Repository, person: int, today: date) -> PersonLog:
    """Everything the findings about one person rest on; entries run from old to new."""

    def anyone(days: DateRange) -> int:
        return int(
            database.value(
                "SELECT count(*) FROM (SELECT 1 FROM interaction WHERE date >= ? AND date <= ? "
                "LIMIT 50)",
                str(days.start or "0000"),
                str(days.end or "9999"),
            )
        )

    of = {"counterpart_id": person}
    return PersonLog(
        person=repository.get(Counterpart, person),
        today=today,
        contacts=tuple(
            repository.select(
                Interaction,
                "JOIN participant p ON p.interaction_id = t.id WHERE p.counterpart_id = ? "
                f"AND {no_note('t')} ORDER BY t.date, t.time, t.id",
                person,
            )
        ),
        deals=tuple(repository.find(Deal, **of)),
        promises=tuple(repository.find(Promise, **of)),
        interests=tuple(repository.find(Interest, **of)),
        commonalities=tuple(repository.find(Commonality, **of)),
        verdicts=tuple(
            repository.select(Verdict, 'WHERE t.counterpart_id = ? ORDER BY t."on", t.id', person)
        ),
        pauses=tuple(repository.find(Pause, **of)),
        kind_periods=tuple(
            repository.select(
                KindPeriod, "WHERE t.counterpart_id = ? ORDER BY t.since, t.id", person
            )
        ),
        contacts_with_anyone=anyone,
    )


def import_mark(database: Database, source_key: str) -> ImportMark | None:
    """Which row a record of an earlier import became."""
    rows = database.rows(
        "SELECT source_key, digest, tbl, row_id FROM import_mark WHERE source_key = ?", source_key
    )
    return ImportMark(*rows[0]) if rows else None


def marks_of(database: Database, table: str) -> list[ImportMark]:
    """Every record of earlier imports that became a row of this table."""
    return [
        ImportMark(*row)
        for row in database.rows(
            "SELECT source_key, digest, tbl, row_id FROM import_mark WHERE tbl = ? ORDER BY id",
            table,
        )
    ]


def marks_to(database: Database, table: str, row: int) -> list[ImportMark]:
    """Every record of earlier imports that became this row; a number may be given again later."""
    return [
        ImportMark(*found)
        for found in database.rows(
            "SELECT source_key, digest, tbl, row_id FROM import_mark "
            "WHERE tbl = ? AND row_id = ? ORDER BY id",
            table,
            row,
        )
    ]


def marks_under(database: Database, start: str) -> list[ImportMark]:
    """Every record of earlier imports whose key starts like this."""
    return [
        ImportMark(*row)
        for row in database.rows(
            "SELECT source_key, digest, tbl, row_id FROM import_mark "
            "WHERE source_key >= ? AND source_key < ? ORDER BY id",
            start,
            start + "\U0010ffff",
        )
    ]


def removed_marks(database: Database) -> frozenset[str]:
    """The records of earlier imports whose row the user has deleted, by their key.

    A deletion that was undone does not count, and neither does an import that was undone.
    """
    rows = database.rows(
        "SELECT json_extract(c.before, '$.source_key') FROM change c JOIN step s ON s.id = c.step "
        "WHERE c.tbl = 'import_mark' AND c.op = 'D' AND c.before IS NOT NULL "
        "AND s.kind = 'do' AND s.state = 'done'"
    )
    return frozenset(str(row[0]) for row in rows)


def settings(database: Database) -> dict[str, str]:
    """Every setting kept with the journal, as text."""
    return dict(database.rows("SELECT key, value FROM setting"))


def setting(database: Database, key: str) -> str:
    """What is kept under this name, "" for nothing."""
    found = database.value("SELECT value FROM setting WHERE key = ?", key)
    return str(found or "")


def import_raw(database: Database, source_key: str) -> str:
    """The text an imported record was read from, "" where it is not kept."""
    found = database.value("SELECT raw FROM import_mark WHERE source_key = ?", source_key)
    return str(found or "")


def settings_named(database: Database, start: str) -> dict[str, str]:
    """What is kept under names that start like this, and nothing else is read."""
    return dict(
        database.rows(
            "SELECT key, value FROM setting WHERE key >= ? AND key < ?", start, start + "\U0010ffff"
        )
    )


def version(database: Database) -> int:
    """What moves with every write of another connection to the file."""
    return int(database.value("PRAGMA data_version"))


def put_setting(connection: driver.Connection, key: str, value: str) -> None:
    """Keep one setting."""
    connection.execute(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def drop_setting(connection: driver.Connection, key: str) -> None:
    """Keep a setting no longer."""
    connection.execute("DELETE FROM setting WHERE key = ?", (key,))


def forget_standings(connection: driver.Connection) -> None:
    """Drop what was found about everyone, because what it was found with has changed."""
    connection.execute("DELETE FROM standing")


def put_draft(connection: driver.Connection, key: str, body: str, at: str) -> None:
    """Keep one draft; an empty body drops it."""
    if body:
        connection.execute(
            "INSERT INTO draft VALUES (?, ?, ?) ON CONFLICT(key) DO UPDATE "
            "SET body = excluded.body, saved_at = excluded.saved_at",
            (key, clean(body), at),
        )
    else:
        connection.execute("DELETE FROM draft WHERE key = ?", (key,))


def drafts(database: Database) -> list[Draft]:
    """Every draft, the latest first."""
    return [
        Draft(*row)
        for row in database.rows("SELECT key, body, saved_at FROM draft ORDER BY saved_at DESC")
    ]


def check_search(database: Database) -> list[str]:
    """Whether the search index holds exactly what the tables hold, a sentence per difference."""
    problems = []
    for table, columns in SEARCH_COLUMNS.items():
        names_ = columns.split()
        body = " || char(10) || ".join(f'"{name}"' for name in names_)
        filled = " || ".join(f'"{name}"' for name in names_)
        code = SEARCH_CODES[table]
        wrong = database.value(
            f"SELECT count(*) FROM (SELECT id * 16 + {code}, {body} FROM {table} "
            f"WHERE ({filled}) <> '' EXCEPT SELECT rowid, body FROM search "
            f"WHERE rowid % 16 = {code})"
        ) + database.value(
            f"SELECT count(*) FROM (SELECT rowid FROM search WHERE rowid % 16 = {code} "
            f"EXCEPT SELECT id * 16 + {code} FROM {table})"
        )
        if wrong:
            problems.append(
                _("Search misses {count} records of {table}.").format(count=wrong, table=table)
            )
    return problems
