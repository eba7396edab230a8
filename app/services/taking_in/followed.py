"""Tells what a record brought into a row from what the user typed over it.

A short mark of each value the record brought stands in the mark of the import. As long as the
journal holds that very value the record may change it; what it no longer says stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from app.model.values import Moment
from app.store.rows import clean

_PART = re.compile(r"\.v((?:[a-z_]+=[0-9a-f]*\+?)*)\.")


def news(digest: str, standing: object, said: Mapping[str, object]) -> dict[str, object]:
    """Of what a record says now, what may be written over what stands in the journal.

    Args:
        digest: that of the import which brought it.
        standing: the row as it is.
        said: the fields with what the record says; None and "" say nothing.
    """
    return {
        name: value
        for name, value in said.items()
        if not _is_empty(value) and not is_touched(digest, name, getattr(standing, name))
    }


def is_touched(digest: str, name: str, value: object) -> bool:
    """Whether the user has changed what a record brought; `value` stands in the journal."""
    brought = _brought(digest)
    return name in brought and brought[name] != _mark(value)


def part(digest: str, made: object, said: Mapping[str, object]) -> str:
    """What to keep of the values a record brought, once they were written.

    Args:
        digest: that of the import before, "" for something new.
        made: the row as it was written.
        said: the fields with what the record says.
    """
    brought = _brought(digest)
    kept = dict(brought)
    for name, value in said.items():
        holds = _mark(getattr(made, name))
        if _is_empty(value):
            kept[name] = brought.get(name, holds)
        else:
            kept[name] = holds if holds == _mark(value) else ""
    return "v" + "+".join(f"{name}={mark}" for name, mark in kept.items())


def kept(digest: str) -> str:
    """The part of an import before, for a record of which nothing was written."""
    return "v" + "+".join(f"{name}={mark}" for name, mark in _brought(digest).items())


def _brought(digest: str) -> dict[str, str]:
    found = _PART.search(digest)
    pairs = (one.partition("=") for one in found[1].split("+") if one) if found else ()
    return {name: mark for name, _equals, mark in pairs}


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _mark(value: object) -> str:
    if isinstance(value, Moment):
        text = " ".join((*value.sort_key, value.zone or ""))
    else:
        text = clean(value) if isinstance(value, str) else str(value)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
