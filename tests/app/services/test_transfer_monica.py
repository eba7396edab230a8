"""Importing exports of Monica into a real journal: with history, twice, undone, in archives."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from app.model.belongings import Attachment, Relation, SpecialDate
from app.model.errors import Cancelled, FileReadError
from app.model.imports import Fate
from app.model.people import ContactPoint, Counterpart
from app.model.records import Interaction, Promise, PromiseState
from app.model.values import FixedClock
from app.services import archive, transfer
from app.services.transfer import Format, ImportOptions, preview, sniff
from app.services.workspace import Workspace
from tests.app.exchange import monica_export as made

KINDS = (Counterpart, ContactPoint, Relation, SpecialDate, Promise, Attachment, Interaction)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "monica.json").write_bytes(made.whole_json())
    (tmp_path / "monica.sql").write_bytes(made.whole_sql())
    return tmp_path / "monica.json", tmp_path / "monica.sql"


def run(workspace: Workspace, *paths: Path, **options: object) -> dict[Fate, int]:
    plan = preview(workspace, paths, ImportOptions(**options))
    report = transfer.apply(workspace, plan)
    return {fate: report.count(fate) for fate in Fate if report.count(fate)}


def counts(workspace: Workspace) -> dict[str, int]:
    return {kind.__name__: workspace.count(kind) for kind in KINDS}


ALL = {
    "Counterpart": 3,
    "ContactPoint": 5,
    "Relation": 3,
    "SpecialDate": 2,
    "Promise": 5,
    "Attachment": 3,
    "Interaction": 8,
}


def test_both_exports_are_recognised_by_content(pair) -> None:
    for path in pair:
        renamed = path.rename(path.with_suffix(".bin"))
        assert sniff(renamed) is Format.MONICA


def test_a_json_and_a_sql_chosen_together_are_one_account(workspace: Workspace, pair) -> None:
    assert run(workspace, *reversed(pair)) == {Fate.ADDED: 11, Fate.SKIPPED: 3}
    assert counts(workspace) == ALL
    ada = workspace.person_named("Adaeze")
    assert ada.how_met == "At the harbour fair. She sold me O'Brien's \"compass\""
    assert ada.introduced_by == workspace.person_named("Ben").id
    dinner = next(one for one in workspace.find(Interaction) if "Dinner" in one.note)
    assert len(dinner.people) == 2


def test_a_second_run_adds_nothing(workspace: Workspace, pair) -> None:
    run(workspace, *pair)
    steps = len(workspace.history())
    assert run(workspace, *pair) == {Fate.SKIPPED: 14}
    assert (counts(workspace), len(workspace.history())) == (ALL, steps)


def test_undo_takes_all_of_it_back(workspace: Workspace, pair) -> None:
    run(workspace, *pair)
    workspace.undo()
    assert set(counts(workspace).values()) == {0}
    run(workspace, *pair)
    assert counts(workspace) == ALL


def test_undo_leaves_the_archive_as_it_was_byte_for_byte(
    workspace: Workspace, pair, tmp_path: Path
) -> None:
    with workspace.change("Add") as edit:
        edit.add(Counterpart, name="Adaeze Ngozi Okafor", note="Mine")
    archive.save(workspace, tmp_path / "before.json")
    run(workspace, *pair)
    workspace.undo()
    archive.save(workspace, tmp_path / "after.json")
    before = (tmp_path / "before.json").read_bytes()
    assert (tmp_path / "after.json").read_bytes() == before


def everything(workspace: Workspace) -> list[str]:
    """All that stands in the journal, in words that compare; lines of a note in any order."""
    people = [workspace.get(Counterpart, one.id) for one in workspace.names()]
    told = [
        f"{p.name} {p.aliases} {sorted(p.note.splitlines())} {p.how_met} {p.since} {p.birthday}"
        f" {p.role} {p.rhythm_days} {p.pronoun} {workspace.tags_of(p)}"
        for p in people
    ]
    told += [
        f"{e.when} {e.channel} {e.opener} {e.note} {e.tags}" for e in workspace.find(Interaction)
    ]
    told += [f"{p.text} {p.state} {p.due} {p.settled_on}" for p in workspace.find(Promise)]
    told += [f"{r.what} {r.name} {r.note}" for r in workspace.find(Relation)]
    told += [f"{p.kind} {p.value} {p.label}" for p in workspace.find(ContactPoint)]
    return sorted(told)


@pytest.mark.parametrize(
    "turns", [((0,), (1,)), ((1,), (0,)), ((1,), (0,), (1,)), ((0, 1), (0,)), ((0, 1), (1,))]
)
def test_neither_export_takes_back_what_only_the_other_says(
    workspace: Workspace,
    pair,
    tmp_path: Path,
    clock: FixedClock,
    turns: tuple[tuple[int, ...], ...],
) -> None:
    for places in turns:
        run(workspace, *(pair[place] for place in places))
    together = Workspace.open(tmp_path / "together.kith", clock, create=True)
    run(together, *pair)
    assert everything(workspace) == everything(together)
    together.close()


def test_a_note_that_changed_in_one_export_keeps_what_the_other_says(
    workspace: Workspace, pair
) -> None:
    run(workspace, *pair)
    with workspace.change("Edit") as edit:
        ada = workspace.person_named("Adaeze")
        edit.set(ada, note=f"Mine\n\n{ada.note}")
    pair[0].write_bytes(made.whole_json().replace(b"No nuts", b"Eats all"))
    for _turn in range(2):
        run(workspace, pair[0])
        lines = workspace.person_named("Adaeze").note.splitlines()
        assert lines[0] == "Mine"
        assert "Food: Eats all" in lines
        assert "Food: No nuts" not in lines
        assert lines.count("Work: Pilot, Old Quay Ltd; 2005-01-01 to 2014-12-31") == 1


@pytest.mark.parametrize("turn", [(0, 1), (1, 0), (1, 0, 1, 0), (0, 1, 0)])
def test_one_after_the_other_they_come_to_what_both_together_bring(
    workspace: Workspace, pair, turn: tuple[int, ...]
) -> None:
    for place in turn:
        run(workspace, pair[place])
    assert counts(workspace) == ALL
    assert {one.name for one in workspace.names()} == {
        *("Adaeze Ngozi Okafor", "Ben Vogel", "Eve Lind"),
    }
    owed = {one.text for one in workspace.find(Promise) if one.text.startswith("Pay")}
    assert owed == {"Pay back 20.5 EUR: tickets", "Pay back 7: lunch"}


def test_one_of_them_after_both_doubles_no_debt(workspace: Workspace, pair) -> None:
    run(workspace, *pair)
    run(workspace, pair[0])
    run(workspace, pair[1])
    assert counts(workspace) == ALL


def test_a_debt_that_ended_is_ended_though_the_other_export_brought_it(
    workspace: Workspace, pair
) -> None:
    run(workspace, pair[1])
    run(workspace, pair[0])
    pair[0].write_bytes(made.whole_json().replace(b"inprogress", b"complete"))
    run(workspace, pair[0])
    (owed,) = (one for one in workspace.find(Promise) if "tickets" in one.text)
    assert (owed.text, owed.state) == ("Pay back 20.5 EUR: tickets", PromiseState.KEPT)


def test_two_debts_with_reasons_of_their_own_stay_two(workspace: Workspace, tmp_path: Path) -> None:
    owed = [
        made.row(number, in_debt="yes", status="inprogress", amount=700, reason=why)
        for number, why in enumerate(("lunch", "a book"), 1)
    ]
    people = [made.sql_contact(1, made.ADA, first_name="Ada")]
    (tmp_path / "one.sql").write_bytes(made.sql_export({"contacts": people, "debts": owed[:1]}))
    (tmp_path / "two.sql").write_bytes(made.sql_export({"contacts": people, "debts": owed}))
    data = made.collection("debt", [made.thing(amount=7, status="inprogress", in_debt=True)])
    one = made.json_export([made.contact(made.ADA, data, first_name="Ada")])
    (tmp_path / "one.json").write_bytes(one)
    run(workspace, tmp_path / "one.sql")
    run(workspace, tmp_path / "one.json")
    run(workspace, tmp_path / "two.sql")
    assert {promise.text for promise in workspace.find(Promise)} == {
        "Pay back 7: lunch",
        "Pay back 700 in the smallest unit: a book",
    }


def test_the_users_own_card_in_the_sql_is_told_by_its_name_and_can_be_taken(
    workspace: Workspace, pair
) -> None:
    plan = preview(workspace, pair[1:])
    (row,) = (row for row in plan.rows if row.title == "Jo Doe")
    assert (row.fate, row.why) == (Fate.SKIPPED, "It is your own card.")
    transfer.apply(workspace, plan.decide(row.index, Fate.ADDED))
    assert workspace.person_named("Jo Doe")


def test_the_json_alone_and_the_sql_later_fills_the_gaps(workspace: Workspace, pair) -> None:
    run(workspace, pair[0])
    assert workspace.person_named("Adaeze").how_met == ""
    run(workspace, *pair)
    assert counts(workspace) == ALL
    assert workspace.person_named("Adaeze").how_met.startswith("At the harbour fair")
    assert "Pay back 20.5 EUR: tickets" in {one.text for one in workspace.find(Promise)}


def test_an_archive_holds_both(workspace: Workspace, pair, tmp_path: Path) -> None:
    packed = tmp_path / "backup.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made_zip:
        for path in pair:
            made_zip.write(path, f"exports/{path.name}")
        made_zip.writestr("readme.txt", "see monica")
    run(workspace, packed)
    assert counts(workspace) == ALL


def test_history_of_people_left_out_is_left_out_with_them(workspace: Workspace, pair) -> None:
    plan = preview(workspace, pair)
    place = next(row.index for row in plan.rows if row.title.startswith("Adaeze"))
    report = transfer.apply(workspace, plan.decide(place, Fate.SKIPPED))
    (dinner,) = workspace.find(Interaction)
    assert dinner.present == 3
    assert sum(r.why == "The people it is with are left out." for r in report.records) == 7


def test_a_broken_file_beside_a_good_one_is_a_row_that_failed(workspace: Workspace, pair) -> None:
    pair[0].write_bytes(made.whole_json()[:-100])
    found = run(workspace, *pair)
    assert found[Fate.FAILED] == 1
    assert found[Fate.ADDED] > 5
    with pytest.raises(FileReadError):
        preview(workspace, pair[:1])


def test_the_format_can_be_said_and_a_file_of_another_kind_brings_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    held = json.loads(made.whole_json())
    held["version"] = "0.9"
    old = tmp_path / "old.json"
    old.write_text(json.dumps(held))
    assert run(workspace, old, read_as="monica")[Fate.ADDED] == 11
    other = tmp_path / "other.txt"
    other.write_text("Dear diary")
    assert run(workspace, other, read_as="monica") == {Fate.SKIPPED: 1}


def test_reading_can_be_stopped(workspace: Workspace, pair) -> None:
    asked: list[None] = []

    def stop() -> bool:
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        preview(workspace, pair, cancelled=stop)
    assert set(counts(workspace).values()) == {0}


def later(data: bytes, day: str) -> bytes:
    """The same export given out on another day."""
    for before in (b'"export_date": "2020-03-01', b"# Export date: 2020-03-01"):
        data = data.replace(before, before.replace(b"2020-03-01", day.encode()))
    return data


def test_of_exports_chosen_together_the_newer_one_counts(
    workspace: Workspace, tmp_path: Path
) -> None:
    for number, (year, job, done) in enumerate(((2026, "Head", True), (2025, "Clerk", False))):
        task = made.collection("task", [made.thing(title="Send the book", completed=done)])
        data = made.json_export([made.contact(made.ADA, task, first_name="Ada", job=job)])
        for form in (f"{number}.json", f"{9 - number}.json"):  # in either order of the names
            folder = tmp_path / ("a" if form.startswith(str(number)) else "b")
            folder.mkdir(exist_ok=True)
            (folder / form).write_bytes(later(data, f"{year}-05-01"))
    for name in ("a", "b"):
        run(workspace, *sorted((tmp_path / name).iterdir()))
        assert workspace.person_named("Ada").role == "Head"
        assert [one.state for one in workspace.find(Promise)] == [PromiseState.KEPT]
        workspace.undo()
        assert counts(workspace)["Counterpart"] == 0


@pytest.mark.parametrize("day", [b"2020-03-01", b"some day"])
def test_where_no_export_is_newer_the_last_one_counts(
    workspace: Workspace, tmp_path: Path, day: bytes
) -> None:
    paths = []
    for number, job in enumerate(("Clerk", "Head")):
        data = made.json_export([made.contact(made.ADA, first_name="Ada", job=job)])
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_bytes(later(data, day.decode()))
    run(workspace, *paths)
    assert workspace.person_named("Ada").role == "Head"


def test_a_newer_sql_is_filled_by_an_older_json(
    workspace: Workspace, pair, tmp_path: Path, clock: FixedClock
) -> None:
    together = Workspace.open(tmp_path / "together.kith", clock, create=True)
    run(together, *pair)
    before = everything(together)
    together.close()
    pair[1].write_bytes(later(made.whole_sql(), "2026-05-01").replace(b"Director", b"Head"))
    run(workspace, *pair)
    assert counts(workspace) == ALL
    assert workspace.person_named("Adaeze").role == "Head"
    assert everything(workspace) == [one.replace("Director", "Head") for one in before]
