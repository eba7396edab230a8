"""Every known quirk of address books, each with a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exchange import vcard
from app.model.imports import (
    ReadDate,
    ReadFailure,
    ReadPerson,
    ReadPoint,
    ReadRelation,
    ReadSkip,
)
from app.model.people import PointKind
from app.model.values import PartialDate

FILES = Path(__file__).parents[2] / "files" / "vcard"


def read(name: str) -> list[ReadPerson | ReadSkip | ReadFailure]:
    data = (FILES / name).read_bytes()
    assert vcard.looks_like(data)
    return list(vcard.read(data))


def people(name: str) -> list[ReadPerson]:
    found = read(name)
    assert all(isinstance(person, ReadPerson) for person in found), found
    return found


def only(name: str) -> ReadPerson:
    (person,) = people(name)
    return person


def values(person: ReadPerson, kind: PointKind) -> list[str]:
    return [point.value for point in person.points if point.kind is kind]


def test_quoted_printable_with_charset_and_soft_breaks_inside_folding() -> None:
    person = only("v21_quoted_printable_folded.vcf")
    assert person.name == "Jörg Grünbaum"
    assert person.note == "Likes cafés\nand long walks"
    assert values(person, PointKind.PHONE) == ["+43 660 1234567"]
    assert person.remarks == ()


def test_bare_types_of_2_1() -> None:
    person = only("v21_bare_types.vcf")
    assert person.points == (
        ReadPoint(PointKind.PHONE, "+234 803 555 0101", "mobile", preferred=True),
        ReadPoint(PointKind.PHONE, "+234 1 555 0102", "work fax"),
        ReadPoint(PointKind.EMAIL, "adaeze@example.org", "home"),
    )


def test_legacy_letters_without_charset_follow_the_country_the_card_names_and_say_so() -> None:
    person = only("v21_no_charset_latin2.vcf")
    assert person.name == "Michał Kończak"
    assert any("alphabet" in remark for remark in person.remarks)


def test_legacy_letters_without_any_hint_are_western_and_say_so() -> None:
    person = only("v21_no_charset_no_hint.vcf")
    assert person.name == "Luis Peña"
    assert any("alphabet" in remark for remark in person.remarks)


def test_quoted_printable_without_encoding_and_a_late_small_version() -> None:
    person = only("bare_quoted_printable_late_version.vcf")
    assert person.name == "Renée Dubois"
    assert values(person, PointKind.PHONE) == ["0612345678"]


def test_utf16_big_endian_without_a_mark() -> None:
    person = only("utf16_big_endian_no_mark.vcf")
    assert person.name == "Żaneta Łęcka"
    assert values(person, PointKind.EMAIL) == ["zaneta@example.org"]


def test_utf16_with_a_mark() -> None:
    assert only("utf16_with_mark.vcf").name == "李小龍"


def test_google_item_labels_phonetics_packed_address_and_escaped_colon() -> None:
    person = only("google_labels.vcf")
    assert person.aliases == "preeya rahmun"
    assert person.points == (
        ReadPoint(PointKind.EMAIL, "priya@example.org", "Book club"),
        ReadPoint(PointKind.EMAIL, "p.raman@example.com", "work"),
        ReadPoint(PointKind.URL, "http://www.example.org/priya", "homepage"),
        ReadPoint(PointKind.ADDRESS, "14 Lake Road, Pune 411001, India"),
    )
    assert person.dates == (ReadDate("Anniversary", PartialDate(2011, 6, 18)),)
    assert person.note == ""
    assert person.tags == ("Book club",)


def test_google_cards_without_fn_take_n_and_never_a_name_from_the_address() -> None:
    named, nameless = people("google_without_fn.vcf")
    assert named.name == "Samir Haddad"
    assert nameless.name == ""
    assert values(nameless, PointKind.EMAIL) == ["nobody.knows@example.org"]
    assert all(point.label == "" for point in (*named.points, *nameless.points))


def test_apple_birthdays_without_a_year_get_none() -> None:
    days = [person.birthday for person in people("apple_yearless_birthdays.vcf")]
    assert days == [
        PartialDate(None, 4, 12),
        PartialDate(None, 2, 29),
        PartialDate(None, 12, 31),
        PartialDate(None, 7, 1),
    ]


def test_apple_company_country_photo_and_handle() -> None:
    company, person = people("apple_extras.vcf")
    assert company.is_company
    assert (company.name, company.organisation) == ("Fjord & Sons", "Fjord & Sons")
    assert values(company, PointKind.ADDRESS) == ["1 Harbour St, Bergen, 5003, Norway"]
    assert [(point.label, point.value) for point in company.points[1:]] == [
        ("example", "fjordsons"),
        ("twitter", "fjord"),
    ]
    assert not person.is_company
    assert person.points == (
        ReadPoint(PointKind.PHONE, "+46 70 123 45 67", "mobile", preferred=True),
    )
    assert "2wBDAAM" not in company.raw + person.raw


def test_several_cards_with_a_prodid_each_even_a_doubled_one() -> None:
    first, second = people("repeated_prodid_and_names.vcf")
    assert (first.name, second.name) == ("Noor van Dijk", "Second Card")


def test_repeated_names_and_a_trailing_semicolon_on_the_birthday() -> None:
    person = people("repeated_prodid_and_names.vcf")[0]
    assert person.aliases == "Noor Bakker"
    assert person.birthday == PartialDate(1990, 1, 1)


def test_outlook_empty_photo_design_anniversary_label_and_a_comma_in_the_company() -> None:
    person = only("outlook_2_1.vcf")
    assert person.name == "Dr. Eleanor Marsh"
    assert (person.organisation, person.role) == ("Company, The", "Buyer, Dept")
    assert person.dates == (ReadDate("Anniversary", PartialDate(2005, 7, 9)),)
    assert values(person, PointKind.ADDRESS) == ["9 Mill Lane, Leeds, LS1 4AB, United Kingdom"]
    assert values(person, PointKind.EMAIL) == ["eleanor.marsh@example.com"]
    assert person.remarks == ()


def test_outlook_2003_backslash_before_a_comma_and_more_than_one_card() -> None:
    first, second = people("outlook_2003_backslash.vcf")
    assert first.organisation == "Marsh, Marsh and Daughter"
    assert second.name == "Card Second"


def test_the_same_anniversary_written_three_ways_counts_once() -> None:
    day = ReadDate("Anniversary", PartialDate(2001, 9, 15))
    assert only("double_anniversary.vcf").dates == (day,)


def test_cards_without_what_3_0_requires_and_with_what_it_forbids() -> None:
    no_version, quoted = people("missing_what_3_0_requires.vcf")
    assert no_version.name == "No Version"
    assert no_version.points[0].label == "mobile"
    assert quoted.name == "Zoë Quoted"


def test_version_4_names_dates_uris_and_label_parameters() -> None:
    person, _old, group = read("v4.vcf")
    assert isinstance(person, ReadPerson)
    assert (person.name, person.aliases) == ("山田太郎", "Taro Yamada")
    assert person.birthday == PartialDate(None, 4, 15)
    assert person.key == "vcard:uid:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert person.tags == ("judo", "work, old")
    assert person.note == "First line\nSecond, with a comma"
    assert person.dates == (ReadDate("Anniversary", PartialDate(2009, 8, 8)),)
    assert person.relations == (ReadRelation("friend", "Hanako Suzuki"),)
    assert person.points == (
        ReadPoint(PointKind.PHONE, "+81-3-5555-0000;ext=12", "home", preferred=True),
        ReadPoint(PointKind.EMAIL, "taro@example.jp", "work"),
        ReadPoint(PointKind.HANDLE, "taro@chat.example.jp", "xmpp", preferred=True),
        ReadPoint(PointKind.ADDRESS, "1-2-3 Shibuya, Tokyo 150-0002", "home"),
    )
    assert isinstance(group, ReadSkip)
    assert (group.title, group.why) == ("The choir", "It is a list of people, not a person.")


def test_a_birthday_in_words_is_left_out_and_said() -> None:
    person = read("v4.vcf")[1]
    assert isinstance(person, ReadPerson)
    assert person.birthday is None
    assert any("circa 1800" in remark for remark in person.remarks)


def test_version_4_is_utf8_whatever_it_claims() -> None:
    assert only("v4_false_charset.vcf").name == "André Weiss"


def test_dates_are_read_as_exactly_as_they_are_given() -> None:
    found = {person.name: person for person in people("compact_dates.vcf")}
    assert {name: person.birthday and str(person.birthday) for name, person in found.items()} == {
        "Compact Day": "1993-01-02",
        "With Time": "1987-09-27",
        "Month Only": "1985-04",
        "Year Only": "1985",
        "Two Meanings": None,
        "Empty Date": None,
        "No Such Day": None,
    }
    assert "03/04/1985" in found["Two Meanings"].remarks[0]
    assert found["Empty Date"].remarks == ()
    assert "1985-02-30" in found["No Such Day"].remarks[0]


def test_photos_are_never_fetched_and_scripts_are_no_links() -> None:
    data, web = people("photo_by_address.vcf")
    assert data.points == ()
    assert "/9j/" not in data.raw
    assert web.points == ()
    assert any("javascript" in remark for remark in web.remarks)


def test_a_broken_card_never_stops_the_others() -> None:
    first, open_card, empty, last = read("broken_between_good.vcf")
    assert isinstance(first, ReadPerson)
    assert isinstance(open_card, ReadPerson)
    assert open_card.name == "Never Closed"
    assert "Line 7 was not understood." in open_card.remarks
    assert "Line 8 was not understood." in open_card.remarks
    assert any("no end" in remark for remark in open_card.remarks)
    assert isinstance(empty, ReadFailure)
    assert empty.place == "card 3, line 11"
    assert isinstance(last, ReadPerson)
    assert last.name == "Last Good"


def test_a_card_inside_a_card_is_not_a_person_of_its_own() -> None:
    boss = only("agent.vcf")
    assert boss.name == "The Boss"
    assert values(boss, PointKind.PHONE) == ["111"]
    assert boss.remarks == ("The card of someone else inside it was left out.",)


def test_unseen_and_reversing_characters_are_dropped() -> None:
    person = only("unseen_characters.vcf")
    assert person.name == "gnirts Ada Bell"
    assert values(person, PointKind.EMAIL) == ["ada@example.org"]
    assert person.note == "tab\tstays"


def test_a_fold_may_split_a_letter() -> None:
    assert only("split_letter.vcf").name == "Zoë Lind"


def test_old_line_ends() -> None:
    assert only("old_mac_line_ends.vcf").name == "Carriage Return"


def test_an_empty_card_is_reported_with_its_place() -> None:
    (failure,) = read("empty_card.vcf")
    assert isinstance(failure, ReadFailure)
    assert failure.place == "card 1, line 1"
    assert failure.why == "The card holds neither a name nor a way to reach anyone."


def test_the_raw_card_is_kept() -> None:
    person = only("v21_bare_types.vcf")
    assert person.raw.splitlines()[2] == "N:Okafor;Adaeze"


def test_a_card_without_uid_has_the_same_key_wherever_it_stands() -> None:
    alone = (FILES / "v21_bare_types.vcf").read_bytes()
    after = (FILES / "v21_no_charset_no_hint.vcf").read_bytes() + alone.replace(b"\r\n", b"\n")
    (first,) = vcard.read(alone)
    assert first.key == list(vcard.read(after))[1].key


@pytest.mark.parametrize("data", [b"", b"\x00", b"Name,Phone\n", b"BEGIN:VCALENDAR\n"])
def test_other_files_do_not_look_like_cards(data: bytes) -> None:
    assert not vcard.looks_like(data)
    assert list(vcard.read(data)) == []


def test_hostile_lines_cost_no_more_than_their_length() -> None:
    commas = b"TEL;TYPE=" + b"," * 50_000 + b"\n"
    quotes = b'TEL;TYPE="' + b'a"' * 50_000 + b"\n"
    deep = b"".join(b"BEGIN:X%d\n" % number for number in range(20_000))
    many = b"".join(b"TEL:%d\nX-ABDATE:20%06d\n" % (number, number) for number in range(20_000))
    data = b"BEGIN:VCARD\nFN:Patient\n" + commas + quotes + many + deep + b"END:VCARD\n"
    (person,) = vcard.read(data)
    assert isinstance(person, ReadPerson)
    assert person.name == "Patient"
