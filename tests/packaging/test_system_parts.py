"""Which packages are asked for on Debian and its relatives."""

import sys

import pytest
import system_parts


@pytest.mark.parametrize(
    ("known", "chosen"),
    [
        ({"libglib2.0-0", "libglib2.0-0t64"}, "libglib2.0-0t64"),  # Debian 13, Ubuntu 24.04
        ({"libglib2.0-0"}, "libglib2.0-0"),  # Debian 12
        (set(), "libglib2.0-0"),  # no package lists yet
    ],
)
def test_the_renamed_package_is_asked_for_by_the_name_apt_knows(
    known: set[str], chosen: str
) -> None:
    wanted = system_parts.needed_packages(["libglib-2.0.so.0"], testing=False, pip=True)
    assert system_parts.choose(wanted, frozenset(known)) == [chosen]


def test_a_python_without_pip_asks_for_the_venv_package_of_its_own_version() -> None:
    wanted = system_parts.needed_packages([], testing=False, pip=False)
    own = f"python3.{sys.version_info[1]}-venv"
    assert system_parts.choose(wanted, frozenset({own, "python3-venv"})) == [own]
    assert system_parts.choose(wanted, frozenset()) == ["python3-venv"]


def test_only_testing_asks_for_the_tools_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert system_parts.needed_packages([], testing=True, pip=True) == [("poppler-utils",)]
    assert system_parts.needed_packages([], testing=False, pip=True) == []


def test_a_library_that_is_not_there_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "LIBRARIES", {"libkith-of-nowhere.so.7": ("x",)})
    expected = ["libkith-of-nowhere.so.7"] if sys.platform == "linux" else []
    assert system_parts.missing_libraries() == expected
