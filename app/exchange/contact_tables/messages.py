"""LinkedIn's `messages.csv`: what was written to whom becomes conversations; texts are not kept."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import chain, islice, pairwise
from zoneinfo import ZoneInfo

from app.exchange.contact_tables.alphabet import text_of
from app.exchange.contact_tables.sheet import Row, layout_of, lines_in, lines_of, rows
from app.exchange.content_lines import clean
from app.model.imports import (
    ReadAttendee,
    ReadConversation,
    ReadFailure,
    ReadSkip,
    ReadUnclaimed,
    later_moments,
)
from app.model.records import Channel, Opener
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

_HEAD = 1 << 16
_FIRST_LINES = 200  # within which the header stands
_OFTEN = 500
# What a message, a thread, a name and a row that cannot be read take of the memory, measured.
_MESSAGE, _TALK, _NAME, _FAILURE = 24, 800, 250, 450
_SIGNS = {"CONVERSATION ID", "FROM", "TO", "DATE"}
_MOST_PEOPLE = 3
_MEMBER = "linkedin member"  # what is left of the name of someone who has gone
_LEFT_OUT_FOLDERS = frozenset({"SPAM", "DRAFT", "DRAFTS", "TRASH"})
Item = ReadConversation | ReadSkip | ReadFailure


@dataclass(frozen=True, slots=True)
class MessageRules:
    """Who the user is, what is one conversation, and when one may say that nobody answered."""

    my_name: str = ""
    gap_hours: int = 72
    unanswered_days: int = 14
    home: tzinfo | None = None


class _Talk:
    """The messages of one thread, some 20 bytes each: when, by whom, its title and its line.

    `people` are the places in the list of names of all who took part.
    """

    __slots__ = ("lines", "people", "senders", "times", "titles")

    def __init__(self) -> None:
        self.times, self.lines = array("q"), array("i")
        self.senders, self.titles = array("i"), array("i")
        self.people: set[int] = set()

    def __len__(self) -> int:
        return len(self.times)

    def add(self, at: int, sender: int, others: Iterable[int], title: int, line: int) -> None:
        """One more message; `at` is in seconds."""
        self.times.append(at)
        self.senders.append(sender)
        self.titles.append(title)
        self.lines.append(line)
        self.people.update((sender, *others))

    def sort(self) -> None:
        """Put the messages in order; an archive begins with the newest."""
        order = array("i", sorted(range(len(self)), key=self.times.__getitem__))
        for name in ("times", "senders", "titles", "lines"):
            column: array[int] = getattr(self, name)
            setattr(self, name, array(column.typecode, map(column.__getitem__, order)))


def holds_messages(data: bytes) -> bool:
    """Whether this is the table of messages of a LinkedIn archive."""
    text, _assumed = text_of(data[:_HEAD])
    if "CONVERSATION ID" not in text.upper():  # this is asked of every file
        return False
    return _columns(lines_of(text))[0] is not None


def gather_messages(
    pieces: Iterable[bytes],
    encoding: str,
    mark: int = 0,
    heard: Callable[[int, int], object] | None = None,
) -> Messages:
    """The messages of a file that is read piece by piece; their texts are let go of.

    `mark` is the length of what tells its encoding at its beginning. `heard` hears now and then how
    many rows were read, and how many bytes of memory are taken; what it raises ends the reading.
    """
    found = Messages()
    lines = lines_in(pieces, encoding, mark)
    first = list(islice(lines, _FIRST_LINES))
    header, columns = _columns(first)
    if header is None:
        return found
    for done, row in enumerate(rows(chain(first, lines), ",", header.last), 1):
        if not row.empty:
            found.take(row, columns)
        if heard is not None and done % _OFTEN == 0:
            heard(done, found.takes)
    return found


def _columns(lines: list[str]) -> tuple[Row | None, dict[str, int]]:
    lines = lines[:_FIRST_LINES]
    if layout_of(lines) is None:
        return None, {}
    for row in rows(lines, ","):
        titles = {cell.strip().upper(): place for place, cell in enumerate(row.cells)}
        if titles.keys() >= _SIGNS:
            return row, titles
    return None, {}


class Messages:
    """Every message of a file, by conversation."""

    def __init__(self) -> None:
        # By the mark of someone, an address or a name, their place in the list of names.
        self._places: dict[str, int] = {}
        self._marks: list[str] = []
        self._names: list[str] = []
        self._titles: dict[str, int] = {}
        self._talks: dict[str, _Talk] = defaultdict(_Talk)
        self._failures: list[ReadFailure] = []
        self._left_out: Counter[str] = Counter()
        self._count = 0
        self._letters = 0

    @property
    def takes(self) -> int:
        """How many bytes of memory they take, about."""
        parts = len(self._talks) * _TALK + len(self._failures) * _FAILURE
        parts += (len(self._names) + len(self._titles)) * _NAME + 2 * self._letters
        return parts + self._count * _MESSAGE

    def writers(self) -> tuple[str, ...]:
        """Everyone's name, each once, in the order in which they occur."""
        return tuple(dict.fromkeys(filter(None, self._names)))

    def take(self, row: Row, columns: dict[str, int]) -> None:
        """One more row."""

        def cell(title: str) -> str:
            place = columns.get(title, len(row.cells))
            return clean(row.cells[place]).strip() if place < len(row.cells) else ""

        folder = cell("FOLDER").upper()
        if folder in _LEFT_OUT_FOLDERS or cell("IS MESSAGE DRAFT").upper() in ("YES", "TRUE"):
            self._left_out[_("A draft, or unwanted.")] += 1
            return
        at = _seconds_of(cell("DATE"))
        sender = self._known(cell("FROM"), cell("SENDER PROFILE URL"))
        others = self._recipients(cell("TO"), cell("RECIPIENT PROFILE URLS"))
        talk = cell("CONVERSATION ID")
        if at is None or sender is None or not talk:
            self._fail(row, talk, cell("FROM"))
            return
        title = cell("CONVERSATION TITLE") or cell("SUBJECT")
        place = self._titles.setdefault(title, len(self._titles))
        self._letters += len(title) * (place == len(self._titles) - 1)
        self._talks[talk].add(at, sender, others, place, row.line)
        self._count += 1

    def _fail(self, row: Row, talk: str, sender: str) -> None:
        why = _("The date or the sender cannot be read.")
        place = _("line {line}").format(line=row.line)
        self._failures.append(ReadFailure(f"linkedin:{talk}:{row.line}", place, sender, why))
        self._letters += len(talk) + len(sender)

    def _known(self, name: str, url: str) -> int | None:
        mark = url.rstrip("/").casefold() or " ".join(name.casefold().split())
        if not mark:
            return None
        place = self._places.setdefault(mark, len(self._names))
        if place == len(self._names):
            self._marks.append(mark)
            self._names.append(" ".join(name.split()))
            self._letters += len(mark) + len(name)
        return place

    def _recipients(self, names: str, urls: str) -> tuple[int, ...]:
        """Who it went to; a comma stands between people, but also in "Lee, PhD"."""
        marks = [url.strip() for url in urls.split(",") if url.strip()]
        parts = [name.strip() for name in names.split(",") if name.strip()]
        pairs = list(zip(parts, marks or [""] * len(parts), strict=False))
        if len(marks) == 1:
            pairs = [(names, marks[0])]
        elif marks and len(parts) != len(marks):
            pairs = [("", mark) for mark in marks]
        found = (self._known(name, mark) for name, mark in pairs)
        return tuple(one for one in found if one is not None)

    def items(self, rules: MessageRules) -> Iterator[Item]:
        """What could not be read, the conversations, what was left out and why."""
        yield from self._failures
        me = self._me(rules.my_name)
        if self._talks and me is None:
            why = _("Which of the people you are is not known. Write your name in Settings.")
            yield ReadUnclaimed("", "", _counted(self._count), why)
        elif self._talks and me is not None:
            latest = max(max(talk.times) for talk in self._talks.values())
            titles = tuple(self._titles)
            for key, talk in self._talks.items():
                yield from self._conversations(key, talk, me, titles, latest, rules)
        for why, count in self._left_out.items():
            yield ReadSkip("", "", _counted(count), why)

    def _me(self, my_name: str) -> int | None:
        """The one of that name, else the only one who takes part in every conversation."""
        own = " ".join(my_name.casefold().split())
        named = [at for at, name in enumerate(self._names) if own and name.casefold() == own]
        if named:
            return named[0]
        part = Counter(place for talk in self._talks.values() for place in talk.people)
        everywhere = [place for place, count in part.items() if count == len(self._talks)]
        return everywhere[0] if len(everywhere) == 1 else None

    def _conversations(
        self,
        key: str,
        talk: _Talk,
        me: int,
        titles: tuple[str, ...],
        latest: int,
        rules: MessageRules,
    ) -> Iterator[ReadConversation]:
        """LinkedIn puts all messages between two people in one thread for ever: gaps part them."""
        present = talk.people - {me}
        people = [self._names[place] for place in sorted(present, key=self._marks.__getitem__)]
        known = [name for name in people if name and name.casefold() != _MEMBER]
        if len(present) + 1 > _MOST_PEOPLE:
            why = _("More than three people took part, so it opens no conversation.")
            self._left_out[why] += len(talk)
            return
        if not known:
            self._left_out[_("The other side has left LinkedIn, or has no name.")] += len(talk)
            return
        talk.sort()
        teller = _Teller(key, talk, me, tuple(known), titles, latest, rules)
        begins = [0]
        for at, (before, after) in enumerate(pairwise(talk.times), 1):
            if after - before >= rules.gap_hours * 3600:
                begins.append(at)
        for begin, end in pairwise((*begins, len(talk))):
            yield teller.told(begin, end)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the conversations of one thread."""

    thread: str
    talk: _Talk
    me: int
    people: tuple[str, ...]
    titles: tuple[str, ...]
    latest: int
    rules: MessageRules

    def told(self, begin: int, end: int) -> ReadConversation:
        """The conversation of these messages of the thread."""
        talk = self.talk
        times, count = talk.times[begin:end], end - begin
        mine = talk.senders[begin:end].count(self.me)
        answered = self._answered(begin)
        both = 0 < mine < count
        mark = hashlib.sha256(self.thread.encode("utf-8", "replace")).hexdigest()[:16]
        key = f"linkedin:{mark}:{datetime.fromtimestamp(times[0], UTC):%Y%m%dT%H%M%S}"
        title = self.titles[talk.titles[begin]]
        names = ", ".join(self.people)
        return ReadConversation(
            key=key,
            title=title or _("LinkedIn messages with {names}").format(names=names),
            place=_("line {line}").format(line=talk.lines[begin]),
            when=self._moment(times[0]),
            people=tuple(ReadAttendee(name) for name in self.people),
            channel=Channel.MESSAGE,
            opener=Opener.ME if talk.senders[begin] == self.me else Opener.THEM,
            two_way=True if both else False if answered is False else None,
            answered=answered,
            messages=count,
            mine=mine,
            theirs=count - mine,
            last=self._moment(times[-1]),
            thread=key,
            went_on=later_moments(map(self._moment, times)),
        )

    def _answered(self, begin: int) -> bool | None:
        """Whether the other side wrote back in time; not known while there is still time."""
        talk = self.talk
        patience = self.rules.unanswered_days * 86400
        by_me = talk.senders[begin] == self.me
        for at in range(begin + 1, len(talk)):
            if (talk.senders[at] == self.me) != by_me:
                return talk.times[at] - talk.times[begin] <= patience
        return False if self.latest - talk.times[begin] > patience else None

    def _moment(self, at: int) -> Moment:
        there = datetime.fromtimestamp(at, UTC).astimezone(self.rules.home)
        zone = self.rules.home.key if isinstance(self.rules.home, ZoneInfo) else None
        return Moment(PartialDate.of(there.date()), there.time().replace(second=0), zone)


def _seconds_of(text: str) -> int | None:
    try:
        at = datetime.strptime(text.removesuffix("UTC").strip(), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    return int(at.replace(tzinfo=UTC).timestamp()) if 1971 <= at.year <= 2190 else None


def _counted(count: int) -> str:
    return ngettext("{n} message", "{n} messages", count).format(n=f"{count:,}")
