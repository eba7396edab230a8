"""Journals of every released schema open and read as they did."""

from __future__ import annotations

import gc
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.model.errors import JournalError
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import trash
from app.services.past import as_it_was
from app.services.workspace import Workspace
from app.store import driver, migrations
from app.store.dump import dump
from app.store.schema import (
    APPLICATION_ID,
    HISTORY_COLUMNS,
    SCHEMA_VERSION,
    SEARCH_COLUMNS,
)
from app.store.tables import statements_1, statements_2
from tests.golden.make import contents, journal, reading


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_released_journal_reads_as_it_did(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(version), path)
    expected = json.loads(reading(version).read_text(encoding="utf-8"))
    found = contents(path)
    assert {table: found[table] for table in expected} == expected
    assert sum(expected.values()) > 1000


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_released_journal_has_the_schema_of_a_new_one(
    tmp_path: Path, clock: FixedClock, version: int
) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(version), path)
    old = Workspace.open(path, clock)
    new = Workspace.open(tmp_path / "new.kith", clock, create=True)
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    assert old.database.rows(query) == new.database.rows(query)
    assert old.check() == []
    for workspace in (old, new):
        assert workspace.database.value("PRAGMA user_version") == SCHEMA_VERSION
        workspace.close()


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_released_journal_keeps_every_value(
    tmp_path: Path, clock: FixedClock, version: int
) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(version), path)
    before = raw_rows(path)
    opened = Workspace.open(path, clock)
    found = dump(opened.database)
    opened.close()
    now = {
        table: [
            {name: row[name] for name in was} for was, row in zip(rows, found[table], strict=True)
        ]
        for table, rows in before.items()
    }
    assert now == before
    assert sum(map(len, before.values())) > 1000


def raw_rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """What the file held before any of our code opened it."""
    raw = driver.connect(str(path))
    found = {}
    there = {row[0] for row in raw.execute("SELECT name FROM sqlite_master").fetchall()}
    for table in HISTORY_COLUMNS:
        if table not in there:
            continue
        cursor = raw.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    raw.close()
    return found


def test_the_history_of_a_released_journal_goes_on(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(2), path)
    opened = Workspace.open(path, clock)
    (gone,) = trash.items(opened).items
    assert gone.kind == "Person"
    people = len(opened.people())
    trash.restore(opened, gone.id)
    assert len(opened.people()) == people + 1
    assert opened.undo() is not None
    assert [step.label for step in opened.history() if step.kind == "do"][-1] == "Change a note"
    while opened.undo():
        pass
    assert len(opened.people()) == people + 1
    assert opened.check() == []
    opened.close()


@pytest.mark.parametrize("still", [False, True])
def test_an_old_journal_that_can_only_be_read_is_read_as_it_is(
    tmp_path: Path, clock: FixedClock, still: bool
) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(1), path)
    before = path.read_bytes()
    clock.advance(days=3)
    opened = Workspace.open(path, clock, read_only=True, still=still)
    assert opened.history() == []
    assert opened.can_undo() is None
    assert trash.items(opened).items == ()
    person = opened.people()[0]
    past = as_it_was(opened, person.id, opened.today - timedelta(days=3))
    assert past.get(Counterpart, person.id).name == person.name
    past.close()
    assert opened.check() == []
    opened.close()
    assert path.read_bytes() == before


def test_steps_of_the_first_schema_can_be_undone_in_the_second(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "old.kith"
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in statements_1():
        raw.execute(statement)
    raw.execute("PRAGMA user_version = 1")
    raw.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, "
        "name TEXT, applied_at TEXT)"
    )
    raw.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name) VALUES ('kith', 'm001_first_tables')"
    )
    at = "2026-03-01T09:00:00+00:00"
    for number, label in enumerate(("Add Dana", "Delete Dana"), 1):
        raw.execute("INSERT INTO step(label, at, kind) VALUES (?, ?, 'do')", (label, at))
        if number == 1:
            raw.execute("INSERT INTO counterpart(uid, name) VALUES ('u', 'Dana')")
        else:
            raw.execute("DELETE FROM counterpart")
    raw.close()
    opened = Workspace.open(path, clock)
    assert [item.title for item in trash.items(opened).items] == ["Dana"]
    assert opened.undo() is not None
    assert [person.name for person in opened.people()] == ["Dana"]
    opened.close()


def test_every_column_is_recorded_and_every_text_is_searchable(workspace: Workspace) -> None:
    for table, recorded in HISTORY_COLUMNS.items():
        columns = [row[1] for row in workspace.database.rows(f"PRAGMA table_info({table})")]
        assert recorded.split() == columns, table
        searched = SEARCH_COLUMNS.get(table, "").split()
        assert set(searched) <= set(columns)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_failing_migration_leaves_the_file_as_it_was_to_the_byte(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    path = tmp_path / "old.kith"
    shutil.copy(journal(1), path)
    raw = driver.connect(str(path))
    assert raw.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
    raw.close()
    before = path.read_bytes()
    broken = (*statements_2()[:3], "DELETE FROM standing", "SELECT nonsense")
    monkeypatch.setattr(migrations, "statements_2", lambda: broken)
    with pytest.raises(driver.OperationalError):
        Workspace.open(path, clock)
    gc.collect()  # lets go of the connection that failed
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"old.kith", "old backups"}
    monkeypatch.undo()
    opened = Workspace.open(path, clock)
    assert opened.check() == []
    opened.close()


def test_what_stands_in_the_way_of_the_first_schema_is_kept(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "j.kith"
    raw = driver.connect(str(path))
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute("CREATE TABLE verdict(kept TEXT)")  # stands in the way of the first migration
    raw.execute("INSERT INTO verdict VALUES ('still here')")
    raw.commit()
    raw.close()
    before = path.read_bytes()
    with pytest.raises(driver.Error):
        Workspace.open(path, clock)
    gc.collect()
    assert path.read_bytes() == before


def test_a_newer_journal_is_refused_with_a_sentence(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "newer.kith"
    Workspace.open(path, clock, create=True).close()
    raw = driver.connect(str(path))
    raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="was written by a newer version of Kith"):
        Workspace.open(path, clock)
    gc.collect()
    assert path.read_bytes() == before
