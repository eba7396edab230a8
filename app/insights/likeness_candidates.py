"""Who is worth comparing with whom, among people who may be in the journal twice.

Everyone is put under what they could share (an address, a number, a word of the name with the first
letter of another), and only those under one heading are compared: ten thousand people make fifty
million pairs, of which some ten thousand are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from app.insights.naming import (
    SHARED_BOXES,
    Name,
    familiar,
    first_letter,
    house_of,
    joined,
    name_of,
    organisation_of,
    sound,
)
from app.model.people import Pronoun
from app.model.values import PartialDate

BATCH = 2_000
_CROWD = 200  # more people than this under one heading tell nothing by it


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number: as it is written, whole with its country where that is known, and its end.

    `mobile` is a number that one person carries.
    """

    text: str
    whole: str
    end: str
    mobile: bool = False

    def same(self, other: Number) -> bool:
        """Whether it is one number; the end alone tells where a country is not known."""
        if self.whole and other.whole:
            return self.whole == other.whole
        return bool(self.end) and self.end == other.end


@dataclass(frozen=True, slots=True)
class Someone:
    """What two people are compared by."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    organisation: str = ""
    mails: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    pages: tuple[str, ...] = ()
    birthday: PartialDate | None = None
    pronoun: Pronoun | None = None


class Known:
    """One person, taken apart once."""

    __slots__ = ("firm", "forms", "houses", "mails", "someone")

    def __init__(self, someone: Someone) -> None:
        self.someone = someone
        whole = name_of(someone.name)
        forms = [whole, *(name_of(alias) for alias in someone.aliases)]
        if len(whole.words) > 1:  # "Bob" of a Robert Smith is Bob Smith
            forms += [
                name_of(f"{alias} {someone.name.split()[-1]}")
                for alias, form in zip(someone.aliases, forms[1:], strict=True)
                if len(form.words) == 1 and not form.foreign
            ]
        self.forms = [form for form in dict.fromkeys(forms) if form.words]
        self.firm = organisation_of(someone.organisation) if someone.organisation else ""
        self.mails = {
            mail.strip().casefold(): mail
            for mail in someone.mails
            if "@" in mail and not SHARED_BOXES.match(mail.strip())
        }
        self.houses = {house for mail in someone.mails if (house := house_of(mail))}


def candidates(known: Sequence[Known], going_on: Callable[[int, int], None]) -> set[int]:
    """Two who share a heading: the place of the first, times how many there are, plus the other's.

    One number for each pair: of half a million there may be, each costs a third of a tuple, and
    none is looked at again and again by the collector, which would hold up the screen.
    """
    headings: dict[str, list[int]] = defaultdict(list)
    foreign: dict[str, list[int]] = defaultdict(list)
    count = len(known)
    for place, who in enumerate(known):
        if place % BATCH == 0:
            going_on(place, 2 * count)
        for heading in set(_headings(who)):
            headings[heading].append(place)
        for form in who.forms:
            if form.foreign:
                for heading in _sounds(form):
                    foreign[heading].append(place)
    found: set[int] = set()
    for places in headings.values():
        if 1 < len(places) <= _CROWD:
            found.update(first * count + second for first, second in combinations(places, 2))
    # Names in another script are compared by their sound with all others.
    for there, heard in _heard(known, foreign):
        found.update(
            min(place, there) * count + max(place, there) for place in heard if place != there
        )
    return found


def _heard(
    known: Sequence[Known], foreign: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, set[int]]]:
    """Whoever has a name in another script, and those with one in Latin letters of that sound."""
    latin: dict[str, set[int]] = defaultdict(set)
    if foreign:
        for place, who in enumerate(known):
            for form in who.forms:
                if not form.foreign:
                    for heading in _sounds(form):
                        if heading in foreign:
                            latin[heading].add(place)
    for heading, places in latin.items():
        if len(places) * len(foreign[heading]) <= _CROWD * _CROWD // 2:
            yield from ((there, places) for there in foreign[heading])


def _headings(who: Known) -> Iterator[str]:
    """What somebody could share with another record of theirs."""
    yield from (f"mail|{mail}" for mail in who.mails)
    yield from (f"page|{page.casefold()}" for page in who.someone.pages)
    for number in who.someone.numbers:
        if number.end:
            yield f"end|{number.end}"
        if number.whole:
            yield f"whole|{number.whole}"
    for form in who.forms:
        words = form.words
        tail = "".join(sorted(form.numbers))
        if len(words) < 4:
            yield from (f"run|{run}" for run in joined(form))
        else:
            yield f"name|{''.join(sorted(words))}"
        for at, word in enumerate(words):
            if len(word) < 3:
                continue
            if who.firm:
                yield f"firm|{who.firm}|{word}"
            for there, other in enumerate(words):
                if at != there:
                    for letter in _letters(other):
                        yield f"word|{word}|{letter}|{tail}"
        if who.firm and len(words) == 2:
            yield "|".join(("letters", who.firm, *sorted(map(first_letter, words))))


@lru_cache(maxsize=65536)
def _letters(word: str) -> frozenset[str]:
    """The letters that a word may begin with in another record."""
    return frozenset(first_letter(name) for name in familiar(word))


def _sounds(form: Name) -> Iterator[str]:
    tail = "".join(sorted(form.numbers))
    for word in form.words:
        if len(word) > 2:
            yield f"{sound(word)}|{tail}"
    if len(form.words) < 3:
        yield from (f"{sound(run)}|{tail}|heard" for run in joined(form))
