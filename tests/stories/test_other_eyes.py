"""Somebody looks over the shoulder, and another computer has the journal: by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from app.model.values import FixedClock
from app.services.occupied import lock_path
from app.services.sample import create_sample
from tests.stories.conftest import NOW, Someone


def test_somebody_looks_over_the_shoulder(someone: Someone, sample: Path) -> None:
    someone.starts_kith(sample)
    assert someone.sees("Dana Okafor")
    someone.presses("F8")
    someone.waits()
    assert someone.sees("Covered")
    assert not someone.sees("Dana")
    assert someone.sees("Next meetings")
    assert someone.sees("Prepare")
    someone.presses("Ctrl+2", "Ctrl+3", "Ctrl+4")
    someone.waits()
    assert not someone.sees("Dana")
    assert someone.window.windowTitle() == "Kith"
    someone.presses("Ctrl+1", "F8")
    someone.waits()
    assert someone.sees("Dana Okafor")
    assert not someone.sees("Covered")


def test_a_second_journal_and_back_again(someone: Someone, sample: Path, tmp_path: Path) -> None:
    second = tmp_path / "Family.kith"
    create_sample(second, FixedClock(NOW)).close()
    someone.starts_kith(second)
    someone.starts_kith(sample)
    for words, path in (("family", second), ("sample", sample)):
        someone.presses("Ctrl+K")
        someone.types(words)
        someone.presses("Return")
        someone.waits()
        assert someone.journal.path == path


def test_another_computer_has_the_journal(someone: Someone, sample: Path) -> None:
    lock_path(sample).write_text("4711\nkith\nattic\n" + "0" * 31 + "1\nstart\n")
    someone.starts_kith(sample)
    assert someone.sees("sample.kith is open on another computer.")
    assert someone.sees("attic has had it open since")
    someone.presses("Space")  # the first button is the safe one
    someone.waits()
    assert someone.journal.read_only
    assert someone.sees("sample.kith can only be read, not changed.")
    assert someone.sees("Dana Okafor")
