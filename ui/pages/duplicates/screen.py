"""What the page of people who look alike is made of, and which of it is seen when."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.model.texts import _
from ui.bridge import Bridge
from ui.pages.duplicates.pair_list import PairList
from ui.pages.duplicates.picking import Picking
from ui.pages.duplicates.side_by_side import SideBySide
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Page
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.working_bar import WorkingBar


class DuplicatesScreen(Page):
    """The bar while people are compared, the pairs, two side by side, and the question for one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bridge = bridge
        self._lay_out()

    def _lay_out(self) -> None:
        self.swap_button = PlainButton(_("Swap"))
        self.swap_button.setToolTip(_("Let the other one stay (X)"))
        self.later_button = PlainButton(_("Later"))
        self.later_button.setToolTip(_("Leave this pair for now (S)"))
        self.differ_button = PlainButton(_("Not the same"))
        self.differ_button.setToolTip(_("They are two people; never ask again (N)"))
        self.merge_button = PrimaryButton(_("Merge"))
        self.merge_button.setToolTip(_("Make one person of the two (Enter)"))
        self._buttons = (
            self.swap_button,
            self.later_button,
            self.differ_button,
            self.merge_button,
        )
        for button in self._buttons:
            self.header.add_button(button)
        self.looking = WorkingBar()
        self.list = PairList(self._bridge.portraits)
        self.both = SideBySide(self._bridge.portraits)
        self.picking = Picking(lambda: self._bridge.workspace.names())
        self.empty = EmptyState("", _("Back to people"))
        self.keys = WrapLabel("", "note", "second")
        for part in (self.looking, self.list, self.picking, self.both, self.empty, self.keys):
            self.add(part)
        self.add_stretch()

    def show_only(
        self,
        *,
        looking: bool = False,
        pairs: bool = False,
        both: bool = False,
        picking: bool = False,
        empty: bool = False,
    ) -> None:
        """Show these parts, and none of the others."""
        self.looking.setVisible(looking)
        self.list.setVisible(pairs)
        self.both.setVisible(both)
        self.picking.setVisible(picking)
        self.empty.setVisible(empty)
        self.keys.setVisible(pairs or both)
        writable = not self._bridge.workspace.read_only
        for button in self._buttons:
            button.setVisible(both)
            button.setEnabled(writable or button in (self.swap_button, self.later_button))
