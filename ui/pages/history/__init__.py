"""History: every step that changed the journal, newest first, and the way back."""

from ui.pages.history.page import HistoryPage

__all__ = ["HistoryPage"]
