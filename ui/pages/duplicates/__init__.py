"""People who look alike: the pairs, two people side by side, and one made of two."""

from ui.pages.duplicates.page import DuplicatesPage

__all__ = ["DuplicatesPage"]
