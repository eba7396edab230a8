"""Photos, ties and days of address-book cards."""

from __future__ import annotations

import base64

import pytest

from app.exchange import vcard
from app.model import data_url
from app.model.imports import ReadDate, ReadFile, ReadPerson, ReadRelation
from app.model.people import PointKind, Pronoun
from app.model.values import PartialDate

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(120))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(200)) * 3


def card(*lines: str, version: str = "3.0") -> ReadPerson:
    text = "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", "FN:Ada", *lines, "END:VCARD", ""))
    (person,) = vcard.read(text.encode())
    assert isinstance(person, ReadPerson)
    return person


def letters(data: bytes, width: int = 60) -> str:
    text = base64.b64encode(data).decode()
    return "\r\n ".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize(
    ("line", "version"),
    [
        (f"PHOTO;ENCODING=b;TYPE=PNG:{letters(PNG)}", "3.0"),
        (f"PHOTO;PNG;BASE64:{letters(PNG)}", "2.1"),
        (f"PHOTO;ENCODING=BASE64;TYPE=png:{letters(PNG)}\r\n", "2.1"),
        (f"PHOTO:data:image/png;base64,{letters(PNG)}", "4.0"),
        (f"PHOTO;VALUE=uri:data:image/png;base64,{letters(PNG)}", "3.0"),
        # What it is said to be does not count, only what it is.
        (f"PHOTO;ENCODING=b;TYPE=JPEG:{letters(PNG)}", "3.0"),
    ],
)
def test_a_photo_inside_the_card_is_kept_whole(line: str, version: str) -> None:
    person = card(line, version=version)
    assert person.photo == ReadFile("photo.png", "image/png", PNG)
    assert person.remarks == ()


def test_the_first_photo_of_several_counts() -> None:
    person = card(f"PHOTO;ENCODING=b:{letters(JPEG)}", f"PHOTO;ENCODING=b:{letters(PNG)}")
    assert person.photo == ReadFile("photo.jpg", "image/jpeg", JPEG)


def test_a_photo_that_is_only_an_address_is_not_fetched_and_that_is_said() -> None:
    person = card("PHOTO;VALUE=URI:https://example.org/ada.jpg")
    assert person.photo is None
    assert person.remarks == ("Its photo is an address on the web; nothing is fetched.",)


@pytest.mark.parametrize(
    "value", ["AAAA", "!!!", "data:image/png;base64,", letters(b"MZ no picture"), "data:,%ff%d8"]
)
def test_what_is_no_picture_is_left_out_and_said(value: str) -> None:
    person = card(f"PHOTO;ENCODING=b:{value}")
    assert person.photo is None
    assert person.remarks == ("Its photo is damaged or of a kind that cannot be shown.",)


def test_an_empty_photo_is_no_matter() -> None:
    person = card("PHOTO;TYPE=JPEG;ENCODING=BASE64:")
    assert (person.photo, person.remarks) == (None, ())


def test_a_photo_of_too_many_bytes_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_url, "MOST_BYTES", 100)
    for line in (
        f"PHOTO;ENCODING=b:{letters(PNG)}",
        f"PHOTO:data:image/png;base64,{letters(JPEG)}",
    ):
        person = card(line)
        assert person.photo is None
        assert person.remarks == ("Its photo is larger than 20 MB and was left out.",)


def test_ties_are_relations_by_name_or_by_the_uid_of_their_card() -> None:
    person = card(
        "item1.X-ABRELATEDNAMES:Tom Okafor",
        "item1.X-ABLabel:_$!<Spouse>!$_",
        "X-ASSISTANT:Kim Lee",
        "RELATED;TYPE=friend;VALUE=text:Hanako Suzuki",
        "RELATED;TYPE=colleague:urn:uuid:4fbe8971",
    )
    assert person.relations == (
        ReadRelation("spouse", "Tom Okafor"),
        ReadRelation("assistant", "Kim Lee"),
        ReadRelation("friend", "Hanako Suzuki"),
        ReadRelation("colleague", key="vcard:uid:urn:uuid:4fbe8971"),
    )
    assert person.note == ""


def test_labelled_dates_are_days_to_remember_with_or_without_a_year() -> None:
    person = card(
        "item1.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-06-01",
        "item1.X-ABLabel:Graduation",
        "item2.X-ABDATE:2011-06-18",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
        "X-EVOLUTION-ANNIVERSARY:2011-06-18",
        "ANNIVERSARY:whenever",
    )
    assert person.dates == (
        ReadDate("Graduation", PartialDate(None, 6, 1)),
        ReadDate("Anniversary", PartialDate(2011, 6, 18)),
    )
    assert "whenever" in person.remarks[0]


@pytest.mark.parametrize(
    ("gender", "pronoun"),
    [("F", Pronoun.SHE), ("m", Pronoun.HE), ("M;man", Pronoun.HE), ("O", None), (";other", None)],
)
def test_gender_becomes_a_pronoun_only_where_it_is_clear(
    gender: str, pronoun: Pronoun | None
) -> None:
    assert card(f"GENDER:{gender}", version="4.0").pronoun is pronoun


def test_the_card_of_monica_with_its_own_properties() -> None:
    person = card(
        "UID:0d3c",
        "SOURCE:https://monica.example/people/h:1/vcard",
        "N:Okafor;Ada;;;",
        "GENDER:F",
        "BDAY:--0412",
        "socialProfile;type=facebook:ada.okafor",
        "socialProfile;type=whatsapp:+49 170 1234567",
        "REV:2021-01-01T00:00:00Z",
        "CATEGORIES:choir,rowing",
        version="4.0",
    )
    assert [(p.kind, p.label, p.value) for p in person.points] == [
        (PointKind.HANDLE, "facebook", "ada.okafor"),
        (PointKind.HANDLE, "whatsapp", "+49 170 1234567"),
    ]
    assert (person.birthday, person.pronoun) == (PartialDate(None, 4, 12), Pronoun.SHE)
    assert (person.tags, person.remarks) == (("choir", "rowing"), ())
