"""Names and addresses are found however they are written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.mentions import Finder, folded, several

TERMS = [
    "Åsa Lindqvist",
    "Sunny",
    "asa@fjord.example",
    "+46 70 123 45 67",
    "https://www.asa.example/me",
    "陳美玲",
    "@asal",
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Met asa lindqvist and ÅSA\nLINDQVISTs cat", "Met [x] and [x]s cat"),
        ("A\u030asa  Lindqvist. Lindqvist, Åsa", "[x]. [x]"),
        ("Åsa Lindqvistson", "Åsa Lindqvistson"),
        ("A sunny day for Sunny, says SUNNY.", "A sunny day for [x], says [x]."),
        ("asa@FJORD.example. basa@fjord.example", "[x]. basa@fjord.example"),
        ("070-123 45 67, +46701234567, 0701234568", "[x], [x], 0701234568"),
        ("see asa.example/me now", "see [x] now"),
        ("昨天陳美玲來了", "昨天[x]來了"),
        ("by @asal, asal", "by [x], [x]"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_what_is_found(text: str, wanted: str) -> None:
    assert Finder((term, "[x]") for term in TERMS).replace(text) == wanted


def test_each_has_words_of_its_own() -> None:
    finder = Finder([("Rui Santos", "R. S."), ("Åsa Lindqvist", "Å. L."), ("Mum", "M.")])
    told = finder.replace("RUI SANTOS, Lindqvist Åsa and Mum")
    assert told == "R. S., Å. L. and M."


def test_nothing_to_look_for() -> None:
    finder = Finder([("x", "y"), ("", "y"), ("  ", "y")])
    assert not finder
    assert finder.replace("x y") == "x y"


def test_several_names_in_a_field() -> None:
    assert several("Mum,  Bo Ek ;\nSis|") == ["Mum", "Bo Ek", "Sis"]
    assert folded("  ÅSA\tLindqvist ") == "asa lindqvist"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_put_into_any_text_is_found_again(before: str, after: str) -> None:
    finder = Finder([("Åsa Quxmarker", "[x]")])
    told = finder.replace(f"{before} Åsa Quxmarker {after}")
    assert "Quxmarker" not in told
    assert told.count("[x]") >= 1
