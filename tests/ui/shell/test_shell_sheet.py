"""The recovery sheet: a reminder until it is saved, and the passphrase before it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.model.values import FixedClock
from app.services import vault
from app.services.computer import Computer
from app.services.strength import strength
from tests.ui.probes import texts
from ui import composition
from ui.main_window import MainWindow
from ui.pages.settings.protection import ProtectionPanel
from ui.program import Program

PASSPHRASE = "orbit pickle lantern moss"


@pytest.fixture
def path(sample_file: Path, tmp_path: Path) -> Path:
    made = tmp_path / "journal.kith"
    shutil.copyfile(sample_file, made)
    vault.protect(made, PASSPHRASE)
    return made


@pytest.fixture
def program(dressed: QApplication, tmp_path: Path, clock: FixedClock) -> Iterator[Program]:
    computer = Computer(tmp_path / "computer.json")
    made = Program(dressed, composition.parts(), composition.welcome, computer, clock)
    yield made
    made.close()


def opened(program: Program, path: Path) -> MainWindow:
    assert program.open(path, key=vault.unlock(path, PASSPHRASE))
    assert isinstance(program.window, MainWindow)
    return program.window


def test_the_sheet_is_saved_only_for_who_knows_the_passphrase(
    program: Program, path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(sheet), ""))
    window = opened(program, path)
    assert "was not saved yet" in window.strip.message()
    window.strip._button.click()
    panel = window.findChild(ProtectionPanel)
    assert panel is not None
    panel.sheet_button.click()
    assert panel._form is not None and not sheet.exists()
    panel._form.today.setText(PASSPHRASE)
    panel._form.go.click()
    qtbot.waitUntil(lambda: "is saved" in panel.strip.message(), timeout=30_000)
    assert sheet.exists()
    assert opened(program, path).strip.message() == ""


def test_the_reminder_can_be_declined_for_good(program: Program, path: Path) -> None:
    opened(program, path).strip._more.click()
    assert opened(program, path).strip.message() == ""


def test_f1_opens_the_handbook_before_a_journal_is_open(program: Program, path: Path) -> None:
    program.open(path)
    assert program.window is not None
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    QTest.keyClick(program.window, Qt.Key.Key_F1)
    book = program.handbook
    assert book is not None and book.isVisible()
    assert book.centralWidget().chapter == "protection"  # type: ignore[attr-defined]


def test_the_first_page_names_the_keys_file_and_the_advice_once(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    program.show_welcome(None)
    assert program.window is not None
    page = program.window.centralWidget()
    assert not any(".keys" in text for text in texts(page))
    page.passphrase.field.setText("short")  # type: ignore[attr-defined]
    page.passphrase.show_judged("short", strength("short"))  # type: ignore[attr-defined]
    assert any(".kith.keys" in text for text in texts(page))
    assert " ".join(texts(page)).lower().count("random words are best") == 1
