"""Recognises people of a file in the journal, and adds only what is missing there."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from anyascii import anyascii

from app.model.imports import ReadPerson, ReadPoint
from app.model.people import Attention, ContactPoint, Counterpart, Organisation, PointKind
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services.edit import Edit
from app.services.workspace import Workspace

_ALIASES = re.compile(r"[,;\n|]+")
_FORMS_OF_ADDRESS = frozenset(
    {"dr", "prof", "mr", "mrs", "ms", "miss", "mx", "sir", "herr", "frau", "mme", "sr", "sra"}
)


# Mailboxes that several people of one house share.
_SHARED_BOXES = re.compile(
    r"(info|office|contact|kontakt|contacto|hello|hallo|mail|post|team|admin|sales|support|service|"
    r"reception|secretary|sekretariat|accueil|family|familie|famille|familia)[-._]?\d*@",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without case, accents and punctuation, its words in one order."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        anyascii(char).lower() if _is_latin(char) else char
        for char in parts
        # Accents and vowel points go; kana voicing and Indic vowel signs are letters and stay.
        if unicodedata.combining(char) < 10
    )
    words = re.findall(r"\w+", unicodedata.normalize("NFC", letters))
    kept = [word for word in words if word not in _FORMS_OF_ADDRESS] or words
    return " ".join(sorted(kept))


def _is_latin(char: str) -> bool:
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN")


def same_number(text: str) -> str:
    """A phone number as it compares: with or without its country, and only if long enough."""
    digits = "".join(str(unicodedata.digit(char)) for char in text.split(";")[0] if char.isdigit())
    return digits[-9:] if len(digits) >= 7 else ""


def _point_mark(kind: PointKind, value: str) -> str:
    if kind is PointKind.PHONE:
        return f"{kind}|{same_number(value) or value}"
    return f"{kind}|{' '.join(value.casefold().rstrip('/').split())}"


@dataclass
class Known:
    """What the journal holds of someone, as far as an import could add to it."""

    name: str
    aliases: str = ""
    organisation: str = ""
    role: str = ""
    birthday: PartialDate | None = None
    note: str = ""
    points: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)

    def names(self) -> set[str]:
        """Every form of the name, folded."""
        return {folded(name) for name in (self.name, *_ALIASES.split(self.aliases))} - {""}


@dataclass(frozen=True, slots=True)
class Additions:
    """What a record has that the journal lacks."""

    aliases: tuple[str, ...] = ()
    organisation: str = ""
    role: str = ""
    birthday: PartialDate | None = None
    note: str = ""
    points: tuple[ReadPoint, ...] = ()
    tags: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """What is added, in words."""
        counts = {kind: sum(point.kind is kind for point in self.points) for kind in PointKind}
        texts = {
            PointKind.EMAIL: ngettext(
                "an e-mail address", "{n} e-mail addresses", counts[PointKind.EMAIL]
            ),
            PointKind.PHONE: ngettext(
                "a phone number", "{n} phone numbers", counts[PointKind.PHONE]
            ),
            PointKind.ADDRESS: ngettext("an address", "{n} addresses", counts[PointKind.ADDRESS]),
            PointKind.URL: ngettext("a web page", "{n} web pages", counts[PointKind.URL]),
            PointKind.HANDLE: ngettext("a handle", "{n} handles", counts[PointKind.HANDLE]),
        }
        found = [text.format(n=counts[kind]) for kind, text in texts.items() if counts[kind]]
        for value, text in (
            (self.aliases, _("another name")),
            (self.organisation, _("the organisation")),
            (self.role, _("the role")),
            (self.birthday, _("the birthday")),
            (self.note, _("a note")),
            (self.tags, _("tags")),
        ):
            if value:
                found.append(text)
        return found


def missing(known: Known, person: ReadPerson, *, first: bool = True) -> Additions:
    """What to add; nothing that stands is overwritten, and a note is joined only once."""
    names = known.names()
    aliases: list[str] = []
    for name in (person.name, *_ALIASES.split(person.aliases)):
        name = " ".join(name.split())
        if folded(name) and folded(name) not in names:
            names.add(folded(name))
            aliases.append(name)
    note = person.note.strip()
    if note in known.note or (known.note and not first):
        note = ""
    points = [p for p in person.points if _point_mark(p.kind, p.value) not in known.points]
    tags = [tag for tag in person.tags if tag.casefold() not in known.tags]
    return Additions(
        aliases=tuple(aliases),
        organisation="" if known.organisation else person.organisation,
        role="" if known.role else person.role,
        birthday=None if known.birthday else person.birthday,
        note=note,
        points=tuple(points),
        tags=tuple(tags),
    )


def include(known: Known, found: Additions) -> None:
    """Count additions as known from here on."""
    known.aliases = ", ".join(filter(None, (known.aliases, *found.aliases)))
    known.organisation = known.organisation or found.organisation
    known.role = known.role or found.role
    known.birthday = known.birthday or found.birthday
    known.note = "\n\n".join(filter(None, (known.note, found.note)))
    known.points.update(_point_mark(point.kind, point.value) for point in found.points)
    known.tags.update(tag.casefold() for tag in found.tags)


def known_of(workspace: Workspace, person: Counterpart) -> Known:
    """What the journal holds of one person."""
    points = workspace.find(ContactPoint, counterpart_id=person.id)
    number = person.organisation_id
    return Known(
        name=person.name,
        aliases=person.aliases,
        organisation=workspace.get(Organisation, number).name if number else "",
        role=person.role,
        birthday=person.birthday,
        note=person.note,
        points={_point_mark(point.kind, point.value) for point in points},
        tags={tag.casefold() for tag in workspace.tags_of(person)},
    )


def write_additions(edit: Edit, person: Counterpart, known: Known, found: Additions) -> Counterpart:
    """Write what is missing, and nothing else."""
    values: dict[str, object] = {}
    if found.aliases:
        values["aliases"] = ", ".join(filter(None, (known.aliases, *found.aliases)))
    if found.note:
        values["note"] = "\n\n".join(filter(None, (known.note, found.note)))
    if found.organisation:
        values["organisation_id"] = edit.organisation(found.organisation).id
    if found.role:
        values["role"] = found.role
    if found.birthday:
        values["birthday"] = found.birthday
    if values:
        person = edit.set(person, **values)
    for point in found.points:
        edit.add(
            ContactPoint,
            counterpart_id=person.id,
            kind=point.kind,
            value=point.value,
            label=point.label,
            preferred=point.preferred,
        )
    if found.tags:
        edit.tag(person, *found.tags)
    return person


def write_newcomer(edit: Edit, person: ReadPerson) -> Counterpart:
    """A person of the file as a person of the journal."""
    added = edit.add(Counterpart, name=person.name, attention=Attention.UNSORTED)
    known = Known(person.name)
    return write_additions(edit, added, known, missing(known, person))


class PeopleIndex:
    """Everyone of the journal and every newcomer of the plan, by address, number and name."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[int, Known] = {}
        self.newcomers: list[ReadPerson] = []
        self._names: dict[str, dict[int, None]] = defaultdict(dict)
        self._points: dict[str, dict[int, None]] = defaultdict(dict)
        self.spoken: dict[int, str] = {}
        for person in workspace.names():
            self._learn_names(person.id, person.name, person.aliases)
        for kind in (PointKind.EMAIL, PointKind.PHONE):
            for point in workspace.find(ContactPoint, kind=kind):
                self._points[_point_mark(kind, point.value)][point.counterpart_id] = None

    def _learn_names(self, number: int, name: str, aliases: str) -> None:
        self.spoken.setdefault(number, name)
        for form in (name, *_ALIASES.split(aliases)):
            mark = folded(form)
            # A nickname alone, such as "Mike", is no name to tell one Mike from another.
            if mark and (form is name or " " in mark or not mark.isascii()):
                self._names[mark][number] = None

    def add(self, person: ReadPerson) -> int:
        """Take in someone new; the number is negative."""
        self.newcomers.append(person)
        number = -len(self.newcomers)
        self._known[number] = Known(person.name)
        self.learn(number, person)
        return number

    def learn(self, number: int, person: ReadPerson) -> Additions:
        """Count what a record adds as known, so that the next record of the file meets it."""
        found = missing(self.known(number), person)
        include(self.known(number), found)
        self._learn_names(number, person.name or self.spoken[number], person.aliases)
        for point in person.points:
            self._points[_point_mark(point.kind, point.value)][number] = None
        return found

    def known(self, number: int) -> Known:
        """What is known of someone."""
        if number not in self._known:
            person = self._workspace.get(Counterpart, number)
            self._known[number] = known_of(self._workspace, person)
        return self._known[number]

    def by_email(self, email: str) -> list[int]:
        """Who has this e-mail address."""
        return list(self._points.get(_point_mark(PointKind.EMAIL, email), ()))

    def by_phone(self, number: str) -> list[int]:
        """Who has this phone number, with or without its country."""
        return list(self._points.get(_point_mark(PointKind.PHONE, number), ()))

    def by_name(self, name: str) -> list[int]:
        """Who is called exactly this, accents, case and order of the words ignored."""
        return list(self._names.get(folded(name), ())) if folded(name) else []

    def full_names(self) -> dict[str, dict[int, None]]:
        """Everyone by each folded name."""
        return self._names

    def match(self, person: ReadPerson) -> tuple[list[int], str]:
        """Whom a record means, and by what; several when that cannot be told."""
        named = [n for name in self._forms(person) for n in self.by_name(name)]
        mails = self._holders(person, PointKind.EMAIL, _SHARED_BOXES)
        boxes = self._holders(person, PointKind.EMAIL)
        mails += [number for number in boxes if self._alike(number, person)]
        if mails:
            both = [number for number in mails if number in named]
            return list(dict.fromkeys(both or mails)), _("same e-mail address")
        phones = self._holders(person, PointKind.PHONE)
        both = [number for number in phones if number in named]
        alike = [number for number in phones if self._alike(number, person)]
        for found in (both, alike):
            if len(found) == 1:
                return found, _("same phone number")
        exact = self.by_name(person.name)
        return exact, _("same name") if exact else ""

    def _forms(self, person: ReadPerson) -> list[str]:
        return [form for form in (person.name, *_ALIASES.split(person.aliases)) if form.strip()]

    def _holders(
        self, person: ReadPerson, kind: PointKind, but: re.Pattern[str] | None = None
    ) -> list[int]:
        values = (point.value for point in person.points if point.kind is kind)
        marks = (_point_mark(kind, value) for value in values if not (but and but.match(value)))
        return list(dict.fromkeys(n for mark in marks for n in self._points.get(mark, ())))

    def _alike(self, number: int, person: ReadPerson) -> bool:
        """Whether the names have a word in common: colleagues may share a number or a mailbox."""
        words = {word for name in self.known(number).names() for word in name.split()}
        own = {word for form in self._forms(person) for word in folded(form).split()}
        return not own or bool(own & words)
