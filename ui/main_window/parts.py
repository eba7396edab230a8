"""What the window is put together from, each made when it is first needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError
from app.model.values import Clock
from app.services.computer import Computer
from app.services.tries import Tries
from ui.bridge import Bridge
from ui.single import Entry

PageMaker = Callable[[Bridge, Mapping[str, QAction]], QWidget]
# The journal, the settings of this computer, how often it was tried, and whether it was locked.
UnlockMaker = Callable[[Path, Computer, Tries, bool], QWidget]
# A journal that does not open, why, what should open it, and the clock; None without copies.
RestoreMaker = Callable[[Path, UserError, Any, Clock], QWidget | None]


@dataclass(frozen=True, slots=True)
class Parts:
    """Page names with what makes each page, and what makes the palette and the helpers.

    The launcher fills this table; the window knows no page by its class. `after_first_paint`
    is called once, when the first page stands on the screen, and returns what must stay alive.
    `when_started` is called in a worker's thread, a little after the first window has come.
    `unlock` makes the page of a locked journal, `restore` that of one which does not open,
    `occupied` that of one another window has, and `working` the one shown while a journal is
    closed for work; `watch_desktop` makes what tells (`locking`) that the screen is locked.
    """

    pages: Mapping[str, PageMaker]
    unlock: UnlockMaker | None = None
    restore: RestoreMaker | None = None
    occupied: Callable[[Path, Entry], QWidget] | None = None
    working: Callable[[str], QWidget] | None = None
    watch_desktop: Callable[[QObject], QObject | None] = field(default=lambda _parent: None)
    when_started: Callable[[], object] | None = None
    palette: Callable[[Bridge, Mapping[str, QAction], QWidget], QWidget] | None = None
    after_first_paint: Callable[[Bridge, Mapping[str, QAction]], QObject | None] = field(
        default=lambda _bridge, _actions: None
    )
