"""What a step did outside the history: the settings and drafts an archive brought along.

Settings and drafts are no part of the history, but what came in with an archive goes with it when
that is undone. For each step that took in an archive the journal notes what the settings were
before, and under which keys drafts were added, each with a digest; the notes hold no text of
anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.store.database import Database

_NOTE = "archive.step."


def note(database: Database, settings: Mapping[str, str | None], drafts: Mapping[str, str]) -> None:
    """Note of the step under way what its settings were before, and which drafts it added."""
    step = database.value("SELECT max(id) FROM step")
    digests = {key: _digest(body) for key, body in drafts.items()}
    body = json.dumps({"settings": dict(settings), "drafts": digests})
    database.connection.execute("REPLACE INTO setting VALUES (?, ?)", (f"{_NOTE}{step}", body))


def steps(database: Database) -> frozenset[int]:
    """Every step that took in an archive, with those that undid one or did it again."""
    rows = database.rows("SELECT key FROM setting WHERE key LIKE ?", f"{_NOTE}%")
    found = {int(key.removeprefix(_NOTE)) for (key,) in rows}
    if found:
        found |= {
            row[0]
            for row in database.rows(
                "SELECT id FROM step WHERE target IN (SELECT value FROM json_each(?))",
                json.dumps(sorted(found)),
            )
        }
    return frozenset(found)


def turn(database: Database, step: int) -> None:
    """Put back the settings a step found, when it is undone, or those it made, when it is redone.

    Drafts it added go when it is undone, unless someone wrote on, and do not come again.
    """
    text = database.value("SELECT value FROM setting WHERE key = ?", f"{_NOTE}{step}")
    if text is None:
        return
    noted: dict[str, Any] = json.loads(text)
    run = database.connection.execute
    now: dict[str, str | None] = {}
    for key, before in noted["settings"].items():
        now[key] = database.value("SELECT value FROM setting WHERE key = ?", key)
        if before is None:
            run("DELETE FROM setting WHERE key = ?", (key,))
        else:
            run("REPLACE INTO setting VALUES (?, ?)", (key, before))
    if now:
        run("DELETE FROM standing")  # thresholds are settings too
    for key, digest in noted["drafts"].items():
        draft = database.value("SELECT body FROM draft WHERE key = ?", key)
        if draft is not None and _digest(draft) == digest:
            run("DELETE FROM draft WHERE key = ?", (key,))
    body = json.dumps({"settings": now, "drafts": {}})
    run("REPLACE INTO setting VALUES (?, ?)", (f"{_NOTE}{step}", body))


def _digest(body: str) -> str:
    import hashlib  # noqa: PLC0415 - OpenSSL comes with it, 4 MB that a start does without

    return hashlib.sha256(body.encode()).hexdigest()
