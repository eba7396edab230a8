"""Undo and redo: at once where little changes, beside the screen where it is a great deal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.model.changes import Changes
from app.model.texts import _
from app.services.workspace import Workspace
from ui.bridge import Bridge
from ui.notices import UndoToast
from ui.task import Task


class Turning(QObject):
    """Takes the last step back, or does it again, one at a time, and says which it was.

    `begun` and `ended` tell that a long one is under way; meanwhile no other can be asked for.
    """

    begun = Signal()
    ended = Signal()

    def __init__(self, bridge: Bridge, toast: UndoToast, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._toast = bridge, toast
        self._task: Task | None = None
        self.toast_redoes = False  # what the button of the toast does

    @property
    def busy(self) -> bool:
        """Whether a long one is under way."""
        return self._task is not None

    def turn(self, *, back: bool) -> None:
        """Take the last step back, else do again the one taken back last."""
        if self.busy:
            return
        workspace = self._bridge.workspace
        with self._bridge.guard():
            long = workspace.long_turn(back=back)
            if long is not None:
                self._begin(*long, back=back)
            else:
                self._turned(workspace.undo() if back else workspace.redo(), back=back)

    def _begin(self, step: int, label: str, *, back: bool) -> None:
        words = _("Taking back: {step} …") if back else _("Doing again: {step} …")
        words = words.format(step=label)

        def over() -> None:
            self._task = None
            if self._toast.message() == words:  # what was said since stays
                self._toast.hide()

        def job(workspace: Workspace, _task: Task) -> Changes | None:
            return workspace.undo(step=step) if back else workspace.redo(step=step)

        def done(changes: Changes | None) -> None:
            over()
            if changes is not None:  # written on the worker's connection: the window hears it here
                self._bridge.workspace.announce(changes)
            self._turned(changes, back=back)
            self.ended.emit()

        def failed(error: BaseException | None) -> None:
            over()
            self.ended.emit()
            self._bridge.report(error)

        self._task = self._bridge.run(job, done, failed)
        self._toast.show_step(words, "", lasting=True)
        self.begun.emit()

    def _turned(self, changes: Changes | None, *, back: bool) -> None:
        if changes is None:
            return
        self.toast_redoes = back
        if back:
            words = _("Taken back: {step}").format(step=changes.label)
            again = self._bridge.workspace.can_redo()  # not where another step was made since
            self._toast.show_step(words, _("Redo") if again else "")
        else:
            self._toast.show_step(_("Done again: {step}").format(step=changes.label))
