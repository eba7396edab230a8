"""A profile of an earlier day is the profile that stood on the screen on that day."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.model.belongings import Relation
from app.model.errors import InputError, JournalError, NotFoundError
from app.model.people import Attention, Commonality, Counterpart, Kind
from app.model.reading import TimelineFilter
from app.model.records import Interaction
from app.model.values import FixedClock, Moment, PartialDate
from app.services.past import as_it_was
from app.services.profile import Profile, profile
from app.services.timeline import all_keys, entries
from app.services.workspace import Workspace
from tests.every_step import STEPS, Hand

GOLDEN = Path(__file__).parents[2] / "golden"
FIRST = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
A_STEP = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2**32 - 1))


def on(workspace: Workspace, days: int) -> None:
    """Let it be so many days later."""
    workspace.clock = FixedClock(FIRST + timedelta(days=days))


def seen(workspace: Workspace, person: int) -> tuple[Profile, list[object]]:
    """What the screen shows of someone: the profile and the stream."""
    found = profile(workspace, person)
    keys, _months = all_keys(workspace, TimelineFilter(people=(person,)))
    plain = replace(
        found,
        log=replace(found.log, contacts_with_anyone=None),  # type: ignore[arg-type]
        introduced_by=_named(found.introduced_by),
    )
    return plain, list(entries(workspace, keys))


def _named(person: Counterpart | None) -> Counterpart | None:
    """Of whoever introduced them the name is shown, not what else is known of that person."""
    return None if person is None else Counterpart(person.id, person.uid, person.name)


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=st.lists(st.lists(A_STEP, min_size=3, max_size=6), min_size=5, max_size=8))
def test_any_day_of_any_journal_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, days: list[list[tuple[str, int]]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("past")
    workspace = Workspace.open(folder / "j.kith", FixedClock(FIRST), create=True)
    shown = []
    for number, steps in enumerate([[("add_person", 1), ("add_person", 2)], *days]):
        on(workspace, number)
        for step in steps:
            Hand(workspace, folder).take(step)
        if number % 3 == 2:
            workspace.undo()
        shown.append({p.id: seen(workspace, p.id) for p in workspace.people()})
    on(workspace, len(shown))
    for number, people in enumerate(shown):
        day = FIRST.date() + timedelta(days=number)
        for person, before in people.items():
            past = as_it_was(workspace, person, day)
            assert seen(past, person) == before
            past.close()
        for person in {p.id for p in workspace.people()} - people.keys():
            with pytest.raises(NotFoundError):
                as_it_was(workspace, person, day)
    workspace.close()


@pytest.fixture
def journal(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path / "j.kith", FixedClock(FIRST), create=True)
    with opened.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana", kind=Kind.LEAD)
        edit.add(
            Interaction, when=Moment(PartialDate(2026, 10, 30)), people=(dana.id,), note="First"
        )
    on(opened, 5)
    with opened.change("Change") as edit:
        edit.set(dana, name="Dana Okafor", kind=Kind.CLIENT)
        edit.add(Commonality, counterpart_id=dana.id, text="Both row")
    on(opened, 9)
    return opened


def test_what_was_added_or_changed_since_is_not_there(journal: Workspace) -> None:
    past = as_it_was(journal, 1, date(2026, 11, 3))
    found = profile(past, 1)
    assert (found.person.name, found.person.kind, found.same) == ("Dana", Kind.LEAD, ())
    assert [entry.note for entry in found.log.contacts] == ["First"]
    assert past.today == date(2026, 11, 3)
    past.close()
    later = as_it_was(journal, 1, date(2026, 11, 6))
    assert profile(later, 1).person.name == "Dana Okafor"
    assert len(profile(later, 1).same) == 1
    later.close()
    journal.close()


def test_the_past_cannot_be_changed(journal: Workspace) -> None:
    past = as_it_was(journal, 1, date(2026, 11, 3))
    with pytest.raises(JournalError), past.change("Change the past") as edit:
        edit.set(past.get(Counterpart, 1), name="Someone else")
    past.close()
    journal.close()


def test_a_day_before_someone_was_known_or_one_that_is_not_over_is_refused(
    journal: Workspace,
) -> None:
    with pytest.raises(NotFoundError, match="Dana Okafor was not in the journal"):
        as_it_was(journal, 1, date(2026, 10, 31))
    with pytest.raises(InputError, match="is not over"):
        as_it_was(journal, 1, journal.today)
    journal.close()


def test_someone_deleted_since_can_still_be_looked_at(journal: Workspace) -> None:
    with journal.change("Delete") as edit:
        edit.remove(journal.get(Counterpart, 1))
    past = as_it_was(journal, 1, date(2026, 11, 6))
    assert len(profile(past, 1).log.contacts) == 1
    past.close()
    journal.close()


def test_what_was_made_without_a_history_goes_by_the_day_it_was_made(journal: Workspace) -> None:
    run = journal.database.connection.execute
    run("DELETE FROM change")
    run("DELETE FROM step")
    with pytest.raises(NotFoundError):
        as_it_was(journal, 1, date(2026, 10, 20))
    past = as_it_was(journal, 1, date(2026, 11, 3))
    assert profile(past, 1).person.name == "Dana Okafor"  # nothing tells what it was before
    past.close()
    journal.close()


def test_a_link_to_what_was_not_there_yet_is_empty(journal: Workspace) -> None:
    with journal.change("Add the organisation") as edit:
        firm = edit.organisation("Fjord AB")
        rui = edit.add(Counterpart, name="Rui")
        talk = edit.add(Interaction, when=Moment(PartialDate(2026, 11, 9)), people=(rui.id,))
    journal.database.connection.execute(
        "UPDATE step SET at = '2026-11-12' WHERE label LIKE 'Add the%'"
    )
    # A clock that went back: what points at it was written on an earlier day.
    with journal.change("Point at it") as edit:
        edit.set(journal.get(Counterpart, 1), organisation_id=firm.id, introduced_by=rui.id)
        edit.set(journal.find(Commonality)[0], interaction_id=talk.id)
    on(journal, 20)
    past = as_it_was(journal, 1, date(2026, 11, 10))
    found = profile(past, 1)
    assert (found.organisation, found.introduced_by) == (None, None)
    assert found.same[0].interaction_id is None
    past.close()
    journal.close()


def test_a_relation_leads_to_whoever_it_led_to_on_that_day(journal: Workspace) -> None:
    with journal.change("Add a husband") as edit:
        tom = edit.add(Counterpart, name="Tom")
        edit.add(Relation, counterpart_id=1, other_id=tom.id, what="husband")
    on(journal, 20)
    with journal.change("Rename him") as edit:
        edit.set(journal.get(Counterpart, tom.id), name="Tom Okafor")
    on(journal, 21)
    past = as_it_was(journal, 1, date(2026, 11, 12))
    assert dict(profile(past, 1).relatives) == {tom.id: "Tom"}
    past.close()
    assert dict(profile(journal, 1).relatives) == {tom.id: "Tom Okafor"}
    journal.close()


def test_a_journal_of_an_earlier_kith_tells_of_the_days_before_its_update(tmp_path: Path) -> None:
    path = tmp_path / "journal.kith"
    shutil.copyfile(GOLDEN / "schema_2.kith", path)
    journal = Workspace.open(path, FixedClock(FIRST + timedelta(days=90)))
    rows = journal.database.rows(
        "SELECT c.row_id, s.at FROM change c JOIN step s ON s.id = c.step "
        "WHERE c.tbl = 'counterpart' AND c.op = 'U' AND c.before NOT LIKE '%attention%'"
    )
    assert len(rows) > 2
    for number, at in rows:
        before = as_it_was(journal, number, date.fromisoformat(at[:10]) - timedelta(days=1))
        assert before.get(Counterpart, number).attention is Attention.KEEP
        before.close()
    journal.close()
