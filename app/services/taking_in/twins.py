"""Records of one import under one key: careless namesakes, or one event that several files hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from app.model.imports import Fate, ReadEvent
from app.model.texts import _
from app.services.taking_in.digests import Taken
from app.services.taking_in.marks import folded
from app.services.taking_in.plan import Action, PlanRow


class Twins:
    """Keeps apart what is not the same, and of one event in several files takes one version.

    `rows` are those of the plan, which may grow and in which a version that is not taken is
    replaced; each stands at the place its index says.
    """

    def __init__(self, rows: list[PlanRow]) -> None:
        self._rows = rows
        self._digests: dict[str, str] = {}
        self._of_file: dict[str, str] = {}
        self._file = ""
        self._places: dict[str, int] = {}

    def key_of(self, row: PlanRow, item: Taken, digest: str) -> str:
        """Its key, kept apart from that of another record which carelessly has the same one."""
        key = item.key
        if not isinstance(item, ReadEvent):
            return key if self._digests.setdefault(key, digest) == digest else _apart(key, digest)
        if row.path != self._file:
            self._file, self._of_file = row.path, {}
        if self._of_file.setdefault(key, digest) != digest:
            return _apart(key, digest)
        other = self._standing(key)
        if other is not None and not _is_one(item, other.item):
            return _apart(key, digest)
        return key

    def is_used(self, key: str) -> bool:
        """Whether an event of the same file has this key."""
        return key in self._of_file

    def settle(self, row: PlanRow, event: ReadEvent, other_key: str) -> PlanRow:
        """The row of an event as it stands beside the versions of it in other files.

        `other_key` is the key it would have if it repeated, or did not.
        """
        before = self._standing(row.key)
        if before is None:
            before = self._standing(other_key)
            if before is not None and not _is_one_time(row, event, before):
                before = None
        if before is None:
            self._places[row.key] = row.index
            return row
        if _rank(row) > _rank(before):
            self._rows[before.index] = _same_as(row, before)
            self._places[before.key] = self._places[row.key] = row.index
            return row
        self._places[row.key] = before.index
        return _same_as(before, row)

    def _standing(self, key: str) -> PlanRow | None:
        place = self._places.get(key)
        return self._rows[place] if place is not None else None


def _apart(key: str, digest: str) -> str:
    return f"{key}#{digest[:12]}"


def _is_one(event: ReadEvent, other: object) -> bool:
    """Whether two events of two files are one; careless programs call several by one name."""
    return isinstance(other, ReadEvent) and (
        event.sequence != other.sequence
        or event.when == other.when
        or folded(event.title) == folded(other.title)
    )


def _is_one_time(row: PlanRow, event: ReadEvent, other: PlanRow) -> bool:
    """Whether an event that repeats in one file is one that does not in another."""
    item = other.item
    same_day = isinstance(item, ReadEvent) and item.when.date == event.when.date
    return same_day and other.path != row.path


def _rank(row: PlanRow) -> tuple[bool, int, str]:
    """What is compared: one that can come in goes first, then the newest version."""
    event = row.item
    assert isinstance(event, ReadEvent)
    settled = row.action is not Action.NOTHING or row.here or row.deleted or event.cancelled
    return settled, event.sequence, event.stamp


def _same_as(taken: PlanRow, row: PlanRow) -> PlanRow:
    """A row whose event comes in with another row, or is left with it."""
    name = taken.file
    if name == row.file and taken.path != row.path:  # calendars in folders are often called alike
        name = "/".join(PurePath(taken.path).parts[-2:])
    return replace(
        row,
        fate=Fate.SKIPPED,
        action=Action.NOTHING,
        why=_("The same stands in “{file}”.").format(file=name[:80]),
        key=taken.key,
        candidates=(),
        meant=Action.NOTHING,
        out=False,
        instead=None,
        here=taken.here or taken.action is not Action.NOTHING,
        deleted=False,
    )
