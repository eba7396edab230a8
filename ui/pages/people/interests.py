"""What matters to them, what was done for it, and the questions one wants to ask."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.findings import State
from app.model.people import Basis, Interest, InterestAct
from app.model.records import Question, QuestionState
from app.model.texts import _, ngettext
from app.services import words
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm, show_text
from ui.pages.people.parts import AddLine, FoldRow, Heading, ListCard, NotedRow, Records, Tab
from ui.widgets.cards import Columns
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import InlineLine

_OPEN = (QuestionState.TO_ASK, QuestionState.ASKED)
_STATES = {
    QuestionState.TO_ASK: State.OPEN,
    QuestionState.ASKED: State.SILENT,
    QuestionState.ANSWERED: State.FOR,
    QuestionState.DROPPED: State.SILENT,
}


class Interests(Tab):
    """Interests on the left, questions on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.interests = ListCard(lambda record: InterestRow(desk, record))
        self._add_interest = AddLine(_("Add something that matters to them"))
        self._add_interest.added.connect(self._interest)
        self.interests.add_below(self._add_interest)
        self.questions = ListCard(lambda record: QuestionRow(desk, record))
        self._add_question = AddLine(_("Add a question to ask"))
        self._add_question.added.connect(self._question)
        self.questions.add_below(self._add_question)
        self._settled = ListCard(lambda record: QuestionRow(desk, record))
        self._settled_part = _titled(_("Answered or dropped"), self._settled)
        columns = Columns((1, 1), narrowest=300, gap=16)
        columns.add(0, _titled(_("What matters to them"), self.interests))
        columns.add(1, _titled(_("Questions"), self.questions))
        columns.add(1, self._settled_part)
        self.body.addWidget(columns)
        self.body.addStretch(1)

    def show_profile(self, profile: Profile) -> None:
        """Show what matters to a person, and what to ask."""
        self.interests.records.show_records(profile.interests)
        waiting = [q for q in profile.questions if q.state in _OPEN]
        settled = [q for q in profile.questions if q.state not in _OPEN]
        self.questions.records.show_records(waiting)
        self._settled.records.show_records(settled[::-1])
        self._settled_part.setVisible(bool(settled))

    def _interest(self, text: str) -> None:
        with self.desk.step(self.desk.label(_("Note what matters to {name}"))) as edit:
            edit.add(
                Interest,
                counterpart_id=self.desk.person.id,
                text=text,
                noted_on=self.desk.today,
            )
        self._add_interest.clear()

    def _question(self, text: str) -> None:
        with self.desk.step(self.desk.label(_("Note a question for {name}"))) as edit:
            edit.add(
                Question,
                counterpart_id=self.desk.person.id,
                text=text,
                noted_on=self.desk.today,
            )
        self._add_question.clear()


def _titled(title: str, card: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(8))
    column.addWidget(Heading(title))
    column.addWidget(card)
    return holder


class InterestRow(NotedRow):
    """One interest: said or guessed, of theirs or of the business, and what was done for it."""

    def build(self) -> None:
        """The words, the note, and whether it is a hunch."""
        self._chip = Chip(words.BASIS_WORDS[Basis.HUNCH], State.OPEN.value)
        self.lay_words(self._chip)

    def show_line(self) -> None:
        """The words, the note, and whether it is a hunch."""
        record: Interest = self.record
        self._text.set_content(record.text)
        self._chip.setVisible(record.basis is Basis.HUNCH)
        parts = [words.STAKE_WORDS[record.stake]] if record.stake else []
        if record.noted_on:
            parts.append(_("noted {date}").format(date=self.desk.day(record.noted_on)))
        done = len(record.acts)
        parts.append(
            ngettext("{n} thing done for it", "{n} things done for it", done).format(n=done)
            if done
            else _("nothing done for it yet")
        )
        self._note.set_content(" · ".join(parts))
        self.setAccessibleName(f"{record.text}, {self._note.words()}")

    def make_form(self) -> QWidget:
        """Its fields, and the acts for it."""
        return InterestForm(self)


class InterestForm(RecordForm):
    """The fields of an interest, and what was done for it."""

    def __init__(self, row: InterestRow) -> None:
        super().__init__(row.desk, _("Change what matters to {name}"))
        self._row = row
        self.add_line("text", _("What"), required=True)
        self.add_choices("basis", _("Known"), list(words.BASIS_WORDS.items()), True)
        self.add_choices("stake", _("Of theirs"), list(words.STAKE_WORDS.items()))
        self.add_day("noted_on", _("Noted"))
        self._acts = Records(lambda act: ActRow(row.desk, act))
        self.column.addWidget(self._acts)
        self._add_act = AddLine(_("Add what you did for it, without or with an ask"))
        self._add_act.added.connect(self._act)
        self.column.addWidget(self._add_act)
        self.add_ending(row, _("Delete what matters to {name}"), lambda: self.record.text)

    def show_record(self, record: Interest) -> None:
        """Show an interest with its acts."""
        super().show_record(record)
        self._acts.show_records(record.acts)

    def _act(self, text: str) -> None:
        with self.desk.step(self.desk.label(_("Note what you did for {name}"))) as edit:
            edit.add(InterestAct, interest_id=self.record.id, on=self.desk.today, what=text)
        self._add_act.clear()


class ActRow(FoldRow):
    """Something done for an interest."""

    def build(self) -> None:
        """Its day and its words."""
        self._text = WrapLabel("")
        self.line.addWidget(self._text, 1)

    def show_line(self) -> None:
        """Day, words, and whether an ask stood beside it."""
        act: InterestAct = self.record
        said = {None: _("ask not said"), True: _("with an ask"), False: _("asking nothing")}
        self._text.set_content(f"{self.desk.day(act.on)}: {act.what} · {said[act.with_ask]}")

    def make_form(self) -> QWidget:
        """What, when, and whether anything was asked for."""
        form = RecordForm(self.desk, _("Change what you did for {name}"))
        form.add_line("what", _("What"), required=True)
        form.add_day("on", _("When"), required=True)
        asked = ((False, _("asking nothing")), (True, _("with an ask")))
        form.add_choices("with_ask", _("It was"), asked)
        form.add_ending(self, _("Delete what you did for {name}"), lambda: self.record.what)
        return form


class QuestionRow(NotedRow):
    """A question: to ask, asked, answered with its answer."""

    def build(self) -> None:
        """The question, its answer, its state, and the next thing to say of it."""
        self.asked = self.lay_standing(_("Asked"), lambda: self._settle(QuestionState.ASKED))

    def show_line(self) -> None:
        """The question and where it stands."""
        record: Question = self.record
        self._text.set_content(record.text)
        parts = [record.answer] if record.answer else []
        if record.noted_on and not record.answer:
            parts.append(_("noted {date}").format(date=self.desk.day(record.noted_on)))
        if record.settled_on:
            parts.append(self.desk.day(record.settled_on))
        self.show_note(parts)
        waiting = record.state is QuestionState.TO_ASK
        self._chip.set_chip(words.QUESTION_WORDS[record.state], _STATES[record.state].value)
        self._chip.setVisible(not waiting)
        self.asked.setVisible(waiting)
        self.setAccessibleName(f"{record.text}, {words.QUESTION_WORDS[record.state]}")

    def make_form(self) -> QWidget:
        """The question, its answer, and its state."""
        form = RecordForm(self.desk, _("Change a question for {name}"))
        form.add_line("text", _("Question"), required=True)
        answer = InlineLine("", _("What they said"), name=_("Answer"))
        answer.edited.connect(self._answered)
        form.sync(lambda record: show_text(answer, record.answer))
        form.add(_("Answer"), answer)
        form.add_choices("state", _("It is"), list(words.QUESTION_WORDS.items()), True)
        form.add_ending(self, _("Delete a question for {name}"), lambda: self.record.text)
        return form

    def _answered(self, text: str) -> None:
        """An answer settles the question."""
        label = self.desk.label(_("Note the answer of {name}"))
        answer = text.strip()
        state = QuestionState.ANSWERED if answer else QuestionState.ASKED
        settled = self.record.settled_on or self.desk.today
        self.desk.set(self.record, label, answer=answer, state=state, settled_on=settled)

    def _settle(self, state: QuestionState) -> None:
        label = self.desk.label(_("Note that you asked {name}"))
        self.desk.set(self.record, label, state=state, settled_on=self.desk.today)
