"""When the journal is to be locked by itself, and what has to be closed before it is."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.services.tries import Tries
from ui.bridge import Bridge
from ui.idle import IdleWatch

_MINUTE = 60
_PATIENCE = 100  # looks at whether a dialog has let go


class Tried:
    """How often each journal was tried with a wrong passphrase since the program began.

    `now` is a clock in seconds that never runs backwards.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._tries: dict[Path, Tries] = {}

    def of(self, journal: Path) -> Tries:
        """The tries at one journal."""
        return self._tries.setdefault(journal.absolute(), Tries(lambda: self.now()))


class Locking(QObject):
    """Asks for a lock (`lock_wanted`) after idle minutes, with the screen, and before sleep.

    `watch_desktop(parent)` makes what listens to the desktop; it is asked once, after the first
    picture.
    """

    lock_wanted = Signal()

    def __init__(
        self,
        watch_desktop: Callable[[QObject], QObject | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._watch_desktop = watch_desktop
        self._bridge: Bridge | None = None
        self._desktop: QObject | None = None
        self._heard = False
        self.idle = IdleWatch(self._seconds, parent=self)
        self.idle.idle.connect(self._nobody_there)

    def watch(self, bridge: Bridge | None) -> None:
        """Watch over this journal from now on, or over none."""
        self._bridge = bridge
        if bridge is None or bridge.workspace.key is None:
            self.idle.stop()
        else:
            bridge.changed.connect(lambda _changes: self.idle.look())
            self.idle.start()

    def start(self) -> None:
        """Listen to the desktop; called when the first picture stands."""
        if not self._heard and self._bridge is not None and self._bridge.workspace.key is not None:
            self._heard = True
            self._desktop = self._watch_desktop(self)
            if self._desktop is not None:
                self._desktop.locking.connect(self._screen_locked)  # type: ignore[attr-defined]

    def _seconds(self) -> float:
        bridge = self._bridge
        return float(bridge.workspace.setting("auto_lock_minutes")) * _MINUTE if bridge else 0.0

    def _nobody_there(self) -> None:
        if self._bridge is None:
            return
        if self._bridge.busy():  # an import or a briefing under way is let to its end
            self._bridge.idle.connect(self.idle.look)
            return
        self.lock_wanted.emit()

    def _screen_locked(self) -> None:
        if self._bridge is not None and self._bridge.workspace.setting("lock_with_screen"):
            self.lock_wanted.emit()


def close_everything_open(window: QWidget, owner: QObject, then: Callable[[], None]) -> None:
    """Close menus and dialogs, then go on once nobody waits for their answer any more."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    level = QThread.currentThread().loopLevel()
    waiting = False
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            if isinstance(other, QDialog):
                waiting = waiting or other.isModal()
                other.reject()
            else:
                other.close()
    if waiting:
        window.hide()
        _when_left(level, owner, then, _PATIENCE)
    else:
        then()


def _when_left(level: int, owner: QObject, then: Callable[[], None], looks: int) -> None:
    """Go on when the dialog's own loop has ended: what began it still stands on the stack."""
    if looks and QThread.currentThread().loopLevel() >= level:
        QTimer.singleShot(0, owner, lambda: _when_left(level, owner, then, looks - 1))
    else:
        then()


def clear_memory(owner: QObject) -> None:
    """Let go of what the closed window held, as far as Python allows."""

    def clear() -> None:
        gc.unfreeze()
        gc.collect()

    QTimer.singleShot(0, owner, clear)
