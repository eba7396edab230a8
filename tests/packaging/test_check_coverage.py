"""The coverage ratchet: what it says, and that it fails a real run."""

import os
import subprocess
import sys
from pathlib import Path

import check_coverage
import pytest


def test_a_listed_file_that_lost_lines_is_a_problem() -> None:
    problems, reached = check_coverage.judge(["a.py"], {"a.py": [3, 7], "b.py": [1]})
    assert problems == ["a.py was fully covered, and no test runs these lines: 3, 7."]
    assert reached == []


def test_a_listed_file_that_is_gone_is_a_problem() -> None:
    problems, _ = check_coverage.judge(["gone.py"], {})
    assert problems == ["gone.py is listed as fully covered, and is not there any more."]


def test_a_file_that_reached_full_coverage_is_named_once() -> None:
    assert check_coverage.judge(["a.py"], {"a.py": [], "b.py": []}) == ([], ["b.py"])


@pytest.fixture
def small_project(root: Path, tmp_path: Path) -> Path:
    """A project with one file of the core, its test, and the ratchet."""
    files = {
        "app/__init__.py": "",
        "app/model/__init__.py": "",
        "app/model/greeting.py": "def greet(name):\n    if not name:\n        return 'Hello'\n"
        "    return f'Hello {name}'\n",
        "tests/conftest.py": "pytest_plugins = ['check_coverage']\n",
        "tests/test_one.py": "from app.model.greeting import greet\n\n"
        "def test_named():\n    assert greet('Ada') == 'Hello Ada'\n",
        "tests/test_two.py": "from app.model.greeting import greet\n\n"
        "def test_nobody():\n    assert greet('') == 'Hello'\n",
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.', 'packaging']\n"
        "[tool.coverage.run]\nsource = ['app/model']\n",
        "packaging/check_coverage.py": (root / "packaging" / "check_coverage.py").read_text(),
        "packaging/perfect_files.txt": "# a heading\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def _call(folder: Path, *command: str, failed_checks: str = "") -> tuple[int, str]:
    surroundings = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
    surroundings |= {"KITH_FAILED_CHECKS": failed_checks, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_ratchet_turns_one_way_across_two_workers(small_project: Path) -> None:
    measured = ("-m", "pytest", "-q", "-p", "xdist", "-p", "pytest_cov", "-n", "2")
    measured += ("--cov", "--cov-report=")

    code, said = _call(small_project, *measured)
    assert (code, "greeting.py is fully covered now" in said) == (0, True), said
    code, said = _call(small_project, "packaging/check_coverage.py", "--update")
    assert (code, said) == (0, "1 files added, 0 removed.\n")
    assert _call(small_project, *measured)[0] == 0

    (small_project / "tests" / "test_two.py").unlink()
    code, said = _call(small_project, *measured)
    assert code == 1
    assert "greeting.py was fully covered, and no test runs these lines: 3." in said
    assert said.splitlines()[-1].startswith("1 passed in ")


def test_a_check_that_failed_earlier_fails_the_run_just_above_the_last_line(
    small_project: Path,
) -> None:
    code, said = _call(small_project, "-m", "pytest", "-q", failed_checks="mypy, ruff check")
    assert code == 1
    lines = said.splitlines()
    assert lines[-2] == "Failed before the tests: mypy, ruff check"
    assert lines[-1].startswith("2 passed in ")
