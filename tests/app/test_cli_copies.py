"""Copies from a terminal: made, listed, put back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from app.services import vault
from app.services.occupied import lock_path

WORDS = "four words no one guesses"


class Terminal:
    def __init__(self, journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._start = ["--journal", str(journal), "--now", "2026-11-22T09:00"]
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str]:
        code = cli.main([*self._start, *words])
        out, err = self._capsys.readouterr()
        return code, out + err


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.kith"


@pytest.fixture
def kith(journal: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(journal, capsys)


@pytest.mark.parametrize("secret", ["", WORDS])
def test_a_copy_is_made_listed_and_put_back(
    kith: Terminal, journal: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kith("person", "add", "Ada")
    if secret:
        vault.protect(journal, secret).wipe()
        monkeypatch.setenv("KITH_PASSPHRASE", secret)
    code, told = kith("backup")
    assert code == 0
    assert "1 person, 0 entries and 0 promises" in told
    kith("person", "add", "Ben")
    code, told = kith("backups", "--json")
    (copy,) = json.loads(told)
    assert (copy["reason"], copy["protected"]) == ("by hand", bool(secret))
    code, told = kith("restore", copy["file"], "--json")
    assert code == 0
    answer = json.loads(told)
    assert answer["holds"]["people"] == 1
    assert Path(answer["kept_aside"]).exists()
    assert "Ben" not in kith("person", "list")[1]
    assert "Kept before a restore" in kith("backups")[1]


def test_a_copy_into_a_file_or_a_folder(kith: Terminal, tmp_path: Path) -> None:
    kith("person", "add", "Ada")
    folder = tmp_path / "stick"
    folder.mkdir()
    code, told = kith("backup", str(folder), "--json")
    assert Path(json.loads(told)["file"]).parent == folder
    code, _told = kith("backup", str(tmp_path / "mine.kith"))
    assert code == 0
    code, told = kith("backup", str(tmp_path / "mine.kith"))
    assert (code, told) == (1, "“mine.kith” is there already. Choose another name.\n")
    code, told = kith("backup", str(tmp_path / "no" / "mine.kith"))
    assert code == 1
    assert "does not exist" in told
    assert kith("backups")[1] == "No copy yet.\n"


def test_a_copy_of_another_journal_of_this_name_is_named_as_one(
    kith: Terminal, journal: Path
) -> None:
    kith("person", "add", "Ada")
    kith("backup")
    assert "of another journal" not in kith("backups")[1]
    journal.rename(journal.with_name("old.kith"))
    kith("person", "add", "Ben")
    kith("backup")
    lines = kith("backups")[1].splitlines()
    assert len(lines) == 2
    assert ["of another journal" in line for line in lines].count(True) == 1
    told = json.loads(kith("backups", "--json")[1])
    assert sorted(copy["other_journal"] for copy in told) == [False, True]


def test_what_cannot_be_restored_is_said_in_a_sentence(kith: Terminal, tmp_path: Path) -> None:
    kith("person", "add", "Ada")
    code, told = kith("restore", str(tmp_path / "none.kith"))
    assert (code, told.count("\n")) == (1, 1)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("shopping list")
    assert kith("restore", str(wrong))[0] == 1
    assert kith("restore", str(tmp_path / "journal.kith"))[1].startswith(
        "journal.kith is the journal itself."
    )
    assert "Ada" in kith("person", "list")[1]


def test_nothing_is_put_back_while_another_computer_has_the_journal(
    kith: Terminal, journal: Path
) -> None:
    kith("person", "add", "Ada")
    kith("backup")
    (copy,) = json.loads(kith("backups", "--json")[1])
    kith("person", "add", "Ben")
    lock_path(journal).write_text("4711\nkith\nannas-laptop\nanother mark\nanother start\n")
    code, told = kith("restore", copy["file"])
    assert code == 1
    assert "annas-laptop" in told
    assert "Ben" in kith("person", "list")[1]
