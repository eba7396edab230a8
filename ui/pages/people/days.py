"""Days to remember: a wedding, a graduation, the day someone died."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.belongings import SpecialDate
from app.model.texts import _
from app.services.day_lines import read_line
from app.services.days_ahead import ahead_words, day_told, next_time
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import AddLine, Heading, ListCard, NotedRow
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span

_SOON = 60


class Days(QWidget):
    """The days in the order of the year, added and changed in place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.card = ListCard(lambda record: DayRow(desk, record))
        self.add_line = AddLine(_("Add a day, as in “Wedding 1 June 2019”"))
        self.add_line.added.connect(self._add)
        self.card.add_below(self.add_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Days to remember")))
        column.addWidget(self.card)

    def show_profile(self, profile: Profile) -> None:
        """Show the days to remember of a person."""
        self.card.records.show_records(profile.dates)

    def _add(self, text: str) -> None:
        found = read_line(text, self._desk.workspace.clock)
        if found is None:
            self._desk.bridge.say(_("Write the day at the end, as in “Wedding 1 June 2019”."))
            return
        what, day = found
        with self._desk.step(self._desk.label(_("Note a day to remember of {name}"))) as edit:
            edit.add(SpecialDate, counterpart_id=self._desk.person.id, what=what, day=day)
        self.add_line.clear()


class DayRow(NotedRow):
    """One day: what it is, when, and how soon it comes round."""

    def build(self) -> None:
        """What and when, a note below, and how soon."""
        self._soon = WrapLabel("", "note", "second")
        self.lay_words(self._soon)

    def show_line(self) -> None:
        """What it is, its day, and how soon it comes round."""
        record: SpecialDate = self.record
        what = record.what or _("A day")
        self._text.set_content(
            [Span(f"{what}  ", "ink"), Span(day_told(record.day), "second", small=True)]
        )
        self._note.set_content(record.note)
        self._note.setVisible(bool(record.note))
        today = self.desk.workspace.today
        following = next_time(record.day, today)
        near = following is not None and (following - today).days <= _SOON
        self._soon.set_content(ahead_words(record.day, today) if near else "")
        self._soon.setVisible(near)
        self.setAccessibleName(f"{what}, {day_told(record.day)}")

    def make_form(self) -> QWidget:
        """What, when, and a note."""
        form = RecordForm(self.desk, _("Change a day to remember of {name}"))
        form.add_line("what", _("What"), _("wedding, graduation"))
        form.add_day("day", _("When"), _("1 June, 1 June 2019"), yearless=True, required=True)
        form.add_note("note", _("Note"))
        form.add_ending(
            self,
            _("Delete a day to remember of {name}"),
            lambda: self.record.what or day_told(self.record.day),
        )
        return form
