"""Tells when nobody has pressed a key or moved the mouse for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LONGEST_MS = 30_000  # sleep stops the timer but not the clock: look again after waking up
_ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


def seconds_awake_or_asleep() -> float:
    """A clock nobody can set that goes on while the computer sleeps, where there is one."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class IdleWatch(QObject):
    """Emits `idle` once when `limit()` seconds have passed without input; 0 is never.

    It watches the windows and not the application: all input passes through them, and a filter on
    everything would be asked at each of the thousands of events that showing a page takes.
    """

    idle = Signal()

    def __init__(
        self,
        limit: Callable[[], float],
        now: Callable[[], float] = seconds_awake_or_asleep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._limit, self.now = limit, now
        self._last = now()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._follow)

    def start(self) -> None:
        """Begin to count."""
        self._last = self.now()
        self._follow(QGuiApplication.focusWindow())
        self.look()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def look(self) -> None:
        """See whether the time has passed; else look again when it may have."""
        limit = self._limit()
        left = self._last + limit - self.now()
        if limit > 0 and left <= 0:
            self._timer.stop()
            self.idle.emit()
            return
        wait = left * 1000 if limit > 0 else _LONGEST_MS
        self._timer.start(round(min(max(wait, 50), _LONGEST_MS)))

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time changes nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that someone is there."""
        if event.type() in _ACTS:
            self._last = self.now()
        return False
