"""The store alone speaks SQL: whoever wants to know something asks it by a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT (OR \w+ )?INTO |REPLACE INTO |UPDATE \w+ SET |DELETE FROM "
    r"|CREATE (TEMP |UNIQUE )?(TABLE|INDEX|TRIGGER) |PRAGMA \w)",
    re.DOTALL,
)


def texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_statement_stands_outside_the_store() -> None:
    elsewhere = [
        path
        for room in ("app", "ui")
        for path in (ROOT / room).rglob("*.py")
        if ROOT / "app" / "store" not in path.parents
    ]
    assert len(elsewhere) > 100
    found = {str(path.relative_to(ROOT)) for path in elsewhere if any(map(_SQL.match, texts(path)))}
    assert found == set()


def test_a_statement_would_be_seen() -> None:
    assert any(map(_SQL.match, texts(ROOT / "app" / "store" / "queries.py")))
