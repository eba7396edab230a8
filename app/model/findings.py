"""What the program concludes: small results, always with the entries that support them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.model.people import Commonality, Counterpart, Interest, KindPeriod, Pause, Verdict
from app.model.records import Deal, Interaction, Promise
from app.model.values import DateRange

Number = int | float | str | bool | None


class State(StrEnum):
    """How a finding is shown: ● for, ○ against, ◐ open, – not enough logged."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One conclusion about the record, never about the person.

    `result` holds the words of the specification's tables (stable, not translated); `title`,
    `word`, `sentence`, `counts`, `change` and `details` are for people. `entries` are ids of
    interactions; `since` is the first day counted.
    """

    name: str
    result: str
    state: State
    sentence: str
    title: str = ""
    word: str = ""
    counts: str = ""
    change: str = ""
    since: date | None = None
    entries: tuple[int, ...] = ()
    numbers: Mapping[str, Number] = field(default_factory=dict)
    details: tuple[str, ...] = ()
    parts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLog:
    """Everything the findings about one person are computed from.

    `contacts` run from old to new. `contacts_with_anyone` counts the interactions with any
    person in a range of days, so that a sleeping journal is not taken for a sleeping tie.
    """

    person: Counterpart
    today: date
    contacts: tuple[Interaction, ...] = ()
    deals: tuple[Deal, ...] = ()
    promises: tuple[Promise, ...] = ()
    interests: tuple[Interest, ...] = ()
    commonalities: tuple[Commonality, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    pauses: tuple[Pause, ...] = ()
    kind_periods: tuple[KindPeriod, ...] = ()
    contacts_with_anyone: Callable[[DateRange], int] = lambda _range: 0
