"""Deals with a person, and their dated outcomes."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.findings import State
from app.model.records import Deal, Outcome, Result
from app.model.texts import _
from app.services import words
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import AddLine, FoldRow, Heading, ListCard, NotedRow, Records
from ui.widgets.buttons import ChoiceRow
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel


class Deals(QWidget):
    """The list of deals; the first test begins with their outcomes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.card = ListCard(lambda record: DealRow(desk, record))
        self.line = AddLine(_("Add an offer, a sale, an engagement"))
        self.line.added.connect(self._add)
        self.card.add_below(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(_("Deals")))
        column.addWidget(self.card)

    def show_profile(self, profile: Profile) -> None:
        """Show a person's deals, the latest first."""
        deals = sorted(
            profile.deals, key=lambda deal: (str(deal.opened_on or ""), deal.id), reverse=True
        )
        self.card.records.show_records(deals)

    def _add(self, text: str) -> None:
        with self._desk.step(self._desk.label(_("Note a deal with {name}"))) as edit:
            edit.add(
                Deal,
                counterpart_id=self._desk.person.id,
                title=text,
                opened_on=self._desk.today,
            )
        self.line.clear()


class DealRow(NotedRow):
    """One deal: its title, stage and amount, and how it ended."""

    def build(self) -> None:
        """The title, the note, the last outcome."""
        self._chip = Chip("")
        self.lay_words(self._chip)

    def show_line(self) -> None:
        """The title, the note, the last outcome."""
        deal: Deal = self.record
        self._text.set_content(deal.title)
        opened = (
            _("opened {date}").format(date=self.desk.day(deal.opened_on)) if deal.opened_on else ""
        )
        told = [
            f"{words.RESULT_WORDS[outcome.result]} {self.desk.day(outcome.on)}"
            for outcome in deal.outcomes
        ]
        following = _("next: {step}").format(step=deal.next_step) if deal.next_step else ""
        parts = [deal.stage, deal.amount, opened, *told, following]
        self._note.set_content(" · ".join(filter(None, parts)))
        last = deal.outcomes[-1] if deal.outcomes else None
        chip = words.RESULT_WORDS[last.result] if last else _("open")
        self._chip.set_chip(chip, State.SILENT.value if last else State.OPEN.value)
        self.setAccessibleName(f"{deal.title}, {chip}")

    def make_form(self) -> QWidget:
        """Its fields and outcomes."""
        return DealForm(self)


class DealForm(RecordForm):
    """The fields of a deal, its outcomes, and buttons to end it today."""

    def __init__(self, row: DealRow) -> None:
        super().__init__(row.desk, _("Change a deal with {name}"))
        self.add_line("title", _("Deal"), required=True)
        self.add_line("stage", _("Stage"))
        self.add_line("amount", _("Amount"))
        self.add_line("next_step", _("Next step"))
        self.add_day("opened_on", _("Opened"))
        self._outcomes = Records(lambda outcome: OutcomeRow(row.desk, outcome))
        self.column.addWidget(self._outcomes)
        self._results = ChoiceRow(list(words.RESULT_WORDS.items()), _("Came out"))
        self._results.changed.connect(self._end)
        self.add(_("It was today"), self._results, _("An outcome begins the first test."))
        self.add_ending(row, _("Delete a deal with {name}"), lambda: self.record.title)

    def show_record(self, record: Deal) -> None:
        """Show a deal with its outcomes."""
        super().show_record(record)
        self._outcomes.show_records(record.outcomes)

    def _end(self, result: Result | None) -> None:
        if result is None:
            return
        self._results.set_value(None)
        label = self.desk.label(_("Note how a deal with {name} came out"))
        with self.desk.step(label) as edit:
            edit.add(Outcome, deal_id=self.record.id, on=self.desk.today, result=result)


class OutcomeRow(FoldRow):
    """One dated outcome."""

    def build(self) -> None:
        """Its day and its words."""
        self._text = WrapLabel("")
        self.line.addWidget(self._text, 1)

    def show_line(self) -> None:
        """Day, result and what."""
        found: Outcome = self.record
        text = f"{self.desk.day(found.on)}: {words.RESULT_WORDS[found.result]}"
        self._text.set_content(f"{text}, {found.what}" if found.what else text)

    def make_form(self) -> QWidget:
        """Day, result, what."""
        form = RecordForm(self.desk, _("Change how a deal with {name} came out"))
        form.add_choices("result", _("It was"), list(words.RESULT_WORDS.items()), True)
        form.add_day("on", _("On"), required=True)
        form.add_line("what", _("What"))
        form.add_ending(self, _("Delete how a deal with {name} came out"), self._text.text)
        return form
