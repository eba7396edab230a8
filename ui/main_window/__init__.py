"""The window: navigation on the left, a stack of pages beside it, and what one can do anywhere."""

from ui.main_window.parts import Parts
from ui.main_window.staying import Stay
from ui.main_window.window import MainWindow

__all__ = ["MainWindow", "Parts", "Stay"]
