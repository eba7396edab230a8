"""The quiet line below the list of people: how many pairs look alike, and the way to them."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.people import Counterpart
from app.model.texts import _, ngettext
from app.services.duplicates import likely_pairs
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.task import Task
from ui.widgets.buttons import LinkButton

_WAIT_MS = 1_500
_MANY = 3_000  # from so many people on, the comparison takes seconds: it waits to be asked for
_TELLING = frozenset({"counterpart", "contact_point", "organisation", "distinct_pair"})


class AlikeLine(LinkButton):
    """Shown while somebody may be in the journal twice; counted beside the screen."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("", kind="note", parent=parent)
        self._bridge = bridge
        self._late = True
        self._task: Task | None = None
        self._pause = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._pause.timeout.connect(self._count)
        self.clicked.connect(lambda: bridge.go("duplicates"))
        self.hide()
        bridge.changed.connect(self._heard)

    def look(self) -> None:
        """Count again in a moment, if anything changed since."""
        if self._late:
            self._pause.start()

    def _heard(self, changes: Changes) -> None:
        if not changes.tables & _TELLING:
            return
        self._late = True
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self._pause.start()

    def _count(self) -> None:
        if not self._bridge.workspace.is_open or not self._late:
            return
        if self._task is not None:
            self._task.cancel()
        self._late = False
        if self._bridge.workspace.count(Counterpart) > _MANY:
            self.set_label(_("Look for people who are here twice"))
            self.show()
            return

        def job(workspace: Workspace, task: Task) -> int:
            return len(likely_pairs(workspace, cancelled=task.cancelled))

        self._task = task = self._bridge.run(job, lambda found: self._counted(task, found))

    def _counted(self, task: Task, found: int) -> None:
        if task is self._task:
            self._task = None
            words = ngettext("{n} pair looks alike", "{n} pairs look alike", found)
            self.set_label(words.format(n=found))
            self.setVisible(found > 0)
