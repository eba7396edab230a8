"""What forgetting somebody would take away, counted before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.model.forgetting import Forgettable, Place
from app.model.mentions import Finder
from app.store.database import Database
from app.store.forget import Cancel, Progress, in_chunks, looked_at, names_person
from app.store.merged import former, merged
from app.store.queries import BROUGHT
from app.store.reach import TOGETHER, Terms, gone, only_theirs, reach, terms_of, words_of
from app.store.schema import HISTORY_COLUMNS
from app.store.search import ABOUT

_AROUND = 40
_IMPORTED = "import_mark"


def person_behind(database: Database, uid: str) -> int | None:
    """The number of a person, whether in the journal or only in its history."""
    return database.value(  # type: ignore[no-any-return]
        "SELECT id FROM counterpart WHERE uid = ?1 UNION ALL SELECT row_id FROM change WHERE "
        "tbl = 'counterpart' AND json_extract(coalesce(after, before), '$.uid') = ?1 LIMIT 1",
        uid,
    )


def look(
    database: Database,
    person: int,
    progress: Progress = lambda _done, _whole: None,
    cancelled: Cancel = lambda: False,
) -> Forgettable | None:
    """What goes, what is shared, and where others' texts name the person; None for nobody.

    Raises:
        Cancelled: the user stopped it.
    """
    who = _who(database, person)
    if who is None:
        return None
    name, uid = who
    terms = terms_of(database, person)
    firms = only_theirs(database, person)
    reach(database, person, former=[n for n, _uid in former(database, person) if n])
    numbers = {table: gone(database, table) for table in HISTORY_COLUMNS}
    counts = {
        table: database.value(
            f"SELECT count(*) FROM {table} JOIN temp.gone g USING (id) WHERE g.tbl = '{table}'"
        )
        for table in HISTORY_COLUMNS
    }
    counts[_IMPORTED] -= database.value(  # they stand beside the mark of their record
        "SELECT count(*) FROM import_mark JOIN temp.gone g USING (id) WHERE g.tbl = 'import_mark' "
        "AND source_key LIKE ? || '%'",
        BROUGHT,
    )
    finder = Finder((name, "") for name in terms.names)
    drafts = database.rows("SELECT key, body FROM draft")
    own = {number for number, _name in firms}
    places, part_places = _places(database, person, terms, numbers, own, progress, cancelled)
    return Forgettable(
        person=person,
        uid=uid,
        name=name,
        counts={table: count for table, count in counts.items() if count},
        shared=sum(_shared(database, person, link, key) for _child, link, key in TOGETHER),
        shared_files=database.value(
            "SELECT count(*) FROM attachment a JOIN participant p USING (interaction_id) "
            "WHERE p.counterpart_id = ? AND a.id NOT IN "
            "(SELECT id FROM temp.gone WHERE tbl = 'attachment')",
            person,
        ),
        steps=database.value(
            "SELECT count(DISTINCT c.step) FROM change c JOIN temp.gone g "
            "ON g.tbl = c.tbl AND g.id = c.row_id"
        ),
        drafts=sum(names_person(key, body, person, numbers, finder) for key, body in drafts),
        places=places,
        kept=terms.kept,
        parts=terms.parts,
        part_places=part_places,
        organisations=tuple(firms),
    )


def _shared(database: Database, person: int, link: str, key: str) -> int:
    """In how many entries or meetings the person takes part beside others."""
    return int(
        database.value(
            f"SELECT count(*) FROM {link} l WHERE counterpart_id = ?1 AND EXISTS (SELECT 1 FROM "
            f"{link} o WHERE o.{key} = l.{key} AND o.counterpart_id <> ?1)",
            person,
        )
    )


def uids_of(database: Database, person: int) -> tuple[str, ...]:
    """The identity of a person, in the journal or only in its history, and of who went into them.

    Nothing for somebody whom neither knows.
    """
    who = _who(database, person)
    return (who[1], *(uid for _number, uid in former(database, person))) if who else ()


def organisation_uids(database: Database, numbers: Iterable[int]) -> list[str]:
    """The identities of organisations, which are the same in every copy."""
    found = (database.value("SELECT uid FROM organisation WHERE id = ?", n) for n in numbers)
    return [uid for uid in found if uid]


def deleted_people(database: Database) -> list[tuple[int, str]]:
    """People whom only the history knows, by number and the name they had last.

    Whoever went into another by a merge is that other, and forgotten with them.
    """
    elsewhere = merged(database)
    return [
        (row[0], row[1])
        for row in database.rows(
            "SELECT row_id, json_extract(coalesce(after, before), '$.name'), "
            "json_extract(coalesce(after, before), '$.uid') FROM change WHERE id "
            "IN (SELECT max(id) FROM change WHERE tbl = 'counterpart' GROUP BY row_id) "
            "AND row_id NOT IN (SELECT id FROM counterpart) ORDER BY 2"
        )
        if row[2] not in elsewhere
    ]


def _who(database: Database, person: int) -> tuple[str, str] | None:
    rows = database.rows("SELECT name, uid FROM counterpart WHERE id = ?", person)
    rows = rows or database.rows(
        "SELECT json_extract(coalesce(after, before), '$.name'), "
        "json_extract(coalesce(after, before), '$.uid') FROM change "
        "WHERE tbl = 'counterpart' AND row_id = ? ORDER BY id DESC LIMIT 1",
        person,
    )
    return rows[0] if rows else None


def _places(
    database: Database,
    person: int,
    terms: Terms,
    numbers: dict[str, set[int]],
    firms: set[int],
    progress: Progress,
    cancelled: Cancel,
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Where others' texts name the person, and where they hold one word of the name alone."""
    whole = Finder((name, "") for name in terms.names)
    every = Finder((name, "") for name in (*terms.names, *terms.parts))
    whose = partial(_people, database, person)
    named: list[Place] = []
    in_part: list[Place] = []
    tables = {table: words for table, words in words_of(database).items() if words}
    count = sum(database.value(f"SELECT count(*) FROM {table}") for table in tables)
    done = 0
    for table, words in tables.items():
        if table == _IMPORTED:
            continue
        names = ", ".join(f'"{name}"' for name in words)
        for rows in in_chunks(database, f"SELECT id, {names} FROM {table}"):
            looked_at(cancelled)
            for number, *texts in rows:
                if number in numbers[table] or (table == "organisation" and number in firms):
                    continue
                for text in filter(every.stands_in, texts):
                    full = [(start, end) for start, end, _word in whole.places(text)]
                    for start, end, _word in every.places(text):
                        into = named if (start, end) in full else in_part
                        into.append(_place(whose(table, number), table, text, start, end))
            done += len(rows)
            progress(min(done, count), count)
    return tuple(named), tuple(in_part)


def _place(people: tuple[str, ...], table: str, text: str, start: int, end: int) -> Place:
    head, tail = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Place(
        table,
        people,
        ("…" if start > _AROUND else "") + " ".join(head.split(" ")),
        text[start:end],
        tail + ("…" if end + _AROUND < len(text) else ""),
    )


def _people(database: Database, person: int, table: str, number: int) -> tuple[str, ...]:
    """Whose text it is, besides the person's."""
    if table in ABOUT:
        owners = [row[0] for row in database.rows(ABOUT[table][1], number)]
    else:
        owners = [database.value(f"SELECT counterpart_id FROM {table} WHERE id = ?", number)]
    names = (
        database.value("SELECT name FROM counterpart WHERE id = ?", one)
        for one in owners
        if one != person
    )
    return tuple(name for name in names if name)
