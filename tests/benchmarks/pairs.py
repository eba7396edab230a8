"""Finds who is here twice among very many people: how long, how well, and whether the screen moves.

    python tests/benchmarks/pairs.py [--people 10000] [--twice 500] [--keep DIR]

The people are those of `generate.py` (XL has 10,000), without entries, which are not looked at.
Some of them come in once more, as another address book would have them: the name turned round,
without accents, with an initial, with a slip, under the same number or address. Every pair found
that was not planted counts as wrong.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from anyascii import anyascii  # noqa: E402
from generate import GIVEN, _Maker  # noqa: E402
from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.model.people import ContactPoint, Counterpart, Organisation, PointKind  # noqa: E402
from app.services.duplicates import Likely, likely_pairs  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from app.store.bulk import bulk  # noqa: E402
from ui.bridge import Bridge  # noqa: E402
from ui.task import Task  # noqa: E402

_BEAT_MS = 5


class Twice:
    """Chooses some people and makes a second record of each, in one of several ways."""

    def __init__(self, people: list[dict[str, Any]], count: int) -> None:
        chance = random.Random(7)
        plain = [one for one in people if one["name"].replace(" ", "").isalpha()]
        self.chosen = sorted(chance.sample(plain, count), key=lambda one: one["id"])
        self._first = max(one["id"] for one in people) + 1
        self._chance = chance
        self.points: list[dict[str, Any]] = []
        self.pairs: set[tuple[int, int]] = set()

    def people(self) -> Iterator[dict[str, Any]]:
        ways = (self._turned, self._plain, self._initial, self._slip, self._address, self._number)
        for number, (one, way) in enumerate(zip(self.chosen, itertools.cycle(ways)), self._first):
            self.pairs.add((one["id"], number))
            made = {**one, "id": number, "uid": f"twice-{number}", "organisation_id": None}
            yield made | way(one, number)

    def _turned(self, one: dict[str, Any], _number: int) -> dict[str, Any]:
        first, *rest = one["name"].split()
        return {"name": f"{' '.join(rest)}, {first}"}

    def _plain(self, one: dict[str, Any], _number: int) -> dict[str, Any]:
        return {"name": anyascii(one["name"]).upper()}

    def _initial(self, one: dict[str, Any], _number: int) -> dict[str, Any]:
        first, *rest = one["name"].split()
        name = f"{first[0]}. {' '.join(rest)}"
        return {"name": name, "organisation_id": one["organisation_id"]}

    def _slip(self, one: dict[str, Any], _number: int) -> dict[str, Any]:
        word = one["name"]
        at = max(2, len(word) - 3)
        slip = word[:at] + word[at] + word[at:]
        return {"name": slip, "organisation_id": one["organisation_id"]}

    def _address(self, one: dict[str, Any], number: int) -> dict[str, Any]:
        self._point(number, PointKind.EMAIL, f"person{one['id']}@mail.example".title())
        return {"name": one["name"].split()[0]}

    def _number(self, one: dict[str, Any], number: int) -> dict[str, Any]:
        digits = f"{912_000_000 + one['id']}"
        self._point(one["id"], PointKind.PHONE, f"+351 {digits[:3]} {digits[3:6]} {digits[6:]}")
        self._point(number, PointKind.PHONE, f"00351{digits}")
        return {"name": one["name"].split()[0]}

    def _point(self, person: int, kind: PointKind, value: str) -> None:
        number = 1_000_000 + len(self.points)
        uid = f"point-{number}"
        own = {"id": number, "uid": uid, "counterpart_id": person}
        self.points.append({**own, "kind": kind, "value": value})


def make(path: Path, people: int, count: int) -> set[tuple[int, int]]:
    """A journal with so many people, some of them twice; the pairs that were planted."""
    maker = _Maker(random.Random(20), people, 1)
    everyone = [dict(one) for one in _numbered(maker, people)]
    twice = Twice(everyone, count)
    workspace = Workspace.open(path, create=True)
    with bulk(workspace.database) as journal:
        journal.add(Organisation, maker.organisations())
        journal.add(Counterpart, iter([*everyone, *twice.people()]))
        journal.add(ContactPoint, iter([*maker.points(), *twice.points]))
    workspace.close()
    return twice.pairs


def _numbered(maker: _Maker, people: int) -> Iterator[dict[str, Any]]:
    """As in life, nobody's name ends in a number: those who would have one get a second name."""
    seconds = ("Alba", "Brum", "Cruz", "Dahl", "Engel", "Frost", "Gold", "Hart")
    for one in maker.counterparts():
        words = one["name"].split()
        if words[-1].isdecimal() and one["name"].split()[0] in GIVEN:
            words[-1] = seconds[int(words[-1]) % len(seconds)] + chr(97 + one["id"] % 26)
        yield {**one, "name": " ".join(words)}


def watched(path: Path) -> tuple[list[Likely], float, float]:
    """The pairs as the window finds them, the seconds, and the longest the screen stood still."""
    app = QApplication.instance() or QApplication([])
    bridge = Bridge(Workspace.open(path))
    loop, clock, beat = QEventLoop(), QElapsedTimer(), QTimer(interval=_BEAT_MS)
    gaps, found = [0], []

    def tick() -> None:
        gaps.append(clock.restart())

    def job(workspace: Workspace, task: Task) -> list[Likely]:
        return likely_pairs(workspace, task.progress, task.cancelled)

    beat.timeout.connect(tick)
    begun, worked = time.perf_counter(), time.process_time()
    task = bridge.run(job, lambda pairs: (found.extend(pairs), loop.quit()))
    clock.start()
    beat.start()
    loop.exec()
    seconds = time.perf_counter() - begun
    print(f"{time.process_time() - worked:.1f} s of one processor")
    beat.stop()
    del task
    bridge.close()
    app.processEvents()
    return found, seconds, max(gaps)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=10_000)
    options.add_argument("--twice", type=int, default=500)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (chosen.keep or Path(folder)) / "pairs.kith"
        planted = make(path, chosen.people, chosen.twice)
        found, seconds, gap = watched(path)
        right = {(one.one, one.other) for one in found} & planted
        print(f"{chosen.people:,} people, {len(planted):,} of them twice")
        print(f"pairs in {seconds:.1f} s; the screen stood still for {gap} ms at most")
        print(f"found {len(right):,} of {len(planted):,}; {len(found) - len(right):,} others")
    code = (
        "import time; a = time.perf_counter(); import phonenumbers; print(time.perf_counter() - a)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    print(f"phone plans load in {float(loaded.stdout) * 1000:.0f} ms, in the worker alone")
    for one in found:
        if (one.one, one.other) not in planted:
            print("other:", *one.names, "|", *one.reasons)


if __name__ == "__main__":
    main()
