"""What the user says of a relationship: asked before the evidence, kept for good, never graded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.people import Verdict, VerdictChoice
from app.model.texts import _
from app.services import words
from app.services.dates import date_text
from app.services.profile import Profile, record_verdict
from ui import theme
from ui.pages.people.desk import Desk
from ui.pages.people.forms import RecordForm
from ui.pages.people.parts import FoldRow, Records
from ui.widgets.buttons import Button, ChoiceRow, PrimaryButton
from ui.widgets.cards import Card, Separator
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.forms import FieldRow, InlineLine

SURENESS = ((1, _("a hunch")), (2, _("fairly sure")), (3, _("sure")))


def choice_words(choice: VerdictChoice) -> str:
    """The words of a choice as a button says them."""
    text = words.VERDICT_WORDS[choice][0]
    return text[:1].upper() + text[1:]


class AskFirst(Card):
    """Asks for the user's word before the record is shown; `said` when it was given."""

    said = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._question = WrapLabel("", "lead")
        self._why = WrapLabel(
            _(
                "Only you know. Say it before you look, so that the record does not speak first; "
                "you can say something else afterwards, and both are kept."
            ),
            "body",
            "second",
        )
        self.choices = ChoiceRow(
            [(c, choice_words(c)) for c in VerdictChoice], _("What you call it")
        )
        self.choices.changed.connect(self._chosen)
        self.sureness = ChoiceRow(SURENESS, _("How sure you are"))
        self.reason = InlineLine("", _("Why, if you like"), name=_("Why"))
        self.reason.returnPressed.connect(self._keep)
        self._more = QWidget()
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(theme.px(10))
        more.addWidget(FieldRow(_("How sure"), self.sureness))
        more.addWidget(FieldRow(_("Why"), self.reason))
        self.keep = PrimaryButton(_("Keep it and show the record"))
        self.keep.clicked.connect(self._keep)
        for part in (self._question, self._why, self.choices, self._more, self.keep):
            self.add(part)
        self.body.setSpacing(theme.px(12))

    def show_profile(self, profile: Profile) -> None:
        """Ask about a person, with nothing chosen."""
        name = words.first_name(profile.person)
        self._question.set_content(
            _("What do you call what you and {name} have?").format(name=name)
        )
        self.choices.set_value(None)
        self.sureness.set_value(None)
        self.reason.set_value("")
        self._chosen(None)

    def _chosen(self, choice: VerdictChoice | None) -> None:
        declined = choice is VerdictChoice.SILENT
        self._more.setVisible(choice is not None and not declined)
        self.keep.setEnabled(choice is not None)
        self.keep.set_label(_("Show the record") if declined else _("Keep it and show the record"))

    def _keep(self) -> None:
        choice = self.choices.value()
        if choice is None:
            return
        sureness = None if choice is VerdictChoice.SILENT else self.sureness.value()
        keep_verdict(self._desk, choice, sureness, self.reason.text().strip(), seen=False)
        self.said.emit()


def keep_verdict(
    desk: Desk, choice: VerdictChoice, sureness: int | None, reason: str, seen: bool
) -> None:
    """Keep the user's word beside what the record says today."""
    with desk.bridge.guard():
        record_verdict(
            desk.workspace,
            desk.person,
            choice,
            sureness=sureness,
            reason=reason,
            seen_evidence=seen,
            record=desk.profile.realness.record.result,
            origin=desk,
        )
        desk.saved.emit(None)
        desk.bridge.say(_("Your word is kept."), undoable=True)


class Verdicts(Card):
    """The history of the user's words, and a row to say today's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Only you know. Your verdicts so far"))
        self._desk = desk
        self.records = Records(lambda record: VerdictRow(desk, record))
        self._line = Separator()
        self._today = QWidget()
        column = QVBoxLayout(self._today)
        column.setContentsMargins(0, theme.px(9), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(WrapLabel(_("Record today’s verdict"), "body", "second"))
        holder = QWidget()
        flow = FlowLayout(holder, gap=10, line_gap=8)
        self.buttons: dict[VerdictChoice, Button] = {}
        for choice in VerdictChoice:
            button = Button(choice_words(choice))
            button.clicked.connect(
                lambda _on=False, choice=choice: keep_verdict(
                    self._desk, choice, None, "", seen=True
                )
            )
            flow.addWidget(button)
            self.buttons[choice] = button
        column.addWidget(holder)
        self.add(self.records)
        self.add(self._line)
        self.add(self._today)
        self.body.setSpacing(0)

    def show_profile(self, profile: Profile, covered: bool) -> None:
        """Show what was said; while the record is covered, today's word is asked above."""
        self.records.show_records(profile.verdicts)
        self._today.setVisible(not covered)
        self._line.setVisible(not covered and bool(profile.verdicts))


class VerdictRow(FoldRow):
    """One word of the user's. Today's can still be explained; older ones stay as they are."""

    def build(self) -> None:
        """Day, chip, reason."""
        self._day = WrapLabel("", "note", "second")
        self._day.setMinimumWidth(theme.px(82))
        self._chip = Chip("")
        self._reason = WrapLabel("")
        # Where it is narrow the word goes below the day.
        said = QWidget()
        flow = FlowLayout(said, gap=10, line_gap=4)
        flow.addWidget(self._day)
        flow.addWidget(self._chip)
        self.line.addWidget(said, 0, Qt.AlignmentFlag.AlignVCenter)
        self._note = WrapLabel("", "note", "second")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._reason)
        texts.addWidget(self._note)
        self.line.addLayout(texts, 1)

    def show_line(self) -> None:
        """Day, chip, reason, and how sure."""
        said: Verdict = self.record
        self._day.set_content(date_text(said.on))
        word, state = words.VERDICT_WORDS[said.choice]
        self._chip.set_chip(word, state.value)
        notes = []
        if said.sureness:
            notes.append(dict(SURENESS)[said.sureness])
        notes.append(_("after seeing the record") if said.seen_evidence else _("before the record"))
        if said.record and not self.desk.profile.ask_first:
            notes.append(
                _("record then: {record}").format(
                    record=words.RECORD_WORDS.get(said.record, said.record)
                )
            )
        self._reason.set_content(said.reason)
        self._reason.setVisible(bool(said.reason))
        self._note.set_content(" · ".join(notes))
        today = self._is_today()
        self.setToolTip(_("Press Enter to say more") if today else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if today else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if today else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{self._day.words()}, {word}, {self._reason.words()}")

    def _is_today(self) -> bool:
        return bool(self.record.on == self.desk.today)

    def open(self, editing: bool = True) -> None:
        """Only today's word can be explained further."""
        if not editing or self._is_today():
            super().open(editing)

    def make_form(self) -> QWidget:
        """How sure, and why."""
        form = RecordForm(self.desk, _("Explain your word on {name}"))
        form.add_choices("sureness", _("How sure"), SURENESS)
        form.add_line("reason", _("Why"))
        form.add_links((_("Done"), lambda: self.open(False)), (_("Take it back"), self._delete))
        return form

    def _delete(self) -> None:
        self.desk.remove(
            self.record,
            self.desk.label(_("Take back your word on {name}")),
            _("Your word is taken back."),
        )
