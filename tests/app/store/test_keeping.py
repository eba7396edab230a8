"""Thinning takes old steps their contents, never the undo of what is left."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.model.errors import UserError
from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import trash
from app.services.keeping import thin_daily
from app.services.past import as_it_was
from app.services.profile import profile
from app.services.workspace import Workspace
from app.store.dump import dump

START = datetime(2023, 1, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Workspace:
    """Someone added, tagged by an import, renamed and half deleted over three years."""
    clock = FixedClock(START)
    opened = Workspace.open(tmp_path / "j.kith", clock, create=True)
    with opened.change("Add Dana and Rui") as edit:
        dana = edit.add(Counterpart, name="Dana")
        rui = edit.add(Counterpart, name="Rui")
    clock.advance(days=300)
    with opened.change("Delete Rui") as edit:
        edit.remove(rui)
    clock.advance(days=400)
    with opened.change("Import cards.vcf") as edit:
        added = edit.add(Counterpart, name="Aino")
        edit.remember_import("card", "digest", "counterpart", added.id)
    clock.advance(days=200)
    for name in ("Dana O", "Dana Okafor"):
        with opened.change(f"Rename to {name}") as edit:
            edit.set(dana, name=name)
        clock.advance(days=1)
    return opened


def thinned(journal: Workspace) -> list[str]:
    rows = journal.database.rows("SELECT label FROM step WHERE thinned ORDER BY id")
    return [row[0] for row in rows]


def test_everything_is_kept_unless_it_is_said_otherwise(journal: Workspace) -> None:
    assert thin_daily(journal) == 0
    assert thinned(journal) == []
    journal.close()


def test_what_is_left_can_be_undone_and_done_again(journal: Workspace) -> None:
    journal.set_setting("history_keep", "1 year")
    before = dump(journal.database)
    assert thin_daily(journal) == 2
    assert thinned(journal) == ["Add Dana and Rui", "Delete Rui"]
    labels = []
    while (changes := journal.undo()) is not None:
        labels.append(changes.label)
    assert labels == ["Rename to Dana Okafor", "Rename to Dana O", "Import cards.vcf"]
    assert [person.name for person in journal.people()] == ["Dana"]
    assert journal.can_undo() is None
    while journal.redo():
        pass
    assert dump(journal.database) == before
    assert journal.check() == []
    assert len(journal.history()) == 5 + 3 + 3
    journal.close()


def test_it_happens_once_a_day_and_numbers_stay_used(journal: Workspace) -> None:
    journal.set_setting("history_keep", "1 year")
    assert thin_daily(journal) == 2
    assert thin_daily(journal) == 0
    assert trash.items(journal).items == ()
    with journal.change("Add someone") as edit:
        assert edit.add(Counterpart, name="New").id == 4
    journal.close()


def test_imports_can_be_thinned_sooner_and_then_end_the_way_back(journal: Workspace) -> None:
    journal.set_setting("history_keep_imports", "1 month")
    assert thin_daily(journal) == 1
    assert thinned(journal) == ["Import cards.vcf"]
    labels = []
    while (changes := journal.undo()) is not None:
        labels.append(changes.label)
    assert labels == ["Rename to Dana Okafor", "Rename to Dana O"]
    # What was deleted before it can still be restored, and the days before it still be seen.
    assert [item.title for item in trash.items(journal).items] == ["Rui"]
    past = as_it_was(journal, 1, date(2024, 6, 1))
    assert profile(past, 1).person.name == "Dana"
    past.close()
    journal.close()


def test_days_before_what_was_thinned_are_refused(journal: Workspace) -> None:
    journal.set_setting("history_keep", "1 year")
    thin_daily(journal)
    with pytest.raises(UserError, match="was thinned"):
        as_it_was(journal, 1, date(2023, 2, 1))
    past = as_it_was(journal, 1, date(2024, 6, 1))
    assert profile(past, 1).person.name == "Dana"
    past.close()
    journal.close()


def test_what_can_still_be_done_again_is_not_thinned(journal: Workspace) -> None:
    while journal.undo():
        pass
    journal.set_setting("history_keep", "1 year")
    assert thin_daily(journal) == 0
    while journal.redo():
        pass
    assert sorted(person.name for person in journal.people()) == ["Aino", "Dana Okafor"]
    journal.close()


def test_a_clock_that_jumps_ahead_costs_nothing(journal: Workspace) -> None:
    journal.set_setting("history_keep", "5 years")
    assert isinstance(journal.clock, FixedClock)
    journal.clock.advance(days=20 * 365)
    with journal.change("On a wrong day") as edit:
        edit.add(Counterpart, name="Tomorrow")
    assert thin_daily(journal) == 0
    assert thinned(journal) == []
    journal.close()
