"""A journal filled in bulk is like any other: same schema, sound, searchable, undoable."""

import sqlite3
from pathlib import Path

import pytest

from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import search
from app.services.workspace import Workspace
from app.store.bulk import bulk
from tests.benchmarks.generate import COMMON, PAIR, RARE, SIZES, generate


def _schema(path: Path) -> set[tuple[str, str, str]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    connection.close()
    return set(rows)


def test_its_schema_is_that_of_a_journal_begun_by_hand(tmp_path: Path) -> None:
    Workspace.open(tmp_path / "begun.kith", create=True).close()
    generate(tmp_path / "S.kith", "S")
    assert _schema(tmp_path / "S.kith") == _schema(tmp_path / "begun.kith")


def test_what_was_filled_in_is_sound_and_goes_on_as_usual(tmp_path: Path) -> None:
    generate(tmp_path / "S.kith", "S")
    workspace = Workspace.open(tmp_path / "S.kith")
    people, entries = SIZES["S"]
    assert workspace.check() == []
    assert (len(workspace.people()), len(workspace.find(Interaction))) == (people, entries)
    assert len(search.newest(workspace, COMMON, 1000)) > entries // 10
    assert search.newest(workspace, PAIR) and len(search.newest(workspace, RARE)) < 20
    with workspace.change("Add a person") as edit:
        edit.add(Counterpart, name="Zebulon Mwangi")
    assert search.newest(workspace, "Zebulon")
    workspace.undo()
    assert not search.newest(workspace, "Zebulon")
    assert len(workspace.people()) == people
    assert workspace.check() == []
    workspace.close()


def test_the_same_seed_gives_the_same_journal(tmp_path: Path) -> None:
    found = []
    for name in ("one.kith", "two.kith"):
        generate(tmp_path / name, "S", seed=5)
        workspace = Workspace.open(tmp_path / name)
        found.append((workspace.people(), workspace.find(Interaction)))
        workspace.close()
    assert found[0] == found[1]


def test_a_bulk_that_fails_leaves_nothing_and_takes_no_trigger_away(tmp_path: Path) -> None:
    path = tmp_path / "mine.kith"
    workspace = Workspace.open(path, create=True)
    before = _schema(path)
    with pytest.raises(RuntimeError), bulk(workspace.database) as journal:
        journal.add(Counterpart, [{"id": 1, "name": "Dana"}])
        when = Moment(PartialDate(2026, 5, 3))
        journal.add(Interaction, [{"id": 1, "when": when, "people": (1,)}])
        raise RuntimeError("the generator broke")
    assert workspace.people() == [] and workspace.find(Interaction) == []
    workspace.close()
    assert _schema(path) == before
