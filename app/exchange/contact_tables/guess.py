"""What the columns of a table mean: by its maker's layout, by its headers, by its samples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.exchange.contact_tables.google import google_mapping, is_google
from app.exchange.contact_tables.headers import (
    LABELLED,
    by_headers,
    field_of,
    scope_of,
    words_of,
)
from app.exchange.contact_tables.mapping import ADDRESS_PARTS, Field, Mapping, What
from app.exchange.contact_tables.own_columns import own_places
from app.exchange.contact_tables.sheet import Layout, Row
from app.model.titles import FORMS_OF_ADDRESS, TITLES

_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?=(?:\D*\d){7})[+0(][\d\s()./-]+")
_PERSON = re.compile(r"(?!\d)\w[\w.'’-]*(?: (?!\d)\w[\w.'’-]*){1,3}")
_MOST_SAMPLES = 3
NAMES = frozenset({What.NAME, What.GIVEN, What.FAMILY, What.NICKNAME})
_LITTLE = frozenset(
    [
        *("van", "von", "der", "den", "de", "da", "di", "du", "la", "le", "zu", "zur", "af", "av"),
    ]
)
_FIRMS = frozenset(
    [
        *("gmbh", "ag", "kg", "ltd", "inc", "llc", "corp", "co", "sa", "sarl", "srl", "spa", "ab"),
        *("as", "oy", "bv", "nv"),
    ]
)
_CALLED = frozenset({What.EMAIL, What.PHONE, What.URL, What.HANDLE})
_ADDRESSING = FORMS_OF_ADDRESS | TITLES | {"m", "sig", "dott", "ing", "rev"}


class Kind(StrEnum):
    """Who wrote the table."""

    LINKEDIN = "LinkedIn"
    GOOGLE = "Google Contacts"
    OUTLOOK = "Outlook"
    THUNDERBIRD = "Thunderbird"
    OTHER = "table"


@dataclass(frozen=True, slots=True)
class Table:
    """What a table looks like: the words above its columns, a few samples, what they mean.

    `key` is the same for every file with these columns. `samples` has up to three values for
    each column.
    """

    kind: Kind
    key: str
    header: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: Mapping


def table_of(layout: Layout, sample: Sequence[Row]) -> Table:
    """The table, with the most likely meaning of each column."""
    header = layout.header
    kind = _kind(header)
    columns = [_values(sample, place) for place in range(len(header))]
    mapping = google_mapping(header) if kind is Kind.GOOGLE else by_headers(header)
    if kind is Kind.OTHER:
        mapping = _by_samples(header, mapping, columns)
    folded = "\x1f".join(" ".join(cell.casefold().split()) for cell in header)
    samples = tuple(tuple(dict.fromkeys(values))[:_MOST_SAMPLES] for values in columns)
    return Table(kind, hashlib.sha256(folded.encode()).hexdigest()[:32], header, samples, mapping)


def unused_columns(table: Table) -> tuple[str, ...]:
    """The headers of columns that hold something and mean nothing known; made to be told."""
    own = own_places(table.header)
    return tuple(
        " ".join(title.split())
        for title, field, values in zip(
            table.header, table.mapping.columns, table.samples, strict=True
        )
        if values and title.strip() and field.what is What.IGNORE and field_of(title) is None
        if title.strip().casefold() not in own
    )


def has_names(table: Table) -> bool:
    """Whether a column is taken for the names of people."""
    return any(field.what in NAMES for field in table.mapping.columns)


def column_as(table: Table, place: int, what: What) -> Field:
    """The field of a column when the user says what stands in it; its header gives the label."""
    title = " ".join(table.header[place].split())[:60]
    said = field_of(title)
    if said is not None and said.what is what:
        return said if what not in ADDRESS_PARTS else replace(said, group=0)
    scope = scope_of(title)
    if what in _CALLED and said is None:
        return Field(what, title.lower())
    if what in (What.FACT, What.DATE, What.RELATION):
        return Field(what, title)
    return Field(what, scope if what in LABELLED else "")


def _kind(header: Sequence[str]) -> Kind:
    cells = {" ".join(cell.casefold().split()) for cell in header}
    if {"first name", "last name", "connected on"} <= cells:
        return Kind.LINKEDIN
    if is_google(header):
        return Kind.GOOGLE
    if {"first name", "last name", "display name", "primary email"} <= cells:
        return Kind.THUNDERBIRD
    fields = [field_of(cell) for cell in header]
    known = [field for field in fields if field is not None]
    held = {field.what for field in known}
    scopes = {field.label.split(" ")[0] for field in known}
    named = {What.GIVEN, What.FAMILY} <= held and {"work", "home"} <= scopes
    many = len(known) >= 20 and len(known) * 4 >= len(header) * 3
    return Kind.OUTLOOK if named and many else Kind.OTHER


def _values(sample: Sequence[Row], place: int) -> list[str]:
    cells = (row.cells[place].strip() for row in sample if place < len(row.cells))
    return [cell for cell in cells if cell]


def _by_samples(header: Sequence[str], mapping: Mapping, columns: list[list[str]]) -> Mapping:
    """What headers leave open, by what stands below them."""
    for place, values in enumerate(columns):
        field = mapping.columns[place]
        if field.what is What.PREFIX and not _mostly(values, _is_addressing):
            held = {other.what for other in mapping.columns}
            mapping = mapping.with_column(
                place, Field(What.IGNORE if What.ROLE in held else What.ROLE)
            )
        elif field_of(header[place]) is None:
            what = _what(values)
            if what is not What.IGNORE:
                mapping = mapping.with_column(place, Field(what))
    return _with_names(header, mapping, columns)


def _with_names(header: Sequence[str], mapping: Mapping, columns: list[list[str]]) -> Mapping:
    """A column of names under a word nobody knows, where no other column holds them."""
    held = {field.what for field in mapping.columns}
    if held & NAMES:
        return mapping
    open_ones = [
        place
        for place, values in enumerate(columns)
        if mapping.columns[place].what is What.IGNORE
        and field_of(header[place]) is None
        and _mostly(values, _PERSON.fullmatch)
    ]
    if What.ORGANISATION in held:  # companies may stand alone: only names beyond doubt count
        open_ones = [place for place in open_ones if _are_names(columns[place])]
        open_ones = open_ones if len(open_ones) == 1 else []
    return mapping.with_column(open_ones[0], Field(What.NAME)) if open_ones else mapping


def _are_names(values: list[str]) -> bool:
    """Whether each row has another, and each word begins with a capital where there are any."""
    distinct = len(set(values)) * 4 >= len(values) * 3
    return distinct and _mostly(values, _is_capitalised)


def _is_capitalised(value: str) -> bool:
    words = [word for word in value.split() if word.lower() not in _LITTLE]
    plain = all(not word[0].islower() for word in words)
    return plain and not any(word.casefold().strip(".") in _FIRMS for word in words)


def _what(values: list[str]) -> What:
    for what, pattern in ((What.EMAIL, _MAIL), (What.URL, _WEB), (What.PHONE, _PHONE)):
        if _mostly(values, pattern.fullmatch):
            return what
    return What.IGNORE


def _mostly(values: list[str], fits: Callable[[str], object]) -> bool:
    return bool(values) and sum(bool(fits(value[:200])) for value in values) * 3 >= len(values) * 2


def _is_addressing(value: str) -> bool:
    words = words_of(value)
    return bool(words) and words[0] in _ADDRESSING
