"""Forms of names, numbers and addresses under which two of them compare as the same."""

from __future__ import annotations

import re

from app.insights.naming import folded, same_number
from app.model.people import PointKind

__all__ = ["ALIASES", "folded", "point_mark", "same_number"]

ALIASES = re.compile(r"[,;\n|]+")


def point_mark(kind: PointKind, value: str) -> str:
    """A way to reach someone as it compares."""
    if kind is PointKind.PHONE:
        return f"{kind}|{same_number(value) or value}"
    return f"{kind}|{' '.join(value.casefold().rstrip('/').split())}"
