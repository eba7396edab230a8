"""`kith watch`: add, list, read and remove from a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.app.services.test_watching import calendar, event, put


@pytest.fixture
def kith(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    journal = ["--journal", str(tmp_path / "j.kith"), "--now", "2026-11-22T09:00:00"]

    def run(*words: str, code: int = 0) -> Any:
        assert main([*journal, *words]) == code
        said = capsys.readouterr()
        return json.loads(said.out) if "--json" in words else (said.out or said.err).strip()

    run("person", "add", "Ada Okafor", "--email", "ada@example.org")
    return run


def test_a_calendar_is_watched_from_a_terminal(kith, tmp_path: Path) -> None:
    path = tmp_path / "work.ics"
    put(path, calendar(event(uid="a", title="One")))
    assert kith("watch", "list") == "Nothing is watched."
    assert kith("watch", "add", str(path)) == "Calendar work.ics: 1 new meeting."
    assert kith("watch", "read") == "Nothing has changed."
    put(path, calendar(event("SEQUENCE:1", uid="a", title="One", start="20261204T100000")))
    (found,) = kith("watch", "read", "--json")
    assert (found["told"], found["merged"]) == ("Calendar work.ics: 1 meeting moved.", 1)
    assert [one["title"] for one in found["records"]] == ["One"]
    (listed,) = kith("watch", "list", "--json")
    assert (listed["path"], listed["trouble"]) == (str(path), "")
    assert listed["read_at"].startswith("2026-11-22T09:00")
    assert "watched no longer" in kith("watch", "remove", str(path))
    assert kith("watch", "list", "--json") == []


def test_what_cannot_be_watched_is_said(kith, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing Kith would follow, just a few words\n")
    assert "“notes.txt”" in kith("watch", "add", str(tmp_path / "notes.txt"), code=1)
    assert "is not watched" in kith("watch", "remove", str(tmp_path / "x.ics"), code=1)
    put(tmp_path / "half.ics", calendar(event())[:-8])
    assert "is not complete" in kith("watch", "add", str(tmp_path / "half.ics"))
