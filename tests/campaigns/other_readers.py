"""Reads exported cards and calendars back with ical.js, the reader of Thunderbird and Nextcloud.

Run from the root of the project: python tests/campaigns/other_readers.py FOLDER [COUNT]
FOLDER is where the npm package ical.js is installed; `node` must be there. COUNT people with
hostile texts, the same every time, are written in both versions of vCard and as calendar events,
and every value is compared with what was meant.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.exchange import icalendar, vcard  # noqa: E402
from app.exchange.content_lines import clean  # noqa: E402
from app.exchange.vcard import Version  # noqa: E402
from app.model.export import OutEvent, OutPerson  # noqa: E402
from app.model.people import ContactPoint, Counterpart, PointKind  # noqa: E402
from app.model.values import Moment, PartialDate  # noqa: E402

_SIGNS = "\\,;:\"'^=\n.- +@#<>&éßÅ日本語한👩‍👩‍👧🎉مرحباשלום"
_READ = """
const ICAL = require(process.argv[1] + "/node_modules/ical.js/dist/ical.es5.cjs");
const parsed = ICAL.parse(require("fs").readFileSync(0, "utf-8"));
const list = Array.isArray(parsed[0]) ? parsed : [parsed];
process.stdout.write(JSON.stringify(list));
"""


def words(rng: random.Random, most: int) -> str:
    """A text of letters, signs and line breaks of many kinds."""
    return clean("".join(rng.choice(_SIGNS + "abc ") for _n in range(rng.randint(1, most)))) or "x"


def people(count: int, seed: int = 7) -> Iterator[OutPerson]:
    """People whose every text is hostile."""
    rng = random.Random(seed)
    for number in range(count):
        line = " ".join(words(rng, 60).split()) or "x"
        person = Counterpart(
            number + 1,
            f"0192aaaa-0000-7000-8000-{number:012d}",
            f"P{line}",
            role=f"R{words(rng, 20)}".replace("\n", " "),
            birthday=PartialDate(1900 + number % 120, 1 + number % 12, 1 + number % 28),
            note=words(rng, 600),
        )
        mail = ContactPoint(1, "u", 1, PointKind.EMAIL, f"p{number}@mail.example", "work")
        phone = ContactPoint(2, "v", 1, PointKind.PHONE, f"+46 70 {number:07d}", line[:20])
        # It takes the comma after a list item that ends with a backslash for a part of it.
        tags = tuple(f"t{words(rng, 12)}".rstrip("\\") for _n in range(2))
        yield OutPerson(person, f"F{words(rng, 30)}", tags=tags, points=(mail, phone))


def read(data: bytes, folder: str) -> list[Any]:
    """What ical.js makes of a file: a list of components in the form of jCal or jCard."""
    done = subprocess.run(
        ["node", "-e", _READ, folder], input=data, capture_output=True, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def values(component: list[Any], name: str) -> list[Any]:
    """Every value of a property."""
    return [value for one in component[1] if one[0] == name for value in one[3:]]


def differences(out: OutPerson, card: list[Any], old: bool) -> Iterator[str]:
    """What came back otherwise than it was meant."""
    person = out.person
    for name, wanted in (
        ("fn", [person.name]),
        ("note", [person.note]),
        ("title", [person.role]),
        ("org", [out.organisation]),
        ("categories", list(out.tags)),
        ("email", ["p" + out.points[0].value[1:]]),
        ("tel", [out.points[1].value]),
    ):
        found = values(card, name)
        if old and name != "org":  # its reader leaves the backslash of 3.0 before a semicolon
            wanted = [re.sub(r"\\+;", ";", one) for one in wanted]
            found = [re.sub(r"\\+;", ";", str(one)) for one in found]
        if found != wanted:
            yield f"{person.id} {name}: {found!r} for {wanted!r}"
    (day,) = values(card, "bday")
    if str(day).replace("-", "") != str(person.birthday).replace("-", ""):
        yield f"{person.id} bday: {day!r} for {person.birthday}"


def main(folder: str, count: int = 2000) -> int:
    """Compare all, and say how many values differ."""
    wanted = list(people(count))
    wrong: list[str] = []
    for version in Version:
        cards = read(b"".join(vcard.write_card(one, version) for one in wanted), folder)
        assert len(cards) == count, f"{version}: {len(cards)} cards for {count}"
        for out, card in zip(wanted, cards, strict=True):
            wrong += [
                f"{version} {told}" for told in differences(out, card, version is Version.OLD)
            ]
    events = [
        OutEvent(f"kith-meeting-{n}", one.person.name, Moment(PartialDate(2027, 1, 1)), note=note)
        for n, one in enumerate(wanted)
        if (note := one.person.note)
    ]
    made = datetime(2026, 11, 22, 9, tzinfo=UTC)
    (calendar,) = read(b"".join(icalendar.write(events, "Kith", made)), folder)
    for event, found in zip(events, calendar[2], strict=True):
        told = [*values(found, "uid"), *values(found, "summary"), *values(found, "description")]
        if told != [event.uid, event.title, event.note]:
            wrong.append(f"{event.uid}: {told!r}")
    for line in wrong[:20]:
        print(line)
    print(f"{count} people in two versions, {len(events)} events: {len(wrong)} values differ")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1], *map(int, sys.argv[2:])), 1))
