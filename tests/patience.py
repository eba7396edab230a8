"""A qtbot that waits long: on a busy machine much is late, and only what never comes fails."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

LONG_MS = 60_000


class PatientBot(QtBot):
    """Waits at least a minute, whatever the test thinks is long enough."""

    def waitSignal(self, signal: Any, *, timeout: int = LONG_MS, **other: Any) -> Any:
        """As in pytest-qt."""
        return super().waitSignal(signal, timeout=max(timeout, LONG_MS), **other)

    def waitSignals(self, signals: Any, *, timeout: int = LONG_MS, **other: Any) -> Any:
        """As in pytest-qt."""
        return super().waitSignals(signals, timeout=max(timeout, LONG_MS), **other)

    def waitUntil(self, callback: Any, *, timeout: int = LONG_MS) -> None:
        """As in pytest-qt."""
        super().waitUntil(callback, timeout=max(timeout, LONG_MS))
