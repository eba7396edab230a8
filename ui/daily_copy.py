"""Makes the copy of the day while nobody waits, and keeps what Today says of copies right."""

from PySide6.QtCore import QObject, QTimer

from app.model.errors import UserError
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task

_FIRST_MS = 4_000  # after the first picture: the standings' work goes first
_AGAIN_MS = 30 * 60_000


class DailyCopy(QObject):
    """Looks now and then whether a copy is due; tells of a failure once, and only once."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent or bridge)
        self._bridge = bridge
        self._task: Task | None = None
        self._told = ""
        self._first = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._first.timeout.connect(self.start)
        self._first.start()
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self.start)
        self._again.start()

    def start(self) -> None:
        """Make the copy of the day if it is due."""
        self._first.stop()
        if self._task is None:
            self._task = self._bridge.run(_look, self._done, self._failed)

    def _done(self, found: tuple[str, str, str]) -> None:
        self._task = None
        trouble, overdue, last = found
        if trouble and not self._told:
            self._told = trouble
            self._bridge.say(trouble)
        self._bridge.set_copies(overdue, last)

    def _failed(self, error: BaseException | None) -> None:
        self._task = None
        if not isinstance(error, UserError):  # a journal out of reach is told by whoever needs it
            self._bridge.report(error)


def _look(workspace: Workspace, task: Task) -> tuple[str, str, str]:
    from app.services import backups, copy_words, forget, private_copies

    trouble = ""
    try:
        forget.finish(workspace)  # what was broken off must not come into a copy
        private_copies.keep_as_private(workspace, cancelled=task.cancelled)
        backups.daily(workspace, task.cancelled)
    except UserError as error:
        trouble = str(error)
    return trouble, *copy_words.told(workspace)
