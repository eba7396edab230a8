"""The three columns of a prepared meeting, filled from what the journal holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.brief import Line, Section, SectionKey
from app.model.findings import Finding, State
from app.model.records import Question, QuestionState
from app.model.texts import _
from app.services import day_words
from app.services.prep import Prep
from ui import theme
from ui.pages.prepare.loaded import Loaded
from ui.pages.prepare.parts import AddLine, Part, TalkRow, link_row
from ui.widgets.cards import Card, Columns, Row
from ui.widgets.charts_time import DensityStrip
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import InlineNote
from ui.widgets.spans import Span
from ui.widgets.ticks import TickBox

_LEAST_MONTHS = 4
_TURN_SECONDS = 0.008


class Cards(Columns):
    """Everything one wants to know before going in; parts with nothing to say vanish."""

    entry_wanted = Signal(int)
    entries_wanted = Signal(object)
    month_wanted = Signal(int, int)
    question_added = Signal(str)
    question_ticked = Signal(object, bool)
    line_typed = Signal(str)
    bias_dismissed = Signal(object)
    common_wanted = Signal()
    verdict_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((395, 343, 326), narrowest=252, gap=16, parent=parent)
        self.opening_line = InlineNote(
            "",
            _("Your opening line, in your own words"),
            kind="inline",
            lines=1,
            most=5,
        )
        self.add_question = AddLine(_("Add a question"))
        self._build_parts()
        for part in self.findChildren(Part):
            part.entry_wanted.connect(self.entry_wanted)
            part.entries_wanted.connect(self.entries_wanted)
        self._plain: dict[Part, tuple[SectionKey, ...]] = {
            self.deal: (SectionKey.DEAL, SectionKey.NEXT_STEP),
            self.changed: (SectionKey.CHANGES,),
            self.differ: (SectionKey.DIFFERENCES,),
            self.style_of: (SectionKey.STYLE,),
            self.who: (SectionKey.WHO,),
            self.watch: (SectionKey.WATCH_OUTS,),
            self.private: (SectionKey.PRIVATE,),
        }
        self._shown: dict[str, object] = {}
        self._turns: list[tuple[str, object, Callable[[], None]]] = []
        self._clock = QTimer(self, singleShot=True, interval=0)
        self._clock.timeout.connect(self._next_turn)
        self.opening_line.edited.connect(self.line_typed)
        self.add_question.added.connect(self.question_added)

    def _build_parts(self) -> None:
        self.bring_up = Part(_("Bring up what you share"))
        self.as_us = Part(_("Say it as us"), self.opening_line)
        self.left_off = Part(_("Where you left off"))
        self.differ = Part(_("Where you differ"))
        self.want = Part(_("What they want"))
        self.ask = Part(_("Ask, then listen"), self.add_question)
        self.promises = Part(_("Open promises"))
        self.deal = Part(_("State of the deal"))
        self.changed = Part(_("What changed"))
        self.hunches = Part("")
        self.trust = Part(_("Trust, by its four building blocks"))
        self.before = Part(_("Before you go in"))
        self.watch = Part("")
        self.relation = Part(_("State of the relationship"))
        self.style_of = Part(_("How to talk"))
        self.private = Part("")
        self.who = Part(_("Good to know"))
        columns = (
            (self.bring_up, self.as_us, self.left_off, self.differ),
            (self.want, self.ask, self.promises, self.deal, self.changed, self.style_of, self.who),
            (self.trust, self.before, self.watch, self.relation, self.hunches, self.private),
        )
        for place, parts in enumerate(columns):
            for part in parts:
                self.add(place, part)

    def fill(self, loaded: Loaded, today: date) -> None:
        """Show what was read: what is new of it, in short turns that never hold up the screen."""
        prep, brief = loaded.prep, loaded.prep.brief
        hunches = brief.section(SectionKey.HUNCHES)
        share = (prep.bring_up, prep.overuse, prep.balance, prep.what_else)
        self._turns = []
        self._turn("share", share, lambda: self._fill_shared(prep))
        self._turn("us", (prep.identity, prep.opening_line), lambda: self._fill_as_us(prep))
        wishes = (brief.section(SectionKey.INTERESTS), hunches, loaded.interests)
        self._turn("wishes", wishes, lambda: self._fill_wishes(loaded))
        asked = (brief.section(SectionKey.QUESTIONS), dict(loaded.questions))
        self._turn("questions", asked, lambda: self._fill_questions(loaded))
        self._turn("trust", (prep.trust, prep.spiral), lambda: self._fill_trust(prep))
        before = (prep.small_talk, prep.follow_up, prep.bias, loaded.bias_rests)
        self._turn("before", before, lambda: self._fill_before(loaded))
        given = (brief.section(SectionKey.PROMISES), dict(loaded.promises), prep.kept)
        self._turn("promises", given, lambda: self._fill_promises(loaded, today))
        talks = (brief.section(SectionKey.LAST_TIME), brief.months)
        self._turn("talks", talks, lambda: self._fill_talks(prep, today))
        relation = (prep.realness, brief.section(SectionKey.VERDICTS))
        self._turn("relation", relation, lambda: self._fill_relation(prep))
        for part, keys in self._plain.items():
            found = (prep.identity, *(brief.section(key) for key in keys))
            told = partial(self._fill_plain, part, prep, keys)
            self._turn(keys[0].value, found, told)
        self._next_turn()

    def _turn(self, name: str, data: object, fill: Callable[[], None]) -> None:
        """Take a part onto the list of what is to be filled, if anything about it is new."""
        if name not in self._shown or self._shown[name] != data:
            self._turns.append((name, data, fill))

    def _next_turn(self) -> None:
        began = monotonic()
        while self._turns and monotonic() - began < _TURN_SECONDS:
            name, data, fill = self._turns.pop(0)
            fill()
            self._shown[name] = data
        if self._turns:
            self._clock.start()

    def forget(self) -> None:
        """Show nothing, until another person's page is filled in."""
        self._turns = []
        self._clock.stop()
        self._shown = {}
        for part in self.findChildren(Part):
            part.fill(())
        self.hide()

    def _fill_plain(self, part: Part, prep: Prep, keys: Sequence[SectionKey]) -> None:
        sections = [found for key in keys if (found := prep.brief.section(key))]
        rows: list[QWidget] = []
        for section in sections:
            next_step = section.key is SectionKey.NEXT_STEP
            chip = _("next step") if next_step else ""
            told = [one for one in section.lines if one.text != prep.identity]  # said above
            rows += [part.line(one, chip=Chip(chip) if chip else None) for one in told]
        title = sections[0].title if sections and part in (self.watch, self.private) else ""
        part.fill(rows, title)

    # --- what you share, where you left off ----------------------------------------------

    def _fill_shared(self, prep: Prep) -> None:
        part = self.bring_up
        rows: list[QWidget] = [part.line(one, bold=True) for one in prep.bring_up]
        if prep.overuse:
            rows.append(part.sentence(prep.overuse.sentence, "open_text", prep.overuse.entries))
        if prep.balance:
            numbers = prep.balance.numbers
            both = bool(numbers["same"] and numbers["different"])
            rows.append(part.sentence(prep.balance.sentence, "open_text" if both else "second"))
        if prep.what_else:
            rows.append(part.sentence(prep.what_else, "second"))
        if not prep.bring_up:
            rows.append(link_row(_("Note something you share"), self.common_wanted.emit))
        part.fill(rows)

    def _fill_as_us(self, prep: Prep) -> None:
        quotes: list[QWidget] = []
        if prep.identity:
            quote = Card(part="quote")
            quote.add(WrapLabel(prep.identity))
            quotes.append(quote)
        self.as_us.fill(quotes)
        self.opening_line.set_value(prep.opening_line)

    def _fill_talks(self, prep: Prep, today: date) -> None:
        part = self.left_off
        section = prep.brief.section(SectionKey.LAST_TIME)
        rows: list[QWidget] = []
        for line in section.lines if section else ():
            day = day_words.short_date(line.on, today) if line.on else ""
            how = line.lead.removeprefix(day).lstrip(", ").rstrip(".")
            talk = TalkRow(day, line, how)
            entry = line.entry
            if entry is not None:
                talk.pressed.connect(lambda n=entry: part.entry_wanted.emit(n))
            rows.append(talk)
        if rows and len(prep.brief.months) >= _LEAST_MONTHS:
            rows.append(self._months(prep))
        part.fill(rows)

    def _months(self, prep: Prep) -> QWidget:
        """How often you were in touch, month by month; a month leads to its entries."""
        chart = DensityStrip()
        months = [(*map(int, bar.month.split("-")), bar.count) for bar in prep.brief.months]
        chart.set_data([(year, month, count) for year, month, count in months])
        chart.jumped.connect(self.month_wanted)
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(chart)
        layout.addWidget(WrapLabel(prep.brief.months_told, "note", "second"))
        return box

    # --- what they want, what to ask, what was promised ----------------------------------

    def _fill_wishes(self, loaded: Loaded) -> None:
        brief = loaded.prep.brief
        stated = _lines(brief.section(SectionKey.INTERESTS))
        hunches = _lines(brief.section(SectionKey.HUNCHES))
        rows = [self.want.line(one, chip=Chip(_("stated")), bold=True) for one in stated]
        rows += [
            self.want.line(one, chip=Chip(_("hunch")), bold=True)
            for one in hunches
            if one.uid in loaded.interests
        ]
        self.want.fill(rows)
        guesses = [one for one in hunches if one.uid not in loaded.interests]
        self.hunches.fill(
            [self.hunches.line(one) for one in guesses], _("Your guesses, not to be brought up")
        )

    def _fill_questions(self, loaded: Loaded) -> None:
        rows = []
        for line in _lines(loaded.prep.brief.section(SectionKey.QUESTIONS)):
            question = loaded.questions.get(line.uid)
            if question is not None:
                rows.append(self.ask.line(line, before=self._tick(question)))
        self.ask.fill(rows)

    def _tick(self, question: Question) -> TickBox:
        box = TickBox()
        box.setAccessibleName(_("Asked: {text}").format(text=question.text))
        box.setToolTip(_("Tick it when you have asked"))
        box.setChecked(question.state is QuestionState.ASKED)
        box.clicked.connect(lambda on: self.question_ticked.emit(question, on))
        return box

    def _fill_promises(self, loaded: Loaded, today: date) -> None:
        rows: list[QWidget] = []
        for line in _lines(loaded.prep.brief.section(SectionKey.PROMISES)):
            promise = loaded.promises.get(line.uid)
            if promise is None:
                continue
            due, state = day_words.due_words(promise.due, today)
            given = (
                _("given {day}").format(day=day_words.short_date(promise.made_on, today))
                if promise.made_on
                else ""
            )
            rows.append(self.promises.line(line, given, Chip(due, state.value)))
        if loaded.prep.kept:
            told = WrapLabel(" · ".join(loaded.prep.kept), "body", "second")
            rows.append(Row([Span(_("Kept so far"), "second")], after=told))
        some = bool(loaded.prep.brief.section(SectionKey.PROMISES))
        self.promises.fill(rows, _("Open promises") if some else _("Promises"))

    # --- trust, before you go in, the relationship ---------------------------------------

    def _fill_trust(self, prep: Prep) -> None:
        blocks: list[QWidget] = []
        if any(block.state is not State.SILENT for block in prep.trust):
            blocks += [self.trust.finding(block) for block in prep.trust]
        if prep.spiral and prep.spiral.state is not State.SILENT:
            blocks.append(self.trust.sentence(prep.spiral.sentence, entries=prep.spiral.entries))
        self.trust.fill(blocks)

    def _fill_before(self, loaded: Loaded) -> None:
        prep, part = loaded.prep, self.before
        rows: list[QWidget] = []
        if prep.small_talk:
            rows.append(part.sentence(prep.small_talk))
        if prep.follow_up:
            told = _("Come back to it: {text}").format(text=prep.follow_up.text)
            rows.append(
                part.line(Line(told, on=prep.follow_up.on, entry=prep.follow_up.entry), _lead(prep))
            )
        if prep.bias and not loaded.bias_rests:
            rows.append(self._bias(prep.bias))
        part.fill(rows)

    def _bias(self, bias: Finding) -> QWidget:
        """The one question, why it is asked, and the way to let it rest."""
        asked = [Span(f"{bias.title} ", "ink", True), Span(bias.sentence)]
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(Row(asked, " ".join(bias.details)))
        layout.addWidget(
            link_row(_("Let it rest this time"), lambda: self.bias_dismissed.emit(bias))
        )
        return box

    def _fill_relation(self, prep: Prep) -> None:
        part, found = self.relation, prep.realness
        tests = (found.t1, found.t2, found.t3)
        rows: list[QWidget] = []
        if any(test.state is not State.SILENT for test in tests):
            rows += [part.finding(test, marked=True) for test in tests]
        elif prep.brief.section(SectionKey.RECORD):
            rows.append(part.sentence(found.record.sentence, "second"))
        said = _lines(prep.brief.section(SectionKey.VERDICTS))
        if said:
            rows.append(part.line(said[0], _("your word: {note}").format(note=said[0].note)))
        elif rows:
            rows.append(link_row(_("Say what you think of it yourself"), self.verdict_wanted.emit))
        part.fill(rows)


def _lines(section: Section | None) -> tuple[Line, ...]:
    return section.lines if section else ()


def _lead(prep: Prep) -> str:
    return prep.follow_up.lead.rstrip(".") if prep.follow_up else ""
