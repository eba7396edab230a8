"""Makes journals of known sizes, the same every time.

    python tests/benchmarks/generate.py L big.kith

S holds 50 people and 1,000 entries, M 500 and 20,000, L 2,000 and 100,000, XL 10,000 and
1,000,000. People come from several scripts, the number of entries per person falls off as it
does in life, and words are planted for search: one in a fifth of all entries, one in every
5,000th, and a pair in every 200th. The first person has 2,000 entries (or a fifth of all), the
second 200.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.model.people import (  # noqa: E402
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    Kind,
    Organisation,
    PointKind,
    Rhythm,
)
from app.model.records import (  # noqa: E402
    Ask,
    Channel,
    Deal,
    Depth,
    Interaction,
    Opener,
    Outcome,
    Promise,
    PromiseState,
    Result,
    Side,
)
from app.model.values import Moment, PartialDate  # noqa: E402
from app.services.workspace import Workspace  # noqa: E402
from app.store.bulk import bulk  # noqa: E402

SIZES = {"S": (50, 1_000), "M": (500, 20_000), "L": (2_000, 100_000), "XL": (10_000, 1_000_000)}
TODAY = date(2026, 11, 22)
YEARS = 15
MANY, SOME = 1, 2  # the people with 2,000 and with 200 entries
COMMON, RARE, PAIR = "harbour", "zephyrine", "kestrel lantern"
GIVEN_TEXT = (
    "Dana Åsa Rui Malik Yasmin Tomás Priya Lars Chidi Olha Éloïse Inês Ayşe Grace Nikos Mateusz "
    "Jörg Wanjiru Siobhán Shira Kenichi Lan Min-jun Fatima Ivan Zoë Pedro Noor Hanna Kofi Leila "
    "Matteo Sofia Bence Aino Tuva Ravi Meera Diego Lucía Jan Petra Omar Salma Yuki Haruto Mei Wei "
    "Anders Freja Ioana Radu Teresa Miguel Chloé Hugo Ngozi Tunde Amara Elif Deniz Hao Linh Thu "
    "Ana Luca Nora Emil Karin Sven Maya Arjun Isla Callum Aoife Niamh Owen Cerys"
)
FAMILY_TEXT = (
    "Okafor Lindqvist Santos Karim Haddad Beltrán Raghunathan Mikkelsen Eze Kovalchuk Garnier "
    "Moreira Yılmaz Adeyemi Papadopoulos Wójcik Bauer Kamau O’Neill Levi Tanaka Nguyễn Kim Rossi "
    "Novak Silva Khan Jensen Virtanen Mensah Farsi Ricci Costa Nagy Laine Berg Patel Iyer Vega "
    "Ruiz Visser Horvat Aziz Nasser Sato Ito Chen Wang Holm Dahl Popescu Ionescu Marques Pinto "
    "Dubois Lefèvre Obi Bello Diallo Demir Aydın Zhang Pham Tran Fischer Conti Olsen Krüger Lund "
    "Shah Mehta Reid Fraser Byrne Walsh Pryce Vaughan"
)
SCRIPTS = (
    "陳美玲",
    "ياسمين حداد",
    "田中健一",
    "김서연",
    "Ольга Ковальчук",
    "שירה לוי",
    "Νίκος Παππάς",
)
WORDS_TEXT = (
    "talk about the new line and what it costs her team asked how we would plan next season if the "
    "price of freight goes up again she laughed at that old story of ours and then told me quietly "
    "that her brother is ill so nothing else mattered they want fewer suppliers an honest number "
    "by friday without the usual promises he thinks it over wrote back at night with three "
    "questions i could not answer yet lunch by the water slow and good we walked home agreed on a "
    "second meeting sent the notes forgot one page apologised moved the date twice budget board "
    "audit contract school garden music bread rain train bicycle hospital harvest market photo"
)

GIVEN, FAMILY, WORDS = GIVEN_TEXT.split(), FAMILY_TEXT.split(), WORDS_TEXT.split()


@dataclass
class Made:
    """What was generated."""

    people: int
    entries: int
    seconds: float


def generate(path: Path, size: str, seed: int = 20) -> Made:
    """A new journal of this size."""
    people, entries = SIZES[size]
    started = time.perf_counter()
    maker = _Maker(random.Random(seed), people, entries)
    workspace = Workspace.open(path, create=True)
    with bulk(workspace.database) as journal:
        journal.add(Organisation, maker.organisations())
        journal.add(Counterpart, maker.counterparts())
        journal.add(ContactPoint, maker.points())
        journal.add(Interaction, maker.interactions())
        journal.add(Commonality, maker.commonalities())
        journal.add(Interest, maker.interests())
        journal.add(Promise, maker.promises())
        journal.add(Deal, maker.deals())
        journal.add(Outcome, maker.outcomes())
    workspace.close()
    return Made(people, entries, time.perf_counter() - started)


class _Maker:
    """Draws records; everything follows from the seed."""

    def __init__(self, chance: random.Random, people: int, entries: int) -> None:
        self._chance = chance
        self.people = people
        self.entries = entries
        self._firms = max(5, people // 5)

    def _uid(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))

    def _day(self, years: float = YEARS) -> date:
        return TODAY - timedelta(days=self._chance.randrange(1, int(365 * years)))

    def _text(self, least: int, most: int) -> str:
        words = self._chance.choices(WORDS, k=self._chance.randint(least, most))
        return " ".join(words).capitalize() + "."

    def organisations(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self._firms + 1):
            name = f"{FAMILY[number % len(FAMILY)]} {('Labs', 'Freight', 'Foods')[number % 3]}"
            yield {"id": number, "uid": self._uid(), "name": f"{name} {number}"}

    def counterparts(self) -> Iterator[dict[str, Any]]:
        pairs = list(itertools.product(GIVEN, FAMILY))
        self._chance.shuffle(pairs)
        kinds, rhythms = list(Kind)[:5], [*list(Rhythm)[:5], None]
        for number in range(1, self.people + 1):
            given, family = pairs[(number - 1) % len(pairs)]
            name = f"{given} {family}" if number <= len(pairs) else f"{given} {family} {number}"
            if number % 40 == 3:
                name = f"{SCRIPTS[number // 40 % len(SCRIPTS)]} {number}"
            yield {
                "id": number,
                "uid": self._uid(),
                "name": name,
                "kind": self._chance.choice(kinds),
                "role": self._chance.choice(("Head of procurement", "Owner", "Nurse", "")),
                "organisation_id": self._chance.randint(1, self._firms),
                "rhythm": self._chance.choice(rhythms),
                "since": PartialDate.of(TODAY - timedelta(days=365 * YEARS)),
                "created": "2020-01-01T00:00:00",
            }

    def points(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.people + 1):
            yield {
                "id": number,
                "uid": self._uid(),
                "counterpart_id": number,
                "kind": PointKind.EMAIL,
                "value": f"person{number}@mail.example",
            }

    def interactions(self) -> Iterator[dict[str, Any]]:
        chance = self._chance
        days = sorted(
            (chance.randrange(1, 365 * YEARS) for _n in range(self.entries)), reverse=True
        )
        many = min(2_000, self.entries // 5)
        some = min(200, self.entries // 10)
        owners = [MANY] * many + [SOME] * some
        weights = [1 / (rank + 5) ** 0.6 for rank in range(self.people - 2)]
        owners += chance.choices(
            range(3, self.people + 1), weights=weights, k=self.entries - len(owners)
        )
        chance.shuffle(owners)
        channels, openers = list(Channel), [Opener.ME, Opener.THEM, Opener.TOGETHER, None]
        asks = [Ask.NONE, Ask.NONE, Ask.SALE, Ask.INFORMATION, None]
        depths = [*Depth, None]
        for number, (back, owner) in enumerate(zip(days, owners, strict=True), 1):
            note = self._text(12, 40)
            if number % 5000 == 17:
                note = f"{RARE.capitalize()} {note}"
            elif number % 200 == 9:
                note = f"{PAIR.capitalize()} {note}"
            elif chance.random() < 0.2:
                note = note[:-1] + f" {COMMON}."
            people = (owner,)
            if chance.random() < 0.05:
                people = (owner, chance.randint(3, self.people))
            day = TODAY - timedelta(days=back)
            yield {
                "id": number,
                "uid": self._uid(),
                "when": Moment(PartialDate.of(day)),
                "people": tuple(dict.fromkeys(people)),
                "channel": chance.choice(channels),
                "opener": chance.choice(openers),
                "two_way": chance.choice((True, True, False, None)),
                "minutes": chance.choice((None, 10, 25, 60)),
                "depth": chance.choice(depths),
                "ask_mine": chance.choice(asks),
                "ask_theirs": chance.choice(asks),
                "i_asked": chance.choice((True, None)),
                "they_asked": chance.choice((True, None)),
                "note": note,
                "created": f"{day}T20:00:00",
            }

    def commonalities(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.people * 2 + 1):
            yield {
                "id": number,
                "uid": self._uid(),
                "counterpart_id": (number - 1) % self.people + 1,
                "text": self._text(3, 7),
                "learned_on": PartialDate.of(self._day()),
            }

    def interests(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.people + 1):
            yield {
                "id": number,
                "uid": self._uid(),
                "counterpart_id": number,
                "text": self._text(3, 6),
                "noted_on": PartialDate.of(self._day(3)),
            }

    def promises(self) -> Iterator[dict[str, Any]]:
        states = [state for state in PromiseState if state is not PromiseState.OPEN]
        for number in range(1, self.entries // 20 + 1):
            made = self._day()
            is_open = number % 100 == 0
            yield {
                "id": number,
                "uid": self._uid(),
                "counterpart_id": self._chance.randint(1, self.people),
                "by": self._chance.choice(list(Side)),
                "text": self._text(3, 6),
                "made_on": PartialDate.of(TODAY - timedelta(days=5) if is_open else made),
                "due": PartialDate.of(TODAY + timedelta(days=number % 9) if is_open else made),
                "state": PromiseState.OPEN if is_open else self._chance.choice(states),
                "settled_on": None if is_open else PartialDate.of(made),
            }

    def deals(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.people // 3 + 1):
            yield {
                "id": number,
                "uid": self._uid(),
                "counterpart_id": number,
                "title": self._text(2, 3),
                "opened_on": PartialDate.of(self._day()),
            }

    def outcomes(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.people // 3 + 1):
            yield {
                "id": number,
                "uid": self._uid(),
                "deal_id": number,
                "on": PartialDate.of(self._day()),
                "result": self._chance.choice(list(Result)),
            }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("size", choices=SIZES)
    options.add_argument("file", type=Path)
    options.add_argument("--seed", type=int, default=20)
    chosen = options.parse_args()
    made = generate(chosen.file, chosen.size, chosen.seed)
    megabytes = chosen.file.stat().st_size / 1e6
    print(
        f"{made.people:,} people, {made.entries:,} entries, "
        f"{megabytes:.0f} MB, {made.seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
