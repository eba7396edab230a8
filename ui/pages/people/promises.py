"""Promises both ways, and deals with what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.findings import State
from app.model.records import Promise, PromiseState, Side
from app.model.texts import _, ngettext
from app.services import day_words, words
from app.services.profile import Profile, reliability
from ui import theme
from ui.pages.people.deals import Deals
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import AddLine, Heading, ListCard, NotedRow, Tab
from ui.widgets.buttons import ChoiceRow, LinkButton
from ui.widgets.cards import Columns
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import DateField

_SETTLED_SHOWN = 6
_STATES = {
    PromiseState.KEPT: State.FOR,
    PromiseState.LATE: State.OPEN,
    PromiseState.BROKEN: State.AGAINST,
    PromiseState.RELEASED: State.SILENT,
}


class Promises(Tab):
    """What you promised, what they promised, and the deals."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.mine = PromiseList(desk, Side.ME)
        self.theirs = PromiseList(desk, Side.THEM)
        self._deals = Deals(desk)
        columns = Columns((1, 1), narrowest=300, gap=16)
        columns.add(0, self.mine)
        columns.add(1, self.theirs)
        self.body.addWidget(columns)
        self.body.addWidget(self._deals)
        self.body.addStretch(1)

    def show_profile(self, profile: Profile) -> None:
        """Show a person's promises and deals."""
        kept = reliability(self.desk.workspace, profile.log)
        for side, found in ((self.mine, kept.parts[:1]), (self.theirs, kept.parts[1:2])):
            side.show_promises(profile, found[0].sentence if found else "")
        self._deals.show_profile(profile)


class PromiseList(QWidget):
    """One side's promises: open ones first, then what became of the others."""

    def __init__(self, desk: Desk, by: Side) -> None:
        super().__init__()
        self._desk, self._by = desk, by
        self._all = False
        self.heading = Heading("")
        self.kept = WrapLabel("", "note", "second")
        card = ListCard(lambda record: PromiseRow(desk, record))
        self.records = card.records
        mine = by is Side.ME
        self.line = AddLine(_("Add what you promised") if mine else _("Add what they promised"))
        self.line.added.connect(self._add)
        self.more = LinkButton("", kind="note")
        self.more.clicked.connect(self._show_all)
        foot = QWidget()
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px(4))
        lines.addWidget(self.more)
        lines.addWidget(self.line)
        card.add_below(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.heading)
        column.addWidget(card)
        column.addWidget(self.kept)
        self._profile: Profile | None = None

    def show_promises(self, profile: Profile, kept: str) -> None:
        """Show this side's promises, and how many were kept."""
        if self._profile is not None and self._profile.person.id != profile.person.id:
            self._all = False
        self._profile = profile
        name = words.first_name(profile.person)
        mine = self._by is Side.ME
        self.heading.label.set_heading(
            _("You promised") if mine else _("{name} promised").format(name=name)
        )
        self.kept.set_content(kept)
        self.kept.setVisible(bool(kept))
        self._fill([p for p in profile.promises if p.by is self._by])

    def _fill(self, promises: Sequence[Promise]) -> None:
        waiting = [p for p in promises if p.state is PromiseState.OPEN]
        waiting.sort(key=lambda p: (p.due is None, str(p.due or ""), p.id))
        settled = [p for p in promises if p.state is not PromiseState.OPEN]
        settled.sort(
            key=lambda p: (str(p.settled_on or p.due or p.made_on or ""), p.id), reverse=True
        )
        shown = settled if self._all else settled[:_SETTLED_SHOWN]
        self.records.show_records([*waiting, *shown])
        hidden = len(settled) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.set_label(
            ngettext("Show {n} earlier one", "Show {n} earlier ones", hidden).format(n=hidden)
        )

    def _show_all(self) -> None:
        self._all = True
        if self._profile is not None:
            self._fill([p for p in self._profile.promises if p.by is self._by])

    def _add(self, text: str) -> None:
        label = (
            _("Note a promise to {name}") if self._by is Side.ME else _("Note a promise of {name}")
        )
        with self._desk.step(self._desk.label(label)) as edit:
            found = edit.add(
                Promise,
                counterpart_id=self._desk.person.id,
                by=self._by,
                text=text,
                made_on=self._desk.today,
            )
        self.line.clear()
        row = self.records.row(found.id)
        if isinstance(row, PromiseRow):
            row.ask_when()


class PromiseRow(NotedRow):
    """One promise: its words, when it is due, and what became of it."""

    def build(self) -> None:
        """The words, a chip, and a button for "kept"."""
        self._due: DateField | None = None
        self.kept = self.lay_standing(_("Kept"), self._keep)

    def show_line(self) -> None:
        """The words, the dates, the chip."""
        record: Promise = self.record
        waiting = record.state is PromiseState.OPEN
        self._text.set_content(record.text)
        day = self.desk.day
        parts = []
        if record.made_on and (waiting or not record.due):
            parts.append(_("made {date}").format(date=day(record.made_on)))
        if record.due and not waiting:
            parts.append(_("due {date}").format(date=day(record.due)))
        if record.settled_on and not waiting:
            parts.append(_("settled {date}").format(date=day(record.settled_on)))
        self.show_note(parts)
        if waiting:
            chip, state = day_words.due_words(record.due, self.desk.workspace.today)
        else:
            chip, state = words.PROMISE_WORDS[record.state], _STATES[record.state]
        self._chip.set_chip(chip, state.value)
        self.kept.setVisible(waiting)
        self.setAccessibleName(f"{record.text}, {chip}")

    def ask_when(self) -> None:
        """Ask for the day it is due."""
        self.open()
        if self._due is not None:
            self._due.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_form(self) -> QWidget:
        """The words, the dates, and what became of it."""
        form = RecordForm(self.desk, _("Change a promise with {name}"))
        form.add_line("text", _("What"), required=True)
        self._due = form.add_day("due", _("Due"), _("Friday, 1 December, in two weeks"), ahead=True)
        states = ChoiceRow(list(words.PROMISE_WORDS.items()), _("It is"))
        states.changed.connect(self._settle)
        form.sync(lambda record: states.set_value(record.state))
        form.add(_("It is"), states)
        form.add_day("made_on", _("Made"))
        form.add_ending(self, _("Delete a promise with {name}"), lambda: self.record.text)
        return form

    def _keep(self) -> None:
        due = self.record.due
        late = due is not None and due.last < self.desk.workspace.today
        self._settle(PromiseState.LATE if late else PromiseState.KEPT)

    def _settle(self, state: PromiseState | None) -> None:
        if state is None:
            state = PromiseState.OPEN
        settled = None if state is PromiseState.OPEN else self.record.settled_on or self.desk.today
        label = self.desk.label(_("Settle a promise with {name}"))
        self.desk.set(self.record, label, state=state, settled_on=settled)
        if state is not PromiseState.OPEN:
            word = words.PROMISE_WORDS[state]
            self.desk.bridge.say(_("Marked as {word}.").format(word=word), undoable=True)
