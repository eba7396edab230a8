"""Forgets a person: every row about them, in the tables and in the history, in one transaction.

What is left of the history is what it would be had the person never been in the journal: each
state of each row that it keeps loses the same things as the rows themselves. So undo and redo go
on working across it, and nothing they bring back brings the person back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from app.model.errors import Cancelled
from app.model.mentions import Finder
from app.store import contents
from app.store.database import Database
from app.store.merged import drop_undone_moves, former
from app.store.reach import NAMELESS, Reference, gone, path, reach, terms_of, words_of
from app.store.schema import HISTORY_COLUMNS

PENDING: Final = "forget.pending"
_CHUNK = 500
_KEPT_ALONE = frozenset({"id", "uid", "date", "source", "state", "created"})
_LABEL_CUTS = (40, 60)  # labels hold the beginning of long names and texts

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]


class Forgetting:
    """One person being forgotten in one journal; nothing is written before `write`."""

    def __init__(
        self,
        database: Database,
        person: int,
        *,
        instead: str,
        scrub_texts: bool = True,
        parts: bool = False,
        organisations: Iterable[int] = (),
        progress: Progress = lambda _done, _whole: None,
        cancelled: Cancel = lambda: False,
    ) -> None:
        self._db = database
        self._person = person
        self._instead = instead
        self._scrub, self._parts = scrub_texts, parts
        self._organisations = tuple(organisations)
        self._progress, self._cancelled = progress, cancelled
        self._done = 0

    def write(self, label: str, at: str) -> int:
        """Forget; returns the step that says so.

        Raises:
            Cancelled: the user stopped it; nothing was written.
            JournalError: the journal cannot be written; nothing was.
        """
        # Deleted rows are overwritten where they stood, not only let go.
        self._db.connection.execute("PRAGMA secure_delete = ON")
        with self._db.transaction() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            # In the history it is a step of its own kind: one that nothing takes back.
            step = connection.execute(
                "INSERT INTO step(label, at, kind) VALUES (?, ?, 'redo')", (label, at)
            ).lastrowid
            # Whoever went into the person by a merge is the same person under another number.
            for number in (self._person, *(n for n, _uid in former(self._db, self._person) if n)):
                self._person = number
                drop_undone_moves(self._db, number)
                self._one(int(step))
            contents.drop_unnamed(connection)
            connection.execute("DELETE FROM standing")
            connection.execute("REPLACE INTO setting VALUES (?, ?)", (PENDING, at))
            broken = self._db.rows("PRAGMA foreign_key_check")
            if broken:
                raise RuntimeError(f"forgetting left {broken[0][0]} pointing nowhere")
            connection.execute("DROP TABLE temp.gone")
            connection.execute("DROP TABLE temp.met")
        return int(step)

    def _one(self, step: int) -> None:
        last = self._db.value("SELECT coalesce(max(id), 0) FROM change")
        self._look()
        self._rows()
        self._db.connection.execute("DELETE FROM change WHERE id > ?", (last,))
        self._history(step)
        self._drafts()

    def _look(self) -> None:
        database = self._db
        self.terms = terms_of(database, self._person)
        self.reach = reach(database, self._person, self._organisations)
        self._gone = {table: gone(database, table) for table in HISTORY_COLUMNS}
        parts = self.terms.parts if self._parts else ()
        self._finder = Finder((name, self._instead) for name in (*self.terms.names, *parts))
        self._words = words_of(database)
        self._by_table: dict[str, list[Reference]] = {table: [] for table in HISTORY_COLUMNS}
        for one in self.reach.references:
            self._by_table[one.table].append(one)
        tables = (*HISTORY_COLUMNS, "change")
        self._whole = sum(database.value(f"SELECT count(*) FROM {table}") for table in tables)

    def _step(self, count: int) -> None:
        looked_at(self._cancelled)
        self._done += count
        self._progress(min(self._done, self._whole), self._whole)

    # --- the rows as they are ------------------------------------------------------------

    def _rows(self) -> None:
        run = self._db.connection.execute
        for table in HISTORY_COLUMNS:
            run(
                f"DELETE FROM {table} WHERE id IN (SELECT id FROM temp.gone WHERE tbl = ?)",
                (table,),
            )
        for child, numbers in self.reach.shared.items():
            self._db.connection.executemany(
                "UPDATE import_mark SET raw = '' WHERE tbl = ? AND row_id = ? AND raw <> ''",
                [(child, number) for number in numbers],
            )
        for table, words in self._words.items():
            self._texts(table, words)

    def _texts(self, table: str, words: tuple[str, ...]) -> None:
        """Take the person out of what was written about others."""
        if not words or not self._finder or not self._wanted(table):
            self._step(0)
            return
        names = ", ".join(f'"{name}"' for name in words)
        hits = []
        for rows in in_chunks(self._db, f"SELECT id, {names} FROM {table}"):
            hits += [row for row in rows if any(map(self._finder.stands_in, row[1:]))]
            self._step(len(rows))
        for number, *texts in hits:
            row = self._without(table, {"id": number, **dict(zip(words, texts, strict=True))})
            sets = ", ".join(f'"{name}" = ?' for name in words)
            self._db.connection.execute(
                f"UPDATE {table} SET {sets} WHERE id = ?", [*(row[n] for n in words), number]
            )

    def _wanted(self, table: str) -> bool:
        # What was read from a file is no text of the user's: there nobody's name is kept.
        return self._scrub or table == "import_mark"

    def _without(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        """A row whose words no longer name the person."""
        if not self._wanted(table):
            return row
        if table == "import_mark":
            return {**row, "raw": "" if self._finder.stands_in(row["raw"]) else row["raw"]}
        words = {name: self._finder.replace(row[name]) for name in self._words[table] if row[name]}
        if table == "tag" and words.get("name", row["name"]) != row["name"]:
            words["name"] += f" {row['id']}"  # no two tags may be called alike
        return {**row, **words}

    # --- the rows as they were -----------------------------------------------------------

    def _history(self, step: int) -> None:
        run = self._db.connection.execute
        run("CREATE TEMP TABLE IF NOT EXISTS touched(step INTEGER PRIMARY KEY)")
        run("DELETE FROM temp.touched")
        theirs = (
            "EXISTS (SELECT 1 FROM temp.gone g WHERE g.tbl = c.tbl AND g.id = c.row_id AND "
            f"c.tbl NOT IN ({', '.join(f'{table!r}' for table in sorted(NAMELESS))}))"
        )
        run(f"INSERT INTO temp.touched SELECT DISTINCT c.step FROM change c WHERE {theirs}")
        mixed = self._mixed(theirs)
        run(f"DELETE FROM change AS c WHERE {theirs}")
        for number in sorted(self._affected()):
            self._change(number)
        run("DELETE FROM temp.touched WHERE step IN (SELECT step FROM change) OR step = ?", (step,))
        run(
            "UPDATE step SET target = id WHERE target IN (SELECT step FROM temp.touched) "
            "AND id NOT IN (SELECT step FROM temp.touched)"
        )
        run("UPDATE step SET target = NULL WHERE id IN (SELECT step FROM temp.touched)")
        run("DELETE FROM step WHERE id IN (SELECT step FROM temp.touched)")
        run("DROP TABLE temp.touched")
        self._labels(mixed)

    def _mixed(self, theirs: str) -> dict[int, set[str]]:
        """Steps that also touched others, with the words that the person's rows held in them."""
        found: dict[int, set[str]] = {}
        for step, table, *bodies in self._db.rows(
            f"SELECT c.step, c.tbl, c.before, c.after FROM change c WHERE {theirs} AND c.step IN "
            f"(SELECT c.step FROM change c WHERE NOT {theirs})"
        ):
            for row in (json.loads(body) for body in bodies if body is not None):
                texts = (row.get(name) for name in self._words[table])
                found.setdefault(step, set()).update(t for t in texts if t and len(t) > 3)
        return found

    def _affected(self) -> set[int]:
        """Changes of others' rows that name the person or point at what is gone."""
        found = {number for number, _side in self.reach.alone}
        for one in self.reach.references:
            parents = f"(SELECT id FROM temp.gone WHERE tbl = '{one.parent}')"
            column = path(one.column)
            found.update(
                row[0]
                for row in self._db.rows(
                    f"SELECT id FROM change WHERE tbl = '{one.table}' AND (json_extract(before, "
                    f"{column}) IN {parents} OR json_extract(after, {column}) IN {parents})"
                )
            )
        found.update(
            row[0] for row in self._db.rows("SELECT id FROM change WHERE tbl = 'import_mark'")
        )
        if self._finder and self._scrub:
            for rows in in_chunks(self._db, "SELECT id, before, after FROM change"):
                found.update(number for number, *bodies in rows if any(map(self._named, bodies)))
                self._step(len(rows))
        return found

    def _named(self, body: str | None) -> bool:
        if body is None:
            return False
        if "\\" in body:
            body = "\n".join(str(value) for value in json.loads(body).values())
        return self._finder.stands_in(body)

    def _change(self, number: int) -> None:
        table, *bodies = self._db.rows(
            "SELECT tbl, before, after FROM change WHERE id = ?", number
        )[0]
        states = []
        for side, body in zip(("before", "after"), bodies, strict=True):
            row = None if body is None else self._state(table, json.loads(body))
            if row is not None and (number, side) in self.reach.alone:
                row = self._emptied(table, row)
            states.append(row)
        before, after = states
        run = self._db.connection.execute
        if before == after and bodies != [None, None]:  # a thinned step holds neither
            run(
                "INSERT OR IGNORE INTO temp.touched SELECT step FROM change WHERE id = ?", (number,)
            )
            run("DELETE FROM change WHERE id = ?", (number,))
            return
        if before is None and after is None:
            return
        op = "I" if before is None else "D" if after is None else "U"
        texts = [None if row is None else _as_json(row) for row in states]
        run("UPDATE change SET op = ?, before = ?, after = ? WHERE id = ?", (op, *texts, number))

    def _state(self, table: str, row: dict[str, Any]) -> dict[str, Any] | None:
        """What is left of one state of a row; None where it was a row about the person then."""
        for one in self._by_table[table]:
            if row.get(one.column) in self._gone[one.parent]:
                if one.binds:
                    return None
                row = {**row, one.column: None}
        if table == "import_mark":
            if row["row_id"] in self._gone.get(row["tbl"], ()):
                return None
            if row["row_id"] in self.reach.shared.get(row["tbl"], ()):
                row = {**row, "raw": ""}
        return self._without(table, row)

    def _emptied(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        """An entry from before anybody else took part in it: what it said was about the person."""
        needed = {
            found[1]: "" if found[2] == "TEXT" else row[found[1]]
            for found in self._db.rows(f"PRAGMA table_info({table})")
            if found[3]
        }
        return {
            name: value if name in _KEPT_ALONE else needed.get(name) for name, value in row.items()
        }

    # --- labels and drafts ---------------------------------------------------------------

    def _labels(self, mixed: dict[int, set[str]]) -> None:
        cut = (name[:length] for name in self.terms.names for length in _LABEL_CUTS)
        terms = dict.fromkeys((*self.terms.names, *cut))
        finder = Finder((name, self._instead) for name in terms)
        for number, label in self._db.rows("SELECT id, label FROM step"):
            words = finder.replace(self._uncut(label)) if finder else label
            cuts = (t[:n] for t in mixed.get(number, ()) for n in (*_LABEL_CUTS, len(t)))
            if any(f"“{text}" in words or (len(text) > 9 and text in words) for text in cuts):
                words = self._instead
            if words != label:
                self._db.connection.execute(
                    "UPDATE step SET label = ? WHERE id = ?", (words, number)
                )

    def _uncut(self, label: str) -> str:
        """The label with the rest of a name put back that was cut off where a text was quoted."""
        head, quote, tail = label.partition("“")
        text = tail.removesuffix("”")
        if quote and len(text) in _LABEL_CUTS:
            for name in self.terms.names:
                for length in range(len(name) - 1, 2, -1):
                    if text.endswith(name[:length]):
                        return f"{head}“{text}{name[length:]}”"
        return label

    def _drafts(self) -> None:
        for key, body in self._db.rows("SELECT key, body FROM draft"):
            if names_person(key, body, self._person, self._gone, self._finder):
                self._db.connection.execute("DELETE FROM draft WHERE key = ?", (key,))


LISTS = {"people": "counterpart", "without": "counterpart", "mentioned": "commonality"}
ONES = {
    "person": "counterpart",
    "counterpart_id": "counterpart",
    "entry": "interaction",
    "interaction_id": "interaction",
    "meeting": "meeting",
    "meeting_id": "meeting",
}


def names_person(
    key: str, body: str, person: int, gone_: dict[str, set[int]], finder: Finder
) -> bool:
    """Whether a draft is about the person: by its key, by a number in it, or by their name."""
    kind, *parts = key.split(":")
    if kind != "log" and str(person) in parts:
        return True
    for table, number in zip((kind, *parts), parts, strict=False):
        if number.isdecimal() and int(number) in gone_.get(table, ()):
            return True
    if finder.stands_in(body):
        return True
    try:
        return _walk(json.loads(body), gone_, finder)
    except ValueError:
        return False


def _walk(node: object, gone_: dict[str, set[int]], finder: Finder) -> bool:
    if isinstance(node, str):
        return finder.stands_in(node)
    if isinstance(node, list):
        return any(_walk(part, gone_, finder) for part in node)
    if not isinstance(node, dict):
        return False
    for name, value in node.items():
        if name in ONES and value in gone_[ONES[name]]:
            return True
        if name in LISTS and isinstance(value, list):
            numbers = gone_[LISTS[name]]
            if any(isinstance(one, int) and one in numbers for one in value):
                return True
        if _walk(value, gone_, finder):
            return True
    return False


def _as_json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def looked_at(cancelled: Cancel) -> None:
    """Stop here if the user wishes so.

    Raises:
        Cancelled: the user does.
    """
    if cancelled():
        raise Cancelled


def in_chunks(database: Database, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, some hundreds at a time."""
    cursor = database.connection.execute(sql)
    while rows := cursor.fetchmany(_CHUNK):
        yield rows
