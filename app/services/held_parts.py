"""What is held about a person in an order to read: first who it is, then what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.model.held import HeldPart
from app.model.texts import _
from app.services.field_words import FIELDS, date_words, value_words
from app.services.held_drafts import draft_words
from app.services.held_files import BYTES, LOST
from app.services.held_history import history_of
from app.store.queries import BROUGHT

Json = dict[str, Any]

_COLUMNS: Final = {
    "other_names": "aliases",
    "whose_promise": "by",
    "what_the_record_said": "record",
    "date": "on",
}
# The list in the file, its table, its title, and the fields that say most, in order.
_PARTS: Final = (
    ("ways_to_reach", "contact_point", _("Addresses and numbers"), ("value",)),
    ("kinds_over_time", "kind_period", _("What the relationship was called, over time"), ("kind",)),
    ("entries", "interaction", _("Contacts"), ("note",)),
    ("meetings", "meeting", _("Meetings"), ("title", "note")),
    ("common_ground", "commonality", _("Shared and different"), ("text",)),
    ("common_ground_mentioned", "mention", _("When that was brought up"), ()),
    ("interests", "interest", _("Interests"), ("text",)),
    ("done_for_interests", "interest_act", _("Done for those interests"), ("what",)),
    ("questions", "question", _("Questions"), ("text", "answer")),
    ("promises", "promise", _("Promises"), ("text",)),
    ("deals", "deal", _("Deals"), ("title",)),
    ("outcomes", "outcome", _("Outcomes of deals"), ("what",)),
    (
        "words_on_the_relationship",
        "verdict",
        _("The writer’s word on the relationship"),
        ("reason",),
    ),
    ("pauses", "pause", _("Pauses"), ("reason",)),
    ("files", "attachment", _("Photos and files"), ("name",)),
    ("relations", "relation", _("Relations"), ("what", "name")),
    ("special_days", "special_date", _("Days to remember"), ("what",)),
)
_DAYS: Final = (
    "date",
    "since",
    "on",
    "made_on",
    "noted_on",
    "learned_on",
    "opened_on",
    "start",
    "day",
    "added",
)
_QUIET: Final = frozenset(
    (
        *("uid", "created", "zone", "source", "entry", "meeting", "preferred"),
        *("digest", "media_type", BYTES),
    )
)
_SAID: Final = {LOST: _("What it held is lost")}
_LINKED: Final = ("deal", "interest", "common_ground")


def parts_of(data: Json, tables: Mapping[str, str]) -> Iterator[HeldPart]:
    """The parts that hold something; `tables` are the tables behind the names in the file."""
    yield HeldPart(_("Profile"), tuple(_profile(data["person"])))
    titles = {
        row["uid"]: str(row.get("title") or row.get("text") or "")
        for key in ("deals", "interests", "common_ground")
        for row in data[key]
    }
    for key, table, title, first in _PARTS:
        rows = ({**row, **_links(row, titles)} for row in sorted(data[key], key=_order))
        lines = tuple(_line(table, row, first) for row in rows)
        if lines:
            yield HeldPart(title, lines)
    yield from _elsewhere(data)
    history = history_of(data, tables, _fields)
    if history is not None:
        yield history


def _order(row: Json) -> tuple[bool, str, str]:
    """By day and time; what has no day keeps its place at the end."""
    day = _day(row)
    return not day, day, str(row.get("time") or "") if day else ""


def _day(row: Json) -> str:
    return next((str(row[name]) for name in _DAYS if row.get(name)), "")


def _links(row: Json, titles: dict[str, str]) -> Json:
    """What a record belongs to, by its words."""
    return {name: titles.get(row[name] or "", "") for name in _LINKED if name in row}


def _profile(person: Json) -> Iterator[tuple[str, str, str]]:
    for name, value in person.items():
        if name in ("uid", "created", "organisation_is", "tags"):
            continue
        told = _told("counterpart", name, value)
        if told:
            yield _field("counterpart", name), told, ""
    if person["tags"]:
        yield _("Tags"), ", ".join(person["tags"]), ""
    firm = person["organisation_is"] or {}
    for name in ("identity", "note"):
        if firm.get(name):
            yield _("Of {name}").format(name=firm["name"]), firm[name], ""


def _field(table: str, name: str) -> str:
    fields: Mapping[str, str] = FIELDS.get(table, {})
    column = _COLUMNS.get(name, name)
    known = fields.get(column) or fields.get(name) or fields.get(f"{name}_id") or _SAID.get(name)
    if known:
        return known
    return name.replace("_", " ").capitalize()


def _told(table: str, name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value_words(table, _COLUMNS.get(name, name), value)


def _line(table: str, row: Json, first: tuple[str, ...]) -> tuple[str, str, str]:
    """A record: its day, what it says, and then its other fields."""
    day = _day(row)
    texts = [str(row[name]) for name in first if row.get(name)]
    rest = [
        told if name == "with" else f"{_field(table, name)}: {told}"
        for name, value in row.items()
        if name not in (*first, *_QUIET) and not (name in _DAYS and str(value) == day)
        if (told := _with(value) if name == "with" else _told(table, name, value))
    ]
    return date_words(day) if day else "", " – ".join(texts), " · ".join(rest)


def _with(names: list[str]) -> str:
    return _("with {names}").format(names=", ".join(names)) if names else ""


def _elsewhere(data: Json) -> Iterator[HeldPart]:
    named = tuple(
        (", ".join(row["about"]), row["text"], "") for row in data["named_in_texts_about_others"]
    )
    if named:
        yield HeldPart(
            _("Named in what was written about others"),
            named,
            _("Only the words around the name are shown; the rest is about others."),
        )
    drafts = tuple(
        map(_draft, sorted(data["unfinished_texts"], key=lambda draft: str(draft["saved"])))
    )
    if drafts:
        yield HeldPart(_("Texts that were being written"), drafts)
    raw = tuple(
        (row["source_key"], row["as_it_stood_in_the_file"] or _("Nothing more was kept of it."), "")
        for row in data["taken_from_files"]
        if not row["source_key"].startswith(BROUGHT)  # said by the record itself already
    )
    if raw:
        yield HeldPart(_("Taken from address books and calendars"), raw)


def _draft(row: Json) -> tuple[str, str, str]:
    typed, rest = draft_words(row["kept_as"], row["text"])
    more = " · ".join(filter(None, (_with(row["with"]), rest)))
    return date_words(row["saved"][:10]), typed, more


def _fields(table: str, row: Json) -> dict[str, str]:
    """Label and value in words of the fields that have a name; "" where it says nothing."""
    known = FIELDS.get(table, {})
    found = {}
    for name, value in row.items():
        column = _COLUMNS.get(name, name)
        label = known.get(column) or known.get(name) or known.get(f"{name}_id")
        if label and name not in (*_QUIET, *_LINKED):
            found[label] = _told(table, name, value)
    return found
