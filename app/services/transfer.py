"""Brings files of people and contacts into the journal: look first, then one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.model.errors import FileReadError, MovedOnError
from app.model.imports import ImportReport, ReadFailure, ReadRecord, ReadSkip
from app.model.texts import _, ngettext
from app.services.backups import before_import
from app.services.steps import list_steps
from app.services.taking_in import archive_write as transfer_archive_write
from app.services.taking_in import refusals
from app.services.taking_in import tables as transfer_tables
from app.services.taking_in.archive import take_archives
from app.services.taking_in.chat import take_chats
from app.services.taking_in.choosing import Left, files_in, look
from app.services.taking_in.deciding import Planner
from app.services.taking_in.files import File, size_of, whole_path
from app.services.taking_in.formats import (
    BRINGS_PEOPLE,
    MOST_BYTES,
    TAKEN_TOGETHER,
    TAKES,
    Format,
    items,
    sniff,
)
from app.services.taking_in.journals import take_dayone, take_jrnl
from app.services.taking_in.limits import Room, TooMuchError
from app.services.taking_in.mail import take_mail
from app.services.taking_in.messages import take_messages
from app.services.taking_in.monica import take_monica
from app.services.taking_in.plan import Action, ImportOptions, Item, Plan, PlanRow, SeenTable
from app.services.taking_in.progress import Hearing, Progress, Tell, reading_words, writing_words
from app.services.taking_in.rejected import check_place, rejected, write_rejected
from app.services.taking_in.write import Writer
from app.services.taking_in.zips import archives_kept_open
from app.services.workspace import Workspace
from app.store.bulk import indexed_at_the_end

__all__ = [
    "MOST_BYTES",
    "Format",
    "ImportOptions",
    "Plan",
    "PlanRow",
    "SeenTable",
    "apply",
    "came_in",
    "check_place",
    "files_in",
    "label_of",
    "preview",
    "rejected",
    "sniff",
    "write_rejected",
]

_MANY = 100
Taker = Callable[[Workspace, Planner, list[File], ImportOptions, Hearing], None]
# What is planned together, in this order: a thread may begin in one file and go on in another.
_TAKERS: Mapping[Format, Taker] = {
    Format.MONICA: take_monica,
    Format.DAYONE: take_dayone,
    Format.JRNL: take_jrnl,
    Format.MAIL: take_mail,
    Format.CHAT: take_chats,
    Format.MESSAGES: take_messages,
}


@archives_kept_open()
def preview(
    workspace: Workspace,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    tell: Tell | None = None,
    show: Callable[[tuple[PlanRow, ...]], object] | None = None,
) -> Plan:
    """What an import of these files would do; nothing is written.

    `progress` hears how far it is in numbers, `tell` in words, and `show` gets what address books
    and calendars hold before longer files are read. Of several files, one that cannot be read is a
    row that failed; the others go on.

    Raises:
        FileReadError: the only file cannot be read, or is none of the kinds Kith takes; or all of
            them are more than memory takes.
        Cancelled: the user stopped it.
    """
    options = options or ImportOptions()
    hearing = Hearing(progress, cancelled, tell)
    step = workspace.newest_step()
    planner = Planner(workspace, options)
    room = planner.room

    def heard(events: int) -> None:
        hearing.stop_if_asked()
        room.expect(events)

    kinds, left = _kinds(paths, options, hearing)
    alone = len(kinds) == 1 and not left
    # Address books first, so that the events of a calendar meet the people they bring.
    tables: list[SeenTable] = []
    for file, kind in sorted(kinds, key=lambda one: one[1] not in BRINGS_PEOPLE):
        if kind in TAKEN_TOGETHER:
            continue
        try:
            if kind is Format.TABLE:
                tables.append(transfer_tables.seen(workspace, file, options))
            room.begin(file.name, size_of(file) * TAKES[kind])
            _take(planner, file, items(workspace, file, kind, options, heard), hearing, room)
        except TooMuchError:
            raise
        except FileReadError as error:
            if alone:
                raise
            failure = ReadFailure("", "", file.name, str(error))
            planner.take(file.name, failure, whole_path(file))
    if show is not None and planner.rows:
        show(tuple(planner.rows))
    for kind, take in _TAKERS.items():
        files = [file for file, its_kind in kinds if its_kind is kind]
        if files:
            try:
                take(workspace, planner, files, options, hearing)
            except TooMuchError:
                raise
            except FileReadError as error:
                if alone:
                    raise
                planner.take(files[0].name, ReadFailure("", "", files[0].name, str(error)))
    for path, item in left:
        planner.take(path.name, item, str(path))
    plan = planner.plan(tuple(path.name for path in paths))
    plan = refusals.leave_out_again(workspace, plan)
    archives = [file for file, kind in kinds if kind is Format.KITH]
    found, rows = take_archives(workspace, plan.rows, archives, hearing)
    return replace(plan, rows=rows, tables=tuple(tables), archives=found, step=step)


def _kinds(
    paths: Sequence[Path], options: ImportOptions, hearing: Hearing
) -> tuple[list[tuple[File, Format]], list[tuple[Path, Left]]]:
    """The files behind the paths with their kinds; and what is left out, with where it lies."""
    found: list[tuple[File, Format]] = []
    left: list[tuple[Path, Left]] = []
    for path in paths:
        try:
            one = look(path, options.read_as, hearing.stop_if_asked)
        except FileReadError as error:
            if len(paths) == 1:
                raise
            left.append((path, ReadFailure("", "", path.name, str(error))))
        else:
            found.extend(one.files)
            left.extend((path, item) for item in one.left)
    return found, left


def _take(
    planner: Planner, file: File, records: Iterator[Item], hearing: Hearing, room: Room
) -> None:
    hearing.at(0, 0, reading_words(file.name, 0))
    path, done = whole_path(file), -1
    for done, item in enumerate(records):
        hearing.now_and_then(done, 0, partial(reading_words, file.name, done))
        room.take(item)
        planner.take(file.name, item, path)
    if done < 0:
        empty = _("It holds neither people nor events.")
        planner.take(file.name, ReadSkip("", "", file.name, empty), path)


def apply(
    workspace: Workspace,
    plan: Plan,
    label: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    origin: object = None,
    tell: Tell | None = None,
    *,
    at_once: bool = True,
) -> ImportReport:
    """Do what the plan says as one step that one undo takes back; a copy is made before.

    A plan that stood for a while, and so is not taken in `at_once`, is taken only into the journal
    it was made for: who came in meanwhile would otherwise come in twice.

    Raises:
        MovedOnError: the journal has changed since the plan was made; nothing was written.
        Cancelled: the user stopped it; nothing was written.
    """
    writer = Writer(workspace, plan)
    if all(row.action is Action.NOTHING for row in plan.rows):
        return ImportReport(tuple(writer.unwritten(row) for row in plan.rows))
    hearing, whole = Hearing(progress, cancelled, tell), len(plan.rows)
    remark = before_import(workspace, cancelled)
    if not at_once and workspace.newest_step() != plan.step:
        raise MovedOnError(
            _("The journal has changed since these files were read."),
            _("Read them again, look once more, and then import."),
        )
    records = []
    with (
        workspace.change(label or label_of(plan), origin=origin) as edit,
        _indexed(workspace, plan),
    ):
        restored = transfer_archive_write.write(workspace, plan.archives, plan.rows, hearing)
        for done, row in enumerate(plan.rows):
            if isinstance(row.item, ReadRecord):
                records.append(restored.report(row, row.item))
                continue
            hearing.now_and_then(done, whole, partial(writing_words, done, whole))
            records.append(writer.write(edit, row))
        writer.finish(edit)
        hearing.at(whole, whole, writing_words(whole, whole))
    transfer_tables.remember(workspace, plan.tables)
    refusals.remember(workspace, plan)
    return ImportReport(tuple(records), remark)


def _indexed(workspace: Workspace, plan: Plan) -> AbstractContextManager[None]:
    """How new words come into the search index: row by row, or of very many at the end."""
    many = sum(row.action is not Action.NOTHING for row in plan.rows) > _MANY
    return indexed_at_the_end(workspace.database) if many else nullcontext()


def came_in(workspace: Workspace, label: str, after: int) -> bool:
    """Whether a step of this name, made after that one, is in the journal: an import, all of it."""
    before = None
    while steps := list_steps(workspace, before=before):
        for one in steps:
            if one.id <= after or one.label == label:
                return one.id > after
        before = steps[-1].id
    return False


def label_of(plan: Plan) -> str:
    """The name of the step in which a plan is taken in."""
    if len(plan.files) == 1:
        return _("Import {file}").format(file=plan.files[0][:80])
    return ngettext("Import {n} file", "Import {n} files", len(plan.files)).format(
        n=len(plan.files)
    )
