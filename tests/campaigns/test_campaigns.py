"""A short run of each campaign; the long ones are commands of their own."""

from pathlib import Path

from tests.campaigns.kill_logging import campaign


def test_killed_while_logging_nothing_that_was_reported_saved_is_lost(tmp_path: Path) -> None:
    outcome = campaign(tmp_path / "killed.kith", kills=3, seed=7)
    assert outcome.problems == []
    assert outcome.kills == 3
    assert 0 < outcome.saved == outcome.found
