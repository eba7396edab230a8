"""Turns rows into the model's dataclasses and back, from the dataclasses' own fields."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import time
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Final, Union, get_args, get_origin

from app.model.belongings import Attachment, DistinctPair, Relation, SpecialDate
from app.model.errors import DamagedError, InputError
from app.model.people import (
    Commonality,
    Connection,
    ContactPoint,
    Counterpart,
    Interest,
    InterestAct,
    KindPeriod,
    Organisation,
    Pause,
    Tag,
    Verdict,
)
from app.model.records import Deal, Interaction, Meeting, Outcome, Promise, Question
from app.model.texts import _
from app.model.values import Moment, PartialDate

# Fields that other tables hold; they are filled in after the row is read.
DERIVED: Final[dict[type, frozenset[str]]] = {
    Interaction: frozenset({"people", "tags"}),
    Meeting: frozenset({"people"}),
    Commonality: frozenset({"times_mentioned", "last_mentioned", "mentions"}),
    Interest: frozenset({"acts"}),
    Deal: frozenset({"outcomes"}),
}

TABLES: Final[dict[type, str]] = {
    Organisation: "organisation",
    Counterpart: "counterpart",
    KindPeriod: "kind_period",
    ContactPoint: "contact_point",
    Tag: "tag",
    Meeting: "meeting",
    Interaction: "interaction",
    Commonality: "commonality",
    Interest: "interest",
    InterestAct: "interest_act",
    Question: "question",
    Promise: "promise",
    Deal: "deal",
    Outcome: "outcome",
    Verdict: "verdict",
    Pause: "pause",
    Attachment: "attachment",
    Relation: "relation",
    SpecialDate: "special_date",
    DistinctPair: "distinct_pair",
}


_UNWRITABLE: Final = {
    **dict.fromkeys(c for c in (*range(32), *range(127, 160)) if chr(c) not in "\n\t"),
    **dict.fromkeys(range(0xD800, 0xE000)),
}


def clean(text: str) -> str:
    """The text without what no file should hold: control characters and half surrogates."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWRITABLE)


@dataclass(frozen=True, slots=True)
class Codec:
    """How one field is read from and written to its columns."""

    name: str
    columns: tuple[str, ...]
    read: Callable[..., Any]
    write: Callable[[Any], tuple[Any, ...]]


def unreadable(table: str, number: object) -> DamagedError:
    """What to say of a row with a value that Kith never wrote."""
    return DamagedError(
        _("A record is damaged and cannot be shown ({table} {n}).").format(table=table, n=number),
        _("Mend it in the settings, under Check, or with “kith check --mend”."),
    )


class Table:
    """The table behind a dataclass: its columns, and both directions of the mapping."""

    def __init__(self, cls: type, name: str) -> None:
        self.cls = cls
        self.name = name
        derived = DERIVED.get(cls, frozenset())
        self.codecs: dict[str, Codec] = {
            field.name: _codec(
                field.name, _meaning(cls.__module__, str(field.type)), field.default is MISSING
            )
            for field in fields(cls)
            if field.name not in derived
        }
        self.columns = tuple(c for codec in self.codecs.values() for c in codec.columns)
        self.select = ", ".join(f't."{column}"' for column in self.columns)
        self.returned = ", ".join(f'"{column}"' for column in self.columns)
        # Most columns are taken as they are; only the others cost a call for each row.
        self._plain: list[tuple[str, int]] = []
        self._single: list[tuple[str, Callable[[Any], Any], int]] = []
        self._several: list[tuple[str, Callable[..., Any], int, int]] = []
        at = 0
        for codec in self.codecs.values():
            end = at + len(codec.columns)
            if end - at > 1:
                self._several.append((codec.name, codec.read, at, end))
            elif codec.read is _as_is:
                self._plain.append((codec.name, at))
            else:
                self._single.append((codec.name, codec.read, at))
            at = end

    def record(self, row: tuple[Any, ...], **derived: Any) -> Any:
        """The dataclass a row stands for.

        Raises:
            DamagedError: a value in it is none that Kith ever wrote.
        """
        try:
            return self._record(row, derived)
        except (KeyError, ValueError, TypeError, InputError) as error:
            raise unreadable(self.name, row[0]) from error

    def _record(self, row: tuple[Any, ...], derived: Mapping[str, Any]) -> Any:
        values = {name: row[at] for name, at in self._plain}
        for name, read, at in self._single:
            value = row[at]
            values[name] = None if value is None else read(value)
        for name, read, at, end in self._several:
            values[name] = read(*row[at:end])
        return self.cls(**values, **derived)

    def write(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Columns and their values for these fields.

        Raises:
            TypeError: the dataclass has no such field.
        """
        out: dict[str, Any] = {}
        for name, value in values.items():
            codec = self.codecs.get(name)
            if codec is None:
                raise TypeError(f"{self.cls.__name__} keeps no field {name!r}")
            out.update(zip(codec.columns, codec.write(value), strict=True))
        return out


@cache
def _meaning(module: str, annotation: str) -> Any:
    """The type an annotation names; many fields share one, which get_type_hints does not use."""
    return eval(annotation, vars(sys.modules[module]))  # our own source text


def _codec(name: str, hint: Any, required: bool) -> Codec:
    optional, kind = _strip_optional(hint)
    if kind is Moment:
        columns = ("date", "time", "zone")
        return Codec(name, columns, _read_moment, _write_moment)
    if kind is PartialDate:
        return _single(name, read_day, lambda v: None if v is None else str(v))
    if kind is bool:
        flags = {0: False, 1: True, None: None}
        return _single(name, flags.__getitem__, lambda v: None if v is None else int(bool(v)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        members: dict[Any, Any] = {member.value: member for member in kind}
        members[None] = None
        return _single(name, members.__getitem__, lambda v: None if v is None else kind(v).value)
    if get_origin(kind) is frozenset:
        return _single(name, _read_connections, lambda v: " ".join(sorted(v)))
    if get_origin(kind) is tuple:
        return _single(name, _read_months, lambda v: " ".join(str(int(m)) for m in v))
    if kind is str:
        return _single(name, _as_is, lambda v: None if v is None and optional else clean(v or ""))
    return _single(name, _as_is, lambda v: v)


def _single(name: str, read: Callable[[Any], Any], write: Callable[[Any], Any]) -> Codec:
    return Codec(name, (name,), read, lambda value: (write(value),))


def _strip_optional(hint: Any) -> tuple[bool, Any]:
    if get_origin(hint) in (Union, types.UnionType):
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        return True, rest[0]
    return False, hint


def _as_is(value: Any) -> Any:
    return value


# A journal holds the same days over and over; a date is immutable and can be shared.
read_day = lru_cache(maxsize=16_384)(PartialDate.parse)


def _read_moment(day: str | None, clock: str, zone: str | None) -> Moment | None:
    if day is None:
        return None
    return Moment(read_day(day), time.fromisoformat(clock) if clock else None, zone)


def _write_moment(moment: Moment | None) -> tuple[str | None, str, str | None]:
    if moment is None:
        return None, "", None
    clock = moment.time.isoformat("minutes") if moment.time else ""
    return str(moment.date), clock, moment.zone


def _read_connections(text: str) -> frozenset[Connection]:
    return frozenset(Connection(word) for word in text.split())


def _read_months(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split())


_SPECS: dict[type, Table] = {}


def table_of(cls: type) -> Table:
    """The table behind a dataclass of the model (worked out once)."""
    found = _SPECS.get(cls)
    if found is None:
        found = _SPECS[cls] = Table(cls, TABLES[cls])
    return found
