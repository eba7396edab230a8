"""One of the three tests as a card: its answer, what it counts, a picture, and the user's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.findings import Finding, State
from app.model.people import VerdictChoice
from app.model.reading import TimelineFilter
from app.model.texts import _, ngettext
from app.services import words
from app.services.profile import Profile
from ui import theme
from ui.pages.people.desk import Desk
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Separator, empty_layout
from ui.widgets.chart import Chart
from ui.widgets.charts import AskBars, DepthBar, OutcomeLine, OutcomeMark, StackedShare
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel


class EvidenceCard(Card):
    """One test. `cover` hides what it found until the user has said a word."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self._desk = desk
        self._finding: Finding | None = None
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.title = WrapLabel(title, "strong")
        self.chip = Chip("")
        row.addWidget(self.title, 1)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.sentence = WrapLabel("", "body", "second")
        self._counts = WrapLabel("", "note", "second")
        self._you = QWidget()
        line = QHBoxLayout(self._you)
        line.setContentsMargins(0, 0, 0, 0)
        self._say = WrapLabel(_("You say"), "body", "second")
        self.word = Chip("")
        line.addWidget(self._say, 1)
        line.addWidget(self.word, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_link = LinkButton("")
        self.show_link.clicked.connect(self._show_entries)
        self._differ = WrapLabel(_("You and the evidence differ"), "body", "against_text")
        self._parts: tuple[QWidget, ...] = (
            self._counts,
            Separator(),
            self._you,
            Separator(),
            self.show_link,
            self._differ,
        )
        self.add(head)
        self.add(self.sentence)
        self._chart_box = QWidget()
        self._pictures = QVBoxLayout(self._chart_box)
        self._pictures.setContentsMargins(0, theme.px(6), 0, theme.px(4))
        self._pictures.setSpacing(theme.px(8))
        self.add(self._chart_box)
        self.body.addStretch(1)
        for part in self._parts:
            self.add(part)

    def cover(self) -> None:
        """Show nothing of what was found."""
        self.chip.hide()
        empty_layout(self._pictures)
        self._chart_box.hide()
        self.sentence.set_content(_("Covered until you have said your word."), "second")
        for part in self._parts:
            part.hide()

    def show_finding(self, finding: Finding, profile: Profile, charts: Sequence[Chart]) -> None:
        """Show what the test found, with its picture."""
        self._finding = finding
        self.title.set_content(finding.title)
        self.chip.set_chip(finding.word, finding.state.value)
        self.chip.show()
        self.sentence.set_content(finding.sentence, "second")
        empty_layout(self._pictures)
        for chart in charts:
            self._pictures.addWidget(chart)
        self._chart_box.setVisible(bool(charts))
        for part in self._parts:
            part.show()
        self._counts.set_content(finding.counts)
        self._counts.setVisible(bool(finding.counts))
        last = profile.log.verdicts[-1] if profile.log.verdicts else None
        if last is None:
            self.word.set_chip(_("nothing yet"), State.SILENT.value)
        else:
            word, state = words.VERDICT_WORDS[last.choice]
            self.word.set_chip(word, state.value)
        count = len(finding.entries)
        self.show_link.setVisible(count > 0)
        self._parts[3].setVisible(count > 0)
        self.show_link.set_label(
            ngettext("Show the {n} contact", "Show the {n} contacts", count).format(n=count)
        )
        self._differ.setVisible(last is not None and differs(last.choice, finding.state))

    def _show_entries(self) -> None:
        if self._finding is not None:
            wanted = TimelineFilter(
                people=(self._desk.person.id,), interactions=self._finding.entries
            )
            self._desk.bridge.go("timeline", filter=wanted)


def differs(choice: VerdictChoice, state: State) -> bool:
    """Whether the user's word and what one test found point in different directions."""
    if choice in (VerdictChoice.REAL, VerdictChoice.GROWING):
        return state is State.AGAINST
    return choice is VerdictChoice.LEAD and state is State.FOR


def charts_for(finding: Finding, profile: Profile) -> list[Chart]:
    """The picture of one test; none where there is nothing to draw."""
    made = {"t1": _outcome_line, "t2": _shares, "t3": _asks}[finding.name](finding, profile)
    return [chart for chart in made if chart is not None]


def _outcome_line(_finding: Finding, profile: Profile) -> list[Chart]:
    marks = [
        OutcomeMark(outcome.on.exact, words.RESULT_WORDS[outcome.result])
        for deal in profile.deals
        for outcome in deal.outcomes
        if outcome.on.exact is not None
    ]
    if not marks:
        return []
    days: list[date] = [c.when.date.exact for c in profile.log.contacts if c.when.date.exact]
    chart = OutcomeLine()
    chart.set_data(marks, sorted(set(days)), profile.log.today)
    return [chart]


def _number(finding: Finding, name: str) -> int:
    value = finding.numbers.get(name)
    return int(value) if isinstance(value, int | float) else 0


def _shares(finding: Finding, profile: Profile) -> list[Chart]:
    mine, theirs = _number(finding, "mine"), _number(finding, "theirs")
    if not mine + theirs:
        return []
    name = words.first_name(profile.person)
    made: list[Chart] = [
        StackedShare(_("Who started it"), [(_("You"), mine, "second"), (name, theirs, "accent")])
    ]
    deep = _number(finding, "depth_n")
    if deep:
        made.append(DepthBar(_("Beyond passing talk"), _number(finding, "depth_k"), deep))
    return made


def _asks(finding: Finding, profile: Profile) -> list[Chart]:
    rows = [
        (_("You"), _number(finding, "mine_k"), _number(finding, "mine_n")),
        (
            words.first_name(profile.person),
            _number(finding, "theirs_k"),
            _number(finding, "theirs_n"),
        ),
    ]
    return [AskBars(rows)] if any(whole for _who, _asked, whole in rows) else []
