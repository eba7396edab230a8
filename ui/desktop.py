"""Hears from the desktop, over its D-Bus, that the screen is locked or the computer goes to sleep.

Loaded after the first picture, and only where there is a bus. What is heard comes from the same
person's session; the worst a liar among its programs can do is to lock the journal.
"""

from __future__ import annotations

import os
import string
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

_SCREEN_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)
_LOGIN = "org.freedesktop.login1"
_ACTIVE, _LOCKED = SLOT("active(QDBusMessage)"), SLOT("locked(QDBusMessage)")
_PLAIN = frozenset(string.ascii_letters + string.digits)


def session_path(name: str) -> str:
    """Where login1 keeps a session of this name, as its bus writes names into paths."""
    plain = [
        letter
        if letter in _PLAIN and not (at == 0 and letter.isdigit())
        else "".join(f"_{byte:02x}" for byte in letter.encode())
        for at, letter in enumerate(name)
    ]
    return f"/org/freedesktop/login1/session/{''.join(plain)}"


class DesktopWatch(QObject):
    """`locking` is emitted when the screen is locked or the computer is about to sleep."""

    locking = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._buses: list[QDBusConnection] = []

    def start(self) -> None:
        """Listen on whichever bus there is."""
        if _has_session_bus():
            self.listen(QDBusConnection.sessionBus())
        if _has_system_bus():
            self.listen_to_login(QDBusConnection.systemBus(), os.environ.get("XDG_SESSION_ID", ""))

    def listen(self, bus: QDBusConnection) -> None:
        """Listen for the desktop's lock screen."""
        for interface, path in _SCREEN_SAVERS:
            self._hear(bus, "", path, interface, "ActiveChanged", _ACTIVE)

    def listen_to_login(self, bus: QDBusConnection, session: str) -> None:
        """Listen for sleep, and for the session being locked from outside."""
        manager = "/org/freedesktop/login1"
        self._hear(bus, _LOGIN, manager, f"{_LOGIN}.Manager", "PrepareForSleep", _ACTIVE)
        if session:
            self._hear(bus, _LOGIN, session_path(session), f"{_LOGIN}.Session", "Lock", _LOCKED)

    def _hear(
        self, bus: QDBusConnection, service: str, path: str, interface: str, name: str, slot: str
    ) -> None:
        if bus.isConnected():
            self._buses.append(bus)  # PySide's stubs want bytes here, and PySide itself the text
            bus.connect(service, path, interface, name, self, slot)  # type: ignore[call-overload]

    @Slot(QDBusMessage)
    def active(self, message: QDBusMessage) -> None:
        """The screen saver came on or went off; the computer goes to sleep or woke up."""
        if message.arguments()[:1] == [True]:
            self.locking.emit()

    @Slot(QDBusMessage)
    def locked(self, _message: QDBusMessage) -> None:
        """The session is to be locked."""
        self.locking.emit()


def _has_session_bus() -> bool:
    """Whether there is one already; asking Qt for it would start one where there is none."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(folder) and Path(folder, "bus").exists()


def _has_system_bus() -> bool:
    usual = Path("/run/dbus/system_bus_socket")
    return bool(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")) or usual.exists()
