"""What the window is put together from, each made when it is first needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.bridge import Bridge

PageMaker = Callable[[Bridge, Mapping[str, QAction]], QWidget]


@dataclass(frozen=True, slots=True)
class Parts:
    """Page names with what makes each page, and what makes the palette and the helpers.

    The launcher fills this table; the window knows no page by its class. `after_first_paint`
    is called once, when the first page stands on the screen, and returns what must stay alive.
    """

    pages: Mapping[str, PageMaker]
    palette: Callable[[Bridge, Mapping[str, QAction], QWidget], QWidget] | None = None
    after_first_paint: Callable[[Bridge, Mapping[str, QAction]], QObject | None] = field(
        default=lambda _bridge, _actions: None
    )
