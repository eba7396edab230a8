"""Where the keyboard goes once work beside the screen has ended."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def take_keyboard(to: QWidget) -> None:
    """Bring the keyboard to this, unless it is out of sight: whoever types elsewhere goes on.

    Qt hands the keyboard to a widget of a page that is not shown as well, and what is typed then
    goes nowhere, or presses what nobody sees.
    """
    if to.isVisible():
        to.setFocus(Qt.FocusReason.OtherFocusReason)
