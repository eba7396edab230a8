"""One journal, one window: with real second processes, killed ones, and other computers."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.model.values import FixedClock
from app.services.computer import Computer
from app.services.occupied import lock_path
from app.services.sample import create_sample
from app.services.workspace import Workspace
from tests.sample_copies import put_sample
from tests.ui.probes import button, settle, texts
from ui import composition, launch
from ui.main_window import MainWindow
from ui.pages.occupied import OccupiedPage
from ui.program import Program
from ui.single import socket_names

PATIENCE = 30_000


@pytest.fixture
def journal(tmp_path: Path, clock: FixedClock) -> Path:
    path = tmp_path / "journals" / "journal.kith"
    path.parent.mkdir()
    return put_sample(path, clock.now())


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path / "home" / "kith" / "computer.json")


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the user's session; names of sockets have little room, so it is a short one."""
    folder = Path(tempfile.mkdtemp(prefix="k"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def program(
    session: Path,
    dressed: QApplication,
    tmp_path: Path,
    clock: FixedClock,
    computer: Computer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Program]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    made = Program(dressed, composition.parts(), composition.welcome, computer, clock)
    yield made
    made.close()


def kith(tmp_path: Path, *arguments: str) -> QProcess:
    """Another process of Kith, on the same computer and for the same user."""
    process = QProcess()
    surroundings = QProcessEnvironment.systemEnvironment()
    root = str(Path(launch.__file__).resolve().parents[1])
    for name, value in {
        "PYTHONPATH": root,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "home"),
    }.items():
        surroundings.insert(name, value)
    process.setProcessEnvironment(surroundings)
    process.start(sys.executable, ["-m", "ui", *arguments])
    return process


def ended(process: QProcess) -> Callable[[], bool]:
    return lambda: process.state() == QProcess.ProcessState.NotRunning


def listening(program: Program) -> Callable[[], bool]:
    return lambda: program.entering.one._server is not None


def test_a_second_window_raises_the_first_and_ends(
    program: Program, journal: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program.start(journal)
    qtbot.waitUntil(listening(program), timeout=PATIENCE)
    assert program.window is not None
    program.window.showMinimized()
    with qtbot.waitSignal(program.entering.one.raise_wanted, timeout=PATIENCE):
        second = kith(tmp_path, "--journal", str(journal))
    qtbot.waitUntil(ended(second), timeout=PATIENCE)
    assert second.exitCode() == 0
    assert second.readAllStandardError().data() == b""
    assert not program.window.isMinimized()


def test_what_is_no_request_to_raise_is_not_answered(
    program: Program, journal: Path, qtbot: QtBot
) -> None:
    from PySide6.QtNetwork import QLocalSocket

    program.start(journal)
    qtbot.waitUntil(listening(program), timeout=PATIENCE)
    name = socket_names(lock_path(journal))[0]
    assert not stat.S_IMODE(Path(name).stat().st_mode) & 0o077
    raised: list[int] = []
    program.entering.one.raise_wanted.connect(lambda: raised.append(1))
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(b"give me the journal\n" * 1000)
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: socket.state() == gone, timeout=PATIENCE)
    assert socket.readAll().data() == b""
    assert raised == []


def test_the_lock_is_the_owners_alone_and_goes_with_the_window(
    program: Program, journal: Path
) -> None:
    program.start(journal)
    assert stat.S_IMODE(lock_path(journal).stat().st_mode) == 0o600
    program.close()
    assert not lock_path(journal).exists()


def test_after_a_kill_the_journal_opens_as_usual(
    program: Program, journal: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = kith(tmp_path, "--journal", str(journal))
    qtbot.waitUntil(lambda: lock_path(journal).exists(), timeout=PATIENCE)
    name = socket_names(lock_path(journal))[0]
    qtbot.waitUntil(lambda: Path(name).exists(), timeout=PATIENCE)
    os.kill(first.processId(), signal.SIGKILL)
    qtbot.waitUntil(ended(first), timeout=PATIENCE)
    assert lock_path(journal).exists()
    program.start(journal)
    assert isinstance(program.window, MainWindow)
    qtbot.waitUntil(listening(program), timeout=PATIENCE)


def test_a_window_that_does_not_answer_is_told_plainly(
    program: Program, journal: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = kith(tmp_path, "--journal", str(journal))
    qtbot.waitUntil(lambda: lock_path(journal).exists(), timeout=PATIENCE)
    os.kill(first.processId(), signal.SIGSTOP)
    program.start(journal)
    assert program.window is not None
    read = "\n".join(texts(program.window))
    assert "journal.kith is open in another window." in read
    assert "did not answer" in read
    button(program.window, "Open to read only").click()
    settle()
    assert isinstance(program.window, MainWindow)
    assert program.bridge is not None
    assert program.bridge.workspace.read_only
    os.kill(first.processId(), signal.SIGCONT)
    first.kill()
    qtbot.waitUntil(ended(first), timeout=PATIENCE)


def on_attic(journal: Path) -> None:
    lock_path(journal).write_text("4711\nkith\nattic\n" + "0" * 31 + "1\nstart\n")


def test_on_another_computer_it_is_read_or_waited_for(
    program: Program, journal: Path, qtbot: QtBot
) -> None:
    on_attic(journal)
    program.start(journal)
    assert program.window is not None
    assert "attic has had it open since" in "\n".join(texts(program.window))
    page = program.window.centralWidget()
    assert isinstance(page, OccupiedPage)
    button(page, "Wait until it is closed").click()
    assert "It opens here as soon as it is closed there." in texts(page)
    lock_path(journal).unlink()
    page._pulse.timeout.emit()
    assert isinstance(program.window, MainWindow)
    assert program.bridge is not None
    assert not program.bridge.workspace.read_only


def test_what_is_open_elsewhere_is_taken_over_only_when_said_twice(
    program: Program, journal: Path
) -> None:
    on_attic(journal)
    program.start(journal)
    assert program.window is not None
    page = program.window.centralWidget()
    take = button(page, "attic is off or lost: open it here to write")
    take.click()
    assert "what both write at once is lost" in "\n".join(texts(page))
    assert lock_path(journal).read_text().startswith("4711")
    take.click()
    assert isinstance(program.window, MainWindow)
    assert lock_path(journal).read_text().startswith(str(os.getpid()))


def test_read_only_writes_nothing_and_says_so(program: Program, journal: Path) -> None:
    on_attic(journal)
    program.start(journal)
    assert program.window is not None
    button(program.window, "Open to read only").click()
    assert isinstance(program.window, MainWindow)
    assert "journal.kith can only be read, not changed." in texts(program.window)
    assert lock_path(journal).read_text().startswith("4711")


def test_a_journal_that_is_open_elsewhere_leaves_the_open_one_open(
    program: Program, journal: Path, tmp_path: Path, clock: FixedClock
) -> None:
    other = tmp_path / "other.kith"
    create_sample(other, clock).close()
    on_attic(other)
    program.start(journal)
    assert not program.open(other)
    assert isinstance(program.window, MainWindow)
    assert "other.kith is open on attic" in program.window.strip.message()
    assert lock_path(journal).read_text().startswith(str(os.getpid()))
    button(program.window, "Open to read only").click()
    assert program.bridge is not None
    assert program.bridge.workspace.path == other


def told_by(journal: Path) -> str:
    path = lock_path(journal)
    return path.read_text().partition("\n")[0] if path.exists() else ""


def test_two_journals_are_open_in_two_windows(
    program: Program, journal: Path, tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    other = tmp_path / "other.kith"
    create_sample(other, clock).close()
    program.start(journal)
    second = kith(tmp_path, "--journal", str(other))
    # A lock is there a moment before it says whose it is.
    qtbot.waitUntil(lambda: told_by(other) == str(second.processId()), timeout=PATIENCE)
    assert lock_path(journal).read_text().startswith(f"{os.getpid()}\n")
    second.kill()
    qtbot.waitUntil(ended(second), timeout=PATIENCE)


def test_opening_another_lets_the_first_go(
    program: Program, journal: Path, tmp_path: Path, clock: FixedClock
) -> None:
    other = tmp_path / "other.kith"
    create_sample(other, clock).close()
    program.start(journal)
    assert program.open(other)
    assert not lock_path(journal).exists()
    assert not program.open(tmp_path / "none.kith")
    assert lock_path(other).exists()
    assert not lock_path(tmp_path / "none.kith").exists()


def run_terminal(journal: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui", "--journal", str(journal), *arguments]
    root = str(Path(launch.__file__).resolve().parents[1])
    surroundings = {**os.environ, "PYTHONPATH": root}
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=surroundings
    )


def test_what_the_terminal_writes_shows_by_itself_and_what_is_typed_stays(
    program: Program, journal: Path, qtbot: QtBot
) -> None:
    program.start(journal)
    window: Any = program.window
    assert program.bridge is not None
    program.bridge.go("people", extra={"new": True})
    settle()
    line = next(one for one in window.findChildren(QLineEdit) if one.isVisible() and one.hasFocus())
    line.setText("Half a na")
    run_terminal(journal, "person", "add", "Zoe Quill")
    model = window.pages["people"].people.model
    assert window._watching.pulse.isActive()
    assert window._watching.pulse.interval() == 1000
    qtbot.waitUntil(
        lambda: any(row.name == "Zoe Quill" for row in model.list.rows), timeout=PATIENCE
    )
    assert line.text() == "Half a na"
    assert line.hasFocus()


def test_a_window_nobody_sees_does_not_look(
    program: Program, journal: Path, clock: FixedClock
) -> None:
    program.start(journal)
    window: Any = program.window
    written: list[int] = []
    window._watching.written.connect(lambda: written.append(1))
    window.hide()
    assert not window._watching.pulse.isActive()
    other = Workspace.open(journal, clock)
    other.set_setting("my_name", "Ana")
    other.close()
    assert written == []
    window.show()
    assert written == [1]
    window._watching.look()
    assert written == [1]


def test_a_journal_that_was_replaced_is_told_once(
    program: Program, journal: Path, clock: FixedClock
) -> None:
    program.start(journal)
    window: Any = program.window
    fresh = journal.with_name("fresh.kith")
    create_sample(fresh, clock).close()
    fresh.replace(journal)
    window._watching.look()
    assert "was replaced by another file" in window.strip.message()
    window.strip.dismiss()
    window._watching.look()
    assert window.strip.message() == ""
