"""Tables however they are written: letters, delimiters, quotation marks, dates, headers."""

from __future__ import annotations

import csv
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import contact_tables
from app.exchange.contact_tables import Kind, Mapping, What, sheet
from app.exchange.contact_tables.dates import NotADate, order_of, read_date
from app.model.imports import ReadPerson
from app.model.values import PartialDate


def names(data: str | bytes) -> list[str]:
    found = contact_tables.read(data.encode() if isinstance(data, str) else data)
    return [item.name for item in found if isinstance(item, ReadPerson)]


def meant(text: str) -> list[str]:
    table = contact_tables.describe(text.encode())
    assert table is not None
    return [field.what.value for field in table.mapping.columns]


# --- letters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_with_and_without_a_mark(encoding: str) -> None:
    data = "Name,Email\nÅsa Lindqvist,asa@fjord.example\n".encode(encoding)
    assert contact_tables.looks_like(data, "x.csv")
    (person,) = contact_tables.read(data)
    assert isinstance(person, ReadPerson)
    assert (person.name, person.remarks) == ("Åsa Lindqvist", ())


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("cp1252", "Vorname;Nachname;Ort\nBärbel;Weiß;München\nJörg;Groß;Köln\n", "Bärbel Weiß"),
        ("cp1252", "Prénom,Nom,Société\nFrançois,Lefèvre,Générale\n", "François Lefèvre"),
        ("cp1252", "Nombre,Apellidos\nBegoña,Íñiguez\nJosé,Muñoz\n", "Begoña Íñiguez"),
        ("cp1252", "Nome,Sobrenome\nJoão,Conceição\nAndré,Magalhães\n", "João Conceição"),
        ("cp1252", "First Name,Last Name\nZoë,Smith\nBob,Ray\n", "Zoë Smith"),
        ("cp1250", "Name,Miasto\nMichał Kończak,Łódź\nŁucja Wiśniewska,Gdańsk\n", "Michał Kończak"),
        ("cp1250", "Name;Město\nJiří Dvořák;Plzeň\nŠtěpánka Růžičková;Kroměříž\n", "Jiří Dvořák"),
        ("cp1251", "Name;Город\nИван Петров;Москва\nОльга Смирнова;Казань\n", "Иван Петров"),
        ("cp1253", "Name;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\n", "Γιώργος Παπαδόπουλος"),
        ("cp1254", "Name;Şehir\nÇağrı Yıldız;İstanbul\nGül Öztürk;Eskişehir\n", "Çağrı Yıldız"),
        ("cp932", "Name,会社\n山田太郎,株式会社サクラ\n鈴木花子,東京商事\n", "山田太郎"),
        ("gb18030", "Name,公司\n王小明,港湾实验室\n李华,上海贸易公司\n", "王小明"),
        ("big5", "Name,公司\n王小明,港灣實驗室\n林美玲,臺北貿易公司\n", "王小明"),
        ("cp949", "Name,회사\n김철수,서울상사\n이영희,부산무역\n", "김철수"),
        ("mac_roman", "Vorname;Nachname\rJörg;Müller\rBärbel;Weiß\r", "Jörg Müller"),
    ],
    ids=lambda value: value if len(value) < 12 else "",
)
def test_old_alphabets_are_inferred_and_it_is_said(encoding: str, text: str, name: str) -> None:
    data = text.encode(encoding)
    assert contact_tables.looks_like(data, "x.csv")
    first = next(contact_tables.read(data))
    assert isinstance(first, ReadPerson)
    assert first.name == name
    assert any("alphabet" in remark for remark in first.remarks)


def test_a_row_of_plain_letters_needs_no_word_on_its_alphabet() -> None:
    _zoe, bob = contact_tables.read("Name\nZoë Smith\nBob Ray\n".encode("cp1252"))
    assert isinstance(bob, ReadPerson)
    assert bob.remarks == ()


# --- delimiters, quotation marks, empty rows ---------------------------------------------


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_delimiter(sign: str) -> None:
    lines = ("Name,Email,Notes", "Ann Lee,ann@lee.example,red; or blue | green")
    quoted = '"red; or blue | green"'
    text = "\n".join(lines).replace(",", sign).replace("red; or blue | green", quoted)
    assert names(text) == ["Ann Lee"]


def test_the_delimiter_an_excel_file_names() -> None:
    assert names("sep=;\nName;Email\nLee, Ann;ann@lee.example\n") == ["Lee, Ann"]


@pytest.mark.parametrize(
    "text",
    [
        "Name\nAnn Lee\nBob Ray\n",  # one column: the sniffer of the standard library fails
        "Name,Email\nAnn Lee,a@b.example\n",  # one row: it finds a letter between the cells
        "Name;Notes\nAnn Lee;a, b, c, d\nBob Ray;e, f, g, h\n",  # it takes the comma of sentences
        'Name,Notes\nAnn Lee,"one\ntwo"\nBob Ray,"three\nfour, five"\n',
    ],
    ids=["one column", "one row", "commas in sentences", "quoted newlines"],
)
def test_where_guessing_by_signs_goes_wrong(text: str) -> None:
    assert names(text)[0] == "Ann Lee"
    assert len(names(text)) == text.count("Lee") + text.count("Ray")


def test_newlines_inside_quotation_marks_stay_and_lines_are_counted_right() -> None:
    text = 'Name,Notes\r\nAnn Lee,"first\r\n\r\nsecond"\r\nBob Ray,x\r\n'
    ann, bob = contact_tables.read(text.encode())
    assert isinstance(ann, ReadPerson)
    assert ann.note == "first\n\nsecond"
    assert (ann.place, bob.place) == ("line 2", "line 5")


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone() -> None:
    text = 'Name,Email\nAnn "Lee,a@lee.example\n"Bob,bob@ray.example\nCy Poe,cy@poe.example\n'
    found = list(contact_tables.read(text.encode()))
    assert names(text) == ['Ann "Lee', "Bob", "Cy Poe"]
    assert isinstance(found[1], ReadPerson)
    assert found[1].remarks == ("A quotation mark in it is never closed; it was read without.",)


LONG = "".join(f"line {n}: some words, and more\n" for n in range(8000)).strip()


@pytest.mark.parametrize("note", [LONG, LONG.replace("\n", " "), LONG.replace(": ", ' "x"" ')])
def test_a_cell_of_hundreds_of_kilobytes_is_one_cell(note: str) -> None:
    cell = '"' + note.replace('"', '""') + '"'
    text = f"Name,Notes,Email\nAnn Lee,{cell},ann@lee.example\nBob Ray,x,bob@ray.example\n"
    ann, bob = contact_tables.read(text.encode())
    assert isinstance(ann, ReadPerson)
    assert (ann.note, ann.remarks, len(ann.points)) == (note, (), 1)
    assert isinstance(bob, ReadPerson)
    assert (bob.name, bob.remarks) == ("Bob Ray", ())
    assert contact_tables.looks_like(text.encode()[:65_536], "people.csv")
    described = contact_tables.describe(text.encode() + b"x,y,z\n" * 200_000)
    assert described is not None
    assert described.header == ("Name", "Notes", "Email")


def test_a_quotation_mark_met_by_that_of_a_cell_far_below_was_never_closed() -> None:
    rows = [f"Person {n},p{n}@people.example" for n in range(9000)]
    rows[3] = '"Person 3,p3@people.example'
    rows[7000] = '"Person 7000",p7000@people.example'
    found = list(contact_tables.read("\n".join(["Name,Email", *rows]).encode()))
    assert len(found) == 9000
    marked = [one.place for one in found if isinstance(one, ReadPerson) and one.remarks]
    assert marked == ["line 5"]


def test_many_quotation_marks_never_closed_take_time_that_grows_with_the_file() -> None:
    rows = [f'"Person {n},p{n}@people.example' for n in range(40_001)]
    begun = time.process_time()
    assert len(list(contact_tables.read("\n".join(["Name,Email", *rows]).encode()))) > 10_000
    assert time.process_time() - begun < 20


def test_a_cell_beyond_all_measure_is_read_line_by_line_and_says_why() -> None:
    before = csv.field_size_limit(1000)
    try:
        text = f'Name,Notes\nAnn Lee,"{"x" * 2000}"\nBob Ray,y\n'
        ann, bob = contact_tables.read(text.encode())
    finally:
        csv.field_size_limit(before)
    assert isinstance(ann, ReadPerson)
    assert ann.note == "x" * 2000
    assert ann.remarks == (
        "A cell in it is longer than 8,000,000 characters; it was read line by line.",
    )
    assert isinstance(bob, ReadPerson)
    assert (bob.name, bob.remarks) == ("Bob Ray", ())


def test_empty_rows_between_others_are_counted_together() -> None:
    found = list(contact_tables.read(b"Name,Email\n,\n,\nAnn Lee,\n,\n\n"))
    assert [getattr(item, "why", "person") for item in found] == [
        *("2 empty rows.", "person", "2 empty rows."),
    ]


def test_rows_shorter_and_longer_than_the_header() -> None:
    assert names("Name,Email,City\nAnn Lee\nBob Ray,b@r.example,Rome,,,\n") == [
        *("Ann Lee", "Bob Ray"),
    ]


# --- dates -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "0/0/00", "0000-00-00 00:00:00", "00.00.0000", "--", " / / "])
def test_empty_dates(text: str) -> None:
    assert read_date(text, order_of([])) == (None, False)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1980-05-02", PartialDate(1980, 5, 2)),
        ("1980-05-02 00:00:00", PartialDate(1980, 5, 2)),
        ("1980/5/2", PartialDate(1980, 5, 2)),
        ("19800502", PartialDate(1980, 5, 2)),
        ("--04-15", PartialDate(None, 4, 15)),
        ("1980-05", PartialDate(1980, 5)),
        ("1980", PartialDate(1980)),
        ("15 Mar 2024", PartialDate(2024, 3, 15)),
        ("March 15, 2024", PartialDate(2024, 3, 15)),
        ("15. März 2024", PartialDate(2024, 3, 15)),
        ("15 février 2024", PartialDate(2024, 2, 15)),
        ("15 de agosto de 2024", PartialDate(2024, 8, 15)),
        ("15 dez. 2024", PartialDate(2024, 12, 15)),
        ("2.5.1980", PartialDate(1980, 5, 2)),
        ("25/12/1980", PartialDate(1980, 12, 25)),
        ("12/25/1980", PartialDate(1980, 12, 25)),
        ("7/7/1980", PartialDate(1980, 7, 7)),
        ("12/25/1980 12:00:00 AM", PartialDate(1980, 12, 25)),
    ],
)
def test_dates_that_say_what_they_mean(text: str, date: PartialDate) -> None:
    assert read_date(text, order_of([])) == (date, False)


def test_the_whole_column_decides_which_number_is_the_day() -> None:
    assert read_date("5/6/2001", order_of(["5/6/2001", "13/2/1979"]))[0] == PartialDate(2001, 6, 5)
    assert read_date("5/6/2001", order_of(["5/6/2001", "2/13/1979"]))[0] == PartialDate(2001, 5, 6)


@pytest.mark.parametrize("column", [["5/6/2001"], ["5/6/2001", "13/2/1979", "2/13/1979"]])
def test_day_and_month_are_never_guessed(column: list[str]) -> None:
    with pytest.raises(NotADate):
        read_date("5/6/2001", order_of(column))


def test_a_birthday_that_cannot_be_told_is_left_out_with_a_remark() -> None:
    (person,) = contact_tables.read(b"Name,Birthday\nAnn Lee,5/6/2001\n")
    assert isinstance(person, ReadPerson)
    assert person.birthday is None
    assert "5/6/2001" in person.remarks[0]
    assert "5/6/2001" in person.raw


def test_no_century_is_made_up_for_two_digits() -> None:
    (person,) = contact_tables.read(b"Name,Birthday\nAnn Lee,25/12/34\n")
    assert isinstance(person, ReadPerson)
    assert person.birthday == PartialDate(None, 12, 25)
    assert person.remarks == ("The year of “25/12/34” has two digits; day and month were kept.",)


@pytest.mark.parametrize("text", ["31/2/1980", "soon", "99/99/9999", "1604", "3.15.1990"])
def test_what_is_no_day_is_no_date(text: str) -> None:
    with pytest.raises(NotADate):
        read_date(text, order_of([]))


# --- any other table ---------------------------------------------------------------------


def test_columns_are_guessed_by_headers_and_samples() -> None:
    text = (
        "Who,Reach them,Call,Site,Firm,Wohnort,Joined\n"
        "Ann Lee,ann@lee.example,+44 113 496 0001,https://lee.example,Fjord,Leeds,2019\n"
        "Bob Ray,bob@ray.example,0113 496 0002,www.ray.example,Vela,York,2020\n"
    )
    assert meant(text) == ["name", "email", "phone", "url", "ignore", "city", "ignore"]


def test_a_table_without_headers_goes_by_its_samples() -> None:
    text = "Ann Lee;ann@lee.example;+44 113 496 0001\nBob Ray;bob@ray.example;0113 496 0002\n"
    table = contact_tables.describe(text.encode())
    assert table is not None
    assert table.header == ("", "", "")
    assert table.samples[0] == ("Ann Lee", "Bob Ray")
    assert names(text) == ["Ann Lee", "Bob Ray"]


def test_a_first_row_with_a_name_above_names_is_a_person() -> None:
    assert names("Ann Lee,sailing\nBob Ray,tea\nCy Poe,chess\n") == ["Ann Lee", "Bob Ray", "Cy Poe"]
    assert names("Who,what\nBob Ray,tea\nCy Poe,chess\n") == ["Bob Ray", "Cy Poe"]


def test_title_is_a_role_unless_it_holds_forms_of_address() -> None:
    head = "First Name,Last Name,Title\n"
    assert meant(f"{head}Ann,Lee,Editor\nBob,Ray,Cook\n")[2] == What.ROLE
    assert meant(f"{head}Ann,Lee,Dr.\nBob,Ray,Mr.\n")[2] == What.PREFIX


def test_name_beside_a_first_name_is_the_last_name() -> None:
    assert names("Name;Vorname\nLind;Anna\n") == ["Anna Lind"]


def test_forms_of_address_are_no_part_of_a_name_and_titles_are() -> None:
    text = "Anrede,Vorname,Nachname\nHerr,Jörg,Groß\nDr.,Eva,Weiß\nFrau,Ada,Kühn\n"
    assert names(text) == ["Jörg Groß", "Dr. Eva Weiß", "Ada Kühn"]


def test_a_number_a_spreadsheet_has_rounded_is_not_taken() -> None:
    (person,) = contact_tables.read(b"Name,Phone\nAnn Lee,4.91512E+12\n")
    assert isinstance(person, ReadPerson)
    assert person.points == ()
    assert "rounded by a spreadsheet" in person.remarks[0]


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCARD\nFN:x\nEND:VCARD\n",
        '{"name": "x", "email": "y"}',
        "<html><body>Name, Email</body></html>",
        "Dear Ann,\n\nthank you for the letter, the book, and the tea.\n\nBob\n",
        "23/06/2018, 01:55 - Ann: hello, you\n23/06/2018, 01:56 - Bob: hello\n",
        "From ann@lee.example Mon Nov 06 04:42:58 2017\nSubject: x\n",
    ],
    ids=["vCard", "JSON", "HTML", "letter", "chat", "mbox"],
)
def test_other_files_are_no_tables(text: str) -> None:
    assert not contact_tables.looks_like(text.encode(), "x.txt")


def test_bytes_that_are_no_text_are_no_table() -> None:
    assert not contact_tables.looks_like(bytes(range(256)) * 40, "x.csv")
    assert not contact_tables.looks_like(b"", "x.csv")


@given(
    st.lists(
        st.builds(
            contact_tables.Field, st.sampled_from(What), st.text(max_size=8), st.integers(0, 99)
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_a_mapping_can_be_kept_as_text(fields: list[contact_tables.Field]) -> None:
    mapping = Mapping(tuple(fields))
    assert Mapping.from_text(mapping.to_text()) == mapping


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[["nonsense", "", 0]]', '[["name", ""]]', "[null]"]
)
def test_a_mapping_of_another_version_is_none(text: str) -> None:
    assert Mapping.from_text(text) is None


def test_the_key_of_a_table_is_that_of_its_headers() -> None:
    one, two, other = (
        contact_tables.describe(text)
        for text in (
            b"Name,Email\nA B,c@d.example\n",
            b"name;EMAIL\nE F,g@h.example\n",
            b"Name,Mail\n",
        )
    )
    assert one is not None and two is not None and other is not None
    assert one.key == two.key != other.key
    assert one.kind is Kind.OTHER


def test_a_very_long_line_costs_no_more_than_its_length() -> None:
    data = b"Name,Email\n" + b"x" * 400_000 + b"\nJos\xe9,jose@example.org\n"
    found = [row for row in contact_tables.read(data) if isinstance(row, ReadPerson)]
    assert found[-1].name == "José"


@given(
    st.sampled_from(["Grüße aus Köln, ", "łódź żółć ", "日本語 ", "plain\r\n"]),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252", "cp1250", "cp932"]),
    st.integers(0, 3),
    st.integers(1, 9),
)
@settings(max_examples=60, deadline=None)
def test_the_alphabet_is_the_same_in_whatever_pieces(
    words: str, encoding: str, lost: int, size: int
) -> None:
    data = (words * 20).encode(encoding, "ignore")
    data = data[: len(data) - lost]
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    found, mark, assumed = contact_tables.encoding_of(pieces)
    assert (data[mark:].decode(found, "replace"), assumed) == contact_tables.text_of(data)


@given(
    st.lists(st.sampled_from(["a", ",", '"', '""', "\n", "\r", "\r\n", "é", "x,y\n"]), max_size=40),
    st.integers(1, 7),
)
@settings(max_examples=80, deadline=None)
def test_the_lines_of_a_file_are_the_same_in_whatever_pieces(words: list[str], size: int) -> None:
    text = "".join(words)
    data = b"\xef\xbb\xbf" + text.encode()
    pieces = [data[: 3 + size], *(data[at : at + size] for at in range(3 + size, len(data), size))]
    assert list(sheet.lines_in(pieces, "utf-8", 3)) == sheet.lines_of(text)
    lines = sheet.lines_of(text)
    assert list(sheet.rows(iter(lines), ",")) == list(sheet.rows(lines, ","))
