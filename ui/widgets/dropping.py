"""What is dragged in from another program stays in that program too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def accept_copy(event: QDropEvent) -> None:
    """Take a copy, whatever was proposed.

    Editors propose to move a dragged text, file managers a file: what was moved is then taken away
    from where it was.
    """
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
