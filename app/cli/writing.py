"""The commands that write: sample, log, import, undo, redo."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.changes import Changes
from app.model.errors import NotFoundError, UserError
from app.model.imports import Fate, ImportReport, RecordReport
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _
from app.services import quick_log, transfer
from app.services.sample import create_sample

_FATES: Mapping[Fate, str] = {
    Fate.ADDED: _("added"),
    Fate.MERGED: _("merged"),
    Fate.SKIPPED: _("skipped"),
    Fate.FAILED: _("failed"),
}


def sample(desk: Desk, options: Namespace) -> Answer:
    """A sample journal in a new file."""
    workspace = create_sample(options.file, desk.clock)
    people = len(workspace.names())
    entries = len(workspace.find(Interaction))
    workspace.close()
    told = _("Wrote a sample of {people} people and {entries} entries to {file}.").format(
        people=people, entries=entries, file=options.file
    )
    return Answer({"file": str(options.file), "people": people, "entries": entries}, (told,))


def log(desk: Desk, options: Namespace) -> Answer:
    """One line, logged as one step."""
    with desk.journal(begin=options.add) as workspace:
        line = quick_log.parse(options.line, workspace.names(), workspace.clock.now())
        try:
            entry = quick_log.log(workspace, line, create=options.add)
        except NotFoundError as error:
            raise NotFoundError(
                error.text, _("Check the spelling, or add the person with --add.")
            ) from None
        known = {p.id: p for p in workspace.get_many(Counterpart, entry.people)}
    told = [line.understood]
    if line.unknown:
        told.append(_("Added: {names}.").format(names=", ".join(line.unknown)))
    return Answer(shapes.interaction(entry, known), (*told, *line.hints))


def take_in(desk: Desk, options: Namespace) -> Answer:
    """Files of people and contacts, with a report per record, as one step."""
    if len(options.files) == 1:
        # Before a journal is begun for a file nobody can read.
        transfer.files_in(options.files[0], options.read_as)
    with desk.journal(begin=not options.dry_run) as workspace:
        mine = tuple(options.my_address)
        plan = transfer.preview(
            workspace,
            options.files,
            transfer.ImportOptions(
                add_people=options.add_people,
                my_addresses=mine,
                day_first=options.day_first,
                read_as=options.read_as,
            ),
        )
        if options.dry_run:
            report = ImportReport(tuple(_foreseen(row) for row in plan.rows))
        else:
            if mine and not workspace.setting("my_addresses"):
                workspace.set_setting("my_addresses", ", ".join(mine))
            report = transfer.apply(workspace, plan)
    data: dict[str, Any] = {fate.value: report.count(fate) for fate in Fate}
    data["needs_addresses"] = plan.needs_addresses
    data["needs_day_order"] = plan.needs_day_order
    data["remark"] = report.remark
    data["records"] = [shapes.imported(record) for record in report.records]
    lines = [_line_of(record) for record in report.records]
    counts = ", ".join(f"{report.count(fate)} {_FATES[fate]}" for fate in Fate)
    lines.append(counts)
    if report.remark:
        lines.append(report.remark)
    if plan.needs_addresses:
        lines.append(
            _("Say which address is yours with --my-address; seen most often: {found}.").format(
                found=", ".join(plan.addresses)
            )
        )
    if plan.needs_day_order:
        lines.append(_("Say how the chat writes its dates with --day-first or --month-first."))
    return Answer(data, tuple(lines))


def _foreseen(row: transfer.PlanRow) -> RecordReport:
    return RecordReport(row.file, row.item.place, row.title, row.fate, row.why, row.target)


def _line_of(record: RecordReport) -> str:
    parts = (_FATES[record.fate], record.title, record.target, record.why)
    return "  ".join(filter(None, (f"{record.file} {record.place}".strip(), *parts)))


def undo(desk: Desk, _options: Namespace) -> Answer:
    """Take back the last step that stands."""
    with desk.journal() as workspace:
        changes = workspace.undo()
    return _turned(changes, _("Undone: {label}"), _("There is nothing to undo."))


def redo(desk: Desk, _options: Namespace) -> Answer:
    """Do again what was undone last."""
    with desk.journal() as workspace:
        changes = workspace.redo()
    return _turned(changes, _("Done again: {label}"), _("There is nothing to do again."))


def _turned(changes: Changes | None, told: str, nothing: str) -> Answer:
    if changes is None:
        raise UserError(nothing)
    data = {"step": changes.step, "label": changes.label, "kind": changes.kind}
    return Answer(data, (told.format(label=changes.label),))
