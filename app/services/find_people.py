"""Finds people as one types: any part, accents optional, typos forgiven, hits marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.model.people import PersonName
from app.services.person_names import caseless, latin, native, resolve, words_in

Ranges = tuple[tuple[int, int], ...]

_LEAST_FOR_TYPOS = 4  # letters typed before a typo is forgiven: shorter words match anything
_LONG_WORD = 8  # letters from which two typos are forgiven
_SIMILAR_WORDS = 40
_LONGEST = 80  # characters of a query that are looked at
_WORDS = 6

# Points by where a word was found. A whole word beats the beginning of one, that beats a part,
# a name beats an organisation, and a word found as typed beats one forgiven.
_WHOLE, _START, _PART = 100, 80, 50
_ELSEWHERE, _FORGIVEN = 40, 20


class Match:
    """One person found: the score, and which characters of name and organisation were hit.

    The characters are looked up when they are asked for: of thousands found, few are shown.
    """

    __slots__ = ("_asked", "_index", "_place", "id", "score")

    def __init__(
        self, id: int, score: int, index: PeopleIndex, place: int, asked: Sequence[_Asked]
    ) -> None:
        self.id = id
        self.score = score
        self._index = index
        self._place = place
        self._asked = asked

    def __repr__(self) -> str:
        return f"Match({self.id}, {self.score})"

    @property
    def in_name(self) -> Ranges:
        """Start and end of each hit in the name."""
        return self._index.marks(self._place, self._asked)[0]

    @property
    def in_organisation(self) -> Ranges:
        """Start and end of each hit in the organisation's name."""
        return self._index.marks(self._place, self._asked)[1]


class _Asked(NamedTuple):
    """One word of a query, folded; `slips` holds the words it stands for when mistyped."""

    text: str
    own: bool
    slips: tuple[str, ...] = ()


class _Folded:
    """A text as it is searched, and how to get from there to its own characters."""

    __slots__ = ("_offsets", "latin", "native", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.native = native(text)
        self.latin = latin(text)
        self._offsets: tuple[list[int], list[int]] | None = None

    def spot(self, asked: _Asked) -> tuple[int, int] | None:
        """The characters of the text one word of a query hits."""
        folded = self.native if asked.own else self.latin
        for text in asked.slips or (asked.text,):
            at = folded.find(text)
            if at >= 0:
                begins = _begins_at(folded, text, at)
                return self._own(begins if begins >= 0 else at, len(text), own=asked.own)
        return None

    def _own(self, start: int, length: int, *, own: bool) -> tuple[int, int]:
        if self.text.isascii():
            return start, start + length
        if self._offsets is None:
            self._offsets = (
                [at for at, char in enumerate(self.text) for _c in native(char)],
                [at for at, char in enumerate(self.text) for _c in latin(char)],
            )
        offsets = self._offsets[0 if own else 1]
        return offsets[start], offsets[start + length - 1] + 1


class PeopleIndex:
    """Everyone's names and organisations, prepared once for search on every keystroke."""

    def __init__(self, names: Iterable[PersonName], tags: dict[int, str] | None = None) -> None:
        """Args:
        names: everyone, in the order an empty query shows.
        tags: a person's tags in one text, by id; they are searched, not marked.
        """
        self.names = tuple(names)
        given = tags or {}
        self._names = [_Folded(person.name) for person in self.names]
        self._places = [_Folded(person.organisation) for person in self.names]
        self._others = [
            latin(f"{person.aliases} {given.get(person.id, '')}").strip() for person in self.names
        ]
        self._words: dict[str, list[int]] | None = None

    def rank(self, query: str, limit: int | None = None) -> list[Match]:
        """Who fits, best first; every word of the query must be found. Empty: all, in order."""
        asked: list[_Asked] = []
        found: dict[int, int] = dict.fromkeys(range(len(self.names)), 0)
        for _start, _end, word in words_in(query[:_LONGEST])[:_WORDS]:
            own = caseless(word)
            text = native(word) if own else latin(word)
            if not text:
                continue
            slips: tuple[str, ...] = ()
            hits = self._as_typed(text, own, found)
            if not hits and not own and len(text) >= _LEAST_FOR_TYPOS:
                hits, slips = self._forgiven(text, found)
            asked.append(_Asked(text, own, slips))
            found = hits
        order = sorted(found, key=lambda place: (-found[place], place)) if asked else list(found)
        return [
            Match(self.names[place].id, found[place], self, place, asked)
            for place in (order if limit is None else order[:limit])
        ]

    def _as_typed(self, text: str, own: bool, among: dict[int, int]) -> dict[int, int]:
        """Points of those who have the text somewhere, added to what they had."""
        hits: dict[int, int] = {}
        length = len(text)
        names, places, others = self._names, self._places, self._others
        for place, had in among.items():
            folded = names[place].native if own else names[place].latin
            at = folded.find(text)
            if at >= 0:
                hits[place] = had + _points(folded, text, at, length)
                continue
            folded = places[place].native if own else places[place].latin
            at = folded.find(text)
            if at < 0:
                folded = others[place]
                at = folded.find(text)
            if at >= 0:
                hits[place] = had + _points(folded, text, at, length) - _ELSEWHERE
        return hits

    def _forgiven(self, text: str, among: dict[int, int]) -> tuple[dict[int, int], tuple[str, ...]]:
        """The same for words one slip (two in a long word) from what was typed."""
        if self._words is None:
            self._words = self._all_words()
        similar = process.extract(
            text,
            self._words.keys(),
            scorer=OSA.distance,
            score_cutoff=1 if len(text) < _LONG_WORD else 2,
            limit=_SIMILAR_WORDS,
        )
        hits: dict[int, int] = {}
        for word, distance, _key in similar:
            for place in self._words[word]:
                if place in among:
                    hits.setdefault(place, among[place] + _FORGIVEN - int(distance))
        return hits, tuple(word for word, _distance, _key in similar)

    def marks(self, place: int, asked: Sequence[_Asked]) -> tuple[Ranges, Ranges]:
        """Which characters of a name and its organisation the words of a query hit."""
        marked: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
        for word in asked:
            for folded, ranges in zip(
                (self._names[place], self._places[place]), marked, strict=True
            ):
                spot = folded.spot(word)
                if spot is not None:
                    ranges.append(spot)
                    break
        return _merged(marked[0]), _merged(marked[1])

    def _all_words(self) -> dict[str, list[int]]:
        words: dict[str, list[int]] = {}
        for place in range(len(self.names)):
            everything = f"{self._names[place].latin} {self._places[place].latin}"
            for word in {*everything.split(), *self._others[place].split()}:
                if len(word) >= _LEAST_FOR_TYPOS - 1:
                    words.setdefault(word, []).append(place)
        return words


def _begins_at(folded: str, text: str, at: int) -> int:
    """The first place from `at` where the text begins a word; -1 when there is none."""
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(text, at + 1)
    return at


def _points(folded: str, text: str, at: int, length: int) -> int:
    at = _begins_at(folded, text, at)
    if at < 0:
        return _PART
    end = at + length
    points = _WHOLE if end == len(folded) or not folded[end].isalnum() else _START
    return points + 5 if at == 0 else points


def _merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def rank(query: str, names: Sequence[PersonName] | PeopleIndex) -> list[Match]:
    """Who fits the query, best first; hand in a `PeopleIndex` when asking more than once."""
    index = names if isinstance(names, PeopleIndex) else PeopleIndex(names)
    return index.rank(query)


__all__ = ["Match", "PeopleIndex", "Ranges", "rank", "resolve"]
