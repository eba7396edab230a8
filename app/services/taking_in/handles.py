"""Whom a name written together after an @ means, such as @DanaOkafor or @dana.okafor."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache

from anyascii import anyascii

from app.services.taking_in.marks import ALIASES
from app.services.taking_in.people import PeopleIndex
from app.services.workspace import Workspace

_WORDS = re.compile(r"[^\W_]+")
_LEAST_PART = 2


@lru_cache(maxsize=65536)
def written_together(name: str) -> str:
    """A name in small letters without accents, spaces and punctuation."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        anyascii(char).lower() if _is_latin(char) else char
        for char in parts
        if unicodedata.combining(char) < 10
    )
    return "".join(_WORDS.findall(unicodedata.normalize("NFC", letters)))


def _is_latin(char: str) -> bool:
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN")


class Handles:
    """Everyone of the journal and of the import, by their names written together."""

    def __init__(self, workspace: Workspace, index: PeopleIndex) -> None:
        self._whole: dict[str, dict[int, None]] = defaultdict(dict)
        self._parts: dict[str, dict[int, None]] = defaultdict(dict)
        for person in workspace.names():
            self._learn(person.id, person.name, person.aliases)
        for number, newcomer in enumerate(index.newcomers, 1):
            self._learn(-number, newcomer.name, newcomer.aliases)

    def _learn(self, number: int, name: str, aliases: str) -> None:
        for form in filter(None, map(written_together, (name, *ALIASES.split(aliases)))):
            self._whole[form][number] = None
        for word in _WORDS.findall(name):
            self._parts[written_together(word)][number] = None

    def means(self, handle: str) -> tuple[int, ...]:
        """Who has this as a whole name, or as another name of theirs."""
        mark = written_together(handle)
        found = self._whole.get(mark, {})
        if not found and not mark.isascii():  # no space ends a name in these scripts
            for end in range(len(mark) - 1, _LEAST_PART - 1, -1):
                found = self._whole.get(mark[:end], {})
                if found:
                    break
        return tuple(found)

    def may_mean(self, handle: str) -> tuple[int, ...]:
        """Who has it as a part of their name; a first name alone is not enough to tell."""
        return tuple(self._parts.get(written_together(handle), {}))
