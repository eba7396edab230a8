"""Several values in one cell of Kith's own table, put together so that each comes back whole.

A backslash before a sign says that it belongs to the value; backslashes that stand there already
are doubled. Nothing else of a value changes, for other programs read these cells too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.model.people import PointKind

SEMICOLON, COLONS = "; ", " ::: "
_SIGN = {
    SEMICOLON: re.compile(r"(\\*);(?=\s)"),
    COLONS: re.compile(r"(?:(?<=\s)|^)(\\*):::(?=\s|$)"),
}
_LAST = re.compile(r"\\+$")


def sign_of(kind: PointKind) -> str:
    """What stands between two ways of a kind."""
    return SEMICOLON if kind in (PointKind.EMAIL, PointKind.PHONE) else COLONS


def joined(values: Iterable[str], sign: str) -> str:
    """The cell of some values."""
    return sign.join(_guarded(value, sign) for value in values)


def _guarded(value: str, sign: str) -> str:
    bare = sign.strip()
    if bare in value:
        value = _SIGN[sign].sub(rf"\g<1>\g<1>\\{bare}", value)
    if sign is SEMICOLON and value.endswith("\\"):
        value = _LAST.sub(lambda found: found[0] * 2, value)
    return value


def parted(cell: str, sign: str) -> list[str]:
    """The values of a cell."""
    bare = sign.strip()
    values, told, at = [], "", 0
    for found in _SIGN[sign].finditer(cell):
        before = len(found[1])
        told += cell[at : found.start()] + "\\" * (before // 2)
        at = found.end()
        if before % 2:
            told += bare
        else:
            values.append(told)
            told = ""
    told += cell[at:]
    if sign is SEMICOLON:  # an odd number of them nobody wrote so
        told = _LAST.sub(lambda end: end[0][: len(end[0]) // 2 + len(end[0]) % 2], told)
    values.append(told)
    return [value for value in (value.strip() for value in values) if value]
