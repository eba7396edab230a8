"""A page that notes what the window asks of it, and the small steps that make it ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from ui.bridge import Bridge, Route
from ui.main_window import MainWindow
from ui.widgets.cards import Page
from ui.widgets.forms import InlineLine


class TellingPage(Page):
    """A page that notes what the window asks of it, and edits one person's name."""

    USES: ClassVar[frozenset[str]] = frozenset({"counterpart"})

    def __init__(self, bridge: Bridge, actions: Mapping[str, QAction]) -> None:
        super().__init__("Telling")
        self.bridge = bridge
        self.told: list[object] = []
        self.field = InlineLine("", name="Name")
        self.field.edited.connect(self._edited)
        self.add(self.field)

    def refresh(self, changes: Changes | None) -> None:
        self.told.append("afresh" if changes is None else changes.label)

    def show_route(self, route: Route) -> None:
        self.told.append(route)

    def _edited(self, text: str) -> None:
        with self.bridge.workspace.change("Rename", origin=self) as edit:
            edit.set(self.bridge.workspace.people()[0], name=text)


def told(window: MainWindow, page: str) -> list[object]:
    found: QWidget = window.pages[page]
    assert isinstance(found, TellingPage)
    return found.told


def rename(bridge: Bridge, label: str = "Rename") -> None:
    """One step that touches a person."""
    with bridge.workspace.change(label) as edit:
        edit.set(bridge.workspace.people()[0], name="Someone Else")
