"""The command itself, called as a person calls it, and what it decides before it acts."""

import subprocess
import sys
from pathlib import Path

import checks
import pytest
import start


@pytest.mark.parametrize("arguments", [[], ["dance"], ["--help"]])
def test_anything_but_run_and_test_shows_how_to_call_it(root: Path, arguments: list[str]) -> None:
    command = [sys.executable, root / "packaging" / "bootstrap.py", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: python3 packaging/bootstrap.py run|test")


@pytest.mark.parametrize(
    ("surroundings", "system", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_window_is_opened_only_where_somebody_would_see_it(
    surroundings: dict[str, str], system: str, shown: bool
) -> None:
    assert start.has_display(surroundings, system) is shown


def test_the_briefing_is_about_the_person_met_most_often() -> None:
    ada, bo = {"uid": "1", "name": "Ada"}, {"uid": "2", "name": "Bo"}
    entries = [{"people": [bo]}, {"people": []}, {"people": [ada, bo]}, {"people": [ada, bo]}]
    assert start.most_present(entries) == "Bo"


def test_a_full_run_measures_coverage_and_a_chosen_one_does_not() -> None:
    assert "--cov" in checks.pytest_command([], workers=2)
    assert checks.pytest_command(["-k", "x"], workers=2)[-2:] == ["-k", "x"]
    assert "--cov" not in checks.pytest_command(["-k", "x"], workers=2)
