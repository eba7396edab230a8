"""Brings files of people and contacts into the journal: look first, then one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.model.errors import Cancelled, FileReadError
from app.model.imports import ImportReport, ReadFailure, ReadSkip
from app.model.texts import _, ngettext
from app.services import transfer_tables
from app.services.backups import before_import
from app.services.transfer_chat import take_chats
from app.services.transfer_deciding import Planner
from app.services.transfer_files import File
from app.services.transfer_formats import (
    BRINGS_PEOPLE,
    MOST_BYTES,
    TAKEN_TOGETHER,
    Format,
    files_in,
    items,
    sniff,
)
from app.services.transfer_mail import take_mail
from app.services.transfer_messages import take_messages
from app.services.transfer_plan import Action, ImportOptions, Plan, PlanRow, SeenTable
from app.services.transfer_write import Writer
from app.services.workspace import Workspace

__all__ = [
    "MOST_BYTES",
    "Format",
    "ImportOptions",
    "Plan",
    "PlanRow",
    "SeenTable",
    "apply",
    "files_in",
    "preview",
    "sniff",
]

Progress = Callable[[int, int], object]
_OFTEN = 50


def preview(
    workspace: Workspace,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """What an import of these files would do; nothing is written.

    Of several files, one that cannot be read is a row that failed; the others go on.

    Raises:
        FileReadError: the only file cannot be read, or is none of the kinds Kith takes.
        Cancelled: the user stopped it.
    """
    options = options or ImportOptions()
    planner = Planner(workspace, options)
    kinds: list[tuple[File, Format]] = []
    for path in paths:
        try:
            kinds.extend(files_in(path, options.read_as))
        except FileReadError as error:
            if len(paths) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
    # Address books first, so that the events of a calendar meet the people they bring.
    tables: list[SeenTable] = []
    for file, kind in sorted(kinds, key=lambda one: one[1] not in BRINGS_PEOPLE):
        if kind in TAKEN_TOGETHER:
            continue
        before = len(planner.rows)
        try:
            if kind is Format.TABLE:
                tables.append(transfer_tables.seen(workspace, file, options))
            for item in items(workspace, file, kind, options):
                done = len(planner.rows)
                if done % _OFTEN == 0:
                    _report(progress, cancelled, done, 0)
                planner.take(file.name, item)
        except FileReadError as error:
            if len(kinds) == 1:
                raise
            planner.take(file.name, ReadFailure("", "", file.name, str(error)))
        if len(planner.rows) == before:
            empty = _("It holds neither people nor events.")
            planner.take(file.name, ReadSkip("", "", file.name, empty))
    archives = _paths(kinds, Format.MAIL)
    if archives:
        take_mail(workspace, planner, archives, progress, cancelled)
    chats = _paths(kinds, Format.CHAT)
    if chats:
        take_chats(workspace, planner, chats, options, cancelled)
    messages = [path for path, kind in kinds if kind is Format.MESSAGES]
    if messages:
        take_messages(workspace, planner, messages, cancelled)
    return replace(planner.plan(tuple(path.name for path in paths)), tables=tuple(tables))


def _paths(kinds: Sequence[tuple[File, Format]], wanted: Format) -> list[Path]:
    return [path for path, kind in kinds if kind is wanted and isinstance(path, Path)]


def apply(
    workspace: Workspace,
    plan: Plan,
    label: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    origin: object = None,
) -> ImportReport:
    """Do what the plan says as one step that one undo takes back; a copy is made before.

    Raises:
        Cancelled: the user stopped it; nothing was written.
    """
    writer = Writer(workspace, plan)
    if all(row.action is Action.NOTHING for row in plan.rows):
        return ImportReport(tuple(writer.unwritten(row) for row in plan.rows))
    remark = before_import(workspace, cancelled)
    records = []
    with workspace.change(label or _label(plan), origin=origin) as edit:
        for done, row in enumerate(plan.rows):
            if done % _OFTEN == 0:
                _report(progress, cancelled, done, len(plan.rows))
            records.append(writer.write(edit, row))
        writer.finish(edit)
        _report(progress, cancelled, len(plan.rows), len(plan.rows))
    transfer_tables.remember(workspace, plan.tables)
    return ImportReport(tuple(records), remark)


def _label(plan: Plan) -> str:
    if len(plan.files) == 1:
        return _("Import {file}").format(file=plan.files[0][:80])
    return ngettext("Import {n} file", "Import {n} files", len(plan.files)).format(
        n=len(plan.files)
    )


def _report(
    progress: Progress | None, cancelled: Callable[[], bool] | None, done: int, whole: int
) -> None:
    if progress is not None:
        progress(done, whole)
    if cancelled is not None and cancelled():
        raise Cancelled
