"""Remembers which records the user left out, so that the next import leaves them out again.

They are kept as a setting of the journal, each by a mark that tells nothing of its content; they
are no part of an import that is undone, and do not go into an archive.
"""

from __future__ import annotations

import hashlib

from app.model.imports import ReadRecord
from app.services.taking_in.plan import Plan
from app.services.taking_in.rows import LEFT_OUT_BEFORE, Action, PlanRow, left_out
from app.services.workspace import Workspace
from app.store import queries

_KEY = "import.left_out"
_MOST = 5_000  # marks; the oldest go first


def leave_out_again(workspace: Workspace, plan: Plan) -> Plan:
    """The plan without what the user left out of an earlier import; all of it can be taken."""
    refused = set(_marks(workspace))
    if not refused:
        return plan
    return plan.put_many(
        left_out(row, LEFT_OUT_BEFORE)
        for row in plan.rows
        # What the journal knows by now has news, which is nothing that was left out.
        if row.mark is None and _is_told_apart(row) and _can_come(row) and _mark(row) in refused
    )


def remember(workspace: Workspace, plan: Plan) -> None:
    """Keep what was left out of this plan.

    It stays where such a record is taken after all: it is known then, and once that is undone it
    is again what was left out.
    """
    before = _marks(workspace)
    rows = [row for row in plan.rows if _is_told_apart(row)]
    out = dict.fromkeys(_mark(row) for row in rows if row.is_refused)
    marks = [mark for mark in before if mark not in out]
    marks = [*marks, *out][-_MOST:]
    if marks != before:
        with workspace.database.transaction() as connection:
            queries.put_setting(connection, _KEY, " ".join(marks))


def _marks(workspace: Workspace) -> list[str]:
    return queries.setting(workspace.database, _KEY).split()


def _is_told_apart(row: PlanRow) -> bool:
    """Whether a record is known again; those of an archive are restored or not each time."""
    return bool(row.key) and not isinstance(row.item, ReadRecord)


def _can_come(row: PlanRow) -> bool:
    return row.action not in (Action.NOTHING, Action.KEEP_RECORD) or bool(row.candidates)


def _mark(row: PlanRow) -> str:
    return hashlib.sha256(row.key.encode(errors="replace")).hexdigest()[:16]
