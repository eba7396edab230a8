"""The fields of records as lines for people, each with its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from app.services.field_words import FIELDS, value_words


def told(table: str, name: str, value: Any) -> str:
    """A value of the model in words; "" for what was not said."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, frozenset | tuple):
        value = " ".join(str(one.value if isinstance(one, Enum) else one) for one in value)
    return value_words(table, name, None if value is None else _plain(value))


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value)


def lines(table: str, record: object, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What each of these fields is called and says, of those that say anything."""
    for name in names:
        found = getattr(record, name)
        value = "" if found is None or found == "" else told(table, name, found)
        if value:
            yield FIELDS[table][name], value
