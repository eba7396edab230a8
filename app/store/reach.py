"""Which rows of a journal are about one person, now and at any time the history tells of."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from app.model.mentions import folded, several
from app.store.database import Database
from app.store.schema import HISTORY_COLUMNS

# Entries and meetings, and the tables that say who took part.
TOGETHER: Final = (
    ("interaction", "participant", "interaction_id"),
    ("meeting", "attendee", "meeting_id"),
)
# Columns that hold no words of the user's: their texts are ids, dates, and choices from a list.
_CHOSEN: Final = (
    "uid kind kind_since pronoun rhythm season_months connections since birthday "
    "no_contact_since created date time zone purpose state source channel opener ask_mine "
    "ask_theirs give_mine give_theirs tone_mine tone_theirs likeness how_known sensitivity "
    "learned_on basis stake noted_on on settled_on by made_on due opened_on result choice "
    "start end source_key digest tbl attention media_type added day"
)
_NO_WORDS: Final = frozenset(_CHOSEN.split())
_NO_WORDS_OF: Final = {"attachment": frozenset({"role"})}  # elsewhere a role is what a person does
# Rows of these have no identity of their own: in old histories a number came to mean another row.
NAMELESS: Final = frozenset({"participant", "attendee", "tagging", "mention", "import_mark"})
_NAME_WORD = re.compile(r"\w{3,}")  # not "de" or "van"


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that points at another table; `binds` when its row goes with what it points at."""

    table: str
    column: str
    parent: str
    binds: bool


@dataclass
class Reach:
    """What is about the person; the rows themselves stand in the temporary table `gone`.

    `shared` are the entries and meetings that others took part in too. `alone` names versions in
    the history from a time when nobody else took part yet: the number of a change, and a side.
    """

    person: int
    references: list[Reference]
    shared: dict[str, set[int]] = field(default_factory=dict)
    alone: set[tuple[int, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person is named by in texts; `kept` is what somebody else is named by as well.

    `parts` are single words of their names that nobody else bears.
    """

    names: tuple[str, ...]
    kept: tuple[str, ...]
    parts: tuple[str, ...]


def references(database: Database) -> list[Reference]:
    """Every column of a table with a history that points at another one."""
    return [
        Reference(table, row[3], row[2], row[6] == "CASCADE")
        for table in HISTORY_COLUMNS
        for row in database.rows(f"PRAGMA foreign_key_list({table})")
    ]


def words_of(database: Database) -> dict[str, tuple[str, ...]]:
    """The columns of each table that hold words of the user's."""
    found = {}
    for table, kept in HISTORY_COLUMNS.items():
        columns = {row[1]: row[2] for row in database.rows(f"PRAGMA table_info({table})")}
        chosen = _NO_WORDS | _NO_WORDS_OF.get(table, frozenset())
        found[table] = tuple(
            name for name in kept.split() if columns[name] == "TEXT" and name not in chosen
        )
    return found


def path(column: str) -> str:
    """A column inside a row that is kept as JSON."""
    return f"'$.\"{column}\"'"


def reach(
    database: Database,
    person: int,
    organisations: Iterable[int] = (),
    former: Iterable[int] = (),
) -> Reach:
    """Find all rows about a person, and about who went into them; organisations go as well."""
    run = database.connection.execute
    run("CREATE TEMP TABLE IF NOT EXISTS gone(tbl TEXT, id INTEGER, PRIMARY KEY (tbl, id))")
    run("DELETE FROM temp.gone")
    found = Reach(person, references(database))
    _add(database, "counterpart", [person, *former])
    _add(database, "organisation", organisations)
    for child, link, key in TOGETHER:
        alone, found.shared[child] = _together(database, found, child, link, key)
        _add(database, child, alone)
    _add(database, "attachment", _taken_off(database, found))
    _close(database, found.references)
    _add_tags(database)
    run(
        "INSERT OR IGNORE INTO temp.gone SELECT 'import_mark', m.id FROM import_mark m "
        "JOIN temp.gone g ON g.tbl = m.tbl AND g.id = m.row_id"
    )
    return found


def _taken_off(database: Database, found: Reach) -> list[int]:
    """Files taken off an entry again that once was with this person alone.

    Nobody sees them there any more; what they held was, for all that is known, about the person.
    """
    return [
        row[0]
        for row in database.rows(
            "SELECT DISTINCT row_id FROM change WHERE tbl = 'attachment' AND row_id NOT IN "
            "(SELECT id FROM attachment) AND json_extract(coalesce(before, after), "
            "'$.interaction_id') IN (SELECT row_id FROM change WHERE tbl = 'interaction' "
            "AND id IN (SELECT value FROM json_each(?)))",
            json.dumps([number for number, _side in found.alone]),
        )
    ]


def gone(database: Database, table: str) -> set[int]:
    """The rows of a table that are about the person."""
    return {row[0] for row in database.rows("SELECT id FROM temp.gone WHERE tbl = ?", table)}


def _add(database: Database, table: str, numbers: Iterable[int]) -> None:
    database.connection.executemany(
        "INSERT OR IGNORE INTO temp.gone VALUES (?, ?)", [(table, n) for n in numbers]
    )


def _close(database: Database, found: list[Reference]) -> None:
    """Take in every row that goes with one that goes, until there is none left."""
    count = -1
    while count != (count := database.value("SELECT count(*) FROM temp.gone")):
        for one in found:
            if not one.binds:
                continue
            parents = f"(SELECT id FROM temp.gone WHERE tbl = '{one.parent}')"
            column = path(one.column)
            database.connection.execute(
                f"INSERT OR IGNORE INTO temp.gone SELECT '{one.table}', id FROM {one.table} "
                f'WHERE "{one.column}" IN {parents}'
            )
            if one.table in NAMELESS:
                continue
            database.connection.execute(
                f"INSERT OR IGNORE INTO temp.gone SELECT DISTINCT '{one.table}', row_id "
                f"FROM change WHERE tbl = '{one.table}' AND (json_extract(before, {column}) IN "
                f"{parents} OR json_extract(after, {column}) IN {parents})"
            )


def _add_tags(database: Database) -> None:
    """Tags that were never put on anything else."""
    people, entries = gone(database, "counterpart"), gone(database, "interaction")
    theirs: set[int] = set()
    others: set[int] = set()
    for row in versions(database, "tagging"):
        mine = row["counterpart_id"] in people or row["interaction_id"] in entries
        (theirs if mine else others).add(row["tag_id"])
    _add(database, "tag", theirs - others)


def only_theirs(database: Database, person: int) -> list[tuple[int, str]]:
    """Organisations that nobody but this person ever belonged to, by id and name."""
    column = path("organisation_id")
    return [
        (row[0], row[1])
        for row in database.rows(
            "SELECT o.id, o.name FROM organisation o JOIN (SELECT organisation_id AS id FROM "
            "counterpart WHERE id = ?1 AND organisation_id IS NOT NULL UNION SELECT "
            f"json_extract(s.body, {column}) FROM (SELECT before AS body FROM change WHERE "
            "tbl = 'counterpart' AND row_id = ?1 UNION ALL SELECT after FROM change WHERE "
            "tbl = 'counterpart' AND row_id = ?1) s) t ON t.id = o.id "
            "WHERE o.id NOT IN (SELECT organisation_id FROM counterpart WHERE id <> ?1 AND "
            "organisation_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM change c WHERE "
            f"c.tbl = 'counterpart' AND c.row_id <> ?1 AND (json_extract(c.before, {column}) = "
            f"o.id OR json_extract(c.after, {column}) = o.id)) ORDER BY o.name",
            person,
        )
    ]


# --- entries and meetings with several people ----------------------------------------------


@dataclass(frozen=True, slots=True)
class _Event:
    """One change of an entry (`who` None) or of who took part in it."""

    id: int
    step: int
    row: int
    before: Any
    after: Any
    of_entry: bool


def _together(
    database: Database, found: Reach, child: str, link: str, key: str
) -> tuple[set[int], set[int]]:
    """Entries the person ever took part in: those with them alone, and those with others."""
    column, who = path(key), path("counterpart_id")
    ever = {
        row[0]
        for row in database.rows(
            f"SELECT {key} FROM {link} WHERE counterpart_id = ?1 UNION SELECT "
            f"json_extract(coalesce(before, after), {column}) FROM change WHERE tbl = '{link}' "
            f"AND (json_extract(before, {who}) = ?1 OR json_extract(after, {who}) = ?1)",
            found.person,
        )
    }
    run = database.connection.execute
    run("CREATE TEMP TABLE IF NOT EXISTS met(id INTEGER PRIMARY KEY)")
    run("DELETE FROM temp.met")
    database.connection.executemany("INSERT INTO temp.met VALUES (?)", [(n,) for n in ever])
    here = {row[0] for row in database.rows(f"SELECT id FROM {child} JOIN temp.met USING (id)")}
    people: dict[int, dict[int, int]] = defaultdict(dict)
    for row, entry, person in database.rows(
        f"SELECT l.id, l.{key}, l.counterpart_id FROM {link} l JOIN temp.met m ON m.id = l.{key}"
    ):
        people[entry][row] = person
    events: dict[int, list[_Event]] = defaultdict(list)
    for number, step, row, before, after, entry in database.rows(
        f"SELECT c.id, c.step, c.row_id, json_extract(before, {who}), json_extract(after, {who}),"
        f" m.id FROM change c JOIN temp.met m ON m.id = "
        f"json_extract(coalesce(before, after), {column}) WHERE c.tbl = '{link}'"
    ):
        events[entry].append(_Event(number, step, row, before, after, False))
    for number, step, row, before, after in database.rows(
        "SELECT c.id, c.step, c.row_id, c.before IS NOT NULL, c.after IS NOT NULL FROM change c "
        f"JOIN temp.met m ON m.id = c.row_id WHERE c.tbl = '{child}'"
    ):
        events[row].append(_Event(number, step, row, before, after, True))
    gone_: set[int] = set()
    for entry in ever:
        alone, versions = _life(found.person, people[entry], entry in here, events[entry])
        if alone:
            gone_.add(entry)
        else:
            found.alone |= versions
    return gone_, ever - gone_


def _life(
    person: int, people: dict[int, int], exists: bool, events: list[_Event]
) -> tuple[bool, set[tuple[int, str]]]:
    """Whether nobody else was in it at its last, and its versions from when nobody else was.

    Goes back from today, because the beginning of a history may have been let go.
    """

    def others() -> bool:
        return any(one != person for one in people.values())

    company = exists and others()  # of the version we are in, at the end of any step
    alone: bool | None = not company if exists else None
    sides: list[tuple[int, str]] = []
    found: set[tuple[int, str]] = set()
    events.sort(key=lambda event: -event.id)
    for _step, group in groupby(events, key=lambda event: event.step):
        parts = list(group)
        own = [event for event in parts if event.of_entry]
        for event in parts:
            if not event.of_entry:
                people.pop(event.row, None)
                if event.before is not None:
                    people[event.row] = event.before
        if not own:
            company = company or (exists and others())
            continue
        sides += [(event.id, "after") for event in own if event.after]
        sides += [(event.id, "before") for event in own[:-1] if event.before]
        if not company:
            found.update(sides)
        was = bool(own[-1].before)
        if alone is None:
            in_step = any(e.after not in (None, person) for e in parts if not e.of_entry)
            alone = not (others() or (not was and in_step))
        exists, company = was, was and others()
        sides = [(own[-1].id, "before")] if was else []
    if not company:
        found.update(sides)
    return alone is not False, found


# --- what they are named by ----------------------------------------------------------------


def versions(
    database: Database, table: str, where: str = "1", *values: Any
) -> Iterator[dict[str, Any]]:
    """Every state of some rows: as they are, and as the history tells of them.

    `where` is a condition on `body`, which is the row as JSON.
    """
    columns = HISTORY_COLUMNS[table].split()
    row = ", ".join(f"'{name}', \"{name}\"" for name in columns)
    for (body,) in database.rows(
        f"SELECT body FROM (SELECT json_object({row}) AS body FROM {table} UNION ALL "
        f"SELECT before FROM change WHERE tbl = '{table}' UNION ALL "
        f"SELECT after FROM change WHERE tbl = '{table}') WHERE body IS NOT NULL AND {where}",
        *values,
    ):
        yield json.loads(body)


def terms_of(database: Database, person: int) -> Terms:
    """All names, other names and addresses the person has or ever had."""
    named: dict[str, None] = {}
    parts: list[str] = []
    for row in versions(database, "counterpart", f"json_extract(body, {path('id')}) = ?", person):
        named |= dict.fromkeys([row["name"], *several(row["aliases"])])
        parts += _NAME_WORD.findall(row["name"])
    owner = path("counterpart_id")
    for row in versions(database, "contact_point", f"json_extract(body, {owner}) = ?", person):
        named[row["value"]] = None
    others = {folded(name) for name in _other_names(database, person)}
    words = {word for name in others for word in _NAME_WORD.findall(name)}
    mine = [name for name in named if folded(name)]
    return Terms(
        tuple(name for name in mine if folded(name) not in others),
        tuple(name for name in mine if folded(name) in others),
        tuple(dict.fromkeys(w for w in parts if folded(w) not in words and w not in named)),
    )


def _other_names(database: Database, person: int) -> Iterator[str]:
    """What others, organisations and the user go by: it means them as well."""
    for name, aliases in database.rows(
        "SELECT name, aliases FROM counterpart WHERE id <> ?", person
    ):
        yield from (name, *several(aliases))
    for (value,) in database.rows(
        "SELECT value FROM contact_point WHERE counterpart_id <> ? UNION ALL SELECT value FROM "
        "setting WHERE key = 'my_name' UNION ALL SELECT name FROM organisation",
        person,
    ):
        yield value
    mine = database.value("SELECT value FROM setting WHERE key = 'my_addresses'")
    yield from several(mine or "")
