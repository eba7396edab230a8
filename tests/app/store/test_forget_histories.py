"""Whatever the steps before were: what is left of them still goes back and forth, without them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.model.people import Commonality, Counterpart, Interest, InterestAct
from app.model.records import Deal, Interaction, Meeting, Outcome, Result
from app.model.values import FixedClock, Moment, PartialDate
from app.services import forget
from app.services.workspace import Workspace
from app.store.schema import HISTORY_COLUMNS

DAY = PartialDate(2026, 3, 2)
NAMES = ["Åsa Quxmarker", "Rui Qiymarker", "陳美玲", "O’Neil Zwomarker"]

SMALL = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), SMALL, SMALL),
        st.tuples(st.just("log"), SMALL, SMALL),
        st.tuples(st.just("plan"), SMALL, SMALL),
        st.tuples(st.just("regroup"), SMALL, SMALL),
        st.tuples(st.just("rewrite"), SMALL, SMALL),
        st.tuples(st.just("know"), SMALL, SMALL),
        st.tuples(st.just("name"), SMALL, SMALL),
        st.tuples(st.just("tag"), SMALL, SMALL),
        st.tuples(st.just("remove"), SMALL, SMALL),
        st.tuples(st.just("remove entry"), SMALL, SMALL),
        st.tuples(st.just("move"), SMALL, SMALL),
        st.tuples(st.just("undo"), SMALL, SMALL),
        st.tuples(st.just("undo"), SMALL, SMALL),
        st.tuples(st.just("redo"), SMALL, SMALL),
    ),
    min_size=3,
    max_size=25,
)


def contents(workspace: Workspace) -> dict[str, list[Any]]:
    found = {
        table: workspace.database.rows(f"SELECT * FROM {table} ORDER BY id")
        for table in HISTORY_COLUMNS
    }
    found["search"] = workspace.database.rows("SELECT rowid, body FROM search ORDER BY rowid")
    return found


def perform(workspace: Workspace, step: tuple[str, int, int]) -> None:
    what, one, two = step
    people, entries = workspace.people(), workspace.find(Interaction)
    if what in ("undo", "redo"):
        workspace.undo() if what == "undo" else workspace.redo()
        return
    if what == "add":
        with workspace.change(f"Add {NAMES[one % 4]}") as edit:
            if not any(person.name == NAMES[one % 4] for person in people):
                firm = edit.organisation(f"Firm {two % 2}")
                edit.add(Counterpart, name=NAMES[one % 4], organisation_id=firm.id)
        return
    if not people:
        return
    person, other = people[one % len(people)], people[two % len(people)]
    entry = entries[two % len(entries)] if entries else None
    with workspace.change(f"{what} {person.name}, {other.name}") as edit:
        if what == "log":
            edit.add(Interaction, when=Moment(DAY), people=(person.id,), note=f"On {other.name}")
        elif what == "plan":
            both = (person.id, other.id)
            plan = edit.add(Meeting, title=f"For {person.name}", vague="soon", people=both)
            edit.add(Interaction, when=Moment(DAY), people=both, meeting_id=plan.id)
        elif what == "regroup" and entry is not None:
            edit.set(entry, people=(person.id,) if one % 2 else (person.id, *entry.people))
        elif what == "rewrite" and entry is not None:
            edit.set(entry, note=f"{entry.note} and {person.name}", tags=(f"tag{two % 2}",))
        elif what == "know":
            own = {"counterpart_id": person.id, "interaction_id": entry.id if entry else None}
            shared = edit.add(Commonality, text=f"We know {other.name}", **own)
            edit.mention(shared, DAY, entry.id if entry else None)
            wish = edit.add(Interest, text="A wish", **own)
            edit.add(InterestAct, interest_id=wish.id, on=DAY, what=f"Asked {other.name}")
            deal = edit.add(Deal, title="Deal", counterpart_id=person.id)
            edit.add(Outcome, deal_id=deal.id, on=DAY, result=Result.WON)
        elif what == "name":
            edit.set(person, introduced_by=None if person == other else other.id)
            edit.set(other, note=f"{other.note} Friend of {person.name}.")
        elif what == "tag":
            edit.tag(person, f"tag{two % 2}")
            edit.untag(other, f"tag{two % 2}")
        elif what == "remove":
            edit.remove(person)
        elif what == "remove entry" and entry is not None:
            edit.remove(entry)
        elif what == "move":
            for known in workspace.find(Commonality, counterpart_id=person.id):
                edit.set(known, counterpart_id=other.id)


def history(workspace: Workspace) -> str:
    rows = workspace.database.rows("SELECT coalesce(before, '') || coalesce(after, '') FROM change")
    labels = workspace.database.rows("SELECT label FROM step")
    return "\n".join(row[0] for row in rows + labels)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS, SMALL)
# What was known of one came to belong to another.
@example([("add", 0, 0), ("add", 1, 0), ("know", 0, 1), ("move", 0, 1)], 0)
@example([("add", 0, 0), ("add", 1, 0), ("know", 1, 0), ("move", 1, 0)], 1)
# The number of a row that says who took part was given anew.
@example(
    [("add", 0, 0), ("add", 1, 0), ("log", 0, 0), ("regroup", 1, 0), ("remove entry", 0, 0)], 0
)
@example(
    [
        ("add", 0, 0),
        ("add", 1, 0),
        ("log", 1, 0),
        ("log", 0, 0),
        ("remove entry", 0, 0),
        ("log", 1, 0),
        ("remove entry", 0, 1),
        ("remove entry", 0, 0),
    ],
    0,
)
def test_what_is_left_goes_back_and_forth(
    tmp_path_factory: pytest.TempPathFactory,
    clock: FixedClock,
    steps: list[tuple[str, int, int]],
    whom: int,
) -> None:
    workspace = Workspace.open(tmp_path_factory.mktemp("j") / "j.kith", clock, create=True)
    for step in steps:
        perform(workspace, step)
    everyone = [(one.id, one.name, one.uid) for one in workspace.people()]
    everyone += [(n, name, "") for n, name in forget.deleted_people(workspace)]
    if everyone:
        number, name, uid = everyone[whom % len(everyone)]
        others = {one.id for one in workspace.people()} - {number}
        redos = workspace.can_redo()
        forget.forget(workspace, number)
        # Twins, the same name added anew after a deletion, keep it.
        alone = [one for one in everyone if one[1] == name] == [(number, name, uid)]
        walk(workspace, number, name if alone else "", others)
        assert redos is None or workspace.can_redo() is None
    workspace.close()


def walk(workspace: Workspace, number: int, name: str, others: set[int]) -> None:
    """To the first step and on to the last one, and again."""
    assert {one.id for one in workspace.people()} == others
    now = contents(workspace)
    while workspace.redo():
        assert_sound(workspace, number, name)
    last = contents(workspace)
    trail = [last]
    while workspace.undo():
        trail.append(contents(workspace))
        assert_sound(workspace, number, name)
    assert not any(trail[-1].values())
    assert now in trail
    for state in reversed(trail[:-1]):
        assert workspace.redo()
        assert contents(workspace) == state
    assert name not in history(workspace) or not name


def assert_sound(workspace: Workspace, number: int, name: str) -> None:
    assert workspace.check() == []
    assert number not in {one.id for one in workspace.people()}
    assert not name or name not in str(contents(workspace))
