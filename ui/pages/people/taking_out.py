"""The ways out of a profile: into files for other programs, and for the person who asks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.texts import _
from app.services.profile import Profile
from app.services.words import first_name
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
        self.held = LinkButton("")
        self.held.clicked.connect(lambda: go("held", person=desk.person.id))
        self.export = LinkButton("")
        self.export.clicked.connect(lambda: go("export", person=desk.person.id))
        card = Card()
        card.add(self.held)
        card.add(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Take out")))
        column.addWidget(card)

    def show_profile(self, profile: Profile) -> None:
        """Show whom it is about."""
        name = first_name(profile.person)
        self.held.set_label(_("Everything held about {name}").format(name=name))
        self.export.set_label(_("Export {name} as a page, a card or a table").format(name=name))
