"""Whom a person's record means: by what they have in common, and never two cards the same one."""

from __future__ import annotations

from dataclasses import replace

from app.model.imports import Fate, ReadPerson
from app.model.texts import _, ngettext
from app.services.taking_in.own import kith_wrote
from app.services.taking_in.people import Match, PeopleIndex
from app.services.taking_in.plan import PlanRow


class Whom:
    """Asks the index, and remembers whom the cards and rows that Kith wrote stand for."""

    def __init__(self, index: PeopleIndex) -> None:
        self._index = index
        # By file and person: the uid Kith names them under, and whether that is sure.
        self._bearers: dict[tuple[str, int], tuple[str, bool]] = {}

    def match(self, row: PlanRow, person: ReadPerson) -> Match:
        """Whom a record means.

        Of two cards that Kith wrote into one file, each means somebody else.
        """
        match, uid = self._index.match(person), kith_wrote(row.key, person)
        bearers = {n: self._bearers.get((row.file, n), (uid, True)) for n in match.people}
        others = {n: sure for n, (its, sure) in bearers.items() if uid and its != uid}
        doubt = _("another card or row in this file")
        return replace(
            match,
            people=tuple(number for number in match.people if number not in others),
            doubts={**match.doubts, **{n: doubt for n, sure in others.items() if not sure}},
        )

    def bears(self, row: PlanRow, person: ReadPerson, number: int, *, sure: bool = True) -> None:
        """Note whom a card or row that Kith wrote stands for, surely or by what they share."""
        if uid := kith_wrote(row.key, person):
            self._bearers.setdefault((row.file, number), (uid, sure))

    def beside(self, match: Match) -> str:
        """Who of the same files is somebody else, though they share an address or a name."""
        twins = [number for number in match.doubts if number < 0]
        if not twins:
            return ""
        words = ngettext(
            "{name}, in these files too, has {doubt}: they come in as two people.",
            "{n} others in these files have {doubt}: each comes in as a person.",
            len(twins),
        )
        name, doubt = self._index.listed(twins[:1]), match.doubts[twins[0]]
        return words.format(name=name, n=f"{len(twins):,}", doubt=doubt)

    def unclear(
        self, row: PlanRow, person: ReadPerson, match: Match, standing: list[int]
    ) -> PlanRow:
        """A row that waits for the user to say who is meant."""
        matches = match.people or standing
        names = self._index.listed(matches)
        asked = ""
        if not match.people and len(standing) == 1:
            asked = _("Say whether it is the same person.")
            why = _("{name} has {doubt}.").format(name=names, doubt=match.doubts[standing[0]])
        elif not match.people:
            why = _("Several people come into question: {names}.").format(names=names)
        elif match.reason == _("same name"):
            why = ngettext(
                "{n} person is called {name}; nobody can tell which is meant.",
                "{n} people are called {name}; nobody can tell which is meant.",
                len(matches),
            ).format(n=len(matches), name=person.name)
        else:
            why = _("Several people have its address: {names}.").format(names=names)
        told = " ".join(filter(None, (why, asked)))
        return replace(row, fate=Fate.SKIPPED, why=told, doubt=why, candidates=tuple(matches))
