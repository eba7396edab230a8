"""What the user wrote is covered in any text; the program's own words and counts are not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.people import PersonName, VerdictChoice
from app.model.texts import _, said
from app.services import words
from app.services.covering import Covering, blank

SAID = frozenset(
    {
        "to {name}",
        "Open",
        "May",
        "Mark",
        "Call",
        "Nov",
        "Friend",
        "{a} of {b}",
        "{n} promises",
        "last contact {ago}",
        "{n} days ago",
        "yesterday",
        "No contact since.",
        "You asked {name} about {what}.",
        "Keep the promise “{text}”",
        "hold",
        "{n} files",
        "“{name}” is not a file.",
        "Last copy {when}.",
        "today, {time}",
        "connection: {grounds}",
        "{word}, since {month}.",
        "economic",
        "personal",
        "mentioned {n} times",
        "2024, May 2024, 3 May 2024",
    }
)


@pytest.fixture
def covering() -> Covering:
    return Covering(lambda: SAID)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "–",
        "12",
        "64 %",
        "64–89",
        "10:30",
        "2026-11-22",
        "1,234",
        "Ctrl+Shift+L",
        "F8",
        "Friend",
        "friend",
        "Friend · 3 promises",
        "3 hold",
        "Open 4",
        "Open 3,000",
        "Open 1,234,567",
        "3,000 hold",
        "3 of 4",
        "22 Nov 2026",
        "Sun 22 November, 10:30 · last contact yesterday",
        "last contact 3 days ago",
        "No contact since. No contact since.",
        "Last copy today, 10:30.",
        "· mentioned 4 times",
    ],
)
def test_words_and_counts_of_the_program_stay(covering: Covering, text: str) -> None:
    assert covering.text(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Dana Okafor", "••••• •••••"),
        ("to Dana Okafor", "to ••••• •••••"),
        ("Keep the promise “Send it”", "Keep the promise “••••• ••”"),
        ("Dana · last contact yesterday", "••••• · last contact yesterday"),
        ("You asked Dana about money.", "You asked ••••• about •••••."),
        ("+31 6 555 0102", "•• •• •• •••••"),
        ("555 0102", "•• •••••"),
        ("Call 5550102", "••••• ••••••••"),
        ("Call 020,555,010", "••••• •••••••••"),
        ("dana@x.example", "•••••••••"),
        ("王小明", "••"),
        ("🦊", "••"),
        ("she is one of them", "•• •• •• •• •••••"),
        ("“My files” is not a file.", "“•• •••••” is not a file."),
        ("Dana files", "••••• •••••"),
        ("12 files", "12 files"),
        ("connection: economic, personal", "connection: •••••••• ••••••••"),
    ],
)
def test_what_the_user_wrote_is_covered(covering: Covering, text: str, seen: str) -> None:
    assert covering.text(text) == seen
    assert covering.text(seen) == seen


def test_a_name_is_covered_even_where_the_program_says_that_word(covering: Covering) -> None:
    assert covering.text("May") == "May"
    covering.set_names(
        [PersonName(1, "May"), PersonName(2, "Jo Mark", "Callie, Call", "Open Door")]
    )
    assert covering.text("May") == "••"
    assert covering.text("22 May 2026") == "22 •• 2026"
    assert covering.text("Mark") == "•••••"
    assert covering.text("Call") == "•••••"
    assert covering.text("Friend") == "Friend"
    # Where the program says many words of its own, they tell of nobody.
    assert covering.text("2024, May 2024, 3 May 2024") == "2024, May 2024, 3 May 2024"
    covering.set_names([PersonName(1, "May June")])
    assert covering.text("May June") == "•• •••••"


def test_what_the_program_says_later_is_known_then() -> None:
    said = {"Open"}
    covering = Covering(lambda: said)
    assert covering.text("Closed") == "•••••"
    said.add("Closed")
    assert covering.text("Closed") == "Closed"


def test_what_the_user_thinks_of_somebody_is_covered() -> None:
    since = words.CALLS[VerdictChoice.REAL], "November"
    _("{word}, since {month}.")
    told = Covering(said).text("{}, since {}.".format(*since))
    assert not {"You", "call", "real"} & set(re.findall(r"\w+", told))
    assert Covering(said).text("You call it growing; the record already looks real. So.").count(
        "•"
    ) >= len("You call it growing")


def test_names_of_one_length_class_are_covered_alike(covering: Covering) -> None:
    assert covering.text("to Dana Okafor") == covering.text("to Ebob Plbgps")


def test_a_very_long_note_is_covered_at_once(covering: Covering) -> None:
    assert set(covering.text("word, " * 20_000)) == {"•", " "}


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Z"))))
def test_whatever_is_written_nothing_new_appears(text: str) -> None:
    covering = Covering(lambda: SAID)
    shown = covering.text(text)
    assert set(shown) <= set(text) | {"•"}
    assert covering.text(shown) == shown
    letters = [c for c in blank(text) if c.isalpha() or c.isdigit()]
    assert letters == []
