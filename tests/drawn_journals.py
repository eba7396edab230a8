"""Journals drawn by Hypothesis: any of every table and every field, linked in every way."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from app.model.archive import BY_NAME, SECTIONS, Field, Listing, Sort
from app.services.workspace import Workspace
from app.settings import SETTINGS, Scope

# What a journal may hold: anything but what SQLite or UTF-8 cannot.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
_NAMES = TEXTS.filter(bool)
_WITH_A_YEAR = st.one_of(
    st.tuples(st.integers(1800, 2199), st.integers(1, 12), st.integers(1, 28)).map(
        lambda one: "{:04d}-{:02d}-{:02d}".format(*one)
    ),
    st.tuples(st.integers(1800, 2199), st.integers(1, 12)).map(
        lambda one: "{:04d}-{:02d}".format(*one)
    ),
    st.integers(1800, 2199).map(str),
)
_DAYS = _WITH_A_YEAR | st.tuples(st.integers(1, 12), st.integers(1, 29)).map(
    lambda one: "--{:02d}-{:02d}".format(*one)
)
_CLOCKS = st.times().map(lambda one: one.isoformat("minutes"))
_LINKED = st.integers(0, 9)  # the place of a record among those there are
_MOST = 3


def _column(field: Field) -> st.SearchStrategy[Any]:
    """Any value of a column, as SQLite holds it."""
    choices = st.sampled_from(field.choices or ("",))
    found: st.SearchStrategy[Any] = {
        Sort.UID: st.uuids().map(str),
        Sort.TEXT: _NAMES if field.low else TEXTS,
        Sort.NUMBER: st.integers(field.low, field.high),
        Sort.FLAG: st.sampled_from((0, 1)),
        Sort.DAY: _WITH_A_YEAR if field.low else _DAYS,
        Sort.TIME: st.just("") | _CLOCKS,
        Sort.CHOICE: choices,
        Sort.LEVEL: choices,
        Sort.WORDS: st.lists(choices, unique=True).map(" ".join),
        Sort.LINK: _LINKED,
        Sort.DIGEST: st.binary(max_size=200),
    }[field.sort]
    may_be_null = not field.needed and field.absent is None
    return found | st.none() if may_be_null else found


def _row(section: Listing) -> st.SearchStrategy[dict[str, Any]]:
    fields = {one.name: _column(one) for one in section.fields if one.column and not one.table}
    lists = st.lists(_LINKED, unique=True, max_size=_MOST)
    days = st.lists(st.tuples(_DAYS, _LINKED | st.none()), max_size=_MOST)
    for one in section.fields:
        if one.table:
            fields[one.name] = days if one.sort is Sort.MENTIONS else lists
    return st.fixed_dictionaries(fields)


_MARKS = st.lists(
    st.tuples(TEXTS.filter(bool), TEXTS, st.sampled_from(SECTIONS[:-2]), _LINKED, TEXTS),
    max_size=_MOST,
    unique_by=lambda one: one[0],
)
_TEXT_SETTINGS = [
    one.key
    for one in SETTINGS
    if one.scope is Scope.JOURNAL and isinstance(one.default, str) and not one.choices
]
JOURNALS = st.fixed_dictionaries(
    {
        section.name: st.lists(_row(section), max_size=_MOST)
        for section in SECTIONS
        if section.table not in ("distinct_pair", "import_mark", "content")
    }
    | {
        "distinct_pairs": st.sets(st.tuples(_LINKED, _LINKED), max_size=_MOST),
        "import_marks": _MARKS,
        "settings": st.dictionaries(st.sampled_from(_TEXT_SETTINGS), TEXTS),
        "drafts": st.dictionaries(_NAMES, _NAMES, max_size=_MOST),
    }
)


def fill(workspace: Workspace, drawn: dict[str, Any]) -> None:
    """Put a drawn journal into an empty one, as one step."""
    _Filling(workspace, drawn).fill()


class _Filling:
    def __init__(self, workspace: Workspace, drawn: dict[str, Any]) -> None:
        self._workspace, self._drawn = workspace, drawn
        self._run = workspace.database.connection.execute
        self._ids: dict[str, list[int]] = {}

    def fill(self) -> None:
        with self._workspace.change("Fill"):
            self._run("PRAGMA defer_foreign_keys = ON")
            for section in SECTIONS:
                if section.name in self._drawn and section.table not in (
                    "distinct_pair",
                    "import_mark",
                ):
                    self._ids[section.name] = []
                    for row in self._drawn[section.name]:
                        self._add(section, row)
            self._introduce()
            self._pairs()
            self._marks()
        for key, text in self._drawn["settings"].items():
            self._workspace.set_setting(key, text)
        for key, text in self._drawn["drafts"].items():
            self._workspace.save_draft(key, text)

    def _linked(self, section: str, place: int | None) -> int | None:
        there = self._ids.get(section, [])
        return there[place % len(there)] if there and place is not None else None

    def _add(self, section: Listing, row: dict[str, Any]) -> None:
        values: dict[str, Any] = {}
        for one in section.fields:
            if not one.column or one.table:
                continue
            value = row[one.name]
            if one.sort is Sort.LINK:
                value = None if one.name == "introduced_by" else self._linked(one.to, value)
                if value is None and one.needed:
                    return
            elif one.sort is Sort.DIGEST:
                self._run(
                    "INSERT OR IGNORE INTO content(digest, data) VALUES (?, ?)",
                    (hashlib.sha256(value).hexdigest(), value),
                )
                value = hashlib.sha256(value).hexdigest()
            values[one.column] = value
        number = 1 + len(self._ids[section.name]) * 3  # numbers have gaps
        if section.table == "tag":
            values["name"] += f" {number}"
        if section.table == "attachment":
            owner = "interaction_id" if values["counterpart_id"] is not None else "counterpart_id"
            values[owner] = None
            if values["counterpart_id"] is values["interaction_id"] is None:
                return
        names = ", ".join(f'"{name}"' for name in ("id", *values))
        marks = ", ".join("?" * (len(values) + 1))
        self._run(
            f"INSERT INTO {section.table}({names}) VALUES ({marks})", (number, *values.values())
        )
        self._ids[section.name].append(number)
        for one in section.fields:
            if one.table:
                self._list(one, row[one.name], number)

    def _list(self, one: Field, drawn: list[Any], number: int) -> None:
        if one.sort is Sort.MENTIONS:
            for day, entry in drawn:
                self._run(
                    "INSERT INTO mention(commonality_id, date, interaction_id) VALUES (?, ?, ?)",
                    (number, day, self._linked("entries", entry)),
                )
            return
        for link in dict.fromkeys(self._linked(one.to, place) for place in drawn):
            if link is not None:
                self._run(
                    f"INSERT INTO {one.table}({one.owner}, {one.column}) VALUES (?, ?)",
                    (number, link),
                )

    def _introduce(self) -> None:
        """People may be introduced by whoever comes after them, and by themselves."""
        for number, row in zip(self._ids["people"], self._drawn["people"], strict=True):
            by = self._linked("people", row["introduced_by"])
            self._run("UPDATE counterpart SET introduced_by = ? WHERE id = ?", (by, number))

    def _pairs(self) -> None:
        for pair in sorted(self._drawn["distinct_pairs"]):
            first, second = (self._linked("people", place) for place in pair)
            if first is not None and second is not None and first != second:
                self._run(
                    "INSERT OR IGNORE INTO distinct_pair(uid, first_id, second_id) "
                    "VALUES (?, ?, ?)",
                    (f"pair-{pair}", *sorted((first, second))),
                )

    def _marks(self) -> None:
        for key, digest, section, place, raw in self._drawn["import_marks"]:
            row = self._linked(section.name, place)
            if section.name in BY_NAME and row is not None:
                self._run(
                    "INSERT INTO import_mark(source_key, digest, tbl, row_id, raw) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (key, digest, section.table, row, raw),
                )
