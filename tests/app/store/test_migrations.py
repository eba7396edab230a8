"""Journals of every released schema open and read as they did."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.model.values import FixedClock
from app.services.workspace import Workspace
from app.store import driver
from app.store.schema import APPLICATION_ID, HISTORY_COLUMNS, SCHEMA_VERSION, SEARCH_COLUMNS
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


def test_every_column_is_recorded_and_every_text_is_searchable(workspace: Workspace) -> None:
    for table, recorded in HISTORY_COLUMNS.items():
        columns = [row[1] for row in workspace.database.rows(f"PRAGMA table_info({table})")]
        assert recorded.split() == columns, table
        searched = SEARCH_COLUMNS.get(table, "").split()
        assert set(searched) <= set(columns)


def test_a_failing_migration_leaves_the_file_as_it_was(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "j.kith"
    raw = driver.connect(str(path))
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute("CREATE TABLE verdict(kept TEXT)")  # stands in the way of the first migration
    raw.execute("INSERT INTO verdict VALUES ('still here')")
    raw.commit()
    raw.close()
    with pytest.raises(driver.Error):
        Workspace.open(path, clock)
    raw = driver.connect(str(path))
    tables = raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%migrations'"
    )
    assert tables.fetchall() == [("verdict",)]
    assert raw.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (0,)
    assert raw.execute("SELECT kept FROM verdict").fetchall() == [("still here",)]
    assert raw.execute("PRAGMA user_version").fetchone() == (0,)
    raw.close()
