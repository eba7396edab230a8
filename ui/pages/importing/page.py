"""The import page: choose files, look, decide, take in, read the report, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import MovedOnError, UserError
from app.model.imports import (
    Fate,
    ImportReport,
    ReadConversation,
    ReadEvent,
)
from app.model.texts import _
from app.services import transfer
from app.services.sorting import waiting
from app.services.steps import stands
from app.services.taking_in.tables import Mapping as ColumnMapping
from app.services.transfer import ImportOptions, Plan, PlanRow
from app.services.workspace import Workspace
from ui.bridge import Bridge, Offer, Route
from ui.pages.importing.alike import offer_pairs
from ui.pages.importing.asking import AskingScreen
from ui.pages.importing.jobs import Landed, reading, taking_in
from ui.pages.importing.records import Outlook, Record, planned, reported
from ui.pages.importing.said import Said, Standing
from ui.pages.importing.screen import Stage
from ui.pages.importing.words import (
    FILES,
    button_words,
    gone_words,
    named,
    outcome,
    read_words,
    stopped_words,
    title,
    ways,
)
from ui.task import Task
from ui.widgets.file_dialogs import ask_open_several, ask_save
from ui.widgets.keyboard import take_keyboard


class ImportPage(AskingScreen):
    """One import from the files to its report; nothing is written before the button is pressed."""

    USES: ClassVar[frozenset[str]] = frozenset()
    STANDS_UNSEEN = True  # what was decided is kept also while one looks something up elsewhere

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, actions, parent)
        self._undo = actions["edit.undo"]
        self._files: list[Path] = []
        self._asked: Route | None = None
        self._options = ImportOptions()
        self._report: ImportReport | None = None
        self._task: Task | None = None
        self._counting: Task | None = None
        self._writing = False
        self._step = 0
        self._said: tuple[Said, ...] = ()
        # What would have come of the records, where one is taking them in and they are read anew.
        self._going_on: list[tuple[object, ...]] | None = None
        self._connect()
        self.clear()

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.empty.pressed.connect(self._choose)
        self.cancel.clicked.connect(self.clear)
        self.go.clicked.connect(self._apply)
        self.undo.clicked.connect(self._take_back)
        self.sort.clicked.connect(lambda: self._bridge.go("sorting"))
        self.working.stopped.connect(self._stop)
        self.narrowing.changed.connect(self.records.narrow)
        self.narrowing.add_people.connect(self._add_people)
        self.addresses.answered.connect(self._answered)
        self.columns.chosen.connect(self._explained)
        self.meaning.clicked.connect(lambda: self.columns.setVisible(self.columns.isHidden()))
        self.day_order.answered.connect(self._day_first)
        self.records.modelReset.connect(self.fit)
        self.table.heights_changed.connect(self.fit)
        self.records.modelReset.connect(self._tell_chosen)
        self.table.chosen_changed.connect(self._tell_chosen)
        self.table.toggled.connect(self.decisions.toggle)
        self.table.asked.connect(self._ask)
        self.table.pressed_choice.connect(self._choice)
        self.bulk.take.connect(lambda: self.decisions.take(self._chosen()))
        self.bulk.leave_out.connect(lambda: self.decisions.leave_out(self._chosen()))
        self.bulk.more.connect(lambda at: self._ask(self._chosen(), at))
        self.decisions.changed.connect(self._shown_again)
        self.decisions.whom.connect(self._ask_whom)
        self.decisions.show.connect(self._show_raw)
        self.whom.answered.connect(self.decisions.merge)
        for aside in (self.whom, self.raw):
            aside.closed.connect(self.give_room)
            aside.closed.connect(self.table.setFocus)
        self.after.rejected.connect(self._save_rejected)
        self._bridge.changed.connect(self._changed)

    # --- what the page is asked for ------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """The preview stays as it was made; a finished import says by itself what it did."""

    def show_route(self, route: Route) -> None:
        """Look at the files the route names."""
        again, self._asked = route is self._asked, route
        if again:  # on the way back from elsewhere: what was shown of these files still stands
            take_keyboard(self.table)
            return
        files = [Path(file) for file in route.extra.get("files", ())]
        if not files:
            take_keyboard(self.table)
        # Coming back to a list one is deciding about must not begin it anew.
        if files and (files != self._files or (self.records.done and not self._writing)):
            if self.decisions.made and not self._writing:
                self._ask_to_read(files, self._read)
            else:
                self._read(files)

    def whereabouts(self) -> Route:
        """The page; which files it shows is told by how it stands."""
        return Route("import")

    def standing(self) -> dict[str, Any]:
        """The files that are looked at or taken in, and what was decided about their records."""
        if self._stage in (Stage.CHOOSING, Stage.REPORT) or not self._files:
            return {}
        step = self.plan.step if self.plan is not None and self._writing else None
        return Standing(tuple(self._files), self._options, self._so_far(), step).values()

    def stand_again(self, standing: Mapping[str, Any]) -> None:
        """Read the same files again, and decide the same about their records."""
        stood = Standing.of(standing)
        if stood.step not in (None, self._bridge.workspace.newest_step()):
            return  # it was being taken in, and came in whole
        self.clear()
        there, gone = stood.there()
        if gone:
            self._bridge.offered.emit(Offer(gone_words(gone)))
        if there:
            self._files, self._options, self._said = there, stood.options, stood.said
            self.look(there)

    def _read(self, files: list[Path]) -> None:
        """Look at other files, unless these are being taken in: that is not to be stopped."""
        if self._writing:
            self._bridge.say(_("An import is being taken in. Drop these again when it is done."))
        else:
            self._begin(files)

    def _begin(self, files: list[Path]) -> None:
        """Another import: what was said of the columns holds on, what it brings is asked anew."""
        self._options = ImportOptions(mappings=self._options.mappings)
        self.look(files)

    def clear(self) -> None:
        """Back to choosing files."""
        self._let_go()
        self._files, self._options = [], ImportOptions()
        self._said, self._going_on = (), None
        self._forget_plan()
        self.header.set_title(_("Import"), "")
        self.show_stage(Stage.CHOOSING)

    def _forget_plan(self) -> None:
        self.decisions.end()
        self._looked_at = self._report = None
        self.records.load((), done=False)

    def look(self, files: list[Path]) -> None:
        """Read the files and show what they would bring."""
        self._let_go()
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
        self._task, self._writing = None, False
        if self.plan is not None:  # the import was stopped or failed: nothing of it was kept
            self._show_plan()
        else:
            self.header.set_title(_("Import"), "")
            self.show_stage(Stage.CHOOSING)
        self._bridge.report(error)

    # --- looking and deciding ------------------------------------------------------------

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
            self._apply()
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
        self._options = replace(self._options, day_first=first)
        self.look(self._files)

    def _explained(self, mappings: dict[str, ColumnMapping]) -> None:
        """Read again with what the user says of the columns."""
        self._options = replace(self._options, mappings=mappings)
        self.look(self._files)

    def _add_people(self, wanted: bool) -> None:
        self._options = replace(self._options, add_people=wanted)
        self.look(self._files)

    # --- taking in -----------------------------------------------------------------------

    def _apply(self) -> None:
        plan = self.plan
        if plan is None or self._task is not None:
            return
        self.show_stage(Stage.PART)
        self.working.begin_with(_("Taking the records in"), _("Stop"))
        self._writing = True

        def stopped(error: BaseException | None) -> None:
            if isinstance(error, MovedOnError):  # by a step here, or another program's
                self._task, self._writing = None, False
                self._going_on = self.decisions.effects()
                self.look(self._files)
            else:
                self._failed(error)

        task = self._start(taking_in(plan), self._applied, stopped, kept=True)
        task.stopped = stopped_words(self._bridge.workspace.path)

    def _applied(self, result: Landed) -> None:
        self._task, self._writing = None, False
        report, heard = result
        plan, self._report = self.plan, report
        self._looked_at = plan
        self.decisions.end()
        before = {record.index: record for record in self.records.records}
        self.narrowing.offer_people(False, False)  # there is nothing left to decide
        self.narrowing.show_all()  # a report that hides what was merged would seem to be all
        self.records.load(
            [reported(at, record, before.get(at)) for at, record in enumerate(report.records)],
            done=True,
        )
        self._step = heard[-1].step if heard else 0
        self._tell_report(report, stands=True)
        self.show_stage(Stage.REPORT, undoable=bool(self._step))
        for changes in heard:  # written on the worker's connection: the window hears of it here
            self._bridge.workspace.announce(changes)
        if not self.isVisible():
            words = _("Imported: {files}").format(files=named(self._files))
            undoable = bool(heard) and self._bridge.is_latest(heard[-1])
            self._bridge.say(f"{words}. {self._outcome(report)}", undoable=undoable)
        self._counting = offer_pairs(self._bridge, heard)

    def _tell_report(self, report: ImportReport, *, stands: bool) -> None:
        """Say what the import brought, and whether it is there still."""
        files = named(self._files)
        if stands:
            told = self._outcome(report)
            self.header.set_title(_("Imported: {files}").format(files=files), told)
            self.foot.set_content(_("Importing the same files again adds nothing twice."))
        else:
            words = _("The journal is as it was before this import.")
            self.header.set_title(_("Taken back: {files}").format(files=files), words)
            self.foot.set_content("")
        plan = self._looked_at
        rejected = len(transfer.rejected(plan, report)) if plan is not None else 0
        self.after.offer(stands and bool(self._step), rejected)
        self.records.set_taken_back(not stands)
        self._tell()

    def _outcome(self, report: ImportReport) -> str:
        assert self._looked_at is not None
        return outcome(report, self._looked_at.rows)

    def _take_back(self) -> None:
        self._undo.trigger()

    def _save_rejected(self) -> None:
        plan, report = self._looked_at, self._report
        if plan is None:
            return
        proposed = self._files[0].with_name(_("not taken") + ".csv")
        path = ask_save(self, _("Save what was not taken"), proposed, _("Tables (*.csv)"))
        if path is None:
            return
        with self._bridge.guard():
            written = transfer.write_rejected(plan, report, path)
            names = ", ".join(one.name for one in written)
            self._bridge.say(_("Saved: {names}.").format(names=names))

    def _changed(self, changes: Changes) -> None:
        if not self.records.done or self._report is None or changes.step == self._step:
            return
        # The button undoes this import and nothing else: with the next step it goes away.
        self.undo.hide()
        workspace = self._bridge.workspace
        here = stands(workspace, self._step)
        if here is self.records.taken_back:  # by this change it went, or came again
            self._tell_report(self._report, stands=here)
            self.undo.setVisible(here)
            if not here:
                if self._counting is not None:
                    self._counting.cancel()
                self._bridge.withdrawn.emit("duplicates")
        self.sort.setVisible(here and waiting(workspace) > 0)

    def _choose(self) -> None:
        files = ask_open_several(self, _("Files to import"), Path.home(), FILES)
        if files:
            self._begin(files)
