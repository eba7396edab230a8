"""Adds to a person of the journal what a record has and the journal lacks, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from app.model.belongings import Attachment, AttachmentRole, Relation, SpecialDate
from app.model.imports import (
    ReadDate,
    ReadFile,
    ReadPerson,
    ReadPoint,
    ReadPromise,
    ReadRelation,
)
from app.model.people import (
    Attention,
    ContactPoint,
    Counterpart,
    Kind,
    Organisation,
    PointKind,
    Pronoun,
)
from app.model.records import Promise
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services.edit import Edit
from app.services.taking_in.marks import ALIASES, folded
from app.services.taking_in.numbers import Numbers, Ways, numbers_of
from app.services.taking_in.promises import Held, Renewed, held_of, settle
from app.services.whole_lines import holds
from app.services.workspace import Workspace


@dataclass(slots=True)
class Known:
    """What the journal holds of someone, as far as an import could add to it."""

    name: str
    aliases: str = ""
    organisation: str = ""
    role: str = ""
    birthday: PartialDate | None = None
    note: str = ""
    points: Ways = field(default_factory=Ways)
    tags: set[str] = field(default_factory=set)
    since: PartialDate | None = None
    how_met: str = ""
    introduced: bool = False
    pronoun: Pronoun | None = None
    kind: Kind = Kind.OTHER
    rhythm: bool = False
    dates: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    promises: list[Held] = field(default_factory=list)
    photo: bool = False
    files: set[str] = field(default_factory=set)

    def names(self) -> set[str]:
        """Every form of the name, folded."""
        return {folded(name) for name in (self.name, *ALIASES.split(self.aliases))} - {""}


@dataclass(frozen=True, slots=True)
class Additions:
    """What a record has that the journal lacks; `renewed` are promises it says more of."""

    aliases: tuple[str, ...] = ()
    organisation: str = ""
    role: str = ""
    birthday: PartialDate | None = None
    note: str = ""
    points: tuple[ReadPoint, ...] = ()
    tags: tuple[str, ...] = ()
    since: PartialDate | None = None
    how_met: str = ""
    introduced_by: str = ""
    pronoun: Pronoun | None = None
    kind: Kind | None = None
    rhythm_days: int | None = None
    dates: tuple[ReadDate, ...] = ()
    relations: tuple[ReadRelation, ...] = ()
    promises: tuple[ReadPromise, ...] = ()
    renewed: Renewed = ()
    photo: ReadFile | None = None
    files: tuple[ReadFile, ...] = ()

    def words(self) -> list[str]:
        """What is added, in words."""
        found = self._ways_to_reach()
        for value, text in (
            (self.aliases, _("another name")),
            (self.organisation, _("the organisation")),
            (self.role, _("the role")),
            (self.birthday, _("the birthday")),
            (self.note, _("a note")),
            (self.tags, _("tags")),
            (self.since or self.how_met, _("how you met")),
            (self.introduced_by, _("who introduced you")),
            (self.pronoun, _("how to speak of them")),
            (self.kind, _("the kind")),
            (self.rhythm_days, _("how often to be in touch")),
            (self.renewed, _("news of a promise")),
            (self.photo, _("a photo")),
        ):
            if value:
                found.append(text)
        return found + self._belongings()

    def _ways_to_reach(self) -> list[str]:
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
        return [text.format(n=counts[kind]) for kind, text in texts.items() if counts[kind]]

    def _belongings(self) -> list[str]:
        days, ties = len(self.dates), len(self.relations)
        promises, files = len(self.promises), len(self.files)
        texts = (
            (days, ngettext("a day to remember", "{n} days to remember", days)),
            (ties, ngettext("a relation", "{n} relations", ties)),
            (promises, ngettext("a promise", "{n} promises", promises)),
            (files, ngettext("a file", "{n} files", files)),
        )
        return [text.format(n=count) for count, text in texts if count]


def date_mark(what: str, day: PartialDate) -> str:
    """A day to remember as it compares."""
    return f"{folded(what)}|{day}"


def relation_mark(what: str, name: str) -> str:
    """A relation as it compares."""
    return f"{folded(what)}|{folded(name)}"


def file_mark(file: ReadFile) -> str:
    """The digest under which the journal keeps these bytes."""
    return hashlib.sha256(file.data).hexdigest()


def missing(known: Known, person: ReadPerson, *, first: bool = True) -> Additions:
    """What to add; nothing that stands is overwritten, and a note is joined only once."""
    names = known.names()
    aliases: list[str] = []
    for name in (person.name, *ALIASES.split(person.aliases)):
        name = " ".join(name.split())
        if folded(name) and folded(name) not in names:
            names.add(folded(name))
            aliases.append(name)
    note = person.note.strip()
    if holds(known.note, note) or (known.note and not first):
        note = ""
    points = [p for p in person.points if not known.points.hold(p)]
    tags = [tag for tag in person.tags if tag.casefold() not in known.tags]
    promises, renewed = settle(known.promises, person.promises)
    return Additions(
        aliases=tuple(aliases),
        organisation="" if known.organisation else person.organisation,
        role="" if known.role else person.role,
        birthday=person.birthday if _is_fuller(person.birthday, known.birthday) else None,
        note=note,
        points=tuple(points),
        tags=tuple(tags),
        since=None if known.since else person.since,
        how_met="" if known.how_met else person.how_met,
        introduced_by="" if known.introduced else person.introduced_by,
        pronoun=None if known.pronoun else person.pronoun,
        kind=None if person.kind is known.kind or known.kind is not Kind.OTHER else person.kind,
        rhythm_days=None if known.rhythm else person.rhythm_days,
        dates=_new_dates(known, person.dates),
        relations=_new_relations(known, person.relations),
        promises=promises,
        renewed=renewed,
        photo=None if known.photo else person.photo,
        files=_new_files(known, person.files),
    )


def _is_fuller(said: PartialDate | None, ours: PartialDate | None) -> bool:
    """Whether a file knows a birthday of which the journal knows nothing, or all but the year."""
    if said is None or ours is None:
        return said is not None
    same_day = (said.month, said.day) == (ours.month, ours.day)
    return same_day and ours.year is None and said.year is not None


def _new_dates(known: Known, dates: Iterable[ReadDate]) -> tuple[ReadDate, ...]:
    found = {date_mark(one.what, one.day): one for one in dates}
    return tuple(one for mark, one in found.items() if mark not in known.dates)


def _new_relations(known: Known, relations: Iterable[ReadRelation]) -> tuple[ReadRelation, ...]:
    found = {relation_mark(one.what, one.name or one.key): one for one in relations}
    return tuple(one for mark, one in found.items() if mark not in known.relations)


def _new_files(known: Known, files: Iterable[ReadFile]) -> tuple[ReadFile, ...]:
    found = {file_mark(one): one for one in files}
    return tuple(one for mark, one in found.items() if mark not in known.files)


def include(known: Known, found: Additions) -> None:
    """Count additions as known from here on."""
    known.aliases = ", ".join(filter(None, (known.aliases, *found.aliases)))
    known.organisation = known.organisation or found.organisation
    known.role = known.role or found.role
    known.birthday = found.birthday or known.birthday
    known.note = "\n\n".join(filter(None, (known.note, found.note)))
    known.points.update(found.points)
    known.tags.update(tag.casefold() for tag in found.tags)
    known.since = known.since or found.since
    known.how_met = known.how_met or found.how_met
    known.introduced = known.introduced or bool(found.introduced_by)
    known.pronoun = known.pronoun or found.pronoun
    known.kind = found.kind or known.kind
    known.rhythm = known.rhythm or found.rhythm_days is not None
    known.dates.update(date_mark(one.what, one.day) for one in found.dates)
    known.relations.update(relation_mark(r.what, r.name or r.key) for r in found.relations)
    for same, news in found.renewed:
        known.promises.remove(same)
        known.promises.append(replace(same, text=news.text, state=news.state))
    known.promises += [Held(one.by, one.text, one.state, one.made_on) for one in found.promises]
    known.photo = known.photo or found.photo is not None
    known.files.update(map(file_mark, found.files))


def known_of(workspace: Workspace, person: Counterpart, numbers: Numbers | None = None) -> Known:
    """What the journal holds of one person; `numbers` reads phone numbers, where many are asked."""
    number = person.organisation_id
    attached = workspace.find(Attachment, counterpart_id=person.id)
    relations = workspace.find(Relation, counterpart_id=person.id)
    others = workspace.names_of(r.other_id for r in relations if r.other_id is not None)
    named = {r.id: others[r.other_id].name for r in relations if r.other_id in others}
    return Known(
        person.name,
        aliases=person.aliases,
        organisation=workspace.get(Organisation, number).name if number else "",
        role=person.role,
        birthday=person.birthday,
        note=person.note,
        points=Ways(
            numbers or numbers_of(workspace),
            workspace.find(ContactPoint, counterpart_id=person.id),
        ),
        tags={tag.casefold() for tag in workspace.tags_of(person)},
        since=person.since,
        how_met=person.how_met,
        introduced=person.introduced_by is not None,
        pronoun=person.pronoun,
        kind=person.kind,
        rhythm=person.rhythm is not None or person.rhythm_days is not None,
        dates={
            date_mark(one.what, one.day)
            for one in workspace.find(SpecialDate, counterpart_id=person.id)
        },
        relations={relation_mark(r.what, named.get(r.id, r.name)) for r in relations},
        promises=held_of(workspace, person.id),
        photo=any(one.role is AttachmentRole.PHOTO for one in attached),
        files={one.digest for one in attached},
    )


def write_additions(edit: Edit, person: Counterpart, known: Known, found: Additions) -> Counterpart:
    """Write what is missing, and nothing else; ties to others wait till everyone is there."""
    values = _values(edit, known, found)
    if values:
        person = edit.set(person, **values)
    _write_belongings(edit, person, found)
    return person


def _values(edit: Edit, known: Known, found: Additions) -> dict[str, object]:
    values: dict[str, object] = {}
    if found.aliases:
        values["aliases"] = ", ".join(filter(None, (known.aliases, *found.aliases)))
    if found.note:
        values["note"] = "\n\n".join(filter(None, (known.note, found.note)))
    if found.organisation:
        values["organisation_id"] = edit.organisation(found.organisation).id
    for name in ("role", "birthday", "since", "how_met", "pronoun", "kind", "rhythm_days"):
        if getattr(found, name):
            values[name] = getattr(found, name)
    return values


def _write_belongings(edit: Edit, person: Counterpart, found: Additions) -> None:
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
    for day in found.dates:
        edit.add(SpecialDate, counterpart_id=person.id, what=day.what, day=day.day, note=day.note)
    for one in found.promises:
        values = {f.name: getattr(one, f.name) for f in fields(one) if f.name != "debt"}
        edit.add(Promise, counterpart_id=person.id, **values)
    if found.photo is not None:
        photo = found.photo
        edit.attach(person, photo.name, photo.data, photo.media_type, AttachmentRole.PHOTO)
    for file in found.files:
        edit.attach(person, file.name, file.data, file.media_type, AttachmentRole.FILE)


def write_newcomer(edit: Edit, person: ReadPerson) -> Counterpart:
    """A person of the file as a person of the journal."""
    known = Known(person.name)
    found = missing(known, person)
    attention = person.attention or (Attention.KEEP if found.rhythm_days else Attention.UNSORTED)
    values = _values(edit, known, found)
    added = edit.add(Counterpart, name=person.name, attention=attention, **values)
    _write_belongings(edit, added, found)
    return added
