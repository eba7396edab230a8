"""What begins once the first picture stands: the icons, the work behind, the pages opened next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge
from ui.task import Task
from ui.widgets.action_icons import add_icons

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ui.background import Background

# What knows no Qt loads in a worker's thread; while it does, the screen waits 5 ms at the most for
# its turn. First what the work behind needs, then what the pages most opened are made of.
WORK = (
    "app.services.sorting",
    "app.services.keeping",
    "app.services.standings",
    "app.services.conflicts",
)
SERVICES = (
    "app.services.profile",
    "app.services.past",
    "app.services.attachments",
    "app.services.opened_files",
    "app.services.find_people",
    "app.services.people_list",
    "app.services.namesakes",
    "app.services.day_lines",
    "app.services.duplicates",
    "app.services.timeline",
    "app.services.entry",
    "app.services.search",
    "app.services.prep",
    "app.services.planning",
    "app.services.log_form",
    "app.services.log_form.save",
    "app.services.log_form.start",
    "app.services.log_form.beside",
)
# Widgets belong to the screen's thread, and so do their classes: step by step, while nobody waits.
PAGES = (
    "ui.file_list",
    "ui.tables.timeline",
    "ui.pages.timeline.page",
    "ui.pages.people.page",
    "ui.pages.prepare.page",
    "ui.pages.log",
    "ui.palette",
)
_EVERY_MS = 40
_WATCH_AFTER = 3_000


def begin_work(bridge: Bridge, actions: Mapping[str, QAction]) -> FirstWork:
    """What need not be there for the first picture: icons, and the standings' work."""
    return FirstWork(bridge, actions)


class FirstWork(QObject):
    """Loads, step by step, what was not needed for the first picture, and begins what it does."""

    def __init__(self, bridge: Bridge, actions: Mapping[str, QAction]) -> None:
        super().__init__(bridge)
        self._bridge, self._actions = bridge, actions
        self._background: Background | None = None
        self._pages = list(reversed(PAGES))
        self._pulse = QTimer(self, interval=_EVERY_MS)
        self._pulse.timeout.connect(self._load_page)
        self._bridge.run(_prepare, self._begin)

    def waiting(self) -> bool:
        """Whether some of it is still to come."""
        return bool(self._pages) or self._background is None or self._background.waiting()

    def _begin(self, _loaded: object) -> None:
        """Put the icons in, and begin the work behind; what they are made of has been loaded."""
        from ui import keep_again
        from ui.background import Background
        from ui.conflict_watch import ConflictWatch
        from ui.daily_copy import DailyCopy
        from ui.daily_look import DailyLook

        add_icons(self._actions)
        bridge = self._bridge
        self._background = Background(bridge)
        self._background.start()
        DailyCopy(bridge, self._background)
        DailyLook(bridge, self._background)
        ConflictWatch(bridge, self._background)
        keep_again.listen(bridge)
        QTimer.singleShot(_WATCH_AFTER, self, self._watch_files)
        self._warm_quick_line()

    def _warm_quick_line(self) -> None:
        """Have a reader of quick lines made, so that the first key finds it there."""
        if self._bridge.line_reader_wanted:
            self._load_services()
            return
        self._bridge.line_reader_wanted = True

        def load(workspace: Workspace, task: Task) -> object:
            from ui.quick_reading import read_names

            return read_names(workspace, task)

        def loaded(reader: Any) -> None:
            from ui.quick_reading import adopt

            adopt(self._bridge, reader)
            self._load_services()

        self._bridge.run(load, loaded)

    def _load_services(self) -> None:
        self._bridge.run(_load(SERVICES), lambda _loaded: self._pulse.start())

    def _load_page(self) -> None:
        """Load the code of one more page: whoever opens it need not wait for that."""
        import_module(self._pages.pop())
        if not self._pages:
            self._pulse.stop()

    def _watch_files(self) -> None:
        from ui.watched_files import WatchedFiles

        WatchedFiles(self._bridge, self)


def _prepare(workspace: Workspace, task: Task) -> None:
    theme.icon_archive()
    _load(WORK)(workspace, task)


def _load(names: Sequence[str]) -> Callable[[Workspace, Task], None]:
    """A job that loads modules, and leaves off between two of them when nobody wants them more."""

    def load(_workspace: Workspace, task: Task) -> None:
        for name in names:
            if task.cancelled():
                return
            import_module(name)

    return load
