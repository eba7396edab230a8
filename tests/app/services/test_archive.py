"""The archive a journal writes: whole, the same every time, and without what is not its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.model.archive import FORMAT, SECTIONS, VERSION, Sort
from app.model.errors import Cancelled, FileWriteError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import archive
from app.services.log_form.form import LogForm
from app.services.workspace import Workspace
from app.store.schema import HISTORY_COLUMNS

# What an archive leaves out on purpose, each with its reason.
LEFT_OUT = {
    "step": "the history is no part of it",
    "change": "the history is no part of it",
    "standing": "worked out anew",
    "search": "made anew from the texts",
    "setting": "stands in the archive as an object of its own",
    "draft": "stands in the archive with its links told by uid",
}
# Columns that no field names, because the archive tells them otherwise.
TOLD_OTHERWISE = {
    ("distinct_pair", "first_id"),  # `people`, both at once
    ("distinct_pair", "second_id"),
    ("mention", "date"),  # inside `mentions`
    ("mention", "interaction_id"),
}


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def met(workspace: Workspace, *people: Counterpart, day: str = "2026-11-20", **values: Any):
    with workspace.change("Log") as edit:
        return edit.add(
            Interaction,
            when=Moment(PartialDate.parse(day)),
            people=tuple(person.id for person in people),
            **values,
        )


def add(workspace: Workspace, name: str, **values: Any) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name=name, **values)


def test_no_table_and_no_column_is_forgotten(workspace: Workspace) -> None:
    database = workspace.database
    tables = {
        row[0]
        for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith(("sqlite_", "_sqlite_", "search_"))
    }
    told: dict[str, set[str]] = {}
    for section in SECTIONS:
        for one in section.fields:
            if one.table:
                told.setdefault(one.table, set()).update({one.owner, one.column} - {""})
            else:
                told.setdefault(section.table, set()).add(one.column)
    assert set(told) | set(LEFT_OUT) == tables
    assert set(HISTORY_COLUMNS) <= set(told)
    for table, fields in told.items():
        columns = {row[1] for row in database.rows(f"PRAGMA table_info({table})")} - {"id"}
        missing = columns - fields - {name for of, name in TOLD_OTHERWISE if of == table}
        assert missing == set(), f"{table} has columns that no archive holds"


def test_what_the_shape_says_is_what_the_tables_say(workspace: Workspace) -> None:
    for section in SECTIONS:
        info = {
            row[1]: (row[2], bool(row[3]), row[4])
            for row in workspace.database.rows(f"PRAGMA table_info({section.table})")
        }
        for one in section.fields:
            if not one.column or one.table or section.table in ("import_mark", "content"):
                continue
            kind, not_null, _default = info[one.column]
            numbers = {Sort.NUMBER, Sort.FLAG, Sort.LEVEL, Sort.LINK}
            assert kind == ("INTEGER" if one.sort in numbers else "TEXT"), one
            may_be_null = not one.needed and one.absent is None
            assert may_be_null or not_null, f"{section.table}.{one.column} may be unknown"
            assert not (may_be_null and not_null), one


def test_a_journal_without_anything_is_an_archive_too(workspace: Workspace, tmp_path: Path) -> None:
    assert archive.save(workspace, tmp_path / "all.json") == (0, 0)
    assert read(tmp_path / "all.json") == {
        "format": FORMAT,
        "version": VERSION,
        "holds": "everything",
        "settings": {},
    }


def test_records_are_linked_by_uid_and_the_unknown_is_left_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    dana = add(workspace, "Dana Okafor")
    rui = add(workspace, "Rui Santos", introduced_by=dana.id)
    entry = met(workspace, rui, dana, two_way=False, note="Both row", tags=("nordic",))
    archive.save(workspace, tmp_path / "all.json")
    found = read(tmp_path / "all.json")
    told = found["entries"][0]
    assert told["people"] == [rui.uid, dana.uid]
    assert told["two_way"] is False
    assert "answered" not in told
    assert "id" not in told
    assert told["uid"] == entry.uid
    assert found["people"][1]["introduced_by"] == dana.uid
    assert told["tags"] == [found["tags"][0]["uid"]]


def test_the_same_journal_gives_the_same_bytes_and_undo_gives_them_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    dana = add(workspace, "Dana Okafor")
    archive.save(workspace, tmp_path / "one.json")
    with workspace.change("Attach") as edit:
        edit.attach(dana, "plan.txt", b"a plan")
    archive.save(workspace, tmp_path / "two.json")
    workspace.undo()
    archive.save(workspace, tmp_path / "three.json")
    one, two, three = ((tmp_path / f"{name}.json").read_bytes() for name in ("one", "two", "three"))
    assert one == three
    assert one != two


def test_a_large_file_goes_in_pieces(workspace: Workspace, tmp_path: Path) -> None:
    data = bytes(range(256)) * 20_000
    dana = add(workspace, "Dana Okafor")
    with workspace.change("Attach") as edit:
        for name in ("one.bin", "the same.bin"):
            edit.attach(dana, name, data)
    archive.save(workspace, tmp_path / "all.json")
    pieces = read(tmp_path / "all.json")["contents"]
    assert [(piece["piece"], piece["of"]) for piece in pieces] == [(1, 2), (2, 2)]


def test_what_is_being_typed_names_people_by_uid(workspace: Workspace, tmp_path: Path) -> None:
    dana = add(workspace, "Dana Okafor")
    workspace.save_draft(f"goal:{dana.id}", "Ask about the boat")
    workspace.save_draft("goal:77", "Kept for someone who is gone")
    workspace.save_draft("log:ab", LogForm(line="call", people=(dana.id, 77)).to_json())
    archive.save(workspace, tmp_path / "all.json")
    told = {draft["key"]: draft["body"] for draft in read(tmp_path / "all.json")["drafts"]}
    assert set(told) == {f"goal:{dana.uid}", "log:ab"}
    assert told["log:ab"]["people"] == [dana.uid]


def test_settings_go_along_but_no_folder_of_this_computer(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.set_setting("my_name", "Ada")
    workspace.set_setting("backup_folder", str(tmp_path))
    archive.save(workspace, tmp_path / "all.json")
    assert read(tmp_path / "all.json")["settings"] == {"my_name": "Ada"}


def test_of_one_person_others_come_by_name_alone(workspace: Workspace, tmp_path: Path) -> None:
    dana = add(workspace, "Dana Okafor", note="rows")
    rui = add(workspace, "Rui Santos", note="a secret of Rui's")
    add(workspace, "Mei Chen", note="not asked for")
    met(workspace, dana, rui, note="Lunch")
    met(workspace, rui, note="Rui alone")
    workspace.save_draft("log:ab", "half a line")
    archive.save(workspace, tmp_path / "dana.json", people=[dana.id])
    found = read(tmp_path / "dana.json")
    assert found["holds"] == "part"
    assert {"settings", "drafts"} & set(found) == set()
    assert [entry["note"] for entry in found["entries"]] == ["Lunch"]
    whole, named = found["people"]
    assert whole["note"] == "rows"
    assert named == {
        "uid": rui.uid,
        "name": "Rui Santos",
        "kind": "other",
        "attention": "unsorted",
        "only_named": True,
    }


def test_nothing_is_written_over_and_nothing_half_written(
    workspace: Workspace, tmp_path: Path
) -> None:
    add(workspace, "Dana Okafor")
    out = tmp_path / "all.json"
    out.write_text("mine")
    with pytest.raises(FileWriteError):
        archive.save(workspace, out)
    with pytest.raises(Cancelled):
        archive.save(workspace, out, overwrite=True, cancelled=lambda: True)
    with pytest.raises(FileWriteError):
        archive.save(workspace, tmp_path / "nowhere" / "all.json")
    with pytest.raises(NotFoundError):
        archive.save(workspace, out, overwrite=True, people=[99])
    assert out.read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} & {"journal.kith", "all.json"}
    assert not list(tmp_path.glob(".kith-*"))
    seen: list[tuple[int, int]] = []
    archive.save(workspace, out, overwrite=True, progress=lambda *far: seen.append(far))
    assert seen[-1] == (1, 1)


def test_the_handbook_describes_every_section_and_every_field(root: Path) -> None:
    text = (root / "resources" / "handbook" / "archive.md").read_text("utf-8")
    parts = {part.partition("\n")[0]: part for part in text.split("\n### ")[1:]}
    assert [name for name in parts if name != "settings and drafts"] == [s.name for s in SECTIONS]
    for section in SECTIONS:
        told = re.findall(r"^\| `(\w+)`([*°]?) \| (.*) \|$", parts[section.name], re.MULTILINE)
        signs = {True: "*", False: ""}
        assert [(name, sign) for name, sign, _value in told] == [
            (one.name, "°" if one.absent is False else signs[one.needed]) for one in section.fields
        ]
        values = {name: value for name, _sign, value in told}
        for one in section.fields:
            if one.sort in (Sort.CHOICE, Sort.LEVEL):
                assert re.findall(r"`([^`]*)`", values[one.name]) == [str(c) for c in one.choices]
