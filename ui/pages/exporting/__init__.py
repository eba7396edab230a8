"""The export page."""

from ui.pages.exporting.page import ExportPage

__all__ = ["ExportPage"]
