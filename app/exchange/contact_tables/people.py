"""One row of a table turned into one person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.exchange.contact_tables.dates import NotADate, Order, read_date
from app.exchange.contact_tables.guess import Kind, Table
from app.exchange.contact_tables.mapping import ADDRESS_PARTS, Field, What
from app.exchange.contact_tables.own_columns import OwnCells, own_cells, own_places
from app.exchange.contact_tables.safe_cells import is_own, without_inner
from app.exchange.contact_tables.sheet import MOST_CHARACTERS, Row
from app.exchange.contact_tables.values import (
    SEVERAL,
    SEVERAL_WORDS,
    addresses,
    marked,
    reach,
    ways_to_part,
)
from app.exchange.content_lines import clean
from app.model.errors import InputError
from app.model.imports import ReadDate, ReadFailure, ReadPerson, ReadPoint, ReadRelation
from app.model.people import PointKind, service_of
from app.model.texts import _, ngettext
from app.model.titles import FORMS_OF_ADDRESS, role_within
from app.model.values import PartialDate

_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
# Forms of address are no part of a name; titles such as Dr. are.
_ADDRESSING = FORMS_OF_ADDRESS | {"m", "sig"}
_POINTS = {
    What.EMAIL: PointKind.EMAIL,
    What.PHONE: PointKind.PHONE,
    What.URL: PointKind.URL,
    What.HANDLE: PointKind.HANDLE,
}
_BIRTH = (What.BIRTH_YEAR, What.BIRTH_MONTH, What.BIRTH_DAY)
_ORDER = {kind: place for place, kind in enumerate(PointKind)}
_LONGEST_RAW = 20_000
_MOST_REMARKS = 20


@dataclass
class _Draft:
    """What has been read of a row so far."""

    texts: dict[What, list[str]] = field(default_factory=dict)
    labels: dict[tuple[str, int], str] = field(default_factory=dict)
    addresses: dict[tuple[str, int], dict[What, list[str]]] = field(default_factory=dict)
    points: dict[tuple[PointKind, str, str], ReadPoint] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    dates: dict[ReadDate, None] = field(default_factory=dict)
    relations: dict[ReadRelation, None] = field(default_factory=dict)
    birthday: PartialDate | None = None
    remarks: list[str] = field(default_factory=list)

    def remark(self, text: str) -> None:
        """Note once what was odd about the row."""
        if text not in self.remarks and len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(text)

    def first(self, what: What) -> str:
        """The first text of a kind."""
        held = self.texts.get(what)
        return held[0] if held else ""


class RowReader:
    """Turns the rows of one table into people."""

    def __init__(self, table: Table, orders: Sequence[Order], assumed: bool) -> None:
        self._table = table
        self._orders = orders
        self._assumed = assumed
        self._columns = table.mapping.columns
        self._is_own = is_own(table.header)
        self._several, self._tags = ways_to_part(self._is_own, table.kind is Kind.GOOGLE)
        self._own = own_places(table.header)
        self._uids: set[str] = set()
        self._split_birthday = any(column.what in _BIRTH for column in self._columns)

    def read(self, row: Row) -> ReadPerson | ReadFailure:
        """The person a row describes; what the row does not say stays empty."""
        draft = _Draft()
        meant = map(without_inner, row.cells) if self._is_own else row.cells
        cells = [clean(cell).strip() for cell in meant]
        filled = [(n, f) for n, f in enumerate(self._columns) if n < len(cells) and cells[n]]
        if all(column.what is What.IGNORE for _place, column in filled):
            return self._nobody(_("line {line}").format(line=row.line), "", self._raw(cells))
        for place, column in filled:
            if column.what is What.LABEL:
                draft.labels[column.label, column.group] = cells[place]
        for place, column in filled:
            self._take(draft, column, cells[place], place)
        _gather_addresses(draft)
        if self._split_birthday and draft.birthday is None:
            draft.birthday = _split_birthday(draft)
        self._remarks(draft, row, cells)
        return self._person(draft, row, cells)

    def _take(self, draft: _Draft, column: Field, cell: str, place: int) -> None:
        """Put one cell where it belongs."""
        what = column.what
        if what in _POINTS or (self._is_own and what is What.ADDRESS):
            self._take_points(draft, column, cell)
        elif what in ADDRESS_PARTS or what is What.ADDRESS:
            held = draft.addresses.setdefault((column.label, column.group), {})
            held.setdefault(what, []).append(cell)
        elif what is What.BIRTHDAY:
            draft.birthday = draft.birthday or self._date(draft, cell, place, _("birthday"))
        elif what is What.DATE:
            label = _label(draft, column) or self._table.header[place]
            self._take_dates(draft, label, cell, place)
        elif what is What.FACT:
            label = _label(draft, column) or self._table.header[place]
            _fact(draft, label, cell.replace(" ::: ", ", "))
        elif what is What.RELATION:
            label = _label(draft, column) or self._table.header[place]
            _relate(draft, label, cell)
        elif what is What.TAGS:
            draft.texts.setdefault(what, []).extend(self._tags(cell))
        elif what not in (What.LABEL, What.IGNORE):
            text = cell if what is What.NOTE else " ".join(cell.split())
            text = text if self._is_own else text.replace(" ::: ", ", ")
            draft.texts.setdefault(what, []).append(text)

    def _take_dates(self, draft: _Draft, label: str, cell: str, place: int) -> None:
        for one in SEVERAL.split(cell):
            day = self._date(draft, one, place, label)
            if day is None:
                continue
            if self._table.kind is Kind.LINKEDIN:  # when they were connected is no day to remember
                _fact(draft, label, str(day))
            else:
                draft.dates[ReadDate(_capital(label), day)] = None

    def _take_points(self, draft: _Draft, column: Field, cell: str) -> None:
        label, preferred = marked(_label(draft, column))
        kind = _POINTS.get(column.what, PointKind.ADDRESS)
        for text in self._several(kind, cell):
            value, remark = reach(kind, text)
            if value:
                point = ReadPoint(kind, value, label, preferred)
                key = (kind, value.casefold(), service_of(kind, label))
                draft.points.setdefault(key, point)
            elif remark:
                draft.remark(remark)

    def _date(self, draft: _Draft, text: str, place: int, what: str) -> PartialDate | None:
        try:
            day, short = read_date(text, self._orders[place])
        except NotADate:
            remark = _("The {what} “{text}” is not a date that can be told for sure; left out.")
            draft.remark(remark.format(what=what, text=text[:60]))
            return None
        if short and day is not None:
            draft.remark(
                _("The year of “{text}” has two digits; day and month were kept.").format(
                    text=text[:60]
                )
            )
        return day

    def _remarks(self, draft: _Draft, row: Row, cells: list[str]) -> None:
        beyond = sum(map(bool, cells[len(self._columns) :]))
        if beyond:
            words = ngettext(
                "{n} cell beyond the last column was left out.",
                "{n} cells beyond the last column were left out.",
                beyond,
            )
            draft.remark(words.format(n=beyond))
        if row.unclosed:
            draft.remark(_("A quotation mark in it is never closed; it was read without."))
        if row.too_long:
            draft.remark(
                _("A cell in it is longer than {n} characters; it was read line by line.").format(
                    n=f"{MOST_CHARACTERS:,}"
                )
            )
        if self._assumed and not all(cell.isascii() for cell in cells):
            draft.remark(
                _("The file does not say in which alphabet its letters are; please check the name.")
            )

    def _person(self, draft: _Draft, row: Row, cells: list[str]) -> ReadPerson | ReadFailure:
        place = _("line {line}").format(line=row.line)
        raw = self._raw(cells)
        spelled = _spelled(draft)
        name = _name(draft, spelled)
        organisation = draft.first(What.ORGANISATION)
        company = not name and bool(organisation) and self._table.kind is not Kind.LINKEDIN
        reachable = any(
            kind in (PointKind.EMAIL, PointKind.PHONE) for kind, _value, _service in draft.points
        )
        if company:
            name = organisation
            draft.remark(_("It is the row of a company."))
        elif not name and not reachable:
            return self._nobody(place, organisation, raw)
        role = role_within(draft.first(What.ROLE), draft.first(What.DEPARTMENT))
        notes = ["\n".join(text.splitlines()) for text in draft.texts.get(What.NOTE, ())]
        own = own_cells(self._own, cells) if self._own else OwnCells()
        return ReadPerson(
            key=self._own_key(own.uid) or self._key(name, draft),
            name=name,
            place=place,
            aliases=", ".join(_aliases(draft, name, spelled)),
            organisation=organisation,
            role=role,
            birthday=draft.birthday,
            note="\n\n".join(filter(None, (*notes, "\n".join(draft.facts)))),
            points=tuple(draft.points.values()),
            tags=tuple(dict.fromkeys(draft.texts.get(What.TAGS, ()))),
            raw=raw,
            remarks=tuple(draft.remarks),
            is_company=company,
            dates=tuple(draft.dates),
            relations=tuple(draft.relations),
            since=own.since,
            how_met=own.how_met,
            rhythm_days=own.rhythm_days,
            kind=own.kind,
            attention=own.attention,
        )

    def _own_key(self, uid: str) -> str:
        """The person Kith wrote the row of; of a row that was copied only the first is theirs."""
        if not uid or uid in self._uids:
            return ""
        self._uids.add(uid)
        return f"table:kith:{uid}"

    def _nobody(self, place: str, title: str, raw: str) -> ReadFailure:
        why = _("The row has no name.")
        return ReadFailure(f"table:row:{_digest(raw)}", place, title, why, raw)

    def _key(self, name: str, draft: _Draft) -> str:
        """What stays the same when the rest of the row changes: the profile, or name and reach."""
        kind = self._table.kind
        if kind is Kind.LINKEDIN:
            for point, value, _service in draft.points:
                if point is PointKind.URL:
                    return f"table:linkedin:{_digest(value.rstrip('/'))}"
        # In the order of their kinds, so that it is the mail address where there is one.
        first = min(((_ORDER[k], v) for k, v, _s in draft.points), default=(0, ""))[1]
        source = "linkedin" if kind is Kind.LINKEDIN else "person"
        return f"table:{source}:{_digest(name.casefold(), first)}"

    def _raw(self, cells: list[str]) -> str:
        titles = self._table.header
        lines = []
        for place, cell in enumerate(cells):
            if cell:
                title = titles[place] if place < len(titles) else ""
                lines.append(f"{title or place + 1}: {cell}")
        return "\n".join(lines)[:_LONGEST_RAW]


def _label(draft: _Draft, column: Field) -> str:
    """What a value is called: as its row says, else as its column does."""
    if column.group and (column.label, column.group) in draft.labels:
        return draft.labels[column.label, column.group]
    return "" if column.label in _GOOGLE_KINDS else column.label


_GOOGLE_KINDS = frozenset(
    ("e-mail", "phone", "website", "event", "relation", "custom field", "im", "address")
)


def _fact(draft: _Draft, label: str, value: str) -> None:
    if value:
        draft.facts[f"{_capital(label)}: {value}"] = None


def _capital(label: str) -> str:
    label = " ".join(label.removeprefix("*").split())
    return label[:1].upper() + label[1:]


def _relate(draft: _Draft, label: str, cell: str) -> None:
    """Each name of a cell as someone they are tied to."""
    what = " ".join(label.removeprefix("*").split()).lower()
    for name in SEVERAL_WORDS.split(cell):
        if name.strip():
            draft.relations[ReadRelation(what, " ".join(name.split()))] = None


def _gather_addresses(draft: _Draft) -> None:
    """The addresses, which can be put together only when the whole row has been seen."""
    for (label, group), parts in draft.addresses.items():
        named = draft.labels.get((label, group), "" if label in _GOOGLE_KINDS else label)
        name, preferred = marked(named)
        for value in addresses(parts):
            point = ReadPoint(PointKind.ADDRESS, value, name, preferred)
            draft.points.setdefault((PointKind.ADDRESS, value.casefold(), ""), point)


def _split_birthday(draft: _Draft) -> PartialDate | None:
    parts = [draft.first(what) for what in _BIRTH]
    if not any(part.strip("0") for part in parts):
        return None
    try:
        year, month, day = (int(part) if part.strip("0") else None for part in parts)
        return PartialDate(year, month, day)
    except (ValueError, InputError):
        remark = _("The {what} “{text}” is not a date that can be told for sure; left out.")
        draft.remark(remark.format(what=_("birthday"), text="-".join(parts)[:60]))
        return None


def _name(draft: _Draft, spelled: str) -> str:
    """The name as the row gives it, or put together; never one made up from an address."""
    whole = draft.first(What.NAME)
    if whole and "@" not in whole:
        return whole
    return spelled or draft.first(What.NICKNAME)


def _spelled(draft: _Draft) -> str:
    """The name in speaking order from its parts."""
    given, family = draft.first(What.GIVEN), draft.first(What.FAMILY)
    if not given and not family:
        return ""
    if family and given and _EAST_ASIAN.fullmatch(family) and _EAST_ASIAN.fullmatch(given):
        return family + given
    prefix = draft.first(What.PREFIX)
    if prefix.casefold().strip(".") in _ADDRESSING:
        prefix = ""
    spoken = (prefix, given, draft.first(What.MIDDLE), family, draft.first(What.SUFFIX))
    return " ".join(part for part in spoken if part)


def _aliases(draft: _Draft, name: str, spelled: str) -> list[str]:
    others = [*draft.texts.get(What.NICKNAME, ()), spelled]
    if not any(others):
        return []
    own = set(name.casefold().split())
    found = (other for other in others if other and set(other.casefold().split()) != own)
    return list(dict.fromkeys(found))


def _digest(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()[:32]
