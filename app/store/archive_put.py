"""Writes the records of an archive into a journal, inside the step under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.model.archive import BY_NAME, Field, Listing, Sort
from app.model.errors import InputError
from app.model.records import Draft
from app.model.texts import _
from app.store import contents, driver, outside
from app.store.archive import columns
from app.store.archive_compare import key_of
from app.store.database import Database
from app.store.queries import forget_standings, put_setting
from app.store.uids import new_uid

Number = Callable[[str, str], int | None]
"""The id of a record by its section and uid; None where it is neither here nor to come."""


class Putter:
    """Puts records in, each under the id that was chosen for it."""

    def __init__(self, database: Database, number: Number) -> None:
        self._db = database
        self._number = number
        self._next: dict[str, int] = {}
        self._inserts: dict[str, str] = {}
        # Records point at others that only come later; all of them are there at the end.
        database.connection.execute("PRAGMA defer_foreign_keys = ON")

    def put(self, section: Listing, record: Mapping[str, Any], number: int, *, new: bool) -> bool:
        """Write one record; False where what it cannot be without is missing."""
        values = self._columns(section, record)
        if values is None:
            return False
        try:
            self._write(section, values, number, new=new)
        except driver.IntegrityError as error:
            raise InputError(
                _("A record of the archive cannot be written: {section}, “{key}”.").format(
                    section=section.name, key=key_of(section, record)[:60]
                ),
                _("Nothing was taken from it. Save the archive again from its journal."),
            ) from error
        self._lists(section, record, number, new=new)
        return True

    def _write(self, section: Listing, values: dict[str, Any], number: int, *, new: bool) -> None:
        run = self._db.connection.execute
        if new and section.table == "distinct_pair" and self._is_named(values["uid"]):
            # A merge gave it other people here or there; it is those two that make it a pair.
            values["uid"] = new_uid()
        if new:
            sql = self._inserts.get(section.name)
            if sql is None:
                names = ", ".join(f'"{name}"' for name in ("id", *values))
                marks = ", ".join("?" * (len(values) + 1))
                sql = f"INSERT INTO {section.table}({names}) VALUES ({marks})"
                self._inserts[section.name] = sql
            run(sql, [number, *values.values()])
        else:
            sets = ", ".join(f'"{name}" = ?' for name in values)
            differs = " OR ".join(f'"{name}" IS NOT ?' for name in values)
            run(
                f"UPDATE {section.table} SET {sets} WHERE id = ? AND ({differs})",
                [*values.values(), number, *values.values()],
            )

    def _is_named(self, uid: str) -> bool:
        return bool(self._db.rows("SELECT 1 FROM distinct_pair WHERE uid = ?", uid))

    def _columns(self, section: Listing, record: Mapping[str, Any]) -> dict[str, Any] | None:
        found: dict[str, Any] = {}
        for one in columns(section):
            value = record.get(one.name, one.absent)
            if value is None or one.sort is Sort.TEXT:
                pass  # the most of them
            elif one.sort is Sort.FLAG:
                value = int(value)
            elif one.sort is Sort.SECTION:
                value = BY_NAME[value].table
            elif one.sort is Sort.LINK:
                value = self._number(one.to or record["section"], value)
                if value is None and one.binds:
                    return None
            found[one.column] = value
        if section.table == "distinct_pair":
            pair = [self._number("people", uid) for uid in record["people"]]
            if None in pair or pair[0] == pair[1]:
                return None
            found["first_id"], found["second_id"] = sorted(pair)  # type: ignore[type-var]
        return found

    def _lists(
        self, section: Listing, record: Mapping[str, Any], number: int, *, new: bool
    ) -> None:
        for one in section.fields:
            if not one.table or (new and one.name not in record):
                continue
            names = ["date", "interaction_id"] if one.sort is Sort.MENTIONS else [one.column]
            wanted = self._wanted(one, record)
            if not new and self._same(one.table, one.owner, names, number, wanted):
                continue
            sql = (
                f"INSERT INTO {one.table}(id, {one.owner}, {', '.join(names)}) "
                f"VALUES ({', '.join('?' * (len(names) + 2))})"
            )
            for values in wanted:
                self._db.connection.execute(sql, (self.fresh(one.table), number, *values))

    def _wanted(self, one: Field, record: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a list, without links to what is not here."""
        found: list[tuple[Any, ...]] = []
        if one.sort is Sort.MENTIONS:
            for value in record.get(one.name, ()):
                entry = value.get("entry")
                link = None if entry is None else self._number("entries", entry)
                found.append((value["date"], link))
            return found
        links = (self._number(one.to, uid) for uid in record.get(one.name, ()))
        return list(dict.fromkeys((link,) for link in links if link is not None))

    def _same(
        self, table: str, owner: str, names: list[str], number: int, wanted: list[tuple[Any, ...]]
    ) -> bool:
        """Whether a list stands as it should; otherwise it is emptied, to be written anew."""
        now = self._db.rows(
            f"SELECT {', '.join(names)} FROM {table} WHERE {owner} = ? ORDER BY id", number
        )
        if now == wanted:
            return True
        self._db.connection.execute(f"DELETE FROM {table} WHERE {owner} = ?", (number,))
        return False

    def fresh(self, table: str) -> int:
        """The next number no row of the table ever had."""
        if table not in self._next:
            here: int = self._db.value(f"SELECT coalesce(max(id), 0) FROM {table}")
            ever: int = self._db.value(
                "SELECT coalesce(max(row_id), 0) FROM change WHERE tbl = ?", table
            )
            self._next[table] = max(here, ever)
        self._next[table] += 1
        return self._next[table]

    def content(self, data: bytes) -> str:
        """Keep the bytes of a file; returns their digest."""
        return contents.put(self._db.connection, data)

    def beside(self, settings: Mapping[str, str], drafts: list[Draft]) -> None:
        """Take settings and drafts along, so that undoing the step puts them back."""
        before = dict(self._db.rows("SELECT key, value FROM setting"))
        changed = {key: text for key, text in settings.items() if before.get(key) != text}
        for key, text in changed.items():
            put_setting(self._db.connection, key, text)
        if changed:
            forget_standings(self._db.connection)
        taken = {row[0] for row in self._db.rows("SELECT key FROM draft")}
        added = [draft for draft in drafts if draft.key not in taken]
        for draft in added:
            self._db.connection.execute(
                "INSERT INTO draft VALUES (?, ?, ?)", (draft.key, draft.body, draft.saved_at)
            )
        were = {key: before.get(key) for key in changed}
        outside.note(self._db, were, {draft.key: draft.body for draft in added})
