"""Finds the names in a line: known people, several people of one name, and names yet unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.model.people import PersonName
from app.model.titles import BEFORE_NAME, FORMS_OF_ADDRESS, TITLES
from app.services.person_names import (
    NameIndex,
    caseless,
    initial_of,
    narrowed,
    not_left_out,
    words_in,
)

_LONGEST = 7  # words in a name
_REACH = 300  # characters looked at for one name
_LONGEST_NAME = 510  # unless one word alone is longer
_BRACKETS = re.compile(r"\s?\(([^()\n]{1,80})\)")
_MAYBE_TITLE = re.compile(r"(?:dona|dom)\.?\s+(?=\w)", re.IGNORECASE)  # some are called so
_FROM = re.compile(r"\s+(?:from|at|of)\s+", re.IGNORECASE)


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTICLES = _listed(
    "van von der den de da di do dos das del della la le el al bin ibn ter ten zu af av y e"
)
_NO_NAME = _listed(
    "a an the my his her their our your me you him them us it this that these those all some any "
    "everyone everybody nobody both each another new old no one someone who about regarding re in "
    "on at for to from by with and or but so very his its i we they she he is was were"
)


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name found: its end, its text, and who answers to it (nobody: unknown)."""

    end: int
    text: str
    found: tuple[PersonName, ...] = ()


def _run(text: str, pos: int) -> list[tuple[int, int, str]]:
    """The words from `pos` on that stand side by side, as the parts of one name do."""
    run: list[tuple[int, int, str]] = []
    last = pos
    reach = min(len(text), pos + _REACH)
    while reach < len(text) and reach < pos + _LONGEST_NAME and not text[reach].isspace():
        reach += 1  # a long name is never cut in two
    for start, end, word in words_in(text[pos:reach]):
        gap = text[last : pos + start]
        initial = bool(run) and bool(initial_of(run[-1][2])) and gap.strip() == "."
        if len(run) == _LONGEST or (gap.strip() and not initial) or "\n" in gap:
            break
        run.append((pos + start, pos + end, word))
        last = pos + end
    return run


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0].istitle() or (word[0].isalpha() and caseless(word[0]))


def read_known(
    text: str, pos: int, index: NameIndex, is_other: Callable[[int], bool]
) -> NameRead | None:
    """The longest known name at `pos`; a capitalised word after a part of it makes it another.

    Args:
        text: the line.
        pos: where the name may start.
        index: everyone.
        is_other: tells of a position whether a day, a channel or the like starts there.
    """
    run = _run(text, pos)
    if not run or run[0][0] != pos:
        return None
    title = BEFORE_NAME.match(text, pos)
    if title is None and not index.knows(run[0][2]):
        title = _MAYBE_TITLE.match(text, pos)
    if title is not None:
        after = _run(text, title.end())
        if after and after[0][0] == title.end() and index.knows(after[0][2]):
            named = [word for _s, _e, word in words_in(title.group())]
            if not _ends_sentence(named, after[0][2], index):
                return _read_run(text, pos, after, named, index, is_other)
    return _read_run(text, pos, run, [], index, is_other) if index.knows(run[0][2]) else None


def _ends_sentence(title: list[str], word: str, index: NameIndex) -> bool:
    """Whether it is no title but a name that ends a sentence: "with Mag. Anna came later"."""
    return (
        len(title) == 1
        and title[0].casefold() not in FORMS_OF_ADDRESS | TITLES
        and bool(index.holders(title))
        and not index.holders([*title, word])
    )


def _read_run(
    text: str,
    pos: int,
    run: list[tuple[int, int, str]],
    title: list[str],
    index: NameIndex,
    is_other: Callable[[int], bool],
) -> NameRead | None:
    """The longest known name these words begin with; a title helps to tell, or is passed over."""
    for count in range(len(run), 0, -1):
        words = [word for _s, _e, word in run[:count]]
        found = (index.holders([*title, *words]) if title else []) or index.holders(words)
        if not found:
            continue
        end = run[count - 1][1]
        if _is_longer_name(text, run, count, is_other) and not (
            count > 1 and any(index.is_whole(person, words) for person in found)
        ):
            return read_unknown(text, pos, is_other)
        if text[end : end + 1] == "." and initial_of(words[-1]):
            end += 1
        return _told_apart(text, pos, end, found, index)
    return None


def _is_longer_name(
    text: str, run: list[tuple[int, int, str]], count: int, is_other: Callable[[int], bool]
) -> bool:
    if len(run) <= count:
        return False
    start, _end, word = run[count]
    return word[0].isupper() and not caseless(word) and not is_other(start)


def _told_apart(
    text: str, pos: int, end: int, found: list[PersonName], index: NameIndex
) -> NameRead:
    brackets = _BRACKETS.match(text, end)
    if brackets:
        left = narrowed(found, brackets.group(1), index)
        if left:
            return NameRead(brackets.end(), text[pos : brackets.end()], tuple(left))
    lead = _FROM.match(text, end)
    if lead:
        run = _run(text, lead.end())
        for count in range(len(run), 0, -1):
            left = index.at(text[run[0][0] : run[count - 1][1]], found)
            if len(left) == 1:
                return NameRead(run[count - 1][1], text[pos : run[count - 1][1]], tuple(left))
    return NameRead(end, text[pos:end], tuple(not_left_out(found)))


def read_unknown(
    text: str, pos: int, is_other: Callable[[int], bool], *, lower: bool = False
) -> NameRead | None:
    """A name nobody has yet: capitalised words, or after “with” one small word too."""
    title = BEFORE_NAME.match(text, pos) or _MAYBE_TITLE.match(text, pos)
    start = title.end() if title else pos
    run = _run(text, start)
    if not run or run[0][0] != start or not run[0][2][0].isalpha():
        return None
    first = run[0][2]
    if first.casefold() in _NO_NAME or first.endswith(("'s", "’s")) or is_other(start):
        return None
    if not _capital(first):
        return NameRead(run[0][1], first) if lower and "@" not in first else None
    count = 1
    for number, (start, _end, word) in enumerate(run[1:], 1):
        if is_other(start):
            break
        if _capital(word):
            count = number + 1
        elif word.casefold() not in _PARTICLES:
            break
    return NameRead(run[count - 1][1], text[pos : run[count - 1][1]])
