"""The log form without a window: its layers, what it refuses, and the one step it is written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.errors import InputError, JournalError
from app.model.people import Commonality, Counterpart, Interest, Likeness
from app.model.records import (
    Ask,
    Channel,
    Depth,
    Interaction,
    Meeting,
    MeetingState,
    Opener,
    Promise,
    Question,
    Side,
)
from app.model.values import FixedClock, Moment, PartialDate
from app.services.log_form.beside import beside
from app.services.log_form.entry import entry_of
from app.services.log_form.form import UNSURE, LogForm, NotedItem, NotedKind, line_draft
from app.services.log_form.save import Closing, save
from app.services.log_form.start import of_entry, of_meeting
from app.services.quick_log import parse
from app.services.workspace import Workspace

CLOCK = FixedClock(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(tmp_path / "j.kith", CLOCK, create=True)
    with opened.change("People") as edit:
        edit.add(Counterpart, name="Dana Okafor")
        edit.add(Counterpart, name="Rui Santos")
    yield opened
    opened.close()


def written(journal: Workspace, form: LogForm, **more: object) -> Interaction:
    quick = parse(form.line, journal.names(), CLOCK.now()) if form.line else None
    return save(journal, form, entry_of(form, quick, CLOCK), **more)  # type: ignore[arg-type]


def problems(form: LogForm, journal: Workspace) -> dict[str, str]:
    quick = parse(form.line, journal.names(), CLOCK.now()) if form.line else None
    return entry_of(form, quick, CLOCK).problems


def test_the_form_wins_over_the_line_and_leaves_it_as_it_was(journal: Workspace) -> None:
    form = LogForm(line="call with Dana yesterday 30m they opened").say("minutes", "1h15")
    form = form.say("opener", "me")
    stored = written(journal, form)
    assert (stored.minutes, stored.opener, stored.channel) == (75, Opener.ME, Channel.CALL)
    assert stored.when == Moment(PartialDate(2026, 11, 21))
    assert form.line == "call with Dana yesterday 30m they opened"


def test_what_is_taken_back_in_the_form_is_not_filled_in_by_the_line(journal: Workspace) -> None:
    form = LogForm(line="call with Dana they opened").say("opener", None)
    assert written(journal, form).opener is None


def test_not_sure_is_kept_as_unknown(journal: Workspace) -> None:
    form = LogForm(line="call with Dana they opened").say("opener", UNSURE)
    assert written(journal, form).opener is None


def test_nothing_is_assumed_about_what_was_not_said(journal: Workspace) -> None:
    stored = written(journal, LogForm(people=(1,)))
    said = (stored.opener, stored.ask_mine, stored.ask_theirs, stored.depth, stored.two_way)
    assert said == (None,) * 5
    assert (stored.small_talk, stored.logistics, stored.joint_benefit) == (None,) * 3


def test_everything_is_one_step_that_one_undo_takes_back(journal: Workspace) -> None:
    with journal.change("Share") as edit:
        known = edit.add(Commonality, counterpart_id=1, text="Both coach", likeness=Likeness.SAME)
    line = "lunch with Dana and Zoe Quinn yesterday +common: both coach !me send notes by Friday #x"
    form = LogForm(
        line=line,
        create=("Zoe Quinn",),
        noted=(
            NotedItem(NotedKind.INTEREST, "The archive"),
            NotedItem(NotedKind.DIFFERS, "She rises early"),
            NotedItem(NotedKind.QUESTION, "How was Porto?", 2),
            NotedItem(NotedKind.PROMISE_THEIRS, "Send the plan", 1, "3 December"),
            NotedItem(NotedKind.COMMON, "   "),
        ),
        mentioned=(known.id,),
        said={"ask_mine": "none", "depth": 2, "note": "Much laughter", "i_asked": True},
    )
    journal.save_draft("log:1", form.to_json())
    before = len(journal.history())
    stored = written(journal, form, draft="log:1")
    assert len(journal.history()) == before + 1
    assert journal.draft("log:1") is None
    assert (stored.ask_mine, stored.depth, stored.i_asked) == (Ask.NONE, Depth.REAL, True)
    assert stored.note == "Lunch\n\nMuch laughter"
    assert stored.tags == ("x",)
    assert [p.name for p in journal.names_of(stored.people).values()] == [
        "Dana Okafor",
        "Zoe Quinn",
    ]
    promises = {p.text: (p.by, str(p.due)) for p in journal.find(Promise)}
    assert promises == {
        "Send notes": (Side.ME, "2026-11-27"),
        "Send the plan": (Side.THEM, "2026-12-03"),
    }
    # The question was for Rui, who was not there: it stays with the first who was.
    assert [q.counterpart_id for q in journal.find(Question)] == [1]
    assert [i.text for i in journal.find(Interest)] == ["The archive"]
    shared = journal.find(Commonality, likeness=Likeness.SAME)
    assert [(c.text, c.times_mentioned) for c in shared] == [("Both coach", 2)]
    journal.undo()
    assert journal.find(Interaction) == [] == journal.find(Promise)
    assert [p.name for p in journal.people()] == ["Dana Okafor", "Rui Santos"]


def test_an_entry_comes_back_into_the_form_and_out_again_unchanged(journal: Workspace) -> None:
    with journal.change("Log") as edit:
        stored = edit.add(
            Interaction,
            when=Moment(PartialDate(2024, 5, 3), time(14, 30), "Europe/Lisbon"),
            people=(1, 2),
            channel=Channel.MEAL,
            opener=Opener.GROUP,
            two_way=True,
            answered=False,
            minutes=75,
            depth=Depth.PERSONAL,
            ask_mine=Ask.MONEY,
            ask_theirs=Ask.NONE,
            give_mine=Ask.TIME,
            joint_benefit=False,
            small_talk=True,
            small_talk_minutes=10,
            present=5,
            one_to_one=False,
            credit="The idea",
            note="First line\n\nSecond",
            tags=("spring", "porto"),
        )
    form = of_entry(journal, stored.id)
    before = len(journal.history())
    assert written(journal, form) == stored
    assert len(journal.history()) == before  # nothing changed, so there is no step


def test_every_field_of_an_entry_can_be_changed_with_people_and_day(journal: Workspace) -> None:
    stored = written(journal, LogForm(line="call with Dana yesterday 30m"))
    form = of_entry(journal, stored.id)
    form = replace(form, people=(2,), new_people=("Zoe Quinn",))
    for name, value in (("date", "May 2024"), ("time", "14:30"), ("minutes", ""), ("tags", "#a b")):
        form = form.say(name, value)
    changed = written(journal, form)
    assert changed.id == stored.id
    assert changed.when == Moment(PartialDate(2024, 5))  # no hour of a month is ever made up
    assert changed.minutes is None
    assert set(changed.tags) == {"a", "b"}
    assert [p.name for p in journal.names_of(changed.people).values()] == [
        "Rui Santos",
        "Zoe Quinn",
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("date", "31 February"),
        ("date", "tomorrow"),
        ("date", "9999-12-31"),
        ("date", "banana\x00"),
        ("time", "25:99"),
        ("time", "later"),
        ("zone", "../../etc"),
        ("zone", "Mars/Base"),
        ("zone", "Europe"),
        ("minutes", "-5"),
        ("minutes", "9999999"),
        ("minutes", "a while"),
        ("small_talk_minutes", "x"),
        ("present", "0"),
        ("present", "many"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_written(
    journal: Workspace, field: str, text: str
) -> None:
    form = LogForm(people=(1,)).say(field, text)
    if field == "zone":
        form = form.say("time", "14:30")
    assert field in problems(form, journal)
    with pytest.raises(InputError):
        written(journal, form)
    assert journal.find(Interaction) == []


def test_a_name_nobody_has_stops_the_entry_until_it_is_agreed_to(journal: Workspace) -> None:
    form = LogForm(line="call with Zoe Quinn")
    assert "line" in problems(form, journal)
    assert problems(replace(form, create=("Zoe Quinn",)), journal) == {}


def test_nobody_named_is_no_entry(journal: Workspace) -> None:
    with pytest.raises(InputError):
        written(journal, LogForm(said={"note": "Something was said"}))


def test_a_person_of_the_line_can_be_taken_out(journal: Workspace) -> None:
    form = LogForm(line="call with Dana and Rui", without=(1,))
    assert written(journal, form).people == (2,)


def test_a_journal_that_can_only_be_read_keeps_the_form_whole(journal: Workspace) -> None:
    reading = Workspace.open(journal.path, CLOCK, read_only=True)
    with pytest.raises(JournalError):
        written(reading, LogForm(line="call with Dana"))
    reading.close()
    assert journal.find(Interaction) == []


def test_a_planned_meeting_fills_the_form_and_is_held_afterwards(journal: Workspace) -> None:
    with journal.change("Plan") as edit:
        meeting = edit.add(
            Meeting,
            title="Renewal",
            when=Moment(PartialDate(2026, 11, 22), time(10, 0)),
            people=(1, 2),
            minutes=45,
            place="Café",
        )
    form = of_meeting(journal, meeting.id, 1)
    assert form.is_blank
    stored = written(journal, form, closing=Closing("They will renew", True))
    assert (stored.people, stored.minutes, stored.channel) == ((1, 2), 45, Channel.MEETING)
    assert (stored.meeting_id, stored.note, stored.small_talk) == (
        meeting.id,
        "They will renew",
        True,
    )
    assert journal.get(Meeting, meeting.id).state is MeetingState.HELD
    journal.undo()
    assert journal.get(Meeting, meeting.id).state is MeetingState.PLANNED
    assert journal.find(Interaction) == []


def test_beside_the_form_stands_the_last_time_but_never_the_entry_itself(
    journal: Workspace,
) -> None:
    first = written(journal, LogForm(line="Dana emailed on 2 August. The trail is done"))
    second = written(journal, LogForm(line="call with Dana yesterday. Short"))
    found = beside(journal, 1, second.id)
    assert found.last == first
    assert found.lead == "2 Aug, Dana wrote"
    assert beside(journal, 1).last == second


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", '{"noted": [{"kind": "gossip"}]}', '{"people": ["x"]}', "7"]
)
def test_a_draft_that_is_none_is_passed_over(text: str) -> None:
    assert LogForm.from_json(text) is None


def test_half_a_surrogate_and_a_nul_survive_a_draft(journal: Workspace) -> None:
    form = LogForm(line="a\x00\ud83d\u202eb")
    journal.save_draft("log:1", form.to_json())
    draft = journal.draft("log:1")
    assert draft is not None
    assert LogForm.from_json(draft.body) == form


def test_a_line_typed_elsewhere_is_a_form_with_only_a_line() -> None:
    assert LogForm.from_json(line_draft("call with Dana")) == LogForm(line="call with Dana")
    assert line_draft("  ") == ""


_TEXT = st.text(max_size=40)
_FORMS = st.builds(
    LogForm,
    line=_TEXT,
    create=st.tuples(_TEXT),
    said=st.dictionaries(
        st.sampled_from(["note", "date", "time", "zone", "minutes", "present", "credit", "tags"]),
        _TEXT,
    ),
    people=st.tuples(st.integers(1, 9)),
    new_people=st.tuples(_TEXT),
    noted=st.lists(
        st.builds(NotedItem, st.sampled_from(list(NotedKind)), _TEXT, st.none(), _TEXT), max_size=3
    ).map(tuple),
    entry=st.none() | st.integers(1, 9),
)


@given(_FORMS)
@settings(max_examples=60, deadline=None)
def test_any_form_comes_back_from_its_draft_as_it_was(form: LogForm) -> None:
    assert LogForm.from_json(form.to_json()) == form


@given(_FORMS)
@settings(max_examples=60, deadline=None)
def test_no_text_in_any_field_is_a_crash(form: LogForm) -> None:
    quick = parse(form.line, (), CLOCK.now())
    entry = entry_of(form, quick, CLOCK)
    assert entry.values["when"].date is not None
    assert all(entry.problems.values())
