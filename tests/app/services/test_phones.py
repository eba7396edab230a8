"""Phone numbers compare whole, with their country, however they are written."""

from __future__ import annotations

import locale
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.phones import Phones, country_of, phones_of


@pytest.mark.parametrize(
    ("one", "other", "country", "same"),
    [
        ("+351 912 345 678", "912 345 678", "PT", True),
        ("+351 912 345 678", "00351 912345678", "PT", True),
        ("+49 30 123456", "030 123456", "DE", True),
        ("+49 (0)30 123456", "030/123456", "DE", True),
        ("+49 30 123456", "+43 30 123456", "DE", False),
        ("+44 20 7946 0000", "020 7946 0000", "DE", False),
        ("+44 20 7946 0000 ext. 12", "+44 20 7946 0000 ext. 13", "", False),
        ("٠٩١٢٣٤٥٦٧٨", "0912345678", "", True),
        # Without a country the last digits tell.
        ("+351 912 345 678", "912 345 678", "", True),
        ("+351 912 345 678", "12345", "", False),
        ("no number", "no number", "", False),
        ("12345", "12345", "DE", False),  # a short number is many people's
        ("", "", "DE", False),
    ],
)
def test_numbers_that_are_the_same(one: str, other: str, country: str, same: bool) -> None:
    read = Phones(country).read
    assert read(one).same(read(other)) is same
    assert read(other).same(read(one)) is same


def test_a_number_in_a_pocket_is_told_from_one_in_a_room() -> None:
    read = Phones("PT").read
    assert read("912 345 678").mobile
    assert not read("213 000 111").mobile
    assert read("912 345 678").whole == "+351912345678"


def test_a_country_nobody_knows_is_none() -> None:
    assert Phones("XX").country == ""
    assert Phones("XX").read("030 123456").whole == ""


def test_where_numbers_are() -> None:
    german, portuguese = "+49 30 123456", "+351 912 345 678"
    assert country_of(" pt ", [german] * 9) == "PT"
    assert country_of("", [portuguese] * 3 + [german]) == "PT"
    assert country_of("", [portuguese] * 2) == ""
    assert country_of("", [portuguese, german, "+44 20 7946 0000", "+", "912 345 678"]) == ""


def test_where_nothing_tells_numbers_are_of_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(name: str) -> str:
        monkeypatch.setattr(locale, "setlocale", lambda _category: name)
        return phones_of("", []).country

    assert here("de_DE.UTF-8") == here("de_DE@euro") == "DE"
    for nothing in ("C", "C.UTF-8", "de_XX.UTF-8", "German_Germany.1252", "German_Austria.1252"):
        assert here(nothing) == ""


def test_a_country_only_presumed_takes_no_number_it_cannot_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locale, "setlocale", lambda _category: "en_US.UTF-8")
    swedish, bare, american = "+46 70 555 01 02", "070 555 01 02", "(212) 736-5000"
    presumed, chosen = phones_of("", []).read, phones_of("US", []).read
    assert presumed(swedish).same(presumed(bare))
    assert not chosen(swedish).same(chosen(bare))
    assert presumed(american).whole == "+12127365000"


def test_the_plans_are_not_loaded_before_a_number_is_read(root: Path) -> None:
    code = "import sys, app.cli, app.services.duplicates; print('phonenumbers' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"
