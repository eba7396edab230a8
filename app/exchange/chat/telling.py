"""Tells the conversations of one chat."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice, pairwise

from app.exchange.chat.log import DAY, Said
from app.model.imports import ReadAttendee, ReadConversation, later_moments
from app.model.records import Channel, Opener
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

MOST_PEOPLE = 3
_MOST_DAYS = 500


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the conversations of one chat between `me` and `others`.

    `me` is the place of the user among those who write in it, None when they wrote nothing.
    """

    me: int | None
    others: tuple[str, ...]
    title: str
    gap: timedelta
    patience: timedelta

    @property
    def is_group(self) -> bool:
        """Whether more than three take part."""
        return len(self.others) + 1 > MOST_PEOPLE

    def told(self, said: Said) -> Iterator[ReadConversation]:
        """The conversations, old to new."""
        gap = self.gap.total_seconds()
        begins = [0]
        for at, (before, after) in enumerate(pairwise(said.times), 1):
            if after - before >= gap:
                begins.append(at)
        for begin, end in pairwise((*begins, len(said))):
            yield self._one(said, begin, end)

    def _one(self, said: Said, begin: int, end: int) -> ReadConversation:
        senders, times = said.senders[begin:end], said.times[begin:end]
        count = len(senders)
        mine = 0 if self.me is None else senders.count(self.me)
        others = tuple(said.names[one] for one in dict.fromkeys(senders) if one != self.me)
        # Of each day the last moment.
        days = {at // DAY: at for at in times}
        key, *also = self._keys(days)
        opener = Opener.ME if senders[0] == self.me else Opener.THEM
        answered = self._answered(said, begin)
        two_way = True if 0 < mine < count else None if answered is not False else False
        return ReadConversation(
            key=key,
            title=self.title,
            place=_("line {n}").format(n=said.lines[begin]),
            when=_moment(times[0]),
            people=tuple(attendee(name) for name in (others if self.is_group else self.others)),
            channel=Channel.MESSAGE,
            opener=Opener.GROUP if self.is_group else opener,
            two_way=two_way,
            answered=None if self.is_group else answered,
            messages=count,
            mine=mine,
            theirs=count - mine,
            last=_moment(times[-1]),
            thread=key,
            note=_files(sum(said.has_file[begin:end])),
            also=tuple(also),
            went_on=later_moments(map(_moment, days.values())),
        )

    def _keys(self, days: Iterable[int]) -> list[str]:
        """A key for every day on which they wrote: a shorter export begins later.

        Of a few people also by the name of the chat: one more may have written in it since.
        """
        chats = [] if self.is_group else ["|".join(sorted(self.others))]
        if len(self.others) > 1:
            chats.append(self.title)
        marks = [hashlib.sha256(one.casefold().encode()).hexdigest()[:16] for one in chats]
        named = [date.fromordinal(day) for day in islice(days, _MOST_DAYS)]
        return [f"chat:{mark}:{day}" for mark in marks for day in named]

    def _answered(self, said: Said, begin: int) -> bool | None:
        """Whether the other side wrote back in time; not known while there is still time."""
        patience = self.patience.total_seconds()
        from_me = said.senders[begin] == self.me
        for at in range(begin + 1, len(said)):
            if said.times[at] - said.times[begin] > patience:
                return False
            if (said.senders[at] == self.me) != from_me:
                return True
        return None


def attendee(name: str) -> ReadAttendee:
    """A name, or a number where the phone knew no name."""
    digits = sum(char.isdigit() for char in name)
    is_number = digits >= 7 and all(char.isdigit() or char in "+ -()./" for char in name)
    return ReadAttendee(phone=name) if is_number else ReadAttendee(name)


def _moment(at: int) -> Moment:
    minutes = at % DAY // 60
    return Moment(PartialDate.of(date.fromordinal(at // DAY)), time(*divmod(minutes, 60)))


def _files(count: int) -> str:
    if not count:
        return ""
    told = ngettext("{n} with a picture or file.", "{n} with pictures or files.", count)
    return told.format(n=f"{count:,}")
