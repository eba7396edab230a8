"""A brief for paper: two minutes' reading, and an honest word on what was left out."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.exchange import briefing
from app.model.brief import ON_PAPER, Brief, Line, Section, SectionKey
from app.model.texts import _

PAGE_WORDS = 500
_PRINTED_AROUND = 30  # the words of the marks above and below
_LONGEST = 8_000
_LONGEST_NAME = 60  # letters of a name: a file name may hold 255 bytes

# Rows of a section, words of a line, words of what stands around it: ever fewer until all fits.
_ROOMY = (8, 60, 12)
_MEASURES = (
    _ROOMY,
    (8, 45, 12),
    (6, 45, 12),
    (6, 30, 12),
    (5, 30, 12),
    (5, 22, 12),
    (4, 22, 12),
    (4, 16, 12),
    (3, 16, 12),
    (3, 14, 11),
    (3, 12, 8),
    (2, 12, 8),
    (2, 8, 5),
    (1, 8, 5),
    (1, 4, 2),
)
# Half a page of words in at most so many lines leaves room on it, however long the words are.
_ROOMY_WORDS, _ROOMY_LINES = PAGE_WORDS // 2, 24
# What is read last is the first to be short, unless the page has room for all of it; the three
# tests stand or fall together.
_ROWS_AT_MOST = {
    SectionKey.CHANGES: 2,
    SectionKey.DIFFERENCES: 2,
    SectionKey.WHO: 2,
    SectionKey.NEXT_STEP: 2,
}
_ROWS_AT_LEAST = {SectionKey.RECORD: 3}
_SENTENCE = re.compile(r"(?<=[.?])\s+(?=\S)")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def for_paper(brief: Brief, include: frozenset[SectionKey] = ON_PAPER) -> Brief:
    """The chosen sections in at most 500 words, saying honestly how much was left out."""
    chosen = brief.only(include)
    trimmed = _measured(chosen, *_ROOMY, {})
    lines = sum(len(section.lines) for section in trimmed.sections)
    if lines <= _ROOMY_LINES and words_on(trimmed) <= _ROOMY_WORDS:
        return trimmed
    for measure in _MEASURES:
        trimmed = _measured(chosen, *measure, _ROWS_AT_MOST)
        if words_on(trimmed) <= PAGE_WORDS:
            break
    return trimmed


def _measured(
    brief: Brief, rows: int, words: int, around: int, most: Mapping[SectionKey, int]
) -> Brief:
    head = 40 if around > 5 else 10
    return replace(
        brief,
        person=cut(brief.person, around),
        header=cut(brief.header, head),
        opening=cut(brief.opening, head),
        goal=cut(brief.goal, head),
        sections=tuple(
            _trim(section, min(rows, most.get(section.key, rows)), words, around)
            for section in brief.sections
        ),
    )


def words_on(brief: Brief) -> int:
    """How many words the sheet shows, everything counted."""
    texts = [brief.person, brief.header, brief.opening, brief.goal_told]
    if brief.months:
        texts += [brief.months_told, "month by month"]
    for section in brief.sections:
        texts += [section.title, "n more in the journal" if section.more else ""]
        for line in section.lines:
            texts += [line.lead, line.text, line.note, "·" if line.state else ""]
    return _PRINTED_AROUND + sum(map(weight, texts))


def weight(text: str) -> int:
    """How many words a text reads like; two Han characters or a long stretch of letters are one."""
    return sum(map(_weight, text.split()))


def cut(text: str, words: int) -> str:
    """The text on one line, ending in … where it had to be cut."""
    kept: list[str] = []
    left = words
    for token in text[:_LONGEST].split():
        if _weight(token) > left:
            kept.append(_cut_token(token, left) + "…")
            return " ".join(kept)
        kept.append(token)
        left -= _weight(token)
    return " ".join(kept) + ("…" if len(text) > _LONGEST else "")


def preview(brief: Brief, paper: str = "a4") -> list[bytes]:
    """The pages of the briefing as PNG pictures; `brief` comes from `for_paper`."""
    return briefing.make_pages(brief, paper)


def suggested_name(brief: Brief) -> str:
    """A file name for the briefing that every system takes: "Briefing NAME DATE.pdf"."""
    plain = unicodedata.normalize("NFC", brief.person)
    person = " ".join("".join(map(_in_file_name, plain)).split())[:_LONGEST_NAME].strip(" .")
    told = _("Briefing {person} {date}").format(person=person, date=brief.prepared.date())
    return " ".join(told.split()) + ".pdf"


def _in_file_name(char: str) -> str:
    unseen = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return " " if unseen or char in '<>:"/\\|?*' else char


def save_pdf(brief: Brief, out: Path, paper: str = "a4", *, overwrite: bool = False) -> None:
    """Write the briefing as PDF; an existing file stays unless `overwrite` is said.

    Raises:
        FileWriteError: it exists, or the place cannot be written to.
    """
    briefing.write_pdf(brief, out, paper, overwrite=overwrite)


def _weight(token: str) -> int:
    wide = len(_WIDE.findall(token))
    return max(1, math.ceil(wide / 2 + (len(token) - wide) / 20))


def _cut_token(token: str, words: int) -> str:
    """The start of one unbroken stretch, without tearing a character from its marks."""
    if words < 1 or _weight(token) == 1:
        return ""
    end = words * 2 if _WIDE.search(token) else words * 20
    while end < len(token) and _hangs_on(token[end]):
        end += 1
    return token[:end].rstrip("\u200d")


def _hangs_on(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"}
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _trim(section: Section, rows: int, words: int, around: int) -> Section:
    rows = max(_ROWS_AT_LEAST.get(section.key, 0), rows)
    shown = section.lines[:rows]
    latest = section.key is SectionKey.LAST_TIME
    return replace(
        section,
        title=cut(section.title, 5 if around > 5 else 3),
        lines=tuple(
            _shorter(line, words * 2 if latest and not at else words, around)
            for at, line in enumerate(_first_sentences(section, shown))
        ),
        more=len(section.lines) - len(shown),
    )


def _first_sentences(section: Section, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A finding's first sentence says what was counted; the rest is for the screen."""
    if section.key is not SectionKey.RECORD:
        return lines
    return tuple(replace(line, text=_SENTENCE.split(line.text, maxsplit=1)[0]) for line in lines)


def _shorter(line: Line, words: int, around: int) -> Line:
    return replace(
        line,
        lead=cut(line.lead, around),
        text=cut(line.text, words),
        note=cut(line.note, around),
    )
