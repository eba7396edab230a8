"""`kith import` with mail and chats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.app.exchange.letters import ADA, ME, MINE, letter, write

NOW = "2026-11-22T09:00:00"


@pytest.fixture
def take_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    journal = ["--journal", str(tmp_path / "journal.kith"), "--now", NOW]
    assert main([*journal, "person", "add", "Dana"]) == 0
    capsys.readouterr()

    def run(*words: str) -> Any:
        assert main([*journal, "import", *words, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        return said.get("data", said)

    return run


def test_a_mail_archive_comes_in_with_its_people(take_in, tmp_path: Path) -> None:
    first = letter(MINE, ADA, "2 Mar 2026 12:00:00 +0000", "Plan", id="a")
    answer = letter(ADA, MINE, "3 Mar 2026 12:00:00 +0000", "Re: Plan", id="b", answers="a")
    path = str(write(tmp_path / "all.mbox", first, answer))
    assert take_in(path, "--dry-run")["needs_addresses"]
    found = take_in(path, "--my-address", ME, "--add-people")
    assert (found["added"], found["needs_addresses"]) == (2, False)
    assert [one["title"] for one in found["records"]] == ["Adaeze Okafor", "Plan"]
    assert take_in(path)["added"] == 0


def test_a_chat_is_told_how_it_writes_its_dates(take_in, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Ada Okafor.txt"
    path.write_text("03/04/2024, 12:01 - Ada Okafor: Hello\n", encoding="utf-8")
    assert take_in(str(path), "--dry-run")["needs_day_order"]
    for word, needs in (("--day-first", False), ("--month-first", False)):
        found = take_in(str(path), "--dry-run", word)
        assert (found["needs_day_order"], len(found["records"])) == (needs, 2)
