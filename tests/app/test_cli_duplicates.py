"""`kith duplicates`, `kith merge` and `kith not-the-same`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

NOW = "2026-11-22T09:00:00"


@pytest.fixture
def kith(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    journal = ["--journal", str(tmp_path / "journal.kith"), "--now", NOW]

    def run(*words: str, code: int = 0) -> str:
        assert main([*journal, *words]) == code
        said = capsys.readouterr()
        return said.out if not code else said.err

    run("person", "add", "Rui Santos", "--role", "Buyer", "--note", "Likes maps.")
    run("person", "add", "Santos, Rui", "--role", "Owner", "--note", "From the fair.")
    return run


def data(text: str) -> Any:
    return json.loads(text)


def test_pairs_are_listed_with_why_and_how_to_name_them(kith) -> None:
    out = kith("duplicates")
    assert out.splitlines()[1:] == [
        "    Same name, written in two ways: Rui Santos, Santos, Rui.",
        "1 pair looks alike.",
    ]
    (found,) = data(kith("duplicates", "--json"))
    assert found["grounds"] == ["names"]
    write = [found[side]["write"] for side in ("one", "other")]
    kith("merge", *write)
    assert kith("duplicates") == "Nobody seems to be in the journal twice.\n"
    assert data(kith("duplicates", "--json")) == []


def test_merging_takes_the_sides_that_were_named(kith) -> None:
    (found,) = data(kith("duplicates", "--json"))
    one, other = found["one"]["write"], found["other"]["write"]
    told = kith("merge", one, other, "--preview", "--keep-from", "role=other")
    assert "Role: Owner" in told
    assert told.endswith("Nothing was changed.\n")
    assert len(data(kith("person", "list", "--json"))) == 2
    sides = ("--keep-from", "role=other", "--keep-from", "note=name")
    merged = data(kith("merge", one, other, *sides, "--json"))
    assert merged["done"]
    assert (merged["person"]["role"], merged["person"]["note"]) == ("Owner", "Likes maps.")
    assert len(data(kith("person", "list", "--json"))) == 1
    assert "Merge Santos, Rui into Rui Santos" in kith("history", "--limit", "1")


@pytest.mark.parametrize("word", ["colour=other", "role=both", "role=", "role"])
def test_a_side_that_cannot_be_is_refused(kith, word: str) -> None:
    assert "is none of" in kith("merge", "a", "b", "--keep-from", word, code=2)


def test_two_people_are_kept_as_two(kith) -> None:
    (found,) = data(kith("duplicates", "--json"))
    one, other = found["one"]["write"], found["other"]["write"]
    assert "are kept as two people" in kith("not-the-same", one, other)
    assert data(kith("duplicates", "--json")) == []


def test_somebody_is_not_merged_with_themselves(kith) -> None:
    (found,) = data(kith("duplicates", "--json"))
    one = found["one"]["write"]
    assert "same person already" in kith("merge", one, one, code=1)
