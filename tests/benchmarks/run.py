"""Measures Kith against what its parts can do at best, within one run, and prints the table.

    python tests/benchmarks/run.py [--sizes L] [--rounds 9] [--only start,search] [--keep DIR]

Floors: a bare PySide6 window with an empty list (start, memory), the same FTS5 query through
plain sqlite3 (search), one durable commit of one row (saving), an empty page set by Typst (PDF),
the same journal without a passphrase (protected).
Figures are medians, with the least and the most in brackets (from 20 values on, the middle eight
tenths); a ratio is taken in every round, so that a busy moment weighs on both sides.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import typst  # noqa: E402
from figures import Row, machine, table  # noqa: E402
from generate import COMMON, MANY, PAIR, RARE, SIZES, SOME, generate  # noqa: E402
from protected import Protected  # noqa: E402

from app.insights.realness import side_by_side  # noqa: E402
from app.model.records import Channel, Interaction, Opener  # noqa: E402
from app.model.values import Moment, PartialDate  # noqa: E402
from app.services import search, standings  # noqa: E402
from app.services.prep import for_paper, prepare, save_pdf  # noqa: E402
from app.services.profile import profile  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from app.store.search import match_expression  # noqa: E402

FLOOR = Path(__file__).with_name("floor_window.py")
WINDOW = Path(__file__).with_name("window_child.py")
SETTLE = 6.0  # seconds a window is left alone before its memory is read
SNIPPET = "snippet(search, 0, char(2), char(3), '…', 14)"


def clean_environment(home: Path) -> dict[str, str]:
    """The surroundings of measured processes: no screen, their own home, compiled files kept."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        surroundings[name] = str(home)
    return surroundings


class Bench:
    """All measurements of one run over one folder of journals."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self.folder = folder
        self.rounds = rounds
        self.surroundings = clean_environment(folder)

    def journal(self, size: str) -> Path:
        """A generated journal of this size, with its standings worked out as in daily use."""
        path = self.folder / f"{size}.kith"
        if path.exists() and not self._is_current(path):
            path.unlink()
        if not path.exists():
            say(f"making {size}")
            generate(path, size)
            workspace = Workspace.open(path)
            standings.refresh(workspace)
            workspace.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            workspace.close()
        return path

    def _is_current(self, path: Path) -> bool:
        """Whether a journal kept from an earlier run has the tables of today's."""
        fresh = self.folder / "fresh.kith"
        fresh.unlink(missing_ok=True)
        Workspace.open(fresh, create=True).close()
        return schema_of(path) == schema_of(fresh)

    # --- whole processes ---------------------------------------------------------------------

    def first_paint(self, command: Sequence[str]) -> float:
        """Milliseconds from the start of a process to its first painted window."""
        done = subprocess.run(
            command,
            env={**self.surroundings, "KITH_MEASURE": "first-paint"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if "first-paint" not in done.stdout:
            raise SystemExit(f"the window never painted:\n{done.stderr[-2000:]}")
        return float(done.stdout.split("first-paint")[1].split()[0])

    def kith(self, path: Path) -> list[str]:
        return [sys.executable, "-m", "ui.launch", "--journal", str(path)]

    def start(self, sizes: Sequence[str]) -> list[Row]:
        """Start to the first painted page, against the bare window; each size against L."""
        bare = [sys.executable, str(FLOOR)]
        commands = {size: self.kith(self.journal(size)) for size in sizes}
        for command in (bare, *commands.values()):
            self.first_paint(command)  # warms the compiled files and the disk's cache
        floor: list[float] = []
        found: dict[str, list[float]] = {size: [] for size in sizes}
        for _round in range(max(9, self.rounds)):
            floor.append(self.first_paint(bare))
            for size, command in commands.items():
                found[size].append(self.first_paint(command))
        rows = [
            Row(f"start to first painted page, {size}", times, floor, most_ratio=1.3)
            for size, times in found.items()
        ]
        if {"L", "XL"} <= found.keys():
            rows.append(Row("start, XL against L", found["XL"], found["L"], most_ratio=1.1))
        return rows

    def memory(self, size: str) -> Row:
        """Memory in use (PSS) a few seconds after the start, against the bare window."""
        floor, found = [], []
        for _round in range(self.rounds):
            floor.append(self._resting([sys.executable, str(FLOOR)]))
            found.append(self._resting(self.kith(self.journal(size))))
        return Row(f"memory, {size} (PSS, MiB)", found, floor, "MiB", most_ratio=1.5)

    def _resting(self, command: Sequence[str]) -> float:
        process = subprocess.Popen(
            command, env=self.surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            time.sleep(SETTLE)
            book = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        finally:
            process.terminate()
            process.wait(30)
        return next(int(line.split()[1]) for line in book.splitlines() if "Pss:" in line) / 1024

    def window(self, size: str) -> list[Row]:
        """Timeline, jump and profile to their first painted rows, and the longest stalls."""
        command = [sys.executable, str(WINDOW), str(self.journal(size)), str(MANY)]
        found: dict[str, list[float]] = {}
        for _round in range(self.rounds):
            done = subprocess.run(
                command,
                env=self.surroundings,
                capture_output=True,
                text=True,
                check=False,
                timeout=900,
            )
            if done.returncode:
                raise SystemExit(f"the window failed:\n{done.stderr[-2000:]}")
            for name, times in json.loads(done.stdout.splitlines()[-1]).items():
                found.setdefault(name, []).extend(times)
        return [
            Row(f"{name}, {size}", times, most=50.0 if "stall" in name else 100.0)
            for name, times in found.items()
        ]

    # --- services, in this process -----------------------------------------------------------

    def searching(self, size: str) -> list[Row]:
        """First results as one types, against the same query through plain sqlite3."""
        path = self.journal(size)
        plain = sqlite3.connect(path)
        workspace = Workspace.open(path)
        rows = []
        sql = (
            f"SELECT rowid, {SNIPPET} FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 20"
        )
        for name, query in (("common word", COMMON), ("rare word", RARE), ("two words", PAIR)):
            for typed, remark in ((query, ""), (query[:3], ", first three letters")):
                expression = match_expression(typed)

                def bare(expression: str = expression) -> None:
                    plain.execute(sql, (expression,)).fetchall()

                def ours(typed: str = typed) -> None:
                    assert search.newest(workspace, typed)

                floor, found = interleaved(bare, ours, self.rounds * 5)
                rows.append(
                    Row(
                        f"search, {name}{remark}, {size}",
                        found,
                        floor,
                        most_ratio=2.0,
                        most_plus=20.0,
                    )
                )
        workspace.close()
        plain.close()
        return rows

    def saving(self, size: str) -> Row:
        """Saving one entry, against one bare durable commit of a row of the same length."""
        with self.copied(size) as path:
            workspace = Workspace.open(path)
            plain = sqlite3.connect(path.with_name("bare.db"), isolation_level=None)
            plain.execute("PRAGMA journal_mode = WAL")
            plain.execute("PRAGMA synchronous = FULL")
            plain.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, note TEXT)")
            note = "A call about the harbour, long enough to be a note. " * 4

            def bare() -> None:
                plain.execute("INSERT INTO entry(note) VALUES (?)", (note,))

            def ours() -> None:
                with workspace.change("Log a call") as edit:
                    edit.add(
                        Interaction,
                        when=Moment(PartialDate.of(workspace.today)),
                        people=(SOME + 1,),
                        channel=Channel.CALL,
                        opener=Opener.ME,
                        note=note,
                    )

            floor, found = interleaved(bare, ours, self.rounds * 10)
            workspace.close()
            plain.close()
        return Row(f"saving one entry, {size}", found, floor, most_ratio=3.0)

    def reading(self, size: str) -> list[Row]:
        """One person with 2,000 entries: the whole profile, and the three tests alone."""
        workspace = Workspace.open(self.journal(size))
        log = workspace.log_of(MANY)
        count = len(log.contacts)
        whole = repeated(lambda: profile(workspace, MANY), self.rounds)
        tests = repeated(lambda: side_by_side(log, workspace.policy), self.rounds)
        workspace.close()
        return [
            Row(f"profile of {count:,} entries read and judged, {size}", whole, most=100.0),
            Row(f"of which the three tests, {size}", tests),
        ]

    def paper(self, size: str) -> Row:
        """A briefing about a person with 200 entries, against an empty page set by Typst."""
        workspace = Workspace.open(self.journal(size))
        empty = typst.Compiler()
        pages = itertools.count()
        out = self.folder / "brief.pdf"

        def bare() -> None:
            empty.compile(f"Page {next(pages)}".encode())  # never the same: Typst remembers

        def ours() -> None:
            save_pdf(for_paper(prepare(workspace, SOME).brief), out, overwrite=True)

        ours()
        floor, found = interleaved(bare, ours, self.rounds)
        workspace.close()
        return Row(f"briefing of a person with 200 entries as PDF, {size}", found, floor)

    @contextmanager
    def copied(self, size: str) -> Iterator[Path]:
        """A copy of a journal that may be written to."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            copy = Path(folder) / "copy.kith"
            copy.write_bytes(self.journal(size).read_bytes())
            yield copy


def schema_of(path: Path) -> set[str]:
    """Every table, index and trigger of a journal, as SQL."""
    connection = sqlite3.connect(path)
    found = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master") if row[0]}
    connection.close()
    return found


def interleaved(
    bare: Callable[[], object], ours: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of both, by turns, after each has run once."""
    bare()
    ours()
    floor, found = [], []
    for _round in range(rounds):
        floor.append(timed(bare))
        found.append(timed(ours))
    return floor, found


def repeated(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each run after the first."""
    work()
    return [timed(work) for _round in range(rounds)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds one run takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def say(text: str) -> None:
    """Progress, apart from the table."""
    print(text, file=sys.stderr, flush=True)


PARTS = ("start", "memory", "window", "search", "save", "profile", "pdf", "vault")


def measure(bench: Bench, sizes: Sequence[str], parts: Sequence[str]) -> list[Row]:
    """Every chosen part for every size."""
    rows: list[Row] = []
    for size in sizes:
        bench.journal(size)
    if "start" in parts:
        say("start")
        rows += bench.start(sizes)
    for size in sizes:
        say(f"size {size}")
        if "memory" in parts:
            rows.append(bench.memory(size))
        if "window" in parts:
            rows += bench.window(size)
        if "profile" in parts:
            rows += bench.reading(size)
        if "search" in parts:
            rows += bench.searching(size)
        if "save" in parts:
            rows.append(bench.saving(size))
        if "pdf" in parts:
            rows.append(bench.paper(size))
        if "vault" in parts:
            rows += Protected(bench, size, interleaved).rows()
    return rows


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="L", help="of S, M, L, XL, separated by commas")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    options.add_argument("--keep", type=Path, help="a folder for the journals, kept afterwards")
    chosen = options.parse_args()
    sizes = [size.strip() for size in chosen.sizes.split(",")]
    if not set(sizes) <= set(SIZES) or chosen.rounds < 7:
        options.error("sizes are S, M, L and XL; at least 7 rounds")
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.update(clean_environment(folder))
        started = time.monotonic()
        rows = measure(Bench(folder, chosen.rounds), sizes, chosen.only.split(","))
    minutes = (time.monotonic() - started) / 60
    print(table(f"{date.today()}, {machine()}", rows))
    missed = [row.what for row in rows if row.met is False]
    print(f"\n{chosen.rounds} rounds, {minutes:.0f} minutes. Marks missed: ", end="")
    print("; ".join(missed) if missed else "none", end=".\n")
    assert all(statistics.median(row.kith) >= 0 for row in rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
