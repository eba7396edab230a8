"""People by name: any unambiguous part, in any script, with or without accents."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from anyascii import anyascii

from app.model.errors import AmbiguousNameError, NotFoundError
from app.model.people import Attention, PersonName
from app.model.texts import _
from app.model.titles import untitled

_WORD = re.compile(
    r"[^\s,;:!?()\[\]{}\"“”„«»|/\\+&。、，；：؟،\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_INNER = re.compile(r"[-'’‘.·・_]+")
_ALIASES = re.compile(r"[,;\n|]+")
_TRAILING = ".…·-'’‘"
LONGEST_COMPACT = 6  # characters of a name written without spaces that are taken apart
LONGEST_NAME = 500


@lru_cache(maxsize=4096)
def bare(char: str) -> str:
    """One character without case and accent, in its own script."""
    parts = unicodedata.normalize("NFD", char.casefold())
    # Accents and vowel points go; vowel signs, viramas and kana voicing are letters and stay.
    kept = "".join(part for part in parts if unicodedata.combining(part) < 10)
    return unicodedata.normalize("NFC", kept)


def native(text: str) -> str:
    """The text without case and accents, in its own script."""
    return text.lower() if text.isascii() else "".join(map(bare, text))


def latin(text: str) -> str:
    """The text without case and accents, in Latin letters."""
    return text.lower() if text.isascii() else anyascii(native(text)).lower()


def caseless(text: str) -> bool:
    """Whether it holds letters of a script without capitals, such as Chinese or Arabic."""
    return not text.isascii() and any(c.isalpha() and c.lower() == c.upper() for c in text)


def words_in(text: str) -> list[tuple[int, int, str]]:
    """Start, end and text of each word, without the punctuation around it."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        core = word.rstrip(_TRAILING)
        lead = len(core) - len(core.lstrip(_TRAILING))
        if core[lead:]:
            found.append((match.start() + lead, match.start() + len(core), core[lead:]))
    return found


def _compact(word: str) -> bool:
    # Chinese, Japanese and Korean names stand without a space between family and given name.
    return len(word) <= LONGEST_COMPACT and all(
        "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" or c >= "\U00020000" for c in word
    )


@lru_cache(maxsize=32768)
def _word_keys(word: str) -> frozenset[str]:
    own = native(word)
    keys = {own, latin(word)}
    if _compact(word):
        for start in range(len(word)):
            for end in range(start + 1, len(word) + 1):
                keys |= {own[start:end], latin(word[start:end])}
    pieces = [piece for piece in _INNER.split(word) if piece]
    if len(pieces) > 1:
        keys.add(latin("".join(pieces)))
        for piece in pieces:
            keys |= {native(piece), latin(piece)}
    return frozenset(keys - {""})


def _keys_of(text: str) -> frozenset[str]:
    return frozenset().union(*(_word_keys(word) for _start, _end, word in words_in(text)))


def _untitled_words(name: str) -> list[str]:
    return [word for _start, _end, word in words_in(untitled(name.strip())[:LONGEST_NAME])]


def spelled(text: str) -> str:
    """The words of a name joined for comparison with another name."""
    return " ".join(latin(word) for _start, _end, word in words_in(text))


def initial_of(text: str) -> str:
    """The letter of an initial such as “O.”, or nothing."""
    letter = text.rstrip(".")
    return latin(letter) if len(letter) == 1 and letter.isupper() else ""


class NameIndex:
    """All names taken apart once, so that a line can be read on every keystroke."""

    def __init__(self, names: Iterable[PersonName]) -> None:
        self.names: tuple[PersonName, ...] = tuple(names)
        self.by_id = {person.id: person for person in self.names}
        self._place = {person.id: place for place, person in enumerate(self.names)}
        # Of each name: what its words answer to, their number, the whole, and which are a title.
        self._phrases: list[list[tuple[frozenset[str], int, str, frozenset[str]]]] = []
        self._holders: dict[str, set[int]] = {}
        self._in_order: list[str] | None = None  # the keys of _holders, sorted when first needed
        for place, person in enumerate(self.names):
            phrases = []
            for phrase in (person.name, *_ALIASES.split(person.aliases)):
                phrase = phrase.strip()[:LONGEST_NAME]
                words = [word for _s, _e, word in words_in(phrase)]
                if not words:
                    continue
                own = untitled(phrase)
                keys = frozenset().union(*map(_word_keys, words))
                titles = keys - _keys_of(own) if own != phrase else frozenset()
                room = sum(len(word) if _compact(word) else 1 for word in words)
                room += sum(len(_INNER.split(word)) - 1 for word in words)
                phrases.append((keys, room, spelled(own), titles))
                for key in keys:
                    self._holders.setdefault(key, set()).add(place)
            if len(phrases) > 1:  # "Bob Smith" for a Robert Smith who is also called Bob
                every = frozenset().union(*(one[0] for one in phrases))
                titles = every - frozenset().union(*(one[0] - one[3] for one in phrases))
                phrases.append((every, sum(one[1] for one in phrases), "", titles))
            self._phrases.append(phrases)

    def knows(self, word: str) -> bool:
        """Whether some name has this word."""
        return any(key in self._holders for key in self._asked(word))

    def holders(self, words: Sequence[str]) -> list[PersonName]:
        """Everyone whose name or one of whose aliases holds all these words, not titles alone."""
        places = self._places(words[0]) if words else set()
        for word in words[1:]:
            places = places & (self._places(word) or places)
        found = [place for place in sorted(places) if self._fits(place, words)]
        whole = " ".join(map(latin, words))
        exact = [place for place in found if spelled(self.names[place].name) == whole]
        exact = exact or [
            place for place in found if spelled(untitled(self.names[place].name)) == whole
        ]
        if len(exact) > 1:  # the transliterated twin of a name is not the same name
            exact = self._same_script(exact, words)
        return [self.names[place] for place in exact or found]

    def _same_script(self, places: list[int], words: Sequence[str]) -> list[int]:
        whole = " ".join(map(native, words))
        same = [place for place in places if native(self.names[place].name) == whole]
        return same or places

    def is_whole(self, person: PersonName, words: Sequence[str]) -> bool:
        """Whether these words are a full name, but for its title, or an alias."""
        whole = " ".join(map(latin, words))
        return any(whole == phrase[2] for phrase in self._phrases[self._place[person.id]])

    def _places(self, word: str) -> set[int]:
        for key in self._asked(word):
            if key in self._holders:
                return self._holders[key]
        return set()

    @staticmethod
    def _asked(word: str) -> tuple[str, ...]:
        own = native(word)
        if caseless(word):
            return (own,)
        return (own, latin(word))

    def _fits(self, place: int, words: Sequence[str]) -> bool:
        for keys, room, _whole, titles in self._phrases[place]:
            if (
                len(words) <= room
                and all(
                    any(key in keys for key in self._asked(word))
                    or (number and self._starts(keys, word))
                    for number, word in enumerate(words)
                )
                and not all(any(key in titles for key in self._asked(word)) for word in words)
            ):
                return True
        return False

    @staticmethod
    def _starts(keys: frozenset[str], word: str) -> bool:
        letter = initial_of(word)
        return bool(letter) and any(key.startswith(letter) for key in keys)

    def beginning(self, words: Sequence[str]) -> list[PersonName]:
        """Everyone with a word of their names for each of these beginnings, first names first."""
        starts = [native(word) if caseless(word) else latin(word) for word in words]
        ranked = []
        for place in self._begun(starts):
            for keys, _room, whole, _titles in self._phrases[place]:
                if all(any(key.startswith(start) for key in keys) for start in starts):
                    person = self.names[place]
                    late = (person.attention is Attention.OUT, not whole.startswith(starts[0]))
                    ranked.append((late, place, person))
                    break
        return [person for _late, _place, person in sorted(ranked, key=lambda entry: entry[:2])]

    def _begun(self, starts: Sequence[str]) -> set[int]:
        """Places of all with a word for each beginning, in whichever of their names it stands."""
        if self._in_order is None:
            self._in_order = sorted(self._holders)
        found: set[int] | None = None
        for start in starts:
            places: set[int] = set()
            for at in range(bisect_left(self._in_order, start), len(self._in_order)):
                if not self._in_order[at].startswith(start):
                    break
                places |= self._holders[self._in_order[at]]
            found = places if found is None else found & places
        return found or set()

    def at(self, organisation: str, among: Iterable[PersonName]) -> list[PersonName]:
        """Those of them whose organisation's name holds these words."""
        asked = spelled(organisation)
        if not asked:
            return []
        return [p for p in among if f" {asked} " in f" {spelled(p.organisation)} "]


def resolve(text: str, names: Sequence[PersonName] | NameIndex) -> PersonName:
    """The one person a text can only mean: full name, alias, part of a name, or its beginning.

    “Name (Organisation)” and “Name (#12)”, as `spell` writes them, tell namesakes apart.

    Raises:
        NotFoundError: no name holds the text.
        AmbiguousNameError: several do; `candidates` holds how to write each of them.
    """
    index = names if isinstance(names, NameIndex) else NameIndex(names)
    name, _open, rest = text.strip().rstrip(")").partition("(")
    asked = [word for _s, _e, word in words_in(name[:LONGEST_NAME])]
    found = index.holders(asked) or index.holders(_untitled_words(name)) or index.beginning(asked)
    if rest.strip():
        found = narrowed(found, rest, index)
    found = not_left_out(found)
    if not found:
        raise NotFoundError(
            _("No one here is called “{name}”.").format(name=text.strip()[:60]),
            _("Check the spelling, or add the person first."),
        )
    if len(found) > 1:
        candidates = tuple(spell(person, index) for person in found)
        raise AmbiguousNameError(
            _("“{name}” can be {people}.").format(
                name=text.strip()[:60], people=_(" or ").join(candidates[:5])
            ),
            _("Write more of the name."),
            candidates,
        )
    return found[0]


def not_left_out(found: Sequence[PersonName]) -> list[PersonName]:
    """Of several who answer to a name, those not left out; whoever answers alone is meant."""
    return [one for one in found if one.attention is not Attention.OUT] or list(found)


def narrowed(found: Sequence[PersonName], rest: str, index: NameIndex) -> list[PersonName]:
    """Namesakes told apart by what stands in brackets: the organisation, or #number."""
    number = re.fullmatch(r"\s*#(\d{1,18})\s*", rest)
    if number:
        return [person for person in found if person.id == int(number.group(1))]
    return index.at(rest, found)


def spell(person: PersonName, names: Sequence[PersonName] | NameIndex) -> str:
    """How to write this person so that no one else can be meant."""
    index = names if isinstance(names, NameIndex) else NameIndex(names)
    words = [word for _s, _e, word in words_in(person.name)]
    twins = index.holders(words) if words else list(index.names)
    if len(twins) <= 1:
        return person.name
    if person.organisation and index.at(person.organisation, twins) == [person]:
        return f"{person.name} ({person.organisation})"
    return f"{person.name} (#{person.id})"
