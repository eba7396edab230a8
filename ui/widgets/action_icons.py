"""Icons for actions, added after the first picture is on the screen: reading them takes time."""

from collections.abc import Mapping

from PySide6.QtGui import QAction

from ui import theme
from ui.actions import BY_ID


def add_icons(actions: Mapping[str, QAction]) -> None:
    """Give every action of the table its icon, in the colours of the theme from now on."""
    for action_id, action in actions.items():
        if action_id in BY_ID:
            theme.set_icon(action, BY_ID[action_id].icon)
