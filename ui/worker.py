"""Slow work while no journal is open: deriving a key, converting a file, asking the keyring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool
from shiboken6 import isValid

from app.model.errors import Cancelled
from ui.task import Task

if TYPE_CHECKING:
    from ui.widgets.passphrase import Judged, NewPassphrase

_running: set[Task] = set()


class _Run(QRunnable):
    """Runs a job and tells its task how it went."""

    def __init__(self, job: Callable[[Task], Any], task: Task) -> None:
        super().__init__()
        self._job, self._task = job, task

    def run(self) -> None:
        """Do the work; whatever it raises is handed over, never swallowed."""
        try:
            result = self._job(self._task)
        except Cancelled:
            self._task.fail(None)
        except BaseException as error:
            self._task.fail(error)
        else:
            self._task.end(result)


def run_aside(
    owner: QObject,
    job: Callable[[Task], Any],
    done: Callable[[Any], object],
    failed: Callable[[BaseException | None], object],
) -> Task:
    """Do slow work off the screen thread; nothing is told once the owner is gone.

    `failed` gets the error, or None when it was cancelled.
    """
    task = Task()
    _running.add(task)

    def end(tell: Callable[[Any], object], outcome: Any) -> None:
        _running.discard(task)
        task.destroy()  # and with it what its slots hold: a key, a passphrase
        if isValid(owner):
            tell(outcome)

    task.done.connect(lambda result: end(done, result))
    task.failed.connect(lambda error: end(failed, error))
    QThreadPool.globalInstance().start(_Run(job, task))
    return task


def judge_beside(field: NewPassphrase, judge: Callable[[str], Judged]) -> None:
    """Let the field show the strength of what is typed, worked out off the screen thread."""

    def ask(text: str) -> None:
        run_aside(
            field, lambda _task: judge(text), lambda found: field.show_judged(text, found), tell_bug
        )

    field.judge_wanted.connect(ask)


def tell_bug(error: BaseException | None) -> None:
    """Hand what nobody can mend to the crash window."""
    if error is not None:
        raise error
