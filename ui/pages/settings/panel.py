"""A part of the settings page that does something to the journal as a whole."""

from __future__ import annotations

from ui.widgets.cards import Section


class Panel(Section):
    """A section with buttons of its own."""

    def refresh(self) -> None:
        """Show the journal as it is now."""
