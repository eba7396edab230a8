"""A part of the settings page that does something to the journal as a whole."""

from __future__ import annotations

from typing import ClassVar

from ui.widgets.cards import Section


class Panel(Section):
    """A section with buttons of its own, and the settings that belong to them.

    A route with the tab `NAME` leads here; the settings named in `KEYS` stand at its end.
    """

    NAME: ClassVar[str] = ""
    KEYS: ClassVar[tuple[str, ...]] = ()

    def begin(self) -> None:
        """Bring the keyboard to where one most likely begins."""

    def refresh(self) -> None:
        """Show the journal as it is now."""
