"""Brings address books, calendars and mail into the journal: look first, then one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from app.exchange import icalendar, vcard
from app.model.errors import Cancelled, FileReadError
from app.model.imports import (
    ImportReport,
    ReadFailure,
    ReadSkip,
)
from app.model.texts import _, ngettext
from app.model.values import DateRange
from app.services.backups import before_import
from app.services.transfer_chat import is_chat, take_chats
from app.services.transfer_deciding import Planner
from app.services.transfer_mail import is_mail, take_mail
from app.services.transfer_plan import Action, ImportOptions, Item, Plan, PlanRow
from app.services.transfer_write import Writer
from app.services.workspace import Workspace

__all__ = ["Format", "ImportOptions", "Plan", "PlanRow", "apply", "preview", "sniff"]

Progress = Callable[[int, int], object]
MOST_BYTES = 200 * 1024 * 1024
_OFTEN = 50
_YEARS_BACK, _YEARS_AHEAD = 10, 2


class Format(StrEnum):
    """The kinds of file that can be imported."""

    VCARD = "vcard"
    ICALENDAR = "icalendar"
    MAIL = "mail"
    CHAT = "chat"


def sniff(path: Path) -> Format:
    """What kind of file it is, by what stands in it and not by its name.

    Raises:
        FileReadError: it cannot be read, or is none of the kinds Kith takes.
    """
    try:
        if is_mail(path):
            return Format.MAIL
        if is_chat(path):
            return Format.CHAT
    except (OSError, ValueError):
        pass  # said in full where the whole file is read
    return _kind(path, _bytes(path))


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
    kinds: list[tuple[Path, Format]] = []
    for path in paths:
        try:
            kinds.append((path, sniff(path)))
        except FileReadError as error:
            if len(paths) == 1:
                raise
            planner.take(path.name, ReadFailure("", "", path.name, str(error)))
    # Address books first, so that the events of a calendar meet the people they bring.
    for path, kind in sorted(kinds, key=lambda one: one[1] is not Format.VCARD):
        if kind in (Format.MAIL, Format.CHAT):
            continue
        before = len(planner.rows)
        for item in _items(workspace, path, kind, options):
            done = len(planner.rows)
            if done % _OFTEN == 0:
                _report(progress, cancelled, done, 0)
            planner.take(path.name, item)
        if len(planner.rows) == before:
            empty = _("It holds neither people nor events.")
            planner.take(path.name, ReadSkip("", "", path.name, empty))
    archives = [path for path, kind in kinds if kind is Format.MAIL]
    if archives:
        take_mail(workspace, planner, archives, progress, cancelled)
    chats = [path for path, kind in kinds if kind is Format.CHAT]
    if chats:
        take_chats(workspace, planner, chats, options, cancelled)
    return planner.plan(tuple(path.name for path in paths))


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
        _report(progress, cancelled, len(plan.rows), len(plan.rows))
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


def _bytes(path: Path) -> bytes:
    name = path.name[:80]
    try:
        if path.is_dir():
            raise FileReadError(
                _("“{name}” is a folder without mail.").format(name=name),
                _("Choose the files inside it."),
            )
        if path.stat().st_size > MOST_BYTES:
            raise FileReadError(
                _("“{name}” is larger than 200 MB.").format(name=name),
                _("Export it in several parts, for example one for each year."),
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileReadError(
            _("There is no file “{name}”.").format(name=name),
            _("Check the name and the folder."),
        ) from None
    except (OSError, ValueError):
        raise FileReadError(
            _("“{name}” cannot be read.").format(name=name),
            _("Check that you may open it, and that its disk is connected."),
        ) from None
    if not data.strip():
        raise FileReadError(
            _("“{name}” is empty.").format(name=name), _("Export it again and try once more.")
        )
    return data


def _kind(path: Path, data: bytes) -> Format:
    if vcard.looks_like(data):
        return Format.VCARD
    if icalendar.looks_like(data):
        return Format.ICALENDAR
    raise FileReadError(
        _("“{name}” is no address book, calendar, mail or chat.").format(name=path.name[:80]),
        _("Kith reads vCard (.vcf), iCalendar (.ics), mail (.mbox, .eml) and WhatsApp's chats."),
    )


def _items(
    workspace: Workspace, path: Path, kind: Format, options: ImportOptions
) -> Iterator[Item]:
    if kind is Format.VCARD:
        yield from vcard.read(_bytes(path))
        return
    zone = workspace.clock.now().tzinfo
    home = zone if isinstance(zone, ZoneInfo) else None
    yield from icalendar.read(_bytes(path), options.window or _window(workspace.today), home)


def _window(today: date) -> DateRange:
    days = timedelta(days=365.25 * _YEARS_BACK), timedelta(days=365.25 * _YEARS_AHEAD)
    return DateRange(today - days[0], today + days[1])
