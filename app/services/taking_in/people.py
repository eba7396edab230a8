"""Recognises people of a file in the journal by their addresses, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.insights.naming import SHARED_BOXES, organisation_of
from app.model.imports import ReadAttendee, ReadPerson
from app.model.people import ContactPoint, Counterpart, PersonName, PointKind
from app.model.texts import _
from app.services.namesakes import told_apart
from app.services.taking_in.additions import Additions, Known, include, known_of, missing
from app.services.taking_in.doubts import another_life, another_name
from app.services.taking_in.marks import ALIASES, folded, plain_mark
from app.services.taking_in.numbers import Numbers, Spelled, Ways, last_digits
from app.services.workspace import Workspace

__all__ = ["PeopleIndex", "folded"]

# Who has a name or a way: mostly one, and then in little room.
Holders = tuple[int, ...] | dict[int, None]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a record means and by what; and of others who might be meant, what speaks against it."""

    people: tuple[int, ...] = ()
    reason: str = ""
    doubts: Mapping[int, str] = field(default_factory=dict)


def _hold(index: dict[str, Holders], mark: str, number: int) -> None:
    held = index.setdefault(mark, (number,))
    if isinstance(held, dict):
        held[number] = None
    elif number not in held:
        index[mark] = dict.fromkeys((*held, number))


class PeopleIndex:
    """Everyone of the journal and every newcomer of the plan, by address, number and name."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[int, Known] = {}
        self.newcomers: list[ReadPerson] = []
        self._names: dict[str, Holders] = {}
        self._points: dict[str, Holders] = {}
        self._phones: dict[str, Holders] = {}
        self.numbers = Numbers(str(workspace.setting("phone_country")), lambda: self._phones)
        self._spelled = Spelled(self.numbers)
        self.spoken: dict[int, str] = {}
        self._read: dict[int, PersonName] = {}
        for person in workspace.names():
            self._read[person.id] = person
            self._learn_names(person.id, person.name, person.aliases)
        for kind in (PointKind.EMAIL, PointKind.PHONE):
            for point in workspace.find(ContactPoint, kind=kind):
                self._learn_point(kind, point.value, point.counterpart_id)

    def _learn_names(self, number: int, name: str, aliases: str) -> None:
        self.spoken.setdefault(number, name)
        for form in (name, *ALIASES.split(aliases)):
            mark = folded(form)
            # A nickname alone, such as "Mike", is no name to tell one Mike from another.
            if mark and (form is name or " " in mark or not mark.isascii()):
                _hold(self._names, mark, number)

    def _learn_point(self, kind: PointKind, value: str, number: int) -> None:
        if kind is not PointKind.PHONE:
            _hold(self._points, plain_mark(kind, value), number)
        elif last_digits(value):  # a short number tells nobody
            _hold(self._phones, value, number)
            self._spelled.add(value)

    def add(self, person: ReadPerson) -> int:
        """Take in someone new; the number is negative."""
        self.newcomers.append(person)
        number = -len(self.newcomers)
        self._learn_ways(number, person)
        return number

    def learn(self, number: int, person: ReadPerson) -> Additions:
        """Count what a record adds as known, so that the next record of the file meets it."""
        found = missing(self.known(number), person)
        include(self.known(number), found)
        self._learn_ways(number, person)
        return found

    def _learn_ways(self, number: int, person: ReadPerson) -> None:
        self._learn_names(number, person.name or self.spoken[number], person.aliases)
        for point in person.points:
            self._learn_point(point.kind, point.value, number)

    def known(self, number: int) -> Known:
        """What is known of someone."""
        if number not in self._known and number < 0:
            # Put together when it is asked for: nobody asks about most of a large file.
            newcomer = self.newcomers[-number - 1]
            known = self._known[number] = Known(newcomer.name, points=Ways(self.numbers))
            include(known, missing(known, newcomer))
        elif number not in self._known:
            person = self._workspace.get(Counterpart, number)
            self._known[number] = known_of(self._workspace, person, self.numbers)
        return self._known[number]

    def by_email(self, email: str) -> list[int]:
        """Who has this e-mail address."""
        return list(self._points.get(plain_mark(PointKind.EMAIL, email), ()))

    def by_phone(self, number: str) -> list[int]:
        """Who has this phone number, however it is written."""
        written = self._spelled.like(number)
        return list(dict.fromkeys(who for text in written for who in self._phones.get(text, ())))

    def by_name(self, name: str) -> list[int]:
        """Who is called exactly this, accents, case and order of the words ignored."""
        return list(self._names.get(folded(name), ())) if folded(name) else []

    def listed(self, numbers: Iterable[int]) -> str:
        """People as words, in which nobody is taken for a namesake."""
        wanted = list(numbers)
        alike = [self._names.get(folded(self.spoken[number]), ()) for number in wanted]
        shown = dict.fromkeys((*wanted, *(who for found in alike for who in found)))
        words = told_apart(self._workspace, [self._name_of(number) for number in shown])
        named = sorted(words[number] for number in wanted)
        return ("; " if any("," in name for name in named) else ", ").join(named)

    def _name_of(self, number: int) -> PersonName:
        if number > 0:
            return self._read[number]
        newcomer = self.newcomers[-number - 1]
        return PersonName(number, newcomer.name, organisation=newcomer.organisation)

    def who(self, one: ReadAttendee) -> list[int]:
        """Whom someone named in a file can be: by address, then by number, then by name."""
        by_point = self.by_email(one.email) if one.email else []
        if not by_point and one.phone:
            by_point = self.by_phone(one.phone)
        by_name = self.by_name(one.name) if one.name else []
        if by_point:
            both = [number for number in by_point if number in by_name]
            if not both and len(by_point) > 1:
                both = [number for number in by_point if self._is_called(number, one.name)]
            return both if len(both) == 1 else by_point
        return [] if one.email else by_name

    def _is_called(self, number: int, name: str) -> bool:
        """Whether all words of a name are words of theirs: those who share a box are told apart."""
        said = set(folded(name).split())
        return bool(said) and any(said <= set(own.split()) for own in self.known(number).names())

    def full_names(self) -> Mapping[str, Holders]:
        """Everyone by each folded name."""
        return self._names

    def match(self, person: ReadPerson) -> Match:
        """Whom a record means, and by what; several when that cannot be told.

        Whoever only comes into question is a doubt, with what speaks against it.
        """
        named = [n for name in self._forms(person) for n in self.by_name(name)]
        mails = self._holders(person, PointKind.EMAIL, SHARED_BOXES)
        boxes = self._holders(person, PointKind.EMAIL)
        mails += [number for number in boxes if self._alike(number, person)]
        doubts = self._doubts(mails, person, another_name)
        if sure := [number for number in mails if number not in doubts]:
            both = [number for number in sure if number in named]
            return Match(tuple(dict.fromkeys(both or sure)), _("same e-mail address"))
        phones = self._holders(person, PointKind.PHONE)
        both = [number for number in phones if number in named]
        alike = [number for number in phones if self._alike(number, person)]
        for found in (both, alike):
            others = self._doubts(found, person, another_name)
            if len(found) == 1 and not others:
                return Match(tuple(found), _("same phone number"))
            doubts |= others
        exact = self.by_name(person.name)
        others = self._doubts(exact, person, another_life)
        backed = [n for n in exact if n > 0 and n not in others and self._same_firm(n, person)]
        if len(backed) == 1:  # of namesakes the one who works there
            words = _("same name and organisation") if len(exact) > 1 else _("same name")
            return Match(tuple(backed), words)
        if standing := [n for n in exact if n > 0 and n not in others]:
            # A namesake in the journal who differs may be meant all the same.
            standing += [number for number in others if number > 0]
        exact = standing or [number for number in exact if number not in others]
        return Match(tuple(exact), _("same name") if exact else "", others | doubts)

    def _doubts(
        self, numbers: Iterable[int], person: ReadPerson, tell: Callable[[Known, ReadPerson], str]
    ) -> dict[int, str]:
        told = {number: tell(self.known(number), person) for number in dict.fromkeys(numbers)}
        return {number: words for number, words in told.items() if words}

    def _same_firm(self, number: int, person: ReadPerson) -> bool:
        own = organisation_of(self.known(number).organisation)
        return bool(own) and own == organisation_of(person.organisation)

    def _forms(self, person: ReadPerson) -> list[str]:
        return [form for form in (person.name, *ALIASES.split(person.aliases)) if form.strip()]

    def _holders(
        self, person: ReadPerson, kind: PointKind, but: re.Pattern[str] | None = None
    ) -> list[int]:
        values = (point.value for point in person.points if point.kind is kind)
        find = self.by_phone if kind is PointKind.PHONE else self.by_email
        wanted = (value for value in values if not (but and but.match(value)))
        return list(dict.fromkeys(number for value in wanted for number in find(value)))

    def _alike(self, number: int, person: ReadPerson) -> bool:
        """Whether the names have a word in common: colleagues may share a number or a mailbox."""
        words = {word for name in self.known(number).names() for word in name.split()}
        own = {word for form in self._forms(person) for word in folded(form).split()}
        return not own or bool(own & words)
