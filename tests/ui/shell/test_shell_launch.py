"""Starting: the first run, the last journal, journals that cannot be opened, other front ends."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.errors import InputError
from app.model.values import FixedClock
from app.services.computer import Computer
from app.services.places import default_journal
from app.services.workspace import Workspace
from tests.ui.probes import button, clipped, settle, texts
from ui import composition, launch, theme
from ui.main_window import MainWindow
from ui.pages.welcome import WelcomePage
from ui.program import Program

NEWER = 10_000


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "config" / "computer.json")


@pytest.fixture
def program(
    dressed: QApplication, computer: Computer, clock: FixedClock
) -> Iterator[Callable[[], Program]]:
    """Makes the running program, as often as it is started anew."""
    made: list[Program] = []

    def start(journal: Path | None = None) -> Program:
        for before in made:
            before.close()
        running = Program(dressed, composition.parts(), composition.welcome, computer, clock)
        made.append(running)
        running.start(journal)
        return running

    default_journal().unlink(missing_ok=True)
    yield start
    for running in made:
        running.close()
    for ending in ("", "-wal", "-shm"):
        default_journal().with_name(default_journal().name + ending).unlink(missing_ok=True)


def welcome(program: Program) -> WelcomePage:
    assert program.window is not None
    page = program.window.centralWidget()
    assert isinstance(page, WelcomePage)
    return page


def begin_without(page: WelcomePage) -> None:
    page.without_link.click()
    page.begin_button.click()


def test_the_first_start_offers_to_begin(program: Callable[..., Program]) -> None:
    page = welcome(program())
    assert page.strip.message() == ""
    begin_without(page)
    assert default_journal().exists()


def test_a_journal_that_was_begun_is_opened_the_next_time(
    program: Callable[..., Program], computer: Computer
) -> None:
    first = program()
    begin_without(welcome(first))
    assert isinstance(first.window, MainWindow)
    assert computer.get("last_journal") == str(default_journal())
    assert isinstance(program().window, MainWindow)


def test_the_sample_opens_but_is_not_the_journal_of_the_next_start(
    program: Callable[..., Program], computer: Computer, qtbot: QtBot
) -> None:
    running = program()
    welcome(running).sample_button.click()
    qtbot.waitUntil(lambda: isinstance(running.window, MainWindow), timeout=30_000)
    assert running.bridge is not None
    assert len(running.bridge.workspace.people()) > 20
    assert computer.get("last_journal") == ""


def _not_sqlite(path: Path) -> None:
    path.write_text("Dear diary")


def _newer(path: Path) -> None:
    workspace = Workspace.open(path, create=True)
    workspace.database.connection.execute(f"PRAGMA user_version = {NEWER}")
    workspace.close()


def _truncated(path: Path) -> None:
    Workspace.open(path, create=True).close()
    path.write_bytes(path.read_bytes()[:5000])


def _folder(path: Path) -> None:
    path.mkdir()


def _missing(_path: Path) -> None:
    pass


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_not_sqlite, "is not a Kith journal"),
        (_newer, "was written by a newer version"),
        (_truncated, "is damaged or cut short"),
        (_folder, "is a folder"),
        (_missing, "There is no journal at"),
        (_empty, "is empty"),
    ],
)
def test_a_journal_that_cannot_be_opened_is_explained_and_left_alone(
    program: Callable[..., Program], tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "bad.kith"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    front = program(path).window
    assert front is not None
    # Of a damaged journal the page offers its copies and what can still be read instead.
    page: Any = front.centralWidget()
    assert words in " ".join((page.strip.message(), *texts(page)))
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_journal_that_was_moved_is_not_made_anew(
    program: Callable[..., Program], computer: Computer, tmp_path: Path
) -> None:
    computer.set("last_journal", str(tmp_path / "gone.kith"))
    assert "There is no journal at" in welcome(program()).strip.message()
    assert not (tmp_path / "gone.kith").exists()


def test_another_journal_can_be_opened_from_the_window(
    program: Callable[..., Program], sample_file: Path, tmp_path: Path
) -> None:
    running = program()
    begin_without(welcome(running))
    window = running.window
    assert isinstance(window, MainWindow)
    copy = tmp_path / "copy.kith"
    copy.write_bytes(sample_file.read_bytes())
    window.open_wanted.emit(copy)
    assert running.window is not window
    assert running.bridge is not None
    assert running.bridge.workspace.path == copy


def test_a_bad_journal_leaves_the_open_one_open(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    running = program()
    begin_without(welcome(running))
    window = running.window
    assert isinstance(window, MainWindow)
    bad = tmp_path / "bad.kith"
    bad.write_text("no")
    window.open_wanted.emit(bad)
    assert running.window is window
    assert "is not a Kith journal" in window.strip.message()
    window.new_wanted.emit(default_journal())
    assert "is there already" in window.strip.message()


def test_looks_of_the_computer_hold_from_the_start(
    program: Callable[..., Program], computer: Computer, dressed: QApplication
) -> None:
    computer.set("theme", "dark")
    computer.set("text_scale", 1.25)
    program()
    assert (theme.current().dark, theme.text_scale()) == (True, 1.25)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_word_of_the_first_page_is_cut_off(
    program: Callable[..., Program], dressed: QApplication, scale: float
) -> None:
    running = program()
    theme.apply(dressed, "light", scale)
    assert running.window is not None
    running.window.resize(1024, 700)
    settle()
    assert clipped(running.window) == []
    assert "Who matters, and is it real?" in texts(running.window)
    assert button(running.window, "Look around in a sample").isEnabled()


def test_options_stand_before_the_command() -> None:
    options, rest = launch.split(["--journal=a.kith", "--now", "2026-11-22T09:00", "tests", "Dana"])
    assert options.journal == Path("a.kith")
    assert options.clock is not None
    assert options.clock.now().isoformat()[:16] == "2026-11-22T09:00"
    assert rest == ["tests", "Dana"]


@pytest.mark.parametrize("given", [["--journal"], ["--now", "tomorrow"], ["--now"]])
def test_an_option_that_makes_no_sense_is_a_matter_of_usage(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError):
        launch.split(given)
    assert launch.main(given) == 2
    assert capsys.readouterr().err.strip()


def test_where_there_is_no_display_one_sentence_says_what_works() -> None:
    assert "kith tour" in launch.no_display({}, "linux")
    assert launch.no_display({"DISPLAY": ":0"}, "linux") == ""
    assert launch.no_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux") == ""
    assert launch.no_display({"QT_QPA_PLATFORM": "offscreen"}, "linux") == ""
    assert launch.no_display({}, "win32") == ""


def kith(root: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    unwanted = {"DISPLAY", "WAYLAND_DISPLAY"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        env={**kept, "PYTHONPATH": str(root), "PYTHONUTF8": "1", **surroundings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


def test_a_real_process_paints_its_first_page(root: Path, sample_file: Path) -> None:
    done = kith(root, "--journal", str(sample_file), KITH_MEASURE="first-paint")
    assert done.returncode == 0, done.stderr
    word, milliseconds = done.stdout.split()
    assert word == "first-paint"
    assert 0 < float(milliseconds) < 240_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a display")
def test_a_real_process_without_a_display_says_so(root: Path, sample_file: Path) -> None:
    done = kith(root, "--journal", str(sample_file), QT_QPA_PLATFORM="")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_tour_draws_every_page_and_leaves_the_journal_alone(
    root: Path, sample_file: Path, tmp_path: Path
) -> None:
    before = hashlib.sha256(sample_file.read_bytes()).digest()
    options = ("--theme", "dark", "--size", "1024x700", "--text-scale", "1.25")
    now = ("--now", "2026-11-22T09:00")
    done = kith(root, "--journal", str(sample_file), *now, "tour", "--to", str(tmp_path), *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    names = {file.stem for file in tmp_path.glob("*.png")}
    pages = {"today", "people", "overview", "profile", "timeline", "prep"}
    pages |= {"import", "settings", "history", "export", "sorting", "duplicates", "merge"}
    assert names >= pages | {"handbook", "palette", "first-run", "briefing"}
    for name in pages:
        image = QImage(str(tmp_path / f"{name}.png"))
        assert (image.width(), image.height()) == (1024, 700)
        assert image.pixelColor(1020, 695).lightness() < 60
    assert hashlib.sha256(sample_file.read_bytes()).digest() == before


def test_the_tour_of_no_journal_is_explained(root: Path, tmp_path: Path) -> None:
    done = kith(root, "--journal", str(tmp_path / "no.kith"), "tour", "--to", str(tmp_path))
    assert done.returncode == 1
    assert "There is no journal at" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core files")
def test_a_crash_leaves_no_picture_of_its_memory() -> None:
    code = (
        "import resource; from ui.launch import main; main(['lock', '--help'])\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "(0, 0)"
