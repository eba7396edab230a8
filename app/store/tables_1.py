"""The tables of the first schema, in frozen SQL."""

from __future__ import annotations

from typing import Final

TABLES_1: Final = """
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
