"""Promises in the same words: each is one, however many exports are read and in which order."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.model.imports import ReadPerson, ReadPromise
from app.model.people import Counterpart
from app.model.records import Promise, PromiseState, Side
from app.model.values import PartialDate
from app.services import transfer
from app.services.taking_in.brought import Brought, keep_brought, short
from app.services.taking_in.promises import promise_mark
from app.services.transfer import ImportOptions, preview
from app.services.workspace import Workspace
from tests.app.exchange import monica_export as made
from tests.app.services.test_transfer_updates import run as run_records

OPEN, KEPT = PromiseState.OPEN, PromiseState.KEPT
EARLY, LATE = "2024-05-01", "2026-05-01"


def task(day: str, state: PromiseState = OPEN, title: str = "Call her mother") -> dict[str, object]:
    said = {"title": title, "completed": state is KEPT}
    if state is KEPT:
        said["completed_at"] = made.iso(f"{day} 12:00:00")
    return made.thing(f"{day} 10:00:00", **said)


def debt(day: str, state: PromiseState = OPEN) -> dict[str, object]:
    status = "complete" if state is KEPT else "inprogress"
    return made.thing(f"{day} 10:00:00", in_debt=True, status=status, amount="20", currency="EUR")


def export(path: Path, **kinds: list[dict[str, object]]) -> Path:
    data = [one for kind, things in kinds.items() for one in made.collection(kind, things)]
    path.write_bytes(made.json_export([made.contact(made.ADA, data, first_name="Ada")]))
    return path


def take(workspace: Workspace, *paths: Path) -> None:
    for path in paths:
        transfer.apply(workspace, preview(workspace, [path], ImportOptions()))


def standing(workspace: Workspace) -> Counter[tuple[str, PromiseState, str]]:
    return Counter((one.text, one.state, str(one.made_on)) for one in workspace.find(Promise))


def test_an_open_task_and_debts_stay_beside_others_in_the_same_words(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = export(
        tmp_path / "monica.json",
        task=[task(LATE), task(EARLY, KEPT)],
        debt=[debt("2025-01-01"), debt("2026-02-01"), debt("2026-03-01", KEPT)],
    )
    everything = {
        ("Call her mother", OPEN, LATE): 1,
        ("Call her mother", KEPT, EARLY): 1,
        ("Pay back 20 EUR", OPEN, "2025-01-01"): 1,
        ("Pay back 20 EUR", OPEN, "2026-02-01"): 1,
        ("Pay back 20 EUR", KEPT, "2026-03-01"): 1,
    }
    take(workspace, path)
    assert standing(workspace) == everything
    take(workspace, path)
    assert standing(workspace) == everything


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ([task(EARLY)], [task(EARLY, KEPT), task(LATE)], {(KEPT, EARLY): 1, (OPEN, LATE): 1}),
        ([task(EARLY, KEPT)], [task(LATE)], {(KEPT, EARLY): 1, (OPEN, LATE): 1}),
        (
            [task(EARLY), task(LATE)],
            [task(EARLY, KEPT), task(LATE)],
            {(KEPT, EARLY): 1, (OPEN, LATE): 1},
        ),
        ([task(EARLY), task(EARLY)], [task(EARLY, KEPT)], {(KEPT, EARLY): 1, (OPEN, EARLY): 1}),
        ([task(EARLY)], [task(EARLY), task(EARLY, KEPT)], {(KEPT, EARLY): 1, (OPEN, EARLY): 1}),
        ([task(EARLY)], [task(EARLY, KEPT)], {(KEPT, EARLY): 1}),
    ],
)
def test_of_two_exports_the_same_comes_in_either_order(
    workspace: Workspace,
    tmp_path: Path,
    one: list[dict[str, object]],
    other: list[dict[str, object]],
    both: dict[tuple[PromiseState, str], int],
) -> None:
    files = export(tmp_path / "one.json", task=one), export(tmp_path / "other.json", task=other)
    for order in itertools.permutations(files):
        take(workspace, *order, *order)
        found = Counter((state, day) for _text, state, day in standing(workspace).elements())
        assert found == both
        while workspace.count(Counterpart):
            workspace.undo()


def test_equal_debts_of_the_sql_are_those_of_the_json(workspace: Workspace, tmp_path: Path) -> None:
    days = (("2025-01-01", OPEN), ("2026-02-01", OPEN), ("2026-03-01", KEPT))
    rows = [
        made.row(
            number,
            stamp=f"{day} 10:00:00",
            in_debt="yes",
            status="complete" if state is KEPT else "inprogress",
            amount=2000,
            reason="lunch",
        )
        for number, (day, state) in enumerate(days, 1)
    ]
    people = [made.sql_contact(1, made.ADA, first_name="Ada")]
    sql = tmp_path / "monica.sql"
    sql.write_bytes(made.sql_export({"contacts": people, "debts": rows}))
    json = export(tmp_path / "monica.json", debt=[debt(*one) for one in days])
    for order in itertools.permutations((sql, json)):
        take(workspace, *order)
        assert standing(workspace) == {
            ("Pay back 20 EUR: lunch", state, day): 1 for day, state in days
        }
        while workspace.count(Counterpart):
            workspace.undo()


def test_what_the_user_took_off_or_typed_stays_so(workspace: Workspace, tmp_path: Path) -> None:
    first = export(tmp_path / "first.json", task=[task(EARLY), task(LATE)])
    take(workspace, first)
    early, _late = sorted(workspace.find(Promise), key=lambda one: str(one.made_on))
    with workspace.change("Take off") as edit:
        edit.remove(early)
    tags = made.contact(
        made.ADA,
        made.collection("task", [task(EARLY), task(LATE)]),
        first_name="Ada",
        tags=["choir"],
    )
    changed = tmp_path / "changed.json"
    changed.write_bytes(made.json_export([tags]))
    take(workspace, changed)
    assert standing(workspace) == {("Call her mother", OPEN, LATE): 1}
    ada = workspace.person_named("Ada")
    with workspace.change("Promise") as edit:
        day = PartialDate(2026, 11, 20)
        edit.add(Promise, counterpart_id=ada.id, by=Side.ME, text="Buy a book", made_on=day)
    take(
        workspace,
        export(tmp_path / "third.json", task=[task(LATE), task(EARLY, KEPT, "Buy a book")]),
    )
    assert standing(workspace) == {
        ("Call her mother", OPEN, LATE): 1,
        ("Buy a book", OPEN, "2026-11-20"): 1,
        ("Buy a book", KEPT, EARLY): 1,
    }


def test_one_more_in_the_same_words_comes_though_others_were_told(workspace: Workspace) -> None:
    word = ReadPromise("Send the map", Side.THEM, made_on=PartialDate(2024, 5, 1))
    person = ReadPerson("card:mia", "Mia Lund", "card 1", promises=(word,))
    run_records(workspace, person)
    kept = replace(word, state=KEPT)
    again = replace(word, made_on=PartialDate(2026, 5, 1))
    run_records(workspace, replace(person, promises=(kept, again, again)))
    assert Counter((one.state, one.made_on) for one in workspace.find(Promise)) == {
        (KEPT, kept.made_on): 1,
        (OPEN, again.made_on): 2,
    }


def test_what_one_for_all_was_kept_of_before_comes_as_far_as_it_stands(
    workspace: Workspace,
) -> None:
    early = ReadPromise("Send the map", Side.THEM, PartialDate(2024, 5, 1), state=KEPT)
    late = ReadPromise("Send the map", Side.THEM, PartialDate(2026, 5, 1))
    gone = ReadPromise("Return the keys", Side.THEM, PartialDate(2026, 5, 1))
    person = ReadPerson("card:mia", "Mia Lund", "card 1", promises=(early, gone))
    run_records(workspace, person)
    mia = workspace.person_named("Mia")
    with workspace.change("As it was kept before promises in the same words were counted") as edit:
        edit.remove(next(one for one in workspace.find(Promise) if one.text == gone.text))
        marks = {short("word", promise_mark(one.by, one.text)) for one in person.promises}
        keep_brought(edit, person.key, mia, replace(Brought.whole(person), seen=marks))
    run_records(workspace, replace(person, promises=(late, early, gone, gone), tags=("choir",)))
    assert Counter((one.text, one.state) for one in workspace.find(Promise)) == {
        ("Send the map", KEPT): 1,
        ("Send the map", OPEN): 1,
    }
