"""Records of one import under one key: careless namesakes, or one thing that several files hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from app.model.imports import Fate, ReadConversation, ReadEvent, ReadPerson
from app.model.texts import _
from app.services.taking_in.digests import Taken
from app.services.taking_in.marks import folded
from app.services.taking_in.plan import Action, PlanRow
from app.services.taking_in.spans import Span
from app.services.taking_in.talks import keys_of


class Twins:
    """Keeps apart what is not the same, and of one thing in several files takes one version.

    Of an event that is the newest, of a conversation the one with the most messages, of an entry
    the one of the later file.

    `rows` are those of the plan, which may grow and in which a version that is not taken is
    replaced; each stands at the place its index says.
    """

    def __init__(self, rows: list[PlanRow]) -> None:
        self._rows = rows
        self._digests: dict[str, str] = {}
        self._of_file: dict[str, str] = {}
        self._file = ""
        self._places: dict[str, int] = {}
        self._talks: dict[str, dict[int, None]] = {}

    def key_of(self, row: PlanRow, item: Taken, digest: str) -> str:
        """Its key, kept apart from that of another record which carelessly has the same one."""
        key = item.key
        if isinstance(item, ReadPerson):
            return key if self._digests.setdefault(key, digest) == digest else _apart(key, digest)
        if row.path != self._file:
            self._file, self._of_file = row.path, {}
        if self._of_file.setdefault(key, digest) != digest:
            return _apart(key, digest)
        if isinstance(item, ReadEvent):
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
            self._rows[before.index] = same_as(row, before)
            self._places[before.key] = self._places[row.key] = row.index
            return row
        self._places[row.key] = before.index
        return same_as(before, row)

    def settle_talk(self, row: PlanRow, talk: ReadConversation) -> PlanRow:
        """The row of a conversation beside what other files hold of it, more or less of it."""
        keys = tuple(keys_of(talk))
        places = dict.fromkeys(place for key in keys for place in self._talks.get(key, ()))
        found = [one for place in places if _is_one_talk(row, talk, one := self._rows[place])]
        most = max(found, key=_weight, default=None)
        if most is not None and (_weight(most) > _weight(row) or most.digest == row.digest):
            return same_as(most, row)
        for one in found:
            self._rows[one.index] = same_as(row, one)
            self._forget(one)
        for key in keys:
            self._talks.setdefault(key, {})[row.index] = None
        return row

    def _forget(self, row: PlanRow) -> None:
        assert isinstance(row.item, ReadConversation)
        for key in keys_of(row.item):
            self._talks[key].pop(row.index, None)

    def settle_entry(self, row: PlanRow) -> PlanRow:
        """The row of an entry or a note beside the versions of it in other files."""
        before = self._standing(row.key)
        if before is not None:
            if before.digest == row.digest or _can_come(before) > _can_come(row):
                return same_as(before, row)
            self._rows[before.index] = same_as(row, before)
        self._places[row.key] = row.index
        return row

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


def _is_one_talk(row: PlanRow, talk: ReadConversation, other: PlanRow) -> bool:
    """Whether two conversations that share a key are one.

    Several of one file never are, unless they say the same.
    """
    if other.path == row.path or row.key == other.key or row.digest == other.digest:
        return row.key == other.key or row.digest == other.digest
    item = other.item
    assert isinstance(item, ReadConversation)
    return Span.of(talk).overlaps(Span.of(item))


def _can_come(row: PlanRow) -> bool:
    """Whether it comes in, or will with whom it is with, or is here or was deleted here."""
    return row.action is not Action.NOTHING or row.waiting or row.here or row.deleted


def _weight(row: PlanRow) -> tuple[bool, int]:
    talk = row.item
    assert isinstance(talk, ReadConversation)
    return _can_come(row), talk.messages


def _rank(row: PlanRow) -> tuple[bool, int, str]:
    """What is compared: one that can come in goes first, then the newest version."""
    event = row.item
    assert isinstance(event, ReadEvent)
    settled = row.action is not Action.NOTHING or row.here or row.deleted or event.cancelled
    return settled, event.sequence, event.stamp


def same_as(taken: PlanRow, row: PlanRow) -> PlanRow:
    """A row whose event comes in with another row, or is left with it."""
    name = taken.file
    if name == row.file and taken.path != row.path:  # files in folders are often called alike
        name = "/".join(PurePath(taken.path).parts[-2:])
    return replace(
        row,
        fate=Fate.SKIPPED,
        action=Action.NOTHING,
        why=_("The same stands in “{file}”.").format(file=name[:80]),
        key=taken.key,
        candidates=(),
        meant=Action.NOTHING,
        waiting=False,
        out=False,
        instead=None,
        here=taken.here or taken.action is not Action.NOTHING,
        deleted=False,
    )
