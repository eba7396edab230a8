"""The handbook's chapters: Markdown files, in the order in which the first one names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from app.model.texts import own

FIRST = "index"
_LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+)\.md\)")
_NOT_IN_SLUG = re.compile(r"[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the handbook: its name in links, its title, its Markdown."""

    name: str
    title: str
    text: str


@lru_cache(maxsize=1)
def chapters() -> dict[str, Chapter]:
    """Every chapter by name, the contents first."""
    first = _read(FIRST)
    found = {FIRST: first}
    for _title, name in _LINK.findall(first.text):
        if name not in found and _place(name).is_file():
            found[name] = _read(name)
    return found


def _place(name: str) -> Traversable:
    return files("resources").joinpath("handbook", f"{name}.md")


def _read(name: str) -> Chapter:
    text = _place(name).read_text(encoding="utf-8")
    return Chapter(name, own(text.splitlines()[0].lstrip("# ").strip()), text)


def slug(heading: str) -> str:
    """A heading as links name it: "Who opened" is who-opened."""
    return re.sub(r"\s+", "-", _NOT_IN_SLUG.sub("", heading).strip().lower())


def holding(query: str) -> list[str]:
    """The names of the chapters that hold these words."""
    wanted = query.strip().casefold()
    return [
        name
        for name, chapter in chapters().items()
        if not wanted or wanted in chapter.text.casefold()
    ]
