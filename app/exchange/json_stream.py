"""Reads a JSON document a value at a time, however large it is, in bounded memory."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

_CHUNK = 256 * 1024
_MOST_CHARACTERS = 32 * 1024 * 1024  # of one value
# Brackets and commas of one value: each may cost ten times its character in memory.
_MANY, _MOST_PARTS = 1024 * 1024, 1_000_000
_SPACE = re.compile(r"[ \t\n\r]*")


class NotStrictError(ValueError):
    """What JSON allows and a strict document does not have: a name twice, a fraction."""


class JsonStream:
    """The values of one document, in order; what is no JSON raises ValueError or RecursionError.

    A strict one has no name twice and no fractions. `look` hears how many bytes were read.
    """

    def __init__(
        self,
        stream: IO[bytes],
        look: Callable[[int], object] | None = None,
        *,
        strict: bool = False,
    ) -> None:
        self._stream = stream
        self._look = look
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._strict = strict
        self._values = json.JSONDecoder(
            object_pairs_hook=_without_doubles if strict else None,
            parse_constant=_refuse,
            parse_float=_refuse if strict else None,
        )
        self._text, self._at, self._ended = "", 0, False
        self._sha = hashlib.sha256()
        self._read = self._passed = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of all that was read."""
        return self._sha.hexdigest()

    @property
    def place(self) -> int:
        """How many characters were taken; what is read ahead does not count."""
        return self._passed + self._at

    def members(self) -> Iterator[str]:
        """The names of an object's members; each value is read by whoever gets the name.

        Raises:
            ValueError: it is no object.
        """
        seen: set[str] = set()
        for _place in self._parts("{", "}"):
            name = self.value()
            if not isinstance(name, str):
                raise ValueError("name")
            if self._strict and name in seen:
                raise NotStrictError(name[:40])
            seen.add(name)
            self._expect(":")
            yield name

    def items(self) -> Iterator[Any]:
        """The values of a list.

        Raises:
            ValueError: it is no list.
        """
        for _place in self._parts("[", "]"):
            yield self.value()

    def turns(self) -> Iterator[None]:
        """Once for each value of a list, which is read by whoever gets the turn.

        Raises:
            ValueError: it is no list.
        """
        yield from self._parts("[", "]")

    def is_over(self) -> bool:
        """Whether nothing but space follows, to the end of the file."""
        return not self.next()

    def value(self) -> Any:
        """The next value, read further as long as it is not all there."""
        if not self.next():
            raise ValueError("end")
        while True:
            self._check_parts()
            try:
                value, end = self._values.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended or self._is_wrong(error):
                    raise
            else:
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > _MOST_CHARACTERS:
                raise ValueError("too long")
            self._fill()

    def next(self) -> str:
        """The next character that is no space, not taken; "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._fill()

    def _parts(self, opening: str, closing: str) -> Iterator[None]:
        self._expect(opening)
        if self.next() == closing:
            self._at += 1
            return
        while True:
            yield
            if self.next() == closing:
                self._at += 1
                return
            self._expect(",")

    def _expect(self, character: str) -> None:
        if self.next() != character:
            raise ValueError(character)
        self._at += 1

    def _check_parts(self) -> None:
        """Refuse a value that is nothing but structure, before it fills the memory."""
        if len(self._text) - self._at < _MANY:
            return
        if sum(self._text.count(sign, self._at) for sign in "[{,") > _MOST_PARTS:
            raise ValueError("too many parts")

    def _is_wrong(self, error: json.JSONDecodeError) -> bool:
        """Whether reading on cannot mend it: it is not the end of what was read so far."""
        return not error.msg.startswith("Unterminated") and error.pos < len(self._text) - 16

    def _fill(self) -> None:
        # As much again as there is: a long value is not begun anew at every chunk.
        data = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not data
        self._sha.update(data)
        self._read += len(data)
        self._passed += self._at
        self._text = self._text[self._at :] + self._decode.decode(data, final=self._ended)
        self._at = 0
        if self._look is not None:
            self._look(self._read)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotStrictError("; ".join(sorted({name[:40] for name, _value in pairs}))[:80])
    return found


def _refuse(text: str) -> Any:
    raise NotStrictError(text[:40])
