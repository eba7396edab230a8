"""Around the three tests: trust as counts, the spiral, steadiness, four strands. No verdict."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.findings import Finding, State
from app.model.texts import _
from app.services import words
from app.services.profile import Profile, context
from ui import theme
from ui.pages.people.desk import Desk
from ui.widgets.buttons import ChoiceRow, LinkButton
from ui.widgets.cards import Card
from ui.widgets.chart import Chart, fill
from ui.widgets.chips import Chip
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span


class ContextCard(Card):
    """Folded at first; what it holds is worked out when it is opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Around the three tests"))
        self._desk = desk
        self._open = False
        self._shown: object = None
        self._link = LinkButton("")
        self._link.clicked.connect(self.toggle)
        self._about = WrapLabel(
            _("Counts from what you logged, to look at. They are no verdict and are not added up."),
            "body",
            "second",
        )
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, theme.px(4), 0, 0)
        self._list.setSpacing(theme.px(12))
        self._closeness = ChoiceRow([(n, str(n)) for n in range(1, 8)], _("How close you feel"))
        self._closeness.changed.connect(self._feel)
        self._feeling = QWidget()
        feeling = QVBoxLayout(self._feeling)
        feeling.setContentsMargins(0, 0, 0, 0)
        feeling.setSpacing(theme.px(6))
        self._ask = WrapLabel("")
        feeling.addWidget(self._ask)
        feeling.addWidget(self._closeness)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.px(12))
        self._list.addLayout(self._found)
        self._list.addWidget(self._feeling)
        self.add(self._about)
        self.add(self._inside)
        self.add(self._link)
        self._say()

    def _say(self) -> None:
        self._inside.setVisible(self._open)
        self._link.set_label(
            _("Fold away") if self._open else _("Show trust, steadiness and strands")
        )

    def toggle(self) -> None:
        """Open or fold."""
        self._open = not self._open
        self._say()
        if self._desk.shown is not None:
            self.show_profile(self._desk.profile)

    def show_profile(self, profile: Profile) -> None:
        """Show what stands around the tests of a person, if one wants to see it."""
        if not self._open:
            return
        self._closeness.set_value(profile.person.closeness)
        self._ask.set_content(
            [
                Span(
                    _("How close do you feel to {name}?").format(
                        name=words.first_name(profile.person)
                    )
                ),
                Span(_(" 1 far, 7 very close; your own feeling, private."), "second", small=True),
            ]
        )
        if profile.log is self._shown:
            return
        self._shown = profile.log
        while self._found.count():
            item = self._found.takeAt(0)
            if item is not None and (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        found = context(self._desk.workspace, profile.log)
        for finding in (*found.blocks, found.spiral, found.steadiness):
            self._found.addWidget(_count_row(finding))
        for finding in found.bars:
            self._found.addWidget(_strand(finding))

    def _feel(self, value: int | None) -> None:
        label = self._desk.label(_("Note how close you feel to {name}"))
        self._desk.set(self._desk.person, label, closeness=value)


class Strand(Chart):
    """A plain bar for one strand of a tie; grey, for it is neither good nor bad."""

    HEIGHT = 7

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.refresh()

    def describe(self) -> str:
        """The share in words."""
        return _("{n} of 100").format(n=round(self._share * 100))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the bar."""
        fill(painter, area, "track")
        fill(painter, QRectF(area.x(), area.y(), area.width() * self._share, area.height()), "bar")


def _count_row(finding: Finding) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(10))
    text = finding.sentence
    if finding.state is State.SILENT and finding.change:
        text = f"{text} {finding.change}"
    words_ = WrapLabel([Span(finding.title + "  ", "ink", True), Span(text, "second")])
    line.addWidget(words_, 1)
    if finding.word:
        # The spiral alone has a direction; the four blocks are counts and carry no colour.
        state = finding.state.value if finding.name == "spiral" else "neutral"
        line.addWidget(Chip(finding.word, state, finding.counts), 0, Qt.AlignmentFlag.AlignVCenter)
    return row


def _strand(finding: Finding) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    column.addWidget(
        WrapLabel([Span(finding.title + "  ", "ink", True), Span(finding.sentence, "second")])
    )
    share = finding.numbers.get("share")
    if isinstance(share, int | float):
        column.addWidget(Strand(float(share)))
    return row
