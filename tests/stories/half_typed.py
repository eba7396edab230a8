"""A program of its own: unlocks a journal, types half an entry, says so, and goes on running.

python tests/stories/half_typed.py JOURNAL HALF_AN_ENTRY < PASSPHRASE
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.services.computer import Computer
from app.services.places import computer_file
from ui import composition
from ui.main_window import MainWindow
from ui.program import Program


def until(done: Callable[[], object], patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while not done():
        QApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")


def typed(words: str) -> None:
    field: QWidget | None = QApplication.focusWidget()
    QTest.keyClicks(field, words)


def main(journal: Path, half: str, passphrase: str) -> None:
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    program = Program(app, composition.parts(), composition.welcome, Computer(computer_file()))
    program.start(journal)
    until(QApplication.focusWidget)
    typed(passphrase)
    QTest.keySequence(QApplication.focusWidget(), "Return")
    until(lambda: isinstance(program.window, MainWindow) and program.window.isActiveWindow())
    QTest.keySequence(program.window, "Ctrl+L")
    until(lambda: "Line" in type(QApplication.focusWidget()).__name__)
    typed(half)
    assert program.bridge is not None
    until(program.bridge.workspace.drafts)  # kept by itself, while one thinks
    print("typed", flush=True)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.stdin.readline().strip())
