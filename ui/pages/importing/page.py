"""The import page: choose files, look, decide, take in, read the report, undo."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.errors import MovedOnError
from app.model.imports import ImportReport
from app.model.texts import _
from app.services import transfer
from app.services.sorting import waiting
from app.services.steps import stands
from ui.bridge import Bridge, Route
from ui.pages.importing.alike import offer_pairs
from ui.pages.importing.jobs import Landed, taking_in
from ui.pages.importing.looking import LookingScreen
from ui.pages.importing.records import reported
from ui.pages.importing.screen import Stage
from ui.pages.importing.words import FILES, named, outcome, stopped_words
from ui.task import Task
from ui.widgets.file_dialogs import ask_open_several, ask_save
from ui.widgets.keyboard import take_keyboard


class ImportPage(LookingScreen):
    """One import from the files to its report; nothing is written before the button is pressed."""

    USES: ClassVar[frozenset[str]] = frozenset()
    STANDS_UNSEEN = True  # what was decided is kept also while one looks something up elsewhere

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, actions, parent)
        self._undo = actions["edit.undo"]
        self._asked: Route | None = None
        self._report: ImportReport | None = None
        self._counting: Task | None = None
        self._step = 0
        self._connect()
        self.clear()

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.empty.pressed.connect(self._choose)
        self.cancel.clicked.connect(self.clear)
        self.go.clicked.connect(self._apply)
        self.stands_so.connect(self._apply)
        self.undo.clicked.connect(self._take_back)
        self.sort.clicked.connect(lambda: self._bridge.go("sorting"))
        self.meaning.clicked.connect(lambda: self.columns.setVisible(self.columns.isHidden()))
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

    def _read(self, files: list[Path]) -> None:
        """Look at other files, unless these are being taken in: that is not to be stopped."""
        if self._writing:
            self._bridge.say(_("An import is being taken in. Drop these again when it is done."))
        else:
            self.begin(files)

    def _forget_plan(self) -> None:
        super()._forget_plan()
        self._report = None

    # --- taking in -----------------------------------------------------------------------

    def _apply(self) -> None:
        plan = self.plan
        if plan is None or self._task is not None:
            return
        self.narrowing.offer_people(False, False)
        self.show_stage(Stage.PART)
        self.working.begin_with(_("Taking the records in"), _("Stop"))
        self._set_writing(True)

        def stopped(error: BaseException | None) -> None:
            if isinstance(error, MovedOnError):  # by a step here, or another program's
                self._task = None
                self._set_writing(False)
                self.look(self._files, going_on=self.decisions.effects())
            else:
                self._failed(error)

        task = self._start(taking_in(plan), self._applied, stopped, kept=True)
        task.stopped = stopped_words(self._bridge.workspace.path)

    def _applied(self, result: Landed) -> None:
        self._task = None
        self._set_writing(False)
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
            self._read(files)
