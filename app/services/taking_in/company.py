"""Who is with what an import brings: whoever the user has taken off it does not come back.

Short marks of those a record brought stand in the mark of the import. Whom it brought, and who is
no longer there, was taken off; whom it names for the first time comes in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from app.model.people import Counterpart
from app.model.reading import ImportMark
from app.services.taking_in.events import row_of
from app.services.workspace import Workspace

_PART = re.compile(r"\.p([0-9a-f+]*)\.")


class Company:
    """Compares whom a record names with whom it brought and who is there."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._marks: dict[int, str] = {}

    def now(self, digest: str, there: Iterable[int], named: Iterable[int]) -> tuple[int, ...]:
        """Those who are there, and those a record names for the first time.

        Args:
            digest: that of the import which brought it.
            there: who is with it now.
            named: whom the record names now; negative numbers are newcomers.
        """
        brought = _brought(digest)
        fresh = (one for one in named if one < 0 or self._mark(one) not in brought)
        return tuple(dict.fromkeys((*there, *fresh)))

    def followed(self, mark: ImportMark | None, named: Iterable[int]) -> tuple[int, ...]:
        """Who is with what an import brought once it follows its record."""
        row = row_of(self._workspace, mark) if mark is not None else None
        if mark is None or row is None:
            return tuple(named)
        return self.now(mark.digest, row.people, named)

    def part(self, digest: str, named: Iterable[int]) -> str:
        """What to keep of whom a record names, and of those it brought when that was kept."""
        return "p" + "+".join(sorted(_brought(digest) | set(map(self._mark, named))))

    def _mark(self, number: int) -> str:
        if number not in self._marks:
            uid = self._workspace.get(Counterpart, number).uid
            self._marks[number] = hashlib.sha256(uid.encode()).hexdigest()[:8]
        return self._marks[number]


def _brought(digest: str) -> set[str]:
    found = _PART.search(digest)
    return set(found[1].split("+")) - {""} if found else set()
