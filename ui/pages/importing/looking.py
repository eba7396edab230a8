"""Looking at what files hold: they are read, shown, decided about, and read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.errors import UserError
from app.model.imports import Fate, ReadConversation, ReadEvent
from app.model.texts import _
from app.services.taking_in.tables import Mapping as ColumnMapping
from app.services.transfer import ImportOptions, Plan, PlanRow, label_of
from app.services.workspace import Workspace
from ui.bridge import Bridge, Offer, Route
from ui.pages.importing.asking import AskingScreen
from ui.pages.importing.jobs import reading
from ui.pages.importing.records import Outlook, Record, planned
from ui.pages.importing.said import Said, Standing
from ui.pages.importing.screen import Stage
from ui.pages.importing.words import button_words, gone_words, named, read_words, title, ways
from ui.task import Task
from ui.widgets.keyboard import take_keyboard


class LookingScreen(AskingScreen):
    """The screen with the files that are looked at, and the plan they make.

    `stands_so` says that files which were read anew while one was taking them in come to the same.
    """

    stands_so = Signal()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, actions, parent)
        self._files: list[Path] = []
        self._options = ImportOptions()
        self._task: Task | None = None
        self._writing = False
        self._said: tuple[Said, ...] = ()
        # What would have come of the records, where one is taking them in and they are read anew.
        self._going_on: list[tuple[object, ...]] | None = None
        self.working.stopped.connect(self._stop)
        self.narrowing.changed.connect(self.records.narrow)
        self.narrowing.add_people.connect(self._add_people)
        self.addresses.answered.connect(self._answered)
        self.columns.chosen.connect(self._explained)
        self.day_order.answered.connect(self._day_first)
        self.decisions.changed.connect(self._shown_again)

    def whereabouts(self) -> Route:
        """The page; which files it shows is told by how it stands."""
        return Route("import")

    def standing(self) -> dict[str, Any]:
        """The files that are looked at or taken in, and what was decided about their records."""
        if self._stage in (Stage.CHOOSING, Stage.REPORT) or not self._files:
            return {}
        stood = Standing(tuple(self._files), self._options, self._so_far())
        if self.plan is not None and self._writing:
            stood = replace(stood, step=self.plan.step, label=label_of(self.plan))
        return stood.values()

    def stand_again(self, standing: Mapping[str, Any]) -> None:
        """Read the same files again, and decide the same about their records."""
        stood = Standing.of(standing)
        if stood.came_in(self._bridge.workspace):  # it was being taken in, and that was all of it
            return
        self.clear()
        there, gone = stood.there()
        if gone:
            self._bridge.offered.emit(Offer(gone_words(gone)))
        if there:
            self._files, self._options, self._said = there, stood.options, stood.said
            self.look(there)

    def _set_writing(self, on: bool) -> None:
        """While the records are written nothing is decided about them."""
        self._writing = self.decisions.held = on

    def clear(self) -> None:
        """Back to choosing files."""
        if self._writing:  # what comes of it is to be told
            return
        self._let_go()
        self._files, self._options = [], ImportOptions()
        self._said, self._going_on = (), None
        self._forget_plan()
        self.header.set_title(_("Import"), "")
        self.show_stage(Stage.CHOOSING)

    def _forget_plan(self) -> None:
        self.decisions.end()
        self._looked_at = None
        self.records.load((), done=False)

    def begin(self, files: list[Path]) -> None:
        """Another import: what was said of columns holds on, what it is to bring is asked anew."""
        self._options = ImportOptions(mappings=self._options.mappings)
        self.look(files)

    def look(self, files: list[Path], *, going_on: list[tuple[object, ...]] | None = None) -> None:
        """Read the files and show what they would bring.

        With `going_on`, what would have come of the records of a plan that was being taken in:
        where they come to the same again, they are taken in. Without, nobody pressed Import.
        What is being taken in goes on, and what comes of it is told.
        """
        if self._writing:
            return
        self._let_go()
        self._going_on = going_on
        # What was decided about records of these files is decided about them again.
        self._said = self._so_far() if files == self._files else ()
        self._files = files
        self._forget_plan()
        self.header.set_title(title(files), _("Reading. Nothing is written."))
        self.show_stage(Stage.READING)
        self.working.begin_with(_("Reading the files"), _("Stop reading"))
        self._start(reading(files, self._options), self._looked)

    def _so_far(self) -> tuple[Said, ...]:
        """What was decided: on this plan, or before these files began to be read again."""
        return self.decisions.said() if self.plan is not None else self._said

    def _start(
        self,
        job: Callable[[Workspace, Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException | None], None] | None = None,
        *,
        kept: bool = False,
    ) -> Task:
        """Work beside the screen; what was let go meanwhile says nothing any more."""
        end = failed or self._failed

        def ended(result: Any) -> None:
            if task is self._task:
                done(result)

        def broke(error: BaseException | None) -> None:
            if task is self._task:
                end(error)
            elif not isinstance(error, UserError):
                self._bridge.report(error)

        self._task = task = self._bridge.run(job, ended, broke, kept=kept)
        task.progressed.connect(self.working.show_progress)
        task.told.connect(self.working.show_words)
        task.found.connect(lambda records: self._show_part(task, records))
        return task

    def _show_part(self, task: Task, records: list[Record]) -> None:
        """What address books hold, while a long archive is still being read."""
        if task is self._task:
            self.records.load(records, done=False)
            self.narrowing.set_counts(self.records.counts(), done=False)
            self.narrowing.offer_people(False, False)
            self.show_stage(Stage.PART)

    def _stop(self) -> None:
        """The user stops it: what comes of that is shown."""
        if self._task is not None:
            self._task.cancel()

    def _let_go(self) -> None:
        """What is being read is not wanted any more."""
        self._stop()
        if self._task is not None:
            self._task.progressed.disconnect(self.working.show_progress)
            self._task.told.disconnect(self.working.show_words)
        self._task = None

    def _failed(self, error: BaseException | None) -> None:
        self._task, self._going_on = None, None
        self._set_writing(False)
        if self.plan is not None:  # the import was stopped or failed: nothing of it was kept
            self._show_plan()
        else:
            self.header.set_title(_("Import"), "")
            self.show_stage(Stage.CHOOSING)
        self._bridge.report(error)

    def _looked(self, result: tuple[Plan, list[Record]]) -> None:
        self._task = None
        plan, records = result
        self._looked_at = plan
        self.decisions.begin(plan)
        self.records.load(records, done=False)
        self._bridge.mended.emit()
        self._show_plan()
        said, self._said = self._said, ()
        self.decisions.decide_again(said)
        going_on, self._going_on = self._going_on, None
        if going_on == self.decisions.effects():
            self.stands_so.emit()
            return
        if going_on is not None:
            words = _(
                "The journal has changed since these files were read, so they were read again."
            )
            self._bridge.say(words + " " + _("Look once more, and then import."))
        take_keyboard(self.table)
        if records:
            self.table.selectRow(0)
        if not self.isVisible():  # one went on with something else meanwhile
            show: tuple[str, Callable[[], object]] = (
                _("Look at it"),
                lambda: self._bridge.go("import"),
            )
            words = _("Read: {files}.").format(files=named(self._files))
            told = read_words(len(plan.rows))
            self._bridge.offered.emit(Offer(words, told, (show,), page="import"))

    def _show_plan(self) -> None:
        assert self.plan is not None
        self.header.set_title(title(self._files), read_words(len(self.plan.rows)))
        self.addresses.ask(self.plan.addresses if self.plan.needs_addresses else ())
        self.columns.show_tables(self.plan.tables, self._options.mappings)
        self.day_order.setVisible(self.plan.needs_day_order)
        kinds = ReadEvent | ReadConversation
        events = any(isinstance(row.item, kinds) for row in self.plan.rows)
        self.narrowing.offer_people(events, self._options.add_people)
        self.show_stage(Stage.PLAN, tables=bool(self.plan.tables))
        self._tell()

    def _tell(self) -> None:
        """Say on the chips and on the button what would be done."""
        counts = self.records.counts()
        rows = self.plan.rows if self.plan is not None else ()
        skipped = [row for row in rows if row.fate is Fate.SKIPPED and not row.candidates]
        here = bool(skipped) and all(row.here for row in skipped)
        self.narrowing.set_counts(
            counts, self.records.done, all_here=here, taken_back=self.records.taken_back
        )
        if self.plan is not None:
            self.foot.set_content(ways(rows))
        taken = counts[Outlook.ADD] + counts[Outlook.MERGE]
        self.go.set_label(button_words(rows, taken, counts[Outlook.MERGE]))
        writes = taken > 0 or any(row.is_kept for row in rows)
        self.go.setEnabled(writes and not self._bridge.workspace.read_only)

    def _shown_again(self, rows: list[PlanRow]) -> None:
        self.records.replace_many([planned(row) for row in rows])
        self._tell()

    def _answered(self, addresses: tuple[str, ...]) -> None:
        """Keep the user's own addresses, and look again with them."""
        with self._bridge.guard():
            if addresses:
                self._bridge.workspace.set_setting("my_addresses", ", ".join(addresses))
            self.look(self._files)

    def _day_first(self, first: bool) -> None:
        self._look_with(replace(self._options, day_first=first))

    def _explained(self, mappings: dict[str, ColumnMapping]) -> None:
        """Read again with what the user says of the columns."""
        self._look_with(replace(self._options, mappings=mappings))

    def _add_people(self, wanted: bool) -> None:
        self._look_with(replace(self._options, add_people=wanted))

    def _look_with(self, options: ImportOptions) -> None:
        if not self._writing:
            self._options = options
            self.look(self._files)
