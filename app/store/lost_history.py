"""Puts together what a damaged history has lost, from the steps around it and the rows themselves.

Each change keeps a row as it was before and after. So what one change has lost stands in the one
before it, in the one after it, or, for the last one, in the table.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from app.store.schema import HISTORY_COLUMNS

Row = dict[str, Any]


@dataclass(slots=True)
class Found:
    """What is left of one table."""

    rows: dict[Any, Row] = field(default_factory=dict)
    doubtful: set[Any] = field(default_factory=set)
    restored: set[Any] = field(default_factory=set)
    facts: dict[Any, Row] = field(default_factory=dict)
    broken: bool = False
    vague: bool = False  # nobody can say how much is missing
    pages: set[int] = field(default_factory=set)


class _Unknown(Exception):  # noqa: N818 - it ends a search
    """Nothing tells what stood there."""


def mend_history(tables: dict[str, Found]) -> None:
    """Bring back changes that are lost, and settle garbled ones, where their neighbours tell."""
    changes = tables["change"]
    chains: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in sorted(changes.rows.keys() | changes.facts.keys()):
        known = changes.rows.get(number) or changes.facts[number]
        if "tbl" in known and "row_id" in known:
            chains[known["tbl"], known["row_id"]].append(number)
    for (table, row_id), chain in chains.items():
        if table in HISTORY_COLUMNS and table in tables:
            _mend_chain(changes, tables[table], table, row_id, chain)


def _mend_chain(changes: Found, base: Found, table: str, row_id: int, chain: list[int]) -> None:
    for at, number in enumerate(chain):
        row = changes.rows.get(number)
        broken = row is None or number in changes.doubtful or not _reads(row)
        if not broken:
            continue
        try:
            before = _after(changes, chain[at - 1]) if at else None
            after = (
                _before(changes, chain[at + 1])
                if at + 1 < len(chain)
                else _standing(base, table, row_id)
            )
        except _Unknown:
            continue
        if before is None and after is None:
            continue
        fact = row if row is not None else changes.facts[number]
        if "step" not in fact:
            continue
        op = "I" if before is None else "D" if after is None else "U"
        changes.rows[number] = {
            "id": number,
            "step": fact["step"],
            "tbl": table,
            "op": op,
            "row_id": row_id,
            "before": before,
            "after": after,
        }
        changes.doubtful.discard(number)
        changes.restored.add(number)


def _reads(row: Row) -> bool:
    """Whether both bodies are whole JSON of this row."""
    for side in ("before", "after"):
        if row.get(side) is None:
            continue
        try:
            body = json.loads(row[side])
        except ValueError:
            return False
        if not isinstance(body, dict) or body.get("id") != row["row_id"]:
            return False
    return True


def is_json(body: str | None) -> bool:
    """Whether a body of a change can be read, or is none."""
    try:
        return body is None or isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _sure(changes: Found, number: int) -> Row:
    row = changes.rows.get(number)
    if row is None or number in changes.doubtful or not _reads(row):
        raise _Unknown
    return row


def _after(changes: Found, number: int) -> str | None:
    row = _sure(changes, number)
    if row["after"] is None and row["op"] != "D":
        raise _Unknown  # thinned
    return row["after"]  # type: ignore[no-any-return]


def _before(changes: Found, number: int) -> str | None:
    row = _sure(changes, number)
    if row["before"] is None and row["op"] != "I":
        raise _Unknown
    return row["before"]  # type: ignore[no-any-return]


def _standing(base: Found, table: str, row_id: int) -> str | None:
    """A row as it stands, written as the history writes it."""
    row = base.rows.get(row_id)
    if row is None or row_id in base.doubtful:
        if row is None and not base.broken and row_id not in base.facts:
            return None
        raise _Unknown
    names = HISTORY_COLUMNS[table].split()
    body = {name: row.get(name) for name in names}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
