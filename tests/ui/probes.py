"""Small probes: what a test asks of a window without knowing how it is built."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from ui.widgets.buttons import LinkButton
from ui.widgets.elide import ElidedLabel, WrapLabel


def settle() -> None:
    """Let layouts, repaints and deletions happen."""
    for _round in range(3):
        QApplication.sendPostedEvents(None, 0)
        QApplication.processEvents()


def clipped(window: QWidget) -> list[str]:
    """Every text in the window that does not fit where it stands."""
    found: list[str] = []
    for part in window.findChildren(QWidget):
        if not part.isVisibleTo(window) or not part.isVisible():
            continue
        words = ""
        if isinstance(part, ElidedLabel):
            continue
        if isinstance(part, WrapLabel | LinkButton):
            words = part.text()
            fits = part.height() >= part.heightForWidth(part.width()) - 1
        elif isinstance(part, QPushButton):
            words = part.text()
            fits = part.width() >= part.sizeHint().width() - 2
        else:
            continue
        if words and not fits:
            found.append(words)
        if words and not inside(part):
            found.append(f"outside: {words}")
    return found


def inside(part: QWidget) -> bool:
    """Whether a part lies within the width of the parents it is drawn in."""
    parent = part.parentWidget()
    while parent is not None and not parent.isWindow():
        left = part.mapTo(parent, QPoint(0, 0)).x()
        if left < -1 or left + part.width() > parent.width() + 1:
            return False
        parent = parent.parentWidget()
    return True


def button(window: QWidget, words: str) -> QAbstractButton:
    """The visible button with these words."""
    for part in window.findChildren(QAbstractButton):
        if part.isVisible() and part.text().replace("&", "").strip() == words:
            return part
    raise AssertionError(f"no visible button “{words}”")


def texts(window: QWidget) -> list[str]:
    """Every text one can read in the window."""
    return [
        label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.text()
    ]
