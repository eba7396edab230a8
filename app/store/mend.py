"""Puts right what can be put right in an open journal."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from typing import Any

from app.store import blueprint, driver
from app.store.bulk import fill_search
from app.store.check import Misread, broken_chains
from app.store.database import Database
from app.store.lost_history import Found, is_json, mend_history
from app.store.schema import HISTORY_COLUMNS
from app.store.witness import differing

Row = dict[str, Any]


def rebuild_search(database: Database) -> None:
    """Make the search index anew from the records."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM search_data")
        connection.execute("DELETE FROM search_idx")
        connection.execute("DELETE FROM search_content")
        connection.execute("DELETE FROM search_docsize")
        connection.execute("INSERT INTO search(search) VALUES ('rebuild')")
        fill_search(connection)


def correct_rules(database: Database) -> None:
    """Write the SQL of tables and triggers as it should be."""
    with database.transaction() as connection:
        blueprint.correct(connection)


def make_missing(database: Database) -> None:
    """Make indexes and triggers anew that are not there."""
    with database.transaction() as connection:
        blueprint.make_missing(connection)


def rebuild_indexes(database: Database) -> None:
    """Make every other index anew from its table."""
    with database.transaction() as connection:
        connection.execute("REINDEX")


def rewrite(database: Database) -> None:
    """Write the file anew, without pages that belong to nothing."""
    database.connection.execute("VACUUM")


def cut_links(database: Database) -> int:
    """Empty, or take away, what points at something that is gone, as part of the current step.

    Returns how many records that concerned.
    """
    connection, done = database.connection, 0
    while broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, _parent, which in broken:
            keys = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
            key = next(key for key in keys if key[0] == which)
            sql = f'DELETE FROM "{table}" WHERE rowid = ?'
            if key[6] != "CASCADE":
                sql = f'UPDATE "{table}" SET "{key[3]}" = NULL WHERE rowid = ?'
            connection.execute(sql, (rowid,))
            done += 1
    return done


def put_all_back(database: Database, wrong: Iterable[Misread]) -> int:
    """Make these rows what was saved last, in one transaction; how many of them it could be."""
    with database.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        return sum(put_back(database, one) for one in wrong)


def put_back(database: Database, one: Misread) -> bool:
    """Make a row what was saved last; False where it cannot be.

    It is what the history says already, so nothing is recorded of it.
    """
    if one.saved is None:
        return False
    latest = database.value("SELECT max(id) FROM change")
    names = [name for name in HISTORY_COLUMNS[one.table].split() if name in one.saved]
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    try:
        database.connection.execute(
            f'INSERT INTO "{one.table}"({quoted}) VALUES ({marks}) '
            f"ON CONFLICT(id) DO UPDATE SET {sets}",
            [one.saved[name] for name in names],
        )
    except driver.IntegrityError:
        return False
    database.connection.execute("DELETE FROM change WHERE id > ?", (latest,))
    return True


def correct_history(database: Database, one: Misread) -> None:
    """Let the history say of a row what stands there, where the row is what is right."""
    if one.standing is not None:
        body = json.dumps(one.standing, ensure_ascii=False, separators=(",", ":"))
        with database.transaction() as connection:
            connection.execute("UPDATE change SET after = ? WHERE id = ?", (body, one.change))


def mend_chains(database: Database) -> int:
    """Bring back what single changes of the history have lost; returns how many.

    A body that is lost for good is emptied, and its step marked as one that cannot be undone.
    """
    with database.transaction() as connection:
        # SQLite takes no row out of an index on what it cannot read.
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'change' "
            "AND sql LIKE '%json%'"
        ).fetchall()
        for name, _sql in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        done = _mend_chains(database)
        for side in ("before", "after"):
            connection.execute(
                f"UPDATE step SET thinned = 1 WHERE id IN (SELECT step FROM change "
                f"WHERE {side} IS NOT NULL AND NOT json_valid({side}))"
            )
            done += connection.execute(
                f"UPDATE change SET {side} = NULL WHERE {side} IS NOT NULL "
                f"AND NOT json_valid({side})"
            ).rowcount
        for _name, sql in indexes:
            connection.execute(sql)
    return done


def _mend_chains(database: Database) -> int:
    done = 0
    for table, row_id in broken_chains(database):
        changes, base = Found(), Found()
        for row in _rows(database, "change", "tbl = ? AND row_id = ?", table, row_id):
            changes.rows[row["id"]] = row
        for row in _rows(database, table, "id = ?", row_id):
            base.rows[row["id"]] = row
        if table not in HISTORY_COLUMNS:
            continue
        mend_history({"change": changes, table: base})
        _join(changes)
        for number in changes.restored:
            row = changes.rows[number]
            database.connection.execute(
                "UPDATE change SET op = ?, before = ?, after = ? WHERE id = ?",
                (row["op"], row["before"], row["after"], number),
            )
        done += len(changes.restored)
    return done


def _join(changes: Found) -> None:
    """Let each change begin where the one before it ended: nobody knows which of two is right."""
    numbers = sorted(changes.rows)
    for number, following in itertools.pairwise(numbers):
        end, row = changes.rows[number], changes.rows[following]
        readable = is_json(end["after"]) and is_json(row["before"])
        if readable and end["after"] and row["before"] and not _alike(end["after"], row["before"]):
            row["before"] = end["after"]
            changes.restored.add(following)


def _alike(one: str, two: str) -> bool:
    return not differing(json.loads(two), json.loads(one))


def _rows(database: Database, table: str, where: str, *values: Any) -> list[Row]:
    cursor = database.connection.execute(f'SELECT * FROM "{table}" WHERE {where}', values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
