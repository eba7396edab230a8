"""A mistake of the program in a real second process: one sentence, a report without a word."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.model.values import FixedClock
from app.services.sample import create_sample

SECRET = "QxzvSecretOfDana"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A journal whose history holds what no Kith writes: reading it quotes it in the error."""
    path = tmp_path / "journal.kith"
    create_sample(path, FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA ignore_check_constraints = 1")
    raw.execute("UPDATE change SET op = ?", (SECRET,))
    raw.commit()
    raw.close()
    return path


def run(journal: Path, config: Path, root: Path) -> subprocess.CompletedProcess[str]:
    out = journal.with_name("held.json")
    command = [sys.executable, "-m", "ui", "--journal", str(journal), "person", "held", "Dana"]
    return subprocess.run(
        [*command, "--json", str(out)],
        cwd=root,
        env={**os.environ, "XDG_CONFIG_HOME": str(config), "HOME": str(config)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_says_one_sentence_and_leaves_a_report_without_a_word(
    broken: Path, tmp_path: Path, root: Path
) -> None:
    told = run(broken, tmp_path / "config", root)
    assert told.returncode == 70
    assert "Traceback" not in told.stderr
    assert SECRET not in told.stderr + told.stdout
    assert len(told.stderr.splitlines()) == 1
    report = Path(told.stderr.rpartition(" is in ")[2].strip().removesuffix("."))
    text = report.read_text(encoding="utf-8")
    assert text.startswith("KeyError\n  app/cli/run.py:")
    assert "app/services/held.py:" in text
    assert SECRET not in text
    assert str(tmp_path) not in text
    if os.name == "posix":
        assert report.stat().st_mode & 0o077 == 0


def test_where_the_report_cannot_be_kept_it_is_shown(
    broken: Path, tmp_path: Path, root: Path
) -> None:
    taken = tmp_path / "config"
    taken.write_text("a file in the place of the folder")
    told = run(broken, taken, root)
    assert told.returncode == 70
    assert "app/services/held.py:" in told.stderr
    assert "Traceback" not in told.stderr
    assert SECRET not in told.stderr + told.stdout
