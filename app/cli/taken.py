"""What an import did, or would do, told in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.cli import columns, shapes
from app.cli.answer import Answer
from app.model.imports import Fate, ImportReport, ReadConversation, ReadEntry, ReadEvent, ReadRecord
from app.model.texts import _, ngettext
from app.services import transfer
from app.services.taking_in.own import MARKS_A_DAY

_FATES: Mapping[Fate, str] = {
    Fate.ADDED: _("added"),
    Fate.MERGED: _("merged"),
    Fate.SKIPPED: _("skipped"),
    Fate.FAILED: _("failed"),
}
_FORESEEN: Mapping[Fate, str] = {
    Fate.ADDED: _("would be added"),
    Fate.MERGED: _("would be merged"),
    Fate.SKIPPED: _("would be skipped"),
    Fate.FAILED: _("cannot be read"),
}
_MOST_NAMED = 12
_DATED = (ReadEvent, ReadConversation, ReadEntry, ReadRecord)


def answer(
    plan: transfer.Plan, report: ImportReport, written: tuple[Path, ...], asked: Any
) -> Answer:
    """The whole answer; `asked` holds what was said with the command."""
    data: dict[str, Any] = {fate.value: report.count(fate) for fate in Fate}
    data["needs_addresses"] = plan.needs_addresses
    data["needs_day_order"] = plan.needs_day_order
    data["needs_name"] = plan.needs_name
    unknown = bool(asked.me.strip()) and not plan.names(asked.me)
    data["unknown_name"] = unknown
    data["remark"] = report.remark
    data["rejected"] = [str(path) for path in written]
    data["records"] = [shapes.imported(record) for record in report.records]
    words = _FORESEEN if asked.preview else _FATES
    lines = _rows(plan, report, words)
    lines.append(", ".join(f"{report.count(fate)} {words[fate]}" for fate in Fate))
    lines += filter(None, (report.remark, _deleted(plan)))
    lines += columns.told(plan.tables)
    if written:
        names = ", ".join(str(path) for path in written)
        lines.append(_("What was not taken stands in {files}.").format(files=names))
    elif asked.rejected is not None:
        told = _("Nothing was rejected; {file} was not written.")
        lines.append(told.format(file=asked.rejected))
    if unknown:
        lines.append(_nobody(plan, asked.me.strip()))
    lines += _questions(plan)
    if asked.preview:
        in_journal = _("Nothing was written to the journal.")
        lines.append(in_journal if written else _("Nothing was written."))
    return Answer(data, tuple(lines))


def _rows(plan: transfer.Plan, report: ImportReport, words: Mapping[Fate, str]) -> list[str]:
    """A line for each record; the days a calendar marks are summed where they begin."""
    marks = Counter(one.file for one in report.records if one.why == MARKS_A_DAY)
    lines, summed = [], set()
    for row, record in zip(plan.rows, report.records, strict=True):
        many = marks[record.file] if record.why == MARKS_A_DAY else 0
        if many < 2:
            when = row.reach if isinstance(row.item, _DATED) else ""
            where = f"{record.file} {record.place}".strip()
            parts = (where, words[record.fate], when, record.title, record.target, record.why)
            lines.append("  ".join(filter(None, parts)))
        elif record.file not in summed:
            summed.add(record.file)
            why = _("They mark days; nobody is met.")
            lines.append("  ".join((record.file, f"{many} {words[record.fate]}", why)))
    return lines


def _deleted(plan: transfer.Plan) -> str:
    deleted = sum(row.deleted for row in plan.rows)
    words = ngettext(
        "{n} record was imported before and deleted; --deleted-too adds it again.",
        "{n} records were imported before and deleted; --deleted-too adds them again.",
        deleted,
    )
    return words.format(n=deleted) if deleted else ""


def _nobody(plan: transfer.Plan, name: str) -> str:
    """That the user's name does not occur, and which names do."""
    if not plan.writers:
        return _("Nobody there is called “{name}”.").format(name=name)
    more = ("…",) if len(plan.writers) > _MOST_NAMED else ()
    names = ", ".join((*plan.writers[:_MOST_NAMED], *more))
    told = _("Nobody there is called “{name}”; those who write are {names}.")
    return told.format(name=name, names=names)


def _questions(plan: transfer.Plan) -> list[str]:
    lines = []
    if plan.needs_addresses:
        lines.append(
            _("Say which address is yours with --my-address; seen most often: {found}.").format(
                found=", ".join(plan.addresses)
            )
        )
    if plan.needs_name:
        lines.append(_("Say which of them you are with --me, spelled as it is there."))
    if plan.needs_day_order:
        lines.append(_("Say how the chat writes its dates with --day-first or --month-first."))
    return lines
