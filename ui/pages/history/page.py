"""The page: steps by day with their time and what became of them, narrowed as one wishes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes, Step
from app.model.texts import _, ngettext
from app.services import steps as service
from app.services.steps import StepDetails, Wanted
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.pages.history.narrowing import Narrowing
from ui.pages.history.step_row import StepRow
from ui.task import Task
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Page
from ui.widgets.day_sections import DaySections

_PAGE = 100


class HistoryPage(Page):
    """Every step, newest first; one opens to show each field before and after."""

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
        for action_id, text in (
            ("edit.undo", _("Undo")),
            ("edit.redo", _("Redo")),
            ("trash.show", _("Trash")),
        ):
            self.header.add_button(PlainButton(text).for_action(actions[action_id]))
        self.narrowing = Narrowing(bridge.workspace)
        self.narrowing.changed.connect(lambda _wanted: self.refresh(None))
        self._oldest: int | None = None
        self._late = True
        self._task: Task | None = None
        self.more = PlainButton(_("Show older steps"))
        self.more.clicked.connect(self._read)
        self._rows: list[StepRow] = []
        self.add(self.narrowing)
        self.add(self.narrowing.problem)
        self._days = DaySections(self, lambda: bridge.workspace.today)
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
        """Show the newest steps; those that were open stay open."""
        self._late = False
        self._oldest = None
        self._read()

    def show_route(self, route: Route) -> None:
        """Narrow the list to a person, or show all of it."""
        if route.person is not None:
            found = self._bridge.workspace.names_of([route.person])
            self.narrowing.clear()
            self.narrowing.person.setText("".join(person.name for person in found.values()))
            self.narrowing.person.returnPressed.emit()

    def _read(self) -> None:
        """Read the next steps: at once where that is quick, else off the screen."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        wanted, before = self.narrowing.wanted, self._oldest
        if wanted == Wanted():
            self._show(self._bridge.workspace.history(_PAGE, before), before)
            return

        def job(workspace: Workspace, task: Task) -> list[Step]:
            return service.list_steps(workspace, wanted, before, _PAGE, task.cancelled)

        def done(found: list[Step]) -> None:
            if self.narrowing.wanted == wanted:
                self._task = None
                self._show(found, before)

        self._task = self._bridge.run(job, done)

    def _show(self, steps: list[Step], before: int | None) -> None:
        open_ids = {row.step.id for row in self._rows if row.is_open()}
        if before is None:
            self._days.clear()
            self._rows = []
        for step in steps:
            row = StepRow(step, self._details)
            row.back_wanted.connect(self._undo_back_to)
            self._days.add(step.at, row)
            self._rows.append(row)
            if step.id in open_ids and before is None:
                row.toggle()
        if steps:
            self._oldest = steps[-1].id
        self.more.setVisible(len(steps) == _PAGE)
        if not self._rows:
            self._days.say_nothing(self._nothing())

    def _nothing(self) -> str:
        if self.narrowing.wanted == Wanted():
            return _("Nothing was changed in this journal yet.")
        return _("No step fits this.")

    def _details(self, step: int) -> StepDetails:
        return service.details(self._bridge.workspace, step)

    # --- the way back --------------------------------------------------------------------

    def _undo_back_to(self, step: int) -> None:
        """Take back everything after a step, off the screen, for it can be a great deal."""

        def job(workspace: Workspace, task: Task) -> tuple[int, list[Changes]]:
            heard: list[Changes] = []
            workspace.listen(heard.append)

            def going_on(done: int) -> bool:
                task.progress(done)
                return not task.cancelled()

            return workspace.undo_back_to(step, going_on=going_on), heard

        def done(result: tuple[int, list[Changes]]) -> None:
            count, heard = result
            for changes in heard:  # written on the worker's connection: the window hears it here
                self._bridge.workspace.announce(changes)
            told = ngettext("{n} step was taken back.", "{n} steps were taken back.", count)
            self._bridge.say(told.format(n=f"{count:,}"))

        self._bridge.run(job, done)
