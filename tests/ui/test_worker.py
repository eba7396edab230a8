"""Slow work that outlives whoever asked for it tells nobody, and nothing breaks over it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.task import Task

ROOT = Path(__file__).parents[2]
# The work waits until everything of Qt's is destroyed, which quitting does in any order.
QUITTING = """
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from ui.worker import run_aside
app, window, began = QApplication([]), QWidget(), threading.Event()
def job(task):
    began.set()
    while isValid(task):
        threading.Event().wait(0.01)
    {act}
    print("went on", flush=True)
run_aside(window, job, print, print)
began.wait()
QTimer.singleShot(0, app.quit)
sys.exit(app.exec())
"""


@pytest.mark.parametrize(
    "act", ["task.progress(1, 2)", "task.tell('far')", "task.show(1)", "raise ValueError(task)"]
)
def test_work_that_outlives_the_program_s_window_ends_quietly(act: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", QUITTING.replace("{act}", act)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ("went on" in ended.stdout) is not act.startswith("raise")


COPYING = """
from PySide6.QtWidgets import QApplication
from ui import clipboard
app = QApplication([])
clipboard.put("dana@northwind.example")
"""


def test_what_was_copied_does_not_end_the_program_in_a_crash() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", COPYING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_task_is_not_destroyed_while_its_news_is_still_being_told(qapp: QApplication) -> None:
    task = Task()
    telling, told = threading.Event(), []

    def tell() -> None:
        with task._telling:  # as while a signal is sent: Qt looks at the sender until the end of it
            telling.set()
            time.sleep(0.3)
            told.append("whole")

    worker = threading.Thread(target=tell)
    worker.start()
    telling.wait()
    task.destroy()
    assert told == ["whole"]
    worker.join()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(task)
