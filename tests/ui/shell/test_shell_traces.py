"""What Kith leaves behind: lists of files, the clipboard, rights, reports of mistakes."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QWidget

from app.model.copies import Reason
from app.model.values import FixedClock
from app.services import backups, vault
from app.services.computer import Computer
from app.services.occupied import lock_path
from app.services.places import computer_file, default_journal
from app.services.sample import create_sample
from tests.ui.probes import button, settle, texts
from ui import clipboard, composition
from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.notices import crash_report
from ui.program import Program
from ui.widgets import file_dialogs
from ui.widgets.recents import RecentJournals

MARK = "Zanzibarsecret"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    return folder


@pytest.fixture
def program(dressed: QApplication, home: Path, clock: FixedClock) -> Iterator[Program]:
    made = Program(
        dressed,
        composition.parts(),
        composition.welcome,
        Computer(home / "kith" / "computer.json"),
        clock,
    )
    yield made
    made.close()


def journals(tmp_path: Path, clock: FixedClock, *names: str) -> list[Path]:
    made = [tmp_path / name for name in names]
    for path in made:
        create_sample(path, clock).close()
    return made


# --- recent journals ------------------------------------------------------------------------------


def test_recent_journals_are_kept_in_order_and_forgotten_on_request(
    program: Program, home: Path, tmp_path: Path, clock: FixedClock
) -> None:
    one, two = journals(tmp_path, clock, "one.kith", "two.kith")
    program.start(one)
    program.open(two)
    program.open(one)
    computer = program._computer
    assert computer.recent == (one, two)
    again = Computer(home / "kith" / "computer.json")
    assert again.recent == (one, two)
    again.forget(two)
    assert computer.recent == (one,)
    computer.set("recent_journals", False)
    assert computer.recent == ()
    program.open(two)
    assert "two.kith" not in json.loads((home / "kith" / "computer.json").read_text())["recent"]


def test_a_second_window_keeps_what_the_first_noted(tmp_path: Path) -> None:
    path = tmp_path / "kith" / "computer.json"
    first, second = Computer(path), Computer(path)
    first.remember(tmp_path / "a.kith")
    second.remember(tmp_path / "b.kith")
    second.set("theme", "dark")
    first.window = "1 2 3 4 0"
    assert [one.name for one in Computer(path).recent] == ["b.kith", "a.kith"]
    assert Computer(path).get("theme") == "dark"


def test_the_front_page_lists_recent_journals_and_says_which_is_missing(
    dressed: QApplication, tmp_path: Path, clock: FixedClock
) -> None:
    one, two = journals(tmp_path, clock, "one.kith", "two.kith")
    computer = Computer()
    computer.remember(two)
    computer.remember(one)
    two.unlink()
    shown = RecentJournals(computer)
    opened: list[Path] = []
    shown.opened.connect(opened.append)
    shown.show()
    settle()
    assert "two.kith is missing" in texts(shown)
    button(shown, "one.kith").click()
    assert opened == [one]
    button(shown, "Take off the list").click()
    settle()
    assert "two.kith is missing" not in texts(shown)
    assert computer.recent == (one,)
    shown.close()
    shown.deleteLater()  # here, and not by a search for litter in some worker's thread


def test_the_menu_and_the_palette_open_recent_journals(
    program: Program, tmp_path: Path, clock: FixedClock
) -> None:
    one, two, gone = journals(tmp_path, clock, "one.kith", "second life.kith", "gone.kith")
    program.start(gone)
    program.open(two)
    program.open(one)
    for ending in ("", "-wal", "-shm"):
        gone.with_name(gone.name + ending).unlink(missing_ok=True)
    window: Any = program.window
    menu = window.commands._recent
    menu.fill()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words[0].startswith("second life.kith in ")
    assert words[1:] == ["gone.kith is missing", "Empty this list"]
    menu.actions()[1].trigger()
    assert "gone.kith is no longer in" in window.strip.message()
    button(window, "Take off the list").click()
    assert program._computer.recent == (one, two)
    window.commands.open_palette()
    palette = window.commands.palette
    palette.search("second lif")
    rows = [row for row in palette.listing.rows_model.rows if row.key[0] == "journal"]
    assert len(rows) == 1
    rows[0].run()
    settle()
    assert program.bridge is not None
    assert program.bridge.workspace.path == two


# --- conflict copies ------------------------------------------------------------------------------


def test_a_conflict_copy_is_named_and_looked_at_and_left_again(
    program: Program, tmp_path: Path, clock: FixedClock, qtbot: Any
) -> None:
    (journal,) = journals(tmp_path, clock, "journal.kith")
    copy = tmp_path / "journal.sync-conflict-20261120-093000-ABC2DEF.kith"
    copy.write_bytes(journal.read_bytes())
    program.start(journal)
    window: Any = program.window
    qtbot.waitUntil(lambda: "Syncthing" in window.strip.message(), timeout=30_000)
    assert "as many people and entries" in window.strip.message()
    assert button(window, "Open folder").isVisible()
    button(window, "Look").click()
    settle()
    assert program.bridge is not None
    assert program.bridge.workspace.path == copy
    assert program.bridge.workspace.read_only
    window = program.window
    assert "You are looking at the copy" in window.strip.message()
    assert copy not in program._computer.recent
    button(window, "Back to the journal").click()
    settle()
    assert program.bridge.workspace.path == journal
    assert not program.bridge.workspace.read_only
    assert sorted(one.name for one in tmp_path.glob("*.sync-conflict*")) == [copy.name]


# --- the clipboard --------------------------------------------------------------------------------


def test_what_was_copied_is_taken_back_after_a_minute(dressed: QApplication) -> None:
    board = QGuiApplication.clipboard()
    clipboard.put("dana@x.example")
    timer = clipboard._kept[0].timer
    assert timer.isActive()
    assert timer.interval() == 60_000
    assert board.text() == "dana@x.example"
    assert board.mimeData().data("x-kde-passwordManagerHint").data() == b"secret"
    timer.timeout.emit()
    assert board.text() == ""


def test_what_somebody_else_copied_since_stays(dressed: QApplication) -> None:
    clipboard.put("dana@x.example")
    QGuiApplication.clipboard().setText("a cake recipe")
    clipboard._kept[0].timer.timeout.emit()
    assert QGuiApplication.clipboard().text() == "a cake recipe"


def test_locking_and_quitting_empty_the_clipboard(
    program: Program, tmp_path: Path, clock: FixedClock
) -> None:
    (journal,) = journals(tmp_path, clock, "journal.kith")
    key = vault.protect(journal, "a passphrase of some length")
    program.open(journal, key=key)
    clipboard.put("dana@x.example")
    program.lock()
    settle()
    assert not isinstance(program.window, MainWindow)
    assert QGuiApplication.clipboard().text() == ""
    clipboard.put("dana@x.example")
    program.close()
    assert QGuiApplication.clipboard().text() == ""


def test_every_button_that_copies_goes_through_the_one_door(root: Path) -> None:
    direct = [
        path.name
        for path in (root / "ui").rglob("*.py")
        if "clipboard().set" in path.read_text(encoding="utf-8")
    ]
    assert sorted(direct) == ["clipboard.py", "crash.py"]  # a report of a mistake holds nothing


# --- dialogs for files ----------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system's own")
def test_asking_for_a_file_leaves_no_list_of_files(
    dressed: QApplication, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / MARK
    folder.mkdir()
    (folder / "journal.kith").write_bytes(b"")
    parent = QWidget()

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible():
            return
        pulse.stop()
        dialog.findChild(QLineEdit).setText("journal.kith")  # type: ignore[union-attr]
        box = dialog.findChild(QDialogButtonBox)
        box.button(QDialogButtonBox.StandardButton.Open).click()  # type: ignore[union-attr]

    pulse = QTimer(parent, interval=20)
    pulse.timeout.connect(choose)
    pulse.start()
    chosen = file_dialogs.ask_open(parent, "Open", folder, file_dialogs.JOURNALS)
    assert chosen == folder / "journal.kith"
    parent.deleteLater()
    settle()
    found = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in found if MARK.encode() in path.read_bytes()] == []
    assert not (home / "QtProject.conf").exists()


def test_every_dialog_for_files_goes_through_the_one_door(root: Path) -> None:
    direct = [
        path.name
        for path in (root / "ui").rglob("*.py")
        if "QFileDialog" in path.read_text(encoding="utf-8")
    ]
    assert direct == ["file_dialogs.py"]


# --- rights ---------------------------------------------------------------------------------------


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_whatever_the_mask_only_the_owner_reads(
    program: Program, home: Path, clock: FixedClock, mask: int
) -> None:
    before = os.umask(mask & ~0o700)
    try:
        journal = default_journal()
        key = vault.begin(journal, "a passphrase of some length")
        program.open(journal, create=True, key=key)
        assert program.bridge is not None
        program.bridge.workspace.set_setting("my_name", "Ana")
        backups.make(program.bridge.workspace, Reason.BY_HAND)
        assert lock_path(journal).exists()
        assert journal.with_name("journal.kith-wal").exists()
        found = [path for path in home.rglob("*") if path.is_file()]
        files = [path for path in found if "fontconfig" not in path.parts]
        assert {path.name for path in files} >= {
            "journal.kith",
            "journal.kith-wal",
            "journal.kith-shm",
            "journal.kith.keys",
            "journal.kith.lock",
            "computer.json",
        }
        assert len([path for path in files if path.suffix == ".kith"]) > 1
        assert {path.name: oct(rights(path)) for path in files if rights(path) & 0o077} == {}
        folders = [journal.parent, *(path for path in journal.parent.rglob("*") if path.is_dir())]
        assert {path.name: oct(rights(path)) for path in folders if rights(path) & 0o077} == {}
    finally:
        program.close()
        os.umask(before)


def test_a_folder_of_ours_that_stood_open_is_closed(home: Path) -> None:
    folder = home / "kith"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    default_journal()
    assert rights(folder) == 0o700
    assert computer_file().parent == folder


# --- reports of mistakes --------------------------------------------------------------------------


def fail_with(make: Callable[[str], BaseException]) -> BaseException:
    note = f"Ana told me about {MARK}"

    def deeper(private: str) -> None:
        kept = {"name": private}
        raise make(kept["name"])

    try:
        deeper(note)
    except BaseException as error:
        error.add_note(note)
        return error
    raise AssertionError


def chained(text: str) -> BaseException:
    try:
        raise KeyError(text)
    except KeyError as error:
        made = RuntimeError(text)
        made.__cause__ = error
        return made


class OddError(Exception):
    """An exception whose own words are the journal's."""

    def __str__(self) -> str:
        return MARK

    __repr__ = __str__


@pytest.mark.parametrize(
    "make",
    [
        KeyError,
        ValueError,
        RuntimeError,
        OddError,
        sqlite3.OperationalError,
        chained,
        lambda text: ExceptionGroup(text, [ValueError(text)]),
        lambda text: OSError(2, text, f"/home/ana/{MARK}.kith"),
        lambda text: UnicodeDecodeError("utf-8", text.encode(), 0, 1, text),
        lambda text: ImportError(text, name=text, path=text),
        lambda text: AttributeError(text, name=text, obj=text),
        lambda text: SyntaxError(text, (f"{MARK}.kith", 1, 1, text)),
    ],
)
def test_no_report_holds_a_word_of_the_journal(make: Callable[[str], BaseException]) -> None:
    report = crash_report(fail_with(make))
    assert MARK not in report.text
    assert MARK not in report.kind
    assert "in deeper" in report.text


def test_code_read_from_an_odd_place_names_no_file_of_the_user(tmp_path: Path) -> None:
    odd = tmp_path / MARK / f"{MARK}.kith"
    try:
        exec(compile("raise ValueError", str(odd), "exec"))
    except ValueError as error:
        assert MARK not in crash_report(error).text


def test_a_mistake_in_the_window_prints_the_report_alone(tmp_path: Path, root: Path) -> None:
    script = f'''
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.services.computer import Computer
from ui import composition
from ui.program import Program
app = QApplication(["kith"])
program = Program(app, composition.parts(), composition.welcome, Computer())
program.open(Path(sys.argv[1]), create=True)
def wrong():
    note = "{MARK}"
    raise KeyError(note)
QTimer.singleShot(0, wrong)
QTimer.singleShot(300, app.quit)
app.exec()
'''
    surroundings = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / f"{MARK}.kith")],
        capture_output=True,
        text=True,
        timeout=60,
        env=surroundings,
    )
    assert "KeyError" in done.stderr
    assert MARK not in done.stderr + done.stdout


def test_a_step_of_the_journal_is_no_title(bridge: Bridge) -> None:
    window = MainWindow(bridge, composition.parts())
    names = [person.name for person in bridge.workspace.people()]
    for page in ("today", "people", "timeline", "prepare"):
        bridge.go(page)
        if page == "people":
            bridge.go(page, person=bridge.workspace.people()[0].id)
        assert not any(name in window.windowTitle() for name in names)
    window.deleteLater()


def test_reading_a_journal_leaves_no_temporary_file(
    tmp_path: Path, root: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (journal,) = journals(tmp_path, clock, "journal.kith")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    pictures = tmp_path / "pictures"
    command = [sys.executable, "-m", "ui", "--journal", str(journal)]
    sheet = tmp_path / "brief.pdf"
    for more in (["tour", "--to", str(pictures)], ["brief", "Dana", "--pdf", str(sheet)]):
        subprocess.run(
            [*command, *more],
            check=True,
            timeout=120,
            cwd=root,
            capture_output=True,
        )
    assert [path.name for path in scratch.rglob("*")] == []
    assert {path.suffix for path in pictures.iterdir()} == {".png"}
