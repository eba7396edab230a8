"""The command that takes files of people and contacts into the journal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from app.cli import columns, taken
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.errors import FileReadError
from app.model.imports import ImportReport, RecordReport
from app.model.texts import _
from app.services import transfer
from app.services.places import is_missing
from app.services.taking_in.plan import Action
from app.services.transfer import Format
from app.services.workspace import Workspace


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
        "--me",
        default="",
        metavar="NAME",
        help=_("your own name, as it stands in a chat or among messages"),
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
        "--column",
        action="append",
        default=[],
        metavar="HEADER=MEANING",
        help=_("what stands in a column of a table, as in Who=name; may be repeated"),
    )
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
    if is_missing(desk.path) and not options.preview:
        _check_tables(desk, options)
    with desk.looking() if options.preview else desk.journal(begin=True) as workspace:
        plan = _planned(workspace, options)
        if options.preview:
            report = ImportReport(tuple(_foreseen(row) for row in plan.rows))
        else:
            _remember_me(workspace, options, plan)
            report = transfer.apply(workspace, plan)
    written: tuple[Path, ...] = ()
    if options.rejected is not None and transfer.rejected(plan, report):
        written = transfer.write_rejected(plan, report, options.rejected)
    return taken.answer(plan, report, written, options)


def _remember_me(workspace: Workspace, options: Namespace, plan: transfer.Plan) -> None:
    """Keep what was said of the user, where the journal knows nothing yet.

    A name only where it is that of someone in the files, and something of them is taken in: it may
    be misspelled.
    """
    fits = plan.names(options.me) and any(row.action is not Action.NOTHING for row in plan.rows)
    name = options.me if fits else ""
    for key, said in (("my_addresses", ", ".join(options.my_address)), ("my_name", name)):
        if said.strip() and not workspace.setting(key):
            workspace.set_setting(key, said.strip())


def _check_tables(desk: Desk, options: Namespace) -> None:
    """See that tables are understood before a journal is begun; nothing else is read twice."""
    tables = [path for path in options.files if path.suffix.lower() in (".csv", ".tsv")]
    if tables:
        # One that cannot be read is told, among the others, where all of them are.
        with suppress(FileReadError), desk.looking() as workspace:
            _planned(workspace, Namespace(**{**vars(options), "files": tables}))


def _planned(workspace: Workspace, options: Namespace) -> transfer.Plan:
    """What the files would do, with the columns of tables as they were said to be."""
    wished = transfer.ImportOptions(
        add_people=options.add_people,
        my_addresses=tuple(options.my_address),
        my_name=options.me.strip(),
        day_first=options.day_first,
        read_as=options.read_as,
    )
    plan = transfer.preview(workspace, options.files, wished)
    if options.column:
        mappings = columns.meant(plan.tables, options.column)
        plan = transfer.preview(workspace, options.files, replace(wished, mappings=mappings))
    columns.check_names(plan.tables)
    if options.deleted_too:
        plan = plan.take_many(row.index for row in plan.rows if row.deleted)
    return plan


def _foreseen(row: transfer.PlanRow) -> RecordReport:
    return RecordReport(row.file, row.item.place, row.title, row.fate, row.why, row.target)
