"""Between the journal and the screen: steps as signals, routes, and slow work off the screen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal

from app.model.changes import Changes
from app.model.errors import UserError
from app.model.reading import TimelineFilter
from app.services import stopped_work
from app.services.computer import Computer
from app.services.workspace import Workspace
from app.settings import Value
from ui.pictures import Portraits
from ui.task import Run, Task

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from app.services.vault import Key


_PHOTO_TABLES = frozenset({"attachment", "counterpart"})


@dataclass(frozen=True, slots=True)
class Route:
    """Where to go and what to show there; pages know routes, never each other."""

    page: str
    person: int | None = None
    tab: str = ""
    entry: int | None = None
    meeting: int | None = None
    filter: TimelineFilter | None = None
    text: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClosedWork:
    """Work on the whole file, for which the journal is closed and opened again afterwards.

    The job gets the journal's path, its key (None for a plain one) and a task for progress and
    cancelling; it returns the path and the key to open next. `said` is told after that; where
    only the outcome tells what to say, it is asked for then. With `listed`, the place in the
    settings where the whole outcome stands, that place is shown and the words stay until closed.
    With `sheet`, the recovery sheet of the new key is offered beside the words.
    """

    title: str
    job: Callable[[Path, Key | None, Task], tuple[Path, Key | None]]
    said: str | Callable[[], str] = ""
    listed: str = ""
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A quiet sentence above the page, with the things one can do about it, most useful first.

    With a `page`, that page says the same and keeps it true: the sentence goes when it is shown.
    """

    words: str
    advice: str = ""
    choices: tuple[tuple[str, Callable[[], object]], ...] = ()
    page: str = ""


class JournalPage(Protocol):
    """What the window asks of a page."""

    USES: ClassVar[frozenset[str]]

    def refresh(self, changes: Changes | None) -> None:
        """Show the journal as it is now; `changes` is None when the page was stale."""

    def show_route(self, route: Route) -> None:
        """Show what the route names."""


class Bridge(QObject):
    """One open journal for all pages: its steps, routes, messages and workers."""

    changed = Signal(object)
    routed = Signal(object)
    said = Signal(str, bool)
    logged = Signal(tuple)
    failed = Signal(object)
    # What failed before went well this time; what was told of the failure is over.
    mended = Signal()
    crashed = Signal(object)
    standings_changed = Signal()
    computer_changed = Signal(str)
    idle = Signal()
    line_reader_ready = Signal()
    closed_work = Signal(object)
    open_wanted = Signal(Path)
    look_wanted = Signal(Path, str)
    offered = Signal(object)
    # What was offered and leads to this page is not true any more.
    withdrawn = Signal(str)
    copies_changed = Signal()
    # Look at watched files now, also at unchanged ones; what is noted of them was renewed.
    watch_wanted = Signal(bool)
    watched = Signal()
    importing_ended = Signal()

    def __init__(
        self,
        workspace: Workspace,
        parent: QObject | None = None,
        computer: Computer | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.computer = computer or Computer()
        # What reads quick lines, once it is there: made off the screen, shared by the pages.
        self.line_reader: Any = None
        self.line_reader_wanted = False
        # What Today and the foot of the window say of the journal's copies, "" for nothing.
        self.overdue = self.last_copy = ""
        # Whether the journal got its passphrase a moment ago, and its first sheet is due.
        self.fresh_key = False
        # What must be done when the journal is let go, such as taking away opened copies.
        self.at_close: list[Callable[[], object]] = []
        self.opened_files: Any = None
        # What makes the card that tells what watched files brought, once it is loaded.
        self.make_news: Callable[[QAction], Any] | None = None
        # Whether a list of what an import would do is being looked at, or taken in.
        self.importing = False
        # What came to nothing because the journal was let go, to be said where one is next.
        self.stopped = ""
        self._tasks: set[Task] = set()
        self._closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._unlisten = workspace.listen(self.changed.emit)
        # Everybody's photo, small; asked for while painting, read when first asked for.
        self.portraits = Portraits(workspace, self.run, self)
        self.changed.connect(self._follow_photos)

    def _follow_photos(self, changes: Changes) -> None:
        if changes.tables & _PHOTO_TABLES:
            self.portraits.look_again()

    def go(self, page: str, **where: Any) -> None:
        """Show a page; keywords as in `Route`."""
        self.routed.emit(Route(page, **where))

    def say(self, text: str, *, undoable: bool = False) -> None:
        """Tell the user something once, quietly; with an Undo beside it where that fits."""
        self.said.emit(text, undoable)

    def is_latest(self, changes: Changes) -> bool:
        """Whether undo takes this step back: work beside the screen may end after other steps."""
        return bool(changes.tables) and self.workspace.can_undo() == changes.label

    def set_computer(self, key: str, value: Value) -> None:
        """Keep a setting of this computer; the window follows at once."""
        with self.guard():
            try:
                self.computer.set(key, value)
            finally:  # even where it cannot be kept on the disk, it holds for now
                self.computer_changed.emit(key)

    def set_line_reader(self, reader: Any) -> None:
        """Read quick lines with this from now on."""
        self.line_reader = reader
        self.line_reader_ready.emit()

    def set_copies(self, overdue: str, last: str) -> None:
        """Say this of the journal's copies from now on; a copy was made or looked for."""
        self.overdue, self.last_copy = overdue, last
        self.copies_changed.emit()

    def set_importing(self, on: bool) -> None:
        """Nothing else takes files in while someone decides about some, or takes them in."""
        before, self.importing = self.importing, on
        if before and not on:
            self.importing_ended.emit()

    def busy(self) -> bool:
        """Whether slow work is under way; `idle` tells when the last of it has ended."""
        return bool(self._tasks)

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        """Show what the user can mend instead of raising it; bugs still surface."""
        try:
            yield
        except UserError as error:
            self.failed.emit(error)

    def run(
        self,
        job: Callable[[Workspace, Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException | None], None] | None = None,
        *,
        kept: bool = False,
    ) -> Task:
        """Do slow work off the screen thread on a connection of its own.

        `done` gets the result; `failed` gets the error, or None when it was cancelled. Without
        `failed`, problems the user can mend are shown and bugs reach the crash window. Where
        stopping was asked for and the job came to its end all the same, its result counts for
        nothing, unless it is `kept`: something was written, which must be told.
        """
        task = Task(self)
        task.kept = kept
        if self._closed:  # a timer of the window that is just going: the file may be replaced now
            task.cancel()
            return task
        self._tasks.add(task)
        task.done.connect(done)
        task.done.connect(lambda _result: self._drop(task))
        task.failed.connect(failed or self.report)
        task.failed.connect(lambda _error: self._drop(task))
        self._pool.start(Run(job, self.workspace, task))
        return task

    def _drop(self, task: Task) -> None:
        self._tasks.discard(task)
        task.destroy()
        if not self._tasks:
            self.idle.emit()

    def report(self, error: BaseException | None) -> None:
        """Show what the user can mend, and hand a bug to the crash window."""
        if isinstance(error, UserError):
            self.failed.emit(error)
        elif error is not None:
            self.crashed.emit(error)

    def close(self) -> None:
        """Stop all work and let the journal go, with whatever was opened of it."""
        if self._closed:
            return
        self._closed = True
        before = self._newest_step()
        for task in tuple(self._tasks):
            task.cancel()
        self._pool.waitForDone()
        self._keep_stopped(before)
        for task in tuple(self._tasks):  # what came of it is for a journal that is let go
            task.let_go()
        self._tasks.clear()
        self._unlisten()
        self.workspace.close()
        for act in self.at_close:
            act()

    def _keep_stopped(self, before: int | None) -> None:
        """What is to be said of work that came to nothing, here and when the journal is opened.

        Work that came to its end had only its news come too late, and a step that came in after
        `before` is that of an import, all of it.
        """
        words = [task.stopped for task in self._tasks if task.stopped and not task.finished]
        if words and before == self._newest_step():
            self.stopped = words[-1]
            with contextlib.suppress(UserError):
                stopped_work.keep(self.workspace, self.stopped)

    def _newest_step(self) -> int | None:
        """The number of the journal's newest step, None where it cannot be read any more."""
        with contextlib.suppress(UserError):
            return self.workspace.newest_step()
        return None
