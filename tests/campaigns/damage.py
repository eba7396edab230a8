"""Damages journals in every way a disk and its surroundings know, and looks what comes of it.

    python tests/campaigns/damage.py [--flips 200] [--cuts 200] [--wals 50] [--seed 1]

Each damage must end in a sentence for a person (never a traceback, never a hang), and nothing may
be lost that a copy or a rescue brings back. Exit code 1 where one does not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.model.values import FixedClock  # noqa: E402
from tests.campaigns.damage_bytes import (  # noqa: E402
    Damager,
    Tally,
    cuts,
    flips,
    ground,
    wals,
    with_wal,
)
from tests.campaigns.damage_places import (  # noqa: E402
    Place,
    can_mount,
    clock_back,
    full_disk,
    gone,
    read_only,
)

Seals = tuple[bool, ...]
BOTH: Seals = (False, True)
CLOCK = FixedClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


def bytes_campaign(
    folder: Path, flipped: int, cut: int, in_wal: int, seed: int, seals: Seals = BOTH
) -> list[Tally]:
    """Flipped bytes and cut files, of a plain and of a protected journal."""
    tallies = []
    for protected in seals:
        word = "protected" if protected else "plain"
        chance = random.Random(seed)
        base = ground(folder / f"{word} ground", CLOCK, protected=protected)
        damager = Damager(base, folder / word, CLOCK)
        flip, short = Tally(f"{word}, a flipped byte"), Tally(f"{word}, cut short")
        flips(damager, flip, base.pages, flipped, chance)
        cuts(damager, short, base.path.stat().st_size, cut, chance)
        crashed = with_wal(base, folder / f"{word} crashed", CLOCK)
        last = Tally(f"{word}, a flipped byte in the -wal")
        size = crashed.path.with_name(f"{crashed.path.name}-wal").stat().st_size
        wals(Damager(crashed, folder / f"{word} wal", CLOCK), last, size, in_wal, chance)
        tallies += [flip, short, last]
    return tallies


def places_campaign(folder: Path, seals: Seals = BOTH) -> list[Place]:
    """Every trouble with the place, of a plain and of a protected journal."""
    found = []
    mounted = can_mount(folder / "trial")
    for protected in seals:
        word = "protected" if protected else "plain"
        base = ground(folder / f"{word} place", CLOCK, protected=protected)
        here = folder / f"{word} places"
        troubles = [
            full_disk(base, here, CLOCK, mounted=mounted),
            gone(base, here, CLOCK),
            read_only(base, here, CLOCK),
            clock_back(base, here, CLOCK),
        ]
        for trouble in troubles:
            trouble.what = f"{word}, {trouble.what}"
        found += troubles
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--flips", type=int, default=200)
    options.add_argument("--cuts", type=int, default=200)
    options.add_argument("--wals", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", choices=["bytes", "places"])
    options.add_argument("--journal", choices=["plain", "protected"])
    chosen = options.parse_args()
    seals = BOTH if chosen.journal is None else (chosen.journal == "protected",)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tallies: list[Tally | Place] = []
        if chosen.only != "bytes":
            tallies += places_campaign(Path(folder), seals)
        if chosen.only != "places":
            tallies += bytes_campaign(
                Path(folder), chosen.flips, chosen.cuts, chosen.wals, chosen.seed, seals
            )
    problems = 0
    for tally in tallies:
        print(tally)
        for problem in tally.problems:
            print(f"  {problem}")
        problems += len(tally.problems)
    print(f"{problems} problems; {time.monotonic() - started:.0f} s, seed {chosen.seed}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
