"""LinkedIn's `messages.csv`: what was written to whom becomes conversations; texts are not kept."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.exchange.contact_tables.alphabet import text_of
from app.exchange.contact_tables.sheet import Row, layout_of, lines_of, rows
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


@dataclass(frozen=True, slots=True)
class _Message:
    """One message: when, by whom, to whom (profile addresses, or names where there are none)."""

    at: datetime
    sender: str
    others: tuple[str, ...]
    title: str
    line: int


def holds_messages(data: bytes) -> bool:
    """Whether this is the table of messages of a LinkedIn archive."""
    text, _assumed = text_of(data[:_HEAD])
    if "CONVERSATION ID" not in text.upper():  # this is asked of every file
        return False
    return _columns(lines_of(text))[0] is not None


def read_messages(data: bytes, rules: MessageRules) -> Iterator[Item]:
    """The conversations, what was left out and why, and what could not be read."""
    archive = _Archive()
    yield from archive.failures(data)
    yield from archive.told(rules)


def message_writers(data: bytes) -> tuple[str, ...]:
    """The names of those between whom the messages went, in the order in which they occur."""
    archive = _Archive()
    deque(archive.failures(data), maxlen=0)
    return archive.names()


def _columns(lines: list[str]) -> tuple[Row | None, dict[str, int]]:
    layout = layout_of(lines[:200])
    if layout is None:
        return None, {}
    for row in rows(lines[:200], ","):
        titles = {cell.strip().upper(): place for place, cell in enumerate(row.cells)}
        if titles.keys() >= _SIGNS:
            return row, titles
    return None, {}


class _Archive:
    """Every message of the file, by conversation."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._talks: dict[str, list[_Message]] = defaultdict(list)
        self._left_out: Counter[str] = Counter()

    def failures(self, data: bytes) -> Iterator[ReadFailure]:
        """Take every row of a file; what is wrong with those that cannot be read."""
        text, _assumed = text_of(data)
        lines = lines_of(text)
        found, columns = _columns(lines)
        if found is None:
            return
        for row in rows(lines, ",", found.last):
            failure = None if row.empty else self.take(row, columns)
            if failure is not None:
                yield failure

    def names(self) -> tuple[str, ...]:
        """Everyone's name, each once."""
        return tuple(dict.fromkeys(filter(None, self._names.values())))

    def take(self, row: Row, columns: dict[str, int]) -> ReadFailure | None:
        """One more row; what is wrong with it, if it cannot be read."""

        def cell(title: str) -> str:
            place = columns.get(title, len(row.cells))
            return clean(row.cells[place]).strip() if place < len(row.cells) else ""

        folder = cell("FOLDER").upper()
        if folder in _LEFT_OUT_FOLDERS or cell("IS MESSAGE DRAFT").upper() in ("YES", "TRUE"):
            self._left_out[_("A draft, or unwanted.")] += 1
            return None
        place = _("line {line}").format(line=row.line)
        at = _moment_of(cell("DATE"))
        sender = self._known(cell("FROM"), cell("SENDER PROFILE URL"))
        others = self._recipients(cell("TO"), cell("RECIPIENT PROFILE URLS"))
        talk = cell("CONVERSATION ID")
        if at is None or not sender or not talk:
            why = _("The date or the sender cannot be read.")
            return ReadFailure(f"linkedin:{talk}:{row.line}", place, cell("FROM"), why)
        title = cell("CONVERSATION TITLE") or cell("SUBJECT")
        self._talks[talk].append(_Message(at, sender, others, title, row.line))
        return None

    def _known(self, name: str, url: str) -> str:
        mark = url.rstrip("/").casefold() or " ".join(name.casefold().split())
        if mark:
            self._names.setdefault(mark, " ".join(name.split()))
        return mark

    def _recipients(self, names: str, urls: str) -> tuple[str, ...]:
        """Who it went to; a comma stands between people, but also in "Lee, PhD"."""
        marks = [url.strip() for url in urls.split(",") if url.strip()]
        parts = [name.strip() for name in names.split(",") if name.strip()]
        if len(marks) == 1:
            return (self._known(names, marks[0]),)
        if marks and len(parts) != len(marks):
            return tuple(self._known("", mark) for mark in marks)
        pairs = zip(parts, marks or [""] * len(parts), strict=True)
        return tuple(self._known(name, mark) for name, mark in pairs)

    def told(self, rules: MessageRules) -> Iterator[Item]:
        """Everything once the whole file has been seen."""
        total = sum(len(talk) for talk in self._talks.values())
        me = self._me(rules.my_name)
        if total and me is None:
            why = _("Which of the people you are is not known. Write your name in Settings.")
            yield ReadUnclaimed("", "", _counted(total), why)
        elif total and me is not None:
            latest = max(one.at for talk in self._talks.values() for one in talk)
            for key, talk in self._talks.items():
                talk.sort(key=lambda one: one.at)
                yield from self._conversations(key, talk, me, latest, rules)
        for why, count in self._left_out.items():
            yield ReadSkip("", "", _counted(count), why)

    def _me(self, my_name: str) -> str | None:
        """The one of that name, else the only one who takes part in every conversation."""
        own = " ".join(my_name.casefold().split())
        named = [mark for mark, name in self._names.items() if own and name.casefold() == own]
        if named:
            return named[0]
        part = Counter(
            mark
            for talk in self._talks.values()
            for mark in {mark for one in talk for mark in (one.sender, *one.others)}
        )
        everywhere = [mark for mark, count in part.items() if count == len(self._talks)]
        return everywhere[0] if len(everywhere) == 1 else None

    def _conversations(
        self, key: str, talk: list[_Message], me: str, latest: datetime, rules: MessageRules
    ) -> Iterator[ReadConversation]:
        """LinkedIn puts all messages between two people in one thread for ever: gaps part them."""
        present = {mark for one in talk for mark in (one.sender, *one.others)} - {me}
        people = [self._names[mark] for mark in sorted(present)]
        known = [name for name in people if name and name.casefold() != _MEMBER]
        if len(present) + 1 > _MOST_PEOPLE:
            why = _("More than three people took part, so it opens no conversation.")
            self._left_out[why] += len(talk)
            return
        if not known:
            self._left_out[_("The other side has left LinkedIn, or has no name.")] += len(talk)
            return
        teller = _Teller(key, me, tuple(known), latest, rules)
        begins = [0]
        for at, (before, after) in enumerate(pairwise(talk), 1):
            if after.at - before.at >= timedelta(hours=rules.gap_hours):
                begins.append(at)
        for begin, end in pairwise((*begins, len(talk))):
            yield teller.told(talk[begin:end], talk[end:])


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells the conversations of one thread."""

    thread: str
    me: str
    people: tuple[str, ...]
    latest: datetime
    rules: MessageRules

    def told(self, part: Sequence[_Message], later: Sequence[_Message]) -> ReadConversation:
        """One conversation; `later` is what was written in the thread after it."""
        first, last = part[0], part[-1]
        mine = sum(one.sender == self.me for one in part)
        answered = self._answered(first, (*part[1:], *later))
        both = 0 < mine < len(part)
        mark = hashlib.sha256(self.thread.encode("utf-8", "replace")).hexdigest()[:16]
        key = f"linkedin:{mark}:{first.at:%Y%m%dT%H%M%S}"
        names = ", ".join(self.people)
        return ReadConversation(
            key=key,
            title=first.title or _("LinkedIn messages with {names}").format(names=names),
            place=_("line {line}").format(line=first.line),
            when=self._moment(first.at),
            people=tuple(ReadAttendee(name) for name in self.people),
            channel=Channel.MESSAGE,
            opener=Opener.ME if first.sender == self.me else Opener.THEM,
            two_way=True if both else False if answered is False else None,
            answered=answered,
            messages=len(part),
            mine=mine,
            theirs=len(part) - mine,
            last=self._moment(last.at),
            thread=key,
            went_on=later_moments(self._moment(one.at) for one in part),
        )

    def _answered(self, first: _Message, after: Sequence[_Message]) -> bool | None:
        """Whether the other side wrote back in time; not known while there is still time."""
        patience = timedelta(days=self.rules.unanswered_days)
        for one in after:
            if (one.sender == self.me) != (first.sender == self.me):
                return one.at - first.at <= patience
        return False if self.latest - first.at > patience else None

    def _moment(self, at: datetime) -> Moment:
        there = at.astimezone(self.rules.home)
        zone = self.rules.home.key if isinstance(self.rules.home, ZoneInfo) else None
        return Moment(PartialDate.of(there.date()), there.time().replace(second=0), zone)


def _moment_of(text: str) -> datetime | None:
    try:
        at = datetime.strptime(text.removesuffix("UTC").strip(), "%Y-%m-%d %H:%M:%S")
        return at.replace(tzinfo=UTC) if 1971 <= at.year <= 2190 else None
    except ValueError:
        return None


def _counted(count: int) -> str:
    return ngettext("{n} message", "{n} messages", count).format(n=f"{count:,}")
