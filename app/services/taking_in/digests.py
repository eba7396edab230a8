"""Short marks that tell whether a record has changed since it was imported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from app.model.imports import (
    ReadAttendee,
    ReadConversation,
    ReadEntry,
    ReadEvent,
    ReadFile,
    ReadPerson,
)

Taken = ReadPerson | ReadEvent | ReadConversation | ReadEntry


def digest_of(item: Taken) -> str:
    """What tells whether a record has changed since it was imported."""
    if isinstance(item, ReadPerson):
        parts = _of_person(item)
    elif isinstance(item, ReadEntry):
        parts = _of_entry(item)
    elif isinstance(item, ReadConversation):
        parts = [item.title, *map(str, (item.when, item.last, item.channel, item.opener))]
        parts += map(str, item.went_on)
        parts += map(str, (item.two_way, item.answered, item.messages, item.mine, item.theirs))
        parts += sorted(one.email or one.phone or one.name for one in item.people)
    else:
        when = item.when
        parts = [item.title, str(when.date), str(when.time or ""), when.zone or ""]
        parts += [str(item.minutes or ""), item.where, str(item.last_day or "")]
        parts += [str(item.cancelled), *sorted(one.email or one.name for one in item.attendees)]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:24]


def _of_person(item: ReadPerson) -> list[str]:
    points = sorted(f"{point.kind}|{point.value}|{point.label}" for point in item.points)
    parts = [item.name, item.aliases, item.organisation, item.role, item.note]
    parts += [str(item.birthday or ""), *points, *sorted(item.tags)]
    # Only what is there, so that records of files which never say it keep their digest.
    for name in (
        "since",
        "how_met",
        "introduced_by",
        "pronoun",
        "rhythm_days",
        "kind",
        "attention",
    ):
        if getattr(item, name):
            parts.append(f"{name}={getattr(item, name)}")
    parts += sorted(f"day|{one.what}|{one.day}|{one.note}" for one in item.dates)
    parts += sorted(f"tie|{one.what}|{one.name}|{one.key}|{one.note}" for one in item.relations)
    parts += sorted(
        f"word|{one.by}|{one.text}|{one.made_on}|{one.due}|{one.state}|{one.settled_on}"
        for one in item.promises
    )
    photo = (item.photo,) if item.photo is not None else ()
    return [*parts, *_files("photo", photo), *_files("file", item.files)]


def _of_entry(item: ReadEntry) -> list[str]:
    said = (item.when, item.channel, item.opener, item.two_way, item.answered, item.minutes)
    more = (item.depth, item.give_mine, item.give_theirs)
    parts = [item.title, item.note, *map(str, said), *map(str, more)]
    parts += [*sorted(item.keys), *sorted(map(_who, item.people)), *sorted(item.tags)]
    return [*parts, *_files("file", item.files)]


def _who(one: ReadAttendee) -> str:
    return one.email or one.phone or one.name


def _files(role: str, files: tuple[ReadFile, ...]) -> Iterator[str]:
    for file in files:
        yield f"{role}|{file.name}|{hashlib.sha256(file.data).hexdigest()}"
