"""The journal's tables, as numbered migrations in frozen SQL.

A migration that has been released is never edited: add the next one. Every table a person
can write to carries history triggers; each names its columns literally, so a migration that
changes a table must drop and re-create that table's triggers.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4B697468  # "Kith"
SCHEMA_VERSION: Final = 3

# Kinds of searchable text; a search row's id is the row's id * 16 + its code.
SEARCH_CODES: Final[dict[str, int]] = {
    "interaction": 0,
    "counterpart": 1,
    "organisation": 2,
    "commonality": 3,
    "interest": 4,
    "question": 5,
    "promise": 6,
    "deal": 7,
    "outcome": 8,
    "meeting": 9,
    "verdict": 10,
    "contact_point": 11,
    "interest_act": 12,
    "tag": 13,
    "attachment": 14,
    "relation": 15,
}

_TABLES_1 = """
CREATE TABLE step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  target INTEGER REFERENCES step(id),
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped'))
) STRICT;
CREATE INDEX step_state ON step(state, kind, id);

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  step INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE,
  tbl TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('I', 'U', 'D')),
  row_id INTEGER NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX change_step ON change(step, id);
CREATE INDEX change_row ON change(tbl, row_id, id);

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
  key TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  identity TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE counterpart (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  aliases TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'other' CHECK (kind IN
    ('friend', 'family', 'client', 'colleague', 'lead', 'honest pitch', 'other')),
  kind_since TEXT,
  pronoun TEXT CHECK (pronoun IN ('she', 'he', 'they')),
  role TEXT NOT NULL DEFAULT '',
  organisation_id INTEGER REFERENCES organisation(id) ON DELETE SET NULL,
  rhythm TEXT CHECK (rhythm IN
    ('weekly', 'monthly', 'quarterly', 'twice a year', 'yearly', 'seasonal')),
  rhythm_days INTEGER CHECK (rhythm_days BETWEEN 1 AND 3660),
  season_months TEXT NOT NULL DEFAULT '',
  connections TEXT NOT NULL DEFAULT '',
  since TEXT,
  how_met TEXT NOT NULL DEFAULT '',
  introduced_by INTEGER REFERENCES counterpart(id) ON DELETE SET NULL,
  birthday TEXT,
  starts_by_role INTEGER NOT NULL DEFAULT 0 CHECK (starts_by_role IN (0, 1)),
  no_contact INTEGER NOT NULL DEFAULT 0 CHECK (no_contact IN (0, 1)),
  no_contact_since TEXT,
  closeness INTEGER CHECK (closeness BETWEEN 1 AND 7),
  style TEXT NOT NULL DEFAULT '',
  watch_outs TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX counterpart_name ON counterpart(name COLLATE NOCASE, id);
CREATE INDEX counterpart_organisation ON counterpart(organisation_id);
CREATE INDEX counterpart_introduced ON counterpart(introduced_by);

CREATE TABLE kind_period (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT;
CREATE INDEX kind_period_person ON kind_period(counterpart_id, since);

CREATE TABLE contact_point (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'address', 'url', 'handle')),
  value TEXT NOT NULL CHECK (value <> ''),
  label TEXT NOT NULL DEFAULT '',
  preferred INTEGER NOT NULL DEFAULT 0 CHECK (preferred IN (0, 1))
) STRICT;
CREATE INDEX contact_point_person ON contact_point(counterpart_id);
CREATE INDEX contact_point_value ON contact_point(kind, value COLLATE NOCASE);

CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;
CREATE UNIQUE INDEX tag_name ON tag(name COLLATE NOCASE);

CREATE TABLE meeting (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  date TEXT,
  time TEXT NOT NULL DEFAULT '',
  zone TEXT,
  vague TEXT NOT NULL DEFAULT '',
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 100000),
  place TEXT NOT NULL DEFAULT '',
  goal TEXT NOT NULL DEFAULT '',
  opening_line TEXT NOT NULL DEFAULT '',
  purpose TEXT CHECK (purpose IN ('relationship', 'honest ask', 'both')),
  state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
  source TEXT NOT NULL DEFAULT 'typed' CHECK (source IN ('typed', 'imported')),
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX meeting_when ON meeting(date DESC, time DESC, id DESC);
CREATE INDEX meeting_state ON meeting(state, date);

CREATE TABLE interaction (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  date TEXT NOT NULL CHECK (length(date) IN (4, 7, 10)),
  time TEXT NOT NULL DEFAULT '',
  zone TEXT,
  channel TEXT CHECK (channel IN ('call', 'video', 'meeting', 'meal', 'message', 'email',
    'letter', 'event', 'other')),
  opener TEXT CHECK (opener IN ('me', 'them', 'together', 'group')),
  two_way INTEGER CHECK (two_way IN (0, 1)),
  answered INTEGER CHECK (answered IN (0, 1)),
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 100000),
  depth INTEGER CHECK (depth BETWEEN 0 AND 3),
  ask_mine TEXT CHECK (ask_mine IN ('none', 'sale', 'favour', 'introduction', 'information',
    'money', 'time', 'other')),
  ask_theirs TEXT CHECK (ask_theirs IN ('none', 'sale', 'favour', 'introduction',
    'information', 'money', 'time', 'other')),
  give_mine TEXT CHECK (give_mine IN ('none', 'sale', 'favour', 'introduction', 'information',
    'money', 'time', 'other')),
  give_theirs TEXT CHECK (give_theirs IN ('none', 'sale', 'favour', 'introduction',
    'information', 'money', 'time', 'other')),
  joint_benefit INTEGER CHECK (joint_benefit IN (0, 1)),
  tone_mine TEXT CHECK (tone_mine IN ('cooperative', 'guarded', 'hard')),
  tone_theirs TEXT CHECK (tone_theirs IN ('cooperative', 'guarded', 'hard')),
  small_talk INTEGER CHECK (small_talk IN (0, 1)),
  small_talk_minutes INTEGER CHECK (small_talk_minutes BETWEEN 0 AND 100000),
  i_asked INTEGER CHECK (i_asked IN (0, 1)),
  they_asked INTEGER CHECK (they_asked IN (0, 1)),
  logistics INTEGER CHECK (logistics IN (0, 1)),
  present INTEGER CHECK (present BETWEEN 1 AND 100000),
  one_to_one INTEGER CHECK (one_to_one IN (0, 1)),
  credit TEXT NOT NULL DEFAULT '',
  thread TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT 'typed' CHECK (source IN ('typed', 'imported')),
  note TEXT NOT NULL DEFAULT '',
  meeting_id INTEGER REFERENCES meeting(id) ON DELETE SET NULL,
  created TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX interaction_when ON interaction(date DESC, time DESC, id DESC);
CREATE INDEX interaction_meeting ON interaction(meeting_id) WHERE meeting_id IS NOT NULL;

CREATE TABLE participant (
  id INTEGER PRIMARY KEY,
  interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  UNIQUE (interaction_id, counterpart_id)
) STRICT;
CREATE INDEX participant_person ON participant(counterpart_id, interaction_id);

CREATE TABLE attendee (
  id INTEGER PRIMARY KEY,
  meeting_id INTEGER NOT NULL REFERENCES meeting(id) ON DELETE CASCADE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  UNIQUE (meeting_id, counterpart_id)
) STRICT;
CREATE INDEX attendee_person ON attendee(counterpart_id, meeting_id);

CREATE TABLE tagging (
  id INTEGER PRIMARY KEY,
  tag_id INTEGER NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
  counterpart_id INTEGER REFERENCES counterpart(id) ON DELETE CASCADE,
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE CASCADE,
  CHECK ((counterpart_id IS NULL) <> (interaction_id IS NULL)),
  UNIQUE (tag_id, counterpart_id),
  UNIQUE (tag_id, interaction_id)
) STRICT;
CREATE INDEX tagging_person ON tagging(counterpart_id) WHERE counterpart_id IS NOT NULL;
CREATE INDEX tagging_interaction ON tagging(interaction_id) WHERE interaction_id IS NOT NULL;

CREATE TABLE commonality (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  likeness TEXT NOT NULL DEFAULT 'same' CHECK (likeness IN ('same', 'different')),
  kind TEXT CHECK (kind IN ('people', 'place', 'experience', 'interest', 'goal', 'value',
    'group', 'identity')),
  how_known TEXT NOT NULL DEFAULT 'told' CHECK (how_known IN ('told', 'noticed', 'guess')),
  sensitivity TEXT NOT NULL DEFAULT 'open' CHECK (sensitivity IN ('open', 'careful', 'private')),
  learned_on TEXT,
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX commonality_person ON commonality(counterpart_id);
CREATE INDEX commonality_interaction ON commonality(interaction_id)
  WHERE interaction_id IS NOT NULL;

CREATE TABLE mention (
  id INTEGER PRIMARY KEY,
  commonality_id INTEGER NOT NULL REFERENCES commonality(id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX mention_commonality ON mention(commonality_id, date);
CREATE INDEX mention_interaction ON mention(interaction_id) WHERE interaction_id IS NOT NULL;

CREATE TABLE interest (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  basis TEXT NOT NULL DEFAULT 'stated' CHECK (basis IN ('stated', 'hunch')),
  stake TEXT CHECK (stake IN ('personal', 'business')),
  noted_on TEXT,
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX interest_person ON interest(counterpart_id);
CREATE INDEX interest_interaction ON interest(interaction_id) WHERE interaction_id IS NOT NULL;

CREATE TABLE interest_act (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  interest_id INTEGER NOT NULL REFERENCES interest(id) ON DELETE CASCADE,
  "on" TEXT NOT NULL,
  what TEXT NOT NULL DEFAULT '',
  with_ask INTEGER CHECK (with_ask IN (0, 1)),
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX interest_act_interest ON interest_act(interest_id, "on");
CREATE INDEX interest_act_interaction ON interest_act(interaction_id)
  WHERE interaction_id IS NOT NULL;

CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'to ask' CHECK (state IN ('to ask', 'asked', 'answered',
    'dropped')),
  noted_on TEXT,
  settled_on TEXT,
  answer TEXT NOT NULL DEFAULT '',
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX question_person ON question(counterpart_id, state);
CREATE INDEX question_interaction ON question(interaction_id) WHERE interaction_id IS NOT NULL;

CREATE TABLE promise (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  by TEXT NOT NULL CHECK (by IN ('me', 'them')),
  text TEXT NOT NULL,
  made_on TEXT,
  due TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'late', 'broken',
    'released')),
  settled_on TEXT,
  interaction_id INTEGER REFERENCES interaction(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX promise_person ON promise(counterpart_id, state);
CREATE INDEX promise_due ON promise(state, due);
CREATE INDEX promise_when
  ON promise(coalesce(settled_on, made_on, due, '') DESC, id DESC);
CREATE INDEX promise_interaction ON promise(interaction_id) WHERE interaction_id IS NOT NULL;

CREATE TABLE deal (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  title TEXT NOT NULL DEFAULT '',
  stage TEXT NOT NULL DEFAULT '',
  amount TEXT NOT NULL DEFAULT '',
  next_step TEXT NOT NULL DEFAULT '',
  opened_on TEXT
) STRICT;
CREATE INDEX deal_person ON deal(counterpart_id);

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  deal_id INTEGER NOT NULL REFERENCES deal(id) ON DELETE CASCADE,
  "on" TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('won', 'lost', 'shelved', 'delivered')),
  what TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outcome_deal ON outcome(deal_id, "on");
CREATE INDEX outcome_when ON outcome("on" DESC, id DESC);

CREATE TABLE verdict (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  "on" TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('real', 'growing', 'mostly a lead', 'an honest pitch',
    'I can''t tell', 'rather not say')),
  sureness INTEGER CHECK (sureness BETWEEN 1 AND 3),
  reason TEXT NOT NULL DEFAULT '',
  seen_evidence INTEGER NOT NULL DEFAULT 0 CHECK (seen_evidence IN (0, 1)),
  record TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX verdict_person ON verdict(counterpart_id, "on");
CREATE INDEX verdict_when ON verdict("on" DESC, id DESC);

CREATE TABLE pause (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  counterpart_id INTEGER NOT NULL REFERENCES counterpart(id) ON DELETE CASCADE,
  start TEXT NOT NULL,
  "end" TEXT,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX pause_person ON pause(counterpart_id, start);

CREATE TABLE import_mark (
  id INTEGER PRIMARY KEY,
  source_key TEXT NOT NULL UNIQUE,
  digest TEXT NOT NULL,
  tbl TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  raw TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX import_mark_row ON import_mark(tbl, row_id);

-- What was last found about each person, so that lists need not compute it. Derived: never
-- part of the history, dropped whenever one of the person's records changes.
CREATE TABLE standing (
  counterpart_id INTEGER PRIMARY KEY REFERENCES counterpart(id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  contacts INTEGER NOT NULL,
  last_contact TEXT NOT NULL DEFAULT '',
  last_two_way TEXT NOT NULL DEFAULT '',
  last_opener TEXT NOT NULL DEFAULT '',
  t1_result TEXT NOT NULL DEFAULT '',
  t1 TEXT NOT NULL,
  t2 TEXT NOT NULL,
  t3 TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search USING fts5(
  body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
"""

_HISTORY_1: Final[dict[str, str]] = {
    "organisation": "id uid name identity note",
    "counterpart": "id uid name aliases kind kind_since pronoun role organisation_id rhythm "
    "rhythm_days season_months connections since how_met introduced_by birthday starts_by_role "
    "no_contact no_contact_since closeness style watch_outs note created",
    "kind_period": "id uid counterpart_id kind since",
    "contact_point": "id uid counterpart_id kind value label preferred",
    "tag": "id uid name",
    "meeting": "id uid title date time zone vague minutes place goal opening_line purpose state "
    "source note",
    "interaction": "id uid date time zone channel opener two_way answered minutes depth ask_mine "
    "ask_theirs give_mine give_theirs joint_benefit tone_mine tone_theirs small_talk "
    "small_talk_minutes i_asked they_asked logistics present one_to_one credit thread source "
    "note meeting_id created",
    "participant": "id interaction_id counterpart_id",
    "attendee": "id meeting_id counterpart_id",
    "tagging": "id tag_id counterpart_id interaction_id",
    "commonality": "id uid counterpart_id text likeness kind how_known sensitivity learned_on "
    "interaction_id",
    "mention": "id commonality_id date interaction_id",
    "interest": "id uid counterpart_id text basis stake noted_on interaction_id",
    "interest_act": "id uid interest_id on what with_ask interaction_id",
    "question": "id uid counterpart_id text state noted_on settled_on answer interaction_id",
    "promise": "id uid counterpart_id by text made_on due state settled_on interaction_id",
    "deal": "id uid counterpart_id title stage amount next_step opened_on",
    "outcome": "id uid deal_id on result what",
    "verdict": "id uid counterpart_id on choice sureness reason seen_evidence record",
    "pause": "id uid counterpart_id start end reason",
    "import_mark": "id source_key digest tbl row_id raw",
}

_SEARCH_1: Final[dict[str, str]] = {
    "interaction": "note credit",
    "counterpart": "name aliases role how_met style watch_outs note",
    "organisation": "name identity note",
    "commonality": "text",
    "interest": "text",
    "question": "text answer",
    "promise": "text",
    "deal": "title stage amount next_step",
    "outcome": "what",
    "meeting": "title place goal opening_line note",
    "verdict": "reason",
    "contact_point": "value",
    "interest_act": "what",
    "tag": "name",
}


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
    found = [part for part in _TABLES_1.split(";\n") if part.strip()]
    for table, columns in _HISTORY_1.items():
        found += history_triggers(table, columns)
    for table, columns in _SEARCH_1.items():
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

_HISTORY_3: Final[dict[str, str]] = {
    **_HISTORY_1,
    "counterpart": _HISTORY_1["counterpart"] + " attention",
    "attachment": "id uid counterpart_id interaction_id role name media_type digest size added",
    "relation": "id uid counterpart_id other_id name what note",
    "special_date": "id uid counterpart_id what day note",
    "distinct_pair": "id uid first_id second_id",
}
_SEARCH_3: Final[dict[str, str]] = {
    "attachment": "name",
    "relation": "name what note",
}


def statements_3() -> tuple[str, ...]:
    """Every statement that leads from the second schema to the third."""
    found = list(_TABLES_3)
    for table in ("counterpart", "attachment", "relation", "special_date", "distinct_pair"):
        found += history_triggers(table, _HISTORY_3[table])
    for table, columns in _SEARCH_3.items():
        found += search_triggers(table, columns)
    return tuple(found)


def _empty(table: str, columns: str) -> str:
    """A view that stands in for a table an older journal lacks."""
    nothing = ", ".join(f'NULL AS "{name}"' for name in columns.split())
    return f"CREATE TEMP VIEW {table} AS SELECT {nothing} WHERE 0"


_LACKING_3: Final = (
    "CREATE TEMP VIEW counterpart AS SELECT *, 'keep' AS attention FROM main.counterpart",
    _empty("content", "id digest data"),
    *(
        _empty(table, _HISTORY_3[table])
        for table in ("attachment", "relation", "special_date", "distinct_pair")
    ),
)
# A journal of an older schema that can only be read is not migrated: these stand in, for one
# connection, for what it lacks.
READING_OLD: Final[dict[int, tuple[str, ...]]] = {
    1: ("CREATE TEMP VIEW step AS SELECT *, 0 AS thinned FROM main.step", *_LACKING_3),
    2: _LACKING_3,
}


# What the tables look like now: the tables with a history, and the columns searched.
HISTORY_COLUMNS: Final = _HISTORY_3
SEARCH_COLUMNS: Final = {**_SEARCH_1, **_SEARCH_3}
