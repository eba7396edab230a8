"""Who is worth comparing with whom, among people who may be in the journal twice.

Everyone is put under what they could share (an address, a number, a word of the name with the first
letter of another), and only those under one heading are compared: ten thousand people make fifty
million pairs, of which some ten thousand are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
_CROWD = 400  # more people than this under one heading tell nothing by it


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


def candidates(
    known: Sequence[Known], going_on: Callable[[int, int], None]
) -> set[tuple[int, int]]:
    """Places of two who share a heading, the smaller first."""
    headings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    foreign: dict[tuple[str, ...], list[int]] = defaultdict(list)
    whole = 2 * len(known)
    for place, who in enumerate(known):
        if place % BATCH == 0:
            going_on(place, whole)
        for heading in set(_headings(who)):
            headings[heading].append(place)
        for form in who.forms:
            if form.foreign:
                for heading in _sounds(form):
                    foreign[heading].append(place)
    found = {
        pair
        for places in headings.values()
        if 1 < len(places) <= _CROWD
        for pair in combinations(places, 2)
    }
    if foreign:  # names in another script are compared by their sound with all others
        for place, who in enumerate(known):
            for form in who.forms:
                if not form.foreign:
                    for heading in _sounds(form):
                        for there in foreign.get(heading, ()):
                            if there != place:
                                found.add((min(place, there), max(place, there)))
    return found


def _headings(who: Known) -> Iterator[tuple[str, ...]]:
    """What somebody could share with another record of theirs."""
    for mail in who.mails:
        yield "mail", mail
    for number in who.someone.numbers:
        if number.end:
            yield "number", number.end
        if number.whole:
            yield "whole", number.whole
    for page in who.someone.pages:
        yield "page", page.casefold()
    for form in who.forms:
        words = form.words
        tail = "".join(sorted(form.numbers))
        yield "name", "".join(sorted(words)), tail
        for at, word in enumerate(words):
            if who.firm and len(word) > 2:
                yield "firm", who.firm, word
            for there, other in enumerate(words):
                if at != there and len(word) > 2:
                    for letter in _letters(other):
                        yield "word", word, letter, tail
        if len(words) < 4:
            for run in joined(form):
                yield "run", run
        if who.firm and len(words) == 2:
            letters = sorted(first_letter(word) for word in words)
            yield "letters", who.firm, *letters


def _letters(word: str) -> set[str]:
    """The letters that a word may begin with in another record."""
    return {first_letter(name) for name in familiar(word)}


def _sounds(form: Name) -> Iterator[tuple[str, ...]]:
    tail = "".join(sorted(form.numbers))
    for word in form.words:
        if len(word) > 2:
            yield "sound", sound(word), tail
    if len(form.words) < 3:
        for run in joined(form):
            yield "heard", sound(run), tail
