"""Mutates our own sample files and reads the results: no crash, every record accounted for.

Run from the root of the project: python tests/campaigns/fuzz_import.py [ROUNDS] [SEED]
A small part of it runs with the tests (tests/app/exchange/test_fuzz.py).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from app.exchange import contact_tables, icalendar, vcard  # noqa: E402
from app.exchange.content_lines import blocks  # noqa: E402
from app.model.values import DateRange  # noqa: E402

FILES = [
    path
    for ending in ("*.v*", "*.ics", "*.[ct]sv")
    for path in sorted((ROOT / "tests" / "files").rglob(ending))
]
WINDOW = DateRange(date(2010, 1, 1), date(2028, 1, 1))
PIECES = [
    *(
        b'\x00 \xff \xfe\xff \xef\xbb\xbf \r \n \r\n \t : ; , = \\ " =\r\n =0D=0A \r\n\r\n'.split(
            b" "
        )
    ),
    *(b"BEGIN:VCARD\r\n|END:VCARD\r\n|BEGIN:VEVENT\r\n|END:VEVENT\r\n|AGENT:\r\n".split(b"|")),
    *(b"BEGIN:VCALENDAR\r\n|END:VCALENDAR\r\n|BEGIN:VTIMEZONE\r\n|END:STANDARD\r\n".split(b"|")),
    *(b"ENCODING=QUOTED-PRINTABLE|CHARSET=utf-7|CHARSET=hz|ENCODING=b|VALUE=DATE".split(b"|")),
    *(
        b"FREQ=SECONDLY|FREQ=DAILY|COUNT=999999999|INTERVAL=0|BYMONTHDAY=31|UNTIL=99991231".split(
            b"|"
        )
    ),
    *(
        b"BYMONTH=2|BYDAY=MO,5TU|BYSETPOS=-1|BYHOUR=1,2,3|-99999|00000000|99991231T235959Z".split(
            b"|"
        )
    ),
    *(b'",|,"|";|\t|""|First Name,Last Name\r\n|sep=;\n|=1+1'.split(b"|")),
    *(b"E-mail 1 - Value| ::: |1/2/03|0/0/00".split(b"|")),
    *("İ|ﬁ|\u202e|\u0301|😀|٣|二".encode().split(b"|")),
]


# Where, how, how much and with what: each number is taken modulo what there is to choose from.
Change = tuple[int, int, int, int]


def mutated(data: bytes, changes: Iterable[Change]) -> bytes:
    """The file with a few pieces cut, repeated, replaced, put in or spliced from another file."""
    for where, how, much, what in changes:
        at = where % (len(data) + 1)
        size = (1, 1, 2, 8, 64, 400)[much % 6]
        before, taken, after = data[:at], data[at : at + size], data[at + size :]
        piece = PIECES[what % len(PIECES)]
        other = FILES[what % len(FILES)].read_bytes()
        cut = where % (len(other) + 1)
        data = (
            before + after,
            before + taken * (2, 3, 30)[what % 3] + after,
            before + piece + taken + after,
            before + piece + after,
            before + bytes((what % 256, much % 256)) + taken[1:] + after,
            before + other[cut : cut + size] + taken + after,
        )[how % 6]
    return data[:200_000]


def check(data: bytes) -> None:
    """Read the bytes as each kind of file.

    Raises:
        AssertionError: a card or an event is unaccounted for.
    """
    people = list(vcard.read(data))
    assert len(people) == sum(1 for _ in blocks(data, frozenset({"VCARD"})))
    events = list(icalendar.read(data, WINDOW))
    places = {item.place for item in events}
    assert len(places) == sum(1 for _ in blocks(data, frozenset({"VEVENT"})))
    vcard.looks_like(data)
    icalendar.looks_like(data)
    check_table(data)
    keys = [item.key for item in events if hasattr(item, "when")]
    assert len(keys) == len(set(keys)), "two occurrences have one key"


def check_table(data: bytes) -> None:
    """Read the bytes as a table of contacts.

    Raises:
        AssertionError: two rows stand in one place, or what looks like a table is none.
    """
    rows = list(contact_tables.read(data))
    assert len({row.place for row in rows}) == len(rows)
    table = contact_tables.describe(data)
    assert table is not None or not (rows or contact_tables.looks_like(data, "x.csv"))
    if table is not None:
        assert len(table.mapping.columns) == len(table.header) == len(table.samples)
        assert contact_tables.Mapping.from_text(table.mapping.to_text()) == table.mapping


def main(rounds: int, seed: int) -> int:
    """Run so many rounds; the number of files that failed, each named by its seed."""
    wrong, slowest = 0, 0.0
    for number in range(rounds):
        dice = random.Random(f"{seed}/{number}")
        changes = [
            (dice.getrandbits(32), dice.getrandbits(16), dice.getrandbits(16), dice.getrandbits(16))
            for _ in range(dice.randint(1, 6))
        ]
        data = mutated(dice.choice(FILES).read_bytes(), changes)
        begun = time.monotonic()
        try:
            check(data)
        except Exception as error:
            wrong += 1
            print(f"FAILED {seed}/{number}: {type(error).__name__}: {error}")
        slowest = max(slowest, time.monotonic() - begun)
    print(f"{rounds} files, {wrong} failed; slowest {slowest:.2f} s")
    return wrong


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    sys.exit(min(main(count, int(sys.argv[2]) if len(sys.argv) > 2 else 1), 1))
