"""Every known quirk of the files Kith reads has tests that exist, and a line in the handbook."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

import pytest

from tests.app.exchange.formats_lines import SECTIONS

TESTS = Path(__file__).parents[2]
HANDBOOK = TESTS.parent / "resources" / "handbook" / "importing.md"
LINES = [
    pytest.param(names, id=f"{section}: {line}")
    for section, lines in SECTIONS.items()
    for line, names in lines.items()
]


@lru_cache
def names_in(name: str) -> frozenset[str]:
    """The tests in the file of this name."""
    (path,) = TESTS.rglob(f"test_{name}.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name.removeprefix("test_")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("names", LINES)
def test_every_line_has_tests_that_exist(names: list[str]) -> None:
    assert names
    for name in names:
        file, _colons, test = name.partition("::")
        assert test in names_in(file), name


@pytest.mark.parametrize(
    "words",
    [
        "vCard 2.1, 3.0 and 4.0",
        "LinkedIn, `Connections.csv`",
        "LinkedIn, `messages.csv`",
        "Google Contacts",
        "Outlook",
        "Thunderbird",
        "iCalendar",
        "mbox",
        "Maildir",
        "`.eml`",
        "WhatsApp",
        "Kith's own archive",
        "Monica",
        "jrnl",
        "Day One",
    ],
)
def test_the_handbook_says_of_each_format_what_is_taken_and_what_is_not(words: str) -> None:
    rows = [line for line in HANDBOOK.read_text(encoding="utf-8").splitlines() if "|" in line]
    (_head, *found) = [line for line in rows if line.count("|") == 4]
    assert any(words in row.split("|")[1] for row in found)
    rows = [row.split("|") for row in found if row.split("|")[1].strip()]
    assert all(taken.strip() and left.strip() for _start, _name, taken, left, _end in rows)
