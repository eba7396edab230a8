"""Collects every text marked for translation into resources/translations/kith.pot.

.venv/bin/python packaging/texts.py            write the template
.venv/bin/python packaging/texts.py --check    say whether it is up to date
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "resources" / "translations" / "kith.pot"
KEYWORDS = {"_": None, "ngettext": (1, 2)}


def collect() -> Catalog:
    """Every marked text of the program, without line numbers so that it changes seldom."""
    catalog = Catalog(project="Kith", charset="utf-8", fuzzy=False)
    for room in ("app", "ui"):
        found = extract_from_dir(
            ROOT / room, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
        )
        for name, _line, message, _comments, _context in found:
            catalog.add(message, locations=[(f"{room}/{name}", None)])
    return catalog


def ids(catalog: Catalog) -> set[object]:
    """The texts of a catalogue."""
    return {message.id for message in catalog if message.id}


def stored() -> Catalog:
    """The template as it lies in the project."""
    with TEMPLATE.open("rb") as file:
        return read_po(file)


def main() -> int:
    """Write the template, or check it."""
    catalog = collect()
    if "--check" in sys.argv:
        if ids(catalog) == ids(stored()):
            return 0
        print("resources/translations/kith.pot is out of date: run packaging/texts.py")
        return 1
    with TEMPLATE.open("wb") as file:
        write_po(file, catalog, no_location=False, omit_header=True, sort_output=True, width=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
