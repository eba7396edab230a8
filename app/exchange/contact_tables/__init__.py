"""Tables of contacts: LinkedIn, Google, Outlook, Thunderbird, and any other with columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.exchange.contact_tables.alphabet import encoding_of, text_of
from app.exchange.contact_tables.dates import Order
from app.exchange.contact_tables.guess import (
    Kind,
    Table,
    column_as,
    has_names,
    table_of,
    unused_columns,
)
from app.exchange.contact_tables.mapping import Field, Mapping, What
from app.exchange.contact_tables.messages import (
    MessageRules,
    Messages,
    gather_messages,
    holds_messages,
)
from app.exchange.contact_tables.people import RowReader
from app.exchange.contact_tables.sheet import Layout, Row, layout_of, lines_of, rows, sample_rows
from app.exchange.contact_tables.writing import heads_entries, write_entries, write_people
from app.model.imports import ReadFailure, ReadPerson, ReadSkip
from app.model.texts import _, ngettext

Items = Iterator[ReadPerson | ReadSkip | ReadFailure]

__all__ = [
    "Field",
    "Items",
    "Kind",
    "Mapping",
    "MessageRules",
    "Messages",
    "Table",
    "What",
    "column_as",
    "describe",
    "encoding_of",
    "gather_messages",
    "has_names",
    "holds_entries",
    "holds_messages",
    "looks_like",
    "read",
    "text_of",
    "unused_columns",
    "write_entries",
    "write_people",
]

_HEAD = 1 << 16
_HEADER_LINES = 50
_TABLE_NAME = re.compile(r"\.(csv|tsv|tab)$", re.IGNORECASE)
_NO_TABLE = re.compile(r"\s*(BEGIN:|[{\[<]|From \S|%PDF|PK\x03|--\s|\\)")
_APART = re.compile(r"[,;\t|\"\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def looks_like(data: bytes, name: str) -> bool:
    """Whether this is a table with columns: by two known headers, or by its name and its shape."""
    text, _assumed = text_of(data[:_HEAD])
    if _NO_TABLE.match(text) or len(_CONTROL.findall(text)) * 100 > len(text):
        return False
    lines = lines_of(text)
    begun = len(data) >= _HEAD  # there may be more
    layout = layout_of(lines[:-1] if begun else lines, whole=not begun)
    if layout is None:
        return False
    if _TABLE_NAME.search(name):
        return layout.width >= 2 or layout.known >= 1
    return layout.width >= 2 and layout.known >= 2


def holds_entries(data: bytes) -> bool:
    """Whether this is the table of entries that Kith itself writes: no row of it is a person."""
    text, _assumed = text_of(data[:_HEAD])
    lines = lines_of(text)[:_HEADER_LINES]
    # To make out columns takes long, and this is asked of every file.
    if _NO_TABLE.match(text) or not heads_entries(_APART.split("".join(lines))):
        return False
    layout = layout_of(lines, whole=False)
    return layout is not None and heads_entries(layout.header)


def describe(data: bytes) -> Table | None:
    """The columns of a table with samples and their likely meaning; None when it has none."""
    text, _assumed = text_of(data[: 16 * _HEAD])
    lines = lines_of(text)
    whole = len(data) <= 16 * _HEAD
    layout = layout_of(lines, whole=whole)
    return table_of(layout, sample_rows(lines, layout, whole=whole)) if layout else None


def read(data: bytes, mapping: Mapping | None = None) -> Items:
    """One result for each row; rows in which nothing stands are counted together."""
    text, assumed = text_of(data)
    lines = lines_of(text)
    del data, text  # of a large table two copies are too many
    layout = layout_of(lines)
    if layout is None:
        return
    table = table_of(layout, sample_rows(lines, layout))
    if mapping is not None and len(mapping.columns) == len(table.mapping.columns):
        table = replace(table, mapping=mapping)
    reader = RowReader(table, _orders(lines, layout, table), assumed)
    empty: list[Row] = []
    for row in rows(lines, layout.delimiter, layout.start):
        if row.empty:
            empty.append(row)
            continue
        if empty:
            yield _empty(empty)
            empty = []
        yield reader.read(row)
    if any(row.cells for row in empty):  # blank lines alone are how a file ends
        yield _empty(empty)


def _empty(found: list[Row]) -> ReadSkip:
    place = _("line {line}").format(line=found[0].line)
    words = ngettext("{n} empty row.", "{n} empty rows.", len(found)).format(n=len(found))
    return ReadSkip("", place, _("(empty)"), words)


def _orders(lines: list[str], layout: Layout, table: Table) -> list[Order]:
    """Which number of a date is the day, column by column over the whole table."""
    orders = [Order() for _column in table.mapping.columns]
    columns = table.mapping.columns
    places = [n for n, f in enumerate(columns) if f.what in (What.BIRTHDAY, What.DATE)]
    if not places:
        return orders
    if table.kind is not Kind.OTHER:  # one program on one machine wrote all of them
        shared = Order()
        orders = [shared] * len(columns)
    for row in rows(lines, layout.delimiter, layout.start):
        for place in places:
            if place < len(row.cells):
                orders[place].see(row.cells[place])
    return orders
