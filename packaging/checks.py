"""Every check of the project, in one run that ends with pytest's closing line."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from environment import BIN, PYTHON, ROOT


@dataclass(frozen=True)
class Check:
    """One tool, what it makes sure of, and how it is called."""

    name: str
    promise: str
    command: tuple[str | Path, ...]


QUICK = (
    Check("ruff check", "the code keeps the style rules", (BIN / "ruff", "check", ".")),
    Check("ruff format", "the code is formatted", (BIN / "ruff", "format", "--check", ".")),
    Check("lint-imports", "imports run one way", (BIN / "lint-imports", "--no-logo")),
    Check("mypy", "the types agree", (PYTHON, "-m", "mypy", "--strict", "app", "ui")),
)


def run(further: list[str]) -> int:
    """Run everything, even after a failure; 0 only when every part passed.

    With further arguments, which go to pytest, only the tests they choose are run, and the
    coverage of the core is not judged.
    """
    surroundings = _surroundings()
    failed = [] if further else _run_quick(surroundings)
    if failed:
        surroundings["KITH_FAILED_CHECKS"] = ", ".join(failed)  # told again above the last line
    command = pytest_command(further, workers=os.cpu_count() or 1)
    code = subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
    return code or (1 if failed else 0)


def pytest_command(further: list[str], workers: int) -> list[str | Path]:
    """How pytest is called: in parallel and with coverage, or with the person's own choice."""
    pytest: list[str | Path] = [PYTHON, "-m", "pytest"]
    if further:
        return [*pytest, *further]
    # One module's tests stay with one worker, which writes its journals once; idle workers help.
    shared = ("-n", str(max(2, min(workers, 8))), "--dist", "worksteal")
    return [*pytest, "-q", *shared, "--cov", "--cov-report="]


def _surroundings() -> dict[str, str]:
    unwanted = {"PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS", "KITH_FAILED_CHECKS"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def _run_quick(surroundings: dict[str, str]) -> list[str]:
    """Run the linters side by side and print what they say in order; the names that failed."""
    started = time.monotonic()
    processes = [
        subprocess.Popen(
            check.command,
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        for check in QUICK
    ]
    failed = []
    for check, process in zip(QUICK, processes, strict=True):
        output, _ = process.communicate()
        if process.returncode:
            failed.append(check.name)
            print(output.rstrip())
        print(f"{check.name}: {'FAILED' if process.returncode else check.promise}", flush=True)
    print(f"Linters done in {time.monotonic() - started:.0f} s; now the tests.", flush=True)
    return failed
