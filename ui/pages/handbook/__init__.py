"""The handbook, readable in the window without leaving it."""

from ui.pages.handbook.page import HandbookPage

__all__ = ["HandbookPage"]
