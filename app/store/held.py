"""Every row about one person, as it stands in the tables and in the history."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from app.model.mentions import Finder, folded, several
from app.store.database import Database
from app.store.forget import names_person
from app.store.merged import former
from app.store.reach import NAMELESS, TOGETHER, gone, path, reach, terms_of
from app.store.schema import HISTORY_COLUMNS

Row = dict[str, Any]


@dataclass
class Rows:
    """Rows as they are, by table; the history as steps, each with the changes of such rows."""

    person: Row
    tables: dict[str, list[Row]] = field(default_factory=dict)
    shared: dict[str, list[Row]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, Row] = field(default_factory=dict)
    company: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    tags: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    drafts: list[Row] = field(default_factory=list)
    standing: Row = field(default_factory=dict)
    steps: list[Row] = field(default_factory=list)


def rows_about(database: Database, person: int) -> Rows | None:
    """Everything held about a person; None for somebody the journal does not know."""
    found = database.rows("SELECT 1 FROM counterpart WHERE id = ?", person)
    if not found:
        return None
    known = reach(database, person, former=[n for n, _uid in former(database, person) if n])
    whole = Rows(_rows(database, "counterpart", "id = ?", person)[0])
    for table in HISTORY_COLUMNS:
        if table not in ("counterpart", "participant", "attendee", "tagging", "tag"):
            here = "id IN (SELECT id FROM temp.gone WHERE tbl = ?)"
            whole.tables[table] = _rows(database, table, here, table)
    for child, link, key in TOGETHER:
        whole.shared[child] = _rows(
            database, child, f"id IN (SELECT {key} FROM {link} WHERE counterpart_id = ?)", person
        )
        numbers = {row["id"] for row in whole.shared[child]}
        for entry, other in database.rows(f"SELECT {key}, counterpart_id FROM {link} ORDER BY id"):
            if entry in numbers:
                whole.company.setdefault((child, entry), []).append(other)
    whole.tables["import_mark"] += _shared_marks(database, known.shared, whole)
    whole.tables["attachment"] += _shared_files(database, whole)
    whole.people = dict(database.rows("SELECT id, name FROM counterpart"))
    whole.organisations = {row["id"]: row for row in _rows(database, "organisation", "1")}
    _add_tags(database, person, whole)
    _add_rest(database, person, whole)
    whole.steps = _steps(database, known.shared)
    return whole


def _rows(database: Database, table: str, where: str, *values: Any) -> list[Row]:
    names = HISTORY_COLUMNS[table].split()
    columns = ", ".join(f'"{name}"' for name in names)
    rows = database.rows(f"SELECT {columns} FROM {table} WHERE {where} ORDER BY id", *values)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _shared_marks(database: Database, shared: dict[str, set[int]], whole: Rows) -> list[Row]:
    known = {row["id"] for row in whole.tables["import_mark"]}
    return [
        row
        for row in _rows(database, "import_mark", "1")
        if row["row_id"] in shared.get(row["tbl"], ()) and row["id"] not in known
    ]


def _shared_files(database: Database, whole: Rows) -> list[Row]:
    """Files on entries that others took part in too."""
    entries = json.dumps([row["id"] for row in whole.shared["interaction"]])
    known = {row["id"] for row in whole.tables["attachment"]}
    where = "interaction_id IN (SELECT value FROM json_each(?))"
    return [row for row in _rows(database, "attachment", where, entries) if row["id"] not in known]


def _add_tags(database: Database, person: int, whole: Rows) -> None:
    for owner, entry, name in database.rows(
        "SELECT g.counterpart_id, g.interaction_id, t.name FROM tagging g JOIN tag t "
        "ON t.id = g.tag_id ORDER BY g.id"
    ):
        if owner == person:
            whole.tags.setdefault(("counterpart", person), []).append(name)
        elif ("interaction", entry) in whole.company:
            whole.tags.setdefault(("interaction", entry), []).append(name)


def _add_rest(database: Database, person: int, whole: Rows) -> None:
    numbers = {table: gone(database, table) for table in HISTORY_COLUMNS}
    finder = Finder((name, "") for name in terms_of(database, person).names)
    for key, body, saved in database.rows("SELECT key, body, saved_at FROM draft"):
        if names_person(key, body, person, numbers, finder):
            whole.drafts.append({"key": key, "body": body, "saved_at": saved})
    names = [row[1] for row in database.rows("PRAGMA table_info(standing)")]
    for row in database.rows("SELECT * FROM standing WHERE counterpart_id = ?", person):
        whole.standing = dict(zip(names, row, strict=True))


def _steps(database: Database, shared: dict[str, set[int]]) -> list[Row]:
    """The steps that touched the person's rows or an entry they shared, old to new."""
    run = database.connection.execute
    run("CREATE TEMP TABLE IF NOT EXISTS ours(tbl TEXT, id INTEGER, PRIMARY KEY (tbl, id))")
    run("DELETE FROM temp.ours")
    run("INSERT INTO temp.ours SELECT tbl, id FROM temp.gone")
    pairs = [(child, number) for child, numbers in shared.items() for number in numbers]
    database.connection.executemany("INSERT OR IGNORE INTO temp.ours VALUES (?, ?)", pairs)
    nameless = ", ".join(f"'{table}'" for table in sorted(NAMELESS))
    rows = database.rows(
        "SELECT s.id, s.label, s.at, s.kind, s.state, c.tbl, c.op, c.row_id, c.before, c.after "
        "FROM change c JOIN step s ON s.id = c.step WHERE "
        f"(c.tbl NOT IN ({nameless}) AND (c.tbl, c.row_id) IN (SELECT tbl, id FROM temp.ours)) "
        f"OR (c.tbl IN ({nameless}) AND {_points_at_ours()}) ORDER BY c.id"
    )
    steps: dict[int, Row] = {}
    for number, label, at, kind, state, table, op, row_id, before, after in rows:
        step = steps.setdefault(
            number,
            {"id": number, "label": label, "at": at, "kind": kind, "state": state, "changes": []},
        )
        states = [None if body is None else json.loads(body) for body in (before, after)]
        change = {"table": table, "op": op, "row": row_id, "before": states[0], "after": states[1]}
        step["changes"].append(change)
    return list(steps.values())


def _points_at_ours() -> str:
    tests = []
    for table, column, parent in (
        ("participant", "interaction_id", "interaction"),
        ("attendee", "meeting_id", "meeting"),
        ("tagging", "counterpart_id", "counterpart"),
        ("tagging", "interaction_id", "interaction"),
        ("mention", "commonality_id", "commonality"),
    ):
        tests.append(
            f"(c.tbl = '{table}' AND ('{parent}', json_extract(coalesce(c.after, c.before), "
            f"{path(column)})) IN (SELECT tbl, id FROM temp.ours))"
        )
    mark = "coalesce(c.after, c.before)"
    tests.append(
        f"(c.tbl = 'import_mark' AND (json_extract({mark}, {path('tbl')}), "
        f"json_extract({mark}, {path('row_id')})) IN (SELECT tbl, id FROM temp.ours))"
    )
    return "(" + " OR ".join(tests) + ")"


def names_of_others(database: Database, person: int) -> dict[int, list[str]]:
    """What everybody else goes by: names first, then addresses."""
    own = {folded(name) for name in terms_of(database, person).names}
    found: dict[int, list[str]] = {}
    for number, name, aliases in database.rows(
        "SELECT id, name, aliases FROM counterpart WHERE id <> ?", person
    ):
        found[number] = [one for one in (name, *several(aliases)) if folded(one) not in own]
    for number, value in database.rows(
        "SELECT counterpart_id, value FROM contact_point WHERE counterpart_id <> ?", person
    ):
        found.setdefault(number, []).append(value)
    return found
