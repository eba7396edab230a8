"""How many of each kind an import adds: people, meetings, conversations, entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.model.imports import (
    Fate,
    ReadConversation,
    ReadEntry,
    ReadEvent,
    ReadPerson,
    ReadRecord,
)
from app.model.texts import _, ngettext
from app.services.transfer import PlanRow

_OF_ITEM: tuple[tuple[type, str], ...] = (
    (ReadPerson, "people"),
    (ReadEvent, "meetings"),
    (ReadConversation, "conversations"),
    (ReadEntry, "interactions"),
)
_ORDER = ("people", "meetings", "conversations", "interactions", "")


def added_words(rows: Sequence[PlanRow], fates: Iterable[Fate]) -> str:
    """The kinds of what is added with how many there are of each; nothing where nothing is.

    `fates` are what becomes of the rows, in their order. People who come in with a meeting or a
    conversation count as people, too.
    """
    counts: Counter[str] = Counter()
    newcomers: set[int] = set()
    own: set[int] = set()
    for row, fate in zip(rows, fates, strict=True):
        is_person = isinstance(row.item, ReadPerson)
        if is_person:
            own.update(row.people)
        if fate is Fate.ADDED:
            counts[_kind(row)] += 1
            if not is_person:
                newcomers.update(number for number in row.people if number < 0)
    counts["people"] += len(newcomers - own)
    return ", ".join(_words(kind, counts[kind]) for kind in _ORDER if counts[kind])


def _kind(row: PlanRow) -> str:
    if isinstance(row.item, ReadRecord):
        return row.item.section if row.item.section in _ORDER else ""
    return next((kind for one, kind in _OF_ITEM if isinstance(row.item, one)), "")


def _words(kind: str, count: int) -> str:
    words = {
        "people": ngettext("{n} person", "{n} people", count),
        "meetings": ngettext("{n} meeting", "{n} meetings", count),
        "conversations": ngettext("{n} conversation", "{n} conversations", count),
        "interactions": ngettext("{n} entry", "{n} entries", count),
    }
    return words.get(kind, ngettext("{n} record", "{n} records", count)).format(n=f"{count:,}")


def to_be_added(rows: Sequence[PlanRow]) -> str:
    """What the import will add, in a sentence; nothing where it will add nothing."""
    kinds = added_words(rows, (row.fate for row in rows))
    return _("To be added: {kinds}.").format(kinds=kinds) if kinds else ""
