"""Where a window stands, as one line of text that can be kept."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def place_of(window: QWidget) -> str:
    """Where the window stands, to be remembered."""
    box = window.normalGeometry()
    return f"{box.x()} {box.y()} {box.width()} {box.height()} {int(window.isMaximized())}"


def put(window: QWidget, place: str) -> None:
    """Stand where it was remembered, as far as the screens of today allow."""
    numbers = [int(part) for part in place.split() if part.lstrip("-").isdigit()]
    screen = QGuiApplication.primaryScreen().availableGeometry()
    box = QRect(0, 0, min(1360, screen.width()), min(860, screen.height()))
    box.moveCenter(screen.center())
    if len(numbers) == 5:
        wanted = QRect(*numbers[:4])
        if any(part.availableGeometry().intersects(wanted) for part in QGuiApplication.screens()):
            box = wanted
        if numbers[4]:
            window.setWindowState(Qt.WindowState.WindowMaximized)
    window.setGeometry(box)
