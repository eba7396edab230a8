"""What protecting a journal costs: opening, reading, saving, the passphrase, a copy, a start."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from figures import Row
from generate import SOME

from app.model.records import Channel, Interaction, Opener
from app.model.values import Moment, PartialDate
from app.services import keyring_store, vault
from app.services.computer import Computer
from app.services.places import computer_file
from app.services.today import today
from app.services.workspace import Workspace

if TYPE_CHECKING:
    from run import Bench

PASSPHRASE = "gravel monsoon tulip cabinet"
COPYING = Path(__file__).with_name("copying_child.py")
NOTE = "A call about the harbour, long enough to be a note. " * 4


class Protected:
    """A journal of one size and the same one under a passphrase, by turns."""

    def __init__(
        self, bench: Bench, size: str, interleaved: Callable[..., tuple[list[float], list[float]]]
    ) -> None:
        self._bench, self._size, self._interleaved = bench, size, interleaved
        self.plain = bench.journal(size)
        self.path = self.plain.with_name(f"{size} protected.kith")
        if not self.path.exists():
            shutil.copy(self.plain, self.path)
            vault.protect(self.path, PASSPHRASE)
        self._key = vault.unlock(self.path, PASSPHRASE)

    def rows(self) -> list[Row]:
        """Everything that has a mark, and what one would want to know beside it."""
        return [*self.services(), self._start(), *self._copying()]

    def services(self) -> list[Row]:
        """What needs no window."""
        return [
            self._opening("opening, protected, with its key", lambda _workspace: None, 1.3),
            self._opening("opening and reading Today, protected", today, None),
            self._saving(),
            self._unlocking(),
        ]

    def _opening(self, what: str, read: Callable[[Workspace], object], mark: float | None) -> Row:
        def plain() -> None:
            _opened_and_read(self.plain, None, read)

        def protected() -> None:
            _opened_and_read(self.path, self._key, read)

        floor, found = self._interleaved(plain, protected, self._bench.rounds * 5)
        return Row(f"{what}, {self._size}", found, floor, most_ratio=mark)

    def _saving(self) -> Row:
        with self._bench.copied(self._size) as copy:
            theirs = copy.with_name("protected.kith")
            shutil.copy(self.path, theirs)
            plain, protected = Workspace.open(copy), Workspace.open(theirs, key=self._key)
            floor, found = self._interleaved(
                lambda: _save(plain), lambda: _save(protected), self._bench.rounds * 10
            )
            plain.close()
            protected.close()
        return Row(f"saving one entry, protected, {self._size}", found, floor, most_ratio=2.0)

    def _unlocking(self) -> Row:
        def unlock() -> None:
            vault.unlock(self.path, PASSPHRASE)

        _floor, found = self._interleaved(lambda: None, unlock, self._bench.rounds)
        return Row(f"what the passphrase takes beyond that, {self._size}", found, most=400.0)

    def _start(self) -> Row:
        """From the keyring: there nobody needs to type, so that the whole start can be timed."""
        keys = self._bench.folder / "keyring.json"
        entry = keyring_store.entry_of(self.path)
        keys.write_text(json.dumps({entry: vault.recovery_code(self._key)}), encoding="utf-8")
        computer = Computer(computer_file())
        computer.remembered = computer.remembered | {entry}
        self._bench.surroundings |= {
            "PYTHON_KEYRING_BACKEND": "keyring_of_a_file.FileKeyring",
            "PYTHONPATH": f"{self._bench.surroundings['PYTHONPATH']}:{COPYING.parent}",
            "KITH_KEYRING_FILE": str(keys),
        }
        commands = [self._bench.kith(path) for path in (self.plain, self.path)]
        floor: list[float] = []
        found: list[float] = []
        for round_ in range(max(9, self._bench.rounds) + 1):
            for times, command in zip((floor, found), commands, strict=True):
                took = self._bench.first_paint(command)
                if round_:  # the first one warms up
                    times.append(took)
        return Row(f"start to first page with the key from the keyring, {self._size}", found, floor)

    def _copying(self) -> list[Row]:
        """A copy made beside the window: how long it takes, and the longest stall meanwhile."""
        rows = []
        for path, what in ((self.plain, "plain"), (self.path, "protected")):
            stalls, took = [], []
            for _round in range(self._bench.rounds):
                stall, whole = self.copy(path)
                stalls.append(stall)
                took.append(whole)
            name = f"a copy beside the window, {what}, {self._size}"
            rows.append(Row(f"{name}, longest stall", stalls, most=50.0))
            rows.append(Row(name, took))
        return rows

    def copy(self, path: Path) -> tuple[float, float]:
        """The longest stall of a window while a copy is made, and how long that takes."""
        done = subprocess.run(
            [sys.executable, str(COPYING), str(path)],
            env=self._bench.surroundings,
            input=PASSPHRASE if path == self.path else "",
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        if done.returncode:
            raise SystemExit(f"no copy was made:\n{done.stderr[-2000:]}")
        stall, whole = json.loads(done.stdout.splitlines()[-1])
        return stall, whole


def _opened_and_read(
    path: Path, key: vault.Key | None, read: Callable[[Workspace], object]
) -> None:
    workspace = Workspace.open(path, key=key)
    workspace.can_undo()  # the first read of a page that is not the first one
    read(workspace)
    workspace.close()


def _save(workspace: Workspace) -> None:
    with workspace.change("Log a call") as edit:
        edit.add(
            Interaction,
            when=Moment(PartialDate.of(workspace.today)),
            people=(SOME + 1,),
            channel=Channel.CALL,
            opener=Opener.ME,
            note=NOTE,
        )
