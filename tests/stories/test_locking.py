"""Someone protects the journal, leaves the desk, comes back, and finds everything as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtDBus import QDBusConnection
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.model.errors import Cancelled, JournalError
from app.services import vault
from app.services.places import default_journal
from app.services.vault import Key
from tests.stories.conftest import Someone
from tests.ui.probes import settle
from ui.bridge import ClosedWork
from ui.desktop import DesktopWatch
from ui.task import Task

PASSPHRASE = "orbit pickle lantern moss"


def begins_protected(someone: Someone) -> None:
    """The first run, by keyboard alone: the field is where the keyboard is."""
    someone.starts_kith()
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.waits_for("The journal is empty.")
    someone.waits()


def test_the_first_run_with_a_passphrase(someone: Someone) -> None:
    someone.starts_kith()
    assert someone.sees("Protect the journal")
    someone.presses("Return")
    assert someone.sees("Think of a passphrase, or go without one.")
    someone.types(PASSPHRASE)
    someone.waits_for("Strong")
    someone.presses("Return")
    someone.types("something else")
    someone.presses("Return")
    assert someone.sees("The two are not the same.")
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.waits_for("Save its recovery sheet now")
    someone.waits()
    assert someone.journal.key is not None
    assert not default_journal().read_bytes().startswith(b"SQLite")
    # The next start asks for it, and shows nothing before.
    someone.starts_kith()
    assert someone.sees("This journal has a passphrase.")
    assert someone.window.windowTitle() == "Kith"
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.waits_for("The journal is empty.")


def test_going_without_takes_one_deliberate_press(someone: Someone) -> None:
    someone.starts_kith()
    someone.goes_to("Go without a passphrase")
    someone.presses("Space")
    assert someone.sees("Without a passphrase anyone who gets at this computer's files")
    someone.goes_to("Begin without a passphrase")
    someone.presses("Space")
    someone.waits()
    assert someone.journal.key is None
    # Locking then says what is the matter, and leads to where it is mended.
    someone.presses("Ctrl+Shift+L")
    assert someone.sees("This journal has no passphrase, so locking it would keep nobody out.")
    someone.clicks("Set a passphrase")
    someone.waits()
    assert someone.sees("This journal has no passphrase: whoever gets at this computer's files")


def unlocks(someone: Someone, secret: str = PASSPHRASE) -> None:
    someone.types(secret)
    someone.presses("Return")
    someone.waits_for("Today")
    someone.waits()


def test_a_half_written_entry_is_back_after_locking(someone: Someone) -> None:
    begins_protected(someone)
    someone.presses("Ctrl+L")
    someone.types("lunch with Dana. A thought that is not finished")
    someone.presses("Ctrl+Shift+L")
    assert someone.sees("The journal is locked.")
    assert not someone.sees("Dana")
    assert someone.window.windowTitle() == "Kith"
    unlocks(someone)
    assert someone.sees("lunch with Dana. A thought that is not finished")
    assert not someone.sees("Go on")
    someone.types(" yet")
    assert someone.sees("lunch with Dana. A thought that is not finished yet")


def test_small_forms_are_open_again_with_what_was_typed(someone: Someone) -> None:
    begins_protected(someone)
    someone.presses("Ctrl+N")
    someone.waits()
    someone.types("Dana Oka")
    someone.presses("Ctrl+Shift+L")
    assert not someone.sees("Dana")
    unlocks(someone)
    assert someone.sees("Dana Oka")
    someone.types("for")
    someone.presses("Return")
    assert [person.name for person in someone.journal.people()] == ["Dana Okafor"]
    someone.presses("Ctrl+4")
    someone.waits()
    someone.goes_to("Plan a meeting")
    someone.presses("Space")
    someone.types("Dana")
    someone.presses("Return")
    someone.types("Lunch by the river")
    someone.presses("Ctrl+Shift+L")
    unlocks(someone)
    assert someone.sees("Lunch by the river")
    assert [draft.key for draft in someone.journal.drafts()] == []


def test_what_was_typed_survives_when_kith_ends_while_locked(someone: Someone) -> None:
    begins_protected(someone)
    someone.presses("Ctrl+N")
    someone.waits()
    someone.types("Dana Oka")
    someone.presses("Ctrl+Shift+L")
    someone.starts_kith()
    unlocks(someone)
    assert someone.sees("Dana Oka")


def test_the_page_and_its_place_are_the_same_after_locking(someone: Someone, sample: Path) -> None:
    vault.protect(sample, PASSPHRASE)
    someone.starts_kith(sample)
    unlocks(someone)
    person = someone.journal.person_named("Ayşe Yılmaz")
    someone.presses("Ctrl+K")
    someone.types("yilmaz")
    someone.waits()
    someone.presses("Return")
    someone.waits()
    someone.clicks(next(b for b in someone.reads().splitlines() if b.startswith("Common ground")))
    someone.waits()
    assert someone.sees("Both would rather lose a job than fudge a figure")
    someone.presses("Ctrl+Shift+L")
    assert not someone.sees(person.name)
    unlocks(someone)
    assert someone.sees("Both would rather lose a job than fudge a figure")
    someone.presses("Alt+Left")
    someone.waits()
    assert someone.sees("Next meetings")


def test_a_journal_nobody_looks_at_locks_itself(someone: Someone) -> None:
    begins_protected(someone)
    now = [0.0]
    idle = someone.program.locking.idle
    idle.now = lambda: now[0]
    idle.start()
    someone.journal.set_setting("auto_lock_minutes", 5)
    now[0] = 4 * 60
    handle = someone.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)  # as from a keyboard, through the window
    now[0] = 8 * 60 + 59
    idle.look()
    assert not someone.sees("The journal is locked.")
    now[0] += 1
    idle.look()
    assert someone.sees("The journal is locked.")
    assert someone.program.bridge is None
    someone.waits()
    unlocks(someone)
    someone.journal.set_setting("auto_lock_minutes", 0)
    now[0] += 24 * 3600
    idle.look()
    assert not someone.sees("The journal is locked.")


def test_wrong_passphrases_make_one_wait_longer_and_longer(someone: Someone) -> None:
    begins_protected(someone)
    someone.presses("Ctrl+Shift+L")
    someone.closes_kith()
    someone.starts_kith()
    now = [100.0]
    someone.program.tried.now = lambda: now[0]
    waits = []
    for _wrong in range(8):
        someone.types("not it")
        someone.presses("Return")
        someone.waits_for("This is not the passphrase of journal.kith.")
        tries = someone.program.tried.of(default_journal())
        waits.append(tries.seconds())
        if waits[-1]:
            assert someone.sees(f"Try again in {waits[-1]} second")
            someone.types(PASSPHRASE)
            someone.presses("Return")  # too early: nothing is tried
            assert someone.sees("This journal has a passphrase.")
        now[0] += waits[-1]
        someone.window.centralWidget().look()  # type: ignore[attr-defined]
        someone.window.focusWidget().selectAll()  # type: ignore[union-attr]
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30]
    unlocks(someone)


def test_the_recovery_code_opens_and_leads_to_a_new_passphrase(someone: Someone) -> None:
    begins_protected(someone)
    key = someone.journal.key
    assert key is not None
    code = vault.recovery_code(key)
    vault.keys_path(default_journal()).unlink()
    someone.presses("Ctrl+Shift+L")
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.waits_for("is not beside the journal", "use the recovery code")
    someone.types(code.lower().replace("-", " "))
    someone.presses("Return")
    someone.waits_for("The recovery code fits.")
    for _time in range(2):
        someone.types("a passphrase of this week")
        someone.presses("Return")
    someone.waits_for("The journal is empty.")
    someone.presses("Ctrl+Shift+L")
    unlocks(someone, "a passphrase of this week")


def test_the_passphrase_is_set_changed_and_taken_off_in_the_settings(
    someone: Someone, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone.starts_kith(sample)
    people = len(someone.journal.people())
    someone.presses("Ctrl+,")
    someone.waits()
    someone.goes_to("Set a passphrase")
    someone.presses("Space")
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.waits_for("This journal is encrypted.")
    someone.waits()
    assert someone.journal.key is not None
    assert len(someone.journal.people()) == people
    assert b"SQLite format 3" not in sample.read_bytes()
    assert someone.sees("The journal is protected. Save its recovery sheet now.")
    someone.clicks("The recovery sheet")
    someone.waits()
    at = QApplication.focusWidget()
    assert isinstance(at, QAbstractButton) and at.text() == "Save the recovery sheet…"
    assert at.visibleRegion().boundingRect() == at.rect()  # scrolled to, and whole

    # The recovery sheet is written where the user says, and holds the code.
    sheet = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(sheet), ""))
    someone.goes_to("Save the recovery sheet…")
    someone.presses("Space")
    someone.waits_for("The recovery sheet is saved.")
    words = PdfReader(sheet).pages[0].extract_text()
    assert all(group in words for group in vault.recovery_code(someone.journal.key).split("-"))

    someone.goes_to("Change the passphrase")
    someone.presses("Space")
    someone.types("not the right one")
    someone.presses("Return")
    someone.types("another set of words")
    someone.presses("Return")
    someone.types("another set of words")
    someone.presses("Return")
    someone.waits_for("This is not the passphrase of sample.kith.")
    someone.types(PASSPHRASE)
    someone.goes_to("Change it")
    someone.presses("Space")
    someone.waits_for("The new passphrase opens the journal from now on.")
    someone.presses("Ctrl+Shift+L")
    someone.types("another set of words")
    someone.presses("Return")
    someone.waits_for("This journal is encrypted.")

    someone.goes_to("Make a new key")
    someone.presses("Space")
    someone.types("another set of words")
    before = vault.recovery_code(someone.journal.key)
    someone.presses("Return")
    someone.waits_for("The journal has a new key.")
    someone.waits()
    assert someone.journal.key is not None
    assert vault.recovery_code(someone.journal.key) != before

    someone.goes_to("Take the passphrase off")
    someone.presses("Space")
    someone.types("another set of words")
    someone.presses("Return")
    someone.waits_for("This journal has no passphrase")
    someone.waits()
    assert someone.journal.key is None
    assert len(someone.journal.people()) == people
    assert sample.read_bytes().startswith(b"SQLite format 3")


def test_a_dialog_that_is_open_closes_when_the_journal_is_locked(someone: Someone) -> None:
    begins_protected(someone)
    seen: list[str] = []

    def lock_under_it() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(type(dialog).__name__)
        someone.program.lock()

    QTimer.singleShot(0, lock_under_it)
    someone.presses("Ctrl+O")
    settle()
    someone.waits_for("The journal is locked.")
    assert seen == ["QFileDialog"]
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [someone.window]
    someone.waits()
    unlocks(someone)


def test_the_key_is_wiped_and_nothing_of_the_window_is_left(someone: Someone) -> None:
    begins_protected(someone)
    key, before = someone.journal.key, someone.window
    gone: list[QObject] = []
    before.destroyed.connect(lambda: gone.append(before))
    assert key is not None
    someone.presses("Ctrl+Shift+L")
    assert key.wiped
    assert gone


# --- the desktop's own lock screen -----------------------------------------------------------


@pytest.fixture
def private_bus() -> Iterator[str]:
    """The address of a session bus of this test's own."""
    if shutil.which("dbus-daemon") is None or shutil.which("dbus-send") is None:
        pytest.skip("this system has no D-Bus")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    QDBusConnection.disconnectFromBus("kith-test")
    daemon.terminate()
    daemon.wait(timeout=30)
    daemon.stdout.close()


def says(address: str, path: str, signal: str, value: str) -> None:
    """Another program says this on the bus."""
    subprocess.run(
        ["dbus-send", "--session", "--type=signal", path, signal, f"boolean:{value}"],
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": address},
        check=True,
        timeout=30,
    )


GNOME = "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged"
FREEDESKTOP = "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged"


def test_the_journal_is_locked_with_the_screen(
    someone: Someone, private_bus: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[DesktopWatch] = []

    def watch(parent: QObject) -> DesktopWatch:
        watching = DesktopWatch(parent)
        watching.listen(QDBusConnection.connectToBus(private_bus, "kith-test"))
        made.append(watching)
        return watching

    monkeypatch.setattr("ui.composition._watch_desktop", watch)
    begins_protected(someone)
    assert len(made) == 1
    with qtbot.waitSignal(made[0].locking, timeout=30_000):
        says(private_bus, *GNOME, "false")  # the screen wakes up: nothing is to be done
        says(private_bus, *FREEDESKTOP, "true")
    assert someone.sees("The journal is locked.")
    someone.waits()
    unlocks(someone)
    someone.journal.set_setting("lock_with_screen", False)
    with qtbot.waitSignal(made[0].locking, timeout=30_000):
        says(private_bus, *GNOME, "true")
    assert not someone.sees("The journal is locked.")


# --- work on a closed journal ----------------------------------------------------------------


def test_work_on_a_closed_journal_is_told_and_the_journal_opens_again(
    someone: Someone, qtbot: QtBot
) -> None:
    begins_protected(someone)
    seen: list[tuple[Path, bool, bool]] = []

    def job(path: Path, key: Key | None, task: Task) -> tuple[Path, Key | None]:
        task.progress(1, 2)
        closed = not path.with_name(f"{path.name}-wal").exists()
        seen.append((path, key is not None and not key.wiped, closed))
        return path, key

    assert someone.program.bridge is not None
    someone.program.bridge.closed_work.emit(ClosedWork("Working on it", job, "That was it."))
    assert someone.sees("Working on it")
    someone.waits_for("The journal is empty.")
    someone.waits()
    assert seen == [(default_journal(), True, True)]
    assert someone.program.window.toast.message() == "That was it."  # type: ignore[union-attr]


def test_work_that_fails_or_is_cancelled_leaves_the_journal_as_it_was(someone: Someone) -> None:
    begins_protected(someone)

    def fails(_path: Path, _key: Key | None, _task: Task) -> tuple[Path, Key | None]:
        raise JournalError("It did not work.", "Try it another day.")

    assert someone.program.bridge is not None
    someone.program.bridge.closed_work.emit(ClosedWork("Working on it", fails))
    someone.waits_for("The journal is empty.", "It did not work.")
    someone.waits()

    go_on = threading.Event()

    def waits(_path: Path, _key: Key | None, task: Task) -> tuple[Path, Key | None]:
        while not task.cancelled():
            go_on.wait(0.01)
        raise Cancelled

    someone.program.bridge.closed_work.emit(ClosedWork("Working on it", waits))
    someone.waits()
    someone.goes_to("Cancel")
    someone.presses("Space")
    someone.waits_for("The journal is empty.")
    someone.waits()
    assert someone.journal.key is not None


def test_a_lock_that_comes_during_such_work_holds_afterwards(someone: Someone) -> None:
    begins_protected(someone)
    go = threading.Event()

    def job(path: Path, key: Key | None, _task: Task) -> tuple[Path, Key | None]:
        go.wait(30)
        return path, key

    assert someone.program.bridge is not None
    someone.program.bridge.closed_work.emit(ClosedWork("Working on it", job))
    someone.program.lock()
    go.set()
    someone.waits_for("The journal is locked.")
    someone.waits()
    unlocks(someone)


def test_files_to_begin_with_wait_for_the_passphrase(
    someone: Someone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Aino Järvinen\nEND:VCARD\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(cards)], ""))
    someone.starts_kith()
    someone.goes_to("Begin with an address book or a calendar")
    someone.presses("Space")
    assert someone.sees("1 file is read as soon as the journal is begun.")
    for _time in range(2):
        someone.types(PASSPHRASE)
        someone.presses("Return")
    someone.waits_for("1 record read.")
    someone.waits()
    assert someone.journal.key is not None


def test_another_new_journal_can_be_protected_right_away(
    someone: Someone, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.kith"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(other), ""))
    someone.starts_kith(sample)
    window = someone.window
    window.actions_by_id["file.new"].trigger()  # type: ignore[attr-defined]
    someone.waits()
    assert someone.sees("This journal has no passphrase.")
    someone.clicks("Set a passphrase")
    someone.waits()
    someone.goes_to("Set a passphrase")
    someone.presses("Space")
    for _time in range(2):
        someone.types(PASSPHRASE)
        someone.presses("Return")
    someone.waits_for("This journal is encrypted.")
    someone.waits()
    assert vault.is_protected(other)
    assert not vault.is_protected(sample)
