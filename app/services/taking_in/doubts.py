"""What speaks against a record and a person being the same, though they share a name or address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from app.insights.name_likeness import contradict
from app.insights.naming import name_of, organisation_of
from app.model.imports import ReadPerson
from app.model.people import PointKind
from app.model.texts import _
from app.services.taking_in.additions import Known
from app.services.taking_in.marks import ALIASES


def another_name(known: Known, person: ReadPerson) -> str:
    """Of two with one address: whether their names are those of two people, as of a couple."""
    pairs = list(product(_forms(known.name, known.aliases), _forms(person.name, person.aliases)))
    if pairs and all(contradict(name_of(one), name_of(other)) for one, other in pairs):
        return _("the same address, but another name")
    return ""


def another_life(known: Known, person: ReadPerson) -> str:
    """Of two with one name: what tells them apart; the same organisation brings them together."""
    if _differ(str(known.birthday or ""), str(person.birthday or "")):
        return _("the same name, but another birthday")
    own, theirs = (organisation_of(text) for text in (known.organisation, person.organisation))
    if own and theirs:
        return "" if own == theirs else _("the same name, but another organisation")
    for kind, words in (
        (PointKind.EMAIL, _("the same name, but another e-mail address")),
        (PointKind.PHONE, _("the same name, but another phone number")),
    ):
        there = [point for point in person.points if point.kind is kind]
        if there and known.points.have(kind):
            return "" if any(map(known.points.hold, there)) else words
    return ""


def _forms(name: str, aliases: str) -> Iterator[str]:
    yield from (form for form in (name, *ALIASES.split(aliases)) if form.strip())


def _differ(one: str, other: str) -> bool:
    """Whether two days, one of them perhaps without its year, are two."""
    return bool(one and other and one[-5:] != other[-5:])
