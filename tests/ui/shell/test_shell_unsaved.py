"""Text that the journal does not take: it is said, it stays, and nothing leaves without asking."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.values import FixedClock
from app.services import vault
from app.services.computer import Computer
from app.services.log_form.form import LogForm
from app.services.workspace import Workspace
from tests.ui.probes import settle
from tests.ui.shell.test_shell_damaged import edited_note
from ui import composition
from ui.front_window import FrontWindow
from ui.main_window import MainWindow
from ui.pages.log import LogPage
from ui.pages.unlock import UnlockPage
from ui.program import Program

PASSPHRASE = "orbit pickle lantern moss"
NOTE = "She worries who keeps the archive. " * 170


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that can be filled."""
    made = tmp_path / "disk"
    made.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", str(made)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this account may not mount a small disk")
    yield made
    subprocess.run(["umount", "-l", str(made)], capture_output=True, check=False)


@pytest.fixture
def program(
    dressed: QApplication, sample_file: Path, disk: Path, tmp_path: Path, clock: FixedClock
) -> Iterator[Program]:
    """Kith with a protected journal on that disk."""
    path = disk / "journal.kith"
    shutil.copyfile(sample_file, path)
    key = vault.protect(path, PASSPHRASE)
    computer = Computer(tmp_path / "computer.json")
    made = Program(dressed, composition.parts(), composition.welcome, computer, clock)
    made.open(path, key=key)
    yield made
    made.close()


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free))
    return filler


def shown(program: Program) -> MainWindow:
    assert isinstance(program.window, MainWindow)
    return program.window


def journal(program: Program) -> Workspace:
    assert program.bridge is not None
    return program.bridge.workspace


def writes(program: Program) -> LogPage:
    """The log page with a long note typed into it, and the disk full before it was saved."""
    assert program.bridge is not None
    program.bridge.go("log")
    page = shown(program).page
    assert isinstance(page, LogPage)
    page.parts.note.insertPlainText(NOTE)
    return page


def unlock(program: Program, qtbot: QtBot) -> None:
    window = program.window
    assert isinstance(window, FrontWindow) and isinstance(window.page, UnlockPage)
    window.page.field.setText(PASSPHRASE)
    window.page.unlock_button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=30_000)
    settle()


def bodies(workspace: Workspace) -> list[str]:
    forms = (LogForm.from_json(draft.body) for draft in workspace.drafts())
    return [str(form.said["note"]) for form in forms if form is not None]


def test_a_note_on_a_full_disk_keeps_the_window_open(
    program: Program, disk: Path, qtbot: QtBot
) -> None:
    page, window = writes(program), shown(program)
    filler = fill(disk)
    qtbot.waitUntil(lambda: "is full" in window.strip.message(), timeout=5000)
    window.close()
    assert window.isVisible()
    assert "could not be saved" in window.strip.message()
    assert window.strip._button.text() == "Close all the same"
    assert page.parts.note.value() == NOTE
    filler.unlink()
    window.close()
    assert not window.isVisible()
    assert bodies(journal(program)) == [NOTE]


def test_closing_all_the_same_is_one_deliberate_press(program: Program, disk: Path) -> None:
    writes(program)
    window = shown(program)
    fill(disk)
    window.close()
    window.strip._button.click()
    assert not window.isVisible()


def test_a_line_on_today_on_a_full_disk_keeps_the_window_open(program: Program, disk: Path) -> None:
    window = shown(program)
    fill(disk)
    QTest.keyClicks(window.pages["today"].line.edit, "call with Dana")  # type: ignore[attr-defined]
    window.close()
    assert window.isVisible()


def test_another_journal_is_not_opened_over_unsaved_text(
    program: Program, disk: Path, sample_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.kith"
    shutil.copyfile(sample_file, other)
    writes(program)
    window = shown(program)
    fill(disk)
    program.open(other)
    assert program.window is window and "could not be saved" in window.strip.message()
    window.strip._button.click()
    assert journal(program).path == other


def test_the_lock_keeps_a_note_the_disk_did_not_take(
    program: Program, disk: Path, qtbot: QtBot
) -> None:
    writes(program)
    filler = fill(disk)
    program.lock()
    front = program.window
    assert isinstance(front, FrontWindow) and isinstance(front.page, UnlockPage)
    assert "kept in memory until you unlock" in front.page.strip.message()
    front.close()
    assert front.isVisible() and "is lost" in front.page.strip.message()
    unlock(program, qtbot)  # the disk is still full
    page = shown(program).page
    assert isinstance(page, LogPage) and page.parts.note.value() == NOTE
    program.lock()
    filler.unlink()
    unlock(program, qtbot)
    shown(program).flush()
    page = shown(program).page
    assert isinstance(page, LogPage) and page.parts.note.value() == NOTE
    assert not journal(program).unwritten and bodies(journal(program)) == [NOTE]
    assert shown(program).may_leave("", lambda: None)


@pytest.mark.parametrize("looked_at", ["people", "timeline"])
def test_the_lock_keeps_what_was_typed_on_a_profile(
    program: Program, disk: Path, qtbot: QtBot, looked_at: str
) -> None:
    assert program.bridge is not None
    edited_note(program.bridge, shown(program), qtbot)
    filler = fill(disk)
    shown(program).flush()
    if looked_at != "people":
        program.bridge.go(looked_at)
    program.lock()
    filler.unlink()
    unlock(program, qtbot)
    assert shown(program).page_name == looked_at
    shown(program).flush()
    # The form it was typed in is folded up: the log page offers the words.
    assert "the log page offers it" in shown(program).strip.message().lower()
    assert bodies(journal(program)) == ["Typed while the stick was away"]


def test_text_that_was_not_saved_never_goes_to_somebody_else(
    program: Program, disk: Path, qtbot: QtBot
) -> None:
    assert program.bridge is not None
    first, second = journal(program).people()[:2]
    note = edited_note(program.bridge, shown(program), qtbot)
    filler = fill(disk)
    program.bridge.go("people", person=second.id)
    assert note.toPlainText() == "Typed while the stick was away"
    filler.unlink()
    shown(program).flush()
    by_id = {person.id: person for person in journal(program).people()}
    told = {n: f"{p.note}{p.style}{p.watch_outs}{p.how_met}" for n, p in by_id.items()}
    assert "Typed while" in told[first.id] and "Typed while" not in told[second.id]
