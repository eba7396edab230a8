"""Finds which events have left a watched file: planned meetings ahead that are called off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from app.model.imports import ReadEvent, ReadFailure, ReadSkip
from app.model.reading import ImportMark
from app.model.records import Meeting, MeetingState
from app.services.places import is_missing
from app.services.taking_in.events import row_of
from app.services.taking_in.plan import Plan, PlanRow
from app.services.watched.files import Fresh, files_of
from app.services.watched.notes import SeenFile, Watched, mark_of, watched
from app.services.workspace import Workspace
from app.store import queries

GONE = "gone"
_AFTER = (":", "#")  # what may follow the name of a series in the key of one of its events


@dataclass(frozen=True, slots=True)
class Left:
    """What left the files: meetings to call off, and by the file's name what stood for them."""

    meetings: list[tuple[ImportMark, Meeting]] = field(default_factory=list)
    marks: dict[str, set[str]] = field(default_factory=dict)


def left(workspace: Workspace, one: Watched, plan: Plan, changed: Sequence[Fresh]) -> Left:
    """Planned meetings ahead whose event stood in one of these files and no longer does.

    One that stands in another watched file is not called off, but is no longer this file's.
    """
    owned = {file.name: _held(one.files.get(file.name)) for file in changed}
    if not any(owned.values()):
        return Left()
    rows: dict[str, list[PlanRow]] = {}
    for row in plan.rows:
        rows.setdefault(row.path, []).append(row)
    there = {file.name: _There.of(rows.get(str(file.path), [])) for file in changed}
    others: set[str] | None = None
    now = workspace.clock.now()
    found = Left()
    for mark in queries.marks_of(workspace.database, "meeting"):
        short = mark_of(mark.source_key)
        holders = [name for name, marks in owned.items() if short in marks]
        gone = [name for name in holders if not there[name].holds(mark)]
        if not gone:
            continue
        meeting = row_of(workspace, mark)
        if not isinstance(meeting, Meeting) or not _is_ahead(meeting, now):
            continue
        for name in gone:
            found.marks.setdefault(name, set()).add(short)
        if others is None:
            others = _elsewhere(workspace, one, changed)
        if short not in others and not any(place.holds(mark) for place in there.values()):
            found.meetings.append((mark, meeting))
    return found


@dataclass(frozen=True, slots=True)
class _There:
    """The events a file holds as it was read: their keys, their rows, series that lie open."""

    keys: set[str]
    rows: set[int]
    unread: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[PlanRow]) -> _There:
        events = [row for row in rows if isinstance(row.item, ReadEvent)]
        marks = [row.mark for row in events if row.mark is not None]
        series = filter(None, map(_series, rows))
        return cls(
            {row.key for row in events} | {mark.source_key for mark in marks},
            {mark.row_id for mark in marks if mark.table == "meeting"},
            tuple(f"{one}{after}" for one in series for after in _AFTER),
        )

    def holds(self, mark: ImportMark) -> bool:
        """Whether the event stands there, or may stand there and could not be read."""
        if mark.source_key in self.keys or mark.row_id in self.rows:
            return True
        return bool(self.unread) and f"{mark.source_key}:".startswith(self.unread)


def _series(row: PlanRow) -> str:
    """The key of a series of which something could not be read, or lies outside the years."""
    item = row.item
    if isinstance(item, ReadFailure):
        return item.key
    return item.key.rpartition(":")[0] if isinstance(item, ReadSkip) else ""


def _held(seen: SeenFile | None) -> set[str]:
    """What stands for the records a file held when it was read last."""
    taken: Mapping[str, str] = seen.taken if seen is not None else {}
    return {mark for mark, token in taken.items() if token != GONE}


def _elsewhere(workspace: Workspace, one: Watched, changed: Sequence[Fresh]) -> set[str]:
    """What stands for the records of all other watched files.

    A file that left its folder holds nothing; of a path that is gone whole nobody knows.
    """
    fresh = {file.path for file in changed}
    found: set[str] = set()
    for other in watched(workspace):
        files = one.files if other.path == one.path else other.files
        there, missing = files_of(other.path), is_missing(other.path)
        for name, seen in files.items():
            path = there.get(name)
            if (missing or path is not None) and path not in fresh:
                found |= _held(seen)
    return found


def _is_ahead(meeting: Meeting, now: datetime) -> bool:
    when = meeting.when
    if when is None or meeting.state is not MeetingState.PLANNED:
        return False
    if when.time is None:
        return when.date.first > now.date()
    zone = ZoneInfo(when.zone) if when.zone else now.tzinfo
    return datetime.combine(when.date.first, when.time, zone) > now
