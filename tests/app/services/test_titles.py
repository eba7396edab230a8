"""A title in front of a name: it is kept, found with and without, and nobody is called by it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.model.errors import NotFoundError
from app.model.people import Counterpart, PersonName
from app.model.records import Opener
from app.model.titles import role_within, untitled
from app.services import words
from app.services.person_names import resolve
from app.services.quick_log import QuickLine, parse

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=ZoneInfo("Europe/Lisbon"))
NAMES = (
    PersonName(1, "Mr. Ed Stone"),
    PersonName(2, "Dr. Eva Roth"),
    PersonName(3, "Dr. Max Fall"),
    PersonName(4, "Prof. Dr. Ute van der Berg"),
    PersonName(5, "Dipl.-Ing. Hans Meier", "Hansi"),
    PersonName(6, "Dana Okafor"),
    PersonName(7, "Lea Roth"),
    PersonName(8, "Dom Perry"),
)


def read(who: str) -> QuickLine:
    return parse(f"lunch with {who} last Friday 1h they opened. Boats", NAMES, NOW)


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("Mr. Ed Stone", 1),
        ("Mr Ed Stone", 1),
        ("mr. stone", 1),
        ("Ed", 1),
        ("Dr. Eva Roth", 2),
        ("Dr Eva Roth", 2),
        ("Eva Roth", 2),
        ("Dr. Roth", 2),
        ("Frau Dr. Eva Roth", 2),
        ("Dr. Fall", 3),
        ("Prof. Dr. Ute van der Berg", 4),
        ("Prof. Ute van der Berg", 4),
        ("Prof. Berg", 4),
        ("Dipl.-Ing. Hans Meier", 5),
        ("Herr Meier", 5),
        ("Dr. med. Dana Okafor", 6),
        ("Dom", 8),
        ("Dom Perry", 8),
    ],
)
def test_a_name_with_a_title_is_read_and_the_line_goes_on(who: str, number: int) -> None:
    quick = read(who)
    assert (quick.people, quick.unknown, quick.ambiguous) == ((number,), (), ())
    assert str(quick.when.date) == "2026-11-20"
    assert (quick.minutes, quick.opener) == (60, Opener.THEM)
    assert quick.note == "Lunch. Boats"


def test_a_title_alone_names_nobody() -> None:
    only = (PersonName(1, "Dr. Eva Roth"),)
    quick = parse("lunch with Dr. Zoe Marsh yesterday", only, NOW)
    assert (quick.people, quick.unknown) == ((), ("Dr. Zoe Marsh",))
    assert parse("lunch with Dr Zoe Marsh", only, NOW).unknown == ("Dr Zoe Marsh",)
    assert parse("call with Dr. Eva Marsh", only, NOW).unknown == ("Dr. Eva Marsh",)
    assert parse("call with Dr. Max Roth", NAMES, NOW).unknown == ("Dr. Max Roth",)


def test_several_with_titles_stand_side_by_side() -> None:
    quick = parse("lunch with Dr. Eva Roth, Dr. Max Fall and Mr. Stone, 2h", NAMES, NOW)
    assert (quick.people, quick.minutes) == ((2, 3, 1), 120)
    asked = parse("call with Frau Roth", NAMES, NOW)
    assert asked.ambiguous[0].spellings == ("Dr. Eva Roth", "Lea Roth")


def test_a_namesake_without_the_title_is_told_apart_by_it() -> None:
    names = (PersonName(1, "Dr. Eva Roth"), PersonName(2, "Eva Roth"))
    assert parse("call with Dr. Eva Roth", names, NOW).people == (1,)
    assert parse("call with Eva Roth", names, NOW).people == (2,)
    assert resolve("Dr. Eva Roth", names).id == 1
    assert resolve("Eva Roth", names).id == 2


def test_a_short_name_before_a_full_stop_is_no_title_of_who_comes_next() -> None:
    names = (PersonName(1, "Mag Doyle"), PersonName(2, "Ana Reis"), PersonName(3, "Eva Roth"))
    quick = parse("coffee with Mag. Ana was there too", names, NOW)
    assert (quick.people, quick.note) == ((1,), "Coffee. Ana was there too")
    assert parse("coffee with Ing. Ana", names, NOW).people == (2,)  # nobody is called Ing
    held = (*names, PersonName(4, "Mag. Ana Lopes"))
    assert parse("coffee with Mag. Ana yesterday", held, NOW).people == (4,)


def test_a_command_takes_a_name_with_any_title() -> None:
    assert resolve("Mr. Stone", NAMES).id == 1
    assert resolve("Ms Dana Okafor", NAMES).id == 6
    assert resolve("Dr. Roth", NAMES).id == 2
    with pytest.raises(NotFoundError):
        resolve("Dr. Nobody", NAMES)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Dana Okafor", "Dana"),
        ("陳美玲", "陳美玲"),
        ("Mr. Ed Stone", "Ed"),
        ("Dr. Eva Roth", "Eva"),
        ("Dr.Eva Roth", "Eva"),
        ("Prof. Dr. Ute van der Berg", "Ute"),
        ("Dipl.-Ing. Hans Meier", "Hans"),
        ("Dr. med. Eva Roth", "Eva"),
        ("Herr Prof. Dr. rer. nat. Uwe Hahn", "Uwe"),
        ("Ing. Max Fall", "Max"),
        ("Mme Claire Petit", "Claire"),
        ("M. Jean Petit", "Jean"),
        ("M. P. Singh", "M. P. Singh"),
        ("J. Robert Oakes", "Robert"),
        ("Dr. van der Berg", "Dr. van der Berg"),
        ("dr. eva roth", "eva"),
        ("Dr. E. Roth", "Dr. E. Roth"),
        ("Sir Ian Holm", "Ian"),
        ("Ing-Marie Berg", "Ing-Marie"),
        ("Missy Drew", "Missy"),
        ("Dr. Roth", "Dr. Roth"),
        ("Frau Berger", "Frau Berger"),
        ("M. Petit", "M. Petit"),
        ("Dr.", "Dr."),
    ],
)
def test_sentences_call_nobody_by_a_title(name: str, called: str) -> None:
    person = Counterpart(1, "u1", name)
    assert words.first_name(person) == called
    assert words.opened_by(Opener.THEM, person) == f"{called} opened"


def test_what_is_nothing_but_a_title_stays() -> None:
    assert untitled("Prof.") == "Prof."


@pytest.mark.parametrize(
    ("title", "department", "told"),
    [
        ("Head of Operations", "Operations", "Head of Operations"),
        ("Head of Human Resources, EMEA", "human resources", "Head of Human Resources, EMEA"),
        ("Operations", "Operations", "Operations"),
        ("Buyer", "Operations", "Buyer, Operations"),
        ("Cooperations", "Operations", "Cooperations, Operations"),
        ("", "Operations", "Operations"),
        ("Buyer", "", "Buyer"),
        ("", "", ""),
    ],
)
def test_a_department_that_the_title_names_is_not_said_twice(
    title: str, department: str, told: str
) -> None:
    assert role_within(title, department) == told
