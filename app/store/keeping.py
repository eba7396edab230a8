"""How long the history remembers what steps changed, where the user has set an end to that."""

from __future__ import annotations

from app.store import contents
from app.store.database import Database

_AT_ONCE = 100  # steps in one transaction, so that nobody waits long to write
_IMPORT = "EXISTS (SELECT 1 FROM change c WHERE c.step = s.id AND c.tbl = 'import_mark')"


def thin(database: Database, before: str | None, imports_before: str | None) -> int:
    """Take from old steps what their rows held before and after; returns how many steps.

    A thinned step keeps its name, its moment and the numbers of its rows. It can no longer be
    undone, and neither can any step before it; what was undone and can be done again stays whole.

    Args:
        database: the open journal.
        before: steps of earlier days are thinned; None for none.
        imports_before: the same for steps that took in files.
    """
    tests, values = [], []
    for day, which in ((before, "1"), (imports_before, _IMPORT)):
        if day is not None:
            tests.append(f"(s.at < ? AND {which})")
            values.append(day)
    if not tests:
        return 0
    count = 0
    while True:
        with database.transaction() as connection:
            steps = database.rows(
                "SELECT s.id FROM step s WHERE NOT s.thinned AND s.state <> 'undone' "
                f"AND ({' OR '.join(tests)}) ORDER BY s.id LIMIT ?",
                *values,
                _AT_ONCE,
            )
            connection.executemany(
                "UPDATE change SET before = NULL, after = NULL WHERE step = ?", steps
            )
            connection.executemany("UPDATE step SET thinned = 1 WHERE id = ?", steps)
            if steps:
                contents.drop_unnamed(connection)  # files that only those steps could bring back
        count += len(steps)
        if len(steps) < _AT_ONCE:
            return count


def last_day_before(database: Database, today: str) -> str | None:
    """The latest day before today on which something was done."""
    found = database.value("SELECT max(at) FROM step WHERE at < ?", today)
    return None if found is None else str(found)[:10]
