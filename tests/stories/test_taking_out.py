"""Someone leaves: everything goes out into files, and comes into an empty journal again."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QFileDialog

from app.services import transfer
from app.services.workspace import Workspace
from tests.stories.conftest import Someone


@pytest.fixture
def saves_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The answers to whatever dialog asks where to, the next one first."""
    answers: list[Path] = []
    told = staticmethod(lambda *_args, **_options: (str(answers.pop(0)), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", told)
    folder = staticmethod(lambda *_args, **_options: str(answers.pop(0)))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    return answers


def test_everything_is_taken_out_by_keyboard_alone(
    someone: Someone, sample: Path, tmp_path: Path, saves_to: list[Path]
) -> None:
    someone.starts_kith(sample)
    steps = len(someone.journal.history())
    someone.presses("Ctrl+Shift+I")
    someone.waits()
    assert someone.sees("What is exported is not encrypted")
    vault, cards = tmp_path / "vault", tmp_path / "people.vcf"
    saves_to += [vault, cards, cards]

    someone.goes_to("Export…")
    someone.presses("Space")
    someone.waits_for("Exported. 24 people, 546 entries.", str(vault))
    someone.waits()
    assert "[[People/" in (vault / "Timeline" / "2026.md").read_text("utf-8")

    # The same again as an address book; what is there already stays until one says so.
    someone.presses("Escape", "Ctrl+Shift+I", "Down")
    someone.waits()
    someone.goes_to("Export…")
    someone.presses("Space")
    someone.waits_for("Exported. 24 people.", str(cards))
    someone.waits()
    someone.goes_to("Export…")
    someone.presses("Space")
    someone.waits_for("“people.vcf” is there already.")
    someone.goes_to("Replace it")
    someone.presses("Space")
    someone.waits_for("Exported. 24 people.")
    someone.waits()

    assert len(someone.journal.history()) == steps
    fresh = Workspace.open(tmp_path / "fresh.kith", create=True)
    transfer.apply(fresh, transfer.preview(fresh, [cards]))
    names = {person.name for person in someone.journal.people()}
    assert {person.name for person in fresh.people()} == names
    fresh.close()


def test_one_person_asks_for_everything_held(
    someone: Someone, sample: Path, tmp_path: Path, saves_to: list[Path]
) -> None:
    someone.starts_kith(sample)
    dana = someone.journal.person_named("Dana")
    with someone.journal.change("Attach") as edit:
        edit.attach(dana, "letter.txt", b"of Dana", "text/plain")
    someone.waits()
    someone.presses("Ctrl+F")
    someone.types("dana")
    someone.waits()
    someone.presses("Return")
    someone.waits_for("Head of procurement, Northwind")
    someone.waits()
    someone.clicks("Everything held about them")  # one press on the profile
    someone.waits()
    saves_to.append(tmp_path / "dana.zip")
    someone.clicks("Save everything…")
    someone.waits_for("Saved.", "dana.zip")
    someone.waits()
    with ZipFile(tmp_path / "dana.zip") as packed:
        assert packed.read("files/letter.txt") == b"of Dana"
        assert len(packed.namelist()) == 3
