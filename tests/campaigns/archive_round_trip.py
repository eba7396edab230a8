"""Out into an archive, into an empty journal, and out again: the same bytes, or a difference.

Run from the root of the project:

    python tests/campaigns/archive_round_trip.py --sizes S,M [--examples 200]

Each size is a generated journal (tests/benchmarks/generate.py); an example is a journal drawn by
Hypothesis that uses any of every table and field (tests/drawn_journals.py). For each of them the
archive is written, taken into an empty journal, written again and compared byte by byte; then it
is taken in once more, which must add nothing, and undone, which must leave the journal empty.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402

from app.model.imports import Fate  # noqa: E402
from app.services import archive, transfer  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from tests.benchmarks.generate import generate  # noqa: E402
from tests.drawn_journals import JOURNALS, fill  # noqa: E402


@dataclass
class Trip:
    """What was found with one journal, and how long each part took."""

    name: str
    records: int = 0
    size: int = 0
    out: float = 0.0
    look: float = 0.0
    take: float = 0.0
    problems: list[str] = field(default_factory=list)


def trip(folder: Path, source: Workspace, name: str) -> Trip:
    """Take one journal out and in again; the files are made in this folder."""
    found = Trip(name)
    first, second, third = (folder / f"{name}-{n}.json" for n in (1, 2, 3))
    target = Workspace.open(folder / f"{name}-target.kith", source.clock, create=True)
    started = time.perf_counter()
    found.records = archive.save(source, first).records
    found.out, found.size = time.perf_counter() - started, first.stat().st_size
    archive.save(target, third)
    empty = third.read_bytes()
    started = time.perf_counter()
    plan = transfer.preview(target, [first])
    found.look = time.perf_counter() - started
    started = time.perf_counter()
    report = transfer.apply(target, plan)
    found.take = time.perf_counter() - started
    if report.count(Fate.ADDED) != len(plan.rows):
        found.problems.append("not every row was added")
    archive.save(target, second)
    if second.read_bytes() != first.read_bytes():
        found.problems.append("the second archive is another one")
    found.problems += target.check()
    step = [one.id for one in target.history(1)]
    report = transfer.apply(target, transfer.preview(target, [first]))
    if report.count(Fate.SKIPPED) != len(plan.rows) or [s.id for s in target.history(1)] != step:
        found.problems.append("the second time was not skipped")
    target.undo()
    archive.save(target, third, overwrite=True)
    if third.read_bytes() != empty:
        found.problems.append("undo left something")
    found.problems += target.check()
    target.close()
    return found


def sizes(folder: Path, wanted: Sequence[str]) -> Iterator[Trip]:
    """One trip for each generated journal."""
    for size in wanted:
        path = folder / f"{size}.kith"
        generate(path, size)
        source = Workspace.open(path)
        yield trip(folder, source, size)
        source.close()


def examples(folder: Path, count: int) -> list[str]:
    """Trips of drawn journals; what is wrong with the smallest that fails."""
    numbers = iter(range(10**9))

    # Without shrinking: a journal takes a second, and what is wrong names the place.
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(JOURNALS)
    def run(drawn: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            name = f"drawn{next(numbers)}"
            source = Workspace.open(Path(place) / f"{name}.kith", create=True)
            try:
                fill(source, drawn)
                assert trip(Path(place), source, name).problems == []
            finally:
                source.close()

    try:
        run()
    except AssertionError as error:
        return [str(error)]
    return []


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--sizes", default="S,M", help="of S, M, L, XL, with commas")
    options.add_argument("--examples", type=int, default=100)
    chosen = options.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for found in sizes(Path(folder), [one for one in chosen.sizes.split(",") if one]):
            wrong += len(found.problems)
            print(
                f"{found.name}: {found.records:,} records, {found.size / 1e6:.1f} MB; out "
                f"{found.out:.1f} s, look {found.look:.1f} s, in {found.take:.1f} s; "
                f"{', '.join(found.problems) or 'the same bytes'}"
            )
        problems = examples(Path(folder), chosen.examples) if chosen.examples else []
        wrong += len(problems)
        print(f"{chosen.examples} drawn journals: {', '.join(problems) or 'the same bytes'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
