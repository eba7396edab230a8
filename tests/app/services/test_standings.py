"""What is kept about a relationship is what would be found afresh, whatever happened meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from app.model.people import Counterpart, Kind, Rhythm
from app.model.records import Ask, Channel, Deal, Interaction, Opener, Outcome, Result
from app.model.values import Moment, PartialDate
from app.services.standings import refresh, standing_of
from app.services.workspace import Workspace
from app.store.standings import Standings

WON = date(2026, 3, 1)


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def talk(workspace: Workspace, who: Counterpart, on: date, **values: object) -> Interaction:
    with workspace.change("Log") as edit:
        return edit.add(Interaction, when=Moment(PartialDate.of(on)), people=(who.id,), **values)


def client(workspace: Workspace, name: str = "Dana Okafor") -> tuple[Counterpart, Outcome]:
    """Someone long known with a deal that was won, and no word since."""
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name=name, kind=Kind.CLIENT, rhythm=Rhythm.MONTHLY)
        deal = edit.add(Deal, counterpart_id=person.id, title="Audit")
        outcome = edit.add(Outcome, deal_id=deal.id, on=PartialDate.of(WON), result=Result.WON)
    for weeks in range(1, 9):
        talk(workspace, person, WON - timedelta(weeks=weeks), ask_mine=Ask.SALE, opener=Opener.ME)
    return person, outcome


def kept(workspace: Workspace) -> dict[int, str]:
    return dict(workspace.database.rows("SELECT counterpart_id, t1_result FROM standing"))


def assert_kept_is_true(workspace: Workspace) -> None:
    for person, result in kept(workspace).items():
        assert result == standing_of(workspace, person).t1_result


def test_an_outcome_that_goes_or_comes_back_is_heard(workspace: Workspace) -> None:
    person, outcome = client(workspace)
    refresh(workspace)
    with workspace.change("Delete an outcome") as edit:
        edit.remove(outcome)
    assert edit.changes.people == {person.id}
    assert kept(workspace) == {}
    refresh(workspace)
    assert kept(workspace) == {person.id: "not applicable"}
    changes = workspace.undo()
    assert changes is not None
    assert changes.people == {person.id}
    assert kept(workspace) == {}
    refresh(workspace)
    workspace.redo()
    assert_kept_is_true(workspace)


def test_entries_with_others_tell_that_the_journal_did_not_sleep(workspace: Workspace) -> None:
    person, _outcome = client(workspace)
    with workspace.change("Add") as edit:
        other = edit.add(Counterpart, name="Bo Lindqvist")
    talk(workspace, person, WON + timedelta(days=12), ask_mine=Ask.NONE, opener=Opener.ME)
    for days in (20, 30, 40):
        talk(workspace, other, WON + timedelta(days=days))
        refresh(workspace)
        assert_kept_is_true(workspace)
    assert kept(workspace)[person.id] == "a thread remains"
    for _once in range(3):
        workspace.undo()
        assert_kept_is_true(workspace)
        refresh(workspace)
    assert kept(workspace)[person.id] == "not enough evidence"


def test_a_later_silence_outweighs_what_followed_an_earlier_deal(workspace: Workspace) -> None:
    person, outcome = client(workspace)
    for days in (10, 20):
        talk(
            workspace,
            person,
            WON + timedelta(days=days),
            ask_mine=Ask.NONE,
            opener=Opener.ME,
            channel=Channel.CALL,
        )
    with workspace.change("End another") as edit:
        edit.add(Outcome, deal_id=outcome.deal_id, on=day("2026-06-01"), result=Result.LOST)
        other = edit.add(Counterpart, name="Bo Lindqvist")
    refresh(workspace)
    assert kept(workspace)[person.id] == "followed through"
    for days in (20, 30, 40):
        talk(workspace, other, date(2026, 6, 1) + timedelta(days=days))
    assert_kept_is_true(workspace)
    refresh(workspace)
    assert kept(workspace)[person.id] == "ended with the lead"


def test_an_entry_of_today_leaves_what_is_known_of_others_alone(workspace: Workspace) -> None:
    person, _outcome = client(workspace)
    with workspace.change("Add") as edit:
        other = edit.add(Counterpart, name="Bo Lindqvist")
    refresh(workspace)
    talk(workspace, other, workspace.today)
    assert kept(workspace).keys() == {person.id}
    assert_kept_is_true(workspace)


def test_a_new_threshold_holds_for_work_that_is_under_way(workspace: Workspace) -> None:
    for name in ("Dana Okafor", "Bo Lindqvist"):
        person, _outcome = client(workspace, name)
        for days in (30, 40, 50):
            talk(workspace, person, WON + timedelta(days=days), ask_mine=Ask.SALE, opener=Opener.ME)
    own = workspace.beside()
    asked = 0

    def meanwhile() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:  # the first of the two has been worked out
            workspace.set_setting("least_days_after", 365)
        return False

    try:
        refresh(own, cancelled=meanwhile)
    finally:
        own.close()
    assert set(kept(workspace).values()) == {"too early to say"}
    assert_kept_is_true(workspace)


def test_someone_deleted_meanwhile_is_passed_over(workspace: Workspace) -> None:
    person, _outcome = client(workspace)
    other, _other_outcome = client(workspace, "Bo Lindqvist")
    own = workspace.beside()
    asked = 0

    def meanwhile() -> bool:
        nonlocal asked
        asked += 1
        if asked == 2:  # the first person of the batch is about to be worked out
            with workspace.change("Delete Dana") as edit:
                edit.remove(person)
        return False

    try:
        refresh(own, cancelled=meanwhile)
    finally:
        own.close()
    assert kept(workspace).keys() == {other.id}
    assert Standings(workspace.database).pending(workspace.today, 10) == []
