"""The words that head the columns of address books in six languages: resources/words/."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.exchange.contact_tables.mapping import Field, What

FILE = Path(__file__).resolve().parents[3] / "resources" / "words" / "columns.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """The word list, ready to look things up in.

    In `whole` the word for work or home is part of the meaning; `plain` is without it.
    """

    little: frozenset[str]
    left_out: frozenset[str]
    scopes: dict[str, str]
    whole: dict[str, Field]
    plain: dict[str, Field]


@lru_cache(maxsize=1)
def words() -> Words:
    """The word list, read when the first table is met."""
    held = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Words(
        frozenset(held["little"]),
        frozenset(held["left_out"]),
        {word: scope for scope, listed in held["scopes"].items() for word in listed},
        _fields(held["whole"]),
        _fields(held["column"]),
    )


def _fields(lists: list[dict[str, Any]]) -> dict[str, Field]:
    return {
        word: Field(What(one["what"]), one.get("label", ""))
        for one in lists
        for word in one["words"]
    }
