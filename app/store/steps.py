"""Reads the history: which steps there are, whom they concern, and what each row was before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.model.changes import Step
from app.store.database import Database
from app.store.merged import former
from app.store.schema import HISTORY_COLUMNS

_COLUMNS = (
    "s.id, s.label, s.at, CASE WHEN s.kind = 'redo' AND s.target IS NULL THEN 'forget' "
    "ELSE s.kind END, s.state, (SELECT count(*) FROM change c WHERE c.step = s.id), s.thinned"
)
# Rows that lead to a person through another row.
_BELOW = (
    ("outcome", "deal_id", "deal"),
    ("interest_act", "interest_id", "interest"),
    ("mention", "commonality_id", "commonality"),
)
_MET = (("interaction", "participant", "interaction_id"), ("meeting", "attendee", "meeting_id"))
_THEIRS = "json_extract(coalesce(before, after), '$.counterpart_id') = ?"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row a step touched: "I" for added, "U" for changed, "D" for deleted."""

    table: str
    row_id: int
    op: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def latest(
    database: Database,
    limit: int,
    before: int | None = None,
    *,
    days: tuple[str, str] | None = None,
    among: Sequence[int] | None = None,
) -> list[Step]:
    """Steps from new to old, with the number of rows each touched.

    Args:
        database: the open journal.
        limit: how many at most.
        before: only steps with a smaller number.
        days: only from the first day on and before the second.
        among: only these steps.
    """
    tests, values = ["s.id < ?"], [before if before is not None else 2**62]
    if days is not None:
        tests.append("s.at >= ? AND s.at < ?")
        values += days  # type: ignore[arg-type]
    if among is not None:
        tests.append("s.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(among)))  # type: ignore[arg-type]
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM step s WHERE {' AND '.join(tests)} ORDER BY s.id DESC LIMIT ?",
        *values,
        limit,
    )
    return [
        Step(number, label, at, kind, state, count, bool(thinned))
        for number, label, at, kind, state, count, thinned in rows
    ]


def one(database: Database, step: int) -> Step | None:
    """A step by its number."""
    return next(iter(latest(database, 1, step + 1, among=[step])), None)


def rows_of(database: Database, step: int, limit: int, skip: int = 0) -> list[RowChange]:
    """What a step did to each row, in the order it happened."""
    return [
        RowChange(table, number, op, _body(before), _body(after))
        for table, number, op, before, after in database.rows(
            "SELECT tbl, row_id, op, before, after FROM change WHERE step = ? "
            "ORDER BY id LIMIT ? OFFSET ?",
            step,
            limit,
            skip,
        )
    ]


def of_person(database: Database, person: int) -> set[int]:
    """Steps that touched a person or anything that is, or was, theirs, under any number."""
    found: set[int] = set()
    for number in (person, *(number for number, _uid in former(database, person) if number)):
        found |= _of_number(database, number)
    return found


def _of_number(database: Database, person: int) -> set[int]:
    found = _numbers(database, "SELECT step FROM change WHERE " + _THEIRS, person)
    found |= _numbers(
        database, "SELECT step FROM change WHERE tbl = 'counterpart' AND row_id = ?", person
    )
    for table, link, column in _MET:
        ids = _numbers(database, f"SELECT {column} FROM {link} WHERE counterpart_id = ?", person)
        ids |= _numbers(
            database,
            f"SELECT json_extract(coalesce(before, after), '$.{column}') FROM change "
            f"WHERE {_THEIRS} AND tbl = '{link}'",
            person,
        )
        found |= _touching(database, table, ids)
        if table == "interaction":
            found |= _numbers(
                database,
                "SELECT step FROM change WHERE tbl = 'attachment' AND "
                "json_extract(coalesce(before, after), '$.interaction_id') IN "
                "(SELECT value FROM json_each(?))",
                json.dumps(sorted(ids)),
            )
    for table, column, above in _BELOW:
        owners = _numbers(database, f"SELECT id FROM {above} WHERE counterpart_id = ?", person)
        owners |= _numbers(
            database, f"SELECT row_id FROM change WHERE {_THEIRS} AND tbl = '{above}'", person
        )
        ids = _numbers(
            database,
            f"SELECT row_id FROM change WHERE tbl = '{table}' AND "
            f"json_extract(coalesce(before, after), '$.{column}') IN "
            "(SELECT value FROM json_each(?))",
            json.dumps(sorted(owners)),
        )
        found |= _touching(database, table, ids)
    return found


def telling_of(database: Database, text: str) -> set[int]:
    """Steps whose rows held this text before or after; reads the whole history."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return _numbers(
        database,
        "SELECT DISTINCT step FROM change "
        "WHERE after LIKE ? ESCAPE '\\' OR before LIKE ? ESCAPE '\\'",
        pattern,
        pattern,
    )


def count_after(database: Database, step: int) -> int:
    """How many steps after this one still stand and can be taken back."""
    return int(
        database.value(
            "SELECT count(*) FROM step WHERE id > ? AND kind = 'do' AND state = 'done' "
            "AND id > coalesce((SELECT max(id) FROM step WHERE kind = 'do' AND state = 'done' "
            "AND thinned), 0)",
            step,
        )
    )


def last_known(database: Database, table: str, number: int) -> dict[str, Any] | None:
    """A row as it is, or as the history last knew it; None where nothing is known any more."""
    names = HISTORY_COLUMNS[table].split()
    quoted = ", ".join(f'"{name}"' for name in names)
    rows = database.rows(f"SELECT {quoted} FROM {table} WHERE id = ?", number)
    if rows:
        return dict(zip(names, rows[0], strict=True))
    kept = database.rows(
        "SELECT coalesce(after, before) FROM change WHERE tbl = ? AND row_id = ? "
        "AND coalesce(after, before) IS NOT NULL ORDER BY id DESC LIMIT 1",
        table,
        number,
    )
    return json.loads(kept[0][0]) if kept else None


def _touching(database: Database, table: str, ids: set[int]) -> set[int]:
    return _numbers(
        database,
        f"SELECT step FROM change WHERE tbl = '{table}' AND row_id IN "
        "(SELECT value FROM json_each(?))",
        json.dumps(sorted(ids)),
    )


def _numbers(database: Database, sql: str, *values: Any) -> set[int]:
    return {row[0] for row in database.rows(sql, *values) if row[0] is not None}


def _body(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
