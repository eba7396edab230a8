"""Small logs for the tests of the findings: a person, some contacts, a fixed day."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta
from typing import Any

from app.model.findings import PersonLog
from app.model.people import Counterpart, Pause, Pronoun, Rhythm
from app.model.records import Ask, Deal, Interaction, Opener, Outcome, Result
from app.model.values import DateRange, Moment, PartialDate
from app.settings import Policy

TODAY = date(2026, 11, 22)
POLICY = Policy()
_ids = itertools.count(1)


def day(ago: int) -> date:
    """The day so many days before the tests' today."""
    return TODAY - timedelta(days=ago)


def on(ago: int) -> PartialDate:
    return PartialDate.of(day(ago))


def contact(
    ago: int | str,
    opener: Opener | None = None,
    ask: Ask | None = None,
    *,
    at: time | None = None,
    id: int | None = None,
    **values: Any,
) -> Interaction:
    """A contact so many days ago, or on a partial date; `ask` is that of whoever opened."""
    when = PartialDate.parse(ago) if isinstance(ago, str) else on(ago)
    if ask is not None:
        if opener is not Opener.THEM:
            values.setdefault("ask_mine", ask)
        if opener is not Opener.ME:
            values.setdefault("ask_theirs", ask)
    number = id or next(_ids)
    values.setdefault("people", (1,))
    return Interaction(id=number, uid=f"i{number}", when=Moment(when, at), **values, opener=opener)


def person(**values: Any) -> Counterpart:
    """Dana Okafor, met long ago, to be in touch every month."""
    base: dict[str, Any] = {
        "id": 1,
        "uid": "p1",
        "name": "Dana Okafor",
        "pronoun": Pronoun.SHE,
        "rhythm": Rhythm.MONTHLY,
        "since": PartialDate(2019, 3),
    }
    return Counterpart(**{**base, **values})


def deal(*outcomes: tuple[int | str, Result], title: str = "Audit") -> Deal:
    dated = tuple(
        Outcome(
            id=next(_ids),
            uid=f"o{index}",
            deal_id=1,
            on=PartialDate.parse(ago) if isinstance(ago, str) else on(ago),
            result=result,
        )
        for index, (ago, result) in enumerate(outcomes)
    )
    return Deal(id=1, uid="d1", counterpart_id=1, title=title, outcomes=dated)


def pause(start: int, end: int | None = None) -> Pause:
    return Pause(1, "z", 1, on(start), None if end is None else on(end))


def log(*contacts: Interaction, others: int = 3, **values: Any) -> PersonLog:
    """A log of one person; `others` contacts with other people lie in every stretch of days."""
    who = values.pop("person", None) or person()

    def with_anyone(stretch: DateRange) -> int:
        return others + sum(entry.when.date.first in stretch for entry in contacts)

    values.setdefault("contacts_with_anyone", with_anyone)
    return PersonLog(person=who, today=values.pop("today", TODAY), contacts=contacts, **values)


def openings(
    mine: int, theirs: int, *, step: int = 7, start: int = 4, **values: Any
) -> list[Interaction]:
    """So many openings by each, one every `step` days up to `start` days ago."""
    sides = [Opener.ME] * mine + [Opener.THEM] * theirs
    return [contact(start + step * at, side, **values) for at, side in enumerate(sides)]
