"""Phone numbers in an import are those of the search for duplicates: whole, with their country."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.model.imports import Fate, ReadAttendee, ReadPoint
from app.model.people import ContactPoint, Counterpart, PointKind
from app.services import merging
from app.services.taking_in.numbers import Marks, Numbers, Spelled, Ways, last_digits
from app.services.taking_in.people import PeopleIndex
from app.services.transfer import apply, preview
from app.services.workspace import Workspace


@pytest.fixture(autouse=True)
def _german(workspace: Workspace) -> None:
    workspace.set_setting("phone_country", "DE")


def add(workspace: Workspace, name: str, *numbers: str) -> Counterpart:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name=name)
        for number in numbers:
            edit.add(ContactPoint, counterpart_id=person.id, kind=PointKind.PHONE, value=number)
    return person


def card(name: str, *numbers: str, uid: str = "") -> str:
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *([f"UID:{uid}"] if uid else [])]
    return "\r\n".join([*lines, *(f"TEL:{number}" for number in numbers), "END:VCARD", ""])


def take(workspace: Workspace, folder: Path, *cards: str) -> list[Fate]:
    path = folder / "book.vcf"
    path.write_text("".join(cards), "utf-8")
    return [one.fate for one in apply(workspace, preview(workspace, [path])).records]


def numbers_of(workspace: Workspace, person: Counterpart) -> list[str]:
    return [point.value for point in workspace.find(ContactPoint, counterpart_id=person.id)]


@pytest.mark.parametrize(
    ("held", "read", "fate"),
    [
        ("+49 30 123456", "030/123456", Fate.MERGED),  # other last nine digits, and the same number
        ("+49 (0)30 123456", "0049 30 123456", Fate.MERGED),
        ("+49 170 912345678", "+43 170 912345678", Fate.ADDED),  # the same last nine digits
        ("+351 912 345 678", "+48 912 345 678", Fate.ADDED),
        ("+44 20 7946 0000 ext. 12", "+44 20 7946 0000 ext. 13", Fate.ADDED),
        ("+44 20 7946 0000;ext=12", "+44 20 7946 0000 x12", Fate.MERGED),
        ("12345", "12345", Fate.ADDED),  # an extension
        ("110", "110", Fate.ADDED),
        ("0170 1234567", "0176 1234567", Fate.ADDED),
    ],
)
def test_whom_a_number_means(
    workspace: Workspace, tmp_path: Path, held: str, read: str, fate: Fate
) -> None:
    add(workspace, "Dana Costa", held)
    assert take(workspace, tmp_path, card("Dana C.", read)) == [fate]


def test_a_short_number_hides_no_long_one_that_ends_alike(
    workspace: Workspace, tmp_path: Path
) -> None:
    dana = add(workspace, "Dana Costa", "445566", "+49 8421 445566")
    assert take(workspace, tmp_path, card("Dana Costa", "08421 445566", "445566", uid="d")) == [
        Fate.SKIPPED
    ]
    assert numbers_of(workspace, dana) == ["445566", "+49 8421 445566"]


def test_a_number_of_another_country_is_another_number(workspace: Workspace, tmp_path) -> None:
    dana = add(workspace, "Dana Costa", "+351 912 345 678")
    polish = card("Dana Costa", "00351 912 345 678", "+48 912 345 678", "12345", uid="d")
    assert take(workspace, tmp_path, polish) == [Fate.MERGED]
    assert numbers_of(workspace, dana) == ["+351 912 345 678", "+48 912 345 678", "12345"]
    assert take(workspace, tmp_path, polish) == [Fate.SKIPPED]
    again = card("Dana Costa", "+351912345678", "0048 912345678", "12345", "0170 1234567", uid="d")
    assert take(workspace, tmp_path, again) == [Fate.MERGED]
    assert sorted(map(last_digits, numbers_of(workspace, dana))) == sorted(
        ["345678", "345678", "", "234567"]
    )


def test_a_short_number_in_a_chat_is_nobodys(workspace: Workspace) -> None:
    dana = add(workspace, "Dana Costa", "22395", "+49 30 123456")
    index = PeopleIndex(workspace)
    assert index.who(ReadAttendee(phone="22395")) == []
    assert index.who(ReadAttendee(phone="030 123456")) == [dana.id]


def test_two_numbers_with_the_same_end_both_stay_in_a_merge(workspace: Workspace) -> None:
    one = add(workspace, "Dana Costa", "+49 30 123456", "+351 912 345 678")
    other = add(workspace, "D. Costa", "030/123456", "+48 912 345 678")
    merging.merge(workspace, one.id, other.id)
    assert numbers_of(workspace, one) == ["+49 30 123456", "+351 912 345 678", "+48 912 345 678"]


def test_without_a_country_the_last_digits_tell() -> None:
    spelled = Spelled(Numbers())
    for number in ("+351 912 345 678", "912 345 678", "+48 912 345 678", "12345", "tel 0"):
        spelled.add(number)
    bare = ["912 345 678", "+351 912 345 678", "+48 912 345 678"]
    assert spelled.like("912 345 678") == bare
    assert spelled.like("+351912345678") == ["+351 912 345 678", "912 345 678"]
    assert spelled.like("12345") == ["12345"]
    assert spelled.like("x;0912345678") == spelled.like("") == spelled.like("999 345 678") == []


def test_ways_and_marks_compare_by_kind() -> None:
    said = ((PointKind.PHONE, "030 123456"), (PointKind.EMAIL, "A@b.example"))
    ways = Ways(Numbers("DE"), [ReadPoint(*one, "work") for one in said])
    assert ways.hold(ReadPoint(PointKind.EMAIL, "a@B.example"))
    assert ways.hold(ReadPoint(PointKind.PHONE, "+4930123456"))
    assert not ways.hold(ReadPoint(PointKind.HANDLE, "030 123456"))
    assert ways.have(PointKind.PHONE) and not ways.have(PointKind.URL)
    marks = Marks(Numbers("DE"))
    assert marks.of(PointKind.PHONE, "030 123456") == marks.of(PointKind.PHONE, "+49 30 123456")
    assert marks.of(PointKind.PHONE, "+43 30 123456") != marks.of(PointKind.PHONE, "030 123456")


def test_the_country_is_that_of_most_numbers_of_the_file(workspace: Workspace, tmp_path) -> None:
    workspace.set_setting("phone_country", "")
    cards = [card(f"Somebody{n} Lima", f"+351 912 345 00{n}") for n in range(9)]
    # Of the nine digits of a Lisbon number, none is the trunk's.
    assert take(workspace, tmp_path, *cards, card("Somebody4 L.", "912345004")) == [
        *[Fate.ADDED] * 9,
        Fate.MERGED,
    ]


def test_thousands_of_numbers_with_one_end_take_no_time() -> None:
    spelled = Spelled(Numbers("DE"))
    begun = time.process_time()
    for number in range(3000):
        text = f"+49 17{number:04} 123456"
        assert spelled.like(text) == []
        spelled.add(text)
    assert time.process_time() - begun < 5


def test_nothing_is_loaded_for_an_address_book_of_new_people(root: Path, tmp_path: Path) -> None:
    (tmp_path / "b.vcf").write_text(
        card("Dana Costa", "+49 30 123456") + card("Rui Lima", "030 654321"), "utf-8"
    )
    code = (
        "import sys; from pathlib import Path\n"
        "from app.services import transfer; from app.services.workspace import Workspace\n"
        f"w = Workspace.open(Path({str(tmp_path / 'j.kith')!r}), create=True)\n"
        f"transfer.apply(w, transfer.preview(w, [Path({str(tmp_path / 'b.vcf')!r})]))\n"
        "print(len(w.people()), 'phonenumbers' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["2", "False"]
