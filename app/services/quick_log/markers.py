"""The marked parts of a quick line: in common, differs, promises, questions, tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.model.values import FIRST_YEAR, PartialDate
from app.services.quick_log.dates import read_when
from app.services.quick_log.quick_line import Role

# A marker counts at the start of a word alone: "c#", "really?" and "?a=1" in an address do not.
_MARKER = re.compile(
    r"(?<!\S)(?:"
    r"(?P<common>[+＋](?:common|same|shared)(?![\w-])\s*[:：]?)"
    r"|(?P<differs>[-−–－](?:differs?|different|difference)(?![\w-])\s*[:：]?)"
    r"|(?P<promise_mine>[!！](?:me|i|my|mine)(?![\w'’-])\s*[:：]?)"
    r"|(?P<promise_theirs>[!！](?:them|they|theirs?|she|her|he|him)(?![\w'’-])\s*[:：]?)"
    r"|(?P<question>[?？](?=[^\W_]|[\"“„«'‘¿]\w))"
    r"|(?P<tag>[#＃](?=\d*[^\W\d_])[\w][\w·/&+-]*)"
    r")",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"(?<!\S)(?:(?P<before>before)|by|until|till|due(?:\s+(?:by|on))?)\s+", re.IGNORECASE
)
_WORD_START = re.compile(r"(?<!\S)(?=\S)")
_END = " \t\u3000.,;:!?…。"
_LAST_WORDS = 8  # as many words as the longest phrase for a day has


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked part: where it stands, what it is, and its text without the marker."""

    start: int
    end: int
    role: Role
    text: str


def split_marked(line: str) -> list[Marked]:
    """Every marked part in order; each reaches to the next marker or the end of its line."""
    found = list(_MARKER.finditer(line))
    parts = []
    for number, match in enumerate(found):
        role = Role(match.lastgroup or "")
        if role is Role.TAG:
            parts.append(Marked(match.start(), match.end(), role, match.group()[1:].rstrip("-/&+")))
            continue
        stop = found[number + 1].start() if number + 1 < len(found) else len(line)
        newline = line.find("\n", match.end(), stop)
        stop = stop if newline < 0 else newline
        stop = match.start() + len(line[match.start() : stop].rstrip())
        parts.append(Marked(match.start(), stop, role, line[match.end() : stop].strip()))
    return parts


def split_due(text: str, now: datetime) -> tuple[str, PartialDate | None, str]:
    """A promise without its day, the day it is due, and what is wrong with that day.

    The day stands after “by”, “until”, “before” or “due”, or as the last words.
    """
    for lead in reversed(list(_DUE.finditer(text))):
        when = read_when(text, lead.end(), now, ahead=True, alone=True)
        if when is None:
            continue
        if when.date is None:
            return text, None, when.problem
        rest = f"{text[: lead.start()].rstrip(' ,')}{text[when.end :]}".strip()
        return rest.rstrip(",;").strip(), _due(when.date, bool(lead.group("before"))), ""
    starts = [match.start() for match in _WORD_START.finditer(text)][-_LAST_WORDS:]
    for start in starts:
        when = read_when(text, start, now, ahead=True)
        if when is None or when.date is None or text[when.end :].strip(_END):
            continue
        if start and when.date.last >= now.date():
            return text[:start].rstrip(" ,"), when.date, ""
    return text, None, ""


def _due(day: PartialDate, before: bool) -> PartialDate:
    if not before or day.first.year <= FIRST_YEAR:
        return day
    return PartialDate.of(day.first - timedelta(days=1))
