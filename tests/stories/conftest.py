"""A person in front of the real program: a fresh home, a keyboard, a mouse, and eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.model.values import FixedClock
from app.services.computer import Computer
from app.services.workspace import Workspace
from tests.sample_copies import put_sample
from tests.ui.probes import button, settle, texts
from ui import composition, theme
from ui.daily_copy import DailyCopy
from ui.daily_look import DailyLook
from ui.main_window import MainWindow
from ui.program import Program

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_PATIENCE = 30_000


class Someone:
    """Drives the window as a person would, and says what can be read in it."""

    def __init__(self, app: QApplication, home: Path, qtbot: QtBot) -> None:
        self._app, self._home, self._qtbot = app, home, qtbot
        self._program: Program | None = None

    def starts_kith(self, journal: Path | None = None) -> None:
        """Open the program, closing it first where it is open."""
        self.closes_kith()
        computer = Computer(self._home / "computer.json")
        self._program = Program(
            self._app, composition.parts(), composition.welcome, computer, FixedClock(NOW)
        )
        self._program.start(journal)
        self.waits()
        self.lets_day_begin()

    def lets_day_begin(self) -> None:
        """What the program does some seconds after its start is done now, not in between."""
        if isinstance(self.window, MainWindow):
            for kind in (DailyCopy, DailyLook):
                for one in self.window.bridge.findChildren(kind):
                    one.start()
            self.waits()

    def closes_kith(self) -> None:
        """Close the window."""
        if self._program is not None:
            if self._program.window is not None:
                self._program.window.close()
            self._program.close()
            self._program = None

    @property
    def window(self) -> QWidget:
        """The window in front."""
        assert self._program is not None
        assert self._program.window is not None
        return self._program.window

    @property
    def program(self) -> Program:
        """The running program, for what no person can do: a clock moved on, a screen locked."""
        assert self._program is not None
        return self._program

    @property
    def journal(self) -> Workspace:
        """The open journal, to see what was really kept."""
        assert self._program is not None
        assert self._program.bridge is not None
        return self._program.bridge.workspace

    def waits(self) -> None:
        """Wait until the program has nothing to do any more."""

        def in_front() -> bool:
            window = self.window  # another may take its place at any moment
            if window.size() != QSize(1360, 860):
                window.resize(1360, 860)  # the screen of a test is smaller than that of a person
            if not window.isActiveWindow():
                window.activateWindow()
            return window.isActiveWindow()

        self._qtbot.waitUntil(in_front, timeout=_PATIENCE)

        def quiet() -> bool:
            settle()
            return not isinstance(self.window, MainWindow) or not (
                self.window.bridge.busy() or self.window.background_waits()
            )

        self._qtbot.waitUntil(quiet, timeout=_PATIENCE)
        # A part shown before it has its place flashes up as a window of its own.
        shown = [one for one in self._app.topLevelWidgets() if one.isVisible()]
        assert shown == [self.window]

    def waits_for(self, *words: str) -> None:
        """Wait until these words can be read."""
        self._qtbot.waitUntil(lambda: all(self.sees(one) for one in words), timeout=_PATIENCE)

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for one in keys:
            target = self._app.focusWidget() or self.window
            QTest.keySequence(target, one)  # type: ignore[call-overload]
            settle()

    def goes_to(self, words: str) -> None:
        """Press Tab until the keyboard is on the button with these words."""
        for _press in range(120):
            at = self._app.focusWidget()
            if isinstance(at, QAbstractButton) and at.text().replace("&", "").strip() == words:
                return
            QTest.keyClick(at or self.window, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to “{words}”")

    def types(self, text: str) -> None:
        """Type where the keyboard is."""
        field = self._app.focusWidget()
        assert field is not None
        assert isinstance(field, QLineEdit | QPlainTextEdit) or not text, type(field)
        QTest.keyClicks(field, text)
        settle()

    def clicks(self, words: str, within: QWidget | None = None) -> None:
        """Click the button with these words."""
        found: QAbstractButton = button(within or self.window, words)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        settle()

    def reads(self) -> str:
        """Everything that can be read, a line each."""
        told = texts(self.window)
        fields = [
            *self.window.findChildren(QLineEdit),
            *self.window.findChildren(QPlainTextEdit),
        ]
        for field in fields:
            if field.isVisible():
                told.append(field.text() if isinstance(field, QLineEdit) else field.toPlainText())
        told += [b.text() for b in self.window.findChildren(QAbstractButton) if b.isVisible()]
        return "\n".join(told)

    def sees(self, words: str) -> bool:
        """Whether these words can be read somewhere."""
        return words in self.reads()


@pytest.fixture
def someone(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Someone]:
    """A person whose computer has never seen Kith."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    made = Someone(qapp, tmp_path / "home", qtbot)
    yield made
    made.closes_kith()
    theme.apply(qapp, "light", 1.0)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample journal."""
    path = tmp_path / "sample.kith"
    return put_sample(path, NOW)
