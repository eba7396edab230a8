"""Common ground: what you share and what sets you apart, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.people import Commonality, CommonKind, HowKnown, Likeness, Sensitivity
from app.model.texts import _
from app.services import words
from app.services.profile import Profile, ground
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.overview import mentioned
from ui.pages.people.parts import AddLine, Heading, ListCard, NotedRow, Tab
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Columns
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import InlineLine
from ui.widgets.spans import Span


class CommonGround(Tab):
    """Both lists, the balance between them, and what you are together with their organisation."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._balance = WrapLabel("", "lead")
        self._hint = WrapLabel("", "body", "second")
        self._warning = WrapLabel("", "body", "open_text")
        top = Card()
        for label in (self._balance, self._hint, self._warning):
            top.add(label)
        self._identity = Identity(desk)
        self.same = GroundList(desk, Likeness.SAME)
        self.different = GroundList(desk, Likeness.DIFFERENT)
        columns = Columns((1, 1), narrowest=280, gap=16)
        columns.add(0, self.same)
        columns.add(1, self.different)
        self.body.addWidget(top)
        self.body.addWidget(columns)
        self.body.addWidget(self._identity)
        self.body.addStretch(1)

    def show_profile(self, profile: Profile) -> None:
        """Show what is shared with a person."""
        found = ground(profile.log)
        self._balance.set_content(found.balance.sentence)
        self._hint.set_content(found.what_else)
        self._hint.setVisible(bool(found.what_else))
        over = found.overuse
        self._warning.set_content(f"{over.sentence} {over.change}" if over else "")
        self._warning.setVisible(over is not None)
        self.same.records.show_records(profile.same)
        self.different.records.show_records(profile.different)
        self._identity.show_profile(profile)


class GroundList(QWidget):
    """One of the two lists, with a line to add to it."""

    def __init__(self, desk: Desk, likeness: Likeness) -> None:
        super().__init__()
        self._desk, self._likeness = desk, likeness
        card = ListCard(lambda record: GroundRow(desk, record))
        self.records = card.records
        prompt = (
            _("Add something you share")
            if likeness is Likeness.SAME
            else _("Add something that sets you apart")
        )
        self.line = AddLine(prompt)
        self.line.added.connect(self._add)
        card.add_below(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(Heading(words.LIKENESS_WORDS[likeness]))
        column.addWidget(card)

    def _add(self, text: str) -> None:
        label = (
            _("Note what you share with {name}")
            if self._likeness is Likeness.SAME
            else _("Note what sets you and {name} apart")
        )
        with self._desk.step(self._desk.label(label)) as edit:
            edit.add(
                Commonality,
                counterpart_id=self._desk.person.id,
                text=text,
                likeness=self._likeness,
                learned_on=self._desk.today,
            )
        self.line.clear()


class GroundRow(NotedRow):
    """One thing shared or different."""

    def build(self) -> None:
        """The words and what is known of them, and a button for "it came up today"."""
        self.lay_words()
        self.today = LinkButton(_("Mentioned today"), kind="note")
        self.today.setToolTip(_("Count that it was brought up today"))
        self.today.clicked.connect(self._mention)
        self.line.addWidget(self.today, 0, Qt.AlignmentFlag.AlignVCenter)
        self.today.setVisible(self.record.likeness is Likeness.SAME)

    def show_line(self) -> None:
        """The words and the note."""
        self._text.set_content(self.record.text)
        self._note.set_content(ground_note(self.record, self.desk))
        said = self.record.last_mentioned
        self.today.setEnabled(said is None or said != self.desk.today)
        self.setAccessibleName(f"{self.record.text}, {self._note.words()}")

    def make_form(self) -> QWidget:
        """Everything that is known of it."""
        form = RecordForm(self.desk, _("Change what you noted of {name}"))
        form.add_line("text", _("What"), required=True)
        form.add_choice("kind", _("About"), list(words.COMMON_WORDS.items()))
        form.add_choices("how_known", _("How known"), list(words.KNOWN_WORDS.items()), True)
        form.add_choices(
            "sensitivity", _("Bring it up"), list(words.SENSITIVITY_WORDS.items()), True
        )
        form.add_day("learned_on", _("Learned"))
        form.add_ending(self, _("Delete what you noted of {name}"), lambda: self.record.text)
        return form

    def _mention(self) -> None:
        with self.desk.step(self.desk.label(_("Note what came up with {name}"))) as edit:
            edit.mention(self.record, self.desk.today)


def ground_note(record: Commonality, desk: Desk) -> str:
    """ "places · they told me · learned 3 May 2024 · mentioned twice"."""
    parts: list[str] = []
    if isinstance(record.kind, CommonKind):
        parts.append(words.COMMON_WORDS[record.kind])
    if record.how_known is not HowKnown.TOLD or record.likeness is Likeness.SAME:
        parts.append(words.KNOWN_WORDS[record.how_known])
    if record.sensitivity is not Sensitivity.OPEN:
        parts.append(words.SENSITIVITY_WORDS[record.sensitivity])
    if record.learned_on is not None:
        parts.append(_("learned {date}").format(date=desk.day(record.learned_on)))
    if record.likeness is Likeness.SAME:
        parts.append(mentioned(record))
    return " · ".join(parts)


class Identity(QWidget):
    """The organisation's own line: what we are together."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._heading = Heading("")
        self._line = InlineLine("", _("What we are together, in a few words"), "inline")
        self._line.edited.connect(self._keep)
        self._why = WrapLabel(
            [
                Span(
                    _("One line for everybody there: the team, the cause, the place you share."),
                    "second",
                )
            ],
            "note",
        )
        card = Card()
        card.add(self._line)
        card.add(self._why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._heading)
        column.addWidget(card)

    def show_profile(self, profile: Profile) -> None:
        """Show the line of a person's organisation; hidden without one."""
        found = profile.organisation
        self.setVisible(found is not None)
        if found is not None:
            self._heading.label.set_heading(_("You and {place}").format(place=found.name))
            self._line.setAccessibleName(
                _("What you and {place} are together").format(place=found.name)
            )
            if self._line.text().strip() != found.identity.strip():
                self._line.set_value(found.identity)

    def _keep(self, text: str) -> None:
        found = self._desk.profile.organisation
        if found is not None:
            label = _("Say what you and {place} are together").format(place=found.name[:60])
            self._desk.set(found, label, identity=text.strip())
