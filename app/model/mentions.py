"""Finds where somebody's name or address stands in a text, and puts other words there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;\n|]+")
_LEAST_DIGITS = 7
_SAME_DIGITS = 9  # a number with or without its country agrees in these


def several(text: str) -> list[str]:
    """Names written into one field, separated by commas, semicolons, bars or line ends."""
    return [name for part in _SEPARATORS.split(text) if (name := " ".join(part.split()))]


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    """A character without its accents; nothing for an accent that stands alone."""
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _unaccented(text: str) -> str:
    return text if text.isascii() else "".join(map(_plain, text))


def folded(text: str) -> str:
    """A text as it compares: without accents and case, with single blanks."""
    return " ".join(_unaccented(text).casefold().split())


def bare_address(address: str) -> str:
    """An address without what may as well be left out of it."""
    return _SCHEME.sub("", address).rstrip("/")


class Finder:
    """Looks for names and addresses; each comes with the words that take its place.

    Accents do not matter. Neither does case, except that a name of a single word, which could be
    an ordinary word ("Sunny"), is found as it is written, capitalised, or in capitals. Names of
    several words are found in either order, a phone number however it is written.
    """

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._words: dict[str, str] = {}
        loose: dict[str, None] = {}
        strict: dict[str, None] = {}
        for term, instead in terms:
            for mark, pattern, exact in _patterns(term):
                if mark not in self._words:
                    self._words[mark] = instead
                    (strict if exact else loose)[pattern] = None
        self._loose = _either(loose)
        self._strict = _either(strict)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return self._loose is not None or self._strict is not None

    def stands_in(self, text: str) -> bool:
        """Whether any of it stands in the text."""
        bare = _unaccented(text)
        return bool(
            (self._strict and self._strict.search(bare))
            or (self._loose and self._loose.search(bare.casefold()))
        )

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Where it stands: start, end and the words to put there, from left to right."""
        if not text or not self.stands_in(text):
            return []
        found: list[tuple[int, int, str]] = []
        for pattern, fold in ((self._loose, True), (self._strict, False)):
            if pattern is None:
                continue
            bare, source = _mapped(text, fold)
            for hit in pattern.finditer(bare):
                if hit.end() > hit.start():
                    start, end = source[hit.start()], source[hit.end()]
                    found.append((start, end, self._instead(hit[0])))
        kept: list[tuple[int, int, str]] = []
        for place in sorted(found, key=lambda one: (one[0], -one[1])):
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept

    def replace(self, text: str) -> str:
        """The text with other words in all those places."""
        parts: list[str] = []
        at = 0
        for start, end, instead in self.places(text):
            parts += [text[at:start], instead]
            at = end
        return "".join([*parts, text[at:]]) if parts else text

    def _instead(self, found: str) -> str:
        for mark in _marks(found):
            if mark in self._words:
                return self._words[mark]
        return next(iter(self._words.values()))


def _either(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the patterns, the longest first."""
    ordered = sorted(patterns, key=len, reverse=True)
    return re.compile("|".join(ordered)) if ordered else None


def _mapped(text: str, fold: bool) -> tuple[str, list[int]]:
    """The text as it compares, and for each of its characters where it comes from."""
    bare: list[str] = []
    source: list[int] = []
    for at, char in enumerate(text):
        plain = _plain(char)
        for one in plain.casefold() if fold else plain:
            bare.append(one)
            source.append(at)
    return "".join(bare), [*source, len(text)]


def _marks(found: str) -> Iterable[str]:
    """What a hit may be kept under."""
    words = " ".join(found.replace(",", " ").casefold().split())
    yield words
    yield _SCHEME.sub("", words)
    yield words.lstrip("@")
    yield _digits(words)[-_SAME_DIGITS:]


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def _patterns(term: str) -> Iterable[tuple[str, str, bool]]:
    """What to look for: the mark of a hit, its pattern, and whether case matters."""
    plain = " ".join(_unaccented(term).split())
    bare = plain.casefold()
    digits = _digits(bare)
    if len(digits) >= _LEAST_DIGITS and not re.search(r"[^\W\d_]", bare):
        last = digits[-_SAME_DIGITS:]
        number = r"[\s().\-/]*".join(last)
        yield last, rf"(?<![\w])(?:[+(]?[\d(][\d\s().\-/]{{0,8}}?)?{number}(?!\d)", False
        return
    if len(bare) < 2:
        return
    if "@" in bare[1:] or "/" in bare:  # an address: as it is, with or without its beginning
        short = bare_address(bare) or bare
        yield short, rf"(?:https?://)?(?:www\.)?(?<![\w.+\-]){_spaced(short)}(?!\w)", False
        return
    words = bare.lstrip("@").split()
    if _UNSPACED.search(bare):
        yield bare, _spaced(bare), False
    elif len(words) == 1:
        one = plain.lstrip("@")
        forms = "|".join(re.escape(form) for form in dict.fromkeys((one, _title(one), one.upper())))
        yield bare.lstrip("@"), rf"@?(?<!\w)(?:{forms})(?!\w)", True
    else:
        # A genitive without an apostrophe is no other name.
        yield " ".join(words), rf"(?<!\w){_spaced(bare)}(?=s?(?!\w))", False
        if len(words) == 2:
            turned = [words[1], words[0]]
            yield " ".join(turned), rf"(?<!\w){_spaced(' '.join(turned), ',?')}(?!\w)", False


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]


def _spaced(text: str, between: str = "") -> str:
    """The pattern of words with any blanks between them."""
    return (between + r"\s+").join(re.escape(word) for word in text.split())
