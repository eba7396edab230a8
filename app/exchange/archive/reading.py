"""Reads an archive a record at a time, however large it is, and says where it is damaged."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import IO, Any, NamedTuple

from app.exchange.archive.checking import UnfitError, checked, is_text
from app.exchange.json_stream import JsonStream, NotStrictError
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
    """Reads one archive from its beginning to its end."""

    def __init__(
        self, stream: IO[bytes], name: str, look: Callable[[int], object] | None = None
    ) -> None:
        self._name = name[:80]
        self._json = JsonStream(stream, look, strict=True)
        self._where = ""

    @property
    def digest(self) -> str:
        """What tells, after a reading, whether another one met the same bytes."""
        return self._json.digest

    def records(self) -> Iterator[Read]:
        """Every record, checked for what its section allows.

        Raises:
            FileReadError: the file is damaged, no archive, or of a newer Kith.
        """
        try:
            yield from self._records()
        except (ValueError, RecursionError, OverflowError) as error:
            told = str(error) if isinstance(error, UnfitError | NotStrictError) else ""
            raise self.damaged(told) from None

    def damaged(self, what: str = "") -> FileReadError:
        """What to say of an archive that is not whole."""
        where = " ".join(filter(None, (self._where, f"“{what}”" if what else "")))
        return damaged(self._name, where)

    def _records(self) -> Iterator[Read]:
        head: dict[str, Any] = {}
        for number, name in enumerate(self._json.members()):
            if number < 3:
                self._begin(head, number, name)
                if number == 2:
                    yield Read("", 1, head)
                continue
            self._where = name[:40]
            if name == "made":
                self._moment(self._json.value())
            elif name == SETTINGS:
                yield Read(SETTINGS, 1, self._settings(self._json.value()))
            elif name == DRAFTS:
                yield from self._list(name, self._draft)
            elif name in BY_NAME:
                yield from self._list(name, partial(checked, BY_NAME[name]))
            else:
                raise UnfitError(name[:40])
        if len(head) < 3 or not self._json.is_over():
            raise ValueError

    def _begin(self, head: dict[str, Any], number: int, name: str) -> None:
        """The three members every archive begins with."""
        expected = ("format", "version", "holds")[number]
        value = self._json.value()
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
        if not is_text(body) and not isinstance(body, dict):
            raise UnfitError("body")
        self._moment(value["saved_at"])
        return value

    def _moment(self, value: object) -> None:
        if not isinstance(value, str):
            raise UnfitError("moment")
        datetime.fromisoformat(value)

    def _list(self, name: str, check: Callable[[object], dict[str, Any]]) -> Iterator[Read]:
        for place, value in enumerate(self._json.items(), 1):
            self._where = f"{name}, {place}"
            yield Read(name, place, check(value))
