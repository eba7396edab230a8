"""Writes the golden journal of the present schema, once, when that schema is released.

    python -m tests.golden.make

A journal that is already there is never written again: it is what users have on their disks.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.model.belongings import AttachmentRole, DistinctPair, Relation, SpecialDate
from app.model.people import Attention
from app.model.records import Interaction
from app.model.values import FixedClock, PartialDate
from app.services.sample import create_sample
from app.services.workspace import Workspace
from app.store.schema import HISTORY_COLUMNS, SCHEMA_VERSION

FOLDER = Path(__file__).parent
CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


def journal(version: int) -> Path:
    """Where the golden journal of a schema lies."""
    return FOLDER / f"schema_{version}.kith"


def reading(version: int) -> Path:
    """Where it is written what that journal reads as."""
    return FOLDER / f"schema_{version}.json"


def contents(path: Path) -> dict[str, int]:
    """How many rows each table holds, as a person's program reads them."""
    opened = Workspace.open(path, CLOCK)
    try:
        counts = {
            table: opened.database.value(f"SELECT count(*) FROM {table}")
            for table in HISTORY_COLUMNS
        }
    finally:
        opened.close()
    return counts


def _live(workspace: Workspace) -> None:
    """A few steps whose history stays: an edit, two deletions, one of them taken back."""
    people = workspace.people()
    with workspace.change("Change a note") as edit:
        edit.set(people[0], note=f"{people[0].note} Moves in spring.")
    for person in people[1:3]:
        with workspace.change(f"Delete {person.name}") as edit:
            edit.remove(person)
    workspace.undo()
    with workspace.change("Note what hangs on people") as edit:
        first, second = people[0], people[3]
        edit.attach(first, "a.png", b"\x89PNG picture", "image/png", AttachmentRole.PHOTO)
        edit.attach(workspace.find(Interaction)[0], "plan.txt", b"A plan.", "text/plain")
        edit.add(Relation, counterpart_id=first.id, other_id=second.id, what="colleague")
        edit.add(Relation, counterpart_id=first.id, name="Tom", what="husband")
        day = PartialDate(None, 6, 1)
        edit.add(SpecialDate, counterpart_id=first.id, day=day, what="Wedding")
        edit.add(
            DistinctPair, first_id=min(first.id, second.id), second_id=max(first.id, second.id)
        )
        edit.set(second, attention=Attention.ADDRESS)


def main() -> int:
    """Write the journal and its reading, unless they are there."""
    path = journal(SCHEMA_VERSION)
    if path.exists():
        print(f"{path.name} is there already and stays as it is.")
        return 1
    workspace = create_sample(path, CLOCK)
    run = workspace.database.connection.execute
    run("DELETE FROM change")  # the history of one big step would triple the file
    run("DELETE FROM step")
    _live(workspace)
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    run("PRAGMA journal_mode = DELETE")
    run("VACUUM")
    workspace.close()
    text = json.dumps(contents(path), indent=1, sort_keys=True)
    reading(SCHEMA_VERSION).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
