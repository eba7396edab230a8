"""Cards that are written: read back by another library and by Kith itself."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange import vcard
from app.exchange.content_lines import clean
from app.exchange.vcard import Picture, Version
from app.model.belongings import SpecialDate
from app.model.export import OutPerson, OutTie
from app.model.imports import ReadPerson
from app.model.people import ContactPoint, Counterpart, PointKind, Pronoun
from app.model.values import PartialDate

BOTH = pytest.mark.parametrize("version", list(Version))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
DANA = Counterpart(
    1,
    "0192aaaa-0000-7000-8000-000000000001",
    "Dana Okafor",
    aliases="Dee, D. O.",
    role="Programme lead, Freight",
    birthday=PartialDate(1985, 4, 15),
    note="Likes; commas, and \\ signs.\nSecond line.",
)


def point(kind: PointKind, value: str, label: str = "", preferred: bool = False) -> ContactPoint:
    return ContactPoint(1, "u", 1, kind, value, label, preferred)


FULL = OutPerson(
    DANA,
    organisation="Fjord, The",
    tags=("old friend", "choir, alto"),
    points=(
        point(PointKind.EMAIL, "dana@fjord.example", "work", True),
        point(PointKind.PHONE, "+46 70 123 45 67", "mobile"),
        point(PointKind.PHONE, "+46 8 1", "summer house"),
        point(PointKind.ADDRESS, "Long Street 1, 12345 Town", "home"),
        point(PointKind.URL, "https://fjord.example/a,b;c?d=e", "my page"),
        point(PointKind.HANDLE, "@dana", "mastodon"),
        point(PointKind.HANDLE, "https://social.example/dana", "social"),
        point(PointKind.HANDLE, "dana.o"),
    ),
    ties=(OutTie("spouse", "Rui Santos"), OutTie("former chief", "Bo Ek"), OutTie("friend", "")),
    days=(
        SpecialDate(1, "u", 1, PartialDate(2015, 6, 1), "anniversary"),
        SpecialDate(2, "v", 1, PartialDate(None, 9, 3), "name day"),
        SpecialDate(3, "w", 1, PartialDate(2019, 1, 2)),
    ),
)


def read_one(data: bytes) -> ReadPerson:
    (found,) = vcard.read(data)
    assert isinstance(found, ReadPerson)
    return found


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


@BOTH
def test_everything_comes_back_to_kith(version: Version) -> None:
    found = read_one(vcard.write_card(FULL, version))
    assert found.name == DANA.name
    assert found.aliases == DANA.aliases
    assert found.role == DANA.role
    assert found.organisation == FULL.organisation
    assert found.birthday == DANA.birthday
    assert found.note == DANA.note
    assert found.tags == FULL.tags
    told = {(one.kind, one.value, one.label, one.preferred) for one in found.points}
    assert told == {(one.kind, one.value, one.label, one.preferred) for one in FULL.points}
    days = {(one.what.casefold(), one.day) for one in found.dates}
    assert days == {(one.what, one.day) for one in FULL.days}
    assert {(one.what, one.name) for one in found.relations} == {
        (one.what, one.name) for one in FULL.ties if one.name
    }
    assert found.remarks == ()


@BOTH
def test_another_library_reads_the_same(version: Version) -> None:
    card = vobject.readOne(vcard.write_card(FULL, version).decode())
    assert card.version.value == version.value
    assert card.fn.value == DANA.name
    assert card.note.value == DANA.note
    assert card.bday.value == ("1985-04-15" if version is Version.OLD else "19850415")
    assert [one.value for one in card.contents["tel"]] == ["+46 70 123 45 67", "+46 8 1"]
    assert card.email.value == "dana@fjord.example"
    if version is Version.OLD:  # it gives the parts of a 4.0 card as one text
        assert card.org.value == ["Fjord, The"]
        assert (card.n.value.given, card.n.value.family) == ("Dana", "Okafor")
        assert card.adr.value.street == "Long Street 1, 12345 Town"
        assert card.categories.value == list(FULL.tags)


@pytest.mark.parametrize(
    ("day", "old", "new"),
    [
        (PartialDate(1985, 4, 15), "1985-04-15", "19850415"),
        (PartialDate(None, 2, 29), "--02-29", "--0229"),
        (PartialDate(1985, 4), "1985-04", "1985-04"),
        (PartialDate(1985), "1985", "1985"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known_and_no_year_is_made_up(
    day: PartialDate, old: str, new: str
) -> None:
    out = OutPerson(replace(DANA, birthday=day))
    for version, wanted in ((Version.OLD, old), (Version.NEW, new)):
        data = vcard.write_card(out, version)
        assert f"BDAY:{wanted}" in lines(data)
        assert read_one(data).birthday == day
        assert "1604" not in data.decode()


@BOTH
def test_a_photo_stands_in_the_card_as_the_bytes_it_is(version: Version) -> None:
    data = vcard.write_card(FULL, version, Picture(PNG, ""))
    packed = base64.b64encode(PNG).decode()
    wanted = {
        Version.OLD: f"PHOTO;ENCODING=b;TYPE=PNG:{packed}",
        Version.NEW: f"PHOTO:data:image/png;base64,{packed}",
    }
    assert wanted[version] in lines(data)
    if version is Version.OLD:
        assert vobject.readOne(data.decode()).photo.value == PNG


OLD_CARD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85kesson;Dana;;Dr.;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dana =C3=85kesson
ORG:Fjord, The;Dept
TITLE:Lead
TEL;CELL;PREF:+46 70 1
ADR;HOME:;;Street 1;Town;;123;Sweden
MAILER;X-SORT=a:Mutt, 1.0
KEY;ENCODING=BASE64:…
X-CUSTOM1;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:k=C3=A4ffee=0Atwo
UID:abc-123
END:VCARD"""
NEW_CARD = """BEGIN:VCARD
VERSION:4.0
FN:Dana Åkesson
N:Åkesson;Dana;;Dr.;
KIND:individual
GENDER:F
LANG;PREF=1:sv
GEO:geo:59.3,18.1
item1.X-COLOUR:blue
item1.X-ABLabel:favourite
EMAIL:old@gone.example
TITLE:Lead
ROLE:Mentor
X-PHONETIC-FIRST-NAME:Day-na
END:VCARD"""


def imported(*cards: str) -> OutPerson:
    person = replace(
        DANA, name="Dana Åkesson", role="Lead, Dept", aliases="Day-na", pronoun=Pronoun.SHE
    )
    points = (
        point(PointKind.PHONE, "+46 70 1", "mobile", True),
        point(PointKind.ADDRESS, "Street 1, Town, 123, Sweden", "home"),
    )
    return OutPerson(person, organisation="Fjord, The", points=points, cards=cards)


@BOTH
def test_what_an_old_card_held_is_written_back_in_the_words_of_the_new(version: Version) -> None:
    found = lines(vcard.write_card(imported(OLD_CARD), version))
    assert "UID:abc-123" in found
    assert "N:Åkesson;Dana;;Dr.;" in found
    assert "ORG:Fjord\\, The;Dept" in found
    assert "TITLE:Lead" in found
    assert "ADR;TYPE=home:;;Street 1;Town;;123;Sweden" in found
    assert "X-CUSTOM1:käffee\\ntwo" in found
    mailer = "MAILER" if version is Version.OLD else "X-MAILER"
    assert f"{mailer};X-SORT=a:Mutt\\, 1.0" in found
    assert not any(line.startswith("KEY") for line in found)
    assert len([line for line in found if line.startswith(("TEL", "ADR", "N:", "FN", "ORG"))]) == 5


@BOTH
def test_what_the_new_version_alone_knows_gets_an_x_in_the_old(version: Version) -> None:
    found = lines(vcard.write_card(imported(NEW_CARD), version))
    wanted = {
        Version.OLD: ["X-GENDER:F", "X-LANG;PREF=1:sv", "GEO:59.3;18.1"],
        Version.NEW: ["GENDER:F", "LANG;PREF=1:sv", "GEO:geo:59.3,18.1"],
    }
    for line in (*wanted[version], "ROLE:Mentor", "item1.X-COLOUR:blue"):
        assert line in found
    assert found[found.index("item1.X-COLOUR:blue") + 1] == "item1.X-ABLabel:favourite"
    assert not any("KIND" in line or "gone.example" in line for line in found)
    assert "X-PHONETIC-FIRST-NAME:Day-na" in found
    assert not any(line.startswith("NICKNAME") for line in found)


@BOTH
def test_a_card_written_and_read_and_written_again_doubles_nothing(version: Version) -> None:
    first = vcard.write_card(imported(OLD_CARD, NEW_CARD), version)
    raw = read_one(first).raw
    again = vcard.write_card(imported(OLD_CARD, NEW_CARD, raw), version)
    assert sorted(lines(again)) == sorted(lines(first))


def test_what_the_user_changed_is_not_brought_back_by_the_old_card() -> None:
    out = imported(OLD_CARD)
    person = replace(out.person, name="Dana Berg", role="Director")
    found = lines(vcard.write_card(replace(out, person=person, points=(), organisation="Nord")))
    assert "N:Berg;Dana;;;" in found
    assert "ORG:Nord" in found
    assert "TITLE:Director" in found
    assert not any(line.startswith(("TEL", "ADR")) for line in found)


@BOTH
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Noor Haddad", "N:Haddad;Noor;;;"),
        ("Åsa Lindqvist", "N:Lindqvist;Åsa;;;"),
        ("Anne-Marie O’Neill", "N:O’Neill;Anne-Marie;;;"),
        ("J. Smith", "N:Smith;J.;;;"),
        ("Ana Sofia Silva", ""),
        ("Cher", ""),
        ("Dr. Roth", ""),
        ("van Dyk", ""),
        ("Weiß, Clara", ""),
        ("Ольга Ковальчук", ""),
        ("陳 美玲", ""),
        ("Hotel 24", ""),
        ("Fjord Works", ""),
    ],
)
def test_two_latin_words_are_first_and_family_name(version: Version, name: str, parts: str) -> None:
    out = OutPerson(replace(DANA, name=name), organisation="Fjord Works")
    made = vcard.write_card(out, version)
    found = [line for line in lines(made) if line.startswith("N:")]
    whole = ["N:;" + name.replace(",", "\\,") + ";;;"] if version is Version.OLD else []
    assert found == ([parts] if parts else whole)
    assert read_one(made).name == name


WORDS = st.text(
    st.one_of(st.sampled_from("\\,;:\"^'=\n.- ėß日🎉🏳️‍🌈"), st.characters(codec="utf-8")),
    max_size=120,
).map(clean)
LINES = WORDS.map(lambda text: " ".join(text.split()))
NAMES = LINES.filter(bool)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=NAMES,
    note=WORDS,
    role=LINES,
    firm=LINES,
    tags=st.lists(NAMES, max_size=3, unique_by=str.casefold),
    value=NAMES,
    label=LINES,
    version=st.sampled_from(list(Version)),
    card=st.text(st.characters(codec="utf-8"), max_size=200),
)
def test_any_text_comes_back(
    name: str,
    note: str,
    role: str,
    firm: str,
    tags: list[str],
    value: str,
    label: str,
    version: Version,
    card: str,
) -> None:
    out = OutPerson(
        replace(DANA, name=name, note=note, role=role, aliases=""),
        organisation=firm,
        tags=tuple(tags),
        points=(point(PointKind.ADDRESS, value, label),),
        cards=(f"BEGIN:VCARD\n{card}\nEND:VCARD",),
    )
    data = vcard.write_card(out, version)
    found = read_one(data)
    assert found.name == name
    assert found.note == note
    assert found.role == role
    assert found.organisation == firm
    others = vobject.readOne(data.decode())
    assert others.fn.value == name
    assert len(list(vobject.readComponents(data.decode()))) == 1


@BOTH
def test_two_cards_with_groups_of_one_name_keep_their_labels_apart(version: Version) -> None:
    cards = tuple(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Dana Okafor\nitem1.X-COLOUR:{colour}\n"
        f"item1.X-SHADE:light {colour}\nitem1.X-ABLabel:{label}\nEND:VCARD"
        for colour, label in (("blue", "favourite"), ("red", "second"))
    )
    out = replace(FULL, cards=cards)
    found = vcard.write_card(out, version).decode().split("\r\n")
    groups: dict[str, set[str]] = {}
    for line in found:
        head, _colon, value = line.partition(":")
        group, dot, name = head.partition(";")[0].partition(".")
        if dot and name in ("X-COLOUR", "X-SHADE", "X-ABLabel"):
            groups.setdefault(group, set()).add(value)
    assert {"blue", "light blue", "favourite"} in groups.values()
    assert {"red", "light red", "second"} in groups.values()
