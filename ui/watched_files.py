"""Reads watched calendars and address books when they change, while nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from app.model.errors import UserError
from app.services.watched import notes as watch_notes
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task
from ui.watched_news import WatchedNews

if TYPE_CHECKING:
    from app.services.watching import Outcome

_FIRST_MS = 300  # this object is itself made only when the first page has long stood
_SETTLE_MS = 1_500  # a program that writes a file writes it in several goes
_SOON_MS, _LATER_MS = 5_000, 5 * 60_000


class WatchedFiles(QObject):
    """Looks at the start, when a file changes, and when one comes back to the window.

    A file that is only half written is looked at again a little later. While files are being
    imported by hand it waits: what that list says must still be true when it is taken in.
    """

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent or bridge)
        self._bridge = bridge
        self._task: Task | None = None
        self._once_more = self._all = False
        self._pause = _SOON_MS
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._again = QTimer(self, singleShot=True)
        for timer in (self._settle, self._again):
            timer.timeout.connect(self.look)
        bridge.make_news = lambda undo: WatchedNews(bridge, undo)
        if bridge.workspace.read_only:
            return
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        QGuiApplication.instance().applicationStateChanged.connect(self._state)  # type: ignore[union-attr]
        bridge.watch_wanted.connect(self._wanted)
        bridge.importing_ended.connect(self._settle.start)
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def waiting(self) -> bool:
        """Whether a look is under way or about to begin."""
        held = self._bridge.importing
        return self._task is not None or (self._settle.isActive() and not held)

    def look(self) -> None:
        """Read what changed; one look at a time."""
        if self._task is not None:
            self._once_more = True
            return
        if self._bridge.importing:
            return  # it begins when that has ended
        for timer in (self._settle, self._again):
            timer.stop()
        all_, self._all = self._all, False
        self._task = self._bridge.run(
            lambda workspace, task: _look(workspace, task, all_), self._done, self._failed
        )

    def _wanted(self, all_: bool) -> None:
        self._all = self._all or all_
        self.look()

    def _touched(self, _path: str) -> None:
        self._pause = _SOON_MS
        self._settle.start()

    def _state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._settle.start()

    def _done(self, found: tuple[list[Outcome], list[str]]) -> None:
        self._task = None
        if not self._bridge.workspace.is_open:  # said to a window that has just closed
            return
        outcomes, seen = found
        self._watch(seen)
        for one in outcomes:
            if one.changes is not None:  # written on the worker's connection
                self._bridge.workspace.announce(one.changes)
        self._bridge.watched.emit()
        if self._once_more:
            self._once_more = False
            self._settle.start()
        if any(one.again for one in outcomes):
            self._again.start(self._pause)
            self._pause = min(2 * self._pause, _LATER_MS)

    def _failed(self, error: BaseException | None) -> None:
        self._task = None
        if self._bridge.workspace.is_open:
            self._bridge.watched.emit()
        if not isinstance(error, UserError):  # a journal out of reach is told by whoever needs it
            self._bridge.report(error)

    def _watch(self, wanted: list[str]) -> None:
        """Be told of changes in these places; one that was replaced is no longer known."""
        known = {*self._watcher.files(), *self._watcher.directories()}
        gone = sorted(known.difference(wanted))
        if gone:
            self._watcher.removePaths(gone)
        fresh = [place for place in wanted if place not in known]
        if fresh:
            self._watcher.addPaths(fresh)


def _look(workspace: Workspace, task: Task, all_: bool) -> tuple[list[Outcome], list[str]]:
    if not watch_notes.watched(workspace):
        return [], []
    # What reads calendars and address books loads here: beside the screen, and only for a use.
    from app.services import watching
    from app.services.watched.files import places

    outcomes = watching.read(workspace, all_=all_, cancelled=task.cancelled)
    return outcomes, places(workspace)
