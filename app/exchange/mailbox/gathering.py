"""Reads mail archives to the end and tells the conversations they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from app.exchange.mailbox import sources as places
from app.exchange.mailbox.headers import Correspondent, Headers, Why, is_machine, read_headers
from app.exchange.mailbox.splitting import seconds_of_separator
from app.exchange.mailbox.telling import Teller, failure, left_out, nobody_known
from app.exchange.mailbox.threads import Groups, Mail, conversations
from app.model.imports import ReadConversation, ReadFailure, ReadSkip
from app.model.texts import _

MOST_PEOPLE = 3
_MOST_FAILURES = 200
Item = ReadConversation | ReadSkip | ReadFailure


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as one conversation and as not answered, and whose addresses are the user's."""

    mine: frozenset[str] = frozenset()
    gap_hours: int = 72
    unanswered_days: int = 14
    home: tzinfo | None = None
    now: datetime | None = None


@dataclass(slots=True)
class _Letter:
    """A mail as first read, before it is known who the user is."""

    mail: Mail
    sender: int
    others: tuple[int, ...]
    sent: bool


@dataclass
class Archive:
    """Mail files taken one after the other; `items` tells what they hold together.

    While it reads, `reading` is the name of the file and `count` how many mails there were.
    """

    rules: Rules
    files: list[str] = field(default_factory=list, init=False)
    broken: list[Path] = field(default_factory=list, init=False)
    count: int = field(default=0, init=False)
    reading: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self._sources: list[tuple[int, places.Source]] = []
        self._order = 0
        self._letters: list[_Letter] = []
        self._seen: dict[int, int] = {}
        self._threads = Groups()
        self._numbers: dict[str, int] = {}
        self._people: list[Correspondent] = []
        self._left_out: Counter[tuple[int, Why]] = Counter()
        self._failures: list[tuple[int, ReadFailure]] = []
        self._more_failures: Counter[int] = Counter()
        self._sent_from: Counter[str] = Counter()
        self._delivered: Counter[str] = Counter()
        self._lists: set[str] = set()
        self._latest = 0

    def add(self, path: Path) -> int:
        """Take a mail file or a folder of mails in; how many bytes there are to read.

        Raises:
            OSError: it cannot be read.
        """
        found = places.sources(path)
        self._sources.extend((len(self.files), source) for source in found)
        self.files.append(path.name)
        return sum(source.size for source in found)

    def add_one(self, data: bytes, name: str) -> Headers:
        """Take a single mail in that is at hand; only its headers are looked at."""
        now = self.rules.now.timestamp() if self.rules.now else 0.0
        headers = read_headers(places.headers_of(data), (), now)
        self.files.append(name)
        self.count += 1
        self._take(len(self.files) - 1, 1, headers, b"")
        return headers

    def read(self, heard: Callable[[int], object]) -> None:
        """Read everything; `heard` is told how many bytes were read since it was told last.

        A file that cannot be read to its end is kept in `broken`; what was read of it counts.
        """
        with places.Reading() as reading:
            for at, source in self._sources:
                self._read_one(at, source, reading.mails(source, heard))

    def _read_one(self, at: int, source: places.Source, mails: Iterator[places.Raw]) -> None:
        now = self.rules.now.timestamp() if self.rules.now else 0.0
        labels = (source.label, "drafts") if places.is_draft(source) else (source.label,)
        self._order += not source.is_mbox
        self.reading = self.files[at]
        try:
            for raw in mails:
                number = raw.number if source.is_mbox else self._order
                headers = read_headers(raw.headers, labels, now)
                self.count += 1
                self._take(at, number, headers, raw.separator)
        except FileNotFoundError:  # another program has put it elsewhere meanwhile
            gone = _("It was moved or deleted while the folder was read.")
            self._failures.append((at, ReadFailure("", "", source.path.name, gone)))
        except OSError:
            self.broken.append(source.path)

    def _take(self, at: int, number: int, headers: Headers, separator: bytes) -> None:
        self._lists.update(headers.list_addresses)
        if headers.why is not None and headers.why is not Why.CROWD:
            self._left_out[at, headers.why] += 1
            return
        seconds = headers.seconds or seconds_of_separator(separator)
        if headers.sender is None or seconds is None:
            self._fail(at, number, headers)
            return
        known = self._seen.get(headers.id)
        if known is not None:
            self._letters[known].sent |= headers.sent
            self._left_out[at, Why.AGAIN] += 1
            return
        self._seen[headers.id] = len(self._letters)
        self._latest = max(self._latest, seconds)
        if headers.sent:
            self._sent_from[headers.sender.email] += 1
        if headers.delivered_to:
            self._delivered[headers.delivered_to] += 1
        for other in (*headers.references, *filter(None, (headers.thread,))):
            self._threads.join(headers.id, other)
        mail = Mail.of(headers, seconds, len(self._letters), at, number)
        sender = self._number(headers.sender, is_sender=True)
        others = tuple(self._number(one) for one in headers.others)
        self._letters.append(_Letter(mail, sender, others, headers.sent))

    def _fail(self, at: int, number: int, headers: Headers) -> None:
        if len(self._failures) < _MOST_FAILURES:
            place = _("mail {n}").format(n=number)
            self._failures.append((at, failure(place, headers)))
        else:
            self._more_failures[at] += 1

    def _number(self, one: Correspondent, *, is_sender: bool = False) -> int:
        """The index of an address; people write their own names best."""
        number = self._numbers.setdefault(one.email, len(self._people))
        if number == len(self._people):
            self._people.append(one)
        elif one.name and (is_sender or not self._people[number].name):
            self._people[number] = one
        return number

    @property
    def mine(self) -> frozenset[str]:
        """The user's addresses: those given, those mails were sent from or delivered to."""
        found: set[str] = set()
        for counts, share in ((self._sent_from, 20), (self._delivered, 10)):
            usual = {one for one, n in counts.items() if n >= 3 and n * share >= counts.total()}
            if not self.rules.mine:
                usual.update(one for one, _n in counts.most_common(1))
            found |= usual
        return self.rules.mine | (found - self._lists)

    @property
    def is_empty(self) -> bool:
        """Whether it holds no mail between people."""
        return not self._letters

    def usual_addresses(self) -> tuple[str, ...]:
        """The addresses that stand in most of the mails, to ask which are the user's."""
        counts: Counter[int] = Counter()
        for letter in self._letters:
            counts.update({letter.sender, *letter.others})
        return tuple(self._people[number].email for number, _n in counts.most_common(8))

    def items(self) -> Iterator[tuple[str, Item]]:
        """Every conversation, what was left out and why, and what could not be read."""
        mine = self.mine
        if self._letters and not mine:
            yield self.files[0], nobody_known(len(self._letters))
        elif self._letters:
            yield from self._conversations(mine)
        for (at, why), count in sorted(self._left_out.items()):
            yield self.files[at], left_out(why, count)
        for at, item in self._failures:
            yield self.files[at], item
        for at, count in sorted(self._more_failures.items()):
            yield self.files[at], left_out(None, count)

    def _conversations(self, mine: frozenset[str]) -> Iterator[tuple[str, Item]]:
        own = {number for email, number in self._numbers.items() if email in mine}
        lists = {number for email, number in self._numbers.items() if email in self._lists}
        nobody = {number for email, number in self._numbers.items() if is_machine(email)}
        kept = []
        for letter in self._letters:
            why = _place(letter, own, lists, nobody)
            if why is not None:
                self._left_out[letter.mail.source, why] += 1
            if why in (None, Why.CROWD):  # what went to many may be how a conversation began
                kept.append(letter.mail)
        names = _full_names(self._people)
        strands = conversations(kept, self._threads, names, self.rules.gap_hours * 3600)
        both_ways = len({letter.mail.mine for letter in self._letters}) == 2
        teller = Teller(
            self._people,
            self.rules.home,
            self.rules.unanswered_days,
            self._latest,
            both_ways=both_ways,
        )
        for strand in strands:
            yield self.files[strand.mails[0].source], teller.told(strand)


def _place(letter: _Letter, own: set[int], lists: set[int], nobody: set[int]) -> Why | None:
    """Say whose mail it is and with whom; and why it is none between people."""
    mail = letter.mail
    mail.mine = letter.sent or letter.sender in own
    others = set(letter.others) - own
    others.add(letter.sender)
    if mail.mine:
        others.discard(letter.sender)
    people = others - nobody
    mail.people = tuple(n for n in (letter.sender, *letter.others) if n in people)
    if others & lists:
        return Why.BULK
    if mail.is_crowd or len(people) + 1 > MOST_PEOPLE:
        mail.is_crowd = True
        return Why.CROWD
    if people:
        return None
    return Why.MACHINE if others else Why.ALONE


def _full_names(people: Sequence[Correspondent]) -> dict[int, str]:
    """Full names as they compare, by the index of the person."""
    names = {at: _folded(one.name) for at, one in enumerate(people)}
    return {at: name for at, name in names.items() if " " in name}


def _folded(name: str) -> str:
    return " ".join(sorted(name.casefold().replace(",", " ").split()))
