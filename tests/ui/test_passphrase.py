"""The fields for a passphrase, and the pages that stand before a journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtDBus import QDBusMessage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services import vault
from app.services.computer import Computer
from app.services.strength import strength
from app.services.tries import Tries
from app.services.workspace import Workspace
from tests.ui.probes import clipped, settle
from ui import composition, theme
from ui.desktop import DesktopWatch, session_path
from ui.idle import IdleWatch
from ui.pages.unlock import UnlockPage
from ui.pages.welcome import Beginning, WelcomePage
from ui.pages.working import WorkingPage
from ui.widgets.passphrase import NewPassphrase, SecretField
from ui.worker import judge_beside


@pytest.fixture
def shown(dressed: QApplication, qtbot: QtBot) -> Callable[[QWidget], None]:
    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        assert QTest.qWaitForWindowActive(widget)

    return show


def test_the_eye_is_reached_and_pressed_by_keyboard(shown: Callable[[QWidget], None]) -> None:
    field = SecretField("Passphrase")
    shown(field)
    field.setFocus()
    QTest.keyClicks(field, "moss")
    assert field.displayText() != "moss"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.eye.hasFocus()
    QTest.keyClick(field.eye, Qt.Key.Key_Space)
    assert field.displayText() == "moss"
    assert field.eye.accessibleName() == "Hide what is typed"
    field.forget()
    assert field.text() == ""
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_caps_lock_is_noticed_by_the_letters_it_makes(shown: Callable[[QWidget], None]) -> None:
    field = SecretField("Passphrase")
    shown(field)
    field.setFocus()
    QTest.keyClick(field, "m")
    assert not field.caps_is_on()
    QTest.keyClick(field, "M", Qt.KeyboardModifier.ShiftModifier)
    assert not field.caps_is_on()
    QTest.keyClick(field, "M")
    assert field.caps_is_on()
    QTest.keyClick(field, "5")
    assert field.caps_is_on()
    QTest.keyClick(field, "m")
    assert not field.caps_is_on()


def test_the_second_field_comes_with_the_first_letter(
    shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    both = NewPassphrase("Passphrase", "A note.")
    judge_beside(both, strength)
    shown(both)
    assert both.again.isHidden()
    QTest.keyClicks(both.field, "short")
    qtbot.waitUntil(lambda: both.chip.text() == "Too short")
    assert not both.again.isHidden()
    assert not both.agrees()
    assert both.note.text() == "Type it once more."
    QTest.keyClicks(both.again, "shore")
    assert not both.agrees()
    assert both.note.text() == "The two are not the same."
    both.field.clear()
    assert both.again.isHidden()
    assert both.again.text() == ""


def test_input_through_the_window_counts_and_the_clock_decides(
    shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    window, now, limit = QLineEdit(), [0.0], [60.0]
    shown(window)
    watch = IdleWatch(lambda: limit[0], lambda: now[0])
    told: list[int] = []
    watch.idle.connect(lambda: told.append(1))
    watch.start()
    handle = window.windowHandle()
    assert handle is not None
    now[0] = 50
    QTest.mouseMove(handle, QPoint(5, 5))
    settle()
    now[0] = 100
    watch.look()
    assert not told
    now[0] = 110
    watch.look()
    assert told == [1]
    limit[0] = 0
    watch.start()
    now[0] = 1e6
    watch.look()
    assert told == [1]


def test_sleep_and_the_session_s_lock_are_heard(dressed: QApplication, qtbot: QtBot) -> None:
    watch, told = DesktopWatch(), []
    watch.locking.connect(lambda: told.append(1))

    def signal(value: object) -> QDBusMessage:
        path, interface = "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
        message = QDBusMessage.createSignal(path, interface, "PrepareForSleep")
        message.setArguments([value])
        return message

    watch.active(signal(True))
    watch.active(signal(False))
    assert told == [1]
    watch.locked(QDBusMessage.createSignal(session_path("2"), "login1.Session", "Lock"))
    assert told == [1, 1]
    assert session_path("2") == "/org/freedesktop/login1/session/_32"
    assert session_path("c1") == "/org/freedesktop/login1/session/c1"


@pytest.mark.parametrize("width", [640, 1024])
def test_nothing_is_clipped_at_one_and_a_half_the_text_size(
    dressed: QApplication,
    shown: Callable[[QWidget], None],
    tmp_path: Path,
    width: int,
    qtbot: QtBot,
) -> None:
    theme.apply(dressed, "light", 1.5)
    path = tmp_path / "journal.kith"
    key = vault.begin(path, "orbit pickle lantern moss")
    Workspace.open(path, create=True, key=key).close()
    welcome = WelcomePage(beginning=Beginning(judge=strength), place=tmp_path / "new.kith")
    unlock = UnlockPage(path, Computer(), Tries(), locked=True)
    unlock.note.set_content("This is not the passphrase. " * 6)
    unlock.note.show()
    for page in (welcome, unlock, WorkingPage("Encrypting the journal anew, which takes a while")):
        page.resize(width, 700)
        shown(page)
        if isinstance(page, WelcomePage):
            QTest.keyClicks(page.passphrase.field, "orbit pickle lantern moss")
            qtbot.waitUntil(lambda: welcome.passphrase.chip.text() == "Strong")
        settle()
        assert clipped(page) == []


def test_there_is_no_listening_where_there_is_no_bus(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    parent = QObject()
    composition._watch_desktop(parent)


def test_the_buttons_of_the_first_page_stay_on_one_line(
    shown: Callable[[QWidget], None], tmp_path: Path
) -> None:
    page = WelcomePage(beginning=Beginning(judge=strength), place=tmp_path / "new.kith")
    page.resize(1280, 820)
    shown(page)
    buttons = page.begin_button, page.sample_button, page.open_button
    for _time in range(2):
        settle()
        tops = [one.mapTo(page, QPoint(0, 0)).y() for one in buttons]
        assert len(set(tops)) == 1
        link = page.without_link.mapTo(page, QPoint(0, 0)).y()
        beside = abs(link - tops[0]) < buttons[0].height()
        assert beside or link >= tops[0] + buttons[0].height()  # never hanging between rows
        page.without_link.click()
