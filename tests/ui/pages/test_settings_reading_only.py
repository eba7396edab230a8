"""The settings of a journal that can only be read claim nothing they cannot hold."""

from __future__ import annotations

from PySide6.QtGui import QAction

from app.services.workspace import Workspace
from tests.ui.probes import texts
from ui.bridge import Bridge
from ui.pages.settings.page import SettingsPage


def test_they_say_what_can_be_set(bridge: Bridge, actions: dict[str, QAction]) -> None:
    assert "Everything holds at once and is saved." in texts(_shown(bridge, actions))
    kept = Bridge(Workspace.open(bridge.workspace.path, bridge.workspace.clock, read_only=True))
    told = " ".join(texts(_shown(kept, actions)))
    assert "Everything holds at once" not in told
    assert "This journal can only be read" in told
    kept.close()


def _shown(bridge: Bridge, actions: dict[str, QAction]) -> SettingsPage:
    page = SettingsPage(bridge, actions)
    page.show()
    return page
