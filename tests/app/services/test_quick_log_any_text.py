"""Whatever is typed or pasted, the quick line is read without a fault."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.model.people import PersonName
from app.model.values import PartialDate
from app.services.person_names import NameIndex, resolve, spell
from app.services.quick_log import QuickLine, Role, complete, parse

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=timezone(timedelta(hours=-3)))
NAMES = (
    PersonName(1, "Dana Okafor", "D, Dee; The Boss", "Northwind"),
    PersonName(2, "Åsa Lindqvist"),
    PersonName(3, "陳美玲"),
    PersonName(4, "محمد علي"),
    PersonName(5, "", "..."),
    PersonName(6, "May Friday", "Will, Call"),
    PersonName(7, "Dana Okafor", "", "Acme"),
    PersonName(8, "Dana Okafor", "", "Acme"),
)
INDEX = NameIndex(NAMES)
WORDS = """
call with met Dana Okafor Åsa 陳 محمد May Friday last Tuesday yesterday 14:30 1h15 30m and , & +
. : ; ( ) - – — ? ! # #tag #1 ?why !me !them !I by +common: -differs they opened I called back up
opened up we arranged in 2019 3 3.5. 31/12/2024 2024-02-30 99 0000-00 ago weeks the end of next
week month Northwind from (Acme) (#7) noon at 9 T Dr. on the 15th 31st
"""
PIECES = (
    *WORDS.split(),
    "\n",
    "\x00",
    "\u202e",
    "\u200f",
    "\ud800",
    "e\u0301",
    "ſat",
    "١٢",
    "K",
)
anything = st.text(max_size=200)
lines = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.lists(
    st.sampled_from(PIECES) | st.text(max_size=4), max_size=20
).map("".join)


def check(line: str, quick: QuickLine) -> None:
    end = 0
    for span in quick.spans:
        assert end <= span.start < span.end <= len(line), (line, quick.spans)
        end = span.end
    assert set(quick.people) <= {person.id for person in NAMES}
    assert len(set(quick.people)) == len(quick.people)
    assert all(len(name.candidates) > 1 for name in quick.ambiguous)
    assert quick.minutes is None or 0 < quick.minutes <= 24 * 60
    assert quick.is_complete <= bool(quick.people)
    if quick.is_complete:
        assert quick.when.date.first <= NOW.date()
    for text in (quick.note, *(promise.text for promise in quick.promises)):
        assert not set(text) & {"\x00", "\u202e", "\ud800"}


@example("0 #A MAY")
@given(anything | lines)
@settings(max_examples=400, deadline=None)
def test_any_line_is_read_and_read_the_same_again(line: str) -> None:
    quick = parse(line, INDEX, NOW)
    check(line, quick)
    assert parse(line, NAMES, NOW) == quick
    complete(line, INDEX)


@given(lines)
@settings(max_examples=150, deadline=None)
def test_every_written_word_is_marked_or_passed_over_as_grammar(line: str) -> None:
    """Nothing typed is lost: what is no part of the grammar stands in the note."""
    quick = parse(f"{line} Xylophone", INDEX, NOW)
    kept = [quick.note, *quick.unknown, *(item.text for item in (*quick.commons, *quick.differs))]
    kept += [item.text for item in (*quick.questions, *quick.promises)]
    assert any("Xylophone" in text for text in kept), (line, quick)


@given(st.datetimes(datetime(1801, 1, 1), datetime(2198, 1, 1)), st.sampled_from(PIECES))
@settings(max_examples=100, deadline=None)
def test_any_day_can_be_today(now: datetime, piece: str) -> None:
    for words in (
        "in 9999 years",
        "9999 months ago",
        "9999 weeks ago",
        "last year",
        "29 Feb",
        piece,
    ):
        quick = parse(f"call with Åsa {words} !me write by {words}", INDEX, now)
        assert isinstance(quick.when.date, PartialDate)


@pytest.mark.parametrize(
    "line",
    [
        "with " * 2000,
        "Dana and " * 1100,
        "#a " * 3300,
        "by " * 3300,
        "!me x by " * 1100,
        "(" * 9999,
        "yesterday " * 1000,
        "on Friday x " * 900,
        "with Xa from " * 750,
        "Dr. " * 2500,
        "call with " + "Okafor and " * 900,
        "1" * 9999,
    ],
)
def test_ten_thousand_characters_are_read(line: str) -> None:
    check(line, parse(line, INDEX, NOW))


def test_markers_inside_words_and_addresses_are_left_alone() -> None:
    line = (
        "call with Åsa: c# a+common: x-differs y!me really? http://e.org/?q=1#top 5-differs #42 ?"
    )
    quick = parse(line, INDEX, NOW)
    assert {span.role for span in quick.spans} == {Role.CHANNEL, Role.PERSON, Role.TEXT}
    assert quick.note == line.partition(": ")[2]


@pytest.mark.parametrize("person", [person for person in NAMES if person.name])
def test_everyone_can_be_written_so_that_only_they_are_meant(person: PersonName) -> None:
    spelling = spell(person, INDEX)
    assert resolve(spelling, NAMES) == person
    assert parse(f"call with {spelling}, yesterday", INDEX, NOW).people == (person.id,)
