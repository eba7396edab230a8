"""Messages in the window, the undo toast, and a crash report without a word of the journal."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.errors import UserError
from tests.ui.probes import button, clipped, settle
from ui.notices import (
    CrashReport,
    CrashWindow,
    MessageStrip,
    UndoToast,
    crash_report,
    install_crash_handler,
)

SECRET = "Dana told me about her divorce"


def failing(secret: str) -> CrashReport:
    """A report of an error whose message, cause and variables hold a secret."""
    held = {"note": secret}
    try:
        try:
            int(held["note"])
        except ValueError as cause:
            raise KeyError(secret) from cause
    except KeyError as error:
        return crash_report(error)
    raise AssertionError


def test_a_report_says_where_and_what_but_nothing_written() -> None:
    report = failing(SECRET)
    assert report.kind == "KeyError"
    assert "KeyError" in report.text
    assert "ValueError" in report.text
    assert "tests/ui/test_notices.py" in report.text
    assert "in failing" in report.text
    assert "PySide6-Essentials 6." in report.text
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in report.text


def test_a_report_holds_no_word_of_the_journal_and_no_place_on_this_computer(root: Path) -> None:
    text = failing(SECRET).text
    for word in SECRET.split():
        assert word not in text.split()
    assert str(root) not in text
    assert str(Path.home()) not in text


@pytest.fixture
def hooked(dressed: QApplication) -> object:
    """Reports and troubles that reach the handler, which is taken out again afterwards."""
    reports: list[CrashReport] = []
    troubles: list[UserError] = []
    uninstall = install_crash_handler(reports.append, troubles.append)
    yield reports, troubles
    uninstall()


def hand_over(error: BaseException) -> None:
    """Give an error to the hook as the interpreter would."""
    sys.excepthook(type(error), error, error.__traceback__)


def test_uncaught_errors_become_reports(
    hooked: tuple[list[CrashReport], list[UserError]], capsys: pytest.CaptureFixture[str]
) -> None:
    reports, troubles = hooked
    hand_over(ValueError(SECRET))
    assert [report.kind for report in reports] == ["ValueError"]
    assert SECRET not in capsys.readouterr().err
    assert troubles == []


def test_known_problems_are_told_and_not_reported(
    hooked: tuple[list[CrashReport], list[UserError]],
) -> None:
    reports, troubles = hooked
    hand_over(UserError("The disk is full.", "Make room and try again."))
    assert reports == []
    assert [str(error) for error in troubles] == ["The disk is full. Make room and try again."]


def test_a_thread_reports_to_the_screen(
    hooked: tuple[list[CrashReport], list[UserError]], qtbot: QtBot
) -> None:
    reports, _troubles = hooked

    def fail() -> None:
        raise OSError(SECRET)

    worker = threading.Thread(target=fail)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(reports) == 1)
    assert reports[0].kind == "OSError"


def test_the_hooks_come_off_again(dressed: QApplication) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    uninstall = install_crash_handler(lambda _report: None)
    assert sys.excepthook is not before[0]
    uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_the_crash_window_copies_its_report(dressed: QApplication, qtbot: QtBot) -> None:
    window = CrashWindow(failing(SECRET))
    window.show()
    qtbot.mouseClick(window.copy_button, Qt.MouseButton.LeftButton)
    assert "KeyError" in QGuiApplication.clipboard().text()
    window.close()
    settle()


def test_a_strip_tells_what_to_do_and_does_it(dressed: QApplication, qtbot: QtBot) -> None:
    strip = MessageStrip()
    qtbot.addWidget(strip)
    done: list[str] = []
    strip.show_message("A backup is old.", "Make one.", "open", "Back up", lambda: done.append("x"))
    strip.show()
    assert strip.message() == "A backup is old. Make one."
    qtbot.mouseClick(button(strip, "Back up"), Qt.MouseButton.LeftButton)
    assert done == ["x"]
    assert strip.message() == ""


def test_escape_takes_a_message_away(dressed: QApplication, qtbot: QtBot) -> None:
    strip = MessageStrip()
    qtbot.addWidget(strip)
    strip.show_error(UserError("The file is gone.", "Look in the trash."))
    with qtbot.waitSignal(strip.closed):
        qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert strip.message() == ""


def test_a_toast_leaves_the_buttons_of_the_page_alone(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 500)
    done = QPushButton("Done", window)
    window.show()
    toast = UndoToast(window)
    toast.show_step("Logged.")
    settle()
    middle = toast.geometry()
    done.setGeometry(middle.adjusted(40, -10, -40, -20))
    toast.show_step("Logged.")
    settle()
    assert not toast.geometry().intersects(done.geometry())
    assert window.rect().contains(toast.geometry())
    done.hide()
    toast.show_step("Logged.")
    settle()
    assert toast.geometry() == middle


def test_a_long_toast_is_read_whole_on_some_lines(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 500)
    window.show()
    toast = UndoToast(window)
    toast.show_step("Forgotten.")
    low = toast.height()
    told = "Forgotten. " + "These copies may still hold them: journal of 22 November.kith. " * 3
    toast.show_step(told, "")
    settle()
    assert [one.text() for one in toast.findChildren(QLabel)] == [told]
    assert toast.height() > low
    assert not clipped(window)
    assert window.rect().contains(toast.geometry())
    toast.show_step("Forgotten.")
    settle()
    assert toast.height() == low


def test_the_toast_undoes_and_stays_in_the_window(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 400)
    toast = UndoToast(window)
    window.show()
    toast.show_step("Logged a call with Dana " * 20)
    assert window.rect().contains(toast.geometry())
    window.resize(500, 300)
    settle()
    toast.show_step("Logged a call with Dana")
    assert window.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.undo):
        qtbot.keyClick(button(toast, "Undo"), Qt.Key.Key_Space)
    assert toast.message() == ""
