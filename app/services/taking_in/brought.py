"""What a record of a file has brought to a person, kept so that a later run can tell it apart.

It stands beside the mark of the import, as a few words of JSON. With it a changed record replaces
what it brought itself, and neither what the user typed or changed nor what another file said; and
what the user took off does not return.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from app.exchange import vcard
from app.model.imports import ReadPerson, ReadPoint
from app.model.people import ContactPoint, Counterpart, Organisation, PointKind
from app.services.edit import Edit
from app.services.taking_in.additions import (
    date_mark,
    file_mark,
    relation_mark,
)
from app.services.taking_in.marks import ALIASES, folded, way_key
from app.services.taking_in.numbers import Numbers, numbers_of
from app.services.taking_in.promises import Held, held_of, promise_marks
from app.services.taking_in.ties import imported_person
from app.services.workspace import Workspace
from app.store import queries
from app.store.rows import clean

KEPT = queries.BROUGHT
FIELDS = (
    *("name", "organisation", "role", "birthday", "since", "how_met"),
    *("pronoun", "rhythm_days", "note"),
)
ANY_PHOTO = "photo"  # of a card whose picture is not kept: none of its pictures is new
_PHOTO = re.compile(r"^(?:[\w-]+\.)?PHOTO\s*[;:]", re.IGNORECASE | re.MULTILINE)
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach someone as a record said it; `ours` while it stands as the record brought it.

    Any other stood already, or the user has changed it or taken it off since.
    """

    kind: PointKind
    value: str
    label: str = ""
    ours: bool = False


@dataclass(slots=True)
class Brought:
    """Fields with the value the record brought, None where it only said one; its ways; the rest."""

    fields: dict[str, str | None] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def to_text(self) -> str:
        """The words to keep."""
        ways = [[w.kind.value, w.value, w.label, int(w.ours)] for w in self.ways]
        kept = {"v": _VERSION, "fields": self.fields, "ways": ways, "seen": sorted(self.seen)}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Brought | None:
        """What was kept; None where it cannot be read, after the name in it was taken out."""
        try:
            kept: dict[str, Any] = json.loads(text)
            ways = [Way(PointKind(k), v, label, bool(ours)) for k, v, label, ours in kept["ways"]]
            return cls(dict(kept["fields"]), ways, set(kept["seen"]))
        except (ValueError, TypeError, KeyError):
            return None

    @classmethod
    def whole(cls, person: ReadPerson) -> Brought:
        """All that a record says, as brought by it: the person was made of it."""
        fields: dict[str, str | None] = {
            name: text for name in FIELDS if (text := said_of(person, name))
        }
        ways = [
            Way(p.kind, clean(p.value), clean(p.label), ours=True)
            for p in {_key(p): p for p in reversed(person.points)}.values()
        ]
        return cls(fields, ways[::-1], seen_in(person))


def _key(point: ReadPoint) -> tuple[PointKind, str, str]:
    return way_key(point.kind, clean(point.value), point.label)


def text_of(value: object) -> str:
    """A value as it compares: what the journal gives back of it."""
    return "" if value is None else clean(str(value)).strip()


def said_of(person: ReadPerson, name: str) -> str:
    """A field of a record as it compares."""
    text = text_of(getattr(person, name))
    return " ".join(text.split()) if name in ("name", "organisation") else text


def seen_in(person: ReadPerson) -> set[str]:
    """Short marks of everything else a record says, to know it again."""
    names = (person.name, *ALIASES.split(person.aliases))
    photo = (person.photo,) if person.photo is not None else ()
    return {
        *(short("name", folded(name)) for name in names),
        *(short("tag", tag.casefold()) for tag in person.tags),
        *(short("day", date_mark(one.what, one.day)) for one in person.dates),
        *(short("tie", relation_mark(r.what, r.name or r.key)) for r in person.relations),
        *(short("word", mark) for mark in promise_marks(person.promises)),
        *(short("file", file_mark(file)) for file in (*photo, *person.files)),
    }


def short(what: str, mark: str) -> str:
    """A mark nobody can read a name out of."""
    return hashlib.sha256(f"{what}|{mark}".encode("utf-8", "replace")).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the journal holds of someone now."""

    person: Counterpart
    organisation: str
    points: tuple[ContactPoint, ...]
    promises: tuple[Held, ...] = ()
    numbers: Numbers = field(default_factory=Numbers)

    def text(self, name: str) -> str:
        """A field as it compares."""
        if name == "organisation":
            return text_of(self.organisation)
        return text_of(getattr(self.person, name))


def standing_of(workspace: Workspace, number: int, numbers: Numbers | None = None) -> Standing:
    """What the journal holds of a person; `numbers` reads phone numbers, where many are asked."""
    person = workspace.get(Counterpart, number)
    firm = person.organisation_id
    return Standing(
        person,
        workspace.get(Organisation, firm).name if firm else "",
        tuple(workspace.find(ContactPoint, counterpart_id=number)),
        tuple(held_of(workspace, number)),
        numbers or numbers_of(workspace),
    )


def brought_by(workspace: Workspace, key: str, number: int) -> Brought | None:
    """What a record brought to this person; None where it never did, or nothing was kept of it.

    Of a card taken in before this was kept, its text tells.
    """
    mark = workspace.imported(KEPT + key)
    if mark is not None and imported_person(workspace, mark) == number:
        return Brought.from_text(queries.import_raw(workspace.database, KEPT + key))
    if imported_person(workspace, workspace.imported(key)) != number:
        return None
    raw = queries.import_raw(workspace.database, key)
    card = _card(raw)
    if card is None:
        return None
    found = Brought.whole(card)
    if _PHOTO.search(raw):  # the bytes of a picture are not kept with the card
        found.seen.add(ANY_PHOTO)
    return found


def _card(raw: str) -> ReadPerson | None:
    if not raw.startswith("BEGIN:VCARD"):
        return None
    found = [one for one in vcard.read(raw.encode()) if isinstance(one, ReadPerson)]
    return found[0] if len(found) == 1 else None


def keep_brought(edit: Edit, key: str, person: Counterpart, brought: Brought) -> None:
    """Keep what a record has brought, under the person it brought it to."""
    edit.remember_import(KEPT + key, f".{person.uid}", "counterpart", person.id, brought.to_text())
