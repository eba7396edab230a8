"""Today shows what is due, in time, and nothing that is off the clock."""

from __future__ import annotations

from datetime import time

import pytest

from app.model.belongings import SpecialDate
from app.model.people import Attention, Counterpart, Kind, Pause, Rhythm
from app.model.records import (
    Ask,
    Channel,
    Deal,
    Interaction,
    Meeting,
    MeetingState,
    Opener,
    Outcome,
    Promise,
    PromiseState,
    Result,
    Side,
)
from app.model.values import FixedClock, Moment, PartialDate
from app.services.people_list import people_list
from app.services.standings import people_rows, refresh, standing_of
from app.services.today import three_counts, today
from app.services.workspace import Workspace
from app.store.standings import Standings


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def person(workspace: Workspace, name: str, **values: object) -> Counterpart:
    with workspace.change(f"Add {name}") as edit:
        return edit.add(Counterpart, name=name, **values)


def talk(workspace: Workspace, who: Counterpart, on: str, **values: object) -> Interaction:
    with workspace.change("Log") as edit:
        return edit.add(Interaction, when=Moment(day(on)), people=(who.id,), **values)


def test_meetings_come_in_time_order_and_vague_ones_last(workspace: Workspace) -> None:
    dana = person(workspace, "Dana")
    with workspace.change("Plan") as edit:
        for title, on, at in (
            ("Later", "2026-11-24", None),
            ("Noon", "2026-11-23", time(12)),
            ("Morning", "2026-11-23", time(9)),
            ("Gone", "2026-11-20", None),
        ):
            when = Moment(day(on), at)
            edit.add(Meeting, title=title, when=when, people=(dana.id,))
        edit.add(Meeting, title="Some time", vague="next week", people=(dana.id,))
        off = edit.add(Meeting, title="Off", when=Moment(day("2026-11-25")), people=(dana.id,))
        edit.set(off, state=MeetingState.CANCELLED)
    found = today(workspace)
    titles = [line.meeting.title for line in found.meetings]
    assert titles == ["Morning", "Noon", "Later", "Some time"]
    assert [line.meeting.title for line in found.unlogged] == ["Gone"]


def test_a_meeting_that_was_logged_is_not_asked_about(workspace: Workspace) -> None:
    dana = person(workspace, "Dana")
    with workspace.change("Plan") as edit:
        gone = edit.add(Meeting, title="Gone", when=Moment(day("2026-11-20")), people=(dana.id,))
    talk(workspace, dana, "2026-11-20", meeting_id=gone.id)
    assert today(workspace).unlogged == ()


def test_promises_are_ordered_by_due_day_and_end_when_kept(workspace: Workspace) -> None:
    dana = person(workspace, "Dana")
    silent = person(workspace, "Silent", no_contact=True)
    with workspace.change("Promise") as edit:
        own = {"counterpart_id": dana.id, "by": Side.ME}
        edit.add(Promise, text="No day", **own)
        edit.add(Promise, text="Late", due=day("2026-11-13"), **own)
        soon = edit.add(Promise, text="Soon", due=day("2026-11-27"), **own)
        edit.add(Promise, text="Never", counterpart_id=silent.id, by=Side.ME)
    assert [p.promise.text for p in today(workspace).promises] == ["Late", "Soon", "No day"]
    with workspace.change("Keep") as edit:
        edit.set(soon, state=PromiseState.KEPT, settled_on=day("2026-11-22"))
    found = today(workspace)
    assert [p.promise.text for p in found.promises] == ["Late", "No day"]
    assert found.promises_in_all == 2


@pytest.fixture
def sold(workspace: Workspace) -> Counterpart:
    rui = person(workspace, "Rui", kind=Kind.CLIENT)
    with workspace.change("Close") as edit:
        deal = edit.add(Deal, title="Audit", counterpart_id=rui.id)
        edit.add(Outcome, deal_id=deal.id, on=day("2026-10-12"), result=Result.WON)
    return rui


def test_an_ended_deal_waits_until_someone_gets_in_touch(
    workspace: Workspace, sold: Counterpart
) -> None:
    lines = today(workspace).after_sale
    assert [(line.person.name, line.days) for line in lines] == [("Rui", 41)]
    talk(workspace, sold, "2026-11-01", logistics=True)
    assert len(today(workspace).after_sale) == 1
    talk(workspace, sold, "2026-11-02", opener=Opener.ME, ask_mine=Ask.NONE)
    assert today(workspace).after_sale == ()


def test_a_deal_that_ended_yesterday_is_left_in_peace(
    workspace: Workspace, sold: Counterpart
) -> None:
    deal = workspace.find(Deal)[0]
    with workspace.change("Deliver") as edit:
        edit.add(Outcome, deal_id=deal.id, on=day("2026-11-20"), result=Result.DELIVERED)
    assert today(workspace).after_sale == ()


def quiet_names(workspace: Workspace) -> list[str]:
    refresh(workspace)
    return [line.person.name for line in today(workspace).quiet]


def test_going_quiet_follows_the_rhythm(workspace: Workspace, clock: FixedClock) -> None:
    asa = person(workspace, "Åsa", rhythm=Rhythm.MONTHLY)
    talk(workspace, asa, "2026-10-20", two_way=True)
    assert quiet_names(workspace) == []
    clock.advance(days=13)
    assert quiet_names(workspace) == ["Åsa"]
    talk(workspace, asa, "2026-12-01", two_way=True)
    assert quiet_names(workspace) == []
    talk(workspace, asa, "2026-01-05", two_way=True)
    assert quiet_names(workspace) == []


def test_an_unanswered_mail_is_told_beside_the_days(workspace: Workspace) -> None:
    asa = person(workspace, "Åsa", rhythm=Rhythm.MONTHLY)
    talk(workspace, asa, "2026-05-07", two_way=True)
    talk(workspace, asa, "2026-09-23", channel=Channel.EMAIL, opener=Opener.ME, answered=False)
    refresh(workspace)
    assert [line.finding.sentence for line in today(workspace).quiet] == [
        "199 days since you were in touch; you meant every month. It has gone quiet. "
        "Your mail 60 days ago was not answered."
    ]


@pytest.mark.parametrize(
    ("on", "meets"),
    [
        ("2026-11-25", True),
        ("2026-12-22", True),
        ("2026-12-23", False),
        ("2026-12", False),
        (None, False),
    ],
)
def test_a_meeting_within_the_rhythm_leaves_nothing_to_ask(
    workspace: Workspace, on: str | None, meets: bool
) -> None:
    asa = person(workspace, "Åsa", rhythm=Rhythm.MONTHLY)
    talk(workspace, asa, "2026-05-07", two_way=True)
    refresh(workspace)
    with workspace.change("Plan") as edit:
        when = Moment(day(on)) if on else None
        plan = edit.add(Meeting, title="Lunch", when=when, vague="soon", people=(asa.id,))
    refresh(workspace)
    (line,) = today(workspace).quiet
    assert line.meeting == (plan if meets else None)
    with workspace.change("Call off") as edit:
        edit.set(plan, state=MeetingState.CANCELLED)
    refresh(workspace)
    assert today(workspace).quiet[0].meeting is None


def test_a_pause_a_wish_and_dormancy_are_off_the_clock(workspace: Workspace) -> None:
    for name, values in (
        ("Paused", {}),
        ("No contact", {"no_contact": True}),
        ("No rhythm", {"rhythm": None}),
    ):
        who = person(workspace, name, **{"rhythm": Rhythm.WEEKLY, **values})
        talk(workspace, who, "2026-09-01", two_way=True)
        if name == "Paused":
            with workspace.change("Pause") as edit:
                edit.add(Pause, counterpart_id=who.id, start=day("2026-09-02"))
    dormant = person(workspace, "Dormant", rhythm=Rhythm.YEARLY)
    talk(workspace, dormant, "2021-09-01", two_way=True)
    assert quiet_names(workspace) == []


def test_those_off_the_clock_leave_room_for_those_who_are_quiet(workspace: Workspace) -> None:
    for number in range(8):
        who = person(workspace, f"Paused {number}", rhythm=Rhythm.WEEKLY)
        talk(workspace, who, "2026-03-01", two_way=True)
        with workspace.change("Pause") as edit:
            end = None if number % 2 else day("2026-11")
            edit.add(Pause, counterpart_id=who.id, start=day("2026-03-02"), end=end)
    for number in range(8):
        who = person(workspace, f"Back {number}", rhythm=Rhythm.WEEKLY)
        talk(workspace, who, "2026-03-01", two_way=True)
        with workspace.change("Pause") as edit:
            span = {"start": day("2026-03-02"), "end": day("2026-11-20")}
            edit.add(Pause, counterpart_id=who.id, **span)
    summer = person(workspace, "Summer", rhythm=Rhythm.SEASONAL, season_months=(6, 7, 8))
    talk(workspace, summer, "2024-07-01", two_way=True)
    quiet = person(workspace, "Quiet", rhythm=Rhythm.MONTHLY)
    talk(workspace, quiet, "2026-09-20", two_way=True)
    assert quiet_names(workspace) == ["Quiet"]
    listed = people_list(workspace).quiet
    assert quiet.id in listed
    assert summer.id not in listed
    assert not {row.id for row in people_rows(workspace) if "Paused" in row.name} & listed


def test_counts_cover_everyone_and_follow_every_step(workspace: Workspace) -> None:
    asa = person(workspace, "Åsa")
    person(workspace, "Rui")
    counts = three_counts(workspace)
    assert (counts.people, counts.pending) == (2, 2)
    assert refresh(workspace) == 2
    counts = three_counts(workspace)
    assert counts.pending == 0
    assert counts.mutual == (0, 0, 2)
    talk(workspace, asa, "2026-11-01")
    assert three_counts(workspace).pending >= 1
    refresh(workspace)
    rows = {row.name: row for row in people_rows(workspace)}
    assert rows["Åsa"].contacts == 1
    assert str(rows["Åsa"].last_contact) == "2026-11-01"
    assert rows["Rui"].last_contact is None


def test_standings_of_another_day_are_read_anew(workspace: Workspace, clock: FixedClock) -> None:
    person(workspace, "Åsa")
    assert refresh(workspace) == 1
    assert refresh(workspace) == 0
    clock.advance(days=1)
    assert refresh(workspace) == 1


def test_kept_standings_equal_fresh_ones(workspace: Workspace) -> None:
    asa = person(workspace, "Åsa", rhythm=Rhythm.MONTHLY)
    for month in range(1, 11):
        talk(workspace, asa, f"2026-{month:02d}-05", opener=Opener.THEM, ask_theirs=Ask.NONE)
    refresh(workspace)
    row = people_rows(workspace)[0]
    fresh = standing_of(workspace, asa.id)
    assert row.states is not None
    assert tuple(state.value for state in row.states) == (fresh.t1, fresh.t2, fresh.t3)


def test_refreshing_can_be_called_off(workspace: Workspace) -> None:
    person(workspace, "Åsa")
    assert refresh(workspace, cancelled=lambda: True) == 0
    assert three_counts(workspace).pending == 1


def test_a_step_in_between_leaves_no_old_standing_behind(workspace: Workspace) -> None:
    asa = person(workspace, "Åsa")
    standings = Standings(workspace.database)
    before = standings.as_of()
    old = standing_of(workspace, asa.id)
    talk(workspace, asa, "2026-11-01")
    standings.put([old], before)
    assert three_counts(workspace).pending == 1
    refresh(workspace)
    assert people_rows(workspace)[0].contacts == 1


def remembered(workspace: Workspace) -> list[tuple[str, str | None]]:
    return [(line.person.name, line.what) for line in today(workspace).remembered]


def test_days_of_this_week_are_told_the_next_first(workspace: Workspace) -> None:
    tomorrow = person(workspace, "Tomorrow", birthday=day("--11-23"))
    person(workspace, "Today", birthday=day("1980-11-22"))
    person(workspace, "In a week", birthday=day("1990-11-29"))
    person(workspace, "Later", birthday=day("1990-11-30"))
    person(workspace, "Yesterday", birthday=day("1990-11-21"))
    person(workspace, "That month", birthday=day("2011-11"))
    with workspace.change("Note days") as edit:
        for what, on in (
            ("Wedding", "2019-11-25"),
            ("", "--11-24"),
            ("Old", "2019-11"),
            ("Ahead", "2027-11-24"),
        ):
            edit.add(SpecialDate, counterpart_id=tomorrow.id, what=what, day=day(on))
    assert remembered(workspace) == [
        ("Today", None),
        ("Tomorrow", None),
        ("Tomorrow", ""),
        ("Tomorrow", "Wedding"),
        ("In a week", None),
    ]


def test_a_month_is_never_taken_for_a_day(workspace: Workspace, clock: FixedClock) -> None:
    clock.advance(days=9)  # 1 December: the end of "2012-01" reads like 12-01
    person(workspace, "January 2012", birthday=day("2012-01"))
    person(workspace, "On the day", birthday=day("--12-01"))
    assert remembered(workspace) == [("On the day", None)]


def test_days_run_over_the_end_of_the_year_and_skip_a_leap_day(
    workspace: Workspace, clock: FixedClock
) -> None:
    person(workspace, "New Year", birthday=day("1980-01-01"))
    person(workspace, "Eve", birthday=day("--12-31"))
    person(workspace, "Leap", birthday=day("1980-02-29"))
    clock.advance(days=38)  # 30 December 2026
    assert remembered(workspace) == [("Eve", None), ("New Year", None)]
    clock.advance(days=58)  # 26 February 2027
    assert remembered(workspace) == []
    clock.advance(days=365)  # 26 February 2028
    assert remembered(workspace) == [("Leap", None)]


def test_nobody_one_is_not_reminded_of_has_a_day_told(workspace: Workspace) -> None:
    person(workspace, "Silent", birthday=day("--11-22"), no_contact=True)
    person(workspace, "Address", birthday=day("--11-22"), attention=Attention.ADDRESS)
    out = person(workspace, "Out", birthday=day("--11-22"), attention=Attention.OUT)
    person(workspace, "Unsorted", birthday=day("--11-22"), attention=Attention.UNSORTED)
    with workspace.change("Note a day") as edit:
        edit.add(SpecialDate, counterpart_id=out.id, what="Wedding", day=day("--11-22"))
    assert remembered(workspace) == [("Unsorted", None)]
