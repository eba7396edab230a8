"""Finds the mails of an mbox file in one pass and hands on their headers alone.

Why not the standard library's `mailbox.mbox`: it begins a mail at every line that starts with
"From ", also in the middle of a letter, and reads the file line by line. Here a separator must look
like one, stand where one may stand, and be followed by a header; bodies are skipped unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO

CHUNK = 1 << 20
MOST_HEADERS = 256 * 1024
_AHEAD = 4096
_LONGEST_KNOWN = 400

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# Takeout writes the offset before the year.
_TAKEOUT = re.compile(
    rb"From \d++@xxx %b %b [ \d]\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}\s*+" % (_DAY, _MONTH)
)
_DATED = re.compile(
    rb"From [^\r\n]{0,300}?%b,? %b +\d{1,2} +\d{1,2}:\d\d(?::\d\d)?"
    rb"[^\r\n]{0,12}? \d{4}\b[^\r\n]{0,80}" % (_DAY, _MONTH)
)
# Nothing but seconds and a zone: in a letter, words go on.
_ZONED = (
    rb"(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:[A-Z]{1,5}|[+-]\d\d:?\d\d)){0,2}"
    rb"(?: \([\w ]{1,40}\))?[ \t]*"
)
# The date as the headers of a mail have it, or as ISO 8601 does.
_OTHERWISE_DATED = re.compile(
    rb"From [^\r\n]{0,300}?(?:%b, +\d{1,2} +%b +\d{4} +\d{1,2}:\d\d"
    rb"|\d{4}-\d\d-\d\d[T ]+\d\d:\d\d)%b" % (_DAY, _MONTH, _ZONED)
)
_ARRIVED = re.compile(
    rb".*? %b (%b) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?: ([+-])(\d\d)(\d\d))? (\d{4})\s*"
    % (_DAY, _MONTH)
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_BARE = re.compile(rb"From(?: -| MAILER-DAEMON| [^\s@]{1,200}@[^\s@]{1,200})?\s*+")
_FIELD = re.compile(rb"[!-9;-~]{1,100}+[ \t]*+:|>From ")
_FIRST_FIELD = re.compile(
    rb"(?:x-mozilla-[a-z]+|x-account-key|x-uidl|x-gm-thrid|return-path|received|delivered-to|"
    rb"x-original-to|envelope-to|x-envelope-\w+|status|x-status|message-id|date|from|mime-version|"
    rb"x-apple-[\w-]+)[ \t]*+:",
    re.IGNORECASE,
)
_END = re.compile(rb"\n\r?\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """The separator and the headers of one mail, and its number in the file, from 1."""

    number: int
    separator: bytes
    headers: bytes


def begins_mbox(head: bytes) -> bool:
    """Whether a file that starts like this is an mbox."""
    head = _trimmed(head)
    line, _newline, rest = head.partition(b"\n")
    return line.startswith(b"From ") and len(line) < _AHEAD and bool(_FIELD.match(rest))


def split(stream: IO[bytes], heard: Callable[[int], object]) -> Iterator[Piece]:
    """Every mail of an mbox; `heard` is told the number of bytes after every read."""
    window = _Window(stream, heard)
    window.begin()
    strict: re.Pattern[bytes] | None = None
    shape: bytes | None = None
    number = 0
    while True:
        at = _next_separator(window, strict, shape, first=number == 0)
        if at < 0:
            return
        end = window.line_end(at)
        separator = window.data[at:end].rstrip()
        number += 1
        if number == 1 and _TAKEOUT.fullmatch(separator):
            strict = _TAKEOUT  # one hand wrote the file: what looks otherwise stands in a letter
        elif number == 1:
            shape = _shape(separator)
        yield Piece(number, separator, window.headers(end))


class _Window:
    """A stretch of the file in memory; `at` is how far it has been looked at."""

    def __init__(self, stream: IO[bytes], heard: Callable[[int], object]) -> None:
        self._stream = stream
        self._heard = heard
        self.data = b""
        self.at = 0
        self.ended = False

    def begin(self) -> None:
        """Read the first stretch, without what may stand before the first line."""
        self.more(0)
        self.data = _trimmed(self.data)

    def more(self, keep: int) -> None:
        """Read on, and let go of everything before `keep`."""
        chunk = self._stream.read(CHUNK)
        self._heard(len(chunk))
        self.ended = not chunk
        self.data = self.data[keep:] + chunk
        self.at = max(0, self.at - keep)

    def line_end(self, at: int) -> int:
        """The place after the line that begins at `at`."""
        return self.data.find(b"\n", at) + 1 or len(self.data)

    def headers(self, start: int) -> bytes:
        """What stands up to the first empty line; the window is then looked at up to there."""
        while True:
            if self.data[start : start + 1] == b"\n" or self.data[start : start + 2] == b"\r\n":
                self.at = max(0, start - 1)
                return b""
            found = _END.search(self.data, start)
            size = (found.start() if found else len(self.data)) - start
            if found is not None or self.ended or size >= MOST_HEADERS:
                size = min(size, MOST_HEADERS)
                self.at = start + size
                return self.data[start : start + size]
            self.more(start)
            start = 0


def _next_separator(
    window: _Window, strict: re.Pattern[bytes] | None, shape: bytes | None, *, first: bool
) -> int:
    """Where the next mail begins in the window, or -1."""
    if first and window.data.startswith(b"From "):
        return 0
    while True:
        at = window.data.find(b"\nFrom ", window.at)
        if at >= 0 and (window.ended or len(window.data) - at > _AHEAD):
            if _is_separator(window.data, at + 1, strict, shape):
                return at + 1
            window.at = at + 1
            continue
        if window.ended:
            return -1
        # The two bytes before a separator tell whether an empty line stands there.
        window.at = max(window.at, at if at >= 0 else len(window.data) - 6)
        window.more(max(0, window.at - 2))


def _is_separator(
    data: bytes, at: int, strict: re.Pattern[bytes] | None, shape: bytes | None
) -> bool:
    end = data.find(b"\n", at, at + _AHEAD)
    if end < 0:
        return False
    line = data[at:end].rstrip(b"\r")
    following = data[end + 1 : end + 1 + 200]
    if strict is not None:
        return bool(strict.fullmatch(line)) and bool(_FIELD.match(following))
    apart = _apart(data, at)
    if _DATED.fullmatch(line):
        return bool((_FIELD if apart else _FIRST_FIELD).match(following))
    if not apart:
        return False
    if shape is not None and _shape(line) == shape:
        return bool(_FIELD.match(following))
    known = _BARE.fullmatch(line) or _OTHERWISE_DATED.fullmatch(line)
    return bool(known) and bool(_FIRST_FIELD.match(following))


def _shape(line: bytes) -> bytes | None:
    """How the first line of a file is built, to know the others again; None when nothing tells."""
    words = line.split()[2:]  # who sent it is different every time
    if len(line) > _LONGEST_KNOWN or not any(byte in b"0123456789" for byte in b"".join(words)):
        return None
    shape = re.sub(rb"[^\W\d_]+|[\x80-\xff]+", b"a", re.sub(rb"\d+", b"0", b" ".join(words)))
    return re.sub(rb"[+-](?=0)", b"+", shape)


def _apart(data: bytes, at: int) -> bool:
    """Whether an empty line stands before this one."""
    before = data[max(0, at - 3) : at]
    return before.endswith((b"\n\n", b"\n\r\n"))


def _trimmed(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def seconds_of_separator(line: bytes) -> int | None:
    """When a mail arrived, as its separator tells; None unless it is written out in full."""
    found = _ARRIVED.fullmatch(line[:400])
    if found is None:
        return None
    month, day, hour, minute, second, sign, hours, minutes, year = found.groups()
    try:
        place = _MONTHS.index(month.decode()) // 3 + 1
        clock = int(hour), int(minute), int(second)
        at = datetime(int(year), place, int(day), *clock, tzinfo=UTC)
        ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return int((at + ahead if sign == b"-" else at - ahead).timestamp())
    except (ValueError, OverflowError):
        return None
