"""Contacts put together into conversations, with who opened them and what was asked.

The units everything is counted in. A conversation is what lies in one thread or follows within
72 hours.
Four choices keep it honest:

* A contact known only to the month or year is a conversation of its own unless a thread says
  otherwise. It is ordered by its first day and counts for number and depth, but only where
  every day it can mean lies inside a day-precise stretch does it count there.
* Where several contacts could be the first of a day and no time decides, the conversation has an
  opener only if they agree; the order in which they were logged decides nothing.
* A meeting of a group is set aside: it opens nothing, asks nothing and has no depth.
* What was not said stays None. Calls, video talks, meetings and meals are two-way unless
  marked otherwise, because both sides were there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.model.records import Ask, Channel, Interaction, Opener, Source

_DAY = 24 * 60
_SPOKEN = frozenset({Channel.CALL, Channel.VIDEO, Channel.MEETING, Channel.MEAL})
_MOST_PRESENT = 3

Spot = tuple[int, int, int, bool, Interaction]
"""First day, minute of the day (-1 unknown), last day, known to the day, contact."""


@dataclass(slots=True)
class Talk:
    """One conversation; `day` and `last` are ordinals between which it was opened."""

    day: int
    last: int
    entries: tuple[int, ...]
    opener: Opener | None
    ask: bool | None
    mine: bool | None
    theirs: bool | None
    answered: bool | None
    two_way: bool | None
    depth: int | None
    logistics: bool
    i_asked: bool
    they_asked: bool
    credited: bool
    imported: bool
    mixed: bool

    @property
    def is_exact(self) -> bool:
        """Whether its first day is known."""
        return self.day == self.last

    @property
    def sided(self) -> bool:
        """Whether one of the two opened it."""
        return self.opener is Opener.ME or self.opener is Opener.THEM


@dataclass(slots=True)
class Units:
    """A person's conversations, old to new, and the group contacts set aside."""

    talks: list[Talk]
    spots: list[Spot]
    groups: list[Spot] = field(default_factory=list)
    left_out: int = 0

    def openings(self) -> list[Talk]:
        """Conversations one of the two is known to have opened."""
        return [talk for talk in self.talks if talk.sided]


@dataclass(slots=True)
class _Wait:
    """What it takes to tell an unanswered message from one still open: each side's days."""

    today: int
    days: int
    mine: list[int]
    theirs: list[int]

    def replied(self, day: int, opener: Opener) -> bool | None:
        """Whether the other side wrote in time; None while there is still time."""
        others = self.theirs if opener is Opener.ME else self.mine
        at = bisect_left(others, day)
        if at < len(others) and others[at] - day <= self.days:
            return True
        return False if self.today - day > self.days else None


def is_group(contact: Interaction) -> bool:
    """Whether more than three were there, or a group opened, and nothing was one to one."""
    if contact.one_to_one:
        return False
    if contact.opener is Opener.GROUP:
        return True
    if contact.present is not None:
        return contact.present > _MOST_PRESENT
    return contact.one_to_one is False or len(contact.people) + 1 > _MOST_PRESENT


def is_two_way(contact: Interaction) -> bool | None:
    """Whether both sides took part, as far as the entry says."""
    if contact.two_way is not None:
        return contact.two_way
    if contact.answered is not None:
        return contact.answered
    return True if contact.channel in _SPOKEN else None


def asked(contact: Interaction, opener: Opener) -> bool | None:
    """Whether this side asked for something; what both wanted is no ask."""
    ask = contact.ask_mine if opener is Opener.ME else contact.ask_theirs
    if contact.joint_benefit:
        return False
    return None if ask is None else ask is not Ask.NONE


def converse(
    contacts: Iterable[Interaction],
    today: date,
    gap_hours: int = 72,
    unanswered_days: int = 14,
    since: date | None = None,
) -> Units:
    """The conversations among these contacts up to today.

    Contacts before `since` are left out and counted.
    """
    spots, groups, left_out = _place(contacts, today.toordinal(), since)
    wait = _Wait(
        today=today.toordinal(),
        days=unanswered_days,
        mine=_days_opened(spots, Opener.ME),
        theirs=_days_opened(spots, Opener.THEM),
    )
    talks = [_talk(members, wait) for members in _gather(spots, gap_hours * 60)]
    talks.sort(key=lambda talk: (talk.day, talk.last))
    return Units(talks, spots, groups, left_out)


def _place(
    contacts: Iterable[Interaction], today: int, since: date | None
) -> tuple[list[Spot], list[Spot], int]:
    """Contacts in order of time; groups apart; those before `since` or ahead of us dropped."""
    start = since.toordinal() if since else 0
    spots: list[Spot] = []
    groups: list[Spot] = []
    left_out = 0
    for contact in contacts:
        when = contact.when
        day = when.date.first.toordinal()
        if day > today:
            continue
        exact = when.date.day is not None
        last = day if exact else when.date.last.toordinal()
        if last < start:
            left_out += 1
            continue
        minute = when.time.hour * 60 + when.time.minute if when.time and exact else -1
        (groups if is_group(contact) else spots).append((day, minute, last, exact, contact))
    spots.sort(key=_in_time)
    return spots, groups, left_out


def _in_time(spot: Spot) -> tuple[int, int, int, int]:
    return spot[0], spot[1], spot[2], spot[4].id


def _gather(spots: Sequence[Spot], gap_minutes: int) -> Iterable[list[Spot]]:
    """Contacts that belong together, by thread or by nearness in time."""
    parent = list(range(len(spots)))
    threads: dict[str, int] = {}
    before = -1
    for index, (day, minute, _last, exact, contact) in enumerate(spots):
        if exact:
            if before >= 0 and _gap(spots[before], day, minute) < gap_minutes:
                _join(parent, before, index)
            before = index
        if contact.thread:
            _join(parent, threads.setdefault(contact.thread, index), index)
    groups: dict[int, list[Spot]] = {}
    for index, spot in enumerate(spots):
        groups.setdefault(_root(parent, index), []).append(spot)
    return groups.values()


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(parent: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first


def _gap(spot: Spot, day: int, minute: int) -> int:
    """Minutes between two contacts; whole days where a time is not known."""
    days = (day - spot[0]) * _DAY
    return days + minute - spot[1] if minute >= 0 and spot[1] >= 0 else days


def _days_opened(spots: Sequence[Spot], opener: Opener) -> list[int]:
    """The days of this side's contacts, old to new."""
    return [spot[0] for spot in spots if spot[4].opener is opener]


def _talk(members: list[Spot], wait: _Wait) -> Talk:
    """One conversation, read from its contacts in order of time."""
    first = members[0]
    heads = [first[4]]
    if len(members) > 1:
        heads = [spot[4] for spot in members if spot[0] == first[0] and spot[1] == first[1]]
    openers = {contact.opener for contact in heads} - {None}
    opener = next(iter(openers)) if len(openers) == 1 else None
    mine = _agreed([asked(contact, Opener.ME) for contact in heads])
    theirs = _agreed([asked(contact, Opener.THEM) for contact in heads])
    contacts = [spot[4] for spot in members]
    depths = [contact.depth for contact in contacts if contact.depth is not None]
    return Talk(
        day=first[0],
        last=first[2],
        entries=tuple(contact.id for contact in contacts),
        opener=opener,
        ask=_ask_of(opener, mine, theirs),
        mine=mine,
        theirs=theirs,
        answered=_answered(opener, first, heads, contacts, wait),
        two_way=_two_way(contacts),
        depth=max(depths) if depths else None,
        logistics=any(contact.logistics for contact in heads)
        and all(contact.logistics is not False for contact in contacts),
        i_asked=any(contact.i_asked for contact in contacts),
        they_asked=any(contact.they_asked for contact in contacts),
        credited=any(contact.credit for contact in contacts),
        imported=all(contact.source is Source.IMPORTED for contact in heads),
        mixed=len(openers) > 1,
    )


def _agreed(said: Sequence[bool | None]) -> bool | None:
    """Yes if said once, else no if said once, else not known."""
    if True in said:
        return True
    return False if False in said else None


def _ask_of(opener: Opener | None, mine: bool | None, theirs: bool | None) -> bool | None:
    """Whether whoever opened asked; with an unknown opener only if both sides' answers agree."""
    if opener is Opener.ME:
        return mine
    if opener is Opener.THEM:
        return theirs
    if opener is Opener.TOGETHER and (mine or theirs):
        return True
    return mine if mine == theirs else None


def _answered(
    opener: Opener | None,
    first: Spot,
    heads: Sequence[Interaction],
    contacts: Sequence[Interaction],
    wait: _Wait,
) -> bool | None:
    """Whether the other side answered an opening, as marked or as the entries show."""
    if opener is not Opener.ME and opener is not Opener.THEM:
        return None
    marked = _agreed([c.two_way if c.answered is None else c.answered for c in heads])
    if marked is not None:
        return marked
    if any(contact.channel in _SPOKEN for contact in heads):
        return True
    if first[3] and all(contact.source is Source.IMPORTED for contact in heads):
        return wait.replied(first[0], opener)
    other = Opener.THEM if opener is Opener.ME else Opener.ME
    return True if any(contact.opener is other for contact in contacts) else None


def _two_way(contacts: Sequence[Interaction]) -> bool | None:
    """Whether both sides took part in a conversation."""
    said = [is_two_way(contact) for contact in contacts]
    openers = {contact.opener for contact in contacts}
    if True in said or (Opener.ME in openers and Opener.THEM in openers):
        return True
    return None if None in said else False


def recent(units: Sequence[Talk], start: int, reach: int) -> Sequence[Talk]:
    """The units from day `start` on, or the last `reach`, whichever goes further back."""
    first = next((i for i, talk in enumerate(units) if talk.day >= start), len(units))
    return units[min(first, max(0, len(units) - reach)) :]
