"""An import or an export that ends with the open journal is told of where a journal is next."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.model.errors import Cancelled
from app.model.values import FixedClock
from app.services import vault
from app.services.computer import Computer
from app.services.workspace import Workspace
from tests.ui.probes import settle
from tests.ui.shell.test_shell_unsaved import PASSPHRASE, journal, shown, unlock
from ui import composition
from ui.bridge import ClosedWork
from ui.front_window import WorkWindow
from ui.pages.exporting import ExportPage
from ui.pages.importing import ImportPage
from ui.program import Program
from ui.task import Task


@pytest.fixture
def program(
    dressed: QApplication, sample_file: Path, tmp_path: Path, clock: FixedClock
) -> Iterator[Program]:
    """Kith with a protected journal, and another one beside it without a passphrase."""
    path = tmp_path / "journal.kith"
    shutil.copyfile(sample_file, path)
    shutil.copyfile(sample_file, tmp_path / "other.kith")
    key = vault.protect(path, PASSPHRASE)
    computer = Computer(tmp_path / "computer.json")
    made = Program(dressed, composition.parts(), composition.welcome, computer, clock)
    made.open(path, key=key)
    yield made
    made.close()


def looks_at_cards(program: Program, tmp_path: Path, qtbot: QtBot) -> ImportPage:
    """The import page with the list of what three thousand cards would bring."""
    cards = tmp_path / "many.vcf"
    cards.write_text(
        "".join(f"BEGIN:VCARD\nVERSION:4.0\nFN:Person {n}\nEND:VCARD\n" for n in range(3000))
    )
    bridge = program.bridge
    assert bridge is not None
    bridge.go("import", extra={"files": [cards]})
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)
    settle()
    page = shown(program).page
    assert isinstance(page, ImportPage)
    return page


def holds_work_up(program: Program) -> None:
    """Both workers are busy until the journal goes, so nothing asked for now is done before."""

    def wait(_workspace: Workspace, task: Task) -> None:
        while not task.cancelled():
            time.sleep(0.005)
        raise Cancelled

    assert program.bridge is not None
    for _worker in range(2):
        program.bridge.run(wait, lambda _done: None)


def test_an_import_stopped_by_the_lock_is_told_after_the_unlock(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    before = len(journal(program).people())
    page = looks_at_cards(program, tmp_path, qtbot)
    holds_work_up(program)
    page.go.click()
    program.lock()
    unlock(program, qtbot)
    told = "The import into journal.kith was stopped before its end; none of it was taken in."
    assert shown(program).strip.message() == told
    assert len(journal(program).people()) == before
    bridge = program.bridge
    assert bridge is not None
    qtbot.waitUntil(lambda: not bridge.busy(), timeout=20_000)  # the files are read once more
    program.lock()
    unlock(program, qtbot)
    assert shown(program).strip.message() != told  # once is enough


def test_an_import_that_was_in_before_the_lock_is_not_called_stopped(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    before = len(journal(program).people())
    page = looks_at_cards(program, tmp_path, qtbot)
    page.go.click()
    assert program.bridge is not None
    program.bridge._pool.waitForDone()  # all of it is in, and what tells so still waits
    program.lock()
    unlock(program, qtbot)
    assert "import" not in shown(program).strip.message()
    assert len(journal(program).people()) == before + 3000


def ends_while_taking_in(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    """The program is closed while an import of the journal that is open has begun."""
    page = looks_at_cards(program, tmp_path, qtbot)
    holds_work_up(program)
    page.go.click()
    program.close()


def told_at_the_next_start(program: Program, path: Path, qtbot: QtBot) -> str:
    """What a program that starts anew says above its first page."""
    parts, computer = composition.parts(), Computer(path.parent / "computer.json")
    anew = Program(program._app, parts, composition.welcome, computer, program._clock)
    if not anew.open(path):
        unlock(anew, qtbot)
    told = shown(anew).strip.message()
    anew.close()
    return str(told)


@pytest.mark.parametrize("name", ["journal.kith", "other.kith"])
def test_an_import_stopped_by_closing_the_program_is_told_at_the_next_start(
    program: Program, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    if name == "other.kith":
        program.open(tmp_path / name)
    ends_while_taking_in(program, tmp_path, qtbot)
    told = "The import into {} was stopped before its end; none of it was taken in."
    assert told_at_the_next_start(program, tmp_path / name, qtbot) == told.format(name)
    assert "stopped" not in told_at_the_next_start(program, tmp_path / name, qtbot)


def test_what_was_told_beside_another_journal_is_not_told_again_in_its_own(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    program.open(tmp_path / "other.kith")
    page = looks_at_cards(program, tmp_path, qtbot)
    holds_work_up(program)
    page.go.click()
    program.open(tmp_path / "third.kith", create=True)
    assert "The import into other.kith was stopped" in shown(program).strip.message()
    program.open(tmp_path / "other.kith")
    assert "stopped" not in shown(program).strip.message()


def test_an_export_stopped_by_another_journal_is_told_there(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = staticmethod(lambda *_args, **_options: str(tmp_path / "vault"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer)
    assert program.bridge is not None
    program.bridge.go("export")
    page = shown(program).page
    assert isinstance(page, ExportPage)
    holds_work_up(program)
    page.go.click()
    program.open(tmp_path / "other.kith")
    told = "The export from journal.kith was stopped before its end; nothing was written."
    assert journal(program).path.name == "other.kith"
    assert shown(program).strip.message() == told
    assert not (tmp_path / "vault").exists()


def test_work_on_the_whole_file_stopped_by_closing_is_told_at_the_next_start(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    def job(path: Path, key: object, task: Task) -> tuple[Path, None]:
        while not task.cancelled():
            time.sleep(0.005)
        raise Cancelled

    program.closed.begin(ClosedWork("Restoring the copy: today, 09:00", job))
    window = program.window
    assert isinstance(window, WorkWindow)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    program.close()
    told = told_at_the_next_start(program, tmp_path / "journal.kith", qtbot)
    assert told == (
        "“Restoring the copy: today, 09:00” was stopped before its end; the journal is as it was."
    )
