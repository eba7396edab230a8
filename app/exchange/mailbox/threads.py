"""Puts mails together into threads, and threads into conversations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.exchange.mailbox.headers import Headers, Why

_REPLY = re.compile(
    r"^\s*(?:re|aw|antw|sv|vs|ref|odp|res|rif|r|ynt|bls|atb|vá|回复|答复|回覆|ответ|απ)"
    r"\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"^\s*(?:fwd?|wg|tr|rv|enc|vb|i|pd|doorst|转发|轉寄|переслать)\s*[:：]", re.IGNORECASE
)
_PREFIX = re.compile(rf"(?:{_REPLY.pattern}|{_FORWARD.pattern})\s*", re.IGNORECASE)


@dataclass(slots=True)
class Mail:
    """One mail, as little of it as will do: ids are short numbers, people are indices."""

    id: int
    seconds: int
    order: int
    mine: bool
    people: tuple[int, ...]
    subject: str
    root: int
    """The oldest mail it says it goes back to, or itself."""
    parent: int
    """The mail it answers, 0 for none."""
    is_crowd: bool = False
    thread: int = 0
    source: int = 0
    number: int = 0
    guessed_date: bool = False

    @classmethod
    def of(cls, headers: Headers, seconds: int, order: int, source: int, number: int) -> Mail:
        """A mail as its headers tell it; whose it is and with whom is said later."""
        references = headers.references
        return cls(
            id=headers.id,
            seconds=seconds,
            order=order,
            mine=False,
            people=(),
            subject=headers.subject,
            root=references[0] if references else headers.id,
            parent=references[-1] if references else 0,
            is_crowd=headers.why is Why.CROWD,
            thread=headers.thread,
            source=source,
            number=number,
            guessed_date=headers.seconds is None,
        )


@dataclass(slots=True)
class Strand:
    """A conversation: its mails old to new; `began_before` when its beginning is not here."""

    mails: list[Mail]
    began_before: bool
    key: int
    also: list[int] = field(default_factory=list)

    @property
    def people(self) -> tuple[int, ...]:
        """Everyone in it but the user, in the order of their first mail."""
        return tuple(dict.fromkeys(one for mail in self.mails for one in mail.people))


class Groups:
    """What belongs together: a forest of numbers."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def root(self, one: int) -> int:
        """The number that stands for a group."""
        parent = self._parent
        while (above := parent.get(one, one)) != one:
            parent[one] = parent.get(above, above)
            one = above
        return one

    def join(self, one: int, other: int) -> None:
        """Say that two belong together."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[second] = first


def plain_subject(subject: str) -> str:
    """A subject without the marks of answers and forwards before it."""
    for _time in range(8):
        shorter = _PREFIX.sub("", subject, count=1)
        if shorter == subject:
            break
        subject = shorter
    return subject.strip()


def conversations(
    mails: Iterable[Mail], threads: Groups, names: Mapping[int, str], gap: int
) -> list[Strand]:
    """Conversations old to new: mails in one thread, or closer than `gap` seconds.

    `names` gives the folded full name of a person where one is known, so that two addresses of
    one person stay together inside a thread.
    """
    by_thread: dict[int, list[Mail]] = defaultdict(list)
    for mail in mails:
        by_thread[threads.root(mail.id)].append(mail)
    strands: list[Strand] = []
    for members in by_thread.values():
        members.sort(key=_in_time)
        strands.extend(_strands(members, names))
    by_people: dict[frozenset[int], list[Strand]] = defaultdict(list)
    for strand in strands:
        by_people[frozenset(strand.people)].append(strand)
    joined = [one for group in by_people.values() for one in _joined(group, gap)]
    joined.sort(key=lambda strand: _in_time(strand.mails[0]))
    return joined


def _in_time(mail: Mail) -> tuple[int, int]:
    return mail.seconds, mail.order


def _strands(members: Sequence[Mail], names: Mapping[int, str]) -> list[Strand]:
    """The mails of one thread, apart where they are with different people."""
    groups = Groups()
    places = {mail.id: at for at, mail in enumerate(members)}
    marks: dict[object, int] = {}
    for at, mail in enumerate(members):
        if mail.is_crowd:
            continue
        for person in mail.people:
            for mark in (person, names.get(person)):
                if mark is not None:
                    groups.join(marks.setdefault(mark, at), at)
        above = places.get(mail.parent)
        # Someone may answer from another address than the one that was written to.
        answers = above is not None and members[above].mine and not members[above].is_crowd
        if above is not None and answers and not mail.mine and not _FORWARD.match(mail.subject):
            groups.join(above, at)
    found: dict[int, list[Mail]] = {}
    for at, mail in enumerate(members):
        if not mail.is_crowd:
            found.setdefault(groups.root(at), []).append(mail)
    strands = []
    for count, mails in enumerate(found.values()):
        first = mails[0]
        root = first.thread or first.root
        key = root if count == 0 else root ^ first.id ^ 1
        strands.append(Strand(mails, _began_before(mails), key))
    return strands


def _began_before(mails: Sequence[Mail]) -> bool:
    """Whether the first mail of a conversation answers something that is not part of it."""
    first, here = mails[0], {mail.id for mail in mails}
    if _FORWARD.match(first.subject):
        return False
    if first.parent:
        return first.parent not in here
    return bool(_REPLY.match(first.subject))


def _joined(strands: list[Strand], gap: int) -> list[Strand]:
    """Strands with the same people, those together that follow each other closely."""
    if len(strands) == 1:
        return strands
    groups = Groups()
    times = sorted((_in_time(mail), at) for at, one in enumerate(strands) for mail in one.mails)
    for (before, one), (after, other) in pairwise(times):
        if after[0] - before[0] < gap:
            groups.join(one, other)
    found: dict[int, list[Strand]] = defaultdict(list)
    for at, strand in enumerate(strands):
        found[groups.root(at)].append(strand)
    return [_one_of(group) for group in found.values()]


def _one_of(strands: list[Strand]) -> Strand:
    if len(strands) == 1:
        return strands[0]
    strands.sort(key=lambda strand: _in_time(strand.mails[0]))
    first = strands[0]
    mails = sorted((mail for strand in strands for mail in strand.mails), key=_in_time)
    return Strand(mails, first.began_before, first.key, [one.key for one in strands[1:]])


def opener_of(strand: Strand) -> Mail | None:
    """The mail that opened it, or None when that is not here."""
    if strand.began_before:
        return None
    here = {mail.id: mail for mail in strand.mails}
    mail = strand.mails[0]
    for _step in range(len(here)):  # a wrong clock may put an answer before its question
        above = here.get(mail.parent)
        if above is None:
            return None if mail.parent and not _FORWARD.match(mail.subject) else mail
        mail = above
    return None
