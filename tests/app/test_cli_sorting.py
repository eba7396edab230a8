"""`kith sort` and `kith person sort`: who waits, and the answer for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.model.people import Attention, Counterpart
from app.services.workspace import Workspace

NOW = "2026-11-22T09:00:00"
CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nORG:Harbour Labs\nEMAIL:{name[:3].lower()}@x.example\n"
    "END:VCARD\n"
    for name in ("Aino Järvinen", "Ben Odili", "Chiara Rossi")
)


@pytest.fixture
def journal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path, cards = tmp_path / "journal.kith", tmp_path / "cards.vcf"
    cards.write_text(CARDS, encoding="utf-8")
    said(path, capsys, "import", str(cards))
    said(path, capsys, "log", "call with Chiara yesterday 30m they opened. Budget")
    return path


def said(
    journal: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0
) -> tuple[str, str]:
    assert main(["--journal", str(journal), "--now", NOW, *words]) == code
    return capsys.readouterr()


def data(journal: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(journal, capsys, *words, "--json")[0])


def test_who_waits_most_contact_first(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _err = said(journal, capsys, "sort")
    lines = out.splitlines()
    assert lines[0].startswith("Chiara Rossi, Harbour Labs  One contact, in November 2026.")
    assert (
        lines[1]
        == "Aino Järvinen, Harbour Labs  Nothing is logged with them.  [no rhythm proposed]"
    )
    assert lines[3:] == ["3 people wait to be sorted.", "0 of 3 sorted, 0 kept up with."]
    found = data(journal, capsys, "sort", "--limit", "1")
    assert {key: found[key] for key in ("waiting", "people", "sorted", "kept")} == {
        "waiting": 3,
        "people": 3,
        "sorted": 0,
        "kept": 0,
    }
    assert (found["without_contact"], len(found["next"])) == (2, 1)
    chiara = found["next"][0]
    assert (chiara["name"], chiara["contacts"], chiara["rhythm"]) == ("Chiara Rossi", 1, None)
    assert chiara["source"] == "Came with “Import cards.vcf” on 22 Nov 2026."


@pytest.mark.parametrize(
    ("flags", "attention", "told"),
    [
        (["--keep"], Attention.KEEP, "Keep up with"),
        (["--address-only"], Attention.ADDRESS, "Address only"),
        (["--leave-out"], Attention.OUT, "Left out"),
        (["--later"], Attention.UNSORTED, "Not sorted yet"),
    ],
)
def test_the_answer_for_one(
    journal: Path,
    capsys: pytest.CaptureFixture[str],
    flags: list[str],
    attention: Attention,
    told: str,
) -> None:
    out, _err = said(journal, capsys, "person", "sort", "ben", *flags)
    assert out.splitlines()[0] == f"Ben Odili: {told}."
    workspace = Workspace.open(journal)
    assert workspace.person_named("Ben Odili").attention is attention
    workspace.close()


def test_a_kind_and_a_rhythm_come_with_keeping_up(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--kind", "client", "--rhythm", "monthly")
    found = data(journal, capsys, "person", "sort", "ben", "--keep", *words)
    assert (found["attention"], found["kind"], found["rhythm"]) == ("keep", "client", "monthly")
    assert found["waiting"] == 2
    _out, err = said(journal, capsys, "person", "sort", "aino", "--leave-out", *words, code=1)
    assert "A kind and a rhythm belong to someone you keep up with." in err
    said(journal, capsys, "undo")
    assert data(journal, capsys, "sort")["waiting"] == 3


def test_the_list_leaves_out_who_is_left_out(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(journal, capsys, "person", "sort", "ben", "--leave-out")
    shown = data(journal, capsys, "person", "list")
    assert [one["name"] for one in shown] == ["Aino Järvinen", "Chiara Rossi"]
    assert {one["attention"] for one in shown} == {"unsorted"}
    out, _err = said(journal, capsys, "person", "list", "--left-out")
    assert out.splitlines() == ["Ben Odili · other · Harbour Labs · Left out", "1 person"]
    assert data(journal, capsys, "person", "show", "ben")["attention"] == "out"


def test_nobody_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "typed.kith"
    said(path, capsys, "person", "add", "Dana Okafor")
    out, _err = said(path, capsys, "sort")
    assert out.splitlines() == ["0 people wait to be sorted."]
    workspace = Workspace.open(path)
    assert [one.attention for one in workspace.find(Counterpart)] == [Attention.KEEP]
    workspace.close()
