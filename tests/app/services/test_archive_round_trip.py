"""What goes out comes in again, whatever the journal holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.model.archive import SECTIONS
from app.services import archive, transfer
from app.services.workspace import Workspace
from tests.campaigns.archive_round_trip import examples, sizes
from tests.golden.make import CLOCK, journal


def test_a_generated_journal_comes_back_byte_for_byte(tmp_path: Path) -> None:
    (found,) = sizes(tmp_path, ["S"])
    assert found.problems == []
    assert found.records > 1_000


def test_any_journal_comes_back_byte_for_byte(tmp_path: Path) -> None:
    assert examples(tmp_path, 12) == []


def test_an_archive_of_the_first_version_is_read_for_ever(tmp_path: Path, root: Path) -> None:
    golden = root / "tests" / "golden" / "archive_1.json"
    assert {section.name for section in SECTIONS} < json.loads(golden.read_text("utf-8")).keys()
    workspace = Workspace.open(tmp_path / "journal.kith", create=True)
    transfer.apply(workspace, transfer.preview(workspace, [golden]))
    archive.save(workspace, tmp_path / "again.json")
    workspace.close()
    assert (tmp_path / "again.json").read_bytes() == golden.read_bytes()


@pytest.mark.parametrize("version", [1, 2])
def test_a_journal_of_an_older_kith_that_can_only_be_read_goes_out_whole(
    tmp_path: Path, version: int
) -> None:
    old = Workspace.open(journal(version), CLOCK, read_only=True, still=True)
    archive.save(old, tmp_path / "old.json")
    old.close()
    fresh = Workspace.open(tmp_path / "journal.kith", CLOCK, create=True)
    transfer.apply(fresh, transfer.preview(fresh, [tmp_path / "old.json"]))
    archive.save(fresh, tmp_path / "again.json")
    assert fresh.check() == []
    fresh.close()
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "old.json").read_bytes()
