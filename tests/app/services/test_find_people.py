"""People found by any part, with accents or without, in any script, typos forgiven."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.errors import AmbiguousNameError, NotFoundError
from app.model.people import PersonName
from app.services.find_people import PeopleIndex, rank, resolve

NAMES = (
    PersonName(1, "Dana Okafor", "", "Northwind"),
    PersonName(2, "Åsa Lindqvist"),
    PersonName(3, "Rui Santos", "Ruizinho"),
    PersonName(4, "陳美玲", "", "Harbour Labs"),
    PersonName(5, "May Chen"),
    PersonName(6, "Søren Groß", "", "Café Åre"),
    PersonName(7, "Иван Петров"),
    PersonName(8, "A\u030angstro\u0308m Lee"),
)
INDEX = PeopleIndex(NAMES, {3: "boat club"})


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("dana", [1]),
        ("kafo", [1]),
        ("asa", [2]),
        ("ÅSA", [2]),
        ("soren", [6]),
        ("gross", [6]),
        ("cafe are", [6]),
        ("harb", [4]),
        ("chen", [5, 4]),
        ("陳", [4]),
        ("美玲", [4]),
        ("ivan", [7]),
        ("Иван", [7]),
        ("angstrom", [8]),
        ("ruizinho", [3]),
        ("boat", [3]),
        ("dana north", [1]),
        ("north dana", [1]),
        ("lindkvist", [2]),
        ("okafro", [1]),
        ("santso", [3]),
        ("xyzzyx", []),
        ("dana santos", []),
    ],
)
def test_who_is_found(query: str, ids: list[int]) -> None:
    assert [match.id for match in INDEX.rank(query)] == ids
    assert [match.id for match in rank(query, NAMES) if "boat" not in query] == (
        [] if "boat" in query else ids
    )


@pytest.mark.parametrize(
    ("query", "hit", "place"),
    [
        ("asa", ["Åsa"], []),
        ("gross", ["Groß"], []),
        ("mei", ["美"], []),
        ("dana nor", ["Dana"], ["Nor"]),
        ("da oka", ["Da", "Oka"], []),
        ("cafe", [], ["Café"]),
        ("okafro", ["Okafor"], []),
        ("strom", ["stro\u0308m"], []),
    ],
)
def test_the_hit_is_marked_in_the_name_as_written(
    query: str, hit: list[str], place: list[str]
) -> None:
    (match,) = INDEX.rank(query)
    person = next(person for person in NAMES if person.id == match.id)
    assert [person.name[start:end] for start, end in match.in_name] == hit
    assert [person.organisation[start:end] for start, end in match.in_organisation] == place


def test_an_empty_query_shows_everyone_in_order() -> None:
    assert [match.id for match in INDEX.rank("")] == [person.id for person in NAMES]
    assert [match.id for match in INDEX.rank("  ", limit=2)] == [1, 2]


def test_better_hits_come_first() -> None:
    names = [
        PersonName(1, "Sandra Bell"),
        PersonName(2, "Bo Alexander"),
        PersonName(3, "Kim Lee", "", "Anders"),
        PersonName(4, "Anders Holm"),
        PersonName(5, "An Le"),
    ]
    assert [match.id for match in rank("an", names)] == [5, 4, 1, 2, 3]


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_text_is_searched_and_marked_within_bounds(query: str, texts: list[str]) -> None:
    names = [PersonName(at, text, text[::-1], text[1:]) for at, text in enumerate(texts)]
    index = PeopleIndex(names)
    for match in index.rank(query):
        for text, ranges in (
            (names[match.id].name, match.in_name),
            (names[match.id].organisation, match.in_organisation),
        ):
            end = 0
            for start, stop in ranges:
                assert end <= start < stop <= len(text)
                end = stop


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=60, deadline=None)
def test_every_beginning_of_a_name_finds_its_person(
    person: PersonName, data: st.DataObject
) -> None:
    length = data.draw(st.integers(1, len(person.name)))
    assert person.id in [match.id for match in INDEX.rank(person.name[:length])]


def test_one_person_is_told_from_any_unambiguous_part() -> None:
    for text, number in (
        ("dana", 1), ("Okafor, Dana", 1), ("lind", 2), ("ruizinho", 3), ("陳", 4), ("may", 5),
        ("soren gross", 6), ("Петров", 7), ("D. Okafor", 1), ("Dana Okafor (Northwind)", 1),
    ):  # fmt: skip
        assert resolve(text, NAMES).id == number, text
    with pytest.raises(NotFoundError, match="Nobody"):
        resolve("Nobody", NAMES)
    with pytest.raises(NotFoundError):
        resolve("", NAMES)
    with pytest.raises(AmbiguousNameError) as doubt:
        resolve("chen", NAMES)
    assert doubt.value.candidates == ("陳美玲", "May Chen")
