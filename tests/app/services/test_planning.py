"""Planning a meeting: a day as exactly as it was said, and nothing guessed."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.errors import InputError, NotFoundError
from app.model.people import Counterpart
from app.model.records import Interaction, Meeting, MeetingState
from app.model.values import Moment, PartialDate
from app.services import standings
from app.services.planning import (
    call_off,
    choices,
    plan,
    plan_again,
    read_minutes,
    read_planned_time,
    when_typed,
)
from app.services.workspace import Workspace

NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)  # a Sunday


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        return edit.add(Counterpart, name="Dana Okafor")


@pytest.mark.parametrize(
    "text, day, clock, minutes",
    [
        ("Friday 10:00", "2026-11-27", time(10), None),
        ("10:00 on Friday", "2026-11-27", time(10), None),
        ("noon tomorrow", "2026-11-23", time(12), None),
        ("tomorrow at 9", "2026-11-23", time(9), None),
        ("today", "2026-11-22", None, None),
        ("23 Nov 14:00-15:30", "2026-11-23", time(14), 90),
        ("3 May", "2027-05-03", None, None),
        ("2027-01-04 08:15", "2027-01-04", time(8, 15), None),
        ("in 2 weeks", "2026-12-06", None, None),
    ],
)
def test_a_day_is_read_as_it_was_said(
    text: str, day: str, clock: time | None, minutes: int | None
) -> None:
    read = read_planned_time(text, NOW)
    assert read.when == Moment(PartialDate.parse(day), clock)
    assert (read.vague, read.minutes, read.fine) == ("", minutes, True)


@pytest.mark.parametrize(
    "text",
    ["next week", "sometime next month", "in May", "after the fair", "this weekend", "10:00"],
)
def test_what_names_no_day_stays_as_it_was_written(text: str) -> None:
    read = read_planned_time(f"  {text} ", NOW)
    assert (read.when, read.vague, read.fine) == (None, text, True)
    assert read.told


@pytest.mark.parametrize("text", ["yesterday", "2020-01-01", "31 Feb", "3/5/2027"])
def test_a_day_gone_by_or_unclear_is_refused_with_a_sentence(
    text: str, workspace: Workspace, dana: Counterpart
) -> None:
    read = read_planned_time(text, NOW)
    assert not read.fine
    with pytest.raises(InputError) as caught:
        plan(workspace, [dana.id], "Renewal", text)
    assert caught.value.text == read.told
    assert workspace.find(Meeting) == []


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_is_a_day_or_words_or_a_refusal(text: str) -> None:
    read = read_planned_time(text, NOW)
    assert read.when is None or read.vague == ""
    if read.when is not None:
        assert read.when.date.exact is not None
        assert read.when.date.exact >= NOW.date()


@pytest.mark.parametrize("text, minutes", [("45", 45), ("45 min", 45), ("1h15", 75), (" ", None)])
def test_lengths(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["long", "45 parsecs", "0", "-3", "99999"])
def test_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_minutes(text)


def test_a_planned_meeting_is_one_step_that_undo_takes_back(
    workspace: Workspace, dana: Counterpart
) -> None:
    made = plan(workspace, [dana.id], " The  renewal ", "tomorrow 10:00", "45", "Room 2")
    assert (made.title, made.place, made.minutes) == ("The renewal", "Room 2", 45)
    assert made.people == (dana.id,)
    assert made.when == Moment(PartialDate(2026, 11, 23), time(10))
    workspace.undo()
    assert workspace.find(Meeting) == []


def test_a_meeting_needs_somebody_or_something(workspace: Workspace) -> None:
    with pytest.raises(InputError):
        plan(workspace, [], "  ", "next week")


def test_changing_keeps_what_was_not_touched(workspace: Workspace, dana: Counterpart) -> None:
    with workspace.change("Add") as edit:
        past = edit.add(
            Meeting,
            title="Old",
            when=Moment(PartialDate(2026, 11, 2), time(9), "Europe/Lisbon"),
            people=(dana.id,),
            goal="a start date",
        )
    changed = plan(workspace, past.people, "New", when_typed(past), "", "", past)
    assert (changed.title, changed.when, changed.goal) == ("New", past.when, "a start date")
    vague = plan(workspace, past.people, "New", "next week", "30", "", changed)
    assert (vague.when, vague.vague, vague.minutes) == (None, "next week", 30)
    assert when_typed(vague) == "next week"


def test_calling_off_keeps_the_meeting_and_can_be_undone(
    workspace: Workspace, dana: Counterpart
) -> None:
    made = plan(workspace, [dana.id], "Renewal", "tomorrow")
    assert call_off(workspace, made).state is MeetingState.CANCELLED
    assert choices(workspace).meetings == ()
    assert plan_again(workspace, made).state is MeetingState.PLANNED
    assert [line.meeting.id for line in choices(workspace).meetings] == [made.id]


def test_the_choice_is_meetings_first_then_people_by_last_contact(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        ana = edit.add(Counterpart, name="Ana Lima")
        bo = edit.add(Counterpart, name="Bo Berg")
        never = edit.add(Counterpart, name="Cy Never")
        gone = edit.add(Counterpart, name="Di Gone", no_contact=True)
        for person, day in ((ana, 3), (bo, 20), (gone, 21)):
            edit.add(Interaction, when=Moment(PartialDate(2026, 11, day)), people=(person.id,))
    later = plan(workspace, [ana.id], "Budget", "next week")
    sooner = plan(workspace, [bo.id], "Handover", "tomorrow")
    standings.refresh(workspace)
    found = choices(workspace)
    assert [line.meeting.id for line in found.meetings] == [sooner.id, later.id]
    assert [row.id for row in found.people] == [bo.id, ana.id, never.id, gone.id]
    meetings, people = found.narrow("budg", 5)
    assert ([line.meeting.id for line in meetings], people) == ([later.id], [])
    meetings, people = found.narrow("ana", 5)
    assert [line.meeting.id for line in meetings] == [later.id]
    assert [row.id for row in people] == [ana.id]
    assert len(found.narrow("", 2)[1]) == 2


def test_a_meeting_that_is_gone_is_said_to_be_gone(workspace: Workspace, dana: Counterpart) -> None:
    made = plan(workspace, [dana.id], "Renewal", "tomorrow")
    with workspace.change("Remove") as edit:
        edit.remove(made)
    with pytest.raises(NotFoundError):
        call_off(workspace, made)
