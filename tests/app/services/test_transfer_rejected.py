"""What was not taken is written so that it comes back as it stood, and no cell of it is live."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.exchange.contact_tables.safe_cells import harmless_elsewhere, without_first
from app.model.imports import Fate, ReadPerson
from app.model.people import Counterpart
from app.services import transfer
from app.services.transfer import preview
from app.services.workspace import Workspace


@pytest.fixture
def two_of_a_name(workspace: Workspace) -> Workspace:
    with workspace.change("Add") as edit:
        for _number in range(2):
            edit.add(Counterpart, name="Ann Lee")
    return workspace


def left_of(workspace: Workspace, path: Path) -> Path:
    """The file beside the reasons, with the records of this one that were not taken."""
    plan = preview(workspace, [path])
    assert {row.fate for row in plan.rows} == {Fate.SKIPPED}
    return transfer.write_rejected(plan, None, path.with_name("left.csv"))[1]


def read(workspace: Workspace, path: Path) -> list[ReadPerson]:
    items = [row.item for row in preview(workspace, [path]).rows]
    assert all(isinstance(item, ReadPerson) and not item.remarks for item in items)
    return [item for item in items if isinstance(item, ReadPerson)]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x1e"])
def test_a_card_with_a_rare_line_break_comes_back_whole(
    two_of_a_name: Workspace, tmp_path: Path, sign: str
) -> None:
    path = tmp_path / "cards.vcf"
    lines = ("BEGIN:VCARD", "VERSION:3.0", "UID:7", "FN:Ann Lee", f"NOTE:one{sign}two")
    path.write_bytes("\r\n".join((*lines, "X-FOO:kept", "END:VCARD", "")).encode())
    (before,) = read(two_of_a_name, path)
    left = left_of(two_of_a_name, path)
    assert left.read_bytes() == path.read_bytes()
    (after,) = read(two_of_a_name, left)
    assert (after.note, after.raw) == (before.note, before.raw)


def test_no_cell_of_a_row_that_was_not_taken_is_a_formula(
    two_of_a_name: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    note = "=cmd|' /C calc'!A0\n- milk\n+49 (30) 12\n-A1+HYPERLINK(\"x\"); @SUM(1)"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = (("Name", "Phone", "Note"), ("Ann Lee", "+49 30 123456; +49 31 234567", note))
        csv.writer(file).writerows(rows)
    (before,) = read(two_of_a_name, path)
    left = left_of(two_of_a_name, path)
    with left.open(encoding="utf-8", newline="") as file:
        (phone, told) = list(csv.reader(file))[1][1:]
    assert phone.startswith("'+")
    assert told == "'=cmd|' /C calc'!A0\n- milk\n+49 (30) 12\n'-A1+HYPERLINK(\"x\"); '@SUM(1)"
    (after,) = read(two_of_a_name, left)
    assert after.points == before.points
    assert after.note == told[1:]


def test_a_row_of_kiths_own_table_comes_back_as_it_was(
    two_of_a_name: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    note = "'=1+1\n'- milk; '@SUM(1)"  # as it stands in the file, made harmless
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((("Name", "Notes", "Kith id"), ("Ann Lee", note, "")))
    (before,) = read(two_of_a_name, path)
    left = left_of(two_of_a_name, path)
    with left.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1][1] == note
    (after,) = read(two_of_a_name, left)
    assert after.note == before.note == "=1+1\n- milk; @SUM(1)"


@pytest.mark.parametrize("text", ["=1+1", "'=1", "+46 70", "＝1", "@a", "-5", "a", "", "a\n- b"])
def test_what_begins_a_cell_is_taken_off_again(text: str) -> None:
    told = harmless_elsewhere(text)
    assert without_first(told) == text
    assert not told.startswith(tuple("=+-@＝"))
