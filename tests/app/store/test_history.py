"""Every step can be taken back and done again, whatever the steps were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.errors import InputError
from app.model.people import (
    Basis,
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    InterestAct,
    Kind,
    PointKind,
    Verdict,
    VerdictChoice,
)
from app.model.records import Deal, Interaction, Meeting, Outcome, Promise, Question, Result, Side
from app.model.values import FixedClock, Moment, PartialDate
from app.services.workspace import Workspace
from app.store.schema import HISTORY_COLUMNS

DAY = PartialDate(2026, 3, 2)


def contents(workspace: Workspace) -> dict[str, list[Any]]:
    """Every row of every table a person can write to, and the search index."""
    found = {
        table: workspace.database.rows(f"SELECT * FROM {table} ORDER BY id")
        for table in HISTORY_COLUMNS
    }
    found["search"] = workspace.database.rows("SELECT rowid, body FROM search ORDER BY rowid")
    return found


def fill(workspace: Workspace, name: str) -> Counterpart:
    """A person with one record of every kind."""
    with workspace.change(f"Add {name}") as edit:
        firm = edit.organisation("Fjord AB")
        person = edit.add(Counterpart, name=name, kind=Kind.CLIENT, organisation_id=firm.id)
        talk = edit.add(
            Interaction, when=Moment(DAY), people=(person.id,), tags=("spring",), note="Talked."
        )
        edit.tag(person, "nordic")
        own = {"counterpart_id": person.id}
        shared = edit.add(Commonality, text="Both row", interaction_id=talk.id, **own)
        edit.mention(shared, DAY, talk.id)
        wish = edit.add(Interest, text="A calm launch", basis=Basis.HUNCH, **own)
        edit.add(InterestAct, interest_id=wish.id, on=DAY, what="Sent a plan")
        edit.add(Question, text="Who decides?", **own)
        edit.add(Promise, by=Side.ME, text="Send notes", **own)
        deal = edit.add(Deal, title="Audit", **own)
        edit.add(Outcome, deal_id=deal.id, on=DAY, result=Result.WON)
        edit.add(Verdict, on=DAY, choice=VerdictChoice.REAL, **own)
        edit.add(ContactPoint, kind=PointKind.EMAIL, value="a@fjord.example", **own)
        edit.add(Meeting, title="Review", vague="next week", people=(person.id,))
        edit.remember_import("vcard:1", "abc", "counterpart", person.id, "BEGIN")
    return person


def test_undo_takes_a_step_back_whole_and_redo_does_it_again(workspace: Workspace) -> None:
    empty = contents(workspace)
    fill(workspace, "Åsa")
    full = contents(workspace)
    undone = workspace.undo()
    assert undone is not None
    assert (undone.label, undone.kind) == ("Add Åsa", "undo")
    assert contents(workspace) == empty
    redone = workspace.redo()
    assert redone is not None
    assert redone.people == {1}
    assert contents(workspace) == full
    assert workspace.redo() is None


def test_removing_a_person_takes_what_is_only_theirs(workspace: Workspace) -> None:
    person = fill(workspace, "Åsa")
    other = fill_other(workspace, person)
    before = contents(workspace)
    with workspace.change("Forget") as edit:
        edit.remove(person)
    assert [p.id for p in workspace.people()] == [other.id]
    assert [i.people for i in workspace.find(Interaction)] == [(other.id,)]
    assert workspace.find(Meeting) == []
    assert edit.changes.people == {person.id, other.id}
    workspace.undo()
    assert contents(workspace) == before
    assert workspace.check() == []


def fill_other(workspace: Workspace, person: Counterpart) -> Counterpart:
    with workspace.change("Add Rui, and a talk of three") as edit:
        other = edit.add(Counterpart, name="Rui")
        edit.add(Interaction, when=Moment(DAY), people=(person.id, other.id))
    return other


def test_undo_survives_a_restart(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "j.kith"
    first = Workspace.open(path, clock, create=True)
    fill(first, "Åsa")
    first.close()
    second = Workspace.open(path, clock)
    assert second.can_undo() == "Add Åsa"
    second.undo()
    second.close()
    third = Workspace.open(path, clock)
    assert third.people() == []
    assert third.can_undo() is None
    assert third.can_redo() == "Add Åsa"
    third.redo()
    assert [p.name for p in third.people()] == ["Åsa"]
    third.close()


def test_a_new_step_closes_the_road_of_redo(workspace: Workspace) -> None:
    fill(workspace, "Åsa")
    workspace.undo()
    with workspace.change("Add Rui") as edit:
        edit.add(Counterpart, name="Rui")
    assert workspace.can_redo() is None
    assert [s.state for s in workspace.history()] == ["done", "done", "dropped"]
    assert [p.name for p in workspace.people()] == ["Rui"]


def test_a_step_that_changes_nothing_leaves_no_trace(workspace: Workspace) -> None:
    person = fill(workspace, "Åsa")
    heard: list[object] = []
    workspace.listen(heard.append)
    with workspace.change("Nothing") as edit:
        edit.set(person, name="Åsa")
    assert heard == []
    assert [s.label for s in workspace.history()] == ["Add Åsa"]


def test_a_step_that_fails_writes_nothing(workspace: Workspace) -> None:
    before = contents(workspace)
    with pytest.raises(ZeroDivisionError), workspace.change("Half") as edit:
        edit.add(Counterpart, name="Half")
        raise ZeroDivisionError
    assert contents(workspace) == before
    assert workspace.history() == []


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\x07 \x1b"])
def test_what_nobody_can_see_is_no_name(workspace: Workspace, text: str) -> None:
    with pytest.raises(InputError), workspace.change("Add") as edit:
        edit.add(Counterpart, name=text)
    with pytest.raises(InputError), workspace.change("Add") as edit:
        edit.organisation(text)
    with workspace.change("Add Dana") as edit:
        dana = edit.add(Counterpart, name="Dana\x00 Okafor")
    assert dana.name == "Dana Okafor"
    with pytest.raises(InputError), workspace.change("Add") as edit:
        edit.add(ContactPoint, counterpart_id=dana.id, kind=PointKind.EMAIL, value=text)


def test_a_deleted_record_leaves_its_number_unused(workspace: Workspace) -> None:
    fill(workspace, "Dana")
    (person,) = workspace.find(Counterpart)
    with workspace.change("Log") as edit:
        gone = edit.add(Interaction, when=Moment(DAY), people=(person.id,), note="One")
    with workspace.change("Delete") as edit:
        edit.remove(gone)
    with workspace.change("Log again") as edit:
        other = edit.add(Interaction, when=Moment(DAY), people=(person.id,), note="Two")
    assert other.id > gone.id
    workspace.undo()
    with workspace.change("Log once more") as edit:
        assert edit.add(Interaction, when=Moment(DAY), people=(person.id,)).id > other.id


def test_a_very_large_step_names_nobody_and_so_everyone(workspace: Workspace) -> None:
    with workspace.change("Take in many") as edit:
        for number in range(2100):
            edit.add(Counterpart, name=f"Person {number}")
    assert edit.changes.tables == {"counterpart"}
    assert edit.changes.people == frozenset()


def test_listeners_hear_each_step_once_and_can_leave(workspace: Workspace) -> None:
    heard = []
    leave = workspace.listen(heard.append)
    me = object()
    with workspace.change("Add Rui", origin=me) as edit:
        edit.add(Counterpart, name="Rui")
    assert [c.label for c in heard] == ["Add Rui"]
    assert heard[0].origin is me
    assert heard[0].tables >= {"counterpart"}
    leave()
    workspace.undo()
    assert len(heard) == 1


NAMES = st.sampled_from(["Åsa", "Rui", "陳美玲", "O’Neil"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fill"), NAMES),
        st.tuples(st.just("rename"), NAMES),
        st.tuples(st.just("remove"), st.integers(0, 3)),
        st.tuples(st.just("retag"), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("redo"), st.just(0)),
    ),
    min_size=1,
    max_size=10,
)


def perform(workspace: Workspace, step: tuple[str, Any]) -> None:
    what, value = step
    people = workspace.people()
    if what == "fill":
        if not workspace.imported("vcard:1"):
            fill(workspace, value)
    elif what == "undo":
        workspace.undo()
    elif what == "redo":
        workspace.redo()
    elif people:
        person = people[value % len(people)] if isinstance(value, int) else people[0]
        with workspace.change(what) as edit:
            if what == "rename":
                edit.set(person, name=f"{value} {len(person.name)}", kind=Kind.FRIEND)
            elif what == "remove":
                edit.remove(person)
            else:
                edit.untag(person, "nordic")
                edit.tag(person, "retagged")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_road_back_and_forth_meets_the_same_journal(
    tmp_path_factory: pytest.TempPathFactory, clock: FixedClock, steps: list[tuple[str, Any]]
) -> None:
    workspace = Workspace.open(tmp_path_factory.mktemp("j") / "j.kith", clock, create=True)
    for step in steps:
        perform(workspace, step)
    states = [contents(workspace)]
    while workspace.undo():
        states.append(contents(workspace))
    assert all(not rows for rows in states[-1].values())
    for state in reversed(states[:-1]):
        workspace.redo()
        assert contents(workspace) == state
    assert workspace.check() == []
    workspace.close()


def test_a_step_is_read_once_to_tell_what_it_touched(workspace: Workspace) -> None:
    person = fill(workspace, "Åsa")
    asked: list[str] = []
    workspace.database.connection.set_trace_callback(asked.append)
    with workspace.change("Log") as edit:
        edit.add(Interaction, when=Moment(DAY), people=(person.id,), note="A call.")
    workspace.database.connection.set_trace_callback(None)
    assert edit.changes is not None and edit.changes.people == {person.id}
    assert edit.changes.tables == {"interaction", "participant"}
    assert len([sql for sql in asked if "FROM change WHERE step" in sql]) == 1
    assert len([sql for sql in asked if sql.startswith("SELECT counterpart_id")]) == 1
