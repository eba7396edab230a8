"""Covers what the user wrote in any text, and leaves the program's own words and counts.

Whatever is not recognised as the program's own is covered: a mistake hides too much, not too
little. The program's texts are those it said itself (`app.model.texts.said`); what was put into
their {places} is looked at in the same way. Words that are names of this journal are covered even
where the program says them, so that somebody called May is not told by a month.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from app.model.people import PersonName
from app.services.day_words import calendar_words

DOT = "•"
# Patterns are compiled on first use: a start has no use for them.
_DEEP = 5
_LONGEST = 2000  # characters; no sentence of ours is as long, and a note need not be searched
_SHORT_PART = 4
_CLASSES = (3, 6, 9)  # a covered word tells its length in four steps, no closer
_WORD = r"\S+"
_NAME = r"[^\W\d_]+"
_QUIET = r"[\W_•]*"
_COUNT = (
    r"[+−-]?\d{1,4}([.,]\d{1,3})?( ?(%|h|min))?|\d{1,3}([,.]\d{3})+|\d{1,2}[:.]\d{2}"
    r"|\d{4}-\d{2}(-\d{2})?( \d\d:\d\d)?|(19|20)\d\d[–-](19|20)\d\d|\d{1,3}–\d{1,3}|(\d )*\d"
    r"|((Ctrl|Alt|Shift|Meta)\+)+(\w+|\S)|F\d{1,2}"
)
# In figures of three a number is a count of ours however long; a telephone number is not so parted.
_FIGURES = r"(\d{1,4}|[1-9]\d{0,2}(?:,\d{3})+)"
_BEFORE, _AFTER = rf"{_FIGURES}( +)(.+)", rf"(.+?)( +){_FIGURES}"
_PLACE = r"\{([^{}]*)\}"
# What places with these names hold is the program's own, or the text is not of that template.
_COUNTED = frozenset({"n", "count", "number", "whole", "all"})
# Chosen by the user of a person: words of the program that tell as much as a note does.
_CHOSEN = "grounds"
_WORDY = 3  # so many words of ours without a place are no name
_LEAD = " \t·–"
_BREAKS = ("   ", " · ", "\n", "; ", ", ", ": ", " – ")
_SENTENCE = r"(?<=[.?…]) +"


def blank(text: str) -> str:
    """The text with every word covered."""
    return re.sub(_WORD, lambda word: _dots(word[0]), text)


def _dots(word: str) -> str:
    if not any(char.isalnum() for char in word) and (word.isascii() or set(word) == {DOT}):
        return word
    return DOT * (next((most for most in _CLASSES if len(word) <= most), 10) - 1)


@dataclass(frozen=True)
class _Template:
    """A sentence of ours: what stands between its places, and what those are called."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    length: int  # of the pieces together, in characters
    edged: bool  # begins or ends with a word, so that it tells itself from a note about the same

    @classmethod
    def of(cls, pieces: tuple[str, ...], names: tuple[str, ...]) -> _Template:
        edged = any(char.isalpha() for char in pieces[0] + pieces[-1])
        return cls(pieces, names, sum(map(len, pieces)), edged)

    def may_be(self, first: str, last: str) -> bool:
        """Whether a text that begins and ends with these characters can be of this template."""
        return self.pieces[0][:1] in ("", first) and self.pieces[-1][-1:] in ("", last)


class Covering:
    """Tells the program's words from the journal's; `names` are never shown."""

    def __init__(self, said: Callable[[], Set[str]], names: Iterable[PersonName] = ()) -> None:
        self._said = said
        self._known: frozenset[str] = frozenset()
        self._whole: set[str] = set()
        self._templates: list[_Template] = []
        self._near: dict[str, list[_Template]] = {}
        self._done: dict[tuple[str, int], str] = {}
        self._calendar = calendar_words()
        self._names: frozenset[str] = frozenset()
        self.set_names(names)

    def set_names(self, names: Iterable[PersonName]) -> None:
        """Cover these names wherever they stand."""
        found: set[str] = set()
        for person in names:
            for one in (person.name, *re.split(r"[,;\n]", person.aliases), person.organisation):
                words = re.findall(_NAME, one)
                # A short part of a long name ("of", "The") is too common a word to hide.
                found.update(
                    word
                    for word in words
                    if len(words) == 1 or len(word) >= _SHORT_PART or word in self._calendar
                )
        self._names = frozenset(found)
        self._done.clear()

    def text(self, text: str) -> str:
        """The text as it may be seen by everyone."""
        self._learn()
        return blank(text) if len(text) > _LONGEST else self._look(text, 0)

    def _learn(self) -> None:
        """Take in what the program has said since."""
        said = self._said()
        if len(said) == len(self._known):
            return
        new = frozenset(said) - self._known  # in one go: a worker may say something meanwhile
        self._known |= new
        templates = set(self._templates)
        for text in new:
            found = re.split(_PLACE, text)
            pieces, names = tuple(found[::2]), tuple(found[1::2])
            if not names:
                self._whole.update(
                    form + end
                    for form in (text, text[:1].upper() + text[1:], text[:1].lower() + text[1:])
                    for end in ("", ".", ":", ",")
                )
            elif any(any(c.isalpha() for c in piece) for piece in pieces):
                templates.add(_Template.of(pieces, names))
        self._templates = sorted(templates, key=lambda t: (-t.length, t.pieces, t.names))
        self._near.clear()
        self._done.clear()

    def _like(self, text: str) -> list[_Template]:
        """The templates that a text with these ends can be of, those with most words first."""
        ends = text[0] + text[-1]
        if ends not in self._near:
            self._near[ends] = [one for one in self._templates if one.may_be(ends[0], ends[1])]
        return self._near[ends]

    def _look(self, text: str, depth: int) -> str:
        """The text covered; looked at once, as a page asks for the same words many times."""
        shown = self._done.get((text, depth))
        if shown is None:
            shown = self._done[text, depth] = self._seen(text, depth)
        return shown

    def _seen(self, text: str, depth: int) -> str:
        bare = text.strip().strip(_LEAD)
        if re.fullmatch(_QUIET, bare) and (bare.isascii() or not _odd(bare)):
            return text
        if re.fullmatch(_COUNT, bare):
            return text
        if bare in self._whole and bare.count(" ") >= _WORDY - 1:
            return text
        if bare in self._whole or self._is_date(bare):
            return self._without_names(text)
        if depth < _DEEP:
            start = text.index(bare)
            found = self._fill(bare, 0.5, depth) or self._plain(bare, depth)
            found = (
                found
                or self._part(bare, depth)
                or self._count(bare, depth)
                or self._fill(bare, 0.0, depth)
            )
            if found is not None:
                return text[:start] + found + text[start + len(bare) :]
        return blank(text)

    def _fill(self, text: str, share: float, depth: int) -> str | None:
        """The text as a template of ours with its places covered, where at least a share fits."""
        for template in self._like(text):
            if template.length < share * len(text):
                return None
            if not share and not template.edged:
                continue  # a word of ours in the middle of a note does not make it ours
            places = _places(text, template.pieces)
            filled = None if places is None else self._filled(template, places, depth)
            if filled is not None:
                return filled
        return None

    def _filled(self, template: _Template, places: list[str], depth: int) -> str | None:
        """A template with its places covered; None where a count of it would not be one."""
        pieces, names = template.pieces, template.names
        parts = [self._without_names(pieces[0])]
        for at, (name, place) in enumerate(zip(names, places, strict=True)):
            if name == _CHOSEN:
                told = blank(place)
            elif pieces[at].endswith("“") and place not in self._whole:
                told = blank(place)  # a name or a title: of its words none is the program's
            else:
                told = self._look(place, depth + 1)
            if name in _COUNTED and told != place:
                return None
            parts += [told, self._without_names(pieces[at + 1])]
        return "".join(parts)

    def _plain(self, text: str, depth: int) -> str | None:
        """The text where a short template of ours, filled, has nothing to cover, or must."""
        for template in self._like(text):
            if _CHOSEN in template.names:
                places = _places(text, template.pieces)
                if places is not None:
                    return self._filled(template, places, depth)
        found = self._fill(text, 0.0, depth)
        return found if found == text else None

    def _part(self, text: str, depth: int) -> str | None:
        """The text in parts that stand side by side, each looked at by itself."""
        sentences = re.split(_SENTENCE, text)
        if len(sentences) > 1:
            return " ".join(self._look(part, depth + 1) for part in sentences)
        for mark in _BREAKS:
            if mark in text:
                return mark.join(self._look(part, depth + 1) for part in text.split(mark))
        return None

    def _count(self, text: str, depth: int) -> str | None:
        """The text where it is a number and words of ours: "3 hold", "Promises 4"."""
        for pattern, words in ((_BEFORE, 3), (_AFTER, 1)):
            found = re.fullmatch(pattern, text)
            if not found or not any(char.isalpha() for char in found[words]):
                continue  # numbers alone are no count: a telephone number looks like that
            if self._look(found[words], depth + 1) == found[words]:
                return text
        return None

    def _is_date(self, text: str) -> bool:
        words = text.replace(",", " ").split()
        named = [word for word in words if not (word.isdigit() and len(word) <= _SHORT_PART)]
        return 0 < len(named) <= 2 and all(word in self._calendar for word in named)

    def _without_names(self, text: str) -> str:
        return re.sub(_NAME, lambda w: _dots(w[0]) if w[0] in self._names else w[0], text)


def _places(text: str, pieces: tuple[str, ...]) -> list[str] | None:
    """What stands in a template's places, None when the text is not of it."""
    first, *middle, last = pieces
    if not text.startswith(first) or not text.endswith(last):
        return None
    at, end = len(first), len(text) - len(last)
    places = []
    for piece in middle:
        found = text.find(piece, at + 1, end) if piece else at + 1
        if found < 0:
            return None
        places.append(text[at:found])
        at = found + len(piece)
    if at >= end:
        return None
    places.append(text[at:end])
    return places


def _odd(text: str) -> bool:
    """Whether signs say more than punctuation does, as an emoji can."""
    return any(ord(char) > 0x2FFF or 0x2600 <= ord(char) < 0x2700 for char in text)
