"""What is kept of every message of a chat: some 20 bytes each, for there may be a million."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from heapq import merge
from itertools import pairwise

from app.exchange.chat.lines import Message

DAY = 24 * 60 * 60
# Under whatever order, so many ways to write the days since chats began are never reached.
_MOST_DATES = 200_000
_MOST_NAMES = 10_000
_AT_ONCE = 50_000
_NO_DATE = ((0, 0, 0), (0, 0, 0))
Date = tuple[tuple[int, int, int], tuple[int, int, int]]


class Log:
    """The messages and notices of a chat as they stand in its file.

    `dates` are the different dates as written, the three numbers and how many digits each has;
    `ends` the latest second of the day at each. `names` are those of the senders. Of each message
    `date_of` and `sender_of` are places in these lists (-1 for a notice), `second_of` is the second
    of its day, `line_of` the line it begins in and `has_file` whether it carried a file.
    """

    def __init__(self) -> None:
        self.dates: list[Date] = []
        self.ends: list[int] = []
        self.names: list[str] = []
        self.date_of = array("i")
        self.sender_of = array("i")
        self.second_of = array("i")
        self.line_of = array("i")
        self.has_file = bytearray()
        self._dates: dict[Date, int] = {}
        self._names: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.date_of)

    def add(self, message: Message) -> None:
        """One more message.

        Raises:
            ValueError: more people write in it than in any chat.
        """
        stamp = message.stamp
        second = (stamp.hour * 60 + stamp.minute) * 60 + stamp.second
        date = self._date((stamp.numbers, stamp.digits))
        self.ends[date] = max(self.ends[date], second)
        self.date_of.append(date)
        self.second_of.append(second)
        self.line_of.append(message.line)
        self.sender_of.append(self._sender(message.sender) if message.sender else -1)
        self.has_file.append(message.has_file)

    def _date(self, date: Date) -> int:
        if len(self.dates) >= _MOST_DATES and date not in self._dates:
            date = _NO_DATE
        place = self._dates.setdefault(date, len(self.dates))
        if place == len(self.dates):
            self.dates.append(date)
            self.ends.append(0)
        return place

    def _sender(self, name: str) -> int:
        place = self._names.setdefault(name, len(self.names))
        if place == len(self.names):
            self.names.append(name)
            if place >= _MOST_NAMES:
                raise ValueError(name)
        return place


class Said:
    """The messages without the notices, old to new.

    Of each `times` is the moment in seconds since the first day of the calendar, local time.
    """

    def __init__(self, log: Log, days: list[int]) -> None:
        """`days` are the ordinals of the dates of the log."""
        self.names = log.names
        times = array("q", (days[date] * DAY for date in log.date_of))
        for at, second in enumerate(log.second_of):
            times[at] += second
        order = array("i", (at for at, sender in enumerate(log.sender_of) if sender >= 0))
        if any(times[later] < times[at] for at, later in pairwise(order)):
            order = _sorted(order, times.__getitem__)
        self.times = array("q", (times[at] for at in order))
        self.senders = array("i", (log.sender_of[at] for at in order))
        self.lines = array("i", (log.line_of[at] for at in order))
        self.has_file = bytearray(log.has_file[at] for at in order)

    def __len__(self) -> int:
        return len(self.times)

    def writers(self) -> list[str]:
        """Who writes, in the order in which they begin."""
        return [self.names[sender] for sender in dict.fromkeys(self.senders)]


def _sorted(places: array[int], key: Callable[[int], int]) -> array[int]:
    """The places in order, of equals the first first; a million at once would be large."""
    parts = (places[at : at + _AT_ONCE] for at in range(0, len(places), _AT_ONCE))
    runs = [array("i", sorted(part, key=key)) for part in parts]
    return array("i", merge(*runs, key=key))
