"""Works out standings while nobody waits: after the first picture, and after every step."""

import threading

from PySide6.QtCore import QObject, QTimer

from app.model.errors import UserError
from app.services import keeping, standings
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task

_PAUSE_MS = 400
_TELL_MS = 1500
_BREATH = 0.003


class Background(QObject):
    """Keeps what is known about each relationship up to date, giving way to the screen.

    Pages hear of it through the bridge's `standings_changed`, at most every second and a half
    while the work lasts, and once at its end.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._task: Task | None = None
        self._again = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.start)
        self._tell = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._tell.timeout.connect(bridge.standings_changed)
        bridge.changed.connect(self._changed)

    def waiting(self) -> bool:
        """Whether work is under way or about to begin."""
        return self._task is not None or self._pause.isActive()

    def start(self) -> None:
        """Work out what is missing or of another day."""
        self._pause.stop()
        if self._task is not None:
            self._again = True
            return
        self._again = False
        self._task = self._bridge.run(_refresh, self._done, self._failed)
        self._task.progressed.connect(self._progressed)

    def _changed(self, _changes: object) -> None:
        self._pause.start()

    def _progressed(self, _part: int, _whole: int) -> None:
        if not self._tell.isActive():
            self._tell.start()

    def _done(self, count: int) -> None:
        self._task = None
        self._tell.stop()
        if count:
            self._bridge.standings_changed.emit()
        if self._again:
            self._pause.start()

    def _failed(self, error: BaseException | None) -> None:
        self._task = None
        self._tell.stop()
        if error is not None and not isinstance(error, UserError):
            self._bridge.report(
                error
            )  # a busy file is tried again after the next step; a bug is told
        elif self._again:
            self._pause.start()


def _refresh(workspace: Workspace, task: Task) -> int:
    keeping.thin_daily(workspace)
    breath = threading.Event()

    def give_way() -> bool:
        breath.wait(_BREATH)  # lets the screen's thread run between two people
        return task.cancelled()

    return standings.refresh(
        workspace, cancelled=give_way, progress=lambda done: task.progress(done)
    )
