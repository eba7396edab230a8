"""The timeline's stream: every dated thing in one order, new to old, a window at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from app.model.reading import EntryKind, MonthCount, TimelineFilter
from app.store.database import Database

_BLOCK = 4096
_ASKED = (
    "(t.ask_mine IS NOT NULL AND t.ask_mine <> 'none' OR "
    "t.ask_theirs IS NOT NULL AND t.ask_theirs <> 'none')"
)
_OUT = "SELECT id FROM counterpart WHERE attention = 'out'"
_PROMISE_DAY = "coalesce(t.settled_on, t.made_on, t.due, '')"


class Stream:
    """Keys (`id * 8 + kind`) of all entries that pass a filter, ordered new to old."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def first(self, wanted: TimelineFilter, limit: int) -> list[tuple[int, str]]:
        """Key and date of the newest entries, quickly."""
        sql, values = _compound(self._db, wanted, limit)
        return [(row[2] * 8 + row[3], row[0]) for row in self._db.rows(sql, *values)]

    def keys(self, wanted: TimelineFilter) -> tuple[array[int], list[MonthCount]]:
        """Every key in order, and how many entries each month holds, in the same order."""
        sql, values = _compound(self._db, wanted, None)
        found: array[int] = array("q")
        months: list[MonthCount] = []
        month, count = "", 0
        for day, number, kind in self._scan(sql, values):
            found.append(number * 8 + kind)
            if day[:7] != month:
                if count:
                    months.append(MonthCount(month, count))
                month, count = day[:7], 0
            count += 1
        if count:
            months.append(MonthCount(month, count))
        return found, months

    def _scan(self, sql: str, values: list[Any]) -> Iterator[tuple[str, int, int]]:
        cursor = self._db.connection.execute(sql, values)
        while rows := cursor.fetchmany(_BLOCK):
            for row in rows:
                yield row[0], row[2], row[3]


def _compound(
    database: Database, wanted: TimelineFilter, limit: int | None
) -> tuple[str, list[Any]]:
    """One ordered query over all sources, so that SQLite merges them by their indexes."""
    parts: list[str] = []
    values: list[Any] = []
    people = _people(database, wanted)
    hides = _hides_some(database, wanted)
    for kind in EntryKind:
        if wanted.kinds and kind not in wanted.kinds:
            continue
        if wanted.only_interactions and kind is not EntryKind.INTERACTION:
            continue
        sql, given = _SOURCES[kind](wanted, people)
        if hides:
            sql += (" AND " if " WHERE " in sql else " WHERE ") + _OF_SOMEBODY[kind]
        parts.append(sql)
        values += given
    if not parts:
        return "SELECT '', '', 0, 0 WHERE 0", []
    tail = "" if limit is None else f" LIMIT {int(limit)}"
    order = " ORDER BY 1 DESC, 2 DESC, 3 DESC"
    return " UNION ALL ".join(parts) + order + tail, values


def _hides_some(database: Database, wanted: TimelineFilter) -> bool:
    """Whether entries with nobody but people left out are hidden: not where they are asked for."""
    if wanted.people or wanted.interactions:
        return False
    return bool(database.rows(f"{_OUT} LIMIT 1"))


def _people(database: Database, wanted: TimelineFilter) -> list[int] | None:
    """The people the filter allows; None when it does not say."""
    people: set[int] | None = set(wanted.people) if wanted.people else None
    if wanted.organisation_id is not None:
        members = {
            row[0]
            for row in database.rows(
                "SELECT id FROM counterpart WHERE organisation_id = ?", wanted.organisation_id
            )
        }
        people = members if people is None else people & members
    return None if people is None else sorted(people)


def _marks(values: list[Any] | tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))


def _days(column: str, wanted: TimelineFilter) -> tuple[list[str], list[Any]]:
    tests, values = [], []
    if wanted.days.start is not None:
        # "2024" and "2024-03" may mean a day inside the range: compare at their own length.
        tests.append(f"{column} >= substr(?, 1, length({column}))")
        values.append(str(wanted.days.start))
    if wanted.days.end is not None:
        tests.append(f"{column} <= ?")
        values.append(str(wanted.days.end))
    return tests, values


def _interactions(wanted: TimelineFilter, people: list[int] | None) -> tuple[str, list[Any]]:
    tests, values = _days("t.date", wanted)
    source = "interaction t"
    if people is not None:
        # From the person to the entries: never through everybody's.
        tests.append(
            f"t.id IN (SELECT interaction_id FROM participant WHERE counterpart_id IN "
            f"({_marks(people)}))"
        )
        values += people
        source = "interaction t NOT INDEXED"
    for column, allowed in (("channel", wanted.channels), ("opener", wanted.openers)):
        if allowed:
            tests.append(f"t.{column} IN ({_marks(allowed)})")
            values += [item.value for item in allowed]
    if wanted.asks is not None:
        tests.append(_ASKED if wanted.asks else "t.ask_mine = 'none' AND t.ask_theirs = 'none'")
    if wanted.interactions:
        tests.append("t.id IN (SELECT value FROM json_each(?))")
        values.append("[" + ",".join(str(int(n)) for n in wanted.interactions) + "]")
        source = "interaction t NOT INDEXED"
    for tag in wanted.tags:
        tests.append(
            "(t.id IN (SELECT interaction_id FROM tagging WHERE tag_id = "
            "(SELECT id FROM tag WHERE name = ? COLLATE NOCASE)) OR t.id IN "
            "(SELECT p.interaction_id FROM participant p JOIN tagging g "
            "ON g.counterpart_id = p.counterpart_id WHERE g.tag_id = "
            "(SELECT id FROM tag WHERE name = ? COLLATE NOCASE)))"
        )
        values += [tag, tag]
    return _select("t.date", "t.time", source, EntryKind.INTERACTION, tests), values


def _meetings(wanted: TimelineFilter, people: list[int] | None) -> tuple[str, list[Any]]:
    tests, values = _days("t.date", wanted)
    tests.append("t.date IS NOT NULL")
    # A meeting that was logged is told by its entry.
    tests.append("NOT EXISTS (SELECT 1 FROM interaction i WHERE i.meeting_id = t.id)")
    _about(
        "t.id IN (SELECT meeting_id FROM attendee WHERE counterpart_id IN ({}))",
        wanted,
        people,
        tests,
        values,
    )
    return _select("t.date", "t.time", "meeting t", EntryKind.MEETING, tests), values


def _outcomes(wanted: TimelineFilter, people: list[int] | None) -> tuple[str, list[Any]]:
    tests, values = _days('t."on"', wanted)
    _about(
        "t.deal_id IN (SELECT id FROM deal WHERE counterpart_id IN ({}))",
        wanted,
        people,
        tests,
        values,
    )
    return _select('t."on"', "''", "outcome t", EntryKind.OUTCOME, tests), values


def _promises(wanted: TimelineFilter, people: list[int] | None) -> tuple[str, list[Any]]:
    tests, values = _days(_PROMISE_DAY, wanted)
    tests.append(f"{_PROMISE_DAY} <> ''")
    _about("t.counterpart_id IN ({})", wanted, people, tests, values)
    return _select(_PROMISE_DAY, "''", "promise t", EntryKind.PROMISE, tests), values


def _verdicts(wanted: TimelineFilter, people: list[int] | None) -> tuple[str, list[Any]]:
    tests, values = _days('t."on"', wanted)
    _about("t.counterpart_id IN ({})", wanted, people, tests, values)
    return _select('t."on"', "''", "verdict t", EntryKind.VERDICT, tests), values


def _about(
    test: str,
    wanted: TimelineFilter,
    people: list[int] | None,
    tests: list[str],
    values: list[Any],
) -> None:
    """Narrow a source to the filter's people and tagged people."""
    if people is not None:
        tests.append(test.format(_marks(people)))
        values += people
    for tag in wanted.tags:
        tests.append(
            test.format(
                "SELECT counterpart_id FROM tagging WHERE tag_id = "
                "(SELECT id FROM tag WHERE name = ? COLLATE NOCASE)"
            )
        )
        values.append(tag)


def _select(day: str, clock: str, source: str, kind: EntryKind, tests: list[str]) -> str:
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    return f"SELECT {day}, {clock}, t.id, {int(kind)} FROM {source}{where}"


def _with_others(table: str, key: str) -> str:
    """What holds for entries with somebody who is not left out, or with nobody at all."""
    linked = f"SELECT 1 FROM {table} l WHERE l.{key} = t.id"
    return f"(EXISTS ({linked} AND l.counterpart_id NOT IN ({_OUT})) OR NOT EXISTS ({linked}))"


_OF_SOMEBODY = {
    EntryKind.INTERACTION: _with_others("participant", "interaction_id"),
    EntryKind.MEETING: _with_others("attendee", "meeting_id"),
    EntryKind.OUTCOME: f"t.deal_id NOT IN (SELECT id FROM deal WHERE counterpart_id IN ({_OUT}))",
    EntryKind.PROMISE: f"t.counterpart_id NOT IN ({_OUT})",
    EntryKind.VERDICT: f"t.counterpart_id NOT IN ({_OUT})",
}
_SOURCES = {
    EntryKind.INTERACTION: _interactions,
    EntryKind.MEETING: _meetings,
    EntryKind.OUTCOME: _outcomes,
    EntryKind.PROMISE: _promises,
    EntryKind.VERDICT: _verdicts,
}
