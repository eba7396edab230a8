"""Whether the bytes of photos and files are there, are what they were, and are still meant."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.model.checks import Ill
from app.store import contents
from app.store.check import Flaw
from app.store.database import Database


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file whose bytes are gone, or (`changed`) are no longer those that were put in."""

    id: int
    name: str
    digest: str
    counterpart_id: int | None
    interaction_id: int | None
    changed: bool


def changed(database: Database) -> set[str]:
    """The digests under which other bytes stand than were kept; reads every byte."""
    found = set()
    for number, digest in database.rows("SELECT id, digest FROM content ORDER BY id"):
        data = database.value("SELECT data FROM content WHERE id = ?", number)
        if data is not None and contents.digest(data) != digest:
            found.add(digest)
    return found


def lost(database: Database, wrong: set[str]) -> list[LostFile]:
    """The files that are concerned, by name; `wrong` are the digests of changed bytes."""
    rows = database.rows(
        "SELECT id, name, digest, counterpart_id, interaction_id, "
        "digest IN (SELECT digest FROM content) FROM attachment "
        "WHERE digest NOT IN (SELECT digest FROM content) "
        "OR digest IN (SELECT value FROM json_each(?)) ORDER BY name, id",
        json.dumps(sorted(wrong)),
    )
    return [LostFile(*row) for row in rows]


def files(database: Database) -> list[Flaw]:
    """What is wrong with the bytes of files, one flaw a file; strays are counted in one."""
    wrong = changed(database)
    found = [Flaw(Ill.FILES, one.digest, "attachment") for one in lost(database, wrong)]
    named = {flaw.detail for flaw in found}
    found += [Flaw(Ill.FILES, digest, "content") for digest in sorted(wrong - named)]
    strays = len(contents.unnamed(database))
    if strays:
        found.append(Flaw(Ill.STRAY, table="content", count=strays))
    return found


def put_back(database: Database, digest: str, data: bytes) -> bool:
    """Keep these bytes under their digest in place of what stands there; False if they are not it.

    No step: it is what the journal says already.
    """
    if contents.digest(data) != digest:
        return False
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO content(digest, data) VALUES (?, ?) "
            "ON CONFLICT(digest) DO UPDATE SET data = excluded.data",
            (digest, data),
        )
    return True


def drop_strays(database: Database) -> int:
    """Let go of bytes that nothing means; returns of how many files."""
    with database.transaction() as connection:
        return contents.drop_unnamed(connection)
