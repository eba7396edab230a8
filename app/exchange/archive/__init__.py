"""Kith's own archive: one JSON document, written and read a record at a time."""

from __future__ import annotations

from app.exchange.archive.writing import ArchiveWriter, refuse, whole_or_nothing

__all__ = ["ArchiveWriter", "refuse", "whole_or_nothing"]
