"""Copies are made in time, in both places, and say when there has been none for long."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.model.copies import Holding, Reason
from app.model.errors import FileWriteError, InputError
from app.model.people import Counterpart
from app.model.values import FixedClock, PartialDate
from app.services import backups, copy_words, file_words, good_copies, transfer
from app.services.workspace import Workspace
from app.store import copies as kept
from app.store import database, schema

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.kith"


@pytest.fixture
def workspace(journal: Path, clock: FixedClock) -> Iterator[Workspace]:
    opened = Workspace.open(journal, clock, create=True)
    with opened.change("Begin") as edit:
        edit.add(Counterpart, name="Ada")
    yield opened
    opened.close()


def reasons(journal: Path) -> list[Reason]:
    return [copy.reason for copy in backups.copies(journal)]


def test_an_empty_journal_needs_no_copy(journal: Path, clock: FixedClock) -> None:
    empty = Workspace.open(journal, clock, create=True)
    assert backups.daily(empty) is None
    assert backups.before_import(empty) == ""
    empty.close()
    assert reasons(journal) == []


def test_a_copy_a_day_whatever_the_clock_does(workspace: Workspace, clock: FixedClock) -> None:
    assert backups.daily(workspace) is not None
    clock.advance(hours=23)
    assert backups.daily(workspace) is None
    clock.advance(hours=1)
    assert backups.daily(workspace) is not None
    clock.advance(days=-2000)  # the battery of the clock is empty
    assert backups.daily(workspace) is not None
    assert backups.daily(workspace) is None
    assert len(backups.copies(workspace.path)) == 3


def test_two_copies_of_one_second_have_two_names(workspace: Workspace) -> None:
    first = backups.make(workspace, Reason.BY_HAND).copy
    second = backups.make(workspace, Reason.BY_HAND).copy
    assert first.path != second.path
    assert len(backups.copies(workspace.path)) == 2


def test_a_week_without_a_good_copy_is_said(workspace: Workspace, clock: FixedClock) -> None:
    assert backups.overdue(workspace) == ""
    clock.advance(days=7)
    assert backups.overdue(workspace) == "This journal is 7 days old and has no copy yet."
    made = backups.make(workspace, Reason.BY_HAND).copy
    assert backups.overdue(workspace) == ""
    clock.advance(days=8)
    told = "The last good copy of this journal is 8 days old."
    assert backups.overdue(workspace) == told
    kept.note(made.path, "", made.journal, None)  # found damaged meanwhile
    assert backups.overdue(workspace) == "This journal is 15 days old and has no copy yet."


def test_before_an_import_a_copy_is_made(workspace: Workspace, tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Aino\nEND:VCARD\n", encoding="utf-8")
    report = transfer.apply(workspace, transfer.preview(workspace, [cards]))
    assert report.remark == ""
    assert reasons(workspace.path) == [Reason.BEFORE_IMPORT]
    before = backups.copies(workspace.path)[0]
    assert backups.holding(before.path, None).people == 1


def test_an_import_goes_on_where_no_copy_can_be_made(workspace: Workspace, tmp_path: Path) -> None:
    backups.folder(workspace.path).write_text("in the way")
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Aino\nEND:VCARD\n", encoding="utf-8")
    report = transfer.apply(workspace, transfer.preview(workspace, [cards]))
    assert report.remark.startswith("No copy was made before the import:")
    assert len(workspace.people()) == 2


def test_before_a_migration_a_copy_is_made(
    journal: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    shutil.copyfile(root / "tests" / "golden" / "schema_1.kith", journal)
    if schema.SCHEMA_VERSION == 1:
        monkeypatch.setattr(database, "SCHEMA_VERSION", 2)
    Workspace.open(journal, clock).close()
    (copy,) = backups.copies(journal)
    assert copy.reason is Reason.BEFORE_UPDATE
    assert copy.path.read_bytes()[60:64] == (1).to_bytes(4, "big")  # still of its old schema
    assert backups.verify(copy.path, None, NOW) == []


def test_a_journal_that_cannot_be_copied_is_not_migrated(
    journal: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    shutil.copyfile(root / "tests" / "golden" / "schema_1.kith", journal)
    if schema.SCHEMA_VERSION == 1:
        monkeypatch.setattr(database, "SCHEMA_VERSION", 2)
    backups.folder(journal).write_text("in the way")
    with pytest.raises(FileWriteError):
        Workspace.open(journal, clock)
    assert journal.read_bytes()[60:64] == (1).to_bytes(4, "big")


# --- the second folder ---------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_every_copy_goes_to_the_second_folder_as_well(workspace: Workspace, stick: Path) -> None:
    backups.choose_second(workspace, stick)
    made = backups.make(workspace, Reason.BY_HAND)
    assert made.remark == ""
    assert made.second is not None
    assert made.second.path == stick / "journal backups" / made.copy.path.name
    assert made.second.path.read_bytes() == made.copy.path.read_bytes()
    assert backups.verify(made.second.path, None, NOW) == []
    listed = backups.copies(workspace.path, stick)
    assert [copy.second for copy in backups.newest_first(listed)] == [False, True]
    assert copy_words.made(made) == "A copy was made, in both folders."


def test_a_stick_that_is_not_there_is_a_sentence_and_gets_its_copy_later(
    workspace: Workspace, stick: Path
) -> None:
    backups.choose_second(workspace, stick)
    stick.rmdir()
    made = backups.make(workspace, Reason.DAILY)
    assert made.second is None
    assert "is not there just now" in made.remark
    assert "is not there just now" in copy_words.made(made)
    assert backups.catch_up(workspace) is None
    stick.mkdir()
    assert backups.daily(workspace) is None  # none is due, but this one is taken along
    there = kept.copies_in(workspace.path, stick / "journal backups", second=True)
    assert [copy.path.name for copy in there] == [made.copy.path.name]
    assert backups.catch_up(workspace) is None


def test_a_second_folder_that_cannot_be_written_is_a_sentence(
    workspace: Workspace, stick: Path
) -> None:
    backups.choose_second(workspace, stick)
    (stick / "journal backups").write_text("in the way")
    made = backups.make(workspace, Reason.DAILY)
    assert made.copy.checked is not None
    assert made.remark.startswith("Nothing could be written to")


def test_the_second_folder_must_be_another_one(workspace: Workspace, stick: Path) -> None:
    for wrong in (workspace.path, workspace.path.parent, stick / "missing"):
        with pytest.raises(InputError):
            backups.choose_second(workspace, wrong)
    backups.choose_second(workspace, stick)
    backups.choose_second(workspace, None)
    assert backups.second_folder(workspace) is None


# --- several journals of one name ----------------------------------------------------------


@pytest.fixture
def successor(workspace: Workspace, journal: Path, clock: FixedClock) -> Iterator[Workspace]:
    """A journal begun where the one before, which has a copy, was moved away."""
    backups.make(workspace, Reason.DAILY)
    workspace.close()
    journal.rename(journal.with_name("old.kith"))
    clock.advance(minutes=30)
    opened = Workspace.open(journal, clock, create=True)
    with opened.change("Begin") as edit:
        edit.add(Counterpart, name="Ben")
    yield opened
    opened.close()


def test_a_journal_under_the_name_of_an_older_one_gets_its_own_copy(
    successor: Workspace, clock: FixedClock, stick: Path
) -> None:
    (other,) = backups.copies(successor.path)
    assert copy_words.told(successor) == ("", "")
    clock.advance(days=8)
    assert backups.overdue(successor) == "This journal is 8 days old and has no copy yet."
    backups.choose_second(successor, stick)
    assert backups.catch_up(successor) is None  # of this one there is none to carry
    made = backups.daily(successor)
    assert made is not None and made.second is not None
    assert backups.daily(successor) is None
    assert copy_words.told(successor) == ("", "Last copy today, 09:30.")
    found = backups.copies(successor.path, stick)
    mine = backups.journal_of(successor)
    assert [copy_words.whose(copy, mine, found) for copy in found] == ["of another journal", "", ""]
    assert copy_words.about(found[0], "of another journal").startswith(
        "Copy of the day · of another journal · "
    )
    assert [copy_words.whose(copy, None, found) for copy in found] == [
        "of another journal than the newest",
        "",
        "",
    ]
    assert other.path.exists()


def test_two_journals_of_one_name_share_a_stick_and_neither_takes_the_other_s_copy(
    tmp_path: Path, stick: Path
) -> None:
    """Both make their copies in the same second."""
    opened = []
    for name in ("home", "office"):
        (tmp_path / name).mkdir()
        one = Workspace.open(tmp_path / name / "journal.kith", FixedClock(NOW), create=True)
        with one.change("Begin") as edit:
            edit.add(Counterpart, name=f"Ada of the {name}")
        backups.choose_second(one, stick)
        opened.append(one)
    seconds = []
    for one in opened:
        made = backups.daily(one)
        assert made is not None and made.second is not None
        seconds.append(made.second)
    assert len({copy.path for copy in seconds}) == 2
    for one, second in zip(opened, seconds, strict=True):
        assert second.journal == backups.journal_of(one)
        assert second.path.read_bytes() == backups.copies(one.path)[0].path.read_bytes()
        assert backups.verify(second.path, None, NOW) == []
        assert backups.catch_up(one) is None
        one.close()
    assert len(kept.copies_in(opened[0].path, stick / "journal backups")) == 2


def test_the_copy_that_helps_a_damaged_journal_is_its_own(
    successor: Workspace, journal: Path, clock: FixedClock
) -> None:
    assert good_copies.newest_good(journal) is None  # the older journal's helps this one nothing
    own = backups.make(successor, Reason.DAILY).copy
    (other, _own) = backups.copies(journal)
    clock.advance(minutes=30)
    again = Workspace.open(journal.with_name("old.kith"), clock)
    later = backups.make(again, Reason.DAILY).copy
    again.close()
    moved = other.path.with_name("journal.20261122-100000.daily.kith")
    later.path.rename(moved)
    kept.note(moved, "", other.journal, later.at)
    assert good_copies.newest_good(journal, successor) == own
    assert good_copies.newest_good(journal) == own
    assert "09:30, or read" in good_copies.helps(journal, successor)
    successor.close()
    journal.write_bytes(bytes(8192))  # it no longer tells which one it is
    told = good_copies.helps(journal)
    assert "10:00, or read" in told and "Copies of another journal of this name lie there" in told


# --- in words ------------------------------------------------------------------------------


def held(people: int, entries: int, promises: int, *, protected: bool = False) -> Holding:
    return Holding(people, entries, promises, PartialDate(2026, 11, 21), 1000, protected)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ((2, 5, 1), "The journal today has as many of each."),
        ((3, 7, 1), "The journal today has 1 person and 2 entries more."),
        ((2, 4, 1), "The journal today has 1 entry fewer."),
        ((1, 5, 3), "The journal today has 2 promises more and 1 person fewer."),
    ],
)
def test_a_copy_is_compared_with_today(today: tuple[int, int, int], said: str) -> None:
    assert copy_words.compared(held(2, 5, 1), held(*today)) == said


def test_sizes_and_moments_are_said_as_one_says_them() -> None:
    sizes = [file_words.size(n) for n in (999, 312_400, 1_540_000, 25_000_000, 3_200_000_000)]
    assert sizes == ["999 bytes", "312 KB", "1.5 MB", "25 MB", "3.2 GB"]
    now = datetime(2026, 11, 22, 9, 0)
    told = [copy_words.when(now - timedelta(days=d), now) for d in (0, 1, 5, 400)]
    assert told[:3] == ["Today, 09:00", "Yesterday, 09:00", "Tue 17 Nov, 09:00"]
    assert "2025" in told[3]
    assert copy_words.holds(held(1, 2, 0)) == "1 person, 2 entries and 0 promises"
    assert copy_words.last_entry(held(1, 2, 0), now) == "The last entry is of 21 Nov."
    assert copy_words.exchange(copy=False, journal=True).startswith("This copy has no passphrase")
    assert copy_words.exchange(copy=True, journal=False).startswith("This copy is protected")
    assert copy_words.exchange(copy=True, journal=True) == ""


def test_a_copy_is_no_change_of_the_journal(workspace: Workspace) -> None:
    assert not workspace.changed_elsewhere()
    beside = workspace.beside()
    backups.make(beside, Reason.DAILY)
    beside.close()
    assert not workspace.changed_elsewhere()
