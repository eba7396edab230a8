"""The passphrase from the terminal: set, change, remove, and never as an argument."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.passphrases import Passphrases
from app.services.vault import is_protected, seed_of
from tests.sample_copies import put_sample

ROOT = Path(__file__).resolve().parents[2]
FIRST = "gravel monsoon tulip cabinet"
SECOND = "lantern orbit velvet acorn"


def kith(journal: Path, *words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", "--journal", str(journal), *words],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "mine.kith"
    return put_sample(path)


def test_set_change_and_remove(journal: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(FIRST + "\n")
    second.write_text(SECOND)
    assert kith(journal, "lock", "set", "--passphrase-file", str(first)).returncode == 0
    assert is_protected(journal)
    locked = kith(journal, "person", "list")
    assert locked.returncode == 1
    assert "nobody is here to ask" in locked.stderr
    assert "Traceback" not in locked.stderr
    people = kith(journal, "--passphrase-file", str(first), "person", "list", "--json")
    assert len(json.loads(people.stdout)) == 24
    changed = kith(
        journal,
        *("lock", "change", "--passphrase-file", str(first)),
        *("--new-passphrase-file", str(second)),
    )
    assert changed.returncode == 0
    wrong = kith(journal, "check", KITH_PASSPHRASE=FIRST)
    assert wrong.returncode == 1
    assert "not the passphrase" in wrong.stderr
    assert kith(journal, "check", KITH_PASSPHRASE=SECOND).returncode == 0
    code = json.loads(kith(journal, "lock", "code", "--json", KITH_PASSPHRASE=SECOND).stdout)
    assert seed_of(code["code"]) is not None
    assert kith(journal, "search", "note", KITH_PASSPHRASE=code["code"]).returncode == 0
    anew = kith(
        journal, "lock", "change", "--new-key", KITH_PASSPHRASE=SECOND, KITH_NEW_PASSPHRASE=FIRST
    )
    assert anew.returncode == 0
    assert kith(journal, "check", KITH_PASSPHRASE=code["code"]).returncode == 1
    assert kith(journal, "lock", "remove", KITH_PASSPHRASE=FIRST).returncode == 0
    assert kith(journal, "check").returncode == 0


def test_what_cannot_be_done_is_one_sentence(journal: Path, tmp_path: Path) -> None:
    for words, surroundings, told in (
        (("lock", "remove"), {"KITH_PASSPHRASE": FIRST}, "has no passphrase"),
        (("lock", "set"), {}, "nobody is here to ask"),
        (("lock", "set"), {"KITH_PASSPHRASE": "short"}, "at least 8"),
        (("lock", "set", "--passphrase-file", str(tmp_path / "no")), {}, "cannot be read"),
    ):
        found = kith(journal, *words, **surroundings)
        assert found.returncode == 1, words
        assert told in found.stderr
        assert found.stderr.count("\n") == 1
        assert not is_protected(journal)


def test_a_passphrase_is_no_argument(journal: Path) -> None:
    assert kith(journal, "lock", "set", FIRST).returncode == 2
    assert kith(journal, "--passphrase", FIRST, "check").returncode == 2


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + FIRST.encode(),
        FIRST.encode() + b"\r\nThe words for the journal.\r\n",
    ],
    ids=["byte order mark", "two lines"],
)
def test_the_passphrase_is_the_first_line_of_the_file(tmp_path: Path, body: bytes) -> None:
    """Nobody could type a mark that editors hide, or a second line, into the window."""
    file = tmp_path / "secret.txt"
    file.write_bytes(body)
    assert Passphrases(file=file).given(tmp_path / "mine.kith") == FIRST
