"""People and entries as tables for a spreadsheet, in words any program and Kith itself read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from enum import Enum

from app.exchange.contact_tables.own_lists import SEMICOLON, joined, sign_of
from app.exchange.contact_tables.safe_cells import OWN_COLUMN, harmless
from app.model.export import OutEntry, OutPerson
from app.model.people import ContactPoint, PointKind

# The headers are words of the file, not of the screen: they stay what they are in any language.
_POINTS: tuple[tuple[str, PointKind, str], ...] = (
    ("Email", PointKind.EMAIL, ""),
    ("Work email", PointKind.EMAIL, "work"),
    ("Home email", PointKind.EMAIL, "home"),
    ("Phone", PointKind.PHONE, ""),
    ("Mobile phone", PointKind.PHONE, "mobile"),
    ("Work phone", PointKind.PHONE, "work"),
    ("Home phone", PointKind.PHONE, "home"),
    ("Fax", PointKind.PHONE, "fax"),
    ("Address", PointKind.ADDRESS, ""),
    ("Work address", PointKind.ADDRESS, "work"),
    ("Home address", PointKind.ADDRESS, "home"),
    ("Web page", PointKind.URL, ""),
    ("LinkedIn", PointKind.URL, "linkedin"),
    ("Skype", PointKind.HANDLE, "skype"),
    ("WhatsApp", PointKind.HANDLE, "whatsapp"),
    ("Telegram", PointKind.HANDLE, "telegram"),
    ("Chat name", PointKind.HANDLE, ""),
)
_PERSON = ("Name", "Nickname", "Company", "Job title")
_MORE = ("Birthday", "Tags", "Notes", "Kind", "Known since", "How you met", "Met through")
_KEPT = ("Days between contacts", "Kept up with", OWN_COLUMN)
_ENTRY = (
    *("Date", "Time", "Time zone", "People", "Channel", "Opened by", "Two-way", "Answered"),
    *("Minutes", "Depth", "You asked for", "They asked for", "You gave", "They gave"),
    *("Good for both", "Your tone", "Their tone", "Small talk", "Small talk minutes"),
    *("You asked questions", "They asked questions", "Logistics only", "People present"),
    *("One to one", "Credit to", "Thread", "Tags", "Note", "Files", "Source", OWN_COLUMN),
)
_TELLING = frozenset({"date", "people", "channel", "opened by", "two-way", "answered"})


def write_people(people: Iterable[OutPerson]) -> Iterator[bytes]:
    """A row for each person, in UTF-8 with its mark, which spreadsheets ask for."""
    yield _row((*_PERSON, *(name for name, _kind, _label in _POINTS), *_MORE, *_KEPT), first=True)
    for out in people:
        yield _row(_person(out))


def _person(out: OutPerson) -> Iterator[object]:
    person = out.person
    yield from (person.name, person.aliases, out.organisation, person.role)
    columns: dict[str, list[str]] = {name: [] for name, _kind, _label in _POINTS}
    for point in sorted(out.points, key=lambda point: not point.preferred):
        columns[_column(point)].append(" ".join(point.value.split()))
    for name, kind, _label in _POINTS:
        yield joined(columns[name], sign_of(kind))
    yield from (
        person.birthday,
        joined(out.tags, SEMICOLON),
        person.note,
        person.kind,
        person.since,
    )
    yield from (person.how_met, out.introduced_by, person.days_between)
    yield from (person.attention, person.uid)


def _column(point: ContactPoint) -> str:
    """Where a value stands: under its label, else with the plain ones of its kind."""
    label = point.label.strip().casefold()
    return next(
        (name for name, kind, said in _POINTS if kind is point.kind and said and said == label),
        next(name for name, kind, said in _POINTS if kind is point.kind and not said),
    )


def heads_entries(header: Iterable[str]) -> bool:
    """Whether these are the columns of entries, in whatever order a spreadsheet left them."""
    cells = {cell.strip().casefold() for cell in header}
    return cells >= _TELLING


def write_entries(entries: Iterable[OutEntry]) -> Iterator[bytes]:
    """A row for each entry; an empty cell is something nobody said."""
    yield _row(_ENTRY, first=True)
    for out in entries:
        yield _row(_entry(out))


def _entry(out: OutEntry) -> Iterator[object]:
    entry = out.entry
    yield from (entry.when.date, entry.when.time and entry.when.time.isoformat("minutes"))
    yield from (entry.when.zone, "; ".join(out.people), entry.channel, entry.opener)
    yield from (entry.two_way, entry.answered, entry.minutes)
    yield entry.depth.name.lower() if entry.depth is not None else None
    yield from (entry.ask_mine, entry.ask_theirs, entry.give_mine, entry.give_theirs)
    yield from (entry.joint_benefit, entry.tone_mine, entry.tone_theirs, entry.small_talk)
    yield from (entry.small_talk_minutes, entry.i_asked, entry.they_asked, entry.logistics)
    yield from (entry.present, entry.one_to_one, entry.credit, entry.thread)
    yield from ("; ".join(entry.tags), entry.note, "; ".join(file.name for file in out.files))
    yield from (entry.source, entry.uid)


class _Handed:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """The same text."""
        return text


_WRITER = csv.writer(_Handed(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")


def _row(cells: Iterable[object], *, first: bool = False) -> bytes:
    text = str(_WRITER.writerow([harmless(_told(cell)) for cell in cells]))
    return text.encode("utf-8-sig" if first else "utf-8", "replace")


def _told(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell.value if isinstance(cell, Enum) else cell).replace("\0", "")
