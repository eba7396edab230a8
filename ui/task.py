"""Slow work off the screen: what it tells of itself, and how it is run."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Signal, SignalInstance

from app.model.errors import Cancelled
from app.services.workspace import Workspace


class Task(QObject):
    """One piece of slow work; its signals arrive on the screen thread."""

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int)
    told = Signal(str)
    found = Signal(object)
    # From the worker's thread to this object's own, where it is asked whether anyone still listens.
    _ended = Signal(object)
    _broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._telling = threading.RLock()
        self._heard = True
        # What is said when the journal is let go before the work came to its end; "" for nothing.
        self.stopped = ""
        self.finished = False
        # Whether what it came to is told even where stopping was asked for too late.
        self.kept = False
        self._ended.connect(self._tell_done)
        self._broke.connect(self._tell_failed)
        _tasks.add(self)

    def cancel(self) -> None:
        """Ask the work to stop; it ends without a result."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether it was asked to stop; the work asks this often."""
        return self._stop.is_set()

    def let_go(self) -> None:
        """Stop, and tell nothing from now on: this is about to be destroyed, work may go on."""
        self._stop.set()
        with self._telling:
            self._heard = False

    def destroy(self) -> None:
        """Go with the next events, once what told of the end has come back from telling it.

        Its news can be heard here while the worker's thread is still on its way out of the signal,
        and Qt looks at who sent it until then.
        """
        self.let_go()
        self.deleteLater()

    def _send(self, signal: SignalInstance, *what: object) -> None:
        with self._telling:  # nobody destroys it between the question and the telling
            if self._heard:
                signal.emit(*what)

    def end(self, result: object) -> None:
        """The work is done."""
        self._send(self._ended, result)

    def fail(self, error: BaseException | None) -> None:
        """The work failed; None says that it was cancelled."""
        self._send(self._broke, error)

    def _tell_done(self, result: object) -> None:
        if self._heard:  # not let go while the news of it was on its way
            self.done.emit(result)

    def _tell_failed(self, error: object) -> None:
        if self._heard:
            self.failed.emit(error)

    def progress(self, part: int, whole: int = 0) -> None:
        """How far the work is; a whole of 0 means nobody knows."""
        self._send(self.progressed, part, whole)

    def tell(self, words: str) -> None:
        """The same in words."""
        self._send(self.told, words)

    def show(self, part: object) -> None:
        """A part of the result that can be shown before the rest is there."""
        self._send(self.found, part)


_tasks: weakref.WeakSet[Task] = weakref.WeakSet()


def _let_tasks_go() -> None:
    for task in tuple(_tasks):
        task.let_go()


# Qt destroys every object when Python ends, and only then waits for work on other threads.
atexit.register(_let_tasks_go)


class Run(QRunnable):
    """Runs a job with a connection of its own and tells its task how it went."""

    def __init__(
        self, job: Callable[[Workspace, Task], Any], workspace: Workspace, task: Task
    ) -> None:
        super().__init__()
        self._job = job
        self._workspace = workspace
        self._task = task

    def run(self) -> None:
        """Do the work; whatever it raises is handed over, never swallowed."""
        try:
            own = self._workspace.beside()
            try:
                result = self._job(own, self._task)
            finally:
                own.close()
        except Cancelled:
            self._task.fail(None)
        except BaseException as error:
            self._task.fail(error)
        else:
            self._task.finished = True
            if self._task.cancelled() and not self._task.kept:
                self._task.fail(None)
            else:
                self._task.end(result)
