"""An account of Monica as both of its exports tell it, before it becomes people and entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]
# What hangs on one contact, under the names of the JSON export.
THINGS = (
    *("call", "contact_field", "debt", "gift", "note", "reminder", "task", "address", "pet"),
    *("conversation", "life_event", "occupation"),
)


@dataclass
class Contact:
    """One contact: what is said of it, what hangs on it, and which files are its own."""

    uuid: str
    said: Values = field(default_factory=dict)
    things: dict[str, list[Values]] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def key(self) -> str:
        """What its record is known by."""
        return f"monica:contact:{self.uuid}"

    @property
    def name(self) -> str:
        """The name in speaking order, else the nickname."""
        parts = (self.said.get(part) for part in ("first_name", "middle_name", "last_name"))
        spoken = " ".join(" ".join(str(part).split()) for part in parts if part)
        return spoken or " ".join(str(self.said.get("nickname") or "").split())

    @property
    def is_partial(self) -> bool:
        """Whether it is a relative without a page of their own."""
        return self.said.get("is_partial") is True

    def keyed(self, kind: str) -> Iterator[tuple[str, Values]]:
        """The things of one kind, each under a key that both exports give alike."""
        yield from keyed(f"monica:{kind}:{self.uuid}", self.things.get(kind, []))


def keyed(head: str, things: list[Values]) -> Iterator[tuple[str, Values]]:
    """Things under keys made of when they were written down: the SQL export names no others."""
    met: Counter[str] = Counter()
    for thing in things:
        stamp = str(thing.get("created_at") or thing.get("uuid") or "")
        met[stamp] += 1
        key = f"{head}:{stamp}"
        yield key if met[stamp] == 1 else f"{key}:{met[stamp]}", thing


@dataclass
class Tie:
    """What one contact is to another: `of` is the `what` of `contact`."""

    contact: str
    of: str
    what: str
    back: str = ""


@dataclass
class Account:
    """All of it. `damage` says in words what could not be read, with its place.

    `me` is the user's own contact where the export names it; `user` the name of whoever exported.
    `forms` are the exports it was read from, "json" and "sql"; `exported` is when it was given out,
    as `values.stamp` writes it, "" where the file does not say.
    """

    contacts: dict[str, Contact] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    activities: list[Values] = field(default_factory=list)
    files: dict[str, Values] = field(default_factory=dict)
    bare_files: list[Values] = field(default_factory=list)
    diary: list[Values] = field(default_factory=list)
    damage: list[tuple[str, str]] = field(default_factory=list)
    me: str = ""
    user: str = ""
    forms: set[str] = field(default_factory=set)
    exported: str = ""

    def add(self, contact: Contact) -> None:
        """Take a contact in; the first of two with the same uuid counts."""
        contact.number = len(self.contacts) + 1
        self.contacts.setdefault(contact.uuid, contact)

    @property
    def mine_by_name(self) -> str:
        """The contact that is the user's own by its name alone; none where that is unclear."""
        named = [one.uuid for one in self.contacts.values() if one.name == self.user]
        return named[0] if not self.me and self.user and len(named) == 1 else ""
