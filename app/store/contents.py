"""The bytes of photos and files inside the journal, each kept once under its digest."""

from __future__ import annotations

import hashlib

from app.store import driver
from app.store.database import Database


def put(connection: driver.Connection, data: bytes) -> str:
    """Keep these bytes, unless they are there; returns their SHA-256 in hexadecimal."""
    digest = hashlib.sha256(data).hexdigest()
    connection.execute(
        "INSERT INTO content(digest, data) VALUES (?, ?) ON CONFLICT(digest) DO NOTHING",
        (digest, data),
    )
    return digest


def read(database: Database, digest: str) -> bytes | None:
    """The bytes of this digest; None when the journal has lost them."""
    found = database.value("SELECT data FROM content WHERE digest = ?", digest)
    return None if found is None else bytes(found)
