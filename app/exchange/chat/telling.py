"""Tells the conversations of one chat."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.model.imports import ReadAttendee, ReadConversation, later_moments
from app.model.records import Channel, Opener
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

MOST_PEOPLE = 3
_MOST_DAYS = 500


@dataclass(frozen=True, slots=True)
class Said:
    """One message: when, by whom, in which line, and whether it carried a file."""

    at: datetime
    sender: str
    line: int
    has_file: bool


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the conversations of one chat between `me` and `others`."""

    me: str | None
    others: tuple[str, ...]
    title: str
    gap: timedelta
    patience: timedelta

    @property
    def is_group(self) -> bool:
        """Whether more than three take part."""
        return len(self.others) + 1 > MOST_PEOPLE

    def told(self, messages: Sequence[Said]) -> Iterator[ReadConversation]:
        """The conversations, old to new."""
        begins = [0]
        for at, (before, after) in enumerate(pairwise(messages), 1):
            if after.at - before.at >= self.gap:
                begins.append(at)
        for begin, end in pairwise((*begins, len(messages))):
            yield self._one(messages, begin, end)

    def _one(self, messages: Sequence[Said], begin: int, end: int) -> ReadConversation:
        part = messages[begin:end]
        mine = sum(one.sender == self.me for one in part)
        others = tuple(dict.fromkeys(one.sender for one in part if one.sender != self.me))
        key, *also = self._keys(part)
        opened_by_me = part[0].sender == self.me
        opener = Opener.ME if opened_by_me else Opener.THEM
        answered = self._answered(messages, begin)
        two_way = True if mine and mine < len(part) else None if answered is not False else False
        return ReadConversation(
            key=key,
            title=self.title,
            place=_("line {n}").format(n=part[0].line),
            when=_moment(part[0].at),
            people=tuple(attendee(name) for name in (others if self.is_group else self.others)),
            channel=Channel.MESSAGE,
            opener=Opener.GROUP if self.is_group else opener,
            two_way=two_way,
            answered=None if self.is_group else answered,
            messages=len(part),
            mine=mine,
            theirs=len(part) - mine,
            last=_moment(part[-1].at),
            thread=key,
            note=_files(sum(one.has_file for one in part)),
            also=tuple(also),
            went_on=later_moments(_moment(one.at) for one in part),
        )

    def _keys(self, part: Sequence[Said]) -> list[str]:
        """A key for every day on which they wrote: a shorter export begins later.

        Of a few people also by the name of the chat: one more may have written in it since.
        """
        chats = [] if self.is_group else ["|".join(sorted(self.others))]
        if len(self.others) > 1:
            chats.append(self.title)
        marks = [hashlib.sha256(one.casefold().encode()).hexdigest()[:16] for one in chats]
        days = list(dict.fromkeys(one.at.date() for one in part))[:_MOST_DAYS]
        return [f"chat:{mark}:{day}" for mark in marks for day in days]

    def _answered(self, messages: Sequence[Said], begin: int) -> bool | None:
        """Whether the other side wrote back in time; not known while there is still time."""
        first = messages[begin]
        for one in messages[begin + 1 :]:
            if one.at - first.at > self.patience:
                return False
            if (one.sender == self.me) != (first.sender == self.me):
                return True
        return None


def attendee(name: str) -> ReadAttendee:
    """A name, or a number where the phone knew no name."""
    digits = sum(char.isdigit() for char in name)
    is_number = digits >= 7 and all(char.isdigit() or char in "+ -()./" for char in name)
    return ReadAttendee(phone=name) if is_number else ReadAttendee(name)


def _moment(at: datetime) -> Moment:
    return Moment(PartialDate.of(at.date()), at.time().replace(second=0))


def _files(count: int) -> str:
    if not count:
        return ""
    told = ngettext("{n} with a picture or file.", "{n} with pictures or files.", count)
    return told.format(n=f"{count:,}")
