"""History: every step that changed the journal, newest first, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes, Step
from app.model.texts import _, ngettext
from app.services import words
from ui.bridge import Bridge, Route
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Page, Row, Section
from ui.widgets.chips import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.spans import Span

_PAGE = 100


class HistoryPage(Page):
    """Steps by day with their time and what became of them; undo and redo take the next one."""

    USES: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("History"),
            _("Every step that changed this journal. Undo takes the newest one back first."),
            parent=parent,
        )
        self._bridge = bridge
        for action_id, text in (("edit.undo", _("Undo")), ("edit.redo", _("Redo"))):
            self.header.add_button(PlainButton(text).for_action(actions[action_id]))
        self._oldest: int | None = None
        self._day = ""
        self._late = True
        self.more = PlainButton(_("Show older steps"))
        self.more.clicked.connect(self._show_more)
        self._sections: list[QWidget] = []
        self.add(self.more)
        self.add_stretch()
        bridge.changed.connect(self._changed)

    def _changed(self, _changes: Changes) -> None:
        self._late = True
        if self.isVisible():
            self.refresh(None)

    def showEvent(self, event: object) -> None:
        """Every step counts here, whatever it touched."""
        if self._late:
            self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show the newest steps."""
        self._late = False
        for section in self._sections:
            section.hide()
            section.deleteLater()
        self._sections = []
        self._oldest = None
        self._day = ""
        self._show_more()
        if not self._sections:
            empty = EmptyState(_("Nothing was changed in this journal yet."))
            self._put(empty)

    def show_route(self, route: Route) -> None:
        """There is one list."""

    def _show_more(self) -> None:
        steps = self._bridge.workspace.history(_PAGE, self._oldest)
        section: Section | None = None
        for step in steps:
            day = step.at[:10]
            if section is None or day != self._day:
                self._day = day
                section = Section(_day_words(step.at, self._bridge))
                self._put(section)
            section.card.add_row(_row(step))
        if steps:
            self._oldest = steps[-1].id
        self.more.setVisible(len(steps) == _PAGE)

    def _put(self, widget: QWidget) -> None:
        self.body.insertWidget(1 + len(self._sections), widget)
        self._sections.append(widget)


def _row(step: Step) -> Row:
    title = {"undo": _("Taken back: {step}"), "redo": _("Done again: {step}")}.get(step.kind)
    words_of_step = title.format(step=step.label) if title else step.label
    touched = ngettext("{n} record", "{n} records", step.rows).format(n=step.rows)
    note = _("{time}, {records}").format(time=step.at[11:16], records=touched)
    if step.kind == "forget":
        note = _("{time}, cannot be taken back").format(time=step.at[11:16])
    gone = step.kind == "do" and step.state != "done"
    chip = [Chip(_("taken back"), "silent")] if gone else []
    role = "ink" if step.kind == "do" and not gone else "second"
    return Row([Span(words_of_step, role)], note, after=chip)


def _day_words(at: str, bridge: Bridge) -> str:
    return words.weekday_date(datetime.fromisoformat(at).date(), bridge.workspace.today)
