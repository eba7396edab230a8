"""The rows of an SQL export, one at a time, whatever the size of the file.

Strings are written as PHP's `addslashes` does; whatever looks like a number stands without quotes
and is still text: a phone number such as +12025550191 or 0612345678. Tables that are not wanted
are passed over byte by byte, so that what they hold is never in memory longer than it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_INSERT = re.compile(
    rb"INSERT\s+(?:IGNORE\s+)?INTO\s+`?(\w{1,80})`?\s*\(([^()']{1,9999})\)\s*VALUES",
    re.IGNORECASE,
)
_STRING = re.compile(rb"'([^'\\]*+(?:\\.[^'\\]*+)*+)'", re.DOTALL)
_UP_TO_QUOTE = re.compile(rb"[^'\\]*+(?:\\.[^'\\]*+)*+", re.DOTALL)
_BARE = re.compile(rb"[^,()';]*+")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_LONGEST = 1_000_000
_KEPT_BEHIND = 12_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, each value as text or None; `broken` when it could not be read whole."""

    table: str
    values: dict[str, str | None]
    broken: bool = False


class _Bytes:
    """The file as far as it is needed: what was read is let go."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.data = b""
        self.at = 0
        self.ended = False

    def more(self) -> bool:
        """Read on; False at the end."""
        chunk = next(self._chunks, b"")
        if not chunk:
            self.ended = True
            return False
        self.data = self.data[self.at :] + chunk
        self.at = 0
        return True

    def peek(self) -> bytes:
        """The next byte; none at the end."""
        while self.at >= len(self.data):
            if not self.more():
                return b""
        return self.data[self.at : self.at + 1]

    def skip_blank(self) -> bytes:
        """The next byte that is not blank."""
        while (byte := self.peek()) and byte.isspace():
            self.at += 1
        return byte


def rows(chunks: Iterable[bytes], wanted: frozenset[str]) -> Iterator[Row]:
    """Every row of the wanted tables; the others are passed over."""
    source = _Bytes(chunks)
    prefix: str | None = None
    while (head := _next_insert(source)) is not None:
        table, columns = head
        if prefix is None and table.endswith("accounts"):
            prefix = table.removesuffix("accounts")
        table = table.removeprefix(prefix or "")
        yield from _rows_of(source, table, columns, keep=table in wanted)


def _next_insert(source: _Bytes) -> tuple[str, list[str]] | None:
    while True:
        found = _INSERT.search(source.data, source.at)
        if found is not None:
            source.at = found.end()
            columns = [name.strip(b" `\r\n\t") for name in found[2].split(b",")]
            return found[1].decode(), [name.decode("utf-8", "replace") for name in columns]
        source.at = max(source.at, len(source.data) - _KEPT_BEHIND)
        if not source.more():
            return None


def _rows_of(source: _Bytes, table: str, columns: list[str], *, keep: bool) -> Iterator[Row]:
    while source.skip_blank() == b"(":
        source.at += 1
        values, closed = _values(source, keep=keep, most=len(columns) + 50)
        if keep:
            whole = closed and len(values) == len(columns)
            yield Row(table, dict(zip(columns, values, strict=False)), not whole)
        elif not closed:
            yield Row(table, {}, broken=True)
        if not closed:
            return
        if source.skip_blank() != b",":
            break
        source.at += 1
    if not source.peek():  # it breaks off between two rows
        yield Row(table, {}, broken=True)


def _values(source: _Bytes, *, keep: bool, most: int) -> tuple[list[str | None], bool]:
    """The values up to the closing bracket, and whether there was one."""
    values: list[str | None] = []
    while True:
        byte = source.skip_blank()
        if byte == b"'":
            text = _quoted(source, keep=keep)
            if text is None:
                return values, False
            value: str | None = text
        else:
            value = _bare(source)
        if keep and len(values) < most:
            values.append(value)
        byte = source.skip_blank()
        if byte == b")":
            source.at += 1
            return values, True
        if byte != b",":
            return values, False
        source.at += 1


def _quoted(source: _Bytes, *, keep: bool) -> str | None:
    """A string without its quotes; None when it never ends. What is too long is cut."""
    found = _STRING.match(source.data, source.at)
    if found is not None:
        source.at = found.end()
        return _plain(found[1]) if keep else ""
    source.at += 1
    kept, size = [], 0
    while True:
        data, at = source.data, source.at
        end = _end_of_string(data, at)
        if keep and size < _LONGEST:
            kept.append(data[at:end])
            size += end - at
        source.at = end
        if data[end : end + 1] == b"'":
            source.at = end + 1
            return _plain(b"".join(kept)[:_LONGEST]) if keep else ""
        if not source.more():
            return None


def _end_of_string(data: bytes, at: int) -> int:
    """Where the closing quote stands, or up to where the string is certain to go on."""
    found = _UP_TO_QUOTE.match(data, at)
    return found.end() if found else at


def _bare(source: _Bytes) -> str | None:
    """A value without quotes, as it is written; NULL is none."""
    kept = b""
    while True:
        found = _BARE.match(source.data, source.at)
        end = found.end() if found else source.at
        kept = (kept + source.data[source.at : end])[:_LONGEST]
        source.at = end
        if end < len(source.data) or not source.more():
            break
    text = kept.strip().decode("utf-8", "replace")
    return None if text.upper() == "NULL" or not text else text


def _plain(data: bytes) -> str:
    unescaped = _ESCAPED.sub(lambda hit: b"" if hit[1] == b"0" else hit[1], data)
    return unescaped.decode("utf-8", "replace")
