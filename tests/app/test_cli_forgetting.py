"""`kith person forget` and `kith person held`: look first, then do it, and say what was done."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.model.copies import Reason
from app.model.values import FixedClock
from app.services import backups
from app.services.workspace import Workspace
from tests.app.services.planting import traces
from tests.sample_copies import put_sample

NOW = "2026-11-22T09:00:00"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.kith"
    clock = FixedClock(datetime.fromisoformat(NOW).astimezone())
    workspace = Workspace.open(put_sample(path, clock.now()), clock)
    backups.make(workspace, Reason.BY_HAND)
    workspace.close()
    return path


def said(
    sample: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0
) -> tuple[str, str]:
    assert main(["--journal", str(sample), "--now", NOW, *words]) == code
    return capsys.readouterr()


def data(sample: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(sample, capsys, *words, "--json")[0])


def test_without_yes_it_only_looks(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sample.read_bytes()
    out, _err = said(sample, capsys, "person", "forget", "dana")
    assert "Forget Dana Okafor?" in out
    assert "This is the one step that cannot be undone." in out
    assert "We both know Dana Okafor" in out
    assert "Also forget Northwind, which nobody else belongs to." in out
    assert "Nothing was changed." in out
    found = data(sample, capsys, "person", "forget", "dana")
    assert (found["done"], found["person"]["name"]) == (False, "Dana Okafor")
    assert found["records"]["interaction"] == 43
    assert [copy["state"] for copy in found["copies"]] == ["holds"]
    assert found["name_words"] == ["Dana", "Okafor"]
    assert sample.read_bytes() == before


def test_with_yes_and_copies_nothing_is_left(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("person", "forget", "Dana", "--yes", "--backups", "--name-words")
    done = data(sample, capsys, *words)
    assert done["done"]
    assert done["erased"]
    assert len(done["copies_rewritten"]) == 1
    assert done["copies_left"] == []
    assert traces(sample.parent, "Okafor") == []
    assert traces(sample.parent, "Head of procurement") == []
    _out, err = said(sample, capsys, "person", "show", "Dana", code=1)
    assert "No one here is called" in err
    assert data(sample, capsys, "history")[0]["kind"] == "forget"


def test_the_rest_can_be_kept(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("person", "forget", "Dana", "--yes", "--keep-mentions", "--keep-organisations")
    out, _err = said(sample, capsys, *words)
    assert "One person is forgotten." in out
    assert "These copies may still hold them:" in out
    found = data(sample, capsys, "person", "show", "Rui")
    assert "We both know Dana Okafor" in {common["text"] for common in found["same"]}
    assert traces(sample.parent, "Northwind")


def test_someone_deleted_is_found_by_the_whole_name(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.open(sample)
    with workspace.change("Delete Dana") as edit:
        edit.remove(workspace.person_named("Dana"))
    workspace.close()
    _out, err = said(sample, capsys, "person", "forget", "Dana", code=1)
    assert "No one here is called" in err
    assert data(sample, capsys, "person", "forget", "dana  okafor", "--yes")["done"]


def test_what_is_held(sample: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pdf, out = tmp_path / "held.pdf", tmp_path / "held.json"
    told, _err = said(
        sample, capsys, "person", "held", "Dana", "--pdf", str(pdf), "--json", str(out)
    )
    assert f"Wrote {pdf}." in told
    assert "initials" in told
    assert pdf.read_bytes().startswith(b"%PDF")
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["others_appear_as"] == "initials"
    _told, err = said(sample, capsys, "person", "held", "Dana", "--json", str(out), code=1)
    assert "“held.json” is there already. " in err
    assert "--overwrite" in err
    both = ("--pdf", str(tmp_path / "new.pdf"), "--json", str(out))
    _told, err = said(sample, capsys, "person", "held", "Dana", *both, code=1)
    assert "--overwrite" in err
    assert not (tmp_path / "new.pdf").exists()
    words = ("--json", str(out), "--overwrite", "--full-names")
    told, _err = said(sample, capsys, "person", "held", "Dana", *words)
    assert "privacy" in told
    assert json.loads(out.read_text(encoding="utf-8"))["others_appear_as"] == "full names"
    _told, err = said(sample, capsys, "person", "held", "Dana", code=1)
    assert "Say where to write it." in err
