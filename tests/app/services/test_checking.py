"""A look through the journal finds silent damage, says it in words, and mends what it can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.model.checks import Checked, Ill
from app.model.errors import Cancelled, DamagedError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import FixedClock
from app.services import backups, check_words, checking, vault
from app.services.backups import Reason
from app.services.sample import create_sample
from app.services.workspace import Workspace
from app.store.keys import keys_path

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sample.kith"
    with closing(create_sample(path, CLOCK)) as workspace:
        dana = workspace.person_named("Dana")
        for word in ("Calm", "Calm and brief", "Calm, brief and kind"):
            with workspace.change("Style") as edit:
                edit.set(workspace.get(Counterpart, dana.id), style=word)
            with workspace.change("In between") as edit:
                edit.add(Counterpart, name=f"Somebody {word}")
    return path


@pytest.fixture
def journal(sound: Path, tmp_path: Path) -> Path:
    path = tmp_path / "journal.kith"
    path.write_bytes(sound.read_bytes())
    path.chmod(0o600)
    return path


def silently(path: Path, *statements: str) -> None:
    """Change rows as a damaged disk would: no trigger hears of it."""
    raw = sqlite3.connect(path)
    kept = raw.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        raw.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        raw.execute(statement)
    for (sql,) in kept:
        raw.execute(sql)
    raw.commit()
    raw.close()


@pytest.fixture
def look(journal: Path) -> Iterator[Callable[..., Checked]]:
    def looked(mend: bool = False, take: str = "") -> Checked:
        with closing(Workspace.open(journal, CLOCK)) as workspace:
            if mend or take:
                return checking.mend(workspace, take=take)
            return checking.check(workspace)

    yield looked


Look = Callable[..., Checked]


def ills(checked: Checked) -> list[Ill]:
    return [trouble.ill for trouble in checked.troubles]


def entry(path: Path, number: int) -> Interaction:
    with closing(Workspace.open(path, CLOCK)) as workspace:
        return workspace.get(Interaction, number)


def test_a_sound_journal_is_said_to_be_sound(look: Look) -> None:
    assert look() == Checked()
    assert check_words.outcome(look()) == "The journal is sound."


def test_a_note_that_changed_by_itself_reads_again_as_it_was_saved(
    journal: Path, look: Look
) -> None:
    before = entry(journal, 3)
    silently(journal, "UPDATE interaction SET note = 'Garbled' WHERE id = 3")
    found = look()
    assert sorted(ills(found), key=str) == sorted([Ill.SEARCH, Ill.RECORD], key=str)
    assert not found.sound and found.mendable
    mended = look(mend=True)
    assert mended.sound and len(mended.mended) == 2
    assert entry(journal, 3) == before
    with closing(Workspace.open(journal, CLOCK)) as workspace:
        assert workspace.can_undo() != "Mend the journal"  # it is again what was saved


def test_where_the_record_is_right_the_history_is_mended(journal: Path, look: Look) -> None:
    silently(
        journal,
        "UPDATE change SET after = json_set(after, '$.note', 'Garbled') "
        "WHERE tbl = 'interaction' AND row_id = 3",
    )
    assert ills(look()) == [Ill.HISTORY]
    assert look(mend=True).sound


@pytest.mark.parametrize(("take", "minutes"), [("saved", None), ("standing", 77)])
def test_where_nothing_tells_the_user_says_which_is_right(
    journal: Path, look: Look, take: str, minutes: int | None
) -> None:
    before = entry(journal, 4).minutes
    silently(journal, "UPDATE interaction SET minutes = 77 WHERE id = 4")
    found = look(mend=True)
    assert found.undecided and not found.mendable
    assert "“77” stands there" in found.troubles[0].text
    assert look(take=take).sound
    assert entry(journal, 4).minutes == (minutes or before)


def test_a_row_that_went_missing_comes_back(journal: Path, look: Look) -> None:
    before = entry(journal, 5)
    silently(
        journal,
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM interaction WHERE id = 5",
        "DELETE FROM search WHERE rowid = 80",
    )
    found = look()
    assert {Ill.RECORD, Ill.LINKS} <= set(ills(found))
    assert any("is missing" in trouble.text for trouble in found.troubles)
    assert look(mend=True).sound
    assert entry(journal, 5) == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE change SET after = '{garbled' WHERE tbl = 'counterpart' AND id IN "
        "(SELECT max(id) FROM change WHERE tbl = 'counterpart' AND op = 'U')",
        "UPDATE change SET before = replace(before, 'Calm', 'Cblm') WHERE op = 'U'",
        "UPDATE change SET after = '[]' WHERE id = 20",
    ],
)
def test_the_history_is_put_together_again(journal: Path, look: Look, harm: str) -> None:
    silently(journal, "DROP INDEX IF EXISTS change_person", harm)
    found = look()
    assert set(ills(found)) <= {Ill.HISTORY, Ill.RECORD, Ill.RULES} and not found.sound
    left = look(mend=True)
    assert left.sound and left.mended
    with closing(Workspace.open(journal, CLOCK)) as workspace:
        workspace.undo()
        workspace.redo()


def test_a_value_that_is_none_is_told_and_mended(journal: Path, look: Look) -> None:
    before = entry(journal, 6)
    silently(
        journal,
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE interaction SET channel = 'cbll', date = '2O25-01-01' WHERE id = 6",
        "REINDEX",
    )
    with pytest.raises(DamagedError, match="damaged"):
        entry(journal, 6)
    assert not look().sound
    look(take="saved")
    assert entry(journal, 6) == before


def test_a_byte_that_is_no_text_is_shown_as_far_as_it_reads(journal: Path, look: Look) -> None:
    before = entry(journal, 3)
    silently(journal, "UPDATE interaction SET note = CAST(x'4361ff6c' AS TEXT) WHERE id = 3")
    assert entry(journal, 3).note == "Ca\ufffdl"
    assert look(mend=True).sound
    assert entry(journal, 3) == before


def delete(path: Path, number: int) -> None:
    with closing(Workspace.open(path, CLOCK)) as workspace, workspace.change("Delete") as edit:
        edit.remove(workspace.get(Interaction, number))


@pytest.mark.parametrize("was", ['OLD."date"', "json_object", "history_interaction_d"])
def test_a_garbled_trigger_is_a_sentence_and_is_mended(journal: Path, look: Look, was: str) -> None:
    raw = sqlite3.connect(journal)
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ?1, ?2), name = replace(name, ?1, ?2) "
        "WHERE name = 'history_interaction_d'",
        (was, was.replace("d", "e").replace("j", "k")),
    )
    raw.commit()
    raw.close()
    if "history" not in was:
        with pytest.raises(DamagedError, match="what its tables are made by"):
            delete(journal, 3)
    assert Ill.RULES in ills(look())
    found = look(mend=True)
    assert found.sound and found.mended
    before = entry(journal, 3)
    delete(journal, 3)
    with closing(Workspace.open(journal, CLOCK)) as workspace:
        workspace.undo()
    assert entry(journal, 3) == before


def test_damaged_pages_are_told_with_what_helps(journal: Path, look: Look) -> None:
    with closing(Workspace.open(journal, CLOCK)) as workspace:
        backups.make(workspace, Reason.BY_HAND)
        page = workspace.database.value("SELECT rootpage FROM sqlite_master WHERE name = 'promise'")
    with journal.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    found = look()
    assert found.unreadable and not found.sound
    assert "Restore the copy of 2026-11-22" in found.troubles[0].advice
    assert look(mend=True).mended == ()
    with closing(Workspace.open(journal, CLOCK)) as workspace:
        assert checking.last_looked(workspace) == ("2026-11-22", "damaged")
        assert "was damaged" in check_words.last(workspace)


def test_a_broken_seal_is_told(journal: Path) -> None:
    key = vault.protect(journal, "four plain words together")
    with journal.open("r+b") as file:
        file.seek(100 * 4096 + 9)
        file.write(b"\x00\xff")
    with closing(Workspace.open(journal, CLOCK, key=key)) as workspace:
        found = checking.check(workspace)
        assert Ill.SEAL in ills(found)
        assert checking.daily(workspace)


def test_a_lost_lock_is_told(journal: Path) -> None:
    key = vault.protect(journal, "four plain words together")
    with closing(Workspace.open(journal, CLOCK, key=key)) as workspace:
        keys_path(journal).unlink()
        found = checking.check(workspace)
        assert ills(found) == [Ill.KEYS] and found.sound


def test_rights_and_leftovers_are_seen_to(journal: Path, look: Look) -> None:
    journal.chmod(0o644)
    left = journal.with_name(f".{journal.name}.99999999.part")
    left.touch()
    mine = journal.with_name(f".{journal.name}.1.part")  # process 1 runs
    mine.touch()
    assert set(ills(look())) == {Ill.RIGHTS, Ill.LEFTOVER}
    found = look(mend=True)
    assert found.troubles == () and len(found.mended) == 2
    assert journal.stat().st_mode & 0o077 == 0
    assert not left.exists() and mine.exists()


def test_a_folder_of_the_users_keeps_its_rights(journal: Path, look: Look) -> None:
    journal.parent.chmod(0o755)
    assert look(mend=True).troubles == ()
    assert journal.parent.stat().st_mode & 0o777 == 0o755


def test_an_old_copy_is_mentioned_and_the_journal_sound_all_the_same(journal: Path) -> None:
    with closing(Workspace.open(journal, FixedClock(CLOCK.now() + timedelta(days=30)))) as late:
        found = checking.check(late)
    assert ills(found) == [Ill.BACKUP] and found.sound
    assert "something to see to" in check_words.outcome(found)


def test_it_is_looked_through_once_a_day(journal: Path) -> None:
    with closing(Workspace.open(journal, CLOCK)) as workspace:
        assert "not looked through" in check_words.last(workspace)
        assert checking.daily(workspace) is False
        assert checking.last_looked(workspace) == ("2026-11-22", "")
        assert "sound" in check_words.last(workspace)
        assert checking.daily(workspace) is False


def test_a_check_can_be_stopped(journal: Path) -> None:
    with closing(Workspace.open(journal, CLOCK)) as workspace, pytest.raises(Cancelled):
        checking.check(workspace, cancelled=lambda: True)
