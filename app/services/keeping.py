"""Thins the history once a day, where the user has chosen that it should not keep everything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.services.workspace import Workspace
from app.settings import AS_THE_REST, EVERYTHING
from app.store import keeping, queries

_DONE_ON = "history.thinned_on"  # beside the settings, but nobody's choice
_DAYS: Mapping[str, int] = {"5 years": 1826, "2 years": 730, "1 year": 365, "1 month": 31}


def thin_daily(workspace: Workspace) -> int:
    """Thin what is older than the user wants to keep, at most once a day; returns how many steps.

    Ages are counted from the last day before today on which anything was done: a clock that has
    jumped ahead by years must not cost the history.
    """
    keep = str(workspace.setting("history_keep"))
    imports = str(workspace.setting("history_keep_imports"))
    if workspace.read_only or (keep == EVERYTHING and imports == AS_THE_REST):
        return 0
    today = str(workspace.today)
    if queries.settings(workspace.database).get(_DONE_ON) == today:
        return 0
    last = keeping.last_day_before(workspace.database, today)
    count = 0
    if last is not None:
        since = min(date.fromisoformat(last), workspace.today)
        count = keeping.thin(workspace.database, _end(since, keep), _end(since, imports))
    with workspace.database.transaction() as connection:
        queries.put_setting(connection, _DONE_ON, today)
    return count


def _end(since: date, choice: str) -> str | None:
    days = _DAYS.get(choice)
    return None if days is None else str(since - timedelta(days=days))
