"""Who a person is: name, role, organisation, since when, through whom; edited below the header."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError
from app.model.people import Organisation
from app.model.texts import _
from app.services.namesakes import by_words
from app.services.profile import Profile
from app.services.words import PRONOUN_WORDS
from ui.pages.people.desk import Desk
from ui.pages.people.forms import PickLine, RecordForm
from ui.widgets.cards import Card, Columns


class EditProfile(Card):
    """The fields; `done` when one has finished, `deleting` when the person is to go.

    `forgetting` when that is to be for good, `asking` when they ask what is held about them,
    `exporting` when they are to be taken out into a file.
    """

    done = Signal()
    deleting = Signal()
    forgetting = Signal()
    asking = Signal()
    exporting = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        label = _("Change details of {name}")
        form, more = RecordForm(desk, label), RecordForm(desk, label)
        self.name = form.add_line("name", _("Name"), required=True)
        form.add_line(
            "aliases", _("Other names"), _("nicknames, other spellings, separated by commas")
        )
        form.add_choices("pronoun", _("Speak of"), list(PRONOUN_WORDS.items()))
        form.add_day("since", _("Known since"))
        self.role = more.add_line("role", _("Role"), _("what they do"))
        self.organisation = PickLine(
            self._organisations, self._keep_organisation, _("firm, club, team"), self._about_name
        )
        more.add(_("Organisation"), self.organisation)
        self.introduced = PickLine(self._people, self._keep_introduced, _("someone in the journal"))
        more.add(_("Through"), self.introduced)
        more.add_links((_("Done"), self.done.emit), (_("Delete this person"), self.deleting.emit))
        more.add_links(
            (_("Export this person…"), self.exporting.emit),
            (_("Everything held about this person…"), self.asking.emit),
            (_("Forget this person…"), self.forgetting.emit),
        )
        self._forms = (form, more)
        columns = Columns((1, 1), narrowest=280, gap=24)
        for place, part in enumerate(self._forms):
            columns.add(place, part)
        self.add(columns)
        self.setFocusProxy(form)

    def show_profile(self, profile: Profile) -> None:
        """Show a person."""
        for form in self._forms:
            form.show_record(profile.person)
        self.organisation.set_value(profile.organisation.name if profile.organisation else "")
        self.introduced.set_value(profile.introduced_by.name if profile.introduced_by else "")

    def _organisations(self) -> list[str]:
        return sorted({found.name for found in self._desk.workspace.find(Organisation)})

    def _about_name(self, text: str) -> str:
        known = {name.casefold() for name in self._organisations()}
        name = " ".join(text.split())
        if any(other.startswith(name.casefold()) for other in known):
            return ""
        return _("Enter adds “{name}” as a new organisation.").format(name=name[:60])

    def _keep_organisation(self, text: str) -> str:
        with self._desk.step(self._desk.label(_("Change the organisation of {name}"))) as edit:
            found = edit.organisation(text).id if text else None
            edit.set(self._desk.person, organisation_id=found)
        return ""

    def _people(self) -> list[str]:
        own = self._desk.person.id
        return [words for words, number in by_words(self._desk.workspace).items() if number != own]

    def _keep_introduced(self, text: str) -> str:
        number = None
        if text:
            try:
                number = by_words(self._desk.workspace).get(text)
                number = number or self._desk.workspace.person_named(text).id
            except UserError as error:
                return error.text
            if number == self._desk.person.id:
                return _("Nobody introduces themselves; name someone else.")
        label = self._desk.label(_("Note who introduced {name}"))
        self._desk.set(self._desk.person, label, introduced_by=number)
        return ""
