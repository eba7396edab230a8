"""Writes down what an import did not take: why, and each record as a file to mend and try again."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.exchange.contact_tables.safe_cells import harmless, harmless_elsewhere, is_own
from app.model.errors import FileWriteError
from app.model.imports import Fate, ImportReport, ReadPerson
from app.model.texts import _
from app.services.private_files import FILE, narrow
from app.services.taking_in.plan import Plan, PlanRow, SeenTable

_FATES = {Fate.SKIPPED: _("skipped"), Fate.FAILED: _("could not be read")}
_HEAD = (_("File"), _("Place"), _("Record"), _("What happened"), _("Why"))
_BREAK = re.compile(r"\r\n|\r|\n")  # no other sign ends a line of a card or an event


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not taken, why, and how it stood in its file where that is known."""

    file: str
    place: str
    title: str
    fate: Fate
    why: str
    raw: str = ""


def rejected(plan: Plan, report: ImportReport | None = None) -> list[Rejected]:
    """What was not taken, without the records of which the journal has everything."""
    found = []
    for at, row in enumerate(plan.rows):
        fate, why = row.fate, row.why
        if report is not None:
            fate, why = report.records[at].fate, report.records[at].why
        if fate in _FATES and not row.here:
            found.append(Rejected(row.file, row.item.place, row.title, fate, why, _raw(row)))
    return found


def _raw(row: PlanRow) -> str:
    """How the record stood; people offered from an archive stand in no record of their own."""
    key = row.item.key
    if isinstance(row.item, ReadPerson) and key.startswith("correspondent:"):
        return ""
    return row.item.raw


def check_place(path: Path) -> None:
    """See that the table takes the place of nothing but an earlier one.

    Raises:
        FileWriteError: something else is there.
    """
    head = _table([_HEAD]).encode("utf-8-sig")
    try:
        if not os.path.lexists(path):
            return
        if path.is_file():  # a pipe would be waited for
            with path.open("rb") as file:
                if file.read(len(head)) == head:
                    return
    except (OSError, ValueError):
        pass  # a folder, say: it is not to be replaced either
    raise FileWriteError(
        _("“{name}” is there already, and is no table of what was not taken.").format(
            name=path.name[:80]
        ),
        _("Choose another name; nothing was changed."),
    )


def write_rejected(plan: Plan, report: ImportReport | None, path: Path) -> tuple[Path, ...]:
    """The reasons as a table at `path`, and beside it the records in files that can be imported.

    Pictures are not among what is kept of a record. Files that stand there already are left alone.

    Raises:
        FileWriteError: they cannot be written.
    """
    check_place(path)
    records = rejected(plan, report)
    parts = list(_parts(records, plan.tables))
    written = []
    try:
        with _private(path, os.O_TRUNC, "utf-8-sig") as file:
            narrow(path)  # one that was there may have been open to others
            file.write(_reasons(records))
        written.append(path)
        for name, text in parts:
            beside = _free(path, name)
            with _private(beside, os.O_EXCL, "utf-8") as file:
                file.write(text)
            written.append(beside)
    except (OSError, ValueError):
        raise FileWriteError(
            _("“{name}” cannot be written.").format(name=path.name[:80]),
            _("Choose a folder in which you may write, on a disk with room left."),
        ) from None
    return tuple(written)


def _private(path: Path, how: int, encoding: str) -> IO[str]:
    """A file for its owner's eyes alone: what stands in it is as private as the journal."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, FILE)
    return os.fdopen(handle, "w", encoding=encoding, newline="")


def _free(path: Path, ending: str) -> Path:
    """A name beside the table that no file has yet."""
    for number in range(1, 10_000):
        mark = f" {number}" if number > 1 else ""
        beside = path.with_name(f"{path.stem}{mark}{ending}")
        if beside != path and not beside.exists():
            return beside
    raise OSError(path)


def _reasons(records: Iterable[Rejected]) -> str:
    rows = [_HEAD]
    rows += [(one.file, one.place, one.title, _FATES[one.fate], one.why) for one in records]
    return _table(rows)


def _table(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(map(harmless, row) for row in rows)
    return text.getvalue()


def _parts(records: Sequence[Rejected], tables: Sequence[SeenTable]) -> Iterator[tuple[str, str]]:
    """The records by the kind of file they go back into, with the ending of its name."""
    cards = [one.raw for one in records if one.raw.startswith("BEGIN:VCARD")]
    if cards:
        yield ".vcf", _lines(cards)
    events = [one.raw for one in records if one.raw.startswith("BEGIN:VEVENT")]
    if events:
        head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Kith//not taken//EN"
        yield ".ics", _lines([head, *dict.fromkeys(events), "END:VCALENDAR"])
    for seen in tables:
        rows = [one.raw for one in records if one.file == seen.file and one.raw]
        header = seen.table.header
        if rows and any(header):
            cells = [_cells(raw, header) for raw in rows]
            safe = harmless if is_own(header) else harmless_elsewhere
            text = io.StringIO()
            csv.writer(text).writerows(map(safe, row) for row in (header, *cells))
            yield f" {Path(seen.file).stem[:60]}.csv", text.getvalue()


def _lines(records: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for one in records for line in _BREAK.split(one))


def _cells(raw: str, header: Sequence[str]) -> list[str]:
    """A row of a table out of its lines, each of which begins with the name of its column."""
    cells = [""] * len(header)
    at = -1
    for line in raw.split("\n"):
        found = _column(line, header, at + 1)
        if found is None:
            if at >= 0:
                cells[at] += f"\n{line}"
            continue
        at = found
        cells[at] = line[len(header[at] or str(at + 1)) + 2 :]
    return cells


def _column(line: str, header: Sequence[str], first: int) -> int | None:
    """Which column a line begins; columns come in their order."""
    for at in range(first, len(header)):
        if line.startswith(f"{header[at] or at + 1}: "):
            return at
    return None
