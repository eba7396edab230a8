"""What every step of the journal did to the records about one person, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.model.held import HeldPart
from app.model.texts import _, ngettext
from app.services.field_words import date_words
from app.services.record_words import NOUNS, counted, shortened

Json = dict[str, Any]
Fields = Callable[[str, Json], dict[str, str]]

# Links between records, and what a program keeps to know a record of a file again: no words.
_WORDLESS: Final = frozenset({"participant", "attendee", "tagging", "tag", "import_mark"})
_TITLES: Final = ("name", "value", "text", "title", "what", "note", "reason", "other")


def history_of(data: Json, tables: Mapping[str, str], fields: Fields) -> HeldPart | None:
    """The history as a part; None where no step is known any more.

    Args:
        data: everything held, as it stands in the JSON file, with the others' names hidden.
        tables: the table behind each name in it.
        fields: label and value in words of every field of a record; "" where it says nothing.
    """
    lines = tuple(
        (date_words(step["at"][:10]), _label(step), "\n".join(_changes(step, tables, fields)))
        for step in data["history"]
    )
    if not lines:
        return None
    about = ngettext(
        "{n} step of the journal touched this. Below each stands what it added, and what it "
        "changed or deleted with the words from before; the JSON file has both sides in full.",
        "{n} steps of the journal touched this. Below each stands what it added, and what it "
        "changed or deleted with the words from before; the JSON file has both sides in full.",
        len(lines),
    )
    return HeldPart(_("History"), lines, about.format(n=len(lines)))


def _label(step: Json) -> str:
    title = {"undo": _("Taken back: {step}"), "redo": _("Done again: {step}")}.get(step["kind"])
    return title.format(step=step["step"]) if title else str(step["step"])


def _changes(step: Json, tables: Mapping[str, str], fields: Fields) -> Iterator[str]:
    links: Counter[tuple[str, str]] = Counter()
    for change in step["changes"]:
        table = tables.get(change["what"], change["what"])
        if table in _WORDLESS:
            links[table, change["how"]] += 1
        elif table in NOUNS:
            yield from _change(table, change, fields)
    for (table, how), n in links.items():
        told = counted(table, n) if table == "tagging" else ""
        if told:
            yield _did(how).format(what=told[:1].upper() + told[1:])


def _did(how: str) -> str:
    return {
        "added": _("{what} added"),
        "changed": _("{what} changed"),
        "deleted": _("{what} deleted"),
    }[how]


def _change(table: str, change: Json, fields: Fields) -> Iterator[str]:
    before, after = change["before"] or {}, change["after"] or {}
    how = change["how"]
    if how == "changed":
        yield from _fields(table, fields(table, before), fields(table, after))
        return
    row = after or before
    told = fields(table, row)
    title = next((str(row[name]) for name in _TITLES if row.get(name)), "")
    rest = " · ".join(f"{label}: {value}" for label, value in told.items() if value)
    words = shortened(title) if title and how == "added" else rest
    did = _did(how).format(what=NOUNS[table])
    yield f"{did}: {words}" if words else did


def _fields(table: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    nothing = _("nothing")
    for label in dict.fromkeys((*before, *after)):
        was, became = before.get(label, ""), after.get(label, "")
        if was == became:
            continue
        told = f"{label}: {was or nothing} → {became or nothing}"
        yield told if table == "counterpart" else f"{NOUNS[table]}, {told}"
