"""Imports every address book and calendar under a folder, and counts whether all are accounted for.

Run from the root of the project: python tests/campaigns/foreign_files.py FOLDER
Each file goes into a journal of its own, twice: the second run must add nothing, and one undo must
leave the journal empty. The folder's files are read, never changed.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.exchange import contact_tables  # noqa: E402
from app.exchange.content_lines import logical_lines, to_utf8  # noqa: E402
from app.model.errors import FileReadError  # noqa: E402
from app.model.imports import Fate  # noqa: E402
from app.model.people import Counterpart  # noqa: E402
from app.model.records import Interaction, Meeting  # noqa: E402
from app.model.values import DateRange  # noqa: E402
from app.services import transfer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402

WINDOW = DateRange(date(1980, 1, 1), date(2030, 12, 31))
OPTIONS = transfer.ImportOptions(True, WINDOW, ("me@example.org",))
KINDS = (".vcf", ".ics", ".vcs", ".csv", ".tsv")
_BEGIN = re.compile(rb"begin[ \t]*:[ \t]*(vcard|vevent)", re.IGNORECASE)


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
        workspace = Workspace.open(Path(folder) / "j.kith", create=True)
        try:
            try:
                plan = transfer.preview(workspace, [path], OPTIONS)
            except FileReadError:
                assert not held, f"{path}: {held} records, and the file was refused"
                return {"refused": 1}
            first = transfer.apply(workspace, plan)
            places = {record.place for record in first.records} - {""}
            assert len(places) == held, f"{path}: {held} records, {len(places)} accounted for"
            second = transfer.apply(workspace, transfer.preview(workspace, [path], OPTIONS))
            again = second.count(Fate.ADDED) + second.count(Fate.MERGED)
            assert again == 0, f"{path}: a second run took {again} records again"
            assert len(second.records) == len(first.records), f"{path}: another count"
            if workspace.can_undo():
                workspace.undo()
            left = [
                row for kind in (Counterpart, Interaction, Meeting) for row in workspace.find(kind)
            ]
            assert not left, f"{path}: undo left {len(left)} rows"
            assert not workspace.check(), f"{path}: {workspace.check()}"
        finally:
            workspace.close()
    return {"held": held, **{fate.value: first.count(fate) for fate in Fate}}


def main(folder: str) -> int:
    """Check every file and print the sums; the number of files that failed."""
    sums: dict[str, int] = {}
    slowest = (0.0, "")
    wrong = 0
    paths = [p for p in sorted(Path(folder).rglob("*")) if p.suffix in KINDS]
    for path in paths:
        begun = time.monotonic()
        try:
            found = check(path)
        except Exception as error:
            wrong += 1
            print(f"FAILED {path}: {type(error).__name__}: {error}")
            continue
        slowest = max(slowest, (time.monotonic() - begun, path.name))
        for key, count in found.items():
            sums[key] = sums.get(key, 0) + count
    print(f"{len(paths)} files, {wrong} failed; " + ", ".join(f"{k} {n}" for k, n in sums.items()))
    print(f"slowest: {slowest[1]}, {slowest[0]:.2f} s")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1]), 1))
