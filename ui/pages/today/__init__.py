"""Today: what the day asks for, in one view."""

from ui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
