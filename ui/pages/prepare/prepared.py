"""One meeting, prepared: its heading at once, its goal, and all that the journal says."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.errors import NotFoundError
from app.model.findings import Finding
from app.model.people import Counterpart
from app.model.reading import EntryKind, TimelineFilter
from app.model.records import MeetingState, Purpose, Question
from app.model.texts import _
from app.model.values import DateRange, PartialDate
from app.services.planning import call_off, plan_again
from app.services.prep import (
    Heading,
    as_text,
    ask_later,
    dismiss_question,
    heading,
    keep_goal,
    keep_opening_line,
    mark_asked,
    set_purpose,
)
from app.services.words import PURPOSE_WORDS
from ui import clipboard, theme
from ui.bridge import Bridge
from ui.pages.prepare.cards import Cards
from ui.pages.prepare.loaded import Loaded, load
from ui.pages.prepare.meeting_form import MeetingForm
from ui.task import Task
from ui.widgets.buttons import ChoiceRow, PlainButton, PrimaryButton, QuietButton
from ui.widgets.cards import Card, Page, empty_layout
from ui.widgets.chips import Avatar
from ui.widgets.flow import FlowLayout, HeaderLayout
from ui.widgets.forms import FieldRow, InlineLine
from ui.widgets.saving import unsaved
from ui.widgets.spans import Span

_STATES = {
    MeetingState.PLANNED: "",
    MeetingState.HELD: _("held"),
    MeetingState.CANCELLED: _("called off"),
}


class GoalCard(Card):
    """What the user wants of this meeting, and what can be done with the plan."""

    goal_typed = Signal(str)
    purpose_chosen = Signal(object)
    change_wanted = Signal()
    off_wanted = Signal()
    again_wanted = Signal()
    other_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.goal = InlineLine("", _("Your goal, in one sentence"), "inline", _("Goal"))
        self.purpose = ChoiceRow(
            [(purpose, PURPOSE_WORDS[purpose]) for purpose in Purpose], _("What it is for")
        )
        side = QWidget()
        self._flow = FlowLayout(side, gap=2)
        foot = QWidget()
        parts = HeaderLayout(foot)
        for holder in (side, foot):
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            holder.setSizePolicy(policy)
        parts.addWidget(self.purpose)
        parts.addWidget(side)
        self.add(FieldRow(_("You want one thing"), self.goal, label_width=140))
        self.add(foot)
        self.goal.edited.connect(self.goal_typed)
        self.purpose.changed.connect(self.purpose_chosen)
        self._enlarge()

    def show_heading(self, found: Heading) -> None:
        """Offer what fits the plan as it stands."""
        meeting = found.meeting
        self.purpose.setVisible(meeting is not None)
        self.purpose.set_value(meeting.purpose if meeting else None)
        empty_layout(self._flow)
        if meeting is None:
            self._offer(_("Plan a meeting"), self.change_wanted.emit)
        else:
            self._offer(_("Change the meeting"), self.change_wanted.emit)
            if meeting.state is MeetingState.PLANNED:
                self._offer(_("Call it off"), self.off_wanted.emit)
            elif meeting.state is MeetingState.CANCELLED:
                self._offer(_("Plan it again"), self.again_wanted.emit)
        for other in found.company:
            words = _("Prepare for {name}").format(name=other.name)
            self._offer(words, lambda n=other.id: self.other_wanted.emit(n))

    def _offer(self, words: str, act: object) -> None:
        button = QuietButton(words)
        button.clicked.connect(lambda _on=False: act())  # type: ignore[operator]
        self._flow.addWidget(button)

    def _enlarge(self) -> None:
        if self.goal.font() != theme.font("lead"):
            self.goal.setFont(theme.font("lead"))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the goal's size in step with the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_flow"):
            self._enlarge()


class Prepared(Page):
    """The page of one meeting or person; `lost` says that it is gone from the journal."""

    lost = Signal()
    brief_wanted = Signal()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        self._avatar = Avatar("?", 44, pictures=bridge.portraits)
        super().__init__("", before=self._avatar, parent=parent)
        self._bridge = bridge
        self._heading: Heading | None = None
        self._person = 0
        self._meeting: int | None = None
        self._task: Task | None = None
        self._kept = self._asked_at = 0  # how often words were kept, and when it was last read
        self.loaded: Loaded | None = None
        self.export = PlainButton(_("Export PDF"))
        self.export.setToolTip(actions["brief.export"].toolTip())
        self.copy = PlainButton(_("Copy"))
        self.copy.setToolTip(_("Copy the brief as plain text, without what is risky"))
        self.begin = PrimaryButton(_("Start and log"))
        for button in (self.export, self.copy, self.begin):
            self.header.add_button(button)
        self.goal_card = GoalCard()
        self.form = MeetingForm(bridge)
        self.cards = Cards()
        for part in (self.form, self.goal_card, self.cards):
            self.add(part)
        self.add_stretch()
        self._connect()

    def _connect(self) -> None:
        self.export.clicked.connect(self.brief_wanted)
        self.copy.clicked.connect(self.copy_text)
        self.begin.clicked.connect(self._start)
        card, cards = self.goal_card, self.cards
        card.goal_typed.connect(self._keep_goal)
        card.purpose_chosen.connect(self._keep_purpose)
        card.change_wanted.connect(self._change_meeting)
        card.off_wanted.connect(self._call_off)
        card.again_wanted.connect(self._plan_again)
        card.other_wanted.connect(
            lambda n: self._bridge.go("prepare", person=n, meeting=self.meeting_id())
        )
        self.form.saved.connect(self._planned)
        self.form.left.connect(lambda: self.goal_card.show())
        cards.entry_wanted.connect(self._show_entry)
        cards.entries_wanted.connect(self._show_entries)
        cards.month_wanted.connect(self._show_month)
        cards.line_typed.connect(self._keep_line)
        cards.question_added.connect(self._add_question)
        cards.question_ticked.connect(self._tick)
        cards.bias_dismissed.connect(self._dismiss)
        cards.common_wanted.connect(lambda: self._profile("common"))
        cards.verdict_wanted.connect(lambda: self._profile("real"))

    # --- showing -------------------------------------------------------------------------

    def show_meeting(self, person: int, meeting: int | None) -> None:
        """Show a meeting with someone, or a person without one."""
        other = (person, meeting) != (self._person, self._meeting)
        if other:
            self.flush()
            if unsaved(self):
                return  # the text stays with the meeting it belongs to
            self.loaded = None
            self.cards.forget()
            self.scroller.verticalScrollBar().setValue(0)
        self._person, self._meeting = person, meeting
        self.form.hide()
        self.goal_card.show()
        if not self.reload():
            return
        if other and self._heading is not None:
            kept = self._heading.meeting
            self.goal_card.goal.set_value(kept.goal if kept else "")
            self.goal_card.goal.setEnabled(not self._bridge.workspace.read_only)

    def reload(self, *, quiet: bool = False) -> bool:
        """Read it again; the heading at once, the rest when the worker has it.

        A meeting that is gone leaves the person; with `quiet`, one who is gone is not told of.
        """
        try:
            self._heading = self._read_heading()
        except NotFoundError as error:
            self._person = 0
            self.lost.emit()
            if not quiet:
                self._bridge.failed.emit(error)
            return False
        self._show_heading(self._heading)
        if self._task is not None:
            self._task.cancel()
        self._asked_at = self._kept
        person, meeting = self._person, self.meeting_id()
        self._task = self._bridge.run(
            lambda workspace, _task: load(workspace, person, meeting), self._arrived, self._failed
        )
        return True

    def _read_heading(self) -> Heading:
        try:
            return heading(self._bridge.workspace, self._person, self._meeting)
        except NotFoundError:
            if self._meeting is None:
                raise
        self._meeting = None
        return heading(self._bridge.workspace, self._person)

    def follow(self, _changes: object) -> None:
        """Take note of a step of its own: nothing to redraw, but the plan is another now."""
        with self._bridge.guard():
            self._heading = heading(self._bridge.workspace, self._person, self._meeting)

    def _show_heading(self, found: Heading) -> None:
        self._avatar.set_name(found.person.name, found.person.id)
        self.header.set_title(_("Prepare: {name}").format(name=found.person.name))
        meeting = found.meeting
        if meeting is None:
            told = _("No meeting is planned")
        else:
            state = _STATES[meeting.state]
            parts = (meeting.title, found.when, found.countdown, meeting.place, state)
            told = " · ".join(part for part in parts if part) or _("A meeting without a title")
        spans = [Span(told, "second")]
        if found.who:
            spans.append(Span(f"\n{found.who}", "second", small=True))
        self.header.subtitle.set_content(spans)
        self.header.subtitle.show()
        self.goal_card.show_heading(found)

    def _arrived(self, loaded: Loaded) -> None:
        if self.sender() is not self._task:
            return  # of an earlier wish
        self._task = None
        if self._asked_at != self._kept:
            self.reload(quiet=True)  # what was kept meanwhile must not be shown as it was before
            return
        self.loaded = loaded
        self.goal_card.goal.set_value(loaded.prep.brief.goal)
        self.cards.fill(loaded, self._bridge.workspace.today)
        self.cards.show()

    def _failed(self, error: BaseException | None) -> None:
        if isinstance(error, NotFoundError):
            return  # the next step told the page; it shows what is there now
        self._bridge.report(error)

    def flush(self) -> None:
        """Save what was typed last."""
        self.goal_card.goal.flush()
        self.cards.opening_line.flush()

    def meeting_id(self) -> int | None:
        """The meeting shown, if there is one."""
        meeting = self._heading.meeting if self._heading else None
        return meeting.id if meeting else None

    # --- writing -------------------------------------------------------------------------

    def _keep_goal(self, text: str) -> None:
        if self._heading is not None:
            self._kept += 1
            with self._bridge.guard():
                keep_goal(
                    self._bridge.workspace, self._person, self._heading.meeting, text, origin=self
                )

    def _keep_line(self, text: str) -> None:
        if self._heading is not None:
            self._kept += 1
            with self._bridge.guard():
                keep_opening_line(
                    self._bridge.workspace, self._person, self._heading.meeting, text, origin=self
                )

    def _keep_purpose(self, purpose: Purpose | None) -> None:
        if self._heading is not None and self._heading.meeting is not None:
            with self._bridge.guard():
                set_purpose(self._bridge.workspace, self._heading.meeting, purpose, origin=self)

    def _add_question(self, text: str) -> None:
        with self._bridge.guard():
            ask_later(self._bridge.workspace, self._person, text)
            self.cards.add_question.clear()

    def _tick(self, question: Question, asked: bool) -> None:
        with self._bridge.guard():
            mark_asked(self._bridge.workspace, question, asked)

    def _dismiss(self, bias: Finding) -> None:
        with self._bridge.guard():
            meeting = self._heading.meeting if self._heading else None
            dismiss_question(self._bridge.workspace, self._person, meeting, bias)
            self.reload()

    def _change_meeting(self) -> None:
        found = self._heading
        if found is not None:
            self.flush()
            self.goal_card.hide()
            self.form.begin(found.meeting, (found.person.id,))

    def _planned(self, meeting: object) -> None:
        self.goal_card.show()
        people: tuple[int, ...] = getattr(meeting, "people", ())
        person = self._person if self._person in people else next(iter(people), self._person)
        self._bridge.go("prepare", person=person, meeting=getattr(meeting, "id", None))

    def _call_off(self) -> None:
        if self._heading is not None and self._heading.meeting is not None:
            self.flush()
            meeting = self._heading.meeting
            self._meeting = meeting.id
            with self._bridge.guard():
                call_off(self._bridge.workspace, meeting)
                self._bridge.say(_("The meeting is called off."), undoable=True)

    def _plan_again(self) -> None:
        if self._heading is not None and self._heading.meeting is not None:
            with self._bridge.guard():
                plan_again(self._bridge.workspace, self._heading.meeting)

    # --- going on ------------------------------------------------------------------------

    def _start(self) -> None:
        self.flush()
        self._bridge.go("log", person=self._person, meeting=self.meeting_id())

    def copy_text(self) -> None:
        """Put the brief on the clipboard, as text."""
        self.flush()
        if self.loaded is None:
            return
        brief = load(self._bridge.workspace, self._person, self.meeting_id()).prep.brief
        clipboard.put(as_text(brief))
        self._bridge.say(
            _("The brief is on the clipboard, without watch-outs, hunches and verdicts.")
        )

    def _show_entry(self, entry: int) -> None:
        key = entry * 8 + EntryKind.INTERACTION
        self._bridge.go("timeline", person=self._person, entry=key)

    def _show_entries(self, entries: tuple[int, ...]) -> None:
        wanted = TimelineFilter(people=(self._person,), interactions=entries)
        self._bridge.go("timeline", filter=wanted)

    def _show_month(self, year: int, month: int) -> None:
        day = PartialDate(year, month)
        wanted = TimelineFilter(people=(self._person,), days=DateRange(day.first, day.last))
        self._bridge.go("timeline", filter=wanted)

    def _profile(self, tab: str) -> None:
        self._bridge.go("people", person=self._person, tab=tab)

    @property
    def person(self) -> Counterpart | None:
        """Whom the page is about."""
        return self._heading.person if self._heading else None
