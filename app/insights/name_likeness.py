"""Whether two names can be those of one person, and by what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from app.insights.naming import Name, familiar, joined, sound


class Fit(IntEnum):
    """How two names go together, the closer the higher; what is below `CLOSE` needs more."""

    PART = 1
    INITIAL = 2
    NEAR = 3
    LONGER = 4
    CLOSE = 5
    FAMILIAR = 6
    MIDDLE = 7
    SCRIPT = 8
    SAME = 9

    @property
    def tells(self) -> bool:
        """Whether the names say enough by themselves."""
        return self >= Fit.CLOSE


class _Word(IntEnum):
    INITIAL = 1
    NEAR = 2
    CLOSE = 3
    FAMILIAR = 4
    EQUAL = 5


_LEAST = 3  # letters of a word that is more than an initial or a particle
_LONG = 7  # letters of a word in which one slip is hardly another name


def fit(one: Name, other: Name) -> Fit | None:
    """How two names go together; None when they do not."""
    if one.numbers != other.numbers or not one.words or not other.words:
        return None
    if one.of_several != other.of_several:
        return None
    if not (one.is_full and other.is_full):
        return _part(one, other)
    if sorted(one.words) == sorted(other.words) or _runs_together(one, other):
        if not one.foreign and sum(len(word) > 1 for word in one.words) < 2:
            return Fit.INITIAL  # "R. Santos" twice: one word and a letter
        return Fit.SAME if one.foreign == other.foreign else Fit.SCRIPT
    if one.foreign != other.foreign:
        return Fit.SCRIPT if _other_script(one, other) else None
    if one.foreign and (len(one.words) == 1 or len(other.words) == 1):
        return None  # of names written as one run of letters, only the whole tells
    short, long = sorted((one, other), key=lambda name: len(name.words))
    return _aligned(short.words, long.words)


def _part(one: Name, other: Name) -> Fit | None:
    """A single name against a name: the same, or one of its words."""
    if one.foreign or other.foreign:
        return Fit.PART if one.run == other.run else None
    single, name = (one, other) if len(one.words) == 1 else (other, one)
    word = single.words[0]
    return Fit.PART if len(word) >= _LEAST and word in name.words else None


def _runs_together(one: Name, other: Name) -> bool:
    """Whether they differ only in where the blanks are."""
    if len(one.run) != len(other.run) or len(one.run) < 4 or len(one.words) == len(other.words):
        return False
    return any(run in set(joined(other)) for run in joined(one))


def _other_script(one: Name, other: Name) -> bool:
    """Whether two names of two scripts sound alike: vowels are written in some of them only."""
    if len(one.words) == len(other.words) == 2:
        first, second = one.words
        for third, fourth in (other.words, other.words[::-1]):
            halves = ((first, third), (second, fourth))
            heard = sum(sound(a) == sound(b) for a, b in halves)
            if heard == 2 or (heard == 1 and all(fuzz.ratio(a, b) >= 70 for a, b in halves)):
                return True
        return False
    if 1 not in (len(one.words), len(other.words)):
        return sorted(map(sound, one.words)) == sorted(map(sound, other.words))
    return any(
        sound(run) == sound(other_run) and fuzz.ratio(run, other_run) >= 80
        for run in joined(one)
        for other_run in joined(other)
    )


def _aligned(short: Sequence[str], long: Sequence[str]) -> Fit | None:
    """Match word with word, equal ones first; every word of the shorter name needs another."""
    left = Counter(long)
    rest = []
    equal = []
    for word in short:
        if left[word]:
            left[word] -= 1
            equal.append(word)
        else:
            rest.append(word)
    waiting = list(left.elements())
    worst = _Word.EQUAL
    for word in sorted(rest, key=len, reverse=True):
        graded = [(found, there) for there in waiting if (found := _word(word, there))]
        if not graded:
            return None
        best, there = max(graded)
        waiting.remove(there)
        worst = min(worst, best)
    firm = [word for word in equal if len(word) >= _LEAST]
    return _verdict(worst, len(firm), len(rest), waiting)


def _verdict(worst: _Word, firm: int, rest: int, more: list[str]) -> Fit | None:
    """What words that match make of the names.

    Args:
        worst: the loosest match of a word.
        firm: how many words are the same.
        rest: how many match otherwise.
        more: the words that only the longer name has.
    """
    if worst is _Word.EQUAL:
        if firm < 2:
            return None
        return Fit.MIDDLE if all(len(word) == 1 for word in more) else Fit.LONGER
    if not firm:
        return Fit.NEAR if rest > 1 and not more and worst >= _Word.NEAR else None
    if worst is _Word.INITIAL:
        return Fit.MIDDLE if firm > 1 and not more else Fit.INITIAL
    if more:
        return Fit.LONGER if worst is _Word.FAMILIAR else None
    return {
        _Word.FAMILIAR: Fit.FAMILIAR,
        _Word.CLOSE: Fit.CLOSE,
        _Word.NEAR: Fit.NEAR,
    }[worst]


def _word(one: str, other: str) -> _Word | None:
    """How two words that are not the same go together."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return _Word.INITIAL if long.startswith(short) else None
    if familiar(one) & familiar(other):
        return _Word.FAMILIAR
    if len(short) < _LEAST or _by_gender(short, long):
        return None
    if len(short) == _LEAST and (sound(one) != sound(other) or one[-1] != other[-1]):
        return None
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips > 2 or (slips == 2 and len(short) < 8):
        return None
    if slips == 1 and len(short) >= _LONG and one[-1] == other[-1]:
        return _Word.CLOSE
    return _Word.NEAR


def _by_gender(short: str, long: str) -> bool:
    """Whether only the ending differs that tells a woman's name from a man's."""
    if len(short) == len(long):
        return short[:-1] == long[:-1] and {short[-1], long[-1]} <= set("aeio")
    return long[:-1] == short and long[-1] in "ae"


def contradict(one: Name, other: Name) -> bool:
    """Whether two full names are those of two people, though they have an address in common.

    A couple shares the family name, colleagues share nothing. Whoever kept the first name may have
    changed the other. One of a couple is not the couple.
    """
    if one.of_several != other.of_several:
        return True
    if not (one.is_full and other.is_full) or one.foreign != other.foreign:
        return False
    if one.numbers != other.numbers:
        return True
    if fit(one, other) is not None:
        return False
    return not _word_same(one.words[0], other.words[0]) and not (
        _word_same(one.words[0], other.words[-1]) or _word_same(one.words[-1], other.words[0])
    )


def _word_same(one: str, other: str) -> bool:
    return one == other or _word(one, other) is not None
