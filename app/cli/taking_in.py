"""The command that takes files of people and contacts into the journal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.imports import Fate, ImportReport, RecordReport
from app.model.texts import _, ngettext
from app.services import transfer
from app.services.transfer import Format

_FATES: Mapping[Fate, str] = {
    Fate.ADDED: _("added"),
    Fate.MERGED: _("merged"),
    Fate.SKIPPED: _("skipped"),
    Fate.FAILED: _("failed"),
}


def arguments(take: ArgumentParser) -> None:
    """What can be said with `kith import`."""
    take.add_argument("files", type=Path, metavar="FILE", nargs="+")
    take.add_argument(
        "--my-address",
        action="append",
        default=[],
        metavar="ADDRESS",
        help=_("an e-mail address of yours, so that events are matched to the others"),
    )
    take.add_argument(
        "--add-people", action="store_true", help=_("let people nobody knows yet become people")
    )
    kinds = [kind.value for kind in Format]
    take.add_argument(
        "--as",
        dest="read_as",
        choices=kinds,
        default="",
        metavar="FORMAT",
        help=_("what the files are, when Kith does not see it: {formats}").format(
            formats=", ".join(kinds)
        ),
    )
    _order(take)
    take.add_argument(
        "--preview", "--dry-run", action="store_true", help=_("report, but write nothing")
    )
    take.add_argument(
        "--deleted-too",
        action="store_true",
        help=_("add again what was imported before and you deleted"),
    )
    take.add_argument(
        "--rejected",
        type=Path,
        metavar="OUT",
        help=_("write what is not taken to this table, and the records beside it"),
    )


def _order(take: ArgumentParser) -> None:
    order = take.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first",
        action="store_true",
        default=None,
        help=_("a chat writes the day before the month, where its dates do not tell"),
    )
    order.add_argument(
        "--month-first",
        action="store_false",
        dest="day_first",
        default=None,
        help=_("a chat writes the month before the day"),
    )


def take_in(desk: Desk, options: Namespace) -> Answer:
    """Files of people and contacts, with a report per record, as one step."""
    if len(options.files) == 1:
        # Before a journal is begun for a file nobody can read.
        transfer.files_in(options.files[0], options.read_as)
    if options.rejected is not None:
        transfer.check_place(options.rejected)
    with desk.journal(begin=not options.preview) as workspace:
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
        if options.deleted_too:
            plan = plan.take_many(row.index for row in plan.rows if row.deleted)
        if options.preview:
            report = ImportReport(tuple(_foreseen(row) for row in plan.rows))
        else:
            if mine and not workspace.setting("my_addresses"):
                workspace.set_setting("my_addresses", ", ".join(mine))
            report = transfer.apply(workspace, plan)
    written: tuple[Path, ...] = ()
    if options.rejected is not None and transfer.rejected(plan, report):
        written = transfer.write_rejected(plan, report, options.rejected)
    return _answer(plan, report, written)


def _answer(plan: transfer.Plan, report: ImportReport, written: tuple[Path, ...]) -> Answer:
    data: dict[str, Any] = {fate.value: report.count(fate) for fate in Fate}
    data["needs_addresses"] = plan.needs_addresses
    data["needs_day_order"] = plan.needs_day_order
    data["remark"] = report.remark
    data["rejected"] = [str(path) for path in written]
    data["records"] = [shapes.imported(record) for record in report.records]
    lines = [_line_of(record) for record in report.records]
    counts = ", ".join(f"{report.count(fate)} {_FATES[fate]}" for fate in Fate)
    lines.append(counts)
    if report.remark:
        lines.append(report.remark)
    deleted = sum(row.deleted for row in plan.rows)
    if deleted:
        words = ngettext(
            "{n} record was imported before and deleted; --deleted-too adds it again.",
            "{n} records were imported before and deleted; --deleted-too adds them again.",
            deleted,
        )
        lines.append(words.format(n=deleted))
    if written:
        names = ", ".join(str(path) for path in written)
        lines.append(_("What was not taken stands in {files}.").format(files=names))
    lines += _questions(plan)
    return Answer(data, tuple(lines))


def _questions(plan: transfer.Plan) -> list[str]:
    lines = []
    if plan.needs_addresses:
        lines.append(
            _("Say which address is yours with --my-address; seen most often: {found}.").format(
                found=", ".join(plan.addresses)
            )
        )
    if plan.needs_day_order:
        lines.append(_("Say how the chat writes its dates with --day-first or --month-first."))
    return lines


def _foreseen(row: transfer.PlanRow) -> RecordReport:
    return RecordReport(row.file, row.item.place, row.title, row.fate, row.why, row.target)


def _line_of(record: RecordReport) -> str:
    parts = (_FATES[record.fate], record.title, record.target, record.why)
    return "  ".join(filter(None, (f"{record.file} {record.place}".strip(), *parts)))
