"""What one writes down before a meeting, the heading read at once, and the brief as text."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.brief import Brief, Line, Section, SectionKey
from app.model.errors import NotFoundError
from app.model.people import Counterpart
from app.model.records import Meeting, Purpose, Question, QuestionState
from app.model.values import Moment, PartialDate
from app.services.prep import (
    as_text,
    ask_later,
    dismiss_question,
    heading,
    is_dismissed,
    keep_goal,
    keep_opening_line,
    mark_asked,
    prepare,
    set_purpose,
    suggested_name,
)
from app.services.workspace import Workspace


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        firm = edit.organisation("Northwind")
        rui = edit.add(Counterpart, name="Rui Santos")
        return edit.add(
            Counterpart,
            name="Dana Okafor",
            role="Head of procurement",
            organisation_id=firm.id,
            introduced_by=rui.id,
        )


@pytest.fixture
def meeting(workspace: Workspace, dana: Counterpart) -> Meeting:
    assert dana.introduced_by is not None
    with workspace.change("Plan") as edit:
        return edit.add(
            Meeting,
            title="Renewal talk",
            when=Moment(PartialDate(2026, 11, 23), time(10)),
            minutes=45,
            people=(dana.id, dana.introduced_by),
        )


def test_the_heading_says_what_the_brief_says(
    workspace: Workspace, dana: Counterpart, meeting: Meeting
) -> None:
    found = heading(workspace, dana.id)
    whole = prepare(workspace, dana.id)
    assert found.meeting == meeting == whole.meeting
    assert found.when == whole.brief.when == "Monday 23 November, 10:00, 45 min"
    assert (found.who, found.countdown) == (whole.brief.header, whole.countdown)
    assert [one.name for one in found.company] == ["Rui Santos"]


def test_without_a_meeting_the_heading_is_the_person(
    workspace: Workspace, dana: Counterpart
) -> None:
    found = heading(workspace, dana.id)
    assert (found.meeting, found.when, found.countdown, found.company) == (None, "", "", ())
    with pytest.raises(NotFoundError):
        heading(workspace, 77)


def test_goal_and_opening_line_stay_with_the_meeting(
    workspace: Workspace, dana: Counterpart, meeting: Meeting
) -> None:
    keep_goal(workspace, dana.id, meeting, " a  start date ")
    keep_opening_line(workspace, dana.id, meeting, "How did the audit go?")
    found = prepare(workspace, dana.id, meeting.id)
    assert (found.brief.goal, found.opening_line) == ("a start date", "How did the audit go?")
    workspace.undo()
    assert prepare(workspace, dana.id, meeting.id).opening_line == ""


def test_without_a_meeting_both_wait_for_one(workspace: Workspace, dana: Counterpart) -> None:
    assert keep_goal(workspace, dana.id, None, "a start date") is None
    keep_opening_line(workspace, dana.id, None, "How did the audit go?")
    found = prepare(workspace, dana.id)
    assert (found.brief.goal, found.opening_line) == ("a start date", "How did the audit go?")
    assert workspace.can_undo() == "Add"


def test_the_purpose_is_said_and_unsaid(
    workspace: Workspace, dana: Counterpart, meeting: Meeting
) -> None:
    assert set_purpose(workspace, meeting, Purpose.ASK).purpose is Purpose.ASK
    assert set_purpose(workspace, meeting, None).purpose is None


def test_a_question_is_noted_asked_and_put_back(workspace: Workspace, dana: Counterpart) -> None:
    noted = ask_later(workspace, dana.id, " What does\nthe auditor look at? ")
    assert noted.text == "What does the auditor look at?"
    assert noted.noted_on == PartialDate(2026, 11, 22)
    asked = mark_asked(workspace, noted, True)
    assert (asked.state, asked.settled_on) == (QuestionState.ASKED, PartialDate(2026, 11, 22))
    back = mark_asked(workspace, asked, False)
    assert (back.state, back.settled_on) == (QuestionState.TO_ASK, None)
    assert workspace.find(Question) == [back]


def test_a_bias_question_rests_for_one_meeting(
    workspace: Workspace, dana: Counterpart, meeting: Meeting
) -> None:
    bias = prepare(workspace, dana.id).bias
    assert bias is not None
    assert not is_dismissed(workspace, dana.id, meeting, bias)
    dismiss_question(workspace, dana.id, meeting, bias)
    assert is_dismissed(workspace, dana.id, meeting, bias)
    assert not is_dismissed(workspace, dana.id, None, bias)


def brief(person: str) -> Brief:
    return Brief(
        person_id=1,
        person=person,
        header="Head of procurement.",
        opening="Monday: the renewal.",
        prepared=datetime(2026, 11, 22, 13, tzinfo=UTC),
        goal="a start date",
        sections=(
            Section(
                SectionKey.LAST_TIME,
                "Last time",
                (Line("Worried about\nthe audit.", lead="16 Nov, call."),),
            ),
            Section(SectionKey.PROMISES, "Open promises", (Line("You: notes", note="Friday"),)),
            Section(SectionKey.WATCH_OUTS, "Watch out", (Line("The late delivery"),)),
        ),
    )


def test_the_brief_as_text_leaves_out_what_is_risky() -> None:
    assert as_text(brief("Dana Okafor")) == (
        "Dana Okafor\nHead of procurement.\nMonday: the renewal.\n"
        "You want one thing: a start date.\n\n"
        "Last time\n- 16 Nov, call. Worried about the audit.\n\n"
        "Open promises\n- You: notes (Friday)\n"
    )
    assert "The late delivery" in as_text(brief("Dana"), frozenset(SectionKey))


@pytest.mark.parametrize(
    "person, name",
    [
        ("Dana Okafor", "Briefing Dana Okafor 2026-11-22.pdf"),
        ("陳美玲", "Briefing 陳美玲 2026-11-22.pdf"),
        ('A/B: "C"?\x00\u202e', "Briefing A B C 2026-11-22.pdf"),
        ("...", "Briefing 2026-11-22.pdf"),
    ],
)
def test_the_file_name_is_one_every_system_takes(person: str, name: str) -> None:
    assert suggested_name(brief(person)) == name


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_name_makes_a_short_file_name(person: str) -> None:
    name = suggested_name(brief(person))
    assert name.startswith("Briefing ")
    assert name.endswith(" 2026-11-22.pdf")
    assert not set(name) & set('<>:"/\\|?*\x00\n')
    assert len(name.encode()) <= 255
    assert name == name.strip()
