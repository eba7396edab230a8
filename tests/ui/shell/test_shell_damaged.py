"""A journal that is damaged, out of reach or on a full disk, seen from the window."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.people import Counterpart
from app.model.values import FixedClock
from app.services import backups, check_words, vault
from app.services.backups import Reason
from app.services.computer import Computer
from app.services.occupied import lock_path
from app.services.workspace import Workspace
from tests.ui.probes import texts
from ui import composition
from ui.bridge import Bridge
from ui.daily_look import DailyLook
from ui.main_window import MainWindow
from ui.pages.people.about import About
from ui.pages.restore import RestorePage
from ui.pages.settings.checking import CheckingPanel
from ui.program import Program
from ui.widgets.elide import WrapLabel
from ui.widgets.saving import InlineNote

PASSPHRASE = "four plain words together"


@pytest.fixture
def open_in_window(
    dressed: QApplication, tmp_path: Path, clock: FixedClock
) -> Iterator[Callable[..., Program]]:
    made: list[Program] = []

    def start(journal: Path, key: vault.Key | None = None) -> Program:
        computer = Computer(tmp_path / "computer.json")
        running = Program(dressed, composition.parts(), composition.welcome, computer, clock)
        made.append(running)
        running.open(journal, key=key)
        return running

    yield start
    for running in made:
        running.close()


@pytest.fixture
def journal(sample_file: Path, tmp_path: Path, clock: FixedClock) -> Path:
    path = tmp_path / "mine" / "journal.kith"
    path.parent.mkdir()
    shutil.copyfile(sample_file, path)
    with closing(Workspace.open(path, clock)) as workspace:
        backups.make(workspace, Reason.BY_HAND)
    return path


def cut(path: Path, keep: float = 0.9) -> None:
    os.truncate(path, int(path.stat().st_size * keep))


def page_of(program: Program) -> RestorePage:
    assert program.window is not None
    page = program.window.centralWidget()
    assert isinstance(page, RestorePage)
    return page


def test_a_damaged_journal_is_read_into_a_new_one_that_opens(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    cut(journal)
    before = journal.read_bytes()
    program = open_in_window(journal)
    page = page_of(program)
    assert page.list.rows
    page.rescue_button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=30_000)
    assert program.bridge is not None and isinstance(program.window, MainWindow)
    assert program.bridge.workspace.path.name == "journal rescued.kith"
    assert len(program.bridge.workspace.people()) == 24
    window = program.window
    assert "24 people" in window.strip.message() and not window.toast.message()
    assert journal.read_bytes() == before
    computer = Computer(tmp_path / "computer.json")
    assert computer.get("last_journal") == str(program.bridge.workspace.path)
    assert computer.recent[0] == program.bridge.workspace.path


def test_what_a_rescue_missed_is_shown_in_full_until_it_is_closed(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot
) -> None:
    cut(journal, 0.3)
    program = open_in_window(journal)
    page_of(program).rescue_button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=30_000)
    window, bridge = program.window, program.bridge
    assert isinstance(window, MainWindow) and bridge is not None
    told = check_words.rescued(bridge.workspace)[1:]
    assert "pages of the file are gone" in told[0] and "More may be missing" in told[1]
    assert not window.strip._timer.isActive()
    assert window.strip._text.text() == " ".join(told[:2]) and window.strip._text.wordWrap()
    assert window.page_name == "settings" and window.page is not None
    panel = window.page.findChildren(CheckingPanel)[0]
    shown = [part.text() for part in panel.findChildren(WrapLabel) if part.isVisibleTo(panel)]
    assert set(told) <= set(shown)
    bridge.go("today")
    assert window.strip.message()
    window.strip._close.click()
    assert not window.strip.message()


def test_without_any_copy_reading_the_rest_is_offered(
    open_in_window: Callable[..., Program], journal: Path
) -> None:
    shutil.rmtree(backups.folder(journal))
    cut(journal)
    page = page_of(open_in_window(journal))
    assert page.rescue_button.isVisibleTo(page) and not page.list.rows


def test_beside_a_damaged_journal_the_copies_of_another_one_are_told_apart(
    open_in_window: Callable[..., Program], journal: Path, clock: FixedClock
) -> None:
    journal.rename(journal.with_name("before.kith"))
    clock.advance(days=1)
    with closing(Workspace.open(journal, clock, create=True)) as workspace:
        with workspace.change("Add") as edit:
            edit.add(Counterpart, name="Ada")
        backups.make(workspace, Reason.BY_HAND)
    cut(journal)
    rows = page_of(open_in_window(journal)).list.rows
    notes = ["of another journal than the newest" in " ".join(texts(row)) for row in rows]
    assert notes == [False, True]


def test_a_protected_journal_keeps_its_key_through_a_rescue(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot
) -> None:
    key = vault.protect(journal, PASSPHRASE)
    cut(journal)
    program = open_in_window(journal, key)
    page_of(program).rescue_button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=30_000)
    assert program.bridge is not None
    rescued = program.bridge.workspace.path
    assert vault.is_protected(rescued)
    assert vault.unlock(rescued, PASSPHRASE).salt == program.bridge.workspace.key.salt  # type: ignore[union-attr]


def test_beside_an_open_journal_a_damaged_one_is_only_offered(
    open_in_window: Callable[..., Program], journal: Path, tmp_path: Path, clock: FixedClock
) -> None:
    other = tmp_path / "other.kith"
    shutil.copyfile(journal, other)
    cut(other)
    program = open_in_window(journal)
    program.open(other)
    window = program.window
    assert isinstance(window, MainWindow) and "damaged" in window.strip.message()
    window.strip._button.click()
    assert page_of(program).rescue_button.isVisibleTo(page_of(program))


def test_the_look_of_the_day_tells_in_the_strip(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot, clock: FixedClock
) -> None:
    with closing(Workspace.open(journal, clock)) as workspace:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'import_mark'"
        page = workspace.database.value(sql)
    with journal.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x07" * 4096)
    program = open_in_window(journal)
    window, bridge = program.window, program.bridge
    assert isinstance(window, MainWindow) and bridge is not None
    look = DailyLook(bridge)
    look.start()
    qtbot.waitUntil(lambda: "damaged" in window.strip.message(), timeout=30_000)
    assert "Settings, Check" in window.strip.message()


# --- what is held while another file does not open -------------------------------------------


def is_held(journal: Path) -> bool:
    path = lock_path(journal)
    return path.exists() and path.read_text().startswith(f"{os.getpid()}\n")


def test_a_look_at_a_copy_that_fails_keeps_the_open_journal_ours(
    open_in_window: Callable[..., Program], journal: Path
) -> None:
    program = open_in_window(journal)
    window, bridge = program.window, program.bridge
    assert isinstance(window, MainWindow) and bridge is not None and is_held(journal)
    copy = backups.copies(journal)[0].path
    copy.write_bytes(b"no journal at all" * 500)
    bridge.look_wanted.emit(copy, "A copy.")
    assert "is not a Kith journal" in window.strip.message()
    assert program.bridge is bridge and bridge.workspace.is_open
    assert is_held(journal)
    assert program.open(copy_of(journal))
    assert not is_held(journal) and is_held(copy_of(journal))


def copy_of(journal: Path) -> Path:
    path = journal.with_name("another.kith")
    if not path.exists():
        shutil.copyfile(journal, path)
    return path


def test_opening_the_same_journal_anew_in_vain_keeps_it_ours(
    open_in_window: Callable[..., Program], journal: Path
) -> None:
    program = open_in_window(journal)
    window, bridge = program.window, program.bridge
    assert isinstance(window, MainWindow) and bridge is not None
    fresh = journal.with_name("fresh")
    fresh.write_bytes(b"no journal at all" * 500)
    fresh.replace(journal)
    bridge.open_wanted.emit(journal)
    assert "is not a Kith journal" in window.strip.message()
    assert program.bridge is bridge
    assert is_held(journal)


def test_a_page_that_stands_for_no_open_journal_holds_none(
    open_in_window: Callable[..., Program], journal: Path
) -> None:
    key = vault.protect(journal, PASSPHRASE)
    program = open_in_window(journal)
    assert is_held(journal)  # its passphrase is asked for
    cut(journal)
    program.open(journal, key=key)
    assert page_of(program).rescue_button is not None
    assert not is_held(journal)


def test_leaving_an_open_journal_for_a_damaged_one_lets_it_go(
    open_in_window: Callable[..., Program], journal: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.kith"
    shutil.copyfile(journal, other)
    cut(other)
    program = open_in_window(journal)
    program.open(other)
    window = program.window
    assert isinstance(window, MainWindow) and is_held(journal) and not is_held(other)
    window.strip._button.click()
    assert page_of(program).rescue_button is not None
    assert not is_held(journal) and not is_held(other)


# --- out of reach ----------------------------------------------------------------------------


def edited_note(bridge: Bridge, window: MainWindow, qtbot: QtBot) -> InlineNote:
    """The note on a profile, with something typed into it and not saved yet."""
    person = bridge.workspace.people()[0]
    bridge.go("people", person=person.id)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.findChildren(About)), timeout=10_000)
    about = page.findChildren(About)[0]
    about.open(True)
    note = about.findChildren(InlineNote)[0]
    note.setFocus()
    note.setPlainText("Typed while the stick was away")
    return note


def notes(workspace: Workspace) -> str:
    return " ".join(
        " ".join((person.note, person.style, person.watch_outs, person.how_met))
        for person in workspace.find(Counterpart)
    )


def test_typed_text_stays_while_the_folder_is_gone_and_is_saved_when_it_is_back(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    program = open_in_window(journal)
    window, bridge = program.window, program.bridge
    assert isinstance(window, MainWindow) and bridge is not None
    note = edited_note(bridge, window, qtbot)
    away = tmp_path / "away"
    journal.parent.rename(away)
    window.flush()
    assert "no longer where it was" in window.strip.message()
    assert note.toPlainText() == "Typed while the stick was away"
    away.rename(journal.parent)
    note.setPlainText("Typed while the stick was away, and after")
    window.flush()
    assert window.strip.message() == ""
    assert "and after" in notes(bridge.workspace)


def test_that_text_is_not_saved_is_said_with_its_reason_until_it_is(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    program = open_in_window(journal)
    window, bridge = program.window, program.bridge
    assert isinstance(window, MainWindow) and bridge is not None
    edited_note(bridge, window, qtbot)
    away = tmp_path / "away"
    journal.parent.rename(away)
    window.flush()
    why = window.strip.message()
    bridge.go("settings")
    bridge.go("people")
    told = window.strip.message()
    assert told.startswith("What you typed could not be saved")
    assert told.endswith(why)
    away.rename(journal.parent)
    window.flush()
    assert "stick was away" in notes(bridge.workspace)
    assert window.strip.message() == ""


def test_typed_text_stays_while_the_disk_is_full(
    open_in_window: Callable[..., Program], journal: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this account may not mount a small disk")
    try:
        path = disk / "journal.kith"
        shutil.copyfile(journal, path)
        program = open_in_window(path)
        window, bridge = program.window, program.bridge
        assert isinstance(window, MainWindow) and bridge is not None
        note = edited_note(bridge, window, qtbot)
        filler = disk / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(disk).free))
        window.flush()
        assert "is full" in window.strip.message()
        assert note.toPlainText() == "Typed while the stick was away"
        filler.unlink()
        note.setPlainText("Typed while the stick was away, and after")
        window.flush()
        assert window.strip.message() == ""
        assert "and after" in notes(bridge.workspace)
        program.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], capture_output=True, check=False)
