"""Records of the model, read from and written to the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from app.model.errors import JournalError, NotFoundError
from app.model.people import (
    Attention,
    Commonality,
    Counterpart,
    Interest,
    InterestAct,
    Mention,
    Organisation,
)
from app.model.records import Deal, Interaction, Meeting, Outcome
from app.model.texts import _
from app.model.values import PartialDate
from app.store import contents, sorting
from app.store.database import Database
from app.store.inserting import FRESH, insert
from app.store.rows import Table, clean, table_of
from app.store.uids import new_uid

T = TypeVar("T")
_CHUNK = 500
_MET: Final[dict[type, tuple[str, str]]] = {
    Interaction: ("participant", "interaction_id"),
    Meeting: ("attendee", "meeting_id"),
}
_NOTHING_YET: Final[dict[type, dict[str, Any]]] = {
    Interaction: {"tags": ()},
    Commonality: {"times_mentioned": 0, "last_mentioned": None, "mentions": ()},
    Interest: {"acts": ()},
    Deal: {"outcomes": ()},
}


class Repository:
    """Reads and writes whole records; all writes belong inside a history step."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- reading -------------------------------------------------------------------------

    def get(self, cls: type[T], number: int) -> T:
        """The record with this id.

        Raises:
            NotFoundError: it is gone.
        """
        found = self.select(cls, "WHERE t.id = ?", number)
        if not found:
            raise NotFoundError(
                _("This entry is no longer in the journal."),
                _("It may have been deleted; undo brings it back."),
            )
        return found[0]

    def get_many(self, cls: type[T], numbers: Iterable[int]) -> list[T]:
        """The records with these ids that still exist, in no order."""
        found: list[T] = []
        for chunk in _chunks(list(dict.fromkeys(numbers))):
            found += self.select(cls, f"WHERE t.id IN ({', '.join('?' * len(chunk))})", *chunk)
        return found

    def find(self, cls: type[T], **where: Any) -> list[T]:
        """Every record whose fields equal these values, by id."""
        columns = table_of(cls).write(where)
        tests = " AND ".join(f't."{column}" IS ?' for column in columns) or "1"
        return self.select(cls, f"WHERE {tests} ORDER BY t.id", *columns.values())

    def count(self, cls: type[T]) -> int:
        """How many records of this kind there are."""
        return int(self._db.value(f"SELECT count(*) FROM {table_of(cls).name}"))

    def select(self, cls: type[T], rest: str, *values: Any) -> list[T]:
        """Records of a query given from its joins or WHERE on; the table is called `t`."""
        table = table_of(cls)
        rows = self._db.rows(f"SELECT {table.select} FROM {table.name} t {rest}", *values)
        return self._records(table, rows)

    def _records(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        if not rows:
            return []
        ids = [row[0] for row in rows]
        if table.cls is Interaction:
            people = self._pairs("participant", "interaction_id", "p.counterpart_id", ids)
            tags = self._tags("interaction_id", ids)
            return [
                table.record(
                    row, people=tuple(people.get(row[0], ())), tags=tuple(tags.get(row[0], ()))
                )
                for row in rows
            ]
        if table.cls is Meeting:
            people = self._pairs("attendee", "meeting_id", "p.counterpart_id", ids)
            return [table.record(row, people=tuple(people.get(row[0], ()))) for row in rows]
        if table.cls is Commonality:
            mentions = self._mentions(ids)
            return [table.record(row, **_mentioned(mentions.get(row[0], []))) for row in rows]
        if table.cls is Interest:
            acts = self._children(InterestAct, "interest_id", ids)
            return [table.record(row, acts=tuple(acts.get(row[0], ()))) for row in rows]
        if table.cls is Deal:
            outcomes = self._children(Outcome, "deal_id", ids)
            return [table.record(row, outcomes=tuple(outcomes.get(row[0], ()))) for row in rows]
        return [table.record(row) for row in rows]

    def _pairs(self, table: str, key: str, what: str, ids: list[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for chunk in _chunks(ids):
            marks = ", ".join("?" * len(chunk))
            for owner, value in self._db.rows(
                f"SELECT p.{key}, {what} FROM {table} p WHERE p.{key} IN ({marks}) ORDER BY p.id",
                *chunk,
            ):
                found[owner].append(value)
        return found

    def _mentions(self, ids: list[int]) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = defaultdict(list)
        for chunk in _chunks(ids):
            marks = ", ".join("?" * len(chunk))
            for owner, day, entry in self._db.rows(
                "SELECT commonality_id, date, interaction_id FROM mention "
                f"WHERE commonality_id IN ({marks}) ORDER BY date, id",
                *chunk,
            ):
                found[owner].append(Mention(PartialDate.parse(day), entry))
        return found

    def _tags(self, key: str, ids: list[int]) -> dict[int, list[str]]:
        if not self._db.rows(f"SELECT 1 FROM tagging WHERE {key} IS NOT NULL LIMIT 1"):
            return {}
        return self._pairs("tagging", key, "(SELECT name FROM tag WHERE id = p.tag_id)", ids)

    def _children(self, cls: type[T], key: str, ids: list[int]) -> dict[int, list[T]]:
        found: dict[int, list[T]] = defaultdict(list)
        for chunk in _chunks(ids):
            marks = ", ".join("?" * len(chunk))
            for child in self.select(
                cls, f'WHERE t.{key} IN ({marks}) ORDER BY t."on", t.id', *chunk
            ):
                found[getattr(child, key)].append(child)
        return found

    def tags_of(self, record: Counterpart | Interaction) -> list[str]:
        """The tags on a person or an entry."""
        key = _tag_key(record)
        return self._tags(key, [record.id]).get(record.id, [])

    # --- writing -------------------------------------------------------------------------

    def add(self, cls: type[T], **values: Any) -> T:
        """Store a new record; it comes back with its id and uid."""
        table = table_of(cls)
        people = values.pop("people", ())
        tags = values.pop("tags", ())
        values.setdefault("uid", new_uid())
        columns = table.write(values)
        row = insert(self._db.connection, table.name, columns, table.returned)
        derived = dict(_NOTHING_YET.get(cls, {}))
        if cls in _MET:
            derived["people"] = tuple(dict.fromkeys(people))
            self._link_people(cls, row[0], derived["people"])
        record: T = table.record(row, **derived)
        if tags:
            self.tag(record, *tags)  # type: ignore[arg-type]
            record = self.get(cls, row[0])
        return record

    def set(self, record: T, /, **values: Any) -> T:
        """Change these fields of a stored record; what stays the same is not written."""
        cls = type(record)
        table = table_of(cls)
        number: int = record.id  # type: ignore[attr-defined]
        people = values.pop("people", None)
        if people is not None:
            self._set_people(cls, number, people)
        tags = values.pop("tags", None)
        if tags is not None:
            now = self.tags_of(record)  # type: ignore[arg-type]
            self.untag(record, *(t for t in now if t not in tags))  # type: ignore[arg-type]
            self.tag(record, *(t for t in tags if t not in now))  # type: ignore[arg-type]
        columns = table.write(values)
        sets = ", ".join(f'"{name}" = ?' for name in columns)
        if sets:
            differs = " OR ".join(f'"{name}" IS NOT ?' for name in columns)
            self._db.connection.execute(
                f"UPDATE {table.name} SET {sets} WHERE id = ? AND ({differs})",
                [*columns.values(), number, *columns.values()],
            )
        return self.get(cls, number)

    def remove(self, record: object) -> None:
        """Delete a record and what hangs on it; entries with nobody left go too."""
        table = table_of(type(record))
        number: int = record.id  # type: ignore[attr-defined]
        run = self._db.connection.execute
        if isinstance(record, Counterpart):
            for child, link, key in (
                ("interaction", "participant", "interaction_id"),
                ("meeting", "attendee", "meeting_id"),
            ):
                run(
                    f"DELETE FROM {child} WHERE id IN (SELECT {key} FROM {link} "
                    f"WHERE counterpart_id = ?) AND NOT EXISTS (SELECT 1 FROM {link} l "
                    f"WHERE l.{key} = {child}.id AND l.counterpart_id <> ?)",
                    (number, number),
                )
        run("DELETE FROM import_mark WHERE tbl = ? AND row_id = ?", (table.name, number))
        run(f"DELETE FROM {table.name} WHERE id = ?", (number,))

    def take_over(
        self,
        kept: int,
        gone: int,
        doubles: Mapping[str, Mapping[int, int]],
        dropped: Mapping[str, Collection[int]],
    ) -> None:
        """Let one person take over what hangs on another, who is deleted."""
        # What reaches into everything a person hangs on is loaded for the first merge.
        from app.store import merging  # noqa: PLC0415

        merging.take_over(self._db, kept, gone, doubles, dropped)

    def _set_people(self, cls: type, number: int, people: Iterable[int]) -> None:
        table, key = _MET[cls]
        run = self._db.connection.execute
        now = {
            r[0]
            for r in self._db.rows(f"SELECT counterpart_id FROM {table} WHERE {key} = ?", number)
        }
        wanted = dict.fromkeys(people)
        for person in now - wanted.keys():
            run(f"DELETE FROM {table} WHERE {key} = ? AND counterpart_id = ?", (number, person))
        self._link_people(cls, number, (person for person in wanted if person not in now))

    def _link_people(self, cls: type, number: int, people: Iterable[int]) -> None:
        table, key = _MET[cls]
        for person in people:
            self._link(table, {key: number, "counterpart_id": person})

    def tag(self, record: Counterpart | Interaction, *names: str) -> None:
        """Put tags on a person or an entry; a tag is one word whatever its case."""
        for name in filter(None, (clean(n).strip().lstrip("#") for n in names)):
            number = self._db.value("SELECT id FROM tag WHERE name = ? COLLATE NOCASE", name)
            if number is None:
                number = self._link("tag", {"uid": new_uid(), "name": name})
            key = _tag_key(record)
            if not self._db.rows(
                f"SELECT 1 FROM tagging WHERE tag_id = ? AND {key} = ?", number, record.id
            ):
                self._link("tagging", {"tag_id": number, key: record.id})

    def _link(self, table: str, values: dict[str, Any]) -> int:
        """Store a row that is no record of its own, under a number that was never used."""
        return int(insert(self._db.connection, table, values)[0])

    def untag(self, record: Counterpart | Interaction, *names: str) -> None:
        """Take tags off a person or an entry."""
        for name in names:
            self._db.connection.execute(
                f"DELETE FROM tagging WHERE {_tag_key(record)} = ? AND tag_id = "
                "(SELECT id FROM tag WHERE name = ? COLLATE NOCASE)",
                (record.id, name),
            )

    def organisation(self, name: str) -> Organisation:
        """The organisation of this name, case ignored; added when there is none."""
        name = clean(name).strip()
        found = self.select(Organisation, "WHERE t.name = ? COLLATE NOCASE ORDER BY t.id", name)
        return found[0] if found else self.add(Organisation, name=name)

    def mention(self, commonality: Commonality, on: PartialDate, entry: int | None) -> None:
        """Note that something shared was brought up."""
        self._link(
            "mention",
            {"commonality_id": commonality.id, "date": str(on), "interaction_id": entry},
        )

    def attend(self, people: Iterable[int], attention: Attention) -> None:
        """Say of these people how far they are to be kept up with."""
        sorting.attend(self._db.connection, people, attention.value)

    def keep_content(self, data: bytes) -> str:
        """Keep the bytes of a file; returns the digest under which they are found again."""
        return contents.put(self._db.connection, data)

    def content(self, digest: str) -> bytes:
        """The bytes of a file.

        Raises:
            NotFoundError: the journal has lost them.
            JournalError: they are no longer those that were put in.
        """
        data = contents.read(self._db, digest)
        if data is None:
            raise NotFoundError(
                _("The file is no longer in the journal."),
                _("A copy of the journal may still have it: see Settings, Check."),
            )
        if contents.digest(data) != digest:
            raise JournalError(
                _("The file no longer holds what was put in: the journal is damaged there."),
                _("A copy of the journal may still have it: see Settings, Check."),
            )
        return data

    def remember_import(self, key: str, digest: str, table: str, row: int, raw: str) -> None:
        """Note which row an imported record became, so that a second run knows it."""
        self._db.connection.execute(
            "INSERT INTO import_mark(id, source_key, digest, tbl, row_id, raw) "
            f"VALUES ({FRESH.format(table='import_mark')}, ?, ?, ?, ?, ?) "
            "ON CONFLICT(source_key) DO UPDATE SET digest = excluded.digest, "
            "tbl = excluded.tbl, row_id = excluded.row_id, raw = excluded.raw",
            (key, digest, table, row, clean(raw)),
        )

    def renew_import(self, key: str, digest: str) -> None:
        """Note that an imported record now says something else; what it was read from stays."""
        self._db.connection.execute(
            "UPDATE import_mark SET digest = ? WHERE source_key = ?", (digest, key)
        )


def _mentioned(mentions: list[Mention]) -> dict[str, Any]:
    return {
        "times_mentioned": len(mentions),
        "last_mentioned": mentions[-1].on if mentions else None,
        "mentions": tuple(mentions),
    }


def _tag_key(record: Counterpart | Interaction) -> str:
    return "interaction_id" if isinstance(record, Interaction) else "counterpart_id"


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
