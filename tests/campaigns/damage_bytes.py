"""Damages bytes of journals: a flipped one in a page, a file cut short, a damaged -wal."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.model.checks import DAMAGE
from app.model.errors import InputError, UserError
from app.model.people import Counterpart
from app.model.values import Clock
from app.services import backups, checking, good_copies, rescue, restoring
from app.services import vault as door
from app.services.backups import Reason
from app.services.sample import create_sample
from app.services.vault import Key
from app.services.workspace import Workspace
from app.store import vault
from app.store.dump import dump
from tests.campaigns.damage_story import Told, deed, story

PAGE = 4096
PASSPHRASE = "seven quiet herons at dusk"
_STEPS = 40


@dataclass
class Ground:
    """A sound journal with a copy beside it, and everything it holds."""

    path: Path
    key: Key | None
    rows: dict[tuple[str, Any], Any]

    @property
    def pages(self) -> int:
        return self.path.stat().st_size // PAGE


@dataclass
class Tally:
    """What came of so many damages of one kind."""

    what: str
    count: int = 0
    opened: int = 0
    noticed: int = 0
    by: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    silent: int = 0
    rows: int = 0
    rescued: int = 0
    whole: int = 0
    unread: int = 0
    restored: int = 0
    mended: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        share = 100 * self.rescued / self.rows if self.rows else 100
        by = ", ".join(f"{kind} {n}" for kind, n in self.by.most_common())
        return (
            f"{self.what}: {self.count} damaged, {self.opened} opened, {self.noticed} noticed "
            f"({by}), {self.harmless} changed nothing, {self.silent} unnoticed; mended in place "
            f"{self.mended}; rescue read {share:.2f} % of the rows, all {self.whole} times, "
            f"nothing {self.unread} times; copy restored {self.restored} of {self.count}; "
            f"{len(self.problems)} problems"
        )


def ground(folder: Path, clock: Clock, *, protected: bool) -> Ground:
    """The sample with some more steps, drafts and a copy."""
    folder.mkdir(parents=True)
    path = folder / "journal.kith"
    create_sample(path, clock).close()
    key = door.protect(path, PASSPHRASE) if protected else None
    with closing(Workspace.open(path, clock, key=key)) as workspace:
        people = workspace.find(Counterpart)
        for number in range(_STEPS):
            person = people[number % len(people)]
            with workspace.change(f"Edit {number}") as edit:
                edit.set(edit_again(workspace, person), style=f"Style {number}, plain and kind.")
        workspace.save_draft("log", "Half a sentence that waits")
        backups.make(workspace, Reason.BY_HAND)
        rows = rows_of(workspace)
    return Ground(path, key, rows)


def with_wal(base: Ground, folder: Path, clock: Clock) -> Ground:
    """The same journal as a crash leaves it: its last steps lie in the -wal alone."""
    folder.mkdir(parents=True)
    path = folder / base.path.name
    for file in base.path.parent.glob("journal.kith*"):
        shutil.copyfile(file, folder / file.name)
    live = folder / "live"
    live.mkdir()
    for file in folder.glob("journal.kith*"):
        file.rename(live / file.name)
    with closing(Workspace.open(live / path.name, clock, key=base.key)) as workspace:
        for number in range(_STEPS):
            with workspace.change(f"Add {number}") as edit:
                edit.add(Counterpart, name=f"Newcomer {number}", note="Met at the very end. " * 9)
        backups.make(workspace, Reason.BY_HAND)
        rows = rows_of(workspace)
        for file in live.glob("journal.kith*"):
            if not file.name.endswith("-shm"):
                shutil.copyfile(file, folder / file.name)
    backups.folder(live / path.name).rename(folder / backups.folder(path).name)
    shutil.rmtree(live)
    return Ground(path, base.key, rows)


def edit_again(workspace: Workspace, person: Counterpart) -> Counterpart:
    return workspace.get(Counterpart, person.id)


def rows_of(workspace: Workspace) -> dict[tuple[str, Any], Any]:
    """Every row a person can write, by table and id."""
    found: dict[tuple[str, Any], Any] = {}
    for table, rows in dump(workspace.database, drafts=True).items():
        if isinstance(rows, dict):
            found |= {(table, key): text for key, text in rows.items() if key != "check.last"}
        else:
            found |= {(table, row["id"]): row for row in rows}
    return found


class Damager:
    """Damages copies of one journal, one after the other, and looks what comes of each."""

    def __init__(self, ground_: Ground, folder: Path, clock: Clock) -> None:
        self._ground, self._folder, self._clock = ground_, folder, clock
        self._copies = backups.folder(ground_.path)

    def run(self, tally: Tally, name: str, harm: Callable[[Path], str]) -> None:
        """One damage: used, checked, mended, rescued, restored, each on a fresh damaged file."""
        tally.count += 1
        where = ""
        for part in (self._use, self._check, self._rescue, self._restore):
            path = self._fresh(name)
            where = harm(path)
            try:
                part(tally, path, f"{name} ({where})")
            finally:
                shutil.rmtree(path.parent)

    def _fresh(self, name: str) -> Path:
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in self._ground.path.parent.glob("journal.kith*"):
            shutil.copyfile(file, folder / file.name)
        shutil.copytree(self._copies, folder / self._copies.name)
        return folder / self._ground.path.name

    def _key(self, tally: Tally, told: Told, path: Path, name: str) -> Key | None:
        """The key as a person comes by it: from the passphrase, or from the recovery code."""
        if self._ground.key is None:
            return None
        with deed(told, "unlock"):
            return door.unlock(path, vault.recovery_code(self._ground.key))
        tally.problems.append(f"{name}: {told.sentences[-1:] or told.problems[-1:]}")
        return None

    def _use(self, tally: Tally, path: Path, name: str) -> None:
        told = story(path, self._ground.key, self._clock)
        tally.opened += told.opened
        tally.problems += [f"{name}: {problem}" for problem in told.problems]

    def _check(self, tally: Tally, path: Path, name: str) -> None:
        told = Told()
        found: list[str] = []
        changed = True
        with deed(told, "check"):
            try:
                workspace = Workspace.open(path, self._clock, key=self._ground.key)
            except UserError:
                found.append("opening")
            else:
                with closing(workspace):
                    checked = checking.check(workspace)
                    found += sorted({t.ill.value for t in checked.troubles if t.ill in DAMAGE})
                    changed = self._differs(workspace)
                    if found and checked.mendable:
                        left = checking.mend(workspace)
                        tally.mended += left.sound and not self._differs(workspace)
        tally.noticed += bool(found)
        tally.by.update(found)
        tally.harmless += not found and not changed
        tally.silent += not found and changed
        tally.problems += [f"{name}: {problem}" for problem in told.problems + told.sentences]

    def _differs(self, workspace: Workspace) -> bool:
        try:
            return rows_of(workspace) != self._ground.rows
        except (UserError, ValueError):
            return True

    def _rescue(self, tally: Tally, path: Path, name: str) -> None:
        told = Told()
        before = path.read_bytes()
        out = path.with_name("rescued.kith")
        key = self._key(tally, told, path, name)
        tally.rows += len(self._ground.rows)
        with deed(told, "rescue"):
            try:
                rescue.read(path, out, key)
            except InputError:
                tally.unread += 1
                return
            with closing(Workspace.open(out, self._clock, key=key)) as workspace:
                rows = rows_of(workspace)
                told.problems += [f"rescued: {text}" for text in workspace.check()]
            good = sum(rows.get(where) == row for where, row in self._ground.rows.items())
            tally.rescued += good
            tally.whole += good == len(self._ground.rows)
        if path.read_bytes() != before:
            told.problems.append("the damaged file was written to")
        tally.problems += [f"{name}: {problem}" for problem in told.problems + told.sentences]

    def _restore(self, tally: Tally, path: Path, name: str) -> None:
        told = Told()
        with deed(told, "restore"):
            newest = good_copies.newest_good(path)
            assert newest is not None
            copy_key = restoring.key_for(newest.path, self._ground.key)
            restoring.restore(path, self._ground.key, newest.path, copy_key, self._clock.now())
            with closing(Workspace.open(path, self._clock, key=self._ground.key)) as workspace:
                tally.restored += not self._differs(workspace)
        tally.problems += [f"{name}: {problem}" for problem in told.problems + told.sentences]


def flips(damager: Damager, tally: Tally, pages: int, count: int, chance: random.Random) -> None:
    """One bit in each of so many random pages."""
    chosen = chance.sample(range(pages), min(count, pages))
    chosen += [chance.randrange(pages) for _more in range(count - len(chosen))]
    for number, page in enumerate(chosen):
        place, bit = page * PAGE + chance.randrange(PAGE), 1 << chance.randrange(8)

        def harm(path: Path, place: int = place, bit: int = bit) -> str:
            with path.open("r+b") as file:
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ bit]))
            return f"page {place // PAGE + 1}, byte {place % PAGE}, bit {bit}"

        damager.run(tally, f"flip{number}", harm)


def wals(damager: Damager, tally: Tally, size: int, count: int, chance: random.Random) -> None:
    """One bit of the -wal at so many random places."""
    for number in range(count):
        place, bit = chance.randrange(size), 1 << chance.randrange(8)

        def harm(path: Path, place: int = place, bit: int = bit) -> str:
            with path.with_name(f"{path.name}-wal").open("r+b") as file:
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ bit]))
            return f"-wal, byte {place}, bit {bit}"

        damager.run(tally, f"wal{number}", harm)


def cuts(damager: Damager, tally: Tally, size: int, count: int, chance: random.Random) -> None:
    """The file ends at so many random places."""
    for number in range(count):
        place = chance.randrange(1, size)

        def harm(path: Path, place: int = place) -> str:
            with path.open("r+b") as file:
                file.truncate(place)
            return f"cut at {place}"

        damager.run(tally, f"cut{number}", harm)
