"""Processes that work until they are killed, and what they said before.

A child says `begin` before each deed and `done` once what it did is durable, one line each. It is
killed in one of three ways: while it starts, at a moment drawn over the time a deed is known to
take, or between two lines of the code that writes files, drawn over the lines a deed is known to
run. Moments fall into the long parts of a deed (deriving keys, encrypting), lines into the short
ones (between a file that is replaced and the one that has to follow).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds until a child that does not get anywhere counts as hanging
STARTING, BY_LINE = 0.2, 0.4  # shares of the kills; the others are by the clock
_WRITES = (
    f"{ROOT}/app/store/",
    *(f"{ROOT}/app/services/{name}.py" for name in ("backups", "restoring", "forget", "vault")),
)
_UNKNOWN_LINES, _UNKNOWN_TIME = 400, 0.05


class Child:
    """What a deed knows of its life: where, with which passphrase, and whom to tell."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self.journal = Path(orders["journal"])
        self.aside = Path(orders["aside"])
        self.passphrase: str | None = orders["passphrase"]
        self.number: int = orders["number"]
        self.chance = random.Random(orders["seed"])
        self._kill_at: int | None = orders["kill_at"]
        self._after: int = orders["after"]
        self._begun = self._lines = self._lines_before = 0

    def begin(self, deed: str, *details: object) -> None:
        """Say what is about to be done."""
        self._begun += 1
        self._lines_before = self._lines
        self._say("begin", deed, details)
        if self._kill_at is not None and self._begun > self._after:
            sys.settrace(self._trace)

    def done(self, deed: str, *details: object) -> None:
        """Say that it is done, and durable."""
        sys.settrace(None)
        self._say("done", deed, (self._lines - self._lines_before, *details))

    def _say(self, word: str, deed: str, details: tuple[object, ...]) -> None:
        sys.stdout.write(json.dumps([word, deed, *details]) + "\n")
        sys.stdout.flush()

    def _trace(self, frame: FrameType, event: str, _value: object) -> Callable[..., Any] | None:
        return self._line if frame.f_code.co_filename.startswith(_WRITES) else None

    def _line(self, _frame: FrameType, event: str, _value: object) -> Callable[..., Any]:
        if event == "line":
            self._lines += 1
            if self._lines == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._line


@dataclass
class Life:
    """What a child that was killed had said."""

    done: list[tuple[str, list[Any]]] = field(default_factory=list)
    broken: tuple[str, list[Any]] | None = None  # begun, and not said to be done
    began: bool = False
    failed: str = ""

    def maybe(self, *without: object) -> list[Any]:
        """The details of what may have been done or not; `without` where it is nothing."""
        return self.broken[1] if self.broken and self.broken[1] else list(without)

    def details(self, *deeds: str) -> list[list[Any]]:
        """The details of these deeds that were done."""
        return [details for deed, details in self.done if deed in deeds]


class Killer:
    """Starts children and kills them; learns how long deeds take and how many lines they run."""

    def __init__(self, chance: random.Random, command: Path) -> None:
        self._chance, self._command = chance, command
        self._took: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._lines: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._start: dict[str, list[float]] = defaultdict(list)

    def live(
        self, way: str, orders: dict[str, Any], home: Path, most: int, share: float = STARTING
    ) -> Life:
        """One life, from the start of the process to its kill after at most so many deeds."""
        drawn = self._chance.random()
        after = self._chance.choice((0, 0, 1, self._chance.randint(0, most)))
        kill_at = None
        if share <= drawn < share + BY_LINE:
            known = [max(found) for (of, _deed), found in self._lines.items() if of == way]
            kill_at = self._chance.randint(1, max(known, default=_UNKNOWN_LINES))
        seed = self._chance.getrandbits(32)
        orders = {**orders, "seed": seed, "kill_at": kill_at, "after": after}
        running = _Running(self._command, way, orders, home)
        try:
            if drawn < share:
                usual = median(self._start[way]) if self._start[way] else 0.6
                time.sleep(self._chance.uniform(0, usual * 1.05))
            elif kill_at is None:
                self._wait(running, way, after)
            else:
                running.wait_end(PATIENCE)
        finally:
            life = running.kill()
        self._learn(way, running)
        return life

    def _wait(self, running: _Running, way: str, after: int) -> None:
        """Until a moment within a deed, drawn over the time such a deed takes."""
        deed = running.wait_begun(after + 1, PATIENCE)
        found = self._took[way, deed]
        usual = median(found) if found else _UNKNOWN_TIME
        time.sleep(self._chance.uniform(0, usual * 1.1))

    def _learn(self, way: str, running: _Running) -> None:
        if running.said:
            self._start[way].append(running.said[0][0] - running.started)
        began = 0.0
        for at, (word, deed, *details) in running.said:
            if word == "begin":
                began = at
                continue
            self._took[way, deed].append(at - began)
            if details[0]:
                self._lines[way, deed].append(details[0])


class _Running:
    """A child process, and the lines it has said with the moment of each."""

    def __init__(self, command: Path, way: str, orders: dict[str, Any], home: Path) -> None:
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(home)}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            surroundings[name] = str(home)
        self.started = time.monotonic()
        self._errors = (home / "stderr").open("wb+")
        self._process = subprocess.Popen(
            [sys.executable, str(command), "--child", way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env=surroundings,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(orders).encode())
        self._process.stdin.close()
        self.said: list[tuple[float, list[Any]]] = []
        self._news = threading.Condition()
        self._ended = False
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                if line.endswith(b"\n"):
                    self.said.append((time.monotonic(), json.loads(line)))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _begun(self) -> list[str]:
        return [said[1] for _at, said in self.said if said[0] == "begin"]

    def wait_begun(self, count: int, patience: float) -> str:
        """The name of the deed with this number, once it has begun."""
        with self._news:
            self._news.wait_for(lambda: self._ended or len(self._begun()) >= count, patience)
            begun = self._begun()
        return begun[min(count, len(begun)) - 1] if begun else ""

    def wait_end(self, patience: float) -> None:
        """Until it has ended by itself."""
        with self._news:
            self._news.wait_for(lambda: self._ended, patience)

    def kill(self) -> Life:
        """Kill it without warning; what it had said."""
        hung = self._process.poll() is None and time.monotonic() - self.started > PATIENCE
        self._process.kill()
        code = self._process.wait()
        self._listener.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._errors.seek(0)
        told = self._errors.read().decode(errors="replace")
        self._errors.close()
        Path(self._errors.name).unlink()
        life = Life(began=bool(self.said))
        for _at, (word, deed, *details) in self.said:
            if word == "begin":
                life.broken = deed, details
            else:
                life.broken = None
                life.done.append((deed, details[1:]))
        if hung:
            life.failed = f"hung after {self.said[-1:]}"
        elif code != -signal.SIGKILL:
            life.failed = f"ended by itself with {code}: {told[-1500:]}"
        elif told:
            life.failed = f"complained: {told[-1500:]}"
        return life
