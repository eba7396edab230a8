"""Tables that are written: no cell is a formula, and every cell comes back."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange import contact_tables
from app.exchange.contact_tables.own_lists import COLONS, SEMICOLON, joined, parted
from app.exchange.contact_tables.safe_cells import harmless, without_first, without_inner
from app.exchange.content_lines import clean
from app.model.export import OutEntry, OutPerson
from app.model.imports import ReadPerson
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Ask, Channel, Depth, Interaction, Opener
from app.model.values import Moment, PartialDate

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DANGER = "=+-@\t\r＝＋－＠"
HOSTILE = st.text(st.one_of(st.sampled_from(DANGER + "'\";,\n |a1"), st.characters(codec="utf-8")))


def point(kind: PointKind, value: str, label: str = "") -> ContactPoint:
    return ContactPoint(1, "u", 1, kind, value, label)


DANA = OutPerson(
    Counterpart(
        1,
        "0192",
        "Dana Okafor",
        aliases="Dee",
        role="Lead",
        birthday=PartialDate(None, 4, 15),
        note="- first\n- second; =1+1\n'quoted",
        how_met="At the fair",
    ),
    organisation="=Fjord()",
    tags=("friend", "old"),
    points=(
        point(PointKind.PHONE, "+46 70 123 45 67", "mobile"),
        point(PointKind.PHONE, "+46 8 1", "home"),
        point(PointKind.PHONE, "+46 8 2", "summer house"),
        point(PointKind.EMAIL, "dana@fjord.example", "work"),
        point(PointKind.EMAIL, "d@home.example", "work"),
        point(PointKind.ADDRESS, "Long Street 1, Town", "home"),
        point(PointKind.URL, "https://fjord.example"),
        point(PointKind.HANDLE, "@dana", "mastodon"),
    ),
)


def people(*out: OutPerson) -> bytes:
    return b"".join(contact_tables.write_people(out))


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_one(data: bytes) -> ReadPerson:
    (found,) = contact_tables.read(data)
    assert isinstance(found, ReadPerson)
    return found


def test_a_person_comes_back_with_every_number() -> None:
    data = people(DANA)
    assert data.startswith(codecs.BOM_UTF8)
    assert contact_tables.looks_like(data, "people.csv")
    found = read_one(data)
    person = DANA.person
    assert found.name == person.name
    assert found.aliases == person.aliases
    assert found.organisation == DANA.organisation
    assert found.role == person.role
    assert found.birthday == person.birthday
    assert found.note == person.note
    assert found.tags == DANA.tags
    assert {(one.kind, one.value) for one in found.points} == {
        (one.kind, one.value) for one in DANA.points
    }
    labels = {one.value: one.label for one in found.points}
    assert labels["+46 70 123 45 67"] == "mobile"
    assert labels["d@home.example"] == "work"
    assert found.remarks == ()


def test_no_cell_of_a_table_begins_a_formula() -> None:
    for row in cells(people(DANA)):
        for cell in row:
            for line in cell.split("\n"):
                for part in line.split(";"):
                    assert not part.strip(' "').startswith(tuple(DANGER))


@pytest.mark.parametrize(
    "text", ["=1+1", "+46 70", "-5", "@name", "\tx", "\rx", "＝1", "'=1", "''=1"]
)
def test_a_cell_that_could_begin_a_formula_gets_one_mark_more(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert without_first(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "a=b", "o'clock", "'tis", "1-2", "5 + 5", "a\nb"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
    assert without_first(text) == text


@UNHURRIED
@given(HOSTILE)
def test_harmless_is_undone_whatever_the_text(text: str) -> None:
    told = harmless(text)
    assert not told.startswith(tuple(DANGER))
    assert without_inner(without_first(told)) == text


@UNHURRIED
@given(note=HOSTILE.map(clean), role=HOSTILE.map(clean))
def test_any_note_and_role_come_back(note: str, role: str) -> None:
    person = replace(DANA.person, note=note, role=role)
    found = read_one(people(replace(DANA, person=person)))
    assert found.note == note
    assert found.role == " ".join(role.split())


SIGNS = st.text(st.sampled_from("\\;:,*= a"), min_size=1).map(lambda text: " ".join(text.split()))
VALUES = st.lists(SIGNS.filter(bool), min_size=1, max_size=4)


@UNHURRIED
@given(VALUES, st.sampled_from([SEMICOLON, COLONS]))
def test_values_put_together_come_apart_again(values: list[str], sign: str) -> None:
    assert parted(joined(values, sign), sign) == values


@UNHURRIED
@given(tags=VALUES, phones=VALUES, places=VALUES)
def test_tags_and_ways_come_back_whole(
    tags: list[str], phones: list[str], places: list[str]
) -> None:
    kinds = {PointKind.PHONE: phones, PointKind.ADDRESS: places}
    points = tuple(point(kind, one) for kind, values in kinds.items() for one in values)
    found = read_one(people(replace(DANA, tags=tuple(tags), points=points)))
    assert found.tags == tuple(dict.fromkeys(tags))
    for kind, values in kinds.items():
        assert [p.value for p in found.points if p.kind is kind] == list(dict.fromkeys(values))


def test_several_mail_addresses_typed_into_ones_own_table_are_told_apart() -> None:
    data = people(replace(DANA, points=(point(PointKind.EMAIL, "a@b.example"),)))
    found = read_one(data.replace(b"a@b.example", b"a@b.example, Dana <c@d.example>"))
    assert [p.value for p in found.points] == ["a@b.example", "c@d.example"]


def test_an_entry_says_only_what_was_said() -> None:
    entry = Interaction(
        1,
        "0192",
        Moment(PartialDate(2026, 3), None),
        (1,),
        Channel.CALL,
        Opener.ME,
        two_way=False,
        depth=Depth.REAL,
        ask_mine=Ask.NONE,
        note="=HYPERLINK(1)",
        tags=("a", "b"),
    )
    later = replace(entry, when=Moment(PartialDate(2026, 3, 4), time(9, 5), "UTC"), two_way=None)
    data = b"".join(
        contact_tables.write_entries([OutEntry(entry, ("Dana Okafor",)), OutEntry(later, ())])
    )
    head, first, second = (dict(zip(cells(data)[0], row, strict=True)) for row in cells(data))
    assert list(head) == list(head.values())
    assert first["Date"] == "2026-03"
    assert first["People"] == "Dana Okafor"
    assert [first[name] for name in ("Channel", "Opened by", "Two-way", "Depth")] == [
        "call",
        "me",
        "no",
        "real",
    ]
    assert first["Note"] == "'=HYPERLINK(1)"
    assert first["Tags"] == "a; b"
    assert [second[name] for name in ("Date", "Time", "Time zone", "Two-way", "Answered")] == [
        "2026-03-04",
        "09:05",
        "UTC",
        "",
        "",
    ]
