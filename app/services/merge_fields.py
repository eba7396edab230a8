"""The fields of two people side by side: what each says, and what a choice between them gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from app.model.mentions import folded, several
from app.model.people import Attention, Counterpart, Kind
from app.services import words
from app.services.field_words import FIELDS
from app.services.record_words import RecordWords
from app.services.whole_lines import holds


class Take(StrEnum):
    """Which side of a field is to hold: of the one who stays, of the one who goes, or both."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"


# What is chosen together, under the field that names it.
_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("kind", "kind_since"),
    "rhythm": ("rhythm", "rhythm_days", "season_months"),
    "no_contact": ("no_contact", "no_contact_since"),
}
# What of both can be kept, and what then stands between them; a set needs nothing between.
_BETWEEN: Final = {"how_met": "; ", "style": "; ", "watch_outs": "; ", "note": "\n\n"}
JOINED: Final = frozenset({*_BETWEEN, "connections"})
KEYS: Final = (
    "name",
    "kind",
    "organisation_id",
    "role",
    "pronoun",
    "birthday",
    "rhythm",
    "attention",
    "since",
    "how_met",
    "introduced_by",
    "closeness",
    "connections",
    "starts_by_role",
    "no_contact",
    "style",
    "watch_outs",
    "note",
)
# What no side is chosen of: names add up, and whoever came first was there first.
WITHOUT_CHOICE: Final = frozenset({"id", "uid", "aliases", "created"})
_UPHELD = (Attention.KEEP, Attention.UNSORTED, Attention.ADDRESS, Attention.OUT)


@dataclass(frozen=True, slots=True)
class Side:
    """One field of both in words, "" where it says nothing, and what holds unless chosen."""

    key: str
    label: str
    kept: str
    gone: str
    taken: Take

    @property
    def choices(self) -> tuple[Take, ...]:
        """What can be chosen; nothing where both say the same."""
        if self.kept == self.gone:
            return ()
        if self.key in JOINED and self.kept and self.gone:
            return (Take.KEPT, Take.GONE, Take.BOTH)
        return (Take.KEPT, Take.GONE)


def columns_of(key: str) -> tuple[str, ...]:
    """The fields of a person that a choice decides."""
    return _TOGETHER.get(key, (key,))


def sides(teller: RecordWords, kept: Counterpart, gone: Counterpart) -> tuple[Side, ...]:
    """Every field that at least one of them says something in."""
    kept, gone = _apart(kept, gone)
    found = []
    for key in KEYS:
        texts = (_words(teller, kept, key), _words(teller, gone, key))
        if any(texts):
            found.append(Side(key, FIELDS["counterpart"][key], *texts, _usual(key, kept, gone)))
    return tuple(found)


def _apart(kept: Counterpart, gone: Counterpart) -> tuple[Counterpart, Counterpart]:
    """Both as they are beside each other: that one introduced the other says nothing of anybody."""
    both = (kept.id, gone.id)
    one, other = (
        replace(person, introduced_by=None) if person.introduced_by in both else person
        for person in (kept, gone)
    )
    return one, other


def _words(teller: RecordWords, person: Counterpart, key: str) -> str:
    if key == "rhythm":
        return words.every_words(person)
    row = teller.row("counterpart", person.id)
    said = _says(person, key)
    return teller.value("counterpart", key, row[key]) if row is not None and said else ""


def _says(person: Counterpart, key: str) -> bool:
    """Whether a field says anything; a kind or an answer nobody chose does not."""
    if key == "kind":
        return person.kind is not Kind.OTHER
    return any(bool(getattr(person, column)) for column in columns_of(key))


def _usual(key: str, kept: Counterpart, gone: Counterpart) -> Take:
    """What holds unless the user chooses: what is said over what is not, nothing lost."""
    if key == "attention":
        return Take.KEPT if _rank(kept) <= _rank(gone) else Take.GONE
    if key == "no_contact":
        return Take.GONE if gone.no_contact and not kept.no_contact else Take.KEPT
    if not _says(gone, key):
        return Take.KEPT
    if not _says(kept, key):
        return Take.GONE
    same = getattr(kept, key) == getattr(gone, key)
    if key == "since" and gone.since is not None and kept.since is not None:
        return Take.GONE if gone.since.first < kept.since.first else Take.KEPT
    return Take.BOTH if key in JOINED and not same else Take.KEPT


def _rank(person: Counterpart) -> int:
    return _UPHELD.index(person.attention)


def values(
    kept: Counterpart, gone: Counterpart, picks: Mapping[str, Take]
) -> tuple[dict[str, Any], dict[str, Take]]:
    """The fields of the one who stays, and for each choice which side it took."""
    kept, gone = _apart(kept, gone)
    found: dict[str, Any] = {}
    taken: dict[str, Take] = {}
    for key in KEYS:
        take = picks.get(key, _usual(key, kept, gone))
        if take is Take.BOTH and key not in JOINED:
            take = Take.KEPT
        taken[key] = take
        for column in columns_of(key):
            one, other = getattr(kept, column), getattr(gone, column)
            if take is Take.BOTH:
                found[column] = _both(column, one, other)
            else:
                found[column] = other if take is Take.GONE else one
    found["aliases"] = _aliases(found["name"], kept, gone)
    found["created"] = min(filter(None, (kept.created, gone.created)), default="")
    return found, taken


def _both(column: str, one: Any, other: Any) -> Any:
    if column == "connections":
        return one | other
    between = _BETWEEN[column]
    if not one or not other or holds(one, other, between):
        return one or other
    if holds(other, one, between):
        return other
    return f"{one.rstrip()}{between}{other.lstrip()}"


def _aliases(name: str, kept: Counterpart, gone: Counterpart) -> str:
    """Every other name either of them went by, each once."""
    found: list[str] = []
    known = {_bare(name)}
    for person in (kept, gone):
        # A comma inside a name would make two of it.
        for other in (*several(person.aliases), *several(person.name.replace(",", " "))):
            if _bare(other) not in known:
                known.add(_bare(other))
                found.append(other)
    return ", ".join(found)


def _bare(name: str) -> str:
    return folded(name.replace(",", " "))
