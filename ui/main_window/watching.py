"""Looks once a second, while the window can be seen, whether another program wrote the journal."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from app.model.errors import UserError
from app.model.texts import _
from app.services import backups, copy_words
from app.services.workspace import Workspace
from ui.bridge import Bridge, Offer
from ui.task import Task

EVERY_MS = 1000


class CopyWatching(QObject):
    """Reads anew what is said of the copies when another program has made or deleted one.

    One look is one question to the file system; only a folder that changed is read.
    """

    def __init__(self, window: QMainWindow, bridge: Bridge) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._seen = backups.stamp(bridge.workspace.path)

    def look(self, *_state: object) -> None:
        """Look now."""
        stamp = backups.stamp(self._bridge.workspace.path)
        if stamp != self._seen:
            self._seen = stamp
            self._bridge.run(_told, lambda told: self._bridge.set_copies(*told))


def _told(workspace: Workspace, _task: Task) -> tuple[str, str]:
    return copy_words.told(workspace)


class Watching(QObject):
    """`written` tells that there is something new to read.

    One look takes some microseconds and draws nothing; a window that is hidden or minimised does
    not look at all, and does so once when it is seen again.
    """

    written = Signal()

    def __init__(self, window: QMainWindow, bridge: Bridge) -> None:
        super().__init__(window)
        self._window, self._bridge = window, bridge
        self._replaced = False
        self.pulse = QTimer(self, interval=EVERY_MS)
        self.pulse.timeout.connect(self.look)
        window.installEventFilter(self)
        self.look()  # from here on, what is new counts

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look while there is someone to see it."""
        kinds = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange)
        if event.type() in kinds:
            seen = self._window.isVisible() and not self._window.isMinimized()
            if event.type() == QEvent.Type.Hide:
                seen = False
            if seen and not self.pulse.isActive():
                self.pulse.start()
                self.look()
            elif not seen:
                self.pulse.stop()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Tell if another program has written since the last look."""
        workspace = self._bridge.workspace
        try:
            if workspace.replaced():
                self._tell_replaced()
            elif workspace.changed_elsewhere():
                self.written.emit()
        except UserError as error:
            self.pulse.stop()  # told once, and again when the window is next seen
            self._bridge.failed.emit(error)

    def _tell_replaced(self) -> None:
        if self._replaced:
            return
        self._replaced = True
        path = self._bridge.workspace.path
        self._bridge.offered.emit(
            Offer(
                _("{name} was replaced by another file meanwhile.").format(name=path.name),
                _("A copy was restored, or its passphrase was set or taken away."),
                ((_("Open it anew"), lambda: self._bridge.open_wanted.emit(path)),),
            )
        )
