"""The top of a profile: who it is, and what one does with them most."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.model.people import Attention, Connection
from app.model.texts import _
from app.services import day_words, words
from app.services.dates import date_text
from app.services.profile import Profile
from ui.file_list import PhotoMark
from ui.pages.people.desk import Desk
from ui.widgets.buttons import LinkButton, PlainButton, PrimaryButton
from ui.widgets.chips import Chip
from ui.widgets.page import PageHeader


class Header(PageHeader):
    """Mark, name, and one line; buttons to export, prepare and log."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.avatar = PhotoMark(desk.bridge)
        super().__init__("", "", self.avatar, parent=parent)
        self._desk = desk
        go = desk.bridge.go
        self.export = PlainButton(_("Export briefing"))
        self.export.clicked.connect(lambda: go("prepare", person=desk.person.id, tab="briefing"))
        self.prepare = PlainButton(_("Prepare"))
        self.prepare.clicked.connect(lambda: go("prepare", person=desk.person.id))
        self.log = PrimaryButton(_("Log interaction"))
        self.log.clicked.connect(lambda: go("log", person=desk.person.id))
        self.edit_link = LinkButton(_("Edit"), kind="note")
        self.edit_link.setAccessibleName(_("Edit name, role and organisation"))
        self.edit_link.setToolTip(_("Name, role, organisation, since when (F2)"))
        self.attention = Chip("", "neutral")
        for part in (self.attention, self.export, self.prepare, self.log):
            self.add_button(part)

    def show_profile(self, profile: Profile) -> None:
        """Show a person."""
        self.avatar.show_person(profile.person)
        self.set_title(profile.person.name, header_line(profile))
        attention = profile.person.attention
        self.attention.set_chip(words.ATTENTION_WORDS[attention])
        self.attention.setVisible(attention is not Attention.KEEP)


def header_line(profile: Profile) -> str:
    """ "Programme lead, Fjord AB · since May 2014, through Rui Santos · connection: personal"."""
    person = profile.person
    place = profile.organisation.name if profile.organisation else ""
    parts = [", ".join(filter(None, (person.role, place)))]
    since = date_text(person.since) if person.since else ""
    if person.since and person.since.day is None:
        since = day_words.long_date(person.since)
    through = profile.introduced_by.name if profile.introduced_by else ""
    if since and through:
        parts.append(_("since {date}, through {name}").format(date=since, name=through))
    elif since:
        parts.append(_("since {date}").format(date=since))
    elif through:
        parts.append(_("through {name}").format(name=through))
    grounds = [words.CONNECTION_WORDS[c] for c in Connection if c in person.connections]
    if grounds:
        parts.append(_("connection: {grounds}").format(grounds=", ".join(grounds)))
    return " · ".join(filter(None, parts)) or _("Nothing noted yet")
