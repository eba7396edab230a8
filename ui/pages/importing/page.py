"""The import page: choose files, look, decide, take in, read the report, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.errors import UserError
from app.model.imports import (
    Fate,
    ImportReport,
    ReadConversation,
    ReadEvent,
    ReadFailure,
    ReadPerson,
)
from app.model.texts import _, ngettext
from app.services import transfer
from app.services.sorting import waiting
from app.services.taking_in.tables import Mapping as ColumnMapping
from app.services.transfer import ImportOptions, Plan, PlanRow
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge, Route, Task
from ui.pages.importing.alike import offer_pairs
from ui.pages.importing.asides import RawCard, WhomCard
from ui.pages.importing.deciding import Decisions
from ui.pages.importing.mapping import ColumnsCard
from ui.pages.importing.parts import AddressCard, After, Bulk, DayOrderCard, Narrowing, Working
from ui.pages.importing.records import Choice, Outlook, Record, RecordsModel, planned, reported
from ui.pages.importing.table import RecordsTable
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Card, Page
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.file_dialogs import ask_open_several, ask_save

FILES = _(
    "Everything Kith reads (*.vcf *.vcard *.ics *.ical *.mbox *.mbx *.eml *.csv *.tsv *.txt "
    "*.json *.sql *.zip)"
    ";;All files (*)"
)
EMPTY = _(
    "Choose address books (.vcf), calendars (.ics), tables of contacts (.csv), mail archives "
    "(.mbox), exported chats (.txt, .zip), what Monica exports (.json, .sql), journals of Day One "
    "and jrnl (.json, .zip) or a Kith archive (.json), or drop them on the window. You will see "
    "what they hold before anything is written."
)


class ImportPage(Page):
    """One import from the files to its report; nothing is written before the button is pressed."""

    USES: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Import"), scroll=False, parent=parent)
        self._bridge = bridge
        self._undo = actions["edit.undo"]
        self._files: list[Path] = []
        self._options = ImportOptions()
        self._looked_at: Plan | None = None
        self._report: ImportReport | None = None
        self._task: Task | None = None
        self._writing = False
        self._step = 0
        self.decisions = Decisions(bridge, self)
        self._lay_out(actions)
        self._connect()
        self.clear()

    @property
    def plan(self) -> Plan | None:
        """The plan as it is decided so far."""
        return self.decisions.plan

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        self.choose = PlainButton(_("Choose files"))
        self.meaning = PlainButton(_("Columns"))
        self.cancel = PlainButton(_("Cancel"))
        self.undo = PlainButton(_("Undo the import"))
        self.sort = PrimaryButton(_("Sort these people"))
        self.go = PrimaryButton(_("Import"))
        for button in (self.choose, self.meaning, self.cancel, self.undo, self.sort, self.go):
            self.header.add_button(button)
        self.empty = EmptyState(EMPTY, _("Choose files"), "primary")
        self.addresses = AddressCard()
        self.columns = ColumnsCard()
        self.day_order = DayOrderCard()
        self.narrowing = Narrowing()
        self.bulk = Bulk()
        self.records = RecordsModel(self)
        self.table = RecordsTable(self.records)
        self.card = Card()
        self.card.add(self.table, 1)
        inner = self.card.layout()
        if isinstance(inner, QVBoxLayout):  # the table takes all there is
            inner.setStretch(1, 1)
            inner.setStretch(2, 0)
        self.whom = WhomCard()
        self.raw = RawCard()
        self.after = After(actions)
        self.working = Working()
        self.foot = WrapLabel("", "note", "second")
        cards = (self.addresses, self.day_order, self.columns)
        for part in (self.empty, *cards, self.narrowing, self.bulk, self.whom):
            self.add(part)
        self.add(self.card, 100)
        for below in (self.raw, self.working, self.after, self.foot):
            self.add(below)
        self.add_stretch()

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
        self.records.modelReset.connect(self._fit)
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
            aside.closed.connect(self._give_room)
            aside.closed.connect(self.table.setFocus)
        self.after.rejected.connect(self._save_rejected)
        self._bridge.changed.connect(self._changed)

    def _fit(self) -> None:
        """A short list leaves the rest of the page empty; a long one scrolls inside its card."""
        edges = self.card.contentsMargins()
        frame = edges.top() + edges.bottom() + 2 * theme.px(16)
        self.card.setMaximumHeight(max(theme.px(140), self.table.tall() + frame))

    # --- what the page is asked for ------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """The preview stays as it was made; a finished import says by itself what it did."""

    def show_route(self, route: Route) -> None:
        """Look at the files the route names."""
        files = [Path(file) for file in route.extra.get("files", ())]
        # Coming back to a list one is deciding about must not begin it anew.
        if self._writing and files != self._files:
            self._bridge.say(_("An import is being taken in. Drop these again when it is done."))
        elif files and (files != self._files or self.records.done):
            self.look(files)

    def clear(self) -> None:
        """Back to choosing files."""
        self._let_go()
        self._files, self._options = [], ImportOptions()
        self._forget_plan()
        self.header.set_title(_("Import"), "")
        self._show(empty=True)

    def _forget_plan(self) -> None:
        self.decisions.end()
        self._looked_at = self._report = None
        self.records.load((), done=False)

    def look(self, files: list[Path]) -> None:
        """Read the files and show what they would bring."""
        self._let_go()
        self._files = files
        self._forget_plan()
        self.header.set_title(_title(files), _("Reading. Nothing is written."))
        self._show(working=True)
        self.working.begin(_("Reading the files"), _("Stop reading"))
        options = self._options

        def job(workspace: Workspace, task: Task) -> tuple[Plan, list[Record]]:
            def show(rows: tuple[PlanRow, ...]) -> None:
                task.show([planned(row) for row in rows])

            plan = transfer.preview(
                workspace, files, options, task.progress, task.cancelled, task.tell, show
            )
            return plan, [planned(row) for row in plan.rows]

        self._start(job, self._looked)

    def _start(
        self,
        job: Callable[[Workspace, Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException | None], None] | None = None,
    ) -> None:
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

        self._task = task = self._bridge.run(job, ended, broke)
        task.progressed.connect(self.working.show_progress)
        task.told.connect(self.working.show_words)
        task.found.connect(lambda records: self._show_part(task, records))

    def _show_part(self, task: Task, records: list[Record]) -> None:
        """What address books hold, while a long archive is still being read."""
        if task is self._task:
            self.records.load(records, done=False)
            self.narrowing.set_counts(self.records.counts(), done=False)
            self.narrowing.offer_people(False, False)
            self._show(working=True, part=True)

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
            self._show(empty=True)
        self._bridge.report(error)

    # --- looking and deciding ------------------------------------------------------------

    def _looked(self, result: tuple[Plan, list[Record]]) -> None:
        self._task = None
        plan, records = result
        self._looked_at = plan
        self.decisions.begin(plan)
        self.records.load(records, done=False)
        self._show_plan()
        self.table.setFocus()
        if records:
            self.table.selectRow(0)

    def _show_plan(self) -> None:
        assert self.plan is not None
        count = len(self.plan.rows)
        read = ngettext("{n} record read.", "{n} records read.", count).format(n=f"{count:,}")
        promise = _("Nothing is written until you say so, and one undo takes it all back.")
        self.header.set_title(_title(self._files), f"{read} {promise}")
        keys = _("Space takes or leaves what is chosen, Ctrl+A chooses all, Enter decides more.")
        after = _("After the import you can sort these people by keyboard, most contact first.")
        people = any(isinstance(row.item, ReadPerson) for row in self.plan.rows)
        self.foot.set_content(f"{keys} {after}" if people else keys)
        self.addresses.ask(self.plan.addresses if self.plan.needs_addresses else ())
        self.columns.show_tables(self.plan.tables, self._options.mappings)
        self.day_order.setVisible(self.plan.needs_day_order)
        kinds = ReadEvent | ReadConversation
        events = any(isinstance(row.item, kinds) for row in self.plan.rows)
        self.narrowing.offer_people(events, self._options.add_people)
        self._show(plan=True)
        self._tell()

    def _tell(self) -> None:
        """Say on the chips and on the button what would be done."""
        counts = self.records.counts()
        rows = self.plan.rows if self.plan is not None else ()
        skipped = [row for row in rows if row.fate is Fate.SKIPPED and not row.candidates]
        here = bool(skipped) and all(row.here for row in skipped)
        self.narrowing.set_counts(counts, self.records.done, all_here=here)
        taken = counts[Outlook.ADD] + counts[Outlook.MERGE]
        words = ngettext("Import {n} record", "Import {n} records", taken)
        if rows and all(isinstance(row.item, ReadPerson | ReadFailure) for row in rows):
            words = ngettext("Import {n} person", "Import {n} people", taken)
        self.go.set_label(words.format(n=f"{taken:,}"))
        self.go.setEnabled(taken > 0 and not self._bridge.workspace.read_only)

    def _chosen(self) -> list[int]:
        """What the buttons for many apply to: what is chosen, else all that is shown."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else self.records.shown()

    def _tell_chosen(self) -> None:
        shown = self.records.rowCount()
        chosen = len(self.table.chosen()) if self.records.records else 0
        self.bulk.tell(chosen, shown, self.records.is_narrowed())
        self._give_room()

    def _give_room(self) -> None:
        """Show beside the table only what is of use just now; a low window keeps the table."""
        asked = not (self.whom.isHidden() and self.raw.isHidden())
        decided = self.plan is not None or self._report is not None
        reading = not self.working.isHidden()
        self.bulk.setVisible(
            self.plan is not None and self.bulk.is_of_use and not asked and not reading
        )
        self.narrowing.setVisible(not self.card.isHidden() and not asked)
        low = self.height() < theme.px(640)
        self.foot.setVisible(decided and not asked and not low and not reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the table in sight in a low window."""
        super().resizeEvent(event)
        if hasattr(self, "foot"):
            self._give_room()

    def _shown_again(self, rows: list[PlanRow]) -> None:
        self.records.replace_many([planned(row) for row in rows])
        self._tell()

    def _choice(self, index: int, choice: Choice, at: QPoint) -> None:
        if choice is Choice.SHOW:
            self._show_raw(index)
        elif choice is Choice.ADD:
            self.decisions.add([index])
        elif choice is Choice.SKIP:
            self.decisions.leave_out([index])
        else:
            found = self.decisions.candidates(index)
            if len(found) == 1:
                self.decisions.merge([index], found[0].id)
            else:
                self._ask([index], at)

    def menu_for(self, index: int) -> QMenu:
        """What can be decided about a record."""
        return self.decisions.menu_for([index], self)

    def _ask(self, indexes: list[int], at: QPoint) -> None:
        menu = self.decisions.menu_for(indexes, self)
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)

    def _ask_whom(self, indexes: list[int]) -> None:
        self.raw.hide()
        self.whom.ask(indexes, self._bridge.workspace.names())
        self._give_room()

    def _show_raw(self, index: int) -> None:
        plan = self.plan or self._looked_at
        if plan is not None:
            row = plan.rows[index]
            self.whom.hide()
            place = ", ".join(filter(None, (row.file, row.item.place)))
            self.raw.show_record(place, row.item.raw)
            self._give_room()

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
        self._show(working=True, part=True)
        self.working.begin(_("Taking the records in"), _("Stop"))
        self._writing = True
        landed: list[tuple[ImportReport, list[Changes]]] = []

        def job(workspace: Workspace, task: Task) -> tuple[ImportReport, list[Changes]]:
            heard: list[Changes] = []
            workspace.listen(heard.append)
            report = transfer.apply(
                workspace,
                plan,
                progress=task.progress,
                cancelled=task.cancelled,
                tell=task.tell,
            )
            landed.append((report, heard))
            return landed[0]

        def stopped(error: BaseException | None) -> None:
            # Stopped when all of it was in already: it is told as what it is.
            if error is None and landed:
                self._applied(landed[0])
            else:
                self._failed(error)

        self._start(job, self._applied, stopped)

    def _applied(self, result: tuple[ImportReport, list[Changes]]) -> None:
        self._task, self._writing = None, False
        report, heard = result
        plan, self._report = self.plan, report
        self._looked_at = plan
        self.decisions.end()
        before = {record.index: record for record in self.records.records}
        self.records.load(
            [reported(at, record, before.get(at)) for at, record in enumerate(report.records)],
            done=True,
        )
        self.header.set_title(
            _("Imported: {files}").format(files=_names(self._files)), _outcome(report)
        )
        self.foot.set_content(_("Importing the same files again adds nothing twice."))
        self._step = heard[-1].step if heard else 0
        rejected = len(transfer.rejected(plan, report)) if plan is not None else 0
        self.after.offer(bool(self._step), rejected)
        self._show(report=True)
        self._tell()
        for changes in heard:  # written on the worker's connection: the window hears of it here
            self._bridge.workspace.announce(changes)
        offer_pairs(self._bridge, heard)

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
        # The button undoes this import and nothing else: with the next step it goes away.
        if self.records.done and changes.step != self._step:
            if changes.kind == "undo" and not self.undo.isHidden():
                self.header.set_title(
                    _("Taken back: {files}").format(files=_names(self._files)),
                    _("The journal is as it was before this import."),
                )
                self.foot.set_content("")
            self.undo.hide()
            self.sort.setVisible(not self.sort.isHidden() and waiting(self._bridge.workspace) > 0)

    # --- showing -------------------------------------------------------------------------

    def _show(
        self,
        *,
        empty: bool = False,
        working: bool = False,
        part: bool = False,
        plan: bool = False,
        report: bool = False,
    ) -> None:
        self._bridge.set_importing(working or plan)
        self.empty.setVisible(empty)
        self.working.setVisible(working)
        self.card.setVisible(plan or report or part)
        self.after.setVisible(report)
        if not plan:
            for card in (self.addresses, self.columns, self.day_order, self.whom):
                card.hide()
        if not (plan or report):
            self.raw.hide()
        self.meaning.setVisible(plan and self.plan is not None and bool(self.plan.tables))
        self.choose.setVisible(report)
        self.cancel.setVisible(plan)
        self.go.setVisible(plan)
        self.undo.setVisible(report and bool(self._step))
        self.sort.setVisible(report and waiting(self._bridge.workspace) > 0)
        self._give_room()

    def _choose(self) -> None:
        files = ask_open_several(self, _("Files to import"), Path.home(), FILES)
        if files:
            self.look(files)


def _outcome(report: ImportReport) -> str:
    words = _("{added} added, {merged} merged, {skipped} skipped, {failed} could not be read.")
    return words.format(
        added=f"{report.count(Fate.ADDED):,}",
        merged=f"{report.count(Fate.MERGED):,}",
        skipped=f"{report.count(Fate.SKIPPED):,}",
        failed=f"{report.count(Fate.FAILED):,}",
    )


def _names(files: list[Path]) -> str:
    more = len(files) - 1
    if more <= 0:
        return files[0].name if files else ""
    words = ngettext("{first} and {n} more file", "{first} and {n} more files", more)
    return words.format(first=files[0].name, n=more)


def _title(files: list[Path]) -> str:
    return _("Import: {files}").format(files=_names(files))
