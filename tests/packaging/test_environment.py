"""The pure parts of the set-up: when it is due, and what it says when it cannot go on."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import environment
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of the test's own, with a finished environment."""
    constraints = tmp_path / "packaging" / "constraints.txt"
    venv = tmp_path / ".venv"
    python = venv / "bin" / "python"
    for file in (tmp_path / "pyproject.toml", constraints, python):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("as it was")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "CONSTRAINTS", constraints)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "STAMP", venv / "kith-setup.json")
    environment.write_stamp(testing=False)
    return tmp_path


def test_a_finished_environment_is_left_alone(project: Path) -> None:
    assert environment.is_current(testing=False)


def test_running_does_not_bring_what_testing_needs(project: Path) -> None:
    assert not environment.is_current(testing=True)
    environment.write_stamp(testing=True)
    assert environment.is_current(testing=True)
    assert environment.is_current(testing=False)


@pytest.mark.parametrize("name", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_changed_file_makes_the_set_up_due(project: Path, name: str) -> None:
    (project / name).write_text("changed")
    assert not environment.is_current(testing=False)


@pytest.mark.parametrize("name", [".venv/bin/python", ".venv/kith-setup.json"])
def test_an_environment_that_was_cut_short_is_due(project: Path, name: str) -> None:
    (project / name).unlink()
    assert not environment.is_current(testing=False)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"digest": 3}'])
def test_a_damaged_stamp_counts_as_none(project: Path, text: str) -> None:
    environment.STAMP.write_text(text)
    assert not environment.is_current(testing=False)


def test_another_python_makes_the_set_up_due(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "python_identity", lambda: "another")
    assert not environment.is_current(testing=False)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("WARNING: Retrying … Failed to establish a new connection: [Errno 111]", "be reached"),
        ("ProxyError('Cannot connect to proxy.')\nNo matching distribution found", "be reached"),
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for x==1", "not offered for this system"),
        ("something else", "own words"),
    ],
)
def test_pip_failures_become_one_sentence(output: str, sentence: str) -> None:
    explained = environment.explain_pip(output)
    assert sentence in explained
    assert "\n" not in explained


SYSTEMS = [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")]


def _declared(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    declared = project["project"]["dependencies"] + project["build-system"]["requires"]
    optional = project["project"]["optional-dependencies"]
    return [*declared, *optional["dev"], *optional["package"], "pip"]


def _pins(root: Path) -> list[str]:
    lines = (root / "packaging" / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _drawn_in(requirement: Requirement, surroundings: dict[str, str]) -> list[Requirement]:
    """What the installed package asks for on a system with such surroundings."""
    try:
        asked = metadata.requires(requirement.name) or []
    except metadata.PackageNotFoundError:  # a package of another system: pinned, not installed
        return []
    extras = ["", *requirement.extras]
    found = [Requirement(text) for text in asked]
    return [
        one
        for one in found
        if not one.marker
        or any(one.marker.evaluate({**surroundings, "extra": extra}) for extra in extras)
    ]


def test_pins_are_exact_and_name_no_host(root: Path) -> None:
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][a-z0-9.]*", pin) for pin in _pins(root))


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
def test_everything_that_gets_installed_is_pinned(
    root: Path, system: tuple[str, str, str], python: str
) -> None:
    names = ("sys_platform", "platform_system", "os_name")
    surroundings = dict(zip(names, system, strict=True))
    surroundings |= {"python_version": python, "python_full_version": f"{python}.0"}
    waiting = [Requirement(text) for text in _declared(root)]
    needed: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        key = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if key not in needed:
            needed.add(key)
            waiting += _drawn_in(requirement, surroundings)
    pinned = {pin.partition("==")[0] for pin in _pins(root)}
    assert {name for name, _ in needed} <= pinned
