"""Kith's own archive: one JSON document, written and read a record at a time."""

from __future__ import annotations

from app.exchange.archive.reading import ArchiveReader, Read, content_of, damaged, looks_like
from app.exchange.archive.writing import ArchiveWriter

__all__ = [
    "ArchiveReader",
    "ArchiveWriter",
    "Read",
    "content_of",
    "damaged",
    "looks_like",
]
