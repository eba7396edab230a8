"""Which sections go on paper, and on which; what is risky is off until one says so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.model.brief import RISKY, Brief, SectionKey
from app.model.texts import _
from ui.widgets.buttons import ChoiceRow
from ui.widgets.cards import Card, Columns, Separator
from ui.widgets.elide import WrapLabel
from ui.widgets.ticks import TickBox

PAPERS = (("a4", _("A4")), ("letter", _("Letter")))


class SectionPicker(Card):
    """A tick for each section that has something to say; `changed` tells of every choice."""

    changed = Signal()
    paper_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("On the paper"), parent)
        self._ticks: dict[SectionKey, TickBox] = {}
        self._chosen: dict[SectionKey, bool] = {}
        self._paper = "a4"
        self.count = WrapLabel("", "note", "second")
        self._usual = Columns((1, 1), narrowest=180, gap=6)
        self._risky = Columns((1, 1), narrowest=180, gap=6)
        self._warning = WrapLabel(
            _("Off unless you say so, because it would hurt in the wrong hands:"),
            "note",
            "open_text",
        )
        self.paper = ChoiceRow(PAPERS, _("Paper"))
        self.paper.changed.connect(self._paper_pressed)
        self._line = Separator()
        for part in (
            self._usual,
            self._line,
            self._warning,
            self._risky,
            Separator(),
            self.paper,
            self.count,
        ):
            self.add(part)

    def load(self, brief: Brief, paper: str) -> None:
        """Offer the sections this brief has; earlier choices for them stay."""
        self._paper = paper
        self.paper.set_value(paper)
        self._usual.clear()
        self._risky.clear()
        self._ticks = {}
        offered = _offered(brief)
        usual = [key for key, _title in offered if key not in RISKY]
        for key, title in offered:
            tick = TickBox(title)
            tick.setChecked(self._chosen.get(key, key not in RISKY))
            tick.toggled.connect(lambda on, key=key: self._tick(key, on))
            if key in RISKY:
                self._risky.add(0, tick)
            else:
                self._usual.add(0 if usual.index(key) < (len(usual) + 1) // 2 else 1, tick)
            self._ticks[key] = tick
        risky = any(key in RISKY for key in self._ticks)
        for part in (self._line, self._warning, self._risky):
            part.setVisible(risky)

    def forget(self) -> None:
        """Drop the choices made: the next person starts as everyone does."""
        self._chosen = {}

    def included(self) -> frozenset[SectionKey]:
        """The sections that are ticked."""
        return frozenset(key for key, tick in self._ticks.items() if tick.isChecked())

    def tick(self, key: SectionKey) -> TickBox:
        """The box of a section."""
        return self._ticks[key]

    def _tick(self, key: SectionKey, on: bool) -> None:
        self._chosen[key] = on
        self.changed.emit()

    def _paper_pressed(self, paper: str | None) -> None:
        if paper is None:  # paper has to be something: pressing the chosen one changes nothing
            self.paper.set_value(self._paper)
            return
        self._paper = paper
        self.paper_chosen.emit(paper)


def _offered(brief: Brief) -> list[tuple[SectionKey, str]]:
    """The sections with something to say, in the order they are read."""
    titles = {section.key: section.title for section in brief.sections}
    if brief.goal:
        titles[SectionKey.GOAL] = _("Your goal")
    if brief.months:
        titles[SectionKey.HISTORY] = _("Contacts, month by month")
    return [(key, titles[key]) for key in SectionKey if key in titles]
