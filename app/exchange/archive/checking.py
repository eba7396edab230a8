"""Whether a record of an archive is what its section allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from app.model.archive import BY_NAME, Field, Listing, Sort
from app.model.errors import InputError
from app.model.values import PartialDate

_HALF = re.compile("[\x00\ud800-\udfff]")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_UID = 200


class UnfitError(ValueError):
    """A record holds what none can; the text names the field."""


def checked(section: Listing, record: object) -> dict[str, Any]:
    """The record with only what it says: fields without a value are left out.

    Raises:
        UnfitError: a field is missing, unknown, or holds what it cannot.
    """
    if not isinstance(record, dict):
        raise UnfitError("record")
    found: dict[str, Any] = {}
    for name, value in record.items():
        field = section.named.get(name)
        if field is None:
            raise UnfitError(name[:40])
        if value is None or (value == [] and not field.needed):
            continue
        if not _FITS[field.sort](field, value):
            raise UnfitError(name)
        if field.needed or value != field.absent:
            found[name] = value
    for field in section.fields:
        if field.needed and field.name not in found:
            raise UnfitError(field.name)
    if section.table == "attachment" and ("person" in found) == ("entry" in found):
        raise UnfitError("person")
    if section.table == "content" and not 1 <= found["piece"] <= found["of"]:
        raise UnfitError("piece")
    return found


def is_text(value: object) -> bool:
    """Whether it is text that a journal can hold."""
    return isinstance(value, str) and (value.isprintable() or not _HALF.search(value))


def _text(field: Field, value: object) -> bool:
    return is_text(value) and (not field.low or value != "")


def _uid(_field: Field, value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_UID and is_text(value)


def _number(field: Field, value: object) -> bool:
    return type(value) is int and field.low <= value <= field.high


def _day(field: Field, value: object) -> bool:
    if not isinstance(value, str) or len(value) > 10:
        return False
    return _is_day(value) and not (field.low and value.startswith("-"))


@lru_cache(maxsize=16_384)
def _is_day(text: str) -> bool:
    try:
        return str(PartialDate.parse(text)) == text
    except InputError:
        return False


def _one_of(field: Field, value: object) -> bool:
    return isinstance(value, str) and value in field.choices


def _level(field: Field, value: object) -> bool:
    return type(value) is int and value in field.choices


def _words(field: Field, value: object) -> bool:
    return isinstance(value, str) and all(word in field.choices for word in value.split())


def _links(field: Field, value: object) -> bool:
    if not isinstance(value, list) or not all(_uid(field, one) for one in value):
        return False
    return len(set(value)) == len(value)


def _pair(field: Field, value: object) -> bool:
    return _links(field, value) and isinstance(value, list) and len(value) == 2


def _mentions(field: Field, value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and one.keys() <= {"date", "entry"}
        and _day(field, one.get("date"))
        and (one.get("entry") is None or _uid(field, one["entry"]))
        for one in value
    )


def _section(_field: Field, value: object) -> bool:
    return isinstance(value, str) and value in BY_NAME and "uid" in BY_NAME[value].named


def _matches(pattern: re.Pattern[str]) -> Callable[[Field, object], bool]:
    return lambda _field, value: isinstance(value, str) and bool(pattern.fullmatch(value))


_FITS: dict[Sort, Callable[[Field, object], bool]] = {
    Sort.UID: _uid,
    Sort.TEXT: _text,
    Sort.NUMBER: _number,
    Sort.FLAG: lambda _field, value: isinstance(value, bool),
    Sort.DAY: _day,
    Sort.TIME: lambda field, value: value == "" or _matches(_CLOCK)(field, value),
    Sort.CHOICE: _one_of,
    Sort.LEVEL: _level,
    Sort.WORDS: _words,
    Sort.LINK: _uid,
    Sort.LINKS: _links,
    Sort.PAIR: _pair,
    Sort.MENTIONS: _mentions,
    Sort.SECTION: _section,
    Sort.DIGEST: _matches(_DIGEST),
    Sort.BYTES: lambda _field, value: isinstance(value, str) and value.isascii(),
}
