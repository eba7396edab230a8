"""The journal's tables, as numbered migrations in frozen SQL.

A migration that has been released is never edited: add the next one. Every table a person
can write to carries history triggers; each names its columns literally, so a migration that
changes a table must drop and re-create that table's triggers.
"""

from __future__ import annotations

from typing import Final

from app.store.schema import HISTORY_1, HISTORY_3, SEARCH_1, SEARCH_3, SEARCH_CODES
from app.store.tables_1 import TABLES_1


def history_triggers(table: str, columns: str) -> list[str]:
    """SQL that records every insert, update and delete of a table under the latest step."""
    names = columns.split()

    def row(side: str) -> str:
        return "json_object({})".format(", ".join(f"'{n}', {side}.\"{n}\"" for n in names))

    latest = "(SELECT max(id) FROM step)"
    head = "INSERT INTO change(step, tbl, op, row_id, before, after) VALUES"
    return [
        f"CREATE TRIGGER history_{table}_i AFTER INSERT ON {table} BEGIN "
        f"{head} ({latest}, '{table}', 'I', NEW.id, NULL, {row('NEW')}); END;",
        f"CREATE TRIGGER history_{table}_u AFTER UPDATE ON {table} BEGIN "
        f"{head} ({latest}, '{table}', 'U', NEW.id, {row('OLD')}, {row('NEW')}); END;",
        f"CREATE TRIGGER history_{table}_d AFTER DELETE ON {table} BEGIN "
        f"{head} ({latest}, '{table}', 'D', OLD.id, {row('OLD')}, NULL); END;",
    ]


def search_triggers(table: str, columns: str) -> list[str]:
    """SQL that keeps the search index in step with a table's text columns."""
    names = columns.split()
    code = SEARCH_CODES[table]

    def body(side: str) -> str:
        return " || char(10) || ".join(f'{side}."{name}"' for name in names)

    empty = " || ".join(f'NEW."{name}"' for name in names)
    add = (
        f"INSERT INTO search(rowid, body) SELECT NEW.id * 16 + {code}, {body('NEW')} "
        f"WHERE ({empty}) <> '';"
    )
    drop = f"DELETE FROM search WHERE rowid = OLD.id * 16 + {code};"
    changed = ", ".join(f'"{name}"' for name in names)
    return [
        f"CREATE TRIGGER search_{table}_i AFTER INSERT ON {table} BEGIN {add} END;",
        f"CREATE TRIGGER search_{table}_u AFTER UPDATE OF {changed} ON {table} "
        f"BEGIN {drop} {add} END;",
        f"CREATE TRIGGER search_{table}_d AFTER DELETE ON {table} BEGIN {drop} END;",
    ]


def statements_1() -> list[str]:
    """Every statement of the first schema, triggers included."""
    found = [part for part in TABLES_1.split(";\n") if part.strip()]
    for table, columns in HISTORY_1.items():
        found += history_triggers(table, columns)
    for table, columns in SEARCH_1.items():
        found += search_triggers(table, columns)
    return found


# What the second schema adds. Deleted rows are found by their step, and everything a person was
# ever part of by the person, so that neither the Trash nor a profile of the past reads the whole
# history. A thinned step keeps its label and the numbers of its rows, but not what they held.
_STATEMENTS_2: Final = (
    "ALTER TABLE step ADD COLUMN thinned INTEGER NOT NULL DEFAULT 0 CHECK (thinned IN (0, 1))",
    "CREATE INDEX step_at ON step(at)",
    "CREATE INDEX step_target ON step(target) WHERE target IS NOT NULL",
    "CREATE INDEX change_deleted ON change(step, tbl, row_id) WHERE op = 'D'",
    "CREATE INDEX change_person ON change(json_extract(coalesce(before, after), "
    "'$.counterpart_id')) WHERE json_extract(coalesce(before, after), '$.counterpart_id') "
    "IS NOT NULL",
)


def statements_2() -> tuple[str, ...]:
    """Every statement that leads from the first schema to the second."""
    return _STATEMENTS_2


# What the third schema adds. `attention` is how far a person is to be kept up with. Photos and
# files lie in `content` under the digest of their bytes; it has no history of its own, because a
# row of `attachment`, which has one, names the bytes it means.
_TABLES_3: Final = (
    "DROP TRIGGER history_counterpart_i",
    "DROP TRIGGER history_counterpart_u",
    "DROP TRIGGER history_counterpart_d",
    "ALTER TABLE counterpart ADD COLUMN attention TEXT NOT NULL DEFAULT 'keep' "
    "CHECK (attention IN ('keep', 'unsorted', 'address', 'out'))",
    # Whoever came in a file and was never given a kind or a rhythm still waits to be sorted.
    "UPDATE counterpart SET attention = 'unsorted' WHERE kind = 'other' AND rhythm IS NULL "
    "AND rhythm_days IS NULL AND id IN (SELECT row_id FROM import_mark WHERE tbl = 'counterpart')",
    "CREATE INDEX counterpart_attention ON counterpart(attention) WHERE attention <> 'keep'",
    """CREATE TABLE content (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  data BLOB NOT NULL
) STRICT""",
    """CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE CASCADE,
  role TEXT NOT NULL DEFAULT 'file' CHECK (role IN ('photo', 'file')),
  name TEXT NOT NULL CHECK (name <> ''),
  media_type TEXT NOT NULL DEFAULT '',
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  size INTEGER NOT NULL CHECK (size >= 0),
  added TEXT,
  CHECK ((counterpart_id IS NULL) <> (interaction_id IS NULL))
) STRICT""",
    "CREATE INDEX attachment_person ON attachment(counterpart_id, role) "
    "WHERE counterpart_id IS NOT NULL",
    "CREATE INDEX attachment_interaction ON attachment(interaction_id) "
    "WHERE interaction_id IS NOT NULL",
    "CREATE INDEX attachment_digest ON attachment(digest)",
    """CREATE TABLE relation (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  other_id INTEGER REFERENCES counterpart(id) ON DELETE SET NULL,
  name TEXT NOT NULL DEFAULT '',
  what TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT ''
) STRICT""",
    "CREATE INDEX relation_person ON relation(counterpart_id)",
    "CREATE INDEX relation_other ON relation(other_id) WHERE other_id IS NOT NULL",
    """CREATE TABLE special_date (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  what TEXT NOT NULL DEFAULT '',
  day TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT""",
    "CREATE INDEX special_date_person ON special_date(counterpart_id)",
    """CREATE TABLE distinct_pair (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  first_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  second_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  CHECK (first_id < second_id),
  UNIQUE (first_id, second_id)
) STRICT""",
    "CREATE INDEX distinct_pair_second ON distinct_pair(second_id)",
)


def statements_3() -> tuple[str, ...]:
    """Every statement that leads from the second schema to the third."""
    found = list(_TABLES_3)
    for table in ("counterpart", "attachment", "relation", "special_date", "distinct_pair"):
        found += history_triggers(table, HISTORY_3[table])
    for table, columns in SEARCH_3.items():
        found += search_triggers(table, columns)
    return tuple(found)
