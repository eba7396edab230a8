"""Reads the lines of the sample files; their words are explained in `journal.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from app.model.records import Ask, Channel, Depth, Opener, Source, Tone
from app.model.values import PartialDate
from app.services.day_words import long_date

_CLOCK = re.compile(r"\d\d:\d\d")
_SLOT = re.compile(r"\{(month|year|date)([+-]\d+)\}")
_TONES = {"c": Tone.COOPERATIVE, "g": Tone.GUARDED, "h": Tone.HARD}
_FLAGS: dict[str, dict[str, Any]] = {
    "ans": {"answered": True, "two_way": True},
    "noans": {"answered": False, "two_way": False},
    "ia": {"i_asked": True},
    "ta": {"they_asked": True},
    "lo": {"logistics": True},
    "joint": {"joint_benefit": True},
    "1on1": {"one_to_one": True},
    "imp": {"source": Source.IMPORTED},
    "nost": {"small_talk": False},
    "st": {"small_talk": True},
    "m-": {"ask_mine": Ask.NONE},
    "t-": {"ask_theirs": Ask.NONE},
}
_PREFIXES: dict[str, Callable[[str], dict[str, Any]]] = {
    "m:": lambda rest: {"ask_mine": Ask(rest)},
    "t:": lambda rest: {"ask_theirs": Ask(rest)},
    "gm:": lambda rest: {"give_mine": Ask(rest)},
    "gt:": lambda rest: {"give_theirs": Ask(rest)},
    "tone:": lambda rest: {"tone_mine": _TONES[rest[0]], "tone_theirs": _TONES[rest[2]]},
    "th:": lambda rest: {"thread": rest},
    "st": lambda rest: {"small_talk": True, "small_talk_minutes": int(rest)},
    "d": lambda rest: {"depth": Depth(int(rest))},
    "n": lambda rest: {"present": int(rest)},
}


@dataclass(frozen=True)
class Entry:
    """One line of the sample: when, with whom, and the fields of the entry."""

    day: int
    at: time | None
    people: tuple[str, ...]
    note: str
    tags: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict, compare=False)


def read_entry(line: str, usual: str, owner: str) -> Entry:
    """The entry a line stands for; `usual` goes before the line's own words.

    Raises:
        ValueError: a word is not one of those the files explain.
    """
    head, _bar, rest = line.partition("|")
    note, _bar, credit = (part.strip() for part in rest.partition("|"))
    day, *words = head.split()
    at = time.fromisoformat(words.pop(0)) if words and _CLOCK.fullmatch(words[0]) else None
    people, tags = [owner], []
    fields: dict[str, Any] = {"credit": credit}
    for word in [*usual.split(), *words]:
        if word[0] == "+":
            people.append(word[1:])
        elif word[0] == "#":
            tags.append(word[1:])
        else:
            fields |= _word(word)
    if fields.get("source") is Source.IMPORTED and fields.get("channel") is not Channel.EMAIL:
        fields["source"] = Source.TYPED
    return Entry(int(day), at, tuple(people), note, tuple(tags), fields)


def _word(word: str) -> dict[str, Any]:
    if word in _FLAGS:
        return _FLAGS[word]
    if word in set(Channel):
        return {"channel": Channel(word)}
    if word in set(Opener):
        return {"opener": Opener(word)}
    if word[:-1].isdigit() and word[-1] == "m":
        return {"minutes": int(word[:-1])}
    for prefix, read in _PREFIXES.items():
        if word.startswith(prefix) and len(word) > len(prefix):
            return read(word[len(prefix) :])
    raise ValueError(f"the sample knows no word {word!r}")


class Days:
    """Turns days counted from today into dates."""

    def __init__(self, today: date) -> None:
        self._today = today

    def partial(self, text: str) -> PartialDate:
        """The date of "-41", "-2240 month", "-5000 year" or "+12 noyear"."""
        number, *precision = text.split()
        day = self._day(int(number))
        match precision:
            case ["month"]:
                return PartialDate(day.year, day.month)
            case ["year"]:
                return PartialDate(day.year)
            case ["noyear"]:
                return PartialDate(None, day.month, day.day)
        return PartialDate.of(day)

    def month(self, offset: int) -> int:
        """The number of the month that lies so many months from this one."""
        return (self._today.month - 1 + offset) % 12 + 1

    def working_day(self, offset: int) -> int:
        """The same day, or the Friday before it; the last week stays as it is."""
        return offset if offset > -7 else offset - max(0, self._day(offset).weekday() - 4)

    def fill(self, text: str) -> str:
        """The text with its months, years and dates put in."""
        return _SLOT.sub(lambda found: self._slot(found[1], int(found[2])), text)

    def _slot(self, what: str, offset: int) -> str:
        day = self._day(offset)
        if what == "year":
            return str(day.year)
        words = long_date(PartialDate(None, day.month, day.day))
        return words if what == "date" else words.replace(str(day.day), "").strip()

    def _day(self, offset: int) -> date:
        return self._today + timedelta(days=offset)
