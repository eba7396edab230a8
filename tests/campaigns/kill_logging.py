"""Kills processes while they log, and looks whether anything they reported saved is lost.

    python tests/campaigns/kill_logging.py [--kills 100] [--seed 1] [--journal FILE]

Each child logs one entry after the other, half of them through the terminal commands (a fresh
connection for every entry), half through one open journal, and prints the uid of each entry once
it has been saved. It is killed without warning: at a random moment after its first entry, or
while it is still starting. Afterwards the journal must open, pass its own check, and hold every
reported entry with its person, its promise, and its place in the history.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.model.records import Interaction, Promise  # noqa: E402
from app.services import quick_log  # noqa: E402
from app.services.sample import create_sample  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402

NAMES = ("Dana Okafor", "Åsa Lindqvist", "陳美玲", "ياسمين حداد")
STARTING = 0.25  # the share of children that are killed while they start


@dataclass
class Outcome:
    """What a campaign found."""

    kills: int = 0
    saved: int = 0
    found: int = 0
    unreported: int = 0
    killed_starting: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} processes killed ({self.killed_starting} before their first save), "
            f"{self.saved} entries reported saved, {self.found} of them found, "
            f"{self.unreported} saved but killed before they could be reported, "
            f"{len(self.problems)} problems"
        )


def child(journal: Path, way: str, number: int) -> None:
    """Log until killed; print each entry's uid once it is saved."""
    count = 0
    kept = Workspace.open(journal) if way == "open" else None
    while True:
        name = NAMES[count % len(NAMES)]
        workspace = kept or Workspace.open(journal)
        line = f"call with {name} today 5m kill{number}n{count} !me send note {count} by Friday"
        quick = quick_log.parse(line, workspace.names(), workspace.clock.now())
        entry = quick_log.log(workspace, quick)
        sys.stdout.write(f"{entry.uid}\n")
        sys.stdout.flush()
        if kept is None:
            workspace.close()
        count += 1


def campaign(journal: Path, kills: int, seed: int) -> Outcome:
    """Kill so many children at random moments; then look at what is left."""
    chance = random.Random(seed)
    if not journal.exists():
        create_sample(journal).close()
    with_before = Workspace.open(journal)
    before = len(with_before.find(Interaction))
    with_before.close()
    outcome = Outcome()
    reported: list[str] = []
    for number in range(kills):
        uids = _one_life(journal, chance, number)
        outcome.kills += 1
        outcome.killed_starting += not uids
        reported += uids
        # Opening after each kill also proves that no kill leaves the file locked.
        workspace = Workspace.open(journal)
        outcome.problems += workspace.check()
        workspace.close()
    outcome.saved = len(reported)
    _look(journal, reported, before, outcome)
    return outcome


def _one_life(journal: Path, chance: random.Random, number: int) -> list[str]:
    """Start a child, kill it, and return what it reported saved."""
    way = chance.choice(("open", "reopen"))
    process = subprocess.Popen(
        [sys.executable, __file__, "--child", str(journal), way, str(number)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    lines: list[bytes] = []
    first = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            first.set()
        first.set()

    listener = threading.Thread(target=listen)
    listener.start()
    if chance.random() < STARTING:
        time.sleep(chance.uniform(0, 0.9))
    else:
        first.wait(60)
        time.sleep(chance.uniform(0, 0.15))
    process.kill()
    process.wait()
    listener.join()
    process.stdout.close()
    return [line.decode().strip() for line in lines if line.endswith(b"\n")]


def _look(journal: Path, reported: list[str], before: int, outcome: Outcome) -> None:
    workspace = Workspace.open(journal)
    by_uid = {entry.uid: entry for entry in workspace.find(Interaction)}
    promised = {promise.interaction_id for promise in workspace.find(Promise)}
    for uid in reported:
        entry = by_uid.get(uid)
        if entry is None:
            outcome.problems.append(f"entry {uid} was reported saved and is gone")
        elif not entry.people or entry.id not in promised:
            outcome.problems.append(f"entry {uid} is there only in part")
        else:
            outcome.found += 1
    outcome.unreported = len(by_uid) - before - len(reported)
    logged = [step for step in workspace.history(10**9) if step.label.startswith("Log a call")]
    if len(logged) != len(by_uid) - before:
        outcome.problems.append(f"{len(logged)} steps for {len(by_uid) - before} entries")
    workspace.close()


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--journal", type=Path)
    chosen = options.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        journal = chosen.journal or Path(folder) / "killed.kith"
        outcome = campaign(journal, chosen.kills, chosen.seed)
    print(f"{outcome}; {time.monotonic() - started:.0f} s, seed {chosen.seed}")
    for problem in outcome.problems:
        print(f"  {problem}")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
