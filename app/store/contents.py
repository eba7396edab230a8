"""The bytes of photos and files inside the journal, each kept once under its digest."""

from __future__ import annotations

from typing import Final

from app.model.errors import DamagedError
from app.store import driver
from app.store.database import Database

# What still names bytes: a file that is there, and every state the history could bring back.
NAMED: Final = (
    "SELECT digest FROM attachment UNION "
    "SELECT json_extract(before, '$.digest') FROM change "
    "WHERE tbl = 'attachment' AND before IS NOT NULL UNION "
    "SELECT json_extract(after, '$.digest') FROM change "
    "WHERE tbl = 'attachment' AND after IS NOT NULL"
)
_UNNAMED: Final = f"digest NOT IN (SELECT digest FROM ({NAMED}) WHERE digest IS NOT NULL)"


def digest(data: bytes) -> str:
    """What bytes are kept under: their SHA-256 in hexadecimal."""
    import hashlib  # noqa: PLC0415 - OpenSSL comes with it, 4 MB that a start does without

    return hashlib.sha256(data).hexdigest()


def put(connection: driver.Connection, data: bytes) -> str:
    """Keep these bytes, unless they are there; returns their SHA-256 in hexadecimal.

    Where damage has left other bytes under the digest, they are put right by that.
    """
    found = digest(data)
    connection.execute(
        "INSERT INTO content(digest, data) VALUES (?, ?) ON CONFLICT(digest) "
        "DO UPDATE SET data = excluded.data WHERE data IS NOT excluded.data",
        (found, data),
    )
    return found


def read(database: Database, wanted: str) -> bytes | None:
    """The bytes of this digest; None when the journal has lost them."""
    found = database.value("SELECT data FROM content WHERE digest = ?", wanted)
    return None if found is None else bytes(found)


def whole(database: Database, wanted: str) -> bytes | None:
    """The bytes of this digest as they were put in; None when they are lost, or others by now."""
    try:
        data = read(database, wanted)
    except DamagedError:  # they lie on pages that cannot be read
        return None
    return data if data is not None and digest(data) == wanted else None


def has(database: Database, wanted: str) -> bool:
    """Whether there are bytes under this digest."""
    return bool(database.rows("SELECT 1 FROM content WHERE digest = ?", wanted))


def sizes(database: Database) -> tuple[int, int]:
    """How many files' bytes are kept, and how many bytes these are together."""
    count, whole = database.rows("SELECT count(*), coalesce(sum(length(data)), 0) FROM content")[0]
    return int(count), int(whole)


def unnamed(database: Database) -> list[str]:
    """The digests of bytes that no file and nothing in the history means any more."""
    return [row[0] for row in database.rows(f"SELECT digest FROM content WHERE {_UNNAMED}")]


def drop_unnamed(connection: driver.Connection) -> int:
    """Let go of bytes that nothing means any more; returns of how many files.

    Call it in the transaction that let go of what named them.
    """
    return int(connection.execute(f"DELETE FROM content WHERE {_UNNAMED}").rowcount)
