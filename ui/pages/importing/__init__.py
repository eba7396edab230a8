"""Importing: look at what the files hold, decide, take it in, read the report."""

from ui.pages.importing.page import ImportPage

__all__ = ["ImportPage"]
