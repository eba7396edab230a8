"""Plain labels and buttons for notices, which stand beside the widgets and not on them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton


def label(text: str = "", role: str = "") -> QLabel:
    """Words that wrap, never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if role:
        made.setProperty("text_role", role)
    return made


def button(text: str, kind: str = "plain") -> QPushButton:
    """A push button of a kind the style sheet knows."""
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    return made
