"""Kills processes at any moment of their work, and looks whether their journals are whole.

    python tests/campaigns/kill_everything.py [--kills 300] [--seed 1] [--only logging,converting]

After every kill the journal must open with the passphrase that is valid then, pass its check,
hold everything that was reported done, hold nothing half, leave no files behind once it was
opened, and, where it is protected, show no word of it in any file. Exit code 1 where it does not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.model.errors import UserError  # noqa: E402
from tests.campaigns import ways_of_keeping, ways_of_moving, ways_of_writing  # noqa: E402
from tests.campaigns.killing import STARTING, Child, Killer, Life  # noqa: E402
from tests.campaigns.seats import Nursery, Seat  # noqa: E402
from tests.campaigns.ways import Way  # noqa: E402

WAYS: dict[str, type[Way]] = {
    way.name: way for way in (*ways_of_writing.WAYS, *ways_of_moving.WAYS, *ways_of_keeping.WAYS)
}


@dataclass
class Tally:
    """What came of the lives of one kind of work."""

    way: str
    kills: int = 0
    starting: int = 0
    inside: int = 0
    done: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.way:24} {self.kills:4} killed, {self.starting:3} while starting, "
            f"{self.inside:3} inside a deed; {self.done:5,} deeds reported done; "
            f"{len(self.problems)} problems"
        )


class Campaign:
    """Lives and deaths over a folder of journals."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        self._nursery = Nursery(folder / "nursery")
        self._killer = Killer(self._chance, Path(__file__))
        self._seats: dict[tuple[str, bool], Seat] = {}
        self._folder = folder

    def run(self, way: Way, tally: Tally, starting: float = STARTING) -> None:
        """One life, and a look at what it left."""
        seat = self._seat(way)
        way.dress(seat)
        life = self._killer.live(way.name, seat.orders(), seat.home, way.most, starting)
        tally.kills += 1
        tally.starting += not life.began
        tally.inside += life.broken is not None
        tally.done += len(life.done)
        after = f"{way.name}, life {seat.number}, broken off in {life.broken}"
        tally.problems += [f"{after}: {problem}" for problem in _look(way, seat, life)]

    def _seat(self, way: Way) -> Seat:
        protected = self._chance.random() < way.protected
        seat = self._seats.get((way.name, protected))
        if seat is None:
            name = f"{way.name}, {'protected' if protected else 'plain'}"
            seat = self._nursery.seat(name, protected=protected)
            way.prepare(seat)
            self._seats[way.name, protected] = seat
        return seat


def _look(way: Way, seat: Seat, life: Life) -> list[str]:
    problems = [life.failed] if life.failed else []
    allowed = way.passphrases(seat, life)
    if None not in allowed:
        problems += [f"killed: {one}" for one in seat.spoken()]
    elif len(allowed) > 1 and seat.is_protected():  # what it is about to become lies there yet
        problems += [f"killed: {one}" for one in seat.spoken(unless=seat.half_converted())]
    opening = [one for one in dict.fromkeys(allowed) if seat.opens_with(one)]
    if len(opening) != 1:
        return [*problems, f"of the passphrases {allowed}, {len(opening)} open it"]
    seat.passphrase = opening[0]
    try:
        workspace = seat.open()
    except UserError as error:
        return [*problems, f"it does not open: {error}"]
    try:
        problems += workspace.check()
        problems += way.judge(seat, life, workspace)
    finally:
        workspace.close()
    problems += seat.leftovers()
    problems += way.look_around(seat, life)
    if seat.passphrase is not None:
        problems += [f"opened again: {one}" for one in seat.spoken()]
    return problems


def campaign(
    folder: Path, kills: int, seed: int, only: tuple[str, ...] = (), starting: float = STARTING
) -> list[Tally]:
    """So many kills, shared evenly among the kinds of work."""
    run = Campaign(folder, seed)
    ways = [WAYS[name]() for name in only or WAYS]
    tallies = {way.name: Tally(way.name) for way in ways}
    for number in range(kills):
        way = ways[number % len(ways)]
        run.run(way, tallies[way.name], starting)
    return list(tallies.values())


def total(tallies: list[Tally]) -> Tally:
    """All of them together."""
    whole = Tally("together")
    for one in tallies:
        whole.kills += one.kills
        whole.starting += one.starting
        whole.inside += one.inside
        whole.done += one.done
        whole.problems += one.problems
    return whole


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        WAYS[sys.argv[2]]().live(Child(json.load(sys.stdin)))
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help=f"of {', '.join(WAYS)}")
    options.add_argument("--keep", type=Path, help="a folder for the journals, kept afterwards")
    chosen = options.parse_args()
    only = tuple(name.strip() for name in chosen.only.split(",") if name.strip())
    if not set(only) <= WAYS.keys():
        options.error(f"kinds of work are {', '.join(WAYS)}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        tallies = campaign(chosen.keep or Path(temporary), chosen.kills, chosen.seed, only)
    whole = total(tallies)
    for one in (*tallies, whole):
        print(one)
    print(f"{time.monotonic() - started:.0f} s, seed {chosen.seed}")
    for problem in whole.problems:
        print(f"  {problem}")
    return 1 if whole.problems else 0


if __name__ == "__main__":
    sys.exit(main())
