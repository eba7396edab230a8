"""Every known quirk of contact tables, each with a file of its own or a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exchange import contact_tables
from app.exchange.contact_tables import Kind, What
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

FILES = Path(__file__).parents[2] / "files" / "contact_tables"
NOTICE = (
    "When exporting your connection data, you may notice that some of the e-mail addresses are "
    "missing."
)
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ROW = "Ann,Lee,https://www.linkedin.com/in/annlee,,Fjord AB,Partner,15 Mar 2024"

Item = ReadPerson | ReadSkip | ReadFailure


def read(text: str | bytes, name: str = "x.csv") -> list[Item]:
    data = text.encode() if isinstance(text, str) else text
    assert contact_tables.looks_like(data, name)
    return list(contact_tables.read(data))


def people(text: str | bytes) -> list[ReadPerson]:
    found = read(text)
    assert all(isinstance(item, ReadPerson) for item in found), found
    return [item for item in found if isinstance(item, ReadPerson)]


def only(text: str | bytes) -> ReadPerson:
    (person,) = people(text)
    return person


def of_file(name: str) -> list[Item]:
    return read((FILES / name).read_bytes(), name)


def kind(data: str | bytes) -> Kind:
    table = contact_tables.describe(data.encode() if isinstance(data, str) else data)
    assert table is not None
    return table.kind


def values(person: ReadPerson, kind: PointKind) -> list[str]:
    return [point.value for point in person.points if point.kind is kind]


# --- LinkedIn ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "preamble",
    [
        f'Notes:\n"{NOTICE}"\n\n',
        f'Notes:\n"{NOTICE}"\n\n\n',
        f'"Notes:","{NOTICE}"\n\n',
        "",
        "\n",
        "".join(f'"Line {n}, of twelve"\n' for n in range(12)),
    ],
    ids=["three lines", "two blank lines", "one CSV line", "none", "a blank line", "twelve lines"],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
def test_linkedin_header_is_found_below_every_preamble(
    preamble: str, ending: str, mark: bytes
) -> None:
    text = f"{preamble}{HEADER}\n{ROW}\n".replace("\n", ending)
    person = only(mark + text.encode())
    assert kind(mark + text.encode()) is Kind.LINKEDIN
    assert (person.name, person.organisation, person.role) == ("Ann Lee", "Fjord AB", "Partner")
    assert person.note == "Connected on LinkedIn: 2024-03-15"
    assert values(person, PointKind.URL) == ["https://www.linkedin.com/in/annlee"]
    assert person.remarks == ()


def test_linkedin_older_header_without_url() -> None:
    text = (
        "First Name,Last Name,Email Address,Company,Position,Connected On\n"
        "Ann,Lee,ann@lee.example,Fjord AB,Partner,5 Mar 2019\n"
    )
    person = only(text)
    assert kind(text) is Kind.LINKEDIN
    assert values(person, PointKind.EMAIL) == ["ann@lee.example"]
    assert person.note == "Connected on LinkedIn: 2019-03-05"


def test_linkedin_empty_mail_cells_are_no_trouble() -> None:
    assert values(only(f"{HEADER}\n{ROW}\n"), PointKind.EMAIL) == []


def test_linkedin_rows_without_a_name_and_padding_rows_are_counted() -> None:
    found = of_file("linkedin.csv")
    assert [type(item).__name__ for item in found] == [
        *("ReadPerson", "ReadPerson", "ReadFailure", "ReadSkip", "ReadPerson"),
    ]
    ghost, padding = found[2], found[3]
    assert isinstance(ghost, ReadFailure)
    assert isinstance(padding, ReadSkip)
    assert (ghost.title, ghost.why, ghost.place) == ("Ghost Ltd", "The row has no name.", "line 7")
    assert "https://www.linkedin.com/in/ghost" in ghost.raw
    assert padding.why == "2 empty rows."


def test_linkedin_company_of_a_nameless_row_makes_no_company() -> None:
    (found,) = read(f"{HEADER}\n,,,,Ghost Ltd,Founder,01 Jan 2020\n")
    assert isinstance(found, ReadFailure)


def test_formulas_are_kept_as_the_text_they_are() -> None:
    mallory = of_file("linkedin.csv")[-1]
    assert isinstance(mallory, ReadPerson)
    assert mallory.name == 'Mallory =HYPERLINK("http://x.example","x")'
    assert (mallory.organisation, mallory.role) == ("+SUM(1)", "-1")


def test_a_script_in_place_of_an_address_is_not_kept_as_a_link() -> None:
    mallory = of_file("linkedin.csv")[-1]
    assert isinstance(mallory, ReadPerson)
    assert mallory.points == ()
    assert mallory.remarks == ("An address that starts with “javascript:” is not kept as a link.",)


def test_linkedin_key_stays_when_the_job_changes() -> None:
    before = only(f"{HEADER}\n{ROW}\n")
    after = only(f"{HEADER}\n{ROW.replace('Fjord AB,Partner', 'Vela,Owner')}\n")
    assert before.key == after.key


# --- Google ------------------------------------------------------------------------------


def test_google_new_layout_with_all_its_groups() -> None:
    dana = of_file("google_new.csv")[0]
    assert isinstance(dana, ReadPerson)
    assert (dana.name, dana.aliases) == ("Dana Ngozi Okafor", "Dee")
    assert (dana.organisation, dana.role) == ("Harbour Labs", "Director, Research")
    assert dana.birthday == PartialDate(None, 4, 15)
    assert dana.note == "Met in Porto\nlikes tea\n\nBoat: Sirius"
    assert dana.relations == (ReadRelation("partner", "Ade"),)
    assert dana.dates == (ReadDate("Anniversary", PartialDate(2015, 6, 20)),)
    assert kind((FILES / "google_new.csv").read_bytes()) is Kind.GOOGLE


def test_google_cells_with_several_values() -> None:
    dana = of_file("google_new.csv")[0]
    assert isinstance(dana, ReadPerson)
    assert values(dana, PointKind.EMAIL) == [
        *("dana@harbour.example", "d.okafor@harbour.example", "dana@home.example"),
    ]
    assert values(dana, PointKind.PHONE) == ["+234 803 555 0101", "+234 803 555 0102"]
    assert values(dana, PointKind.ADDRESS) == ["1 Quay, Lagos, Nigeria", "2 Pier, Porto, Portugal"]


def test_google_star_marks_system_groups_and_primary_types() -> None:
    dana = of_file("google_new.csv")[0]
    assert isinstance(dana, ReadPerson)
    assert dana.tags == ("Sailing", "Board, old")
    assert dana.points[0] == ReadPoint(
        PointKind.EMAIL, "dana@harbour.example", "work", preferred=True
    )


def test_google_old_layout_in_utf_16_without_language_and_photo() -> None:
    asa, _bo = of_file("google_old_utf16.csv")
    assert isinstance(asa, ReadPerson)
    assert (asa.name, asa.organisation, asa.role) == ("Åsa Lindqvist", "Fjord AB", "Captain")
    assert asa.birthday == PartialDate(1980, 5, 2)
    assert asa.tags == ("Choir", "Friends")
    assert asa.relations == (ReadRelation("spouse", "Bo"),)
    assert asa.note == ""
    assert asa.remarks == ()


def test_google_kind_of_a_value_is_in_its_row() -> None:
    asa, bo = of_file("google_old_utf16.csv")
    assert isinstance(asa, ReadPerson)
    assert isinstance(bo, ReadPerson)
    assert [(p.value, p.label) for p in asa.points[:2]] == [
        ("asa@fjord.example", "home"),
        ("asa@work.example", "work"),
    ]
    assert [(p.value, p.label, p.preferred) for p in bo.points] == [
        ("bo@ek.example", "work", False),
        ("bo@home.example", "home", True),
    ]


def test_google_columns_go_by_header_and_not_by_place() -> None:
    head = "Phone 2 - Value,E-mail 1 - Value,Last Name,Phone 2 - Label,First Name"
    text = f"{head}\n7654321,a@b.example,Lee,Home,Ann\n"
    person = only(text)
    assert person.name == "Ann Lee"
    assert [(p.value, p.label) for p in person.points] == [("7654321", "home"), ("a@b.example", "")]


def test_google_address_packed_into_formatted() -> None:
    text = 'First Name,Address 1 - Label,Address 1 - Formatted\nAnn,Work,"1 Quay\nLagos"\n'
    assert only(text).points == (ReadPoint(PointKind.ADDRESS, "1 Quay, Lagos", "work"),)


def test_a_row_with_a_company_alone_is_the_company() -> None:
    ferry = of_file("google_new.csv")[1]
    assert isinstance(ferry, ReadPerson)
    assert (ferry.name, ferry.is_company) == ("Ferry Office", True)


def test_a_row_with_an_address_alone_stays_nameless() -> None:
    nobody = of_file("google_new.csv")[2]
    assert isinstance(nobody, ReadPerson)
    assert nobody.name == ""


# --- Outlook and Thunderbird -------------------------------------------------------------


def test_outlook_classic_layout_of_92_columns() -> None:
    tom, eve = of_file("outlook_92.csv")
    assert isinstance(tom, ReadPerson)
    assert isinstance(eve, ReadPerson)
    assert kind((FILES / "outlook_92.csv").read_bytes()) is Kind.OUTLOOK
    assert (tom.name, tom.organisation, tom.role) == ("Tom Ada", "Quill, The", "Editor")
    assert [(p.value, p.label) for p in tom.points] == [
        ("0113 496 0001", "work"),
        ("07700 900001", "mobile"),
        ("tom@quill.example", ""),
        ("http://quill.example", ""),
        ("1 Ink Rd, Floor 2, LS1 1AA Leeds, Yorkshire, United Kingdom", "work"),
        ("9 Elm, York", "home"),
    ]


def test_outlook_empty_dates_categories_and_newlines_in_notes() -> None:
    tom, eve = of_file("outlook_92.csv")
    assert isinstance(tom, ReadPerson)
    assert isinstance(eve, ReadPerson)
    assert tom.tags == ("Press", "Friends")
    assert tom.note == 'First line\nsecond, with "quotes"'
    assert tom.relations == (ReadRelation("spouse", "Kim"),)
    assert tom.dates == ()
    assert eve.birthday is None


def test_outlook_dates_follow_the_machine_that_wrote_them() -> None:
    tom, eve = of_file("outlook_92.csv")
    assert isinstance(tom, ReadPerson)
    assert isinstance(eve, ReadPerson)
    assert tom.birthday == PartialDate(1979, 2, 13)  # 13/2/1979: the day comes first ...
    # ... so 5/6/2001 is the fifth of June
    assert eve.dates == (ReadDate("Anniversary", PartialDate(2001, 6, 5)),)


def test_outlook_inner_addresses_of_exchange_are_no_mail_addresses() -> None:
    _tom, eve = of_file("outlook_92.csv")
    assert isinstance(eve, ReadPerson)
    assert eve.points == ()
    assert "not an e-mail address" in eve.remarks[0]


def test_thunderbird_trailing_comma_and_split_birthday() -> None:
    ann, bo = of_file("thunderbird.csv")
    assert isinstance(ann, ReadPerson)
    assert isinstance(bo, ReadPerson)
    assert kind((FILES / "thunderbird.csv").read_bytes()) is Kind.THUNDERBIRD
    assert (ann.name, ann.aliases, ann.birthday) == (
        *("Annie Lee", "Ann Lee"),
        PartialDate(1979, 4, 15),
    )
    assert values(ann, PointKind.ADDRESS) == ["1 Home Rd, Flat 2, YO1 1AA York, UK"]
    assert ann.note == "Line one\nline two"
    assert (bo.name, bo.birthday, bo.remarks) == ("Bo Only", PartialDate(None, 4, 15), ())


def test_unknown_columns_are_left_out_and_kept_in_the_raw_row() -> None:
    person = only("Name,Email,Blood group\nAnn Lee,ann@lee.example,A\n")
    assert "A" not in person.note
    assert person.raw == "Name: Ann Lee\nEmail: ann@lee.example\nBlood group: A"


def test_cells_beyond_the_last_column_are_told() -> None:
    person = only("Name,Email\nAnn Lee,ann@lee.example,,more\n")
    assert person.remarks == ("1 cell beyond the last column was left out.",)


def test_a_mapping_of_the_user_decides() -> None:
    text = "A,B,C\nAnn Lee,Sailing club,x\n"
    table = contact_tables.describe(text.encode())
    assert table is not None
    mapping = table.mapping
    for place, what in enumerate((What.NAME, What.ORGANISATION, What.FACT)):
        mapping = mapping.with_column(place, contact_tables.column_as(table, place, what))
    (person,) = contact_tables.read(text.encode(), mapping)
    assert isinstance(person, ReadPerson)
    assert (person.name, person.organisation, person.note) == ("Ann Lee", "Sailing club", "C: x")


def test_outlook_spouse_children_assistant_and_manager_are_ties() -> None:
    head = "First Name,Last Name,Spouse,Children,Assistant's Name,Manager's Name,Anniversary"
    person = only(f"{head}\nAnn,Lee,Tom Lee,Mia; Ben,Kim,Eve,2001-06-05\n")
    assert person.relations == (
        ReadRelation("spouse", "Tom Lee"),
        ReadRelation("child", "Mia"),
        ReadRelation("child", "Ben"),
        ReadRelation("assistant", "Kim"),
        ReadRelation("manager", "Eve"),
    )
    assert person.dates == (ReadDate("Anniversary", PartialDate(2001, 6, 5)),)


def test_google_events_are_days_and_relations_are_ties_under_their_own_labels() -> None:
    head = "First Name,Event 1 - Label,Event 1 - Value,Relation 1 - Label,Relation 1 - Value"
    person = only(f"{head}\nAnn,First concert,--06-01,Sister,Eve Lee\n")
    assert person.dates == (ReadDate("First concert", PartialDate(None, 6, 1)),)
    assert person.relations == (ReadRelation("sister", "Eve Lee"),)


def test_a_birthday_beyond_every_number_is_left_out_with_a_remark() -> None:
    text = f"First Name,Last Name,Birth Year,Birth Month,Birth Day\nAnn,Lee,1990,4,{'9' * 30}\n"
    person = only(text)
    assert person.birthday is None
    assert person.remarks
