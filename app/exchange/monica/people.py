"""The contacts of an account as people; relatives without a page become relations."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from app.exchange.monica.account import Account, Contact, Tie, Values
from app.exchange.monica.facts import Facts, facts_of, fuller_lines
from app.exchange.monica.files import documents_of, photos_of
from app.exchange.monica.reaching import points_of
from app.exchange.monica.values import line, number, special_date, text
from app.model.imports import (
    ReadDate,
    ReadFailure,
    ReadPerson,
    ReadRelation,
    ReadSkip,
)
from app.model.people import Pronoun
from app.model.texts import _
from app.model.values import PartialDate

_PRONOUNS = {"F": Pronoun.SHE, "M": Pronoun.HE}
# Types are single words in the exports, and each has a way back.
_SPOKEN = {
    "bestfriend": "best friend",
    "inlovewith": "in love with",
    "lovedby": "loved by",
    "ex_husband": "former spouse",
    "ex": "former partner",
}
_BACK = {
    "parent": "child",
    "stepparent": "stepchild",
    "grandparent": "grandchild",
    "uncle": "nephew",
    "godfather": "godson",
    "boss": "subordinate",
    "mentor": "protege",
    "inlovewith": "lovedby",
}
_BACK |= {back: what for what, back in _BACK.items()}
_BOTH_WAYS = frozenset(
    (
        *("partner", "spouse", "date", "lover", "ex", "ex_husband", "sibling", "cousin"),
        *("friend", "bestfriend", "colleague"),
    )
)


def people_of(
    account: Account, home: ZoneInfo | None, last_day: str
) -> Iterator[ReadPerson | ReadSkip | ReadFailure]:
    """Everyone of the account, and a word on each record that is no person."""
    ties = _ties_of(account)
    for contact in account.contacts.values():
        yield _person(account, contact, ties.get(contact.uuid, []), home, last_day)
    for place, why in account.damage:
        yield ReadFailure("", place, "", why)


def _person(
    account: Account,
    contact: Contact,
    ties: list[Tie],
    home: ZoneInfo | None,
    last_day: str,
) -> ReadPerson | ReadSkip | ReadFailure:
    place = _("contact {number}").format(number=contact.number)
    if contact.uuid == account.me:
        return ReadSkip(contact.key, place, contact.name, _("It is your own card."))
    if contact.is_partial:
        return ReadSkip(contact.key, place, contact.name, _relative_of(account, contact))
    if not contact.name:
        return ReadFailure(contact.key, place, "", _("The contact has no name."))
    facts = facts_of(contact, home, last_day)
    said = contact.said
    birthday = _special(said.get("birthdate"), _("birthday"), facts)
    since = _since(said, facts)
    deceased = _deceased(said, facts)
    photo, pictures = photos_of(account, contact, facts)
    documents = documents_of(account, contact, facts)
    nickname = line(said.get("nickname"))
    through = account.contacts.get(line(said.get("first_met_through")))
    return ReadPerson(
        key=contact.key,
        name=contact.name,
        place=place,
        aliases=nickname if nickname != contact.name else "",
        organisation=line(said.get("company")),
        role=line(said.get("job")),
        birthday=birthday,
        note="\n\n".join(filter(None, (text(said.get("description")), facts.note()))),
        points=points_of(contact),
        tags=_tags(said),
        raw=_raw(contact),
        remarks=tuple(facts.remarks),
        since=since,
        how_met=_how_met(said, through, account),
        introduced_by=through.key if _is_person(account, through) and through else "",
        pronoun=_PRONOUNS.get(line(_gender(said).get("type")).upper()),
        rhythm_days=None if said.get("is_dead") else number(said.get("stay_in_touch_frequency")),
        dates=(*deceased, *facts.dates),
        relations=tuple(_relation(account, tie) for tie in ties),
        promises=tuple(facts.promises),
        photo=photo,
        files=(*pictures, *documents),
        is_own=contact.uuid == account.mine_by_name,
        fuller=tuple(fuller_lines(contact, account.forms)),
    )


def _is_person(account: Account, contact: Contact | None) -> bool:
    return contact is not None and not contact.is_partial and contact.uuid != account.me


def _gender(said: Values) -> Values:
    gender = said.get("gender")
    return gender if isinstance(gender, dict) else {}


def _special(value: object, what: str, facts: Facts) -> PartialDate | None:
    """The day, as exactly as it is known; that it comes from an age is remarked."""
    found, by_age = special_date(value)
    if by_age:
        facts.remarks.append(
            _("The {what} is worked out from an age, so only the year was kept.").format(what=what)
        )
    return found


def _since(said: Values, facts: Facts) -> PartialDate | None:
    found = _special(said.get("first_met_date"), _("day you met"), facts)
    return found if found is not None and found.year is not None else None


def _how_met(said: Values, through: Contact | None, account: Account) -> str:
    where, more = line(said.get("first_met_where")), text(said.get("first_met_additional_info"))
    found, _by_age = special_date(said.get("first_met_date"))
    words = [where, more]
    if found is not None and found.year is None:
        words.append(_("On {day} of a year that is not known").format(day=str(found).lstrip("-")))
    if through is not None and not _is_person(account, through) and through.uuid != account.me:
        words.append(_("Through {name}").format(name=through.name))
    return ". ".join(word.rstrip(".") for word in words if word)


def _deceased(said: Values, facts: Facts) -> tuple[ReadDate, ...]:
    found = _special(said.get("deceased_date"), _("day of death"), facts)
    if said.get("is_dead") or found is not None:
        facts.line(_("Has died.") if found is None else _("Died: {day}").format(day=found))
    return (ReadDate(_("Day of death"), found),) if found is not None else ()


def _tags(said: Values) -> tuple[str, ...]:
    tags = said.get("tags")
    found = [line(tag) for tag in tags] if isinstance(tags, list) else []
    if said.get("is_starred"):
        found.append(_("favourite"))
    if said.get("is_active") is False:
        found.append(_("archived"))
    return tuple(dict.fromkeys(filter(None, found)))


def _ties_of(account: Account) -> dict[str, list[Tie]]:
    """What each contact is tied to, the way back of a tie to a relative without a page included."""
    found: dict[str, list[Tie]] = {}
    known = {(tie.contact, tie.of) for tie in account.ties}
    for tie in account.ties:
        found.setdefault(tie.contact, []).append(tie)
        if (tie.of, tie.contact) not in known:
            back = tie.back or _back(tie.what)
            found.setdefault(tie.of, []).append(Tie(tie.of, tie.contact, back))
    return found


def _back(what: str) -> str:
    """What the other side of a tie is called; nothing where that cannot be told."""
    return what if what in _BOTH_WAYS else _BACK.get(what, "")


def _relation(account: Account, tie: Tie) -> ReadRelation:
    what = _SPOKEN.get(tie.what, tie.what.replace("_", " "))
    other = account.contacts.get(tie.of)
    if other is None:
        return ReadRelation(what)
    if _is_person(account, other):
        return ReadRelation(what, other.name, other.key)
    born, _by_age = special_date(other.said.get("birthdate"))
    words = [text(other.said.get("description"))]
    if born is not None:
        told = _("Born {day}") if born.year else _("Birthday {day}")
        words.insert(0, told.format(day=str(born).lstrip("-")))
    if other.said.get("is_dead"):
        words.append(_("Has died."))
    name = other.name if other.uuid != account.me else _("you")
    return ReadRelation(what, name, note=". ".join(filter(None, words)))


def _relative_of(account: Account, contact: Contact) -> str:
    others = dict.fromkeys(
        account.contacts[uuid].name
        for tie in account.ties
        for uuid in (tie.contact, tie.of)
        if contact.uuid in (tie.contact, tie.of)
        and uuid != contact.uuid
        and uuid in account.contacts
    )
    if not others:
        return _("A relative without a page of their own, who is tied to nobody.")
    return _("A relative without a page of their own: kept as a relation of {names}.").format(
        names=", ".join(others)
    )


def _raw(contact: Contact) -> str:
    """What was read of the contact itself, for the record; files and history stand elsewhere."""
    lines = (f"{name}: {value}" for name, value in contact.said.items() if value not in (None, ""))
    return "\n".join(lines)[:20_000]
