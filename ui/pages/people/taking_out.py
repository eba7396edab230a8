"""The ways out of a profile: into files for other programs, and for the person who asks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.texts import _
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.parts import Heading
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card


class TakingOut(QWidget):
    """Two links, each one press away from what it names."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        go = desk.bridge.go
        self.held = LinkButton(_("Everything held about them"))
        self.held.clicked.connect(lambda: go("held", person=desk.person.id))
        self.export = LinkButton(_("Export them as a page, a card or a table"))
        self.export.clicked.connect(lambda: go("export", person=desk.person.id))
        card = Card()
        card.add(self.held)
        card.add(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Take out")))
        column.addWidget(card)
