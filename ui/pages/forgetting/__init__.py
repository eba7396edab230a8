"""Letting a person go: the page that forgets, and the page that tells what is held."""

from ui.pages.forgetting.held import HeldPage
from ui.pages.forgetting.page import ForgetPage

__all__ = ["ForgetPage", "HeldPage"]
