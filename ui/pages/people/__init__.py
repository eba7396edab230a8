"""The page of people: a list, and one person's profile."""

from ui.pages.people.page import PeoplePage

__all__ = ["PeoplePage"]
