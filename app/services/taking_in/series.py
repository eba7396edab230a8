"""Follows a series of a calendar whose days have changed: what moved with it, what is called off.

An occurrence is known by the day it was planned for. When a newer version of a series takes place
on other days, its marks of days that are no more are told from those it still has. So are the days
that only another file of the same import, with an older version, still has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.model.imports import Fate, ReadEvent, ReadFailure, ReadSeries
from app.model.reading import ImportMark
from app.model.records import Interaction, Meeting, MeetingState
from app.model.texts import _
from app.model.values import DateRange, Moment, PartialDate
from app.services.taking_in.digests import digest_of
from app.services.taking_in.events import CALLED_OFF, row_of
from app.services.taking_in.plan import Action, PlanRow
from app.services.taking_in.twins import same_as
from app.services.workspace import Workspace
from app.store import queries

_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:#\d+)?")
_VERSION = re.compile(r"\.s(\d+)-(\d+)\.")
Decide = Callable[[PlanRow], PlanRow]
# How far a day may move and be the same time of its series still.
_FARTHEST = 15


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What a newer version of a series means for what earlier imports made of it.

    `moved` are places of rows with the mark each goes on from, `away` places of rows that go on
    from what the user has deleted, `off` rows for meetings of days that are no more. `behind` are
    rows of older versions in other files, left out where the newer one no longer takes place.
    """

    moved: dict[int, ImportMark] = field(default_factory=dict)
    away: list[int] = field(default_factory=list)
    off: list[PlanRow] = field(default_factory=list)
    behind: list[PlanRow] = field(default_factory=list)

    def settle(self, rows: list[PlanRow], decide: Decide, delete: Decide) -> None:
        """Decide anew on the rows of a plan it touches, and add those of what is called off."""
        for row in self.behind:
            rows[row.index] = row
        for place, mark in self.moved.items():
            rows[place] = decide(replace(rows[place], mark=mark))
        for place in self.away:
            rows[place] = delete(rows[place])
        for row in self.off:
            rows.append(decide(replace(row, index=len(rows))))


@dataclass(frozen=True, slots=True)
class _Before:
    """What an earlier import made of a day that is no more; nothing where the user deleted it."""

    mark: ImportMark | None = None
    row: Interaction | Meeting | None = None


def series_changes(
    workspace: Workspace, rows: Sequence[PlanRow], window: DateRange, removed: Collection[str]
) -> Iterator[SeriesChange]:
    """What has become of every series of a plan that comes in a newer version.

    Args:
        workspace: the open journal.
        rows: those of the plan.
        window: the days of which the calendars were read.
        removed: the keys of what the user has deleted.
    """
    failed = [(row.path, row.item.key) for row in rows if isinstance(row.item, ReadFailure)]
    unread, cut = {key for _path, key in failed}, {path for path, key in failed if not key}
    for series, own, older in _by_series(rows):
        if series.key not in unread and cut.isdisjoint(row.path for row in own):
            behind = list(_left_behind(series, own, older, window, workspace.today))
            if behind:
                yield SeriesChange(behind=behind)
            before = _no_more(workspace, series, own, window, removed)
            if before:
                yield _change(workspace, series, own, before)


def version_part(event: ReadEvent, digest: str) -> str:
    """What to keep of the version of a series; `digest` is that of the import before."""
    if event.series is not None:
        return "s{}-{}".format(*event.series.version)
    found = _VERSION.search(digest)
    return found[0].strip(".") if found else ""


def _by_series(
    rows: Sequence[PlanRow],
) -> Iterator[tuple[ReadSeries, list[PlanRow], list[PlanRow]]]:
    """The newest version of each series, with its rows, and those of the versions before it."""
    found: dict[str, dict[ReadSeries, list[PlanRow]]] = {}
    for row in rows:
        if isinstance(row.item, ReadEvent) and row.item.series is not None:
            series = row.item.series
            found.setdefault(series.key, {}).setdefault(series, []).append(row)
    for versions in found.values():
        newest = max(versions, key=lambda one: one.version)
        older = [one for one in versions if one.version < newest.version]
        yield newest, versions[newest], [row for one in older for row in versions[one]]


def _left_behind(
    series: ReadSeries,
    own: Sequence[PlanRow],
    older: Sequence[PlanRow],
    window: DateRange,
    today: date,
) -> Iterator[PlanRow]:
    """The rows of days that older versions in other files have and the newest does not.

    Days gone by that became none of the newest stay, for they have taken place, unless the journal
    followed the newest before. So does everything where no day of it comes in: an older file may
    say whom it is with.
    """
    taken = next(filter(_comes_in, own), None)
    if taken is None:
        return
    known = any(row.mark is not None and _version(row.mark) >= series.version for row in own)
    window = _days_read(series, window)
    new, old = _by_day(series, own), _by_day(series, older)
    gone = {day: None for day in old if day not in new and _is_inside(day, window)}
    fresh = [day for day in new if day not in old]
    became = dict(_pairs(gone, fresh, lambda day, other: known or not day < today < other))
    for row in older:
        day = _day_of(series, row)
        if day in became or (day in gone and (known or day >= today)):
            other = new[became[day]] if day in became else taken
            yield replace(same_as(other if _comes_in(other) else taken, row), key=row.key)


def _comes_in(row: PlanRow) -> bool:
    return row.here or row.action is not Action.NOTHING


def _by_day(series: ReadSeries, rows: Iterable[PlanRow]) -> dict[date, PlanRow]:
    """Rows of a series by the day each was planned for."""
    return {day: row for row in rows if (day := _day_of(series, row)) is not None}


def _day_of(series: ReadSeries, row: PlanRow) -> date | None:
    return _day(row.key.removeprefix(f"{series.key}:"))


def _no_more(
    workspace: Workspace,
    series: ReadSeries,
    own: Sequence[PlanRow],
    window: DateRange,
    removed: Collection[str],
) -> dict[date, _Before]:
    """What earlier imports made of days on which a newer version no longer takes place."""
    start = f"{series.key}:"
    window = _days_read(series, window)
    was_changed = series.version > (0, 0)
    marks = queries.marks_under(workspace.database, start) if was_changed else []
    if not marks or series.version <= max(map(_version, marks)):
        return {}
    there = {row.key for row in own} | {row.mark.source_key for row in own if row.mark}
    kept = {(row.mark.table, row.mark.row_id) for row in own if row.mark}
    found: dict[date, _Before] = {}
    for mark in marks:
        day = _day(mark.source_key.removeprefix(start))
        if day is None or not _is_inside(day, window) or mark.source_key in there:
            continue
        row = row_of(workspace, mark)
        off = isinstance(row, Meeting) and row.state is MeetingState.CANCELLED
        called_off = off and f".{CALLED_OFF}." in mark.digest
        if row is not None and not called_off and (mark.table, mark.row_id) not in kept:
            found[day] = _Before(mark, row)
    for key in removed:
        day = _day(key.removeprefix(start)) if key.startswith(start) else None
        if day is not None and _is_inside(day, window) and key not in there:
            found.setdefault(day, _Before())
    return found


def _change(
    workspace: Workspace,
    series: ReadSeries,
    own: Sequence[PlanRow],
    before: Mapping[date, _Before],
) -> SeriesChange:
    added = (Action.ADD_ENTRY, Action.ADD_MEETING)
    fresh = _by_day(series, (row for row in own if row.mark is None and row.action in added))
    left, change, today = dict(before), SeriesChange(), workspace.today
    for old, new in _pairs(
        before, fresh, lambda day, other: _fits(day, before[day], fresh[other], today)
    ):
        mark, row = left.pop(old).mark, fresh[new]
        if mark is None:
            change.away.append(row.index)
        else:
            change.moved[row.index] = _as_old_as(mark, row)
    for one in left.values():
        waits = isinstance(one.row, Meeting) and one.row.state is MeetingState.PLANNED
        if one.mark is not None and isinstance(one.row, Meeting) and waits:
            change.off.append(_called_off(series, own[0], one.mark, one.row))
    return change


def _pairs(
    before: Iterable[date], fresh: Iterable[date], fits: Callable[[date, date], bool]
) -> Iterator[tuple[date, date]]:
    """Which day became which: as many as can have moved by equally many days, the fewest first."""
    old, new = dict.fromkeys(before), set(fresh)
    while True:
        steps = Counter(
            step
            for day in old
            for step in range(-_FARTHEST, _FARTHEST + 1)
            if (other := _moved(day, step)) in new and fits(day, other)
        )
        if not steps:
            return
        step = min(steps, key=lambda one: (-steps[one], abs(one), -one))
        for day in list(old):
            other = _moved(day, step)
            if other in new and fits(day, other):
                del old[day]
                new.remove(other)
                yield day, other


def _moved(day: date, step: int) -> date:
    return day + timedelta(days=step)


def _fits(day: date, one: _Before, row: PlanRow, today: date) -> bool:
    """Whether a day may have become another: what has taken place is not planned again."""
    if row.action is Action.ADD_ENTRY:
        return one.row is not None or day < today
    if one.row is None:
        return day >= today
    return isinstance(one.row, Meeting) and one.row.state is not MeetingState.HELD


def _called_off(series: ReadSeries, beside: PlanRow, mark: ImportMark, meeting: Meeting) -> PlanRow:
    """The row of a planned meeting on a day that is no more, as if the file called it off."""
    day = _day(mark.source_key.removeprefix(f"{series.key}:"))
    assert day is not None  # it was found by that
    event = ReadEvent(
        key=mark.source_key,
        title=meeting.title,
        place=beside.item.place,
        when=meeting.when or Moment(PartialDate.of(day)),
        cancelled=True,
        sequence=max(series.sequence, _sequence(mark)),
        remarks=(_("Its series no longer takes place then."),),
        series=series,
    )
    row = PlanRow(0, beside.file, event, Fate.SKIPPED, path=beside.path)
    return replace(row, key=event.key, digest=digest_of(event), mark=mark)


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _days_read(series: ReadSeries, window: DateRange) -> DateRange:
    """The days of which every time of a series is known."""
    return DateRange(max(filter(None, (window.start, series.since)), default=None), window.end)


def _is_inside(day: date, window: DateRange) -> bool:
    """Whether a day was read for certain: at the edges it may be another one in another zone."""
    return _moved(day, -1) in window and _moved(day, 1) in window


def _version(mark: ImportMark) -> tuple[int, int]:
    found = _VERSION.search(mark.digest)
    return (int(found[1]), int(found[2])) if found else (_sequence(mark), 0)


def _sequence(mark: ImportMark) -> int:
    known = mark.digest.partition(".")[0]
    return int(known) if known.isdecimal() else 0


def _as_old_as(mark: ImportMark, row: PlanRow) -> ImportMark:
    """The mark of a day that was changed by itself before: the newer series has the say."""
    sequence = row.item.sequence if isinstance(row.item, ReadEvent) else 0
    rest = mark.digest.partition(".")[2]
    return mark._replace(digest=f"{min(sequence, _sequence(mark))}.{rest}")
