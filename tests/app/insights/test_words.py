"""Names, dates and counts in the sentences of findings."""

from datetime import date

import pytest

from app.insights import words
from app.insights.intervals import Interval
from app.model.people import Pronoun
from tests.app.insights.insight_logs import TODAY, person


@pytest.mark.parametrize(
    ("name", "pronoun", "expected"),
    [
        ("Dana Okafor", Pronoun.SHE, ("Dana", "she", "her", "her")),
        ("Rui Santos", Pronoun.HE, ("Rui", "he", "him", "his")),
        ("Kim Lee", Pronoun.THEY, ("Kim", "they", "them", "their")),
        ("陳美玲", None, ("陳美玲", "陳美玲", "陳美玲", "陳美玲’s")),
        ("Dr. Anna Bell", Pronoun.SHE, ("Anna", "she", "her", "her")),
        ("Frau Dr Anna Bell", Pronoun.SHE, ("Anna", "she", "her", "her")),
        ("Dr. Bell", None, ("Dr. Bell", "Dr. Bell", "Dr. Bell", "Dr. Bell’s")),
        ("Mr.", Pronoun.HE, ("Mr.", "he", "him", "his")),
        ("  ", Pronoun.HE, ("this person", "he", "him", "his")),
    ],
)
def test_how_a_person_is_spoken_of(name: str, pronoun: Pronoun, expected: tuple[str, ...]) -> None:
    assert tuple(words.voice(person(name=name, pronoun=pronoun))) == expected


@pytest.mark.parametrize(
    ("day", "text"), [(date(2026, 5, 3), "3 May"), (date(2024, 12, 31), "31 December 2024")]
)
def test_days(day: date, text: str) -> None:
    assert words.day_words(day, TODAY) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (60, "2 months"),
        (365, "12 months"),
        (1100, "3 years"),
    ],
)
def test_lengths(days: int, text: str) -> None:
    assert words.length_words(days) == text


@pytest.mark.parametrize(
    ("n", "text"), [(1, "once"), (2, "twice"), (3, "three times"), (12, "12 times")]
)
def test_times(n: int, text: str) -> None:
    assert words.times_words(n) == text


def test_ranges_and_what_an_answer_rests_on() -> None:
    assert words.range_words(Interval(0.717, 0.97)) == "72–97 %"
    assert words.rests_on("openings", 1, None) == "Counts openings; rests on 1 entry."
    since = words.rests_on("openings", 23, date(2025, 5, 3))
    assert since == "Counts openings since May 2025; rests on 23 entries."
    assert words.joined(["One.", "", "Two."]) == "One. Two."
    assert words.sentence_case("eight more") == "Eight more"
