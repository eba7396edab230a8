"""Conflict copies of synced folders: recognised by name, counted without touching them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.people import Counterpart
from app.services import vault
from app.services.conflicts import (
    Conflict,
    conflict_in,
    copies_beside,
    counted,
    counts_of,
    difference,
    sentence,
)
from app.services.workspace import Workspace
from tests.sample_copies import put_sample

NINE_THIRTY = datetime(2026, 11, 22, 9, 30)
MIDNIGHT = datetime(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "services", "when", "host"),
    [
        (
            "journal.sync-conflict-20261122-093000-ABC2DEF.kith",
            "Syncthing",
            NINE_THIRTY,
            "ABC2DEF",
        ),
        ("journal.sync-conflict-20261122-093000.kith", "Syncthing", NINE_THIRTY, ""),
        ("journal (conflicted copy 2026-11-22 093000).kith", "Nextcloud", NINE_THIRTY, ""),
        ("journal (conflicted copy Ana 2026-11-22 093000).kith", "Nextcloud", NINE_THIRTY, "Ana"),
        ("journal_conflict-20261122-093000.kith", "ownCloud", NINE_THIRTY, ""),
        ("journal (Ana's conflicted copy 2026-11-22).kith", "Dropbox", MIDNIGHT, "Ana"),
        ("journal (Ana’s conflicted copy 2026-11-22) (1).kith", "Dropbox", MIDNIGHT, "Ana"),
        ("journal (laptop's conflicted copy 2026-11-22).kith", "Dropbox", MIDNIGHT, "laptop"),
        ("journal (Case Conflict).kith", "Dropbox", None, ""),
        ("journal (SFConflict ana@x.org 2026-11-22-09-30-00).kith", "Seafile", NINE_THIRTY, None),
        ("journal (1).kith", "Google Drive", None, ""),
        ("journal(2).kith", "Google Drive", None, ""),
        ("journal 2.kith", "iCloud", None, ""),
        ("journal 13.kith", "iCloud", None, ""),
        ("journal-DESKTOP-4F2K9QT.kith", "OneDrive", None, "DESKTOP-4F2K9QT"),
        ("journal-Anas-MacBook-Air.kith", "OneDrive", None, "Anas-MacBook-Air"),
        ("journal-attic.kith", "OneDrive", None, "attic"),
    ],
)
def test_the_names_services_give_are_recognised(
    name: str, services: str, when: datetime | None, host: str | None
) -> None:
    found = conflict_in("journal.kith", name, ["attic"])
    assert found is not None
    assert (found.services, found.when) == (services, when)
    assert host is None or found.host == host


@pytest.mark.parametrize(
    "name",
    [
        "journal.kith",
        "journal.kith-wal",
        "journal.kith.keys",
        "journal-2025.kith",
        "journal-old.kith",
        "journal-work.kith",
        "journal 1.kith",
        "journal 2025.kith",
        "journal of Ana.kith",
        "journal (backup).kith",
        "journals.kith",
        "my journal (1).kith",
        "journal (1).txt",
        "journal.sync-conflict-.kith",
        "journal.sync-conflict-20269999-093000-ABC2DEFG8.kith",
        "other.sync-conflict-20261122-093000-ABC2DEF.kith",
    ],
)
def test_what_the_user_called_so_is_not(name: str) -> None:
    assert conflict_in("journal.kith", name, ["attic"]) is None


def test_a_day_that_never_was_leaves_the_moment_open() -> None:
    found = conflict_in("j.kith", "j.sync-conflict-20261399-093000-ABC2DEF.kith")
    assert found == Conflict("Syncthing", None, "ABC2DEF")


def test_a_journal_without_an_ending_has_copies_too() -> None:
    assert conflict_in("journal", "journal (1)") is not None


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_two_names_are_read(journal: str, name: str) -> None:
    found = conflict_in(journal, name)
    assert found is None or name.startswith(journal.rpartition(".")[0])


def test_copies_are_counted_and_nothing_is_laid_beside_them(tmp_path: Path) -> None:
    journal = tmp_path / "journal.kith"
    put_sample(journal)
    shutil.copyfile(journal, tmp_path / "journal.sync-conflict-20261122-093000-ABC2DEF.kith")
    (tmp_path / "journal (1).kith").write_bytes(b"no journal")
    workspace = Workspace.open(journal)
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Someone")
    copies = counted(workspace, copies_beside(journal))
    ours = counts_of(workspace)
    told = {copy.path.name: f"{sentence(copy)} {difference(copy, ours)}" for copy in copies}
    workspace.close()
    one = told["journal.sync-conflict-20261122-093000-ABC2DEF.kith"]
    assert "Syncthing laid a copy of this journal beside it on 2026-11-22 09:30." in one
    assert f"ABC2DEF.kith holds {ours.people - 1} people" in one
    assert f"this journal {ours.people} and {ours.entries}." in one
    assert "does not open" in told["journal (1).kith"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*told, "journal.kith"])


def test_copies_of_a_protected_journal_open_with_its_key(tmp_path: Path) -> None:
    journal = tmp_path / "journal.kith"
    put_sample(journal)
    key = vault.protect(journal, "a passphrase of some length")
    shutil.copyfile(journal, tmp_path / "journal 2.kith")
    workspace = Workspace.open(journal, key=key)
    (copy,) = counted(workspace, copies_beside(journal))
    assert copy.counts == counts_of(workspace)
    assert "as many people and entries" in difference(copy, counts_of(workspace))
    assert all(one.counts is None for one in counted(workspace, [copy], lambda: True))
    workspace.close()


def test_a_folder_that_cannot_be_read_has_none(tmp_path: Path) -> None:
    assert copies_beside(tmp_path / "gone" / "journal.kith") == ()
