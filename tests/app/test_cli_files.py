"""`kith attach` and `kith files`: in, listed, and out again, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import attachments
from app.services.workspace import Workspace

NOW = "2026-11-22T09:00:00"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


@pytest.fixture
def journal(workspace: Workspace) -> Path:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
        when = Moment(PartialDate(2026, 3, 2))
        talk = edit.add(Interaction, when=when, people=(dana.id,))
        edit.attach(talk, "slides.pdf", b"%PDF-1.7 slides", "application/pdf")
    return workspace.path


def said(
    journal: Path, capsys: pytest.CaptureFixture[str], *words: object, code: int = 0
) -> tuple[str, str]:
    assert main(["--journal", str(journal), "--now", NOW, *map(str, words)]) == code
    return capsys.readouterr()


def data(journal: Path, capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    return json.loads(said(journal, capsys, *words, "--json")[0])


def test_files_go_in_are_listed_and_come_out(
    journal: Path, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offer, notes, face = (tmp_path / name for name in ("offer.bin", "notes.txt", "face.png"))
    offer.write_bytes(bytes(range(256)) * 100)
    notes.write_text("hers")
    face.write_bytes(PNG)
    out, _err = said(journal, capsys, "attach", "dana", offer, notes)
    assert out == "Added to Dana Okafor: “offer.bin” and “notes.txt”.\n"
    assert workspace.can_undo() == "Add 2 files"
    out, _err = said(journal, capsys, "attach", "dana", face, "--photo")
    assert out == "The photo of Dana Okafor is set.\n"
    out, _err = said(journal, capsys, "files", "dana")
    assert out.splitlines() == [
        "1  face.png · 38 bytes · 22 Nov 2026 · photo",
        "2  offer.bin · 26 KB · 22 Nov 2026",
        "3  notes.txt · 4 bytes · 22 Nov 2026",
        "4  slides.pdf · 15 bytes · 22 Nov 2026 · on an entry",
        "4 files, 26 KB",
    ]
    found = data(journal, capsys, "files", "dana")
    assert [(f["number"], f["name"], f["role"], f["on_entry"]) for f in found] == [
        (1, "face.png", "photo", False),
        (2, "offer.bin", "file", False),
        (3, "notes.txt", "file", False),
        (4, "slides.pdf", "file", True),
    ]
    copy = tmp_path / "out.bin"
    said(journal, capsys, "files", "dana", "--save", 2, copy)
    assert copy.read_bytes() == offer.read_bytes()
    _out, err = said(journal, capsys, "files", "dana", "--save", 3, copy, code=1)
    assert "there already" in err
    said(journal, capsys, "files", "dana", "--save", 3, copy, "--overwrite")
    assert copy.read_text() == "hers"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("attach", "dana", "nothing.txt"), "There is no file"),
        (("attach", "dana", "notes.txt", "--photo"), "not a picture"),
        (("attach", "dana", "notes.txt", "notes.txt", "--photo"), "has one photo"),
        (("files", "dana", "--save", "9", "out"), "There is no file number 9."),
        (("files", "dana", "--save", "two", "out"), "“two” is no number of a file."),
        (("attach", "nobody", "notes.txt"), "nobody"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_added(
    journal: Path,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("hers")
    _out, err = said(journal, capsys, *words, code=1)
    assert told in err
    assert len(attachments.all_of(workspace, 1)) == 1
    assert not Path("out").exists()


def test_nobody_has_files_before_there_are_any(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Rui")
    assert said(workspace.path, capsys, "files", "rui")[0] == "No files.\n"
