"""The recovery sheet, written and read back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.model.errors import FileWriteError, InputError
from app.model.values import FixedClock
from app.services import vault
from app.services.recovery import save_sheet, suggested_sheet
from app.services.workspace import Workspace

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


@pytest.fixture
def protected(tmp_path: Path) -> Workspace:
    path = tmp_path / "Dear *diary*.kith"
    key = vault.begin(path, "orbit pickle lantern moss")
    return Workspace.open(path, CLOCK, create=True, key=key)


def test_the_sheet_holds_the_code_that_opens_the_journal(
    protected: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / suggested_sheet(protected)
    before = {*tmp_path.iterdir()}
    save_sheet(protected, out)
    assert {*tmp_path.iterdir()} - before == {out}
    if os.name != "nt":
        assert out.stat().st_mode & 0o777 == 0o600
    sheet = PdfReader(out)
    words = " ".join(sheet.pages[0].extract_text().split())
    assert len(sheet.pages) == 1
    assert "Dear *diary*" in words  # a name is never read as markup
    assert "Sunday 22 November 2026" in words
    key = protected.key
    assert key is not None
    code = vault.recovery_code(key)
    typed = "".join(group for group in words.split() if group in code.split("-"))
    protected.close()
    assert vault.unlock(protected.path, typed).spec() == key.spec()
    assert bool(sheet.trailer["/Root"]["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert sheet.metadata is not None
    assert not any(group in str(sheet.metadata) for group in code.split("-"))


def test_what_is_there_already_is_left_alone(protected: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    out.write_text("mine")
    with pytest.raises(FileWriteError, match="is there already"):
        save_sheet(protected, out)
    assert out.read_text() == "mine"
    with pytest.raises(FileWriteError, match="was not saved"):
        save_sheet(protected, tmp_path / "gone" / "sheet.pdf")
    protected.close()


def test_a_journal_without_a_passphrase_has_no_sheet(tmp_path: Path) -> None:
    plain = Workspace.open(tmp_path / "plain.kith", CLOCK, create=True)
    with pytest.raises(InputError, match="no recovery code"):
        save_sheet(plain, tmp_path / "sheet.pdf")
    plain.close()
