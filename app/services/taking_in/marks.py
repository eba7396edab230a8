"""Forms of names and addresses under which two of them compare as the same."""

from __future__ import annotations

import re

from app.insights.naming import folded
from app.model.people import PointKind, service_of

__all__ = ["ALIASES", "folded", "plain_mark", "way_key"]

ALIASES = re.compile(r"[,;\n|]+")

# Before the digest of a record that says another thing than the journal, which nobody decided on:
# it is told at every import until somebody does.
UNSETTLED = "~"


def plain_mark(kind: PointKind, value: str) -> str:
    """A way to reach someone as it compares; phone numbers have more ways to be written."""
    return f"{kind}|{' '.join(value.casefold().rstrip('/').split())}"


def way_key(kind: PointKind, value: str, label: str) -> tuple[PointKind, str, str]:
    """A way as it is written, and of a handle on which service."""
    return kind, value, service_of(kind, label)
