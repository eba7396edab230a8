"""The least a PySide6 program can do: a window with an empty list, which Kith is held against."""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QListView, QMainWindow


class FirstPaint(QObject):
    """Says when the window was first painted, and ends the program if that was all."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        print(f"first-paint {milliseconds_alive():.1f}", flush=True)
        if os.environ.get("KITH_MEASURE") == "first-paint":
            QApplication.quit()


def milliseconds_alive() -> float:
    """Time since this process began, by the system's own book."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000


app = QApplication(sys.argv)
main = QMainWindow()
main.setCentralWidget(QListView())
main.resize(1360, 860)
watch = FirstPaint(main)
main.show()
sys.exit(app.exec())
