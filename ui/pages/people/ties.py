"""People around a person: a wife, a former chief; some of them in the journal too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.belongings import Relation
from app.model.texts import _
from app.services.namesakes import by_words
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import PickLine, RecordForm
from ui.pages.people.parts import AddLine, Heading, ListCard, NotedRow
from ui.widgets.buttons import LinkButton
from ui.widgets.spans import Span


class Ties(QWidget):
    """Everyone a person is tied to, added and changed in place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.card = ListCard(lambda record: TieRow(desk, record))
        self.add_line = AddLine(_("Add someone, as in “husband: Tom”"))
        self.add_line.added.connect(self._add)
        self.card.add_below(self.add_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("People around them")))
        column.addWidget(self.card)

    def show_profile(self, profile: Profile) -> None:
        """Show who is around a person."""
        self.card.records.show_records(profile.relations)

    def _add(self, text: str) -> None:
        what, colon, name = (part.strip() for part in text.partition(":"))
        if not colon:
            what, name = "", what
        if not name:
            self._desk.bridge.say(_("Write the name after the colon, as in “husband: Tom”."))
            return
        with self._desk.step(self._desk.label(_("Note who is around {name}"))) as edit:
            number = person_called(self._desk, name)
            edit.add(
                Relation,
                counterpart_id=self._desk.person.id,
                other_id=number,
                name="" if number else name,
                what=what,
            )
        self.add_line.clear()


def person_called(desk: Desk, name: str) -> int | None:
    """The one person of the journal with exactly this name, besides the one shown.

    Namesakes are told apart by what stands beside the name in the list.
    """
    folded = " ".join(name.casefold().split())
    own = desk.person.id
    found = [
        number
        for words, number in by_words(desk.workspace).items()
        if words.casefold() == folded and number != own
    ] or [
        one.id for one in desk.workspace.names() if one.name.casefold() == folded and one.id != own
    ]
    return found[0] if len(found) == 1 else None


class TieRow(NotedRow):
    """One of them: what they are, their name, and the way to their profile."""

    def build(self) -> None:
        """The name with what they are, a note below, and a link for someone in the journal."""
        self.lay_words()
        self.go = LinkButton(_("Profile"), kind="note")
        self.go.clicked.connect(self._show)
        self.line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_line(self) -> None:
        """What they are to the person, and who they are."""
        record: Relation = self.record
        name = self._name() or _("someone no longer in the journal")
        before = [Span(f"{record.what}  ", "second", small=True)] if record.what else []
        self._text.set_content([*before, Span(name)])
        self._note.set_content(record.note)
        self._note.setVisible(bool(record.note))
        self.go.setVisible(record.other_id is not None)
        self.go.setAccessibleName(_("Show the profile of {name}").format(name=name))
        self.setAccessibleName(" ".join(filter(None, (record.what, name, record.note))))

    def _name(self) -> str:
        record: Relation = self.record
        if record.other_id is None:
            return record.name
        return self.desk.profile.relatives.get(record.other_id, record.name)

    def _show(self) -> None:
        self.desk.bridge.go("people", person=self.record.other_id)

    def make_form(self) -> QWidget:
        """What they are, who, and a note."""
        form = RecordForm(self.desk, _("Change who is around {name}"))
        form.add_line("what", _("Relation"), _("husband, sister, former chief"))
        self.pick = PickLine(self._people, self._keep_name, _("a name"))
        form.add(_("Name"), self.pick)
        form.sync(lambda _record: self.pick.set_value(self._name()))
        form.add_note("note", _("Note"))
        form.add_ending(
            self, _("Delete who is around {name}"), lambda: self._name() or self.record.what
        )
        return form

    def _people(self) -> list[str]:
        own = self.desk.person.id
        return [words for words, number in by_words(self.desk.workspace).items() if number != own]

    def _keep_name(self, text: str) -> str:
        if not text:
            return _("Type a name, or delete the line.")
        number = person_called(self.desk, text)
        label = self.desk.label(_("Change who is around {name}"))
        self.desk.set(self.record, label, other_id=number, name="" if number else text)
        return ""
