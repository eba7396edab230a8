"""What the sheet's template is given: cleaned texts with their direction, language and fonts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from app.model.brief import Brief, Line, Section, SectionKey
from app.model.findings import State
from app.model.texts import _, ngettext

LONGEST_TEXT = 4_000
MOST_LINES = 60
CLOSER_FROM = (30, 36)  # rows of a sheet, those of two columns counted in half
PAPERS = {"a4": "a4", "letter": "us-letter"}
MARKS = {State.FOR: "●", State.AGAINST: "○", State.OPEN: "◐", State.SILENT: "–"}

# Side by side in this order where there are two or more of them; all others take the whole width.
PAIRED = (
    SectionKey.PROMISES,
    SectionKey.COMMON_GROUND,
    SectionKey.INTERESTS,
    SectionKey.QUESTIONS,
    SectionKey.NEXT_STEP,
    SectionKey.DEAL,
    SectionKey.CHANGES,
    SectionKey.DIFFERENCES,
    SectionKey.STYLE,
    SectionKey.WHO,
    SectionKey.WATCH_OUTS,
    SectionKey.HUNCHES,
    SectionKey.PRIVATE,
)
BEFORE_PAIRS = (SectionKey.LAST_TIME,)
MARKED = (SectionKey.RECORD, SectionKey.VERDICTS)

_LATIN = ("Inter", "Inter Variable", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial")
# Naskh before Sans: its lam-alef is made of two glyphs, which readers of the text layer need.
_SEMITIC = (
    "Noto Naskh Arabic",
    "Noto Sans Arabic",
    "Geeza Pro",
    "Noto Sans Hebrew",
    "Arial Hebrew",
)
_SC = ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")
_TC = ("Noto Sans CJK TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC")
_JP = ("Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", "Hiragino Sans")
_KR = ("Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo")
_LAST = (
    "Noto Color Emoji",
    "Segoe UI Emoji",
    "Apple Color Emoji",
    "Noto Sans Symbols 2",
    "Noto Sans Symbols",
    "DejaVu Sans",
)
FONTS = {
    "latin": [*_LATIN, *_SEMITIC, *_SC, *_JP, *_KR, *_TC, *_LAST],
    "ja": [*_LATIN, *_SEMITIC, *_JP, *_SC, *_KR, *_TC, *_LAST],
    "ko": [*_LATIN, *_SEMITIC, *_KR, *_SC, *_JP, *_TC, *_LAST],
    "zh": [*_LATIN, *_SEMITIC, *_SC, *_TC, *_JP, *_KR, *_LAST],
}

_DROPPED = {"Cc", "Cs"}
_BIDI_ORDERS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_DIRECTION_MARK = {"ltr": "\u200e", "rtl": "\u200f"}
_QUOTES = range(0x2010, 0x2030)
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def brief_data(brief: Brief, paper: str) -> dict[str, Any]:
    """Everything the template prints, as plain values for JSON."""
    page_dir = _page_direction(brief)
    han = _han_language(_texts(brief))
    return _Setter(page_dir, han).sheet(brief, paper)


def clean(text: str) -> str:
    """One line of printable text: no control characters, no lone surrogates, no bidi orders."""
    head = _SPACES.sub(" ", text[: LONGEST_TEXT * 4])
    kept = (
        char
        for char in head
        if char not in _BIDI_ORDERS and unicodedata.category(char) not in _DROPPED
    )
    whole = "".join(kept).strip()
    cut = len(whole) > LONGEST_TEXT or len(text) > LONGEST_TEXT * 4
    return whole[:LONGEST_TEXT] + "…" if cut else whole


def direction(text: str) -> str | None:
    """ "ltr" or "rtl" when all its letters run one way, None when they do not or there are none."""
    ways = {way for char in text if (way := _way(char))}
    return ways.pop() if len(ways) == 1 else None


class _Setter:
    """Turns the parts of a brief into what the template prints.

    A text whose letters all run one way is set that way. Mixed text follows the page: text layers
    are read page by page in one direction, and a line set against it comes back in pieces.
    """

    def __init__(self, page_dir: str, han: str) -> None:
        self.page_dir = page_dir
        self.han = han

    def sheet(self, brief: Brief, paper: str) -> dict[str, Any]:
        person = clean(brief.person)
        prepared = clean(brief.prepared_told) or str(brief.prepared.date())
        return {
            "paper": PAPERS[paper],
            "lang": "en",
            "dir": self.page_dir,
            "closeness": _closeness(brief),
            "fonts": FONTS,
            "document_title": _("Private briefing: {person}").format(person=person),
            "private_mark": _("Private briefing"),
            "prepared": _("Prepared {day}").format(day=prepared),
            "footer": _("Made by Kith on this computer. Not for the other side of the table."),
            "person": self.piece(person),
            "header": self.piece_or_none(brief.header),
            "opening": self.piece(brief.opening),
            "goal": self.piece_or_none(brief.goal_told),
            "goal_apart": _apart(brief),
            "parts": self.parts(brief.sections),
            "chart": _chart(brief),
        }

    def piece(self, text: str) -> dict[str, str]:
        shown = clean(text)
        lang = self.language(shown)
        way = direction(shown) or self.page_dir
        return {
            "text": _guarded(shown, self.page_dir) if way == self.page_dir else shown,
            "dir": way,
            "lang": lang,
            "script": lang if lang in FONTS else "latin",
        }

    def piece_or_none(self, text: str) -> dict[str, str] | None:
        return self.piece(text) if clean(text) else None

    def language(self, text: str) -> str:
        if _KANA.search(text):
            return "ja"
        if _HANGUL.search(text):
            return "ko"
        if _HAN.search(text):
            return self.han
        if direction(text) == "rtl":
            return "he" if any("HEBREW" in unicodedata.name(char, "") for char in text) else "ar"
        return "en"

    def parts(self, sections: tuple[Section, ...]) -> list[dict[str, Any]]:
        shown = {section.key: section for section in sections if section.lines}
        paired = [shown[key] for key in PAIRED if key in shown]
        if len(paired) < 2:
            paired = []
        alone = [section for section in shown.values() if section not in paired]
        first = [section for section in alone if section.key in BEFORE_PAIRS]
        parts = [self.wide(section) for section in first]
        if paired:
            columns = [[self.section(one) for one in side] for side in _two_columns(paired)]
            parts.append({"kind": "pair", "columns": columns})
        return parts + [self.wide(section) for section in alone if section not in first]

    def wide(self, section: Section) -> dict[str, Any]:
        return {"kind": "wide", "section": self.section(section)}

    def section(self, section: Section) -> dict[str, Any]:
        lines = section.lines[:MOST_LINES]
        more = section.more + len(section.lines) - len(lines)
        told = ngettext("{n} more in the journal", "{n} more in the journal", more).format(n=more)
        return {
            "title": clean(section.title),
            "lines": [self.line(line, section.key in MARKED) for line in lines],
            "more": told if more else None,
        }

    def line(self, line: Line, marked: bool) -> dict[str, Any]:
        state = line.state if marked else None
        return {
            "text": self.piece(line.text),
            "lead": self.piece_or_none(line.lead),
            "note": self.piece_or_none(line.note),
            "state": state.value if state else None,
            "mark": MARKS[state] if state else "",
        }


def _way(char: str) -> str | None:
    kind = unicodedata.bidirectional(char)
    return "ltr" if kind == "L" else "rtl" if kind in {"R", "AL"} else None


def _guarded(text: str, page_dir: str) -> str:
    """The text with a direction mark after each run of the other direction, so that what follows
    the run (an emoji, a full stop) is not read as a part of it by those who read the text layer.
    """
    kept: list[str] = []
    following, neutral = page_dir, False
    for char in reversed(text):
        way = _way(char)
        if way and way != page_dir and following == page_dir and neutral:
            kept.append(_DIRECTION_MARK[page_dir])
        following, neutral = way or following, way is None
        kept.append(char)
    return "".join(reversed(kept))


def _apart(brief: Brief) -> bool:
    """Whether the goal stands on a line of its own: it would not fit, or holds other scripts."""
    both = brief.opening + brief.goal_told
    return len(both) > 88 or any(ord(char) > 0x24F and ord(char) not in _QUOTES for char in both)


def _page_direction(brief: Brief) -> str:
    """Which way most letters of the sheet run; the printed words around the data count too."""
    ways = Counter(way for text in _texts(brief) for char in clean(text) if (way := _way(char)))
    printed = 120  # letters of the marks above and below, which run left to right
    return "rtl" if ways["rtl"] > ways["ltr"] + printed else "ltr"


def _texts(brief: Brief) -> Iterable[str]:
    yield from (brief.person, brief.header, brief.opening, brief.goal_told)
    for section in brief.sections:
        yield section.title
        for line in section.lines[:MOST_LINES]:
            yield from (line.lead, line.text, line.note)


def _han_language(texts: Iterable[str]) -> str:
    """Whose shapes Han characters without kana get: Japanese ones beside kana, else Chinese."""
    return "ja" if any(_KANA.search(text) for text in texts) else "zh"


def _two_columns(sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """The sections in two columns of like height, in reading order."""
    columns: tuple[list[Section], list[Section]] = ([], [])
    heights = [0, 0]
    for section in sections:
        side = 0 if heights[0] <= heights[1] else 1
        columns[side].append(section)
        heights[side] += 2 + sum(_rows(line) for line in section.lines[:MOST_LINES])
    return columns


def _closeness(brief: Brief) -> int:
    """How close the rows stand, 0 to 2: closer when there are many, to stay on one page."""
    rows = sum(
        (1.5 + sum(_rows(line) for line in section.lines[:MOST_LINES]))
        / (2 if section.key in PAIRED else 1)
        for section in brief.sections
    )
    return sum(rows > limit for limit in CLOSER_FROM)


def _rows(line: Line) -> int:
    return max(1, math.ceil(len(line.lead + line.text + line.note) / 52))


def _chart(brief: Brief) -> dict[str, str] | None:
    if not any(month.count for month in brief.months):
        return None
    return {
        "title": _("Contacts, month by month"),
        "svg": months_svg([month.count for month in brief.months]),
        "alt": clean(brief.months_told),
    }


def months_svg(counts: list[int]) -> str:
    """A bar for each month; a month without contact keeps a stub, so that time stays visible."""
    width, height, top = 660.0, 46.0, max(*counts, 1)
    step = min(width / len(counts), 24.0)
    bars = []
    for at, count in enumerate(counts):
        tall = 3.0 if not count else 3.0 + (height - 3.0) * count / top
        bars.append(
            f'<rect x="{at * step:.2f}" y="{height - tall:.2f}" '
            f'width="{step * 0.68:.2f}" height="{tall:.2f}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<g fill="#4B968D">{"".join(bars)}</g></svg>'
    )
