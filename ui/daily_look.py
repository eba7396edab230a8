"""Looks once a day, while nobody waits, whether the journal's file is whole."""

from PySide6.QtCore import QObject, QTimer

from app.model.errors import UserError
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task

_FIRST_MS = 9_000  # after the first picture: standings and the copy of the day go first


class DailyLook(QObject):
    """One quick check a day; tells once, in the strip, when a part of the file is damaged."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent or bridge)
        self._bridge = bridge
        self._timer = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._timer.timeout.connect(self.start)
        self._timer.start()

    def start(self) -> None:
        """Look through the file if nobody has today."""
        self._timer.stop()
        self._bridge.run(_look, self._done, self._failed)

    def _done(self, damaged: bool) -> None:
        if damaged:
            from app.services import check_words

            self._bridge.failed.emit(check_words.damage(self._bridge.workspace.path))

    def _failed(self, error: BaseException | None) -> None:
        if not isinstance(error, UserError):  # a journal out of reach is told by whoever needs it
            self._bridge.report(error)


def _look(workspace: Workspace, task: Task) -> bool:
    from app.services import checking

    return checking.daily(workspace, task.cancelled)
