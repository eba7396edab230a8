"""Worth remembering: how you met, how they like to talk, what to be careful with, a note."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.model.people import Counterpart
from app.model.texts import _
from app.services import words
from app.services.profile import Profile
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import Fold
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span


class About(Fold):
    """Read as lines; "Edit" turns them into fields."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._card = Card()
        self._form: RecordForm | None = None
        self._shown: object = None
        self._who = 0
        super().__init__(_("Worth remembering"), self._card, self._make_form)

    def _make_form(self) -> QWidget:
        form = RecordForm(self._desk, _("Note something about {name}"))
        form.add_note("note", _("Note"), _("What you want to remember, in your own words"), lines=3)
        form.add_note("style", _("Style"), _("How they like to talk and to be asked"))
        form.add_note(
            "watch_outs", _("Watch out"), _("Tensions, and what not to say; stays private")
        )
        form.add_note("how_met", _("How you met"))
        form.show_record(self._desk.person)
        self._form = form
        card = Card()
        card.add(form)
        card.setFocusProxy(form)
        return card

    def show_profile(self, profile: Profile) -> None:
        """Show what is worth remembering of a person."""
        person = profile.person
        if self._form is not None:
            self._form.show_record(person)
        key = (person.id, person.note, person.style, person.watch_outs, person.how_met)
        if key == self._shown:
            return
        if self._who != person.id:
            self._who = person.id
            self.open(False)
        self._shown = key
        self._card.clear()
        lines = _lines(person)
        for label, text in lines:
            spans = [Span(f"{label}  ", "second", small=True)] if label else []
            self._card.add_row(WrapLabel([*spans, Span(text.strip())]))
        if not lines:
            name = words.first_name(person)
            link = LinkButton(_("Note something about {name}").format(name=name))
            link.clicked.connect(lambda: self.open(True))
            self._card.add_row(link)


def _lines(person: Counterpart) -> list[tuple[str, str]]:
    found = (
        ("", person.note),
        (_("Style"), person.style),
        (_("Watch out"), person.watch_outs),
        (_("How you met"), person.how_met),
    )
    return [(label, text) for label, text in found if text.strip()]
