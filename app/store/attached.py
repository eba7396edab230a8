"""Which files hang where, asked for many records at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from app.store.database import Database

OF_PERSONS_ENTRIES: Final = (
    "JOIN interaction i ON i.id = t.interaction_id JOIN participant p ON p.interaction_id = i.id "
    "WHERE p.counterpart_id = ? ORDER BY i.date DESC, i.time DESC, i.id DESC, t.id LIMIT ?"
)


def photos(database: Database) -> dict[int, str]:
    """Everybody with a photo, and its digest; of several, the one added last."""
    return dict(
        database.rows(
            "SELECT counterpart_id, digest FROM attachment "
            "WHERE counterpart_id IS NOT NULL AND role = 'photo' ORDER BY id"
        )
    )


def counts(database: Database, entries: Iterable[int]) -> dict[int, int]:
    """How many files each of these entries has, where there are any."""
    return dict(
        database.rows(
            "SELECT interaction_id, count(*) FROM attachment WHERE interaction_id IN "
            "(SELECT value FROM json_each(?)) GROUP BY interaction_id",
            json.dumps([int(number) for number in entries]),
        )
    )
