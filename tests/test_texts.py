"""Every text a person reads goes through one door, and a translation passes through it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from texts import collect, ids, stored

ROOT = Path(__file__).resolve().parents[1]
SHOWING = {
    "WrapLabel",
    "ElidedLabel",
    "PrimaryButton",
    "PlainButton",
    "QuietButton",
    "LinkButton",
    "Section",
    "SectionLabel",
    "EmptyState",
    "setToolTip",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
    "say",
    "change",
    "UserError",
    "InputError",
    "JournalError",
    "FileReadError",
    "FileWriteError",
    "NotFoundError",
}


def unmarked(path: Path) -> Iterator[str]:
    """Calls that show a bare text of at least one word."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in SHOWING:
            continue
        shown = node.args[0] if node.args else None
        if isinstance(shown, ast.Constant) and isinstance(shown.value, str):
            words = [letter for letter in shown.value if letter.isalpha()]
            if words:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {shown.value!r}"


def test_nothing_is_shown_that_is_not_marked() -> None:
    files = [*ROOT.glob("app/**/*.py"), *ROOT.glob("ui/**/*.py")]
    assert len(files) > 100
    assert [line for path in files for line in unmarked(path)] == []


def test_no_text_raises_its_voice() -> None:
    assert [
        text for text in ids(collect()) if "!" in str(text).replace("!me", "").replace("!them", "")
    ] == []


def test_the_template_holds_every_marked_text() -> None:
    assert ids(stored()) == ids(collect()), "run packaging/texts.py"


@pytest.mark.parametrize("language", ["de", "sv"])
def test_a_catalogue_reaches_the_program(tmp_path: Path, language: str) -> None:
    catalog = Catalog(locale=language)
    catalog.add("Every week", string="Jede Woche")
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "kith.mo").open("wb") as file:
        write_mo(file, catalog)
    code = (
        "import gettext, pathlib, sys\n"
        "real = gettext.translation\n"
        f"gettext.translation = lambda d, _f, **k: real(d, pathlib.Path({str(tmp_path)!r}), **k)\n"
        "from app.services.words import RHYTHM_WORDS\n"
        "print(list(RHYTHM_WORDS.values())[0])\n"
    )
    environment = {**os.environ, "LANGUAGE": language, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "Jede Woche"
