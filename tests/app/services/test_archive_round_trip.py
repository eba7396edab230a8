"""What goes out comes in again, whatever the journal holds."""

from __future__ import annotations

from pathlib import Path

from tests.campaigns.archive_round_trip import examples, sizes


def test_a_generated_journal_comes_back_byte_for_byte(tmp_path: Path) -> None:
    (found,) = sizes(tmp_path, ["S"])
    assert found.problems == []
    assert found.records > 1_000


def test_any_journal_comes_back_byte_for_byte(tmp_path: Path) -> None:
    assert examples(tmp_path, 12) == []
