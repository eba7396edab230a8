"""Promises of a file against those of the journal: which are new, and of which it says more."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.model.imports import ReadPromise
from app.model.people import Counterpart
from app.model.records import Promise, PromiseState, Side
from app.model.values import PartialDate
from app.services.edit import Edit
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Held:
    """A promise the journal holds, or will hold: the number of that one is 0."""

    by: Side
    text: str
    state: PromiseState = PromiseState.OPEN
    made_on: PartialDate | None = None
    id: int = 0

    @property
    def mark(self) -> str:
        """The promise as it compares."""
        return promise_mark(self.by, self.text)


Renewed = tuple[tuple[Held, ReadPromise], ...]
_Alike = Callable[[Held, ReadPromise], bool]


def held_of(workspace: Workspace, number: int) -> list[Held]:
    """The promises the journal holds of one person."""
    return [
        Held(one.by, one.text, one.state, one.made_on, one.id)
        for one in workspace.find(Promise, counterpart_id=number)
    ]


def promise_mark(by: Side, text: str) -> str:
    """A promise as it compares."""
    return f"{by}|{_plain(text)}"


def promise_marks(told: Iterable[ReadPromise]) -> Iterator[str]:
    """What to know the promises of a record by; of those in the same words each has its own."""
    for mark, ones in _by_mark(told).items():
        yield from (mark, _counted(mark))
        days = Counter(one.made_on for one in ones)
        yield from (_numbered(mark, day, n) for day in days for n in range(1, days[day] + 1))


def _counted(mark: str) -> str:
    """What tells that promises in these words were counted; once only one of them was known."""
    return f"{mark}\n"  # no line breaks in a mark


def _numbered(mark: str, day: PartialDate | None, number: int) -> str:
    return f"{mark}\n{day or ''}\n{number}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _by_mark(told: Iterable[ReadPromise]) -> dict[str, list[ReadPromise]]:
    found: dict[str, list[ReadPromise]] = defaultdict(list)
    for one in told:
        found[promise_mark(one.by, one.text)].append(one)
    return found


def settle(
    known: Sequence[Held], told: Iterable[ReadPromise]
) -> tuple[tuple[ReadPromise, ...], Renewed]:
    """The promises of a record that are new, and its news of others."""
    told = _each(told)
    renewed: list[tuple[Held, ReadPromise]] = []
    pairs, left, news = _matched(known, told)
    for same, one in (*pairs, *_pairs(left, news, _in_other_words)):
        if same.mark != promise_mark(one.by, one.text):
            one = _joined(one, same.text)
        ended = same.state is PromiseState.OPEN and one.state is not PromiseState.OPEN
        if ended or promise_mark(one.by, one.text) != same.mark:
            renewed.append((same, one))
    return tuple(news), tuple(renewed)


def still_told(
    standing: Sequence[Held], told: Iterable[ReadPromise], is_seen: Callable[[str], bool]
) -> tuple[ReadPromise, ...]:
    """What a record says of promises, without those it told before and the user has taken off.

    Of one that stands in other words only its end is news. `is_seen` knows the marks told before.
    """
    told = _each(told)
    _pairs_found, left, news = _matched(standing, told)
    here = {same.mark for same in standing}
    counts = Counter((promise_mark(one.by, one.text), one.made_on) for one in told)
    gone: list[ReadPromise] = []
    for mark, ones in _by_mark(news).items():
        if not is_seen(mark):
            continue
        gone += [
            one
            for _same, one in _pairs(left, ones, _in_other_words)
            if one.debt is None or one.state is PromiseState.OPEN
        ]
        if not is_seen(_counted(mark)):
            gone += [] if mark in here else ones
            continue
        for day in {one.made_on for one in ones}:
            rest = [one for one in ones if one.made_on == day]
            rest.sort(key=lambda one: one.state is not PromiseState.OPEN)
            told_on = range(1, counts[mark, day] + 1)
            fresh = sum(not is_seen(_numbered(mark, day, number)) for number in told_on)
            gone += rest[fresh:]
    left_out = set(map(id, gone))
    return tuple(one for one in told if id(one) not in left_out)


def _each(told: Iterable[ReadPromise]) -> tuple[ReadPromise, ...]:
    """Each as one of its own, also where a record has the same one twice."""
    return tuple(replace(one) for one in told)


def _matched(
    known: Iterable[Held], told: Sequence[ReadPromise]
) -> tuple[list[tuple[Held, ReadPromise]], list[Held], list[ReadPromise]]:
    """Those in the same words, what is held in words nobody told, and what is told beyond that."""
    held: dict[str, list[Held]] = defaultdict(list)
    for same in known:
        held[same.mark].append(same)
    pairs: list[tuple[Held, ReadPromise]] = []
    unmet: list[ReadPromise] = []
    for mark, ones in _by_mark(told).items():
        pairs += _pairs(held.pop(mark, []), ones, lambda _same, _one: True)
        unmet += ones
    left_over = set(map(id, unmet))
    rest = [same for ones in held.values() for same in ones]
    return pairs, rest, [one for one in told if id(one) in left_over]


def _pairs(
    left: list[Held], news: list[ReadPromise], alike: _Alike
) -> list[tuple[Held, ReadPromise]]:
    """Which of the told each of the held is; both lists keep what has no partner.

    Of several in the same words those of one day belong together, then those of one state: however
    many exports are read and in which order, as many come of it, and as many of them are open. One
    that ended is never an open one of another day.
    """
    found: list[tuple[Held, ReadPromise]] = []
    for fits in (_same_day_and_state, _same_day, _same_state, _near):
        for one in tuple(news) if left else ():
            same = next((same for same in left if alike(same, one) and fits(same, one)), None)
            if same is not None:
                left.remove(same)
                news[:] = [other for other in news if other is not one]
                found.append((same, one))
    return found


def _same_day(same: Held, one: ReadPromise) -> bool:
    return same.made_on == one.made_on


def _same_state(same: Held, one: ReadPromise) -> bool:
    return (same.state is PromiseState.OPEN) == (one.state is PromiseState.OPEN)


def _same_day_and_state(same: Held, one: ReadPromise) -> bool:
    return _same_day(same, one) and _same_state(same, one)


def _near(same: Held, one: ReadPromise) -> bool:
    """Whether it can be one day: another zone may have moved it to the next."""
    if same.made_on is None or one.made_on is None:
        return True
    return abs((same.made_on.first - one.made_on.first).days) <= 1


def _in_other_words(same: Held, one: ReadPromise) -> bool:
    """Whether it is the same promise in other words.

    Of a task only the beginning up to a colon may stand. Of a debt the amount may stand as another
    export writes it, and one of the two may lack the reason.
    """
    if promise_mark(one.by, one.text).startswith(f"{same.mark}:"):
        return True
    if one.debt is None or same.by is not one.by:
        return False
    head, _colon, why = _plain(same.text).partition(":")
    named = head == _plain(one.debt.head) or re.fullmatch(one.debt.like, head, re.IGNORECASE)
    return bool(named) and len({_plain(why), _plain(one.debt.reason)} - {""}) < 2


def _joined(one: ReadPromise, held: str) -> ReadPromise:
    """A debt with the clearer of two amounts, and with its reason where only one side says it."""
    if one.debt is None:
        return one
    head, _colon, why = held.partition(":")
    clearer = head if one.debt.is_rough else one.debt.head
    return replace(one, text=": ".join(filter(None, (clearer, one.debt.reason or why.strip()))))


def renew_promises(edit: Edit, workspace: Workspace, person: Counterpart, renewed: Renewed) -> None:
    """Say of promises of the journal how they ended, and what more the file says of them."""
    told = {same.id: one for same, one in renewed}
    for promise in workspace.find(Promise, counterpart_id=person.id) if told else ():
        one = told.get(promise.id)
        if one is not None:
            values: dict[str, object] = {"text": one.text}
            if promise.state is PromiseState.OPEN:
                values |= {"state": one.state, "settled_on": one.settled_on}
            edit.set(promise, **values)
