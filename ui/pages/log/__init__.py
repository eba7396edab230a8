"""The page to log with: one line, and below it every field there is."""

from ui.pages.log.page import LogPage

__all__ = ["LogPage"]
