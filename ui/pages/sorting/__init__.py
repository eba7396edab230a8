"""The page on which one says whom to keep up with, one person after another."""

from ui.pages.sorting.page import SortingPage

__all__ = ["SortingPage"]
