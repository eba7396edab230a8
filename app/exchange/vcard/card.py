"""One card turned into one person."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

from app.exchange.content_lines import Block, Line, clean, decoded, split, unescape
from app.exchange.vcard import fields
from app.exchange.vcard.alphabet import legacy_alphabet
from app.exchange.vcard.photo import photo_of
from app.model.imports import (
    ReadDate,
    ReadFailure,
    ReadFile,
    ReadPerson,
    ReadPoint,
    ReadRelation,
    ReadSkip,
)
from app.model.people import PointKind, Pronoun, service_of
from app.model.texts import _
from app.model.titles import role_within
from app.model.values import PartialDate

_ANNIVERSARIES = ("ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY")
_RELATED = ("RELATED", "X-ABRELATEDNAMES", "X-RELATION")
_RELATIVES = ("SPOUSE", "ASSISTANT", "MANAGER")
_MOST_REMARKS = 20
_SYSTEM_GROUPS = frozenset({"mycontacts", "starred"})


@dataclass
class _Draft:
    """What has been read of a card so far."""

    old: bool
    legacy: str
    formatted: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    sound: dict[str, str] = field(default_factory=dict)
    company: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    birthday: PartialDate | None = None
    notes: list[str] = field(default_factory=list)
    dates: dict[ReadDate, None] = field(default_factory=dict)
    relations: dict[ReadRelation, None] = field(default_factory=dict)
    pronoun: Pronoun | None = None
    photo: ReadFile | None = None
    points: dict[tuple[PointKind, str, str], ReadPoint] = field(default_factory=dict)
    labels_2_1: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    uid: str = ""
    kind: str = ""
    is_company: bool = False
    assumed: bool = False

    def remark(self, text: str) -> None:
        """Note once what was odd about the card."""
        if text not in self.remarks and len(self.remarks) < _MOST_REMARKS:
            self.remarks.append(text)

    def raw_text(self, line: Line) -> str:
        """The decoded value, still escaped."""
        text, assumed = decoded(line, self.legacy)
        self.assumed = self.assumed or assumed
        return text

    def text(self, line: Line) -> str:
        """The value, ready to show."""
        return clean(unescape(self.raw_text(line), old=self.old))


def read_card(block: Block, number: int, stated: str) -> ReadPerson | ReadSkip | ReadFailure:
    """The person a card describes; what the card does not say stays empty."""
    place = _("card {number}, line {line}").format(number=number, line=block.number)
    lines, unknown = block.parsed()
    version = next((line.value.strip() for line in lines if line.name == "VERSION"), b"")
    if version.startswith(b"4"):  # UTF-8 only, and no parameter may overrule it (RFC 6350, 3.1)
        for line in lines:
            line.params.pop("CHARSET", None)
    draft = _Draft(old=version.startswith(b"2"), legacy=legacy_alphabet(lines, stated))
    own_labels = _own_labels(lines, draft)
    for line in lines:
        _take(draft, line, own_labels.get(line.group, "") if line.group else "")
    _finish(draft, block, unknown)
    name = _name(draft)
    raw = block.raw()
    if draft.kind == "group":
        why = _("It is a list of people, not a person.")
        return ReadSkip(f"vcard:{draft.uid or _digest(raw)}", place, name, why, raw)
    if not name and not draft.points and not draft.notes:
        why = _("The card holds neither a name nor a way to reach anyone.")
        return ReadFailure(f"vcard:{draft.uid or _digest(raw)}", place, "", why, raw)
    return _person(draft, name, place, raw)


def _own_labels(lines: list[Line], draft: _Draft) -> dict[str, str]:
    named = (line for line in lines if line.name == "X-ABLABEL" and line.group)
    return {line.group: draft.text(line) for line in named}


def _take(draft: _Draft, line: Line, own_label: str) -> None:
    """Put one property where it belongs; unknown ones stay in the raw card."""
    if fields.point_kind(line) is not None:
        _take_point(draft, line, own_label)
    elif line.name in _TEXTS:
        _TEXTS[line.name](draft).append(draft.text(line))
    elif line.name in ("N", "ORG"):
        parts = fields.pieces(draft.raw_text(line), old=draft.old, lists=line.name == "N")
        held = draft.parts if line.name == "N" else draft.company
        if not any(held):
            held[:] = parts
    elif line.name in ("NICKNAME", "CATEGORIES"):
        held = draft.nicknames if line.name == "NICKNAME" else draft.tags
        words = split(draft.raw_text(line), ",")
        held.extend(clean(unescape(word, old=draft.old)) for word in words)
    elif line.name.startswith("X-PHONETIC-"):
        draft.sound.setdefault(line.name.removeprefix("X-PHONETIC-"), draft.text(line))
    elif line.name == "UID":
        draft.uid = draft.uid or draft.text(line)[:500]
    elif line.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND"):
        draft.kind = draft.text(line).lower()
    elif line.name == "X-ABSHOWAS":
        draft.is_company = draft.text(line).upper() == "COMPANY"
    else:
        _take_date_or_tie(draft, line, own_label)


_TEXTS = {
    "FN": lambda draft: draft.formatted,
    "TITLE": lambda draft: draft.titles,
    "ROLE": lambda draft: draft.roles,
    "NOTE": lambda draft: draft.notes,
    "LABEL": lambda draft: draft.labels_2_1,
    "X-MAIDENNAME": lambda draft: draft.nicknames,
}


def _take_date_or_tie(draft: _Draft, line: Line, own_label: str) -> None:
    label = own_label and fields.label_of(line, own_label)
    if line.name == "BDAY":
        found = _date(draft, line, _("birthday"))
        draft.birthday = draft.birthday or found
    elif line.name in _ANNIVERSARIES or line.name == "X-ABDATE":
        what = label if line.name == "X-ABDATE" and label else "anniversary"
        found = _date(draft, line, what)
        if found is not None:  # "other" is how a day without a name is labelled
            draft.dates[ReadDate("" if what == "other" else _capital(what), found)] = None
    elif line.name in _RELATED:
        _relate(draft, label or " ".join(line.types), draft.text(line))
    elif line.name.removeprefix("X-").removeprefix("MS-").removeprefix("EVOLUTION-") in _RELATIVES:
        _relate(draft, line.name.rpartition("-")[2].lower(), draft.text(line))
    elif line.name == "PHOTO" and draft.photo is None:
        draft.photo, why = photo_of(line)
        if why:
            draft.remark(why)
    elif line.name == "GENDER":
        draft.pronoun = _PRONOUNS.get(draft.text(line).partition(";")[0].upper())


_PRONOUNS = {"F": Pronoun.SHE, "M": Pronoun.HE}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _relate(draft: _Draft, what: str, value: str) -> None:
    """A tie to someone, by name or by the UID of their card."""
    value = " ".join(value.split())
    if value.lower().startswith("urn:uuid:"):
        draft.relations[ReadRelation(what, key=f"vcard:uid:{value}")] = None
    elif value:
        draft.relations[ReadRelation(what, value)] = None


def _date(draft: _Draft, line: Line, what: str) -> PartialDate | None:
    text = draft.text(line)
    try:
        return fields.partial_date(text, line.param("X-APPLE-OMIT-YEAR"))
    except fields.NotADate:
        remark = _("The {what} “{text}” is not a date that can be told for sure; it was left out.")
        draft.remark(remark.format(what=what, text=text[:60]))
        return None


def _take_point(draft: _Draft, line: Line, own_label: str) -> None:
    kind = fields.point_kind(line)
    assert kind is not None
    label = clean(fields.label_of(line, own_label))
    if kind is PointKind.ADDRESS:
        value = fields.address(draft.raw_text(line), old=draft.old)
        value = value or fields.address(line.param("LABEL").replace(";", r"\;"))
    else:
        value = " ".join(draft.text(line).split())
    if kind is PointKind.EMAIL:
        said, value = value, fields.mail_address(value)
        if said and not value:
            remark = _("“{text}” is not an e-mail address; left out.")
            draft.remark(remark.format(text=said[:60]))
    elif kind is PointKind.PHONE:
        value = fields.phone_number(value)
    elif kind is PointKind.HANDLE:
        value, label = fields.handle(line, value, label)
    elif kind is PointKind.URL:
        value, strange = fields.web_address(value)
        if strange:
            remark = _("An address that starts with “{scheme}:” is not kept as a link.")
            draft.remark(remark.format(scheme=strange))
            return
    if value:
        point = ReadPoint(kind, value, label, fields.is_preferred(line))
        key = (kind, value.casefold(), service_of(kind, label))
        draft.points.setdefault(key, point)


def _finish(draft: _Draft, block: Block, unknown: list[int]) -> None:
    """What can be said only when the whole card has been seen."""
    if not any(kind is PointKind.ADDRESS for kind, _value, _service in draft.points):
        for label in draft.labels_2_1:
            value = ", ".join(row.strip(" ,") for row in label.splitlines() if row.strip(" ,"))
            if value:
                key = (PointKind.ADDRESS, value.casefold(), "")
                draft.points[key] = ReadPoint(PointKind.ADDRESS, value)
    if draft.assumed:
        draft.remark(
            _("The card does not say in which alphabet its letters are; please check the name.")
        )
    for number in unknown[:5]:
        draft.remark(_("Line {line} was not understood.").format(line=number))
    if any(inner.name == block.name for inner in block.inner):
        draft.remark(_("The card of someone else inside it was left out."))
    if not block.closed:
        draft.remark(_("The card has no end; what there is of it was read."))


def _name(draft: _Draft) -> str:
    """The name the card gives, or the company's; never one made up from an e-mail address."""
    spelled = fields.full_name(draft.parts)
    for name in (*draft.formatted, spelled, *draft.nicknames):
        if name:
            return " ".join(name.split())
    company = draft.company[0] if draft.company else ""
    draft.is_company = draft.is_company or bool(company)
    return company


def _person(draft: _Draft, name: str, place: str, raw: str) -> ReadPerson:
    sound = (draft.sound.get("FIRST-NAME", ""), draft.sound.get("LAST-NAME", ""))
    others = [*draft.formatted, *draft.nicknames, " ".join(filter(None, sound))]
    aliases = dict.fromkeys(" ".join(other.split()) for other in others)
    tags = dict.fromkeys(re.sub(r"^\* ?", "", tag) for tag in draft.tags)
    department = ", ".join(filter(None, draft.company[1:]))
    title = next(filter(None, (*draft.titles, *draft.roles)), "")
    company = draft.is_company or draft.kind in ("org", "organization")
    person = ReadPerson(
        key="",
        name=name,
        place="",
        aliases=", ".join(alias for alias in aliases if alias and alias != name),
        organisation=draft.company[0] if draft.company else "",
        role=role_within(title, department),
        birthday=draft.birthday,
        note="\n\n".join(filter(None, draft.notes)),
        points=tuple(draft.points.values()),
        tags=tuple(tag for tag in tags if tag and tag.casefold() not in _SYSTEM_GROUPS),
        is_company=company,
        pronoun=draft.pronoun,
        dates=tuple(draft.dates),
        relations=tuple(draft.relations),
        photo=draft.photo,
    )
    key = f"vcard:uid:{draft.uid}" if draft.uid else f"vcard:card:{_digest(*_content(person))}"
    if company:
        draft.remark(_("It is the card of a company."))
    return replace(person, key=key, place=place, raw=raw, remarks=tuple(draft.remarks))


def _content(person: ReadPerson) -> list[str]:
    """What tells one card without a UID from another, in an order of its own."""
    points = sorted(f"{point.kind}:{point.value}" for point in person.points)
    texts = (person.name, person.aliases, person.organisation, person.role, person.note)
    return [*texts, str(person.birthday or ""), *points, *person.tags]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:32]
