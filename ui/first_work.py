"""What begins once the first picture stands: the icons, the work behind, the pages opened next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction

    from app.services.workspace import Workspace
    from ui.bridge import Bridge
    from ui.task import Task

# Small ones first, so that no step takes more than some 15 ms.
_SOON = (
    "app.services.profile",
    "app.services.people_list",
    "ui.pages.people.people_list",
    "ui.pages.people.page",
    "ui.pages.timeline.page",
    "app.services.prep",
    "ui.pages.prepare.page",
    "app.services.log_form",
    "ui.pages.log",
    "ui.palette",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "app.services.vault",
    "zxcvbn.frequency_lists",
    "app.services.strength",
    "ui.pages.settings.page",
)
_SOON_EVERY = 100  # milliseconds
_WATCH_AFTER = 3_000


def begin_work(bridge: Bridge, actions: Mapping[str, QAction]) -> QObject:
    """What need not be there for the first picture: icons, and the standings' work."""
    from ui import keep_again
    from ui.background import Background
    from ui.conflict_watch import ConflictWatch
    from ui.daily_copy import DailyCopy
    from ui.daily_look import DailyLook
    from ui.widgets.action_icons import add_icons

    add_icons(actions)
    background = Background(bridge)
    background.start()
    DailyCopy(bridge, background)
    DailyLook(bridge, background)
    ConflictWatch(bridge, background)
    keep_again.listen(bridge)
    _warm_quick_line(bridge)
    _load_pages(background)
    _watch_files(bridge, background)
    return background


def _watch_files(bridge: Bridge, owner: QObject) -> None:
    """Follow watched files once the pages are loaded: what reads them is loaded with those."""
    from PySide6.QtCore import QTimer

    def begin() -> None:
        from ui.watched_files import WatchedFiles

        WatchedFiles(bridge, owner)

    QTimer.singleShot(_WATCH_AFTER, owner, begin)


def _load_pages(owner: QObject) -> None:
    """Load the code of the pages most opened while nobody waits: it would hold them up by 40 ms."""
    from importlib import import_module

    from PySide6.QtCore import QTimer

    waiting = list(reversed(_SOON))
    pulse = QTimer(owner, interval=_SOON_EVERY)
    pulse.timeout.connect(lambda: import_module(waiting.pop()) if waiting else pulse.stop())
    pulse.start()


def _warm_quick_line(bridge: Bridge) -> None:
    """Load what reads quick lines, in a worker's thread, so that the first key finds it there."""
    if bridge.line_reader_wanted:
        return
    bridge.line_reader_wanted = True

    def load(workspace: Workspace, task: Task) -> object:
        from ui.quick_reading import read_names

        return read_names(workspace, task)

    def loaded(reader: Any) -> None:
        from ui.quick_reading import adopt

        adopt(bridge, reader)

    bridge.run(load, loaded)
