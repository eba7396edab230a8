"""What must not be readable in any file of a protected journal, and a fast look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import Enum

from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Organisation,
    Verdict,
)
from app.model.records import Deal, Interaction, Meeting, Promise, Question
from app.services.workspace import Workspace

SQL_WORDS = ("SQLite format 3", "CREATE TABLE", "CREATE INDEX", "CREATE TRIGGER", "INSERT INTO")
_LEAST, _MOST = 8, 24  # letters: shorter words come about by chance, longer ones lie across pages
_WRITTEN = (
    Counterpart,
    Organisation,
    Interaction,
    ContactPoint,
    Commonality,
    Interest,
    Promise,
    Question,
    Deal,
    Meeting,
    Verdict,
)
_STAMPS = {"uid", "created", "zone"}
_RUNS = re.compile(rb"[\x20-\x7e]{6,}|(?:[\x20-\x7e]\x00){6,}")


@dataclass(frozen=True)
class Words:
    """Texts to look for, as UTF-8 and as UTF-16."""

    texts: tuple[str, ...]
    plain: tuple[str, ...] = field(init=False)
    _other: tuple[bytes, ...] = field(init=False)

    def __post_init__(self) -> None:
        plain = tuple(text for text in self.texts if text.isascii())
        other = (text for text in self.texts if not text.isascii())
        forms = tuple(form for text in other for form in (text.encode(), text.encode("utf-16-le")))
        object.__setattr__(self, "plain", plain)
        object.__setattr__(self, "_other", forms)

    def found_in(self, data: bytes) -> list[str]:
        """Those that can be read in these bytes."""
        # Encrypted bytes hold few readable runs: what is looked through is a thousandth of them.
        runs = b"\n".join(run.replace(b"\x00", b"") for run in _RUNS.findall(data)).decode("ascii")
        found = [text for text in self.plain if text in runs]
        return found + [repr(form) for form in self._other if form in data]


def words_of(workspace: Workspace, *more: str) -> Words:
    """The beginning of every line a person wrote into a journal, words of SQL, and more."""
    told: dict[str, None] = dict.fromkeys((*SQL_WORDS, *more))
    for cls in _WRITTEN:
        for record in workspace.find(cls):
            told.update(dict.fromkeys(_texts_in(record)))
    return Words(tuple(told))


def _texts_in(record: object) -> Iterator[str]:
    for one in fields(record):  # type: ignore[arg-type]
        value = getattr(record, one.name)
        if isinstance(value, str) and not isinstance(value, Enum) and one.name not in _STAMPS:
            for line in value.splitlines():
                if len(text := line.strip()[:_MOST].strip()) >= _LEAST:
                    yield text
