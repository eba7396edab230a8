"""Collects Python's garbage on the screen's thread, and nowhere else.

Left to itself, Python looks for cycles on whichever thread happens to allocate. Where a widget is
part of one, a worker's thread would then destroy it, and Qt crashes: widgets belong to the screen.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Litter(QObject):
    """Switches Python's own collecting off, and looks every second whether it is due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._pulse = QTimer(self, interval=_EVERY_MS)
        self._pulse.timeout.connect(self.look)
        self._pulse.start()

    def look(self) -> None:
        """Collect the oldest generation whose threshold has been passed, as Python would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the collecting back to Python."""
        self._pulse.stop()
        gc.enable()
