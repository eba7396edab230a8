"""Someone judges a relationship, prepares for a lunch, takes a sheet along, and logs it after."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog

from app.model.people import Verdict, VerdictChoice
from app.model.records import Interaction, Meeting, MeetingState
from tests.stories.conftest import Someone


def go_to(someone: Someone, name: str) -> None:
    someone.presses("Ctrl+K")
    someone.types(name)
    someone.waits()
    someone.presses("Return")
    someone.waits()


def test_saying_one_s_own_word_before_the_record_speaks(someone: Someone, sample: Path) -> None:
    someone.starts_kith(sample)
    go_to(someone, "yilmaz")
    someone.clicks("Is it real?")
    someone.waits()
    assert someone.sees("Covered until you have said your word.")
    someone.clicks("Real")
    someone.clicks("Keep it and show the record")
    someone.waits()
    assert someone.sees("You and the record agree.")
    person = someone.journal.person_named("Ayşe Yılmaz")
    kept = someone.journal.find(Verdict, counterpart_id=person.id)
    assert (kept[-1].choice, kept[-1].seen_evidence) == (VerdictChoice.REAL, False)

    # The entries a test counted are one click away.
    someone.clicks("Show the 2 contacts")
    someone.waits()
    assert someone.sees("Timeline")
    someone.presses("Alt+Left")

    # And the word can be taken back.
    someone.presses("Ctrl+Z")
    assert len(someone.journal.find(Verdict, counterpart_id=person.id)) == len(kept) - 1


def test_preparing_taking_a_sheet_along_and_logging(
    someone: Someone, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(sheet), ""))
    someone.starts_kith(sample)
    go_to(someone, "yilmaz")
    someone.presses("Ctrl+Shift+P")
    someone.waits()
    assert someone.sees("Bring up what you share")
    assert someone.sees("Both would rather lose a job than fudge a figure")

    someone.clicks("Export PDF")
    someone.waits()
    if not sheet.exists():
        someone.clicks("Save PDF…")
        someone.waits()
    words = " ".join(page.extract_text() for page in PdfReader(sheet).pages)
    assert "Ayşe Yılmaz" in words
    assert "private" in words.lower()

    someone.presses("Ctrl+4")
    someone.waits()
    someone.starts_kith(sample)
    go_to(someone, "yilmaz")
    someone.presses("Ctrl+Shift+P")
    someone.waits()
    someone.clicks("Start and log")
    someone.waits()
    assert someone.sees("Log the meeting: Lunch with Ayşe")
    person = someone.journal.person_named("Ayşe Yılmaz")
    before = len(someone.journal.interactions_of(person.id))
    someone.clicks("They did")
    someone.clicks("Real talk")
    someone.presses("Ctrl+Return")
    someone.waits()
    assert someone.sees("Anything beyond the agenda?")
    assert len(someone.journal.interactions_of(person.id)) == before
    someone.presses("Ctrl+Return")
    someone.waits()
    entries = someone.journal.interactions_of(person.id)
    assert len(entries) == before + 1
    held = [m for m in someone.journal.find(Meeting) if m.title == "Lunch with Ayşe"]
    assert held[0].state is MeetingState.HELD


def test_an_address_book_comes_in_and_goes_out_again(
    someone: Someone, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Aino Järvinen\nEND:VCARD\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(cards)], ""))
    someone.starts_kith(sample)
    before = len(someone.journal.people()), len(someone.journal.find(Interaction))
    someone.presses("Ctrl+I")
    someone.clicks("Choose files")
    someone.waits()
    assert someone.sees("1 record read.")
    someone.clicks("Import 1 person")
    someone.waits()
    assert len(someone.journal.people()) == before[0] + 1
    someone.clicks("Undo the import")
    assert len(someone.journal.people()) == before[0]
    assert someone.sees("Taken back: Import cards.vcf")
