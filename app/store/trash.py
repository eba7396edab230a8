"""What was deleted, found in the history, and the way back for each of it.

A row is in the Trash when, of all steps that stand, the last one that touched it deleted it; and
when the step that made it was taken back and can no longer be done again. What went with something
else in the same step (a person's promises, an entry's tags) comes back with it and is not listed
by itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.store.database import Database
from app.store.schema import HISTORY_COLUMNS

Row = dict[str, Any]
Key = tuple[str, int]

# What a row cannot be without, and what it goes with when that goes.
PARENTS: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(
        (
            "kind_period",
            "contact_point",
            "commonality",
            "interest",
            "question",
            "promise",
            "deal",
            "verdict",
            "pause",
            "relation",
            "special_date",
        ),
        (("counterpart_id", "counterpart"),),
    ),
    "mention": (("commonality_id", "commonality"),),
    "interest_act": (("interest_id", "interest"),),
    "outcome": (("deal_id", "deal"),),
    "attachment": (("counterpart_id", "counterpart"), ("interaction_id", "interaction")),
    "distinct_pair": (("first_id", "counterpart"), ("second_id", "counterpart")),
    "participant": (("interaction_id", "interaction"), ("counterpart_id", "counterpart")),
    "attendee": (("meeting_id", "meeting"), ("counterpart_id", "counterpart")),
    "tagging": (
        ("tag_id", "tag"),
        ("counterpart_id", "counterpart"),
        ("interaction_id", "interaction"),
    ),
}
# What a row points at as long as that is there.
LOOSE: dict[str, tuple[tuple[str, str], ...]] = {
    "counterpart": (("organisation_id", "organisation"), ("introduced_by", "counterpart")),
    "interaction": (("meeting_id", "meeting"),),
    "relation": (("other_id", "counterpart"),),
    **dict.fromkeys(
        ("commonality", "mention", "interest", "interest_act", "question", "promise"),
        (("interaction_id", "interaction"),),
    ),
}
# Entries and meetings with nobody left go with the person.
_MET = {"interaction": ("participant", "interaction_id"), "meeting": ("attendee", "meeting_id")}
_LINKS = ("participant", "attendee", "import_mark", "distinct_pair")  # never listed by themselves
# Nothing but tags points at these; where their number was given away they take another.
_RENUMBERED = (*_LINKS, "tag", "tagging", "mention")
_PARENTS_FIRST = (
    "organisation",
    "tag",
    "counterpart",
    "meeting",
    "interaction",
    "commonality",
    "interest",
    "deal",
    *(name for name in HISTORY_COLUMNS if name not in {"commonality", "interest", "deal"}),
)
_RANK = {name: place for place, name in reversed(list(enumerate(_PARENTS_FIRST)))}


@dataclass(frozen=True, slots=True)
class Gone:
    """One deleted row; `id` names it for as long as the history keeps it."""

    id: int
    step: int
    table: str
    row_id: int
    row: Row = field(compare=False)
    label: str = ""
    at: str = ""
    taken_back: bool = False

    @property
    def key(self) -> Key:
        """Its table and number."""
        return self.table, self.row_id


@dataclass(slots=True)
class Restored:
    """What came back, and what could not because the other end is gone (column, row)."""

    rows: list[Key] = field(default_factory=list)
    lacking: list[tuple[str, Row, str]] = field(default_factory=list)
    renumbered: dict[Key, int] = field(default_factory=dict)

    def moved(self, key: Key) -> bool:
        """Whether a row came back under another number, or stands there already."""
        return key in self.renumbered


def _top() -> str:
    """SQL for: nothing that this row hangs on went in the same step."""
    gone = (
        "EXISTS (SELECT 1 FROM change p WHERE p.step = c.step AND p.op = 'D' AND p.tbl = '{}' "
        "AND p.row_id = json_extract(c.before, '$.{}'))"
    )
    tests = []
    for table, parents in PARENTS.items():
        if table not in _LINKS:
            any_gone = " OR ".join(gone.format(parent, column) for column, parent in parents)
            tests.append(f"WHEN '{table}' THEN NOT ({any_gone})")
    alone = (
        "NOT EXISTS (SELECT 1 FROM change p WHERE p.step = c.step AND p.op = 'D' "
        "AND p.tbl = 'counterpart')"
    )
    tests += [f"WHEN '{table}' THEN {alone}" for table in _MET]
    return f"CASE c.tbl {' '.join(tests)} ELSE 1 END"


_LATER = """
EXISTS (SELECT 1 FROM change l JOIN step ls ON ls.id = l.step
        WHERE l.tbl = c.tbl AND l.row_id = c.row_id AND l.id > c.id AND {})
"""
_FIRST = """
NOT EXISTS (SELECT 1 FROM change e
            WHERE e.tbl = c.tbl AND e.row_id = c.row_id AND e.step < s.target)
"""
# Deleted by a step that stands; or made by one that was taken back for good, the last time it was.
_GONE = f"""
SELECT c.id, c.step, c.tbl, c.row_id, c.before, s.label, s.at, s.kind = 'undo'
FROM change c JOIN step s ON s.id = c.step
WHERE c.op = 'D' AND c.before IS NOT NULL
  AND c.tbl NOT IN ('participant', 'attendee', 'import_mark', 'distinct_pair')
  AND (s.kind = 'do' AND s.state = 'done'
       OR s.kind = 'undo' AND (SELECT t.state FROM step t WHERE t.id = s.target) = 'dropped'
       AND {_FIRST} AND NOT {_LATER.format("ls.kind = 'undo' AND ls.target = s.target")})
  AND NOT {_LATER.format("ls.kind = 'do' AND ls.state = 'done'")}
  AND ({_top()})
"""


def gone(database: Database, before: int | None = None, limit: int = 100) -> list[Gone]:
    """The latest deleted things, newest first; `before` is the id of the last one seen."""
    rows = database.rows(
        f"{_GONE} AND c.id < ? AND c.step <= ? ORDER BY c.step DESC, c.id DESC LIMIT ?",
        before if before is not None else 2**62,
        database.value("SELECT step FROM change WHERE id = ?", before) or 2**62,
        limit,
    )
    return [_gone(row) for row in rows]


def one_gone(database: Database, number: int) -> Gone | None:
    """A deleted thing by its id, as long as it can be restored."""
    rows = database.rows(f"{_GONE} AND c.id = ?", number)
    return _gone(rows[0]) if rows else None


def _gone(row: Sequence[Any]) -> Gone:
    number, step, table, row_id, before, label, at, taken_back = row
    return Gone(number, step, table, row_id, json.loads(before), label, at, bool(taken_back))


class StepLosses:
    """Every row one step deleted, and what went with what."""

    def __init__(self, database: Database, step: int) -> None:
        self.rows: dict[Key, Row] = {
            (table, number): json.loads(before)
            for table, number, before in database.rows(
                "SELECT tbl, row_id, before FROM change "
                "WHERE step = ? AND op = 'D' AND before IS NOT NULL ORDER BY id",
                step,
            )
        }
        self._below: dict[Key, list[Key]] = defaultdict(list)
        for key, row in self.rows.items():
            for parent in self._above(key, row):
                self._below[parent].append(key)
        self._adopt_strays()

    def _above(self, key: Key, row: Row) -> Iterator[Key]:
        for column, parent in PARENTS.get(key[0], ()):
            if row[column] is not None:
                yield parent, row[column]
        if key[0] == "import_mark":
            yield row["tbl"], row["row_id"]
        for met, (link, column) in _MET.items():
            if key[0] == link and (met, row[column]) in self.rows:
                self._below["counterpart", row["counterpart_id"]].append((met, row[column]))

    def _adopt_strays(self) -> None:
        """An entry that went in a step that deleted people belongs to one of them."""
        first = next((key for key in self.rows if key[0] == "counterpart"), None)
        if first is None:
            return
        held = {child for children in self._below.values() for child in children}
        self._below[first] += [key for key in self.rows if key[0] in _MET and key not in held]

    def with_it(self, key: Key) -> list[Key]:
        """The row and everything that went with it, parents before children."""
        found = {key: None}
        waiting = [key]
        while waiting:
            for child in self._below.get(waiting.pop(), ()):
                if child not in found and child in self.rows:
                    found[child] = None
                    waiting.append(child)
        return sorted(found, key=lambda one: _RANK[one[0]])


class Restorer:
    """Brings one deleted thing back; call it inside a step."""

    def __init__(self, database: Database, item: Gone) -> None:
        self._db = database
        self._item = item
        self.done = Restored()
        self._moved = self.done.renumbered

    def restore(self) -> Restored:
        """Bring back the row with all that went with it, and refill the links it had emptied."""
        states = self._before_step()
        for key in StepLosses(self._db, self._item.step).with_it(self._item.key):
            self._bring_back(key, dict(states[key]))
        self._refill()
        return self.done

    def _before_step(self) -> dict[Key, Row]:
        """Every row the step touched as it was before: its first change there tells.

        A deletion empties links first and deletes afterwards, so what it deleted last would not
        know any more where it came from.
        """
        found: dict[Key, Row] = {}
        for table, number, before in self._db.rows(
            "SELECT tbl, row_id, before FROM change WHERE step = ? AND before IS NOT NULL "
            "ORDER BY id",
            self._item.step,
        ):
            if (table, number) not in found:
                found[table, number] = json.loads(before)
        return found

    def _bring_back(self, key: Key, row: Row) -> None:
        table, number = key
        for column, parent in PARENTS.get(table, ()):
            if row[column] is not None:
                row[column] = self._moved.get((parent, row[column]), row[column])
                if not self._has(parent, row[column]):
                    self.done.lacking.append((table, row, column))
                    return
        for column, target in LOOSE.get(table, ()):
            itself = (target, row[column]) == key
            if row[column] is not None and not itself and not self._has(target, row[column]):
                self.done.lacking.append((table, dict(row), column))
                row[column] = None
        twin = self._twin(table, row)
        if twin is not None:
            self._moved[key] = twin
            return
        if self._has(table, number):
            if table not in _RENUMBERED or self._is_there(table, row):
                return
            row["id"] = self._moved[key] = self._fresh_id(table)
        names = [name for name in HISTORY_COLUMNS[table].split() if name in row]
        quoted = ", ".join(f'"{name}"' for name in names)
        self._db.connection.execute(
            f"INSERT INTO {table}({quoted}) VALUES ({', '.join('?' * len(names))})",
            [row[name] for name in names],
        )
        self.done.rows.append((table, row["id"]))

    def _twin(self, table: str, row: Row) -> int | None:
        """The row that stands for this one today, where another has taken its place."""
        unique = {
            "tag": "name = ? COLLATE NOCASE",
            "participant": "interaction_id = ? AND counterpart_id = ?",
            "attendee": "meeting_id = ? AND counterpart_id = ?",
            "tagging": "tag_id = ? AND counterpart_id IS ? AND interaction_id IS ?",
            "import_mark": "source_key = ?",
        }.get(table, "uid = ?" if "uid" in row else "")
        if not unique:
            return None
        columns = [word for word in unique.split() if word in row]
        values = [row[column] for column in columns]
        found = self._db.value(f"SELECT id FROM {table} WHERE {unique}", *values)
        return None if found is None else int(found)

    def _is_there(self, table: str, row: Row) -> bool:
        """Whether the row of this number is this very one."""
        columns = [column for column, _parent in PARENTS.get(table, ())]
        tests = " AND ".join(f"{column} IS ?" for column in columns) or "0"
        values = [row[column] for column in columns]
        return bool(
            self._db.rows(f"SELECT 1 FROM {table} WHERE id = ? AND {tests}", row["id"], *values)
        )

    def _refill(self) -> None:
        """Point at what came back again from where the deletion had emptied the link."""
        back = set(self.done.rows)
        for table, number, before, after in self._db.rows(
            "SELECT tbl, row_id, before, after FROM change WHERE step = ? AND op = 'U' "
            "AND before IS NOT NULL ORDER BY id",
            self._item.step,
        ):
            was, became = json.loads(before), json.loads(after)
            for column, target in LOOSE.get(table, ()):
                if became[column] is None and (target, was[column]) in back:
                    self._db.connection.execute(
                        f"UPDATE {table} SET {column} = ? WHERE id = ? AND {column} IS NULL",
                        (was[column], number),
                    )

    def _has(self, table: str, number: int) -> bool:
        return bool(self._db.rows(f"SELECT 1 FROM {table} WHERE id = ?", number))

    def _fresh_id(self, table: str) -> int:
        return 1 + int(
            self._db.value(
                f"SELECT max((SELECT coalesce(max(id), 0) FROM {table}), "
                "(SELECT coalesce(max(row_id), 0) FROM change WHERE tbl = ?))",
                table,
            )
        )


def people_met(database: Database, step: int, table: str, row_id: int) -> list[int]:
    """Who took part in an entry or a meeting that a step deleted."""
    link, column = _MET[table]
    return [
        row[0]
        for row in database.rows(
            "SELECT json_extract(before, '$.counterpart_id') FROM change WHERE step = ? "
            f"AND op = 'D' AND tbl = '{link}' AND json_extract(before, '$.{column}') = ? "
            "ORDER BY id",
            step,
            row_id,
        )
    ]
