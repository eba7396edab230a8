"""Phone numbers compared as the search for duplicates compares them: whole, with their country.

What reads numbers is slow to load, and to read each number of a large file would take longer than
all the rest: numbers are put together by their last digits first, and read only where two meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import Protocol

from app.insights.likeness_candidates import Number
from app.model.people import ContactPoint, PointKind, service_of
from app.services.phones import phones_of
from app.services.taking_in.marks import plain_mark
from app.services.workspace import Workspace

# From the first digit to where an extension begins.
_DIALLED = re.compile(r"\d[^;,#A-Za-z]*")
_LEAST, _LAST = 7, 6
_NO_SERVICE = frozenset(("",))


@lru_cache(maxsize=65_536)
def last_digits(text: str) -> str:
    """What two ways to write one number have in common; "" for one too short to tell anybody."""
    found = _DIALLED.search(text)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return str(int(digits[-_LAST:])).zfill(_LAST) if len(digits) >= _LEAST else ""


def _heading(text: str) -> str:
    """Under which numbers are put together that may be the same; a short one has its own."""
    return last_digits(text) or f"={text}"


class Numbers:
    """Reads numbers; one without a country is taken for one of where the others are."""

    def __init__(self, chosen: str = "", others: Callable[[], Iterable[str]] = tuple) -> None:
        self._chosen, self._others = chosen, others

    @cached_property
    def read(self) -> Callable[[str], Number]:
        """What reads one; asked for when two may be the same."""
        return phones_of(self._chosen, self._others()).read


def numbers_of(workspace: Workspace) -> Numbers:
    """Reads numbers as the search for duplicates in this journal does."""

    def others() -> Iterable[str]:
        return (point.value for point in workspace.find(ContactPoint, kind=PointKind.PHONE))

    return Numbers(str(workspace.setting("phone_country")), others)


class Spelled:
    """Numbers as they are written, found again however they are written."""

    __slots__ = ("_alike", "_numbers")

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._alike: dict[str, str | _Alike] = {}  # mostly one for each heading

    def add(self, text: str) -> None:
        """One more number."""
        held = self._alike.setdefault(_heading(text), text)
        if held != text:
            self._read_on(held).add(text)

    def like(self, text: str) -> list[str]:
        """The ways in which this number was written; a short one only as it stands."""
        held = self._alike.get(_heading(text))
        if held is None or held == text:
            return [] if held is None else [text]
        return self._read_on(held).like(text)

    def _read_on(self, held: str | _Alike) -> _Alike:
        """Numbers that have to be read, because two have the same last digits."""
        if isinstance(held, str):
            alike = _Alike(self._numbers)
            alike.add(held)
            self._alike[_heading(held)] = alike
            return alike
        return held


class _Alike:
    """Numbers with the same last digits."""

    __slots__ = ("_bare", "_ends", "_numbers", "_texts", "_unread", "_whole")

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._texts: dict[str, None] = {}
        self._unread: list[str] = []
        self._whole: dict[str, list[str]] = {}
        self._ends: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}  # those whose country is not known, by their end

    def add(self, text: str) -> None:
        """One more of them."""
        if text not in self._texts:
            self._texts[text] = None
            self._unread.append(text)

    def like(self, text: str) -> list[str]:
        """The ways in which this number was written."""
        for one in self._unread:
            self._learn(one)
        self._unread.clear()
        mine = self._numbers.read(text)
        found = self._ends.get(mine.end, [])
        if mine.whole:
            found = [*self._whole.get(mine.whole, ()), *self._bare.get(mine.end, ())]
        own = [text] if text in self._texts else []
        return list(dict.fromkeys((*own, *found)))

    def _learn(self, text: str) -> None:
        number = self._numbers.read(text)
        if number.whole:
            self._whole.setdefault(number.whole, []).append(text)
        if number.end:
            self._ends.setdefault(number.end, []).append(text)
            if not number.whole:
                self._bare.setdefault(number.end, []).append(text)


class AnyWay(Protocol):
    """A way to reach somebody, of a file or of the journal."""

    @property
    def kind(self) -> PointKind:
        """What kind of way it is."""

    @property
    def value(self) -> str:
        """Where it leads to."""

    @property
    def label(self) -> str:
        """What it is called."""


class Ways:
    """Ways to reach somebody, to ask whether another is one of them."""

    __slots__ = ("_kinds", "_marks", "_spelled")

    def __init__(self, numbers: Numbers | None = None, ways: Iterable[AnyWay] = ()) -> None:
        self._spelled = Spelled(numbers or Numbers())
        self._marks: dict[str, frozenset[str]] = {}  # with the services of handles
        self._kinds: set[PointKind] = set()
        self.update(ways)

    def update(self, ways: Iterable[AnyWay]) -> None:
        """More of them."""
        for way in ways:
            self._kinds.add(way.kind)
            if way.kind is PointKind.PHONE:
                self._spelled.add(way.value)
            else:
                mark, service = plain_mark(way.kind, way.value), service_of(way.kind, way.label)
                services = self._marks.get(mark)
                alone = frozenset((service,)) if service else _NO_SERVICE
                self._marks[mark] = alone if services is None else services | alone

    def hold(self, way: AnyWay) -> bool:
        """Whether it is one of them, however it is written.

        A handle is on its service; where nobody says on which, it may be on any.
        """
        if way.kind is PointKind.PHONE:
            return bool(self._spelled.like(way.value))
        services = self._marks.get(plain_mark(way.kind, way.value))
        if services is None:
            return False
        service = service_of(way.kind, way.label)
        return not service or service in services or "" in services

    def have(self, kind: PointKind) -> bool:
        """Whether there is any of this kind."""
        return kind in self._kinds


class Marks:
    """Gives every way a mark, and the same mark to all that are one way."""

    def __init__(self, numbers: Numbers) -> None:
        self._spelled = Spelled(numbers)
        self._first: dict[str, str] = {}

    def of(self, kind: PointKind, value: str) -> str:
        """The mark of a way."""
        if kind is not PointKind.PHONE:
            return plain_mark(kind, value)
        if value not in self._first:
            alike = next(iter(self._spelled.like(value)), value)
            self._first[value] = self._first.get(alike, value)
            self._spelled.add(value)
        return f"{kind}|{self._first[value]}"
