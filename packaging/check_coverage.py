"""Files of the core that have reached full coverage keep it.

As a pytest plugin (loaded by tests/conftest.py) it judges each run that measures coverage:
a file named in perfect_files.txt that has fallen below 100 % of its lines fails the run, and
files that newly reached it are named. By hand, after such a run:

    .venv/bin/python packaging/check_coverage.py [--update]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "packaging" / "perfect_files.txt"
CORE = ("app/model", "app/insights", "app/store")
HEADING = """\
# Files whose every line is run by the tests, and stays so. Made longer by
# `python packaging/check_coverage.py --update`; a line leaves only together with its file.
"""

Missing = dict[str, list[int]]


def measure(data_file: Path) -> Missing:
    """Each file of the core that has statements, and the lines of it that no test has run."""
    report = coverage.Coverage(data_file=str(data_file), config_file=str(ROOT / "pyproject.toml"))
    report.load()
    files = sorted(file for part in CORE for file in (ROOT / part).rglob("*.py"))
    missing = {}
    for file in files:
        _, statements, _, unreached, _ = report.analysis2(str(file))
        if statements:
            missing[file.relative_to(ROOT).as_posix()] = unreached
    return missing


def read_list(text: str) -> list[str]:
    """The files that the list names."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def judge(listed: list[str], missing: Missing) -> tuple[list[str], list[str]]:
    """Sentences about listed files that are no longer perfect, and names of new perfect ones."""
    problems = []
    for name in listed:
        if name not in missing:
            problems.append(f"{name} is listed as fully covered, and is not there any more.")
        elif missing[name]:
            lines = ", ".join(map(str, missing[name]))
            problems.append(f"{name} was fully covered, and no test runs these lines: {lines}.")
    reached = [name for name, lines in missing.items() if not lines and name not in listed]
    return problems, reached


def main(arguments: list[str]) -> int:
    """Judge the last measured run, or write what it reached into the list."""
    missing = measure(ROOT / ".coverage")
    listed = read_list(LIST.read_text("utf-8"))
    problems, reached = judge(listed, missing)
    if arguments == ["--update"]:
        kept = {name for name in [*listed, *reached] if name in missing}
        LIST.write_text(HEADING + "".join(f"{name}\n" for name in sorted(kept)), "utf-8")
        print(f"{len(reached)} files added, {len(set(listed) - kept)} removed.")
        return 0
    print("\n".join(problems + [f"{name} is fully covered now." for name in reached]))
    return 1 if problems else 0


# The pytest plugin -------------------------------------------------------------------------------


class Ratchet:
    """Fails a run when a check before it failed, or when coverage of the core went down."""

    def __init__(self) -> None:
        self.earlier = os.environ.get("KITH_FAILED_CHECKS", "")
        self.problems: list[str] = []
        self.reached: list[str] = []

    @pytest.hookimpl(trylast=True)  # after pytest-cov has joined what the workers measured
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.config.pluginmanager.has_plugin("_cov"):
            listed = read_list(LIST.read_text("utf-8"))
            self.problems, self.reached = judge(listed, measure(ROOT / ".coverage"))
        if (self.problems or self.earlier) and not session.exitstatus:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for name in self.reached:
            terminalreporter.write_line(f"{name} is fully covered now: note it with --update.")
        for problem in self.problems:
            terminalreporter.write_line(problem, red=True)
        if self.earlier:
            terminalreporter.write_line(f"Failed before the tests: {self.earlier}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Judge once, in the process that gathers the results, not in each worker."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ratchet(), "kith-ratchet")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
