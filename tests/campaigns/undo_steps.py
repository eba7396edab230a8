"""Takes random steps of every kind, then takes them all back and does them all again.

Run from the root of the project: python tests/campaigns/undo_steps.py [WALKS] [STEPS] [SEED]
or, for one very long way back: python tests/campaigns/undo_steps.py far [STEPS]
A small part of it runs with the tests (tests/app/store/test_every_step.py).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.model.people import Counterpart  # noqa: E402
from app.model.values import Clock, FixedClock  # noqa: E402
from app.services import trash  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from app.store.dump import dump  # noqa: E402
from tests.every_step import STEPS, Hand, Step  # noqa: E402

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Outcome:
    """What one walk did and found."""

    taken: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    problems: list[str] = field(default_factory=list)


def walk(folder: Path, clock: Clock, steps: Sequence[Step]) -> Outcome:
    """Take the steps; undo each at once and redo it; then undo all and redo all.

    The journal is closed and opened again before the way back, and again before the way forth.
    """
    outcome = Outcome()
    path = folder / "journal.kith"
    journal = Workspace.open(path, clock, create=True)
    states = [dump(journal.database)]
    for step in (*steps, ("add_person", 0)):  # a last deed closes the road of what was tried
        _take(journal, folder, step, states, outcome)
    outcome.steps = len(states) - 1
    journal = _again(journal, clock)
    for place in range(len(states) - 2, -1, -1):
        _turn(journal, "undo", place, states, outcome)
    if journal.undo() is not None:
        outcome.problems.append("there was more to undo than was done")
    journal = _again(journal, clock)
    for place in range(1, len(states)):
        _turn(journal, "redo", place, states, outcome)
    if journal.redo() is not None:
        outcome.problems.append("there was more to redo than was undone")
    outcome.problems += journal.check()
    journal.close()
    return outcome


def _again(journal: Workspace, clock: Clock) -> Workspace:
    path = journal.path
    journal.close()
    return Workspace.open(path, clock)


def _take(
    journal: Workspace, folder: Path, step: Step, states: list[Any], outcome: Outcome
) -> None:
    """Take one step; `states` holds the dump after every step that can be taken back."""
    before = _standing(journal)
    Hand(journal, folder).take(step)
    now = dump(journal.database)
    more = _standing(journal) - before
    if more == 0:  # refused, without effect, or typed on: one step all the same
        states[-1] = now
    if more < 0:  # all that was typed is gone again
        states.pop()
        if states[-1] != now:
            outcome.problems.append(f"{step}: what was typed and taken away again left a trace")
    if more > 0:
        states.append(now)
        outcome.taken[step[0]] += 1
    if more > 1:
        outcome.problems.append(f"{step} was {more} steps")
    if more == 1 and step[0] != "go_on_typing":  # what is turned ends there
        _turn(journal, "undo", len(states) - 2, states, outcome)
        _turn(journal, "redo", len(states) - 1, states, outcome)
    if more == 1 and step[0].startswith("delete"):
        _restore(journal, step, states, outcome)
    problems = journal.check()
    outcome.problems += [f"{step}: {problem}" for problem in problems]


def _restore(journal: Workspace, step: Step, states: list[Any], outcome: Outcome) -> None:
    """What was just deleted comes back from the Trash as it was; then that is taken back."""
    newest = trash.items(journal, limit=1).items
    if not newest:
        outcome.problems.append(f"{step}: nothing is in the Trash")
        return
    returned = trash.restore(journal, newest[0].id)
    if returned.lacking or dump(journal.database) != states[-2]:
        outcome.problems.append(f"{step}: “{newest[0].title}” came back otherwise")
    journal.undo()
    if dump(journal.database) != states[-1]:
        outcome.problems.append(f"{step}: the restore of “{newest[0].title}” left a trace")


def _standing(journal: Workspace) -> int:
    return int(
        journal.database.value("SELECT count(*) FROM step WHERE kind = 'do' AND state = 'done'")
    )


def _turn(
    journal: Workspace, way: str, place: int, states: Sequence[Any], outcome: Outcome
) -> None:
    changes = journal.undo() if way == "undo" else journal.redo()
    if changes is None:
        outcome.problems.append(f"nothing to {way} at {place}")
    elif dump(journal.database) != states[place]:
        outcome.problems.append(f"{way} of “{changes.label}” met another journal: {place}")


def far(folder: Path, count: int) -> list[str]:
    """Take so many steps, close, take all back, close, do all again; what was found otherwise."""
    clock = FixedClock(NOW)
    journal = Workspace.open(folder / "journal.kith", clock, create=True)
    states = [dump(journal.database)]
    for number in range(count):
        with journal.change(f"Step {number}") as edit:
            edit.add(Counterpart, name=f"Person {number}")
    states.append(dump(journal.database))
    problems = []
    for way, wanted in (("undo", states[0]), ("redo", states[1]), ("undo", states[0])):
        journal = _again(journal, clock)
        turned = 0
        while getattr(journal, way)() is not None:
            turned += 1
        if turned != count or dump(journal.database) != wanted:
            problems.append(f"{way} turned {turned} of {count} steps, or met another journal")
    problems += journal.check()
    journal.close()
    return problems


def main(arguments: list[str]) -> int:
    """Walk as often as asked and say what was found."""
    if arguments[:1] == ["far"]:
        count = int(arguments[1]) if len(arguments) > 1 else 5_000
        with tempfile.TemporaryDirectory(prefix="kith-steps-") as folder:
            problems = far(Path(folder), count)
        print("\n".join(problems) or f"{count} steps taken back, done again and taken back again")
        return 1 if problems else 0
    numbers = [int(one) for one in arguments] + [200, 50, 1][len(arguments) :]
    walks, length, seed = numbers
    draw = random.Random(seed)
    taken: Counter[str] = Counter()
    steps = 0
    began = time.monotonic()
    for number in range(walks):
        names = sorted(STEPS)
        chosen = [(draw.choice(names), draw.randrange(2**32)) for _step in range(length)]
        with tempfile.TemporaryDirectory(prefix="kith-steps-") as folder:
            outcome = walk(Path(folder), FixedClock(NOW), chosen)
        taken += outcome.taken
        steps += outcome.steps
        for problem in outcome.problems:
            print(f"walk {number}: {problem}")
        if outcome.problems:
            print(f"walk {number}: {chosen}")
            return 1
    print(f"{walks} walks, {steps} steps, {time.monotonic() - began:.0f} s, no difference found")
    for name, count in sorted(taken.items()):
        print(f"  {name}: {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
