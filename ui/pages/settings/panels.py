"""Which parts the settings page has besides the settings themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction

from ui.bridge import Bridge
from ui.pages.settings.backups import BackupsPanel
from ui.pages.settings.checking import CheckingPanel
from ui.pages.settings.panel import Panel
from ui.pages.settings.protection import ProtectionPanel
from ui.pages.settings.watched import WatchedPanel

# Each makes one section, in the order they stand on the page.
PANELS: tuple[Callable[[Bridge, Mapping[str, QAction]], Panel], ...] = (
    ProtectionPanel,
    BackupsPanel,
    WatchedPanel,
    CheckingPanel,
)
