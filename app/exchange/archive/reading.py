"""Reads an archive a record at a time, however large it is, and says where it is damaged."""

from __future__ import annotations

import binascii
import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import IO, Any, NamedTuple

from app.exchange.archive.checking import UnfitError, checked, is_text
from app.model.archive import (
    BY_NAME,
    DRAFTS,
    EVERYTHING,
    FORMAT,
    PART,
    SETTINGS,
    VERSION,
)
from app.model.errors import FileReadError
from app.model.texts import _

_CHUNK = 256 * 1024
_MOST_CHARACTERS = 32 * 1024 * 1024  # of one record
_SPACE = re.compile(r"[ \t\n\r]*")
_BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"kith archive"')


class Read(NamedTuple):
    """One record of a section, counted from 1; `section` is "" for what the archive says itself."""

    section: str
    place: int
    record: dict[str, Any]


def looks_like(head: bytes) -> bool:
    """Whether a file begins as an archive of Kith does."""
    return _BEGINNING.match(head) is not None


def content_of(text: str) -> bytes:
    """The bytes that base64 stands for.

    Raises:
        ValueError: it is no base64.
    """
    return binascii.a2b_base64(text, strict_mode=True)


def damaged(name: str, where: str = "") -> FileReadError:
    """What to say of an archive that is not whole."""
    text = _("“{name}” is damaged or cut short: {where}.") if where else ""
    return FileReadError(
        (text or _("“{name}” is damaged or cut short.")).format(name=name[:80], where=where),
        _("Nothing was taken from it. Save the archive again, or copy it once more."),
    )


class ArchiveReader:
    """Reads one archive from its beginning to its end; `digest` and `read` tell of what went by."""

    def __init__(
        self, stream: IO[bytes], name: str, look: Callable[[int], object] | None = None
    ) -> None:
        self._name = name[:80]
        self._look = look
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._values = json.JSONDecoder(
            object_pairs_hook=_without_doubles, parse_constant=_refuse, parse_float=_refuse
        )
        self._text, self._at, self._ended = "", 0, False
        self._sha = hashlib.sha256()
        self._where = ""
        self.read = 0

    @property
    def digest(self) -> str:
        """What tells whether two readings met the same bytes."""
        return self._sha.hexdigest()

    def records(self) -> Iterator[Read]:
        """Every record, checked for what its section allows.

        Raises:
            FileReadError: the file is damaged, no archive, or of a newer Kith.
        """
        try:
            yield from self._records()
        except (UnfitError, ValueError, RecursionError, OverflowError) as error:
            raise self.damaged(str(error) if isinstance(error, UnfitError) else "") from None

    def damaged(self, what: str = "") -> FileReadError:
        """What to say of an archive that is not whole."""
        where = " ".join(filter(None, (self._where, f"“{what}”" if what else "")))
        return damaged(self._name, where)

    def _records(self) -> Iterator[Read]:
        self._expect("{")
        seen: set[str] = set()
        head: dict[str, Any] = {}
        for number, name in enumerate(self._members()):
            if name in seen:
                raise UnfitError(name[:40])
            seen.add(name)
            if number < 3:
                self._begin(head, number, name)
                if number == 2:
                    yield Read("", 1, head)
                continue
            self._where = name[:40]
            if name == "made":
                self._moment(self._value())
            elif name == SETTINGS:
                yield Read(SETTINGS, 1, self._settings(self._value()))
            elif name == DRAFTS:
                yield from self._list(name, self._draft)
            elif name in BY_NAME:
                yield from self._list(name, partial(checked, BY_NAME[name]))
            else:
                raise UnfitError(name[:40])
        if len(seen) < 3 or self._next():
            raise ValueError

    def _begin(self, head: dict[str, Any], number: int, name: str) -> None:
        """The three members every archive begins with."""
        expected = ("format", "version", "holds")[number]
        value = self._value()
        if name != expected:
            raise UnfitError(name[:40])
        if number == 0 and value != FORMAT:
            raise UnfitError(name)
        if number == 1:
            if type(value) is not int or value < 1:
                raise UnfitError(name)
            if value > VERSION:
                raise FileReadError(
                    _("“{name}” was written by a newer version of Kith.").format(name=self._name),
                    _("Update Kith to take it in; nothing was changed."),
                )
        if number == 2 and value not in (EVERYTHING, PART):
            raise UnfitError(name)
        head[name] = value

    def _settings(self, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise UnfitError(SETTINGS)
        for key, text in value.items():
            if not key or not is_text(key) or not is_text(text):
                raise UnfitError(key[:40])
        return value

    def _draft(self, value: object) -> dict[str, Any]:
        if not isinstance(value, dict) or value.keys() != {"key", "body", "saved_at"}:
            raise UnfitError("draft")
        body = value["body"]
        if not value["key"] or not is_text(value["key"]):
            raise UnfitError("key")
        if not (is_text(body) and body) and not isinstance(body, dict):
            raise UnfitError("body")
        self._moment(value["saved_at"])
        return value

    def _moment(self, value: object) -> None:
        if not isinstance(value, str):
            raise UnfitError("moment")
        datetime.fromisoformat(value)

    def _list(self, name: str, check: Callable[[object], dict[str, Any]]) -> Iterator[Read]:
        self._expect("[")
        place = 0
        if self._next() == "]":
            self._at += 1
            return
        while True:
            place += 1
            self._where = f"{name}, {place}"
            yield Read(name, place, check(self._value()))
            if self._next() == "]":
                self._at += 1
                return
            self._expect(",")

    def _members(self) -> Iterator[str]:
        """The names of the document's members; each value is read by whoever gets the name."""
        if self._next() == "}":
            self._at += 1
            return
        while True:
            name = self._value()
            if not isinstance(name, str):
                raise ValueError
            self._expect(":")
            yield name
            if self._next() == "}":
                self._at += 1
                return
            self._expect(",")

    # --- characters ------------------------------------------------------------------------

    def _next(self) -> str:
        """The next character that is no space, not taken; "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._fill()

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise ValueError
        self._at += 1

    def _value(self) -> Any:
        """The next value, read further as long as it is not all there."""
        if not self._next():
            raise ValueError
        while True:
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
                raise ValueError
            self._fill()

    def _is_wrong(self, error: json.JSONDecodeError) -> bool:
        """Whether reading on cannot mend it: it is not the end of what was read so far."""
        return not error.msg.startswith("Unterminated") and error.pos < len(self._text) - 16

    def _fill(self) -> None:
        # As much again as there is: a long record is not begun anew at every chunk.
        data = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not data
        self._sha.update(data)
        self.read += len(data)
        self._text = self._text[self._at :] + self._decode.decode(data, final=self._ended)
        self._at = 0
        if self._look is not None:
            self._look(self.read)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnfitError("; ".join(sorted({name[:40] for name, _value in pairs if name}))[:80])
    return found


def _refuse(text: str) -> Any:
    raise UnfitError(text[:40])
