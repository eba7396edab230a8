"""The import page: choose files, look, decide, take in, read the report, undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.imports import Fate, ImportReport, ReadConversation, ReadEvent, ReadPerson
from app.model.people import Counterpart
from app.model.texts import _, ngettext
from app.services import transfer
from app.services.sorting import waiting
from app.services.transfer import ImportOptions, Plan, PlanRow
from app.services.transfer_tables import Mapping as ColumnMapping
from app.services.workspace import Workspace
from ui import theme
from ui.bridge import Bridge, Route, Task
from ui.pages.importing.mapping import ColumnsCard
from ui.pages.importing.parts import AddressCard, DayOrderCard, Narrowing, Working
from ui.pages.importing.records import Outlook, RecordsModel, planned, reported
from ui.pages.importing.table import RecordsTable
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.cards import Card, Page
from ui.widgets.elide import WrapLabel
from ui.widgets.empty import EmptyState
from ui.widgets.file_dialogs import ask_open_several

FILES = _(
    "Everything Kith reads (*.vcf *.vcard *.ics *.ical *.mbox *.mbx *.eml *.csv *.tsv *.txt *.zip)"
    ";;All files (*)"
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
        self.plan: Plan | None = None
        self._first: tuple[PlanRow, ...] = ()
        self._task: Task | None = None
        self._step = 0
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.empty.pressed.connect(self._choose)
        self.cancel.clicked.connect(self.clear)
        self.go.clicked.connect(self._apply)
        self.undo.clicked.connect(self._take_back)
        self.sort.clicked.connect(lambda: bridge.go("sorting"))
        self.working.stopped.connect(self._stop)
        self.narrowing.changed.connect(self.records.narrow)
        self.narrowing.add_people.connect(self._add_people)
        self.addresses.answered.connect(self._answered)
        self.columns.chosen.connect(self._explained)
        self.meaning.clicked.connect(lambda: self.columns.setVisible(self.columns.isHidden()))
        self.day_order.answered.connect(self._day_first)
        self.table.toggled.connect(self._toggle)
        self.table.asked.connect(self._ask)
        bridge.changed.connect(self._changed)
        self.clear()

    def _lay_out(self) -> None:
        self.choose = PlainButton(_("Choose files"))
        self.meaning = PlainButton(_("Columns"))
        self.cancel = PlainButton(_("Cancel"))
        self.undo = PlainButton(_("Undo the import"))
        self.sort = PrimaryButton(_("Sort these people"))
        self.go = PrimaryButton(_("Import"))
        for button in (self.choose, self.meaning, self.cancel, self.undo, self.sort, self.go):
            self.header.add_button(button)
        self.empty = EmptyState(
            _(
                "Choose address books (.vcf), calendars (.ics), tables of contacts (.csv), mail "
                "archives (.mbox) and exported chats (.txt, .zip), or drop them on the window. "
                "You will see what they hold before anything is written."
            ),
            _("Choose files"),
            "primary",
        )
        self.addresses = AddressCard()
        self.columns = ColumnsCard()
        self.day_order = DayOrderCard()
        self.narrowing = Narrowing()
        self.records = RecordsModel(self)
        self.table = RecordsTable(self.records)
        self.card = Card()
        self.card.add(self.table, 1)
        inner = self.card.layout()
        if isinstance(inner, QVBoxLayout):  # the table takes all there is
            inner.setStretch(1, 1)
            inner.setStretch(2, 0)
        self.working = Working()
        self.foot = WrapLabel("", "note", "second")
        cards = (self.addresses, self.day_order, self.columns)
        for part in (self.empty, *cards, self.narrowing):
            self.add(part)
        self.add(self.card, 100)
        self.add(self.working)
        self.add(self.foot)
        self.add_stretch()
        self.records.modelReset.connect(self._fit)

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
        if files and (files != self._files or self.records.done):
            self.look(files)

    def clear(self) -> None:
        """Back to choosing files."""
        self._stop()
        self.plan, self._files, self._options = None, [], ImportOptions()
        self.header.set_title(_("Import"), "")
        self._show(empty=True)

    def look(self, files: list[Path]) -> None:
        """Read the files and show what they would bring."""
        self._stop()
        self._files = files
        self.header.set_title(_title(files), _("Reading. Nothing is written."))
        self._show(working=True)
        self.working.begin(_("Reading the files"), in_kilobytes=True)
        options = self._options

        def job(workspace: Workspace, task: Task) -> Plan:
            return transfer.preview(workspace, files, options, task.progress, task.cancelled)

        self._start(job, self._looked)

    def _start(self, job: object, done: object) -> None:
        self._task = self._bridge.run(job, done, self._failed)  # type: ignore[arg-type]
        self._task.progressed.connect(self.working.show_progress)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _failed(self, error: BaseException | None) -> None:
        self._task = None
        if self.plan is not None:  # the import was stopped or failed: nothing of it was kept
            self._show_plan()
        else:
            self.header.set_title(_("Import"), "")
            self._show(empty=True)
        self._bridge.report(error)

    # --- looking and deciding ------------------------------------------------------------

    def _looked(self, plan: Plan) -> None:
        self._task = None
        self.plan, self._first = plan, plan.rows
        self.records.load([planned(row) for row in plan.rows], done=False)
        self._show_plan()

    def _show_plan(self) -> None:
        assert self.plan is not None
        count = len(self.plan.rows)
        read = ngettext("{n} record read.", "{n} records read.", count).format(n=f"{count:,}")
        promise = _("Nothing is written until you say so, and one undo takes it all back.")
        self.header.set_title(_title(self._files), f"{read} {promise}")
        self.foot.set_content(
            _("Space takes or leaves a record; Enter or a click on what will happen decides more.")
        )
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
        self.narrowing.set_counts(counts, self.records.done)
        taken = counts[Outlook.ADD] + counts[Outlook.MERGE]
        words = ngettext("Import {n} record", "Import {n} records", taken)
        self.go.set_label(words.format(n=f"{taken:,}"))
        self.go.setEnabled(taken > 0 and not self._bridge.workspace.read_only)

    def _toggle(self, index: int) -> None:
        row = self._row(index)
        if row is None or row.fate is Fate.FAILED:
            return
        if row.fate is Fate.SKIPPED:
            first = self._first[index]
            if first.fate is Fate.SKIPPED:
                self._decide(index, Fate.ADDED)
            else:
                self._put(first)
        else:
            self._decide(index, Fate.SKIPPED)

    def _decide(self, index: int, fate: Fate, target: int | None = None) -> None:
        if self.plan is None:
            return
        with self._bridge.guard():
            plan = self.plan.decide(index, fate, target)
            row = plan.rows[index]
            if target is not None and not row.target:
                name = self._bridge.workspace.get(Counterpart, target).name
                plan = plan.put(replace(row, target=name))
            self._shown_again(plan)

    def _put(self, row: PlanRow) -> None:
        if self.plan is not None:
            self._shown_again(self.plan.put(row))

    def _shown_again(self, plan: Plan) -> None:
        """Show every row that came out otherwise: a conversation follows its people."""
        before = self.plan.rows if self.plan is not None else ()
        self.plan = plan
        for old, new in zip(before, plan.rows, strict=True):
            if old is not new:
                self.records.replace(planned(new))
        self._tell()

    def _row(self, index: int) -> PlanRow | None:
        return None if self.plan is None or self.records.done else self.plan.rows[index]

    def menu_for(self, index: int) -> QMenu | None:
        """What can be decided about a record; None when nothing can."""
        row = self._row(index)
        if row is None or row.fate is Fate.FAILED:
            return None
        menu = QMenu(self)
        first = self._first[index]
        if first.fate in (Fate.ADDED, Fate.MERGED) and row != first:
            menu.addAction(_("As suggested"), partial(self._put, first))
        if isinstance(row.item, ReadPerson):
            if row.item.name and row.fate is not Fate.ADDED:
                menu.addAction(_("Add as a new person"), partial(self._decide, index, Fate.ADDED))
            for person in self._bridge.workspace.get_many(Counterpart, first.candidates):
                words = _("Merge into {name}").format(name=person.name.replace("&", "&&"))
                menu.addAction(words, partial(self._decide, index, Fate.MERGED, person.id))
        if row.fate is not Fate.SKIPPED:
            menu.addAction(_("Leave out"), partial(self._decide, index, Fate.SKIPPED))
        return menu

    def _ask(self, index: int, at: QPoint) -> None:
        menu = self.menu_for(index)
        if menu is not None and not menu.isEmpty():
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

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
        self._show(working=True)
        self.working.begin(_("Taking the records in"))

        def job(workspace: Workspace, task: Task) -> tuple[ImportReport, list[Changes]]:
            heard: list[Changes] = []
            workspace.listen(heard.append)
            report = transfer.apply(
                workspace, plan, progress=task.progress, cancelled=task.cancelled
            )
            return report, heard

        self._start(job, self._applied)

    def _applied(self, result: tuple[ImportReport, list[Changes]]) -> None:
        self._task = None
        report, heard = result
        before = {record.index: record for record in self.records.records}
        self.records.load(
            [reported(at, record, before.get(at)) for at, record in enumerate(report.records)],
            done=True,
        )
        added, merged = report.count(Fate.ADDED), report.count(Fate.MERGED)
        words = _("{added} added, {merged} merged, {skipped} skipped, {failed} could not be read.")
        self.header.set_title(
            _("Imported: {files}").format(files=_names(self._files)),
            words.format(
                added=f"{added:,}",
                merged=f"{merged:,}",
                skipped=f"{report.count(Fate.SKIPPED):,}",
                failed=f"{report.count(Fate.FAILED):,}",
            ),
        )
        self.foot.set_content(_("Importing the same files again adds nothing twice."))
        self._step = heard[-1].step if heard else 0
        self._show(report=True)
        self._tell()
        for changes in heard:  # written on the worker's connection: the window hears of it here
            self._bridge.workspace.announce(changes)

    def _take_back(self) -> None:
        self._undo.trigger()

    def _changed(self, changes: Changes) -> None:
        # The button undoes this import and nothing else: with the next step it goes away.
        if self.records.done and changes.step != self._step:
            self.undo.hide()
            self.sort.setVisible(not self.sort.isHidden() and waiting(self._bridge.workspace) > 0)

    # --- showing -------------------------------------------------------------------------

    def _show(
        self,
        *,
        empty: bool = False,
        working: bool = False,
        plan: bool = False,
        report: bool = False,
    ) -> None:
        self._bridge.set_importing(working or plan)
        self.empty.setVisible(empty)
        self.working.setVisible(working)
        self.narrowing.setVisible(plan or report)
        self.card.setVisible(plan or report)
        self.foot.setVisible(plan or report)
        if not plan:
            self.addresses.hide()
            self.columns.hide()
            self.day_order.hide()
        self.meaning.setVisible(plan and self.plan is not None and bool(self.plan.tables))
        self.choose.setVisible(report)
        self.cancel.setVisible(plan)
        self.go.setVisible(plan)
        self.undo.setVisible(report and bool(self._step))
        self.sort.setVisible(report and waiting(self._bridge.workspace) > 0)

    def _choose(self) -> None:
        files = ask_open_several(self, _("Files to import"), Path.home(), FILES)
        if files:
            self.look(files)


def _names(files: list[Path]) -> str:
    more = len(files) - 1
    if more <= 0:
        return files[0].name if files else ""
    words = ngettext("{first} and {n} more file", "{first} and {n} more files", more)
    return words.format(first=files[0].name, n=more)


def _title(files: list[Path]) -> str:
    return _("Import: {files}").format(files=_names(files))
