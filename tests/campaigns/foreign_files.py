"""Imports every address book and calendar under a folder, and counts whether all are accounted for.

Run from the root of the project: python tests/campaigns/foreign_files.py FOLDER [--write]
FOLDER holds unpacked source packages of icalendar and khard, or anything else. Each file goes into
a journal of its own, twice: the second run must add nothing, and one undo must leave the journal
byte for byte as it was, in its archive. Where `foreign_files.tsv` knows a file by its bytes, the
counts written down there must come out; --write writes that table anew. The files are read, never
changed. The window and the clock are fixed, so that repeated events count the same every year.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.exchange import contact_tables  # noqa: E402
from app.exchange.content_lines import logical_lines, to_utf8  # noqa: E402
from app.model.errors import FileReadError  # noqa: E402
from app.model.imports import Fate, ReadEvent  # noqa: E402
from app.model.people import Counterpart  # noqa: E402
from app.model.values import DateRange, FixedClock  # noqa: E402
from app.services import archive, transfer  # noqa: E402
from app.services.taking_in.plan import Action  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402

CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")))
WINDOW = DateRange(date(1980, 1, 1), date(2030, 12, 31))
OPTIONS = transfer.ImportOptions(True, WINDOW, ("me@example.org",))
KINDS = (".vcf", ".ics", ".vcs", ".csv", ".tsv")
TABLE = Path(__file__).with_suffix(".tsv")
# `held` counts cards and events as the file has them; the others count records: a repeated event
# gives one for every time it takes place inside the window.
COUNTS = ("held", "records", "added", "merged", "skipped", "failed")
_BEGIN = re.compile(rb"begin[ \t]*:[ \t]*(vcard|vevent)", re.IGNORECASE)
_PACKAGE = re.compile(r"^(icalendar|khard)-[\d.]+/")


def records_in(data: bytes, name: str = "") -> int:
    """How many cards, events or rows a file has; a card inside another (AGENT) is part of it."""
    if name.endswith((".csv", ".tsv")):
        return sum(1 for _row in contact_tables.read(data))
    lines = [b"", *(line.strip() for _number, line in logical_lines(to_utf8(data)))]
    begun = (before for before, line in pairwise(lines) if _BEGIN.fullmatch(line))
    return sum(before.upper() != b"AGENT:" for before in begun)


def check(path: Path) -> dict[str, int]:
    """Import one file twice and undo it; counts of what it held and what became of it.

    Raises:
        AssertionError: a record is unaccounted for, or the second run or the undo left something.
    """
    held = records_in(path.read_bytes(), path.name)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder) / "j.kith", CLOCK, create=True)
        try:
            with workspace.change("Begin") as edit:
                somebody = edit.add(Counterpart, name="Somebody Whom No File Names")
            before = _archived(workspace, Path(folder))
            try:
                plan = transfer.preview(workspace, [path], OPTIONS)
            except FileReadError:
                assert not held, f"{held} records, and the file was refused"
                return dict.fromkeys(COUNTS, 0)
            first = transfer.apply(workspace, with_somebody(plan, somebody))
            places = {record.place for record in first.records} - {""}
            if held:  # a file without any is one record that says so
                assert len(places) == held, f"{held} records, {len(places)} accounted for"
            second = transfer.apply(workspace, transfer.preview(workspace, [path], OPTIONS))
            again = second.count(Fate.ADDED) + second.count(Fate.MERGED)
            assert again == 0, f"a second run took {again} records again"
            assert len(second.records) == len(first.records), "another count"
            if workspace.can_undo() != "Begin":
                workspace.undo()
            assert _archived(workspace, Path(folder)) == before, "undo left something"
            assert not workspace.check(), f"{workspace.check()}"
        finally:
            workspace.close()
    counts = {fate.value: first.count(fate) for fate in Fate}
    return {"held": held, "records": len(first.records), **counts}


def with_somebody(plan: transfer.Plan, person: Counterpart) -> transfer.Plan:
    """The plan with every event that names nobody known taken as one with this person."""
    rows = list(plan.rows)
    for row in plan.rows:
        item = row.item
        if not isinstance(item, ReadEvent) or item.cancelled or row.people:
            continue
        past = item.when.date.last < CLOCK.now().date()
        action = Action.ADD_ENTRY if past else Action.ADD_MEETING
        rows[row.index] = replace(row, fate=Fate.ADDED, action=action, people=(person.id,))
    return replace(plan, rows=tuple(rows))


def _archived(workspace: Workspace, folder: Path) -> bytes:
    out = folder / "all.json"
    archive.save(workspace, out, overwrite=True)
    return out.read_bytes()


def digest(path: Path) -> str:
    """What a file is known by in the table, whatever package it came in."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def expected() -> dict[tuple[str, str], dict[str, int]]:
    """The counts written down, by the file's name in its package and its digest."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {
            (row["file"], row["digest"]): {name: int(row[name]) for name in COUNTS} for row in rows
        }


def name_of(path: Path, folder: Path) -> str:
    """A file's name in its package, without the package's version."""
    return _PACKAGE.sub(r"\1/", path.relative_to(folder).as_posix())


def run(folder: Path, known: Mapping[tuple[str, str], dict[str, int]]) -> tuple[list[str], dict]:
    """Check every file; what went wrong, and the counts by file."""
    wrong: list[str] = []
    found: dict[tuple[str, str], dict[str, int]] = {}
    slowest = (0.0, "")
    for path in sorted(one for one in folder.rglob("*") if one.suffix in KINDS):
        key = (name_of(path, folder), digest(path))
        begun = time.monotonic()
        try:
            found[key] = counts = check(path)
        except Exception as error:
            wrong.append(f"{key[0]}: {type(error).__name__}: {error}")
            continue
        slowest = max(slowest, (time.monotonic() - begun, key[0]))
        if key in known and counts != known[key]:
            wrong.append(f"{key[0]}: {counts}, expected {known[key]}")
    print(f"slowest: {slowest[1]}, {slowest[0]:.2f} s")
    return wrong, found


def write(found: Mapping[tuple[str, str], dict[str, int]]) -> None:
    """Write the counts down."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(["file", "digest", *COUNTS])
        for (name, mark), counts in sorted(found.items()):
            rows.writerow([name, mark, *(counts[one] for one in COUNTS)])


def main(words: list[str]) -> int:
    """Check every file and print the sums; how many went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(words)
    known = {} if options.write else expected()
    wrong, found = run(options.folder, known)
    for line in wrong:
        print(f"FAILED {line}")
    sums = {one: sum(counts[one] for counts in found.values()) for one in COUNTS}
    listed = sum(key in known for key in found)
    print(
        f"{len(found) + len(wrong)} files, {listed} with counts written down, {len(wrong)} failed"
    )
    print(", ".join(f"{count} {name}" for name, count in sums.items()))
    if options.write and not wrong:
        write(found)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
