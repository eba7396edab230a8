"""Who has a journal open, read from the file a window leaves beside it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from app.cli import main
from app.services.occupied import elsewhere, holder, lock_path
from tests.sample_copies import put_sample

GONE = subprocess.run(
    [sys.executable, "-c", "import os; print(os.getpid())"],
    capture_output=True,
    text=True,
    check=True,
).stdout.strip()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.kith"
    return put_sample(path)


def on_another_computer(journal: Path) -> None:
    lock_path(journal).write_text(
        "4711\nkith\nattic\n00000000000000000000000000000001\nstart\n", encoding="utf-8"
    )


def test_without_a_lock_nobody_has_it(journal: Path) -> None:
    assert holder(journal) is None


def test_what_qt_writes_is_understood(journal: Path) -> None:
    lock = QLockFile(str(lock_path(journal)))
    lock.setStaleLockTime(0)
    assert lock.tryLock(0)
    found = holder(journal)
    assert found is not None
    assert (found.process, found.host, found.here) == (os.getpid(), platform.node(), True)
    assert elsewhere(journal) is None
    lock.unlock()
    assert holder(journal) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("", False),
        ("nonsense\nkith\nattic\n", False),
        (f"{GONE}\nkith\n{platform.node()}\n", False),
        (f"{os.getpid()}\nkith\n{platform.node()}\n\nanother-start\n", False),
        (f"{os.getpid()}\nkith\n{platform.node()}\n", True),
        ("4711\nkith\nattic\n", True),
        ("4711\nkith\nattic\n" + "x" * 9000, True),
        ("99999999999999999999999\nkith\nattic\n", True),
    ],
    ids=["empty", "nonsense", "gone", "an earlier start", "here", "there", "long", "no number"],
)
def test_a_lock_nobody_holds_any_more_counts_as_none(journal: Path, text: str, known: bool) -> None:
    lock_path(journal).write_text(text, encoding="utf-8")
    assert (holder(journal) is not None) == known


def test_a_link_to_the_journal_leads_to_the_same_lock(journal: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere.kith"
    link.symlink_to(journal)
    assert lock_path(link) == lock_path(journal)


def test_while_open_on_another_computer_the_terminal_reads_and_does_not_write(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    on_another_computer(journal)
    assert main(["--journal", str(journal), "person", "list"]) == 0
    capsys.readouterr()
    for command in (
        ["person", "add", "Someone New"],
        ["undo"],
        ["log", "call with Zoe Quill yesterday", "--add"],
        ["lock", "set"],
    ):
        assert main(["--journal", str(journal), *command]) == 1
        told = capsys.readouterr().err
        assert "journal.kith is open on attic since" in told
        assert "only be read" in told
    lock_path(journal).unlink()
    assert main(["--journal", str(journal), "person", "add", "Someone New"]) == 0


def test_while_open_on_this_computer_the_terminal_writes(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = QLockFile(str(lock_path(journal)))
    lock.setStaleLockTime(0)
    assert lock.tryLock(0)
    assert main(["--journal", str(journal), "person", "add", "Someone New"]) == 0
    lock.unlock()
