"""Preparing: what the journal says before a meeting, and nothing it does not say."""

from datetime import date, time, timedelta

import pytest

from app.model.belongings import Relation, SpecialDate
from app.model.brief import Brief, Line, SectionKey
from app.model.errors import NotFoundError
from app.model.people import (
    Basis,
    Commonality,
    CommonKind,
    ContactPoint,
    Counterpart,
    HowKnown,
    Interest,
    InterestAct,
    Kind,
    Likeness,
    PointKind,
    Pronoun,
    Sensitivity,
    Stake,
    Verdict,
    VerdictChoice,
)
from app.model.records import (
    Channel,
    Deal,
    Depth,
    Interaction,
    Meeting,
    MeetingState,
    Opener,
    Outcome,
    Promise,
    PromiseState,
    Question,
    QuestionState,
    Result,
    Side,
    Tone,
)
from app.model.values import FixedClock, Moment, PartialDate
from app.services.prep import NewPromise, close_the_loop, prepare, set_goal, start
from app.services.workspace import Workspace

TODAY = date(2026, 11, 22)


def day(ago: int) -> PartialDate:
    return PartialDate.of(TODAY - timedelta(days=ago))


def add(workspace: Workspace, cls: type, **values: object):
    with workspace.change("Add") as edit:
        return edit.add(cls, **values)


@pytest.fixture
def dana(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        firm = edit.organisation("Northwind")
        edit.set(firm, identity="The shorter-list group")
        return edit.add(
            Counterpart,
            name="Dana Okafor",
            pronoun=Pronoun.SHE,
            kind=Kind.CLIENT,
            role="Head of procurement",
            organisation_id=firm.id,
            since=PartialDate(2019, 3),
            how_met="at the Porto fair",
        )


def talk(workspace: Workspace, person: Counterpart, ago: int, note: str = "", **values: object):
    values.setdefault("people", (person.id,))
    return add(workspace, Interaction, when=Moment(day(ago)), note=note, **values)


def lines(brief: Brief, key: SectionKey) -> tuple[Line, ...]:
    section = brief.section(key)
    return section.lines if section else ()


def told(brief: Brief, key: SectionKey) -> list[str]:
    return [" | ".join(filter(None, (x.lead, x.text, x.note))) for x in lines(brief, key)]


def test_an_empty_person_gives_an_empty_brief_and_says_so(workspace: Workspace) -> None:
    person = add(workspace, Counterpart, name="Ana")
    prep = prepare(workspace, person.id)
    assert prep.brief.sections == ()
    assert prep.brief.months == ()
    assert prep.brief.opening == "No meeting is planned, and no talk is written down yet."
    assert (prep.small_talk, prep.kept, prep.follow_up, prep.countdown) == ("", (), None, "")


def test_a_person_who_is_gone_is_named_as_gone(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError):
        prepare(workspace, 77)


def test_the_header_says_who_it_is(workspace: Workspace, dana: Counterpart) -> None:
    rui = add(workspace, Counterpart, name="Rui Santos")
    with workspace.change("Set") as edit:
        edit.set(dana, introduced_by=rui.id)
    assert prepare(workspace, dana.id).brief.header == (
        "Head of procurement, Northwind. Known since March 2019. Met: at the Porto fair. "
        "Introduced by Rui Santos."
    )


@pytest.mark.parametrize(
    "values, opening",
    [
        ({"when": Moment(day(-1), time(10))}, "Monday 23 November, 10:00: The renewal."),
        ({"when": Moment(day(-1))}, "Monday 23 November: The renewal."),
        ({"when": Moment(PartialDate(2027, 1, 4))}, "Monday 4 January 2027: The renewal."),
        ({"vague": "next week"}, "Next week: The renewal."),
        (
            {"when": Moment(day(-1), time(10)), "minutes": 60, "place": " Room 4;\n2nd floor "},
            "Monday 23 November, 10:00, 60 min, Room 4; 2nd floor: The renewal.",
        ),
        ({"vague": "soon", "place": "https://talk.example/a?b"}, "Soon, online: The renewal."),
        ({}, "The renewal."),
    ],
)
def test_the_opening_is_a_sentence_about_the_meeting(
    workspace: Workspace, dana: Counterpart, values: dict, opening: str
) -> None:
    meeting = add(workspace, Meeting, title="The renewal", people=(dana.id,), **values)
    assert prepare(workspace, dana.id, meeting.id).brief.opening == opening


def test_others_at_the_meeting_are_named(workspace: Workspace, dana: Counterpart) -> None:
    rui = add(workspace, Counterpart, name="Rui Santos")
    meeting = add(workspace, Meeting, title="The renewal", people=(dana.id, rui.id))
    assert prepare(workspace, dana.id, meeting.id).brief.opening == "The renewal, with Rui Santos."


def test_without_a_meeting_the_last_entry_is_named(workspace: Workspace, dana: Counterpart) -> None:
    talk(workspace, dana, 6)
    assert prepare(workspace, dana.id).brief.opening == (
        "No meeting is planned. The last entry is from Monday 16 November, 6 days ago."
    )


def test_the_next_meeting_is_taken_when_none_is_named(
    workspace: Workspace, dana: Counterpart
) -> None:
    add(workspace, Meeting, title="Later", when=Moment(day(-9)), people=(dana.id,))
    next_one = add(workspace, Meeting, title="Soon", when=Moment(day(-2)), people=(dana.id,))
    add(workspace, Meeting, title="Past", when=Moment(day(3)), people=(dana.id,))
    prep = prepare(workspace, dana.id)
    assert prep.meeting == next_one
    assert prep.brief.meeting_id == next_one.id


@pytest.mark.parametrize(
    "when, words",
    [
        (Moment(day(-1), time(6)), "in 21 hours"),
        (Moment(day(0), time(9, 30)), "in 30 minutes"),
        (Moment(day(0), time(10)), "in 1 hour"),
        (Moment(day(0), time(8)), ""),
        (Moment(day(0)), "today"),
        (Moment(day(-1)), "in 1 day"),
        (Moment(day(-5), time(9)), "in 5 days"),
        (Moment(PartialDate(2026, 12)), ""),
    ],
)
def test_the_countdown(workspace: Workspace, dana: Counterpart, when: Moment, words: str) -> None:
    meeting = add(workspace, Meeting, title="Soon", when=when, people=(dana.id,))
    assert prepare(workspace, dana.id, meeting.id).countdown == words


def test_the_last_five_talks_come_in_full_new_to_old(
    workspace: Workspace, dana: Counterpart
) -> None:
    rui = add(workspace, Counterpart, name="Rui Santos")
    long = "Worried about the audit.\n\n" + "She wants fewer suppliers. " * 50
    for ago in range(10, 17):
        talk(workspace, dana, ago, f"Talk {ago}")
    latest = talk(workspace, dana, 6, long, channel=Channel.CALL, opener=Opener.THEM, minutes=30)
    talk(workspace, dana, 8, "", channel=Channel.MEAL, people=(dana.id, rui.id))
    found = lines(prepare(workspace, dana.id).brief, SectionKey.LAST_TIME)
    assert len(found) == 5
    assert found[0] == Line(
        long.strip(),
        lead="16 Nov, call, she opened, 30 min.",
        on=day(6),
        entry=latest.id,
        uid=latest.uid,
    )
    assert found[1].lead == "14 Nov, meal with Rui Santos."
    assert found[1].text == "Nothing was written down."
    assert [one.text for one in found[2:]] == ["Talk 10", "Talk 11", "Talk 12"]


def test_an_entry_dated_ahead_is_not_a_last_talk(workspace: Workspace, dana: Counterpart) -> None:
    talk(workspace, dana, -3, "Ahead")
    talk(workspace, dana, 3, "Behind")
    brief = prepare(workspace, dana.id).brief
    assert [one.text for one in lines(brief, SectionKey.LAST_TIME)] == ["Behind"]


def test_open_promises_of_both_sides_the_overdue_first(
    workspace: Workspace, dana: Counterpart
) -> None:
    of = {"counterpart_id": dana.id, "made_on": day(20)}
    add(workspace, Promise, by=Side.ME, text="no date", **of)
    add(workspace, Promise, by=Side.THEM, text="share the contract", due=day(-9), **of)
    add(workspace, Promise, by=Side.ME, text="send pricing notes", due=day(2), **of)
    add(workspace, Promise, by=Side.ME, text="done", state=PromiseState.KEPT, **of)
    assert told(prepare(workspace, dana.id).brief, SectionKey.PROMISES) == [
        "You: send pricing notes | 2 days late · given 2 Nov",
        "Dana: share the contract | Due 1 Dec · given 2 Nov",
        "You: no date | No date · given 2 Nov",
    ]


def test_what_was_said_and_what_is_a_hunch_stand_apart(
    workspace: Workspace, dana: Counterpart
) -> None:
    of = {"counterpart_id": dana.id, "noted_on": day(6)}
    add(workspace, Interest, text="Time for her son", stake=Stake.PERSONAL, **of)
    audit = add(workspace, Interest, text="A clean audit", stake=Stake.BUSINESS, **of)
    add(workspace, Interest, text="To be seen", basis=Basis.HUNCH, **of)
    add(workspace, InterestAct, interest_id=audit.id, on=day(3), what="Sent the checklist")
    brief = prepare(workspace, dana.id).brief
    assert told(brief, SectionKey.INTERESTS) == [
        "A clean audit | said 16 Nov · business · you served it once",
        "Time for her son | said 16 Nov · personal",
    ]
    assert told(brief, SectionKey.HUNCHES) == ["To be seen | a hunch 16 Nov"]
    assert [one.inference for one in lines(brief, SectionKey.HUNCHES)] == [True]


@pytest.mark.parametrize(
    "pronoun, title",
    [
        (Pronoun.SHE, "She wants"),
        (Pronoun.HE, "He wants"),
        (Pronoun.THEY, "They want"),
        (None, "What Dana wants"),
    ],
)
def test_interests_are_titled_with_the_persons_word(
    workspace: Workspace, dana: Counterpart, pronoun: Pronoun | None, title: str
) -> None:
    with workspace.change("Set") as edit:
        edit.set(dana, pronoun=pronoun)
    add(workspace, Interest, counterpart_id=dana.id, text="A clean audit")
    section = prepare(workspace, dana.id).brief.section(SectionKey.INTERESTS)
    assert section is not None
    assert section.title == title


@pytest.fixture
def shared(workspace: Workspace, dana: Counterpart) -> None:
    of = {"counterpart_id": dana.id, "learned_on": day(25)}
    often = add(workspace, Commonality, text="A shorter list", kind=CommonKind.GOAL, **of)
    add(workspace, Commonality, text="Both coach football", **of)
    add(workspace, Commonality, text="Both tired", how_known=HowKnown.NOTICED, **of)
    add(workspace, Commonality, text="Both left-handed", how_known=HowKnown.GUESS, **of)
    add(workspace, Commonality, text="Both divorced", sensitivity=Sensitivity.PRIVATE, **of)
    add(workspace, Commonality, text="She votes otherwise", likeness=Likeness.DIFFERENT, **of)
    with workspace.change("Mention") as edit:
        edit.mention(often, day(6))


@pytest.mark.usefixtures("shared")
def test_common_ground_holds_what_was_noted_the_least_mentioned_first(
    workspace: Workspace, dana: Counterpart
) -> None:
    brief = prepare(workspace, dana.id).brief
    assert told(brief, SectionKey.COMMON_GROUND) == [
        "Both coach football | told 28 Oct · never mentioned",
        "Both tired | you noticed 28 Oct · never mentioned",
        "A shorter list | told 28 Oct · mentioned 6 days ago",
    ]
    assert [one.inference for one in lines(brief, SectionKey.COMMON_GROUND)] == [False, True, False]
    assert told(brief, SectionKey.DIFFERENCES) == ["She votes otherwise | told 28 Oct"]


@pytest.mark.usefixtures("shared")
def test_a_guess_and_a_private_matter_are_never_brought_up(
    workspace: Workspace, dana: Counterpart
) -> None:
    prep = prepare(workspace, dana.id)
    assert told(prep.brief, SectionKey.PRIVATE) == ["Both divorced | told 28 Oct · never mentioned"]
    assert told(prep.brief, SectionKey.HUNCHES) == ["Both left-handed | a guess 28 Oct"]
    offered = {one.text for one in prep.bring_up}
    assert "Both coach football" in offered
    assert not offered & {"Both left-handed", "Both divorced", "She votes otherwise"}


def test_questions_still_open_come_with_their_date(workspace: Workspace, dana: Counterpart) -> None:
    of = {"counterpart_id": dana.id, "noted_on": day(6)}
    asked = {"state": QuestionState.ASKED, "settled_on": day(3)}
    add(workspace, Question, text="Who else decides?", **asked, **of)
    add(workspace, Question, text="What does the auditor look at?", **of)
    add(workspace, Question, text="Dropped", state=QuestionState.DROPPED, **of)
    assert told(prepare(workspace, dana.id).brief, SectionKey.QUESTIONS) == [
        "What does the auditor look at? | noted 16 Nov",
        "Who else decides? | asked 19 Nov · not answered yet",
    ]


def test_watch_outs_and_hard_talks(workspace: Workspace, dana: Counterpart) -> None:
    with workspace.change("Set") as edit:
        edit.set(dana, watch_outs="Not before coffee\n\nDo not name the old firm", style="Briefly")
    talk(workspace, dana, 80, "The late delivery\nmore", tone_theirs=Tone.HARD)
    brief = prepare(workspace, dana.id).brief
    assert told(brief, SectionKey.WATCH_OUTS) == [
        "Not before coffee",
        "Do not name the old firm",
        "A hard talk, 3 Sep. | The late delivery",
    ]
    assert told(brief, SectionKey.STYLE) == ["Briefly"]


def test_deals_in_hand_with_their_next_step(workspace: Workspace, dana: Counterpart) -> None:
    of = {"counterpart_id": dana.id, "opened_on": day(60)}
    add(workspace, Deal, title="Renewal", stage="offer", amount="12,000", next_step="Date", **of)
    won = add(workspace, Deal, title="Audit help", **of)
    add(workspace, Outcome, deal_id=won.id, on=day(20), result=Result.WON)
    lost = add(workspace, Deal, title="Old bid", next_step="None", **of)
    add(workspace, Outcome, deal_id=lost.id, on=day(30), result=Result.LOST)
    brief = prepare(workspace, dana.id).brief
    assert told(brief, SectionKey.DEAL) == [
        "Renewal: offer, 12,000 | since 23 Sep",
        "Audit help | won 2 Nov",
    ]
    assert told(brief, SectionKey.NEXT_STEP) == ["Date | Renewal"]


def test_only_what_came_after_the_last_talk_is_new(workspace: Workspace, dana: Counterpart) -> None:
    talk(workspace, dana, 10)
    deal = add(workspace, Deal, counterpart_id=dana.id, title="Renewal")
    add(workspace, Outcome, deal_id=deal.id, on=day(5), result=Result.WON, what="Two years")
    add(workspace, Outcome, deal_id=deal.id, on=day(15), result=Result.SHELVED)
    of = {"counterpart_id": dana.id, "by": Side.ME, "state": PromiseState.KEPT}
    add(workspace, Promise, text="send notes", settled_on=day(4), **of)
    add(workspace, Promise, text="old one", settled_on=day(14), **of)
    assert told(prepare(workspace, dana.id).brief, SectionKey.CHANGES) == [
        "Renewal: won. Two years. | 17 Nov",
        "You: send notes (kept) | 18 Nov",
    ]


def test_good_to_know_holds_ways_to_reach_and_names(
    workspace: Workspace, dana: Counterpart
) -> None:
    with workspace.change("Set") as edit:
        edit.set(dana, aliases="Dee", note="Prefers mornings")
        edit.tag(dana, "porto")
    add(workspace, ContactPoint, counterpart_id=dana.id, kind=PointKind.PHONE, value="+351 1")
    assert told(prepare(workspace, dana.id).brief, SectionKey.WHO) == [
        "Also called Dee",
        "Phone: +351 1",
        "The shorter-list group",
        "Prefers mornings",
        "#porto",
    ]


def test_good_to_know_holds_days_of_the_next_weeks_and_who_is_around_them(
    workspace: Workspace, dana: Counterpart
) -> None:
    tom = add(workspace, Counterpart, name="Tom Lee")
    for what, when in (
        ("Wedding", PartialDate(2019, 12, 5)),
        ("Graduation", PartialDate(2010, 6, 1)),
        ("Moved", PartialDate(2026, 12)),
        ("", PartialDate(None, 11, 23)),
    ):
        add(workspace, SpecialDate, counterpart_id=dana.id, what=what, day=when)
    add(workspace, Relation, counterpart_id=dana.id, what="husband", other_id=tom.id)
    add(workspace, Relation, counterpart_id=dana.id, name="Mia")
    assert told(prepare(workspace, dana.id).brief, SectionKey.WHO) == [
        "The shorter-list group",
        "A day to remember: 23 November, tomorrow",
        "Wedding: 5 December 2019, in 13 days",
        "husband: Tom Lee; Mia",
    ]


def test_verdicts_are_kept_apart_from_the_record(workspace: Workspace, dana: Counterpart) -> None:
    add(
        workspace,
        Verdict,
        counterpart_id=dana.id,
        on=day(5),
        choice=VerdictChoice.REAL,
        reason="She called when I was ill",
    )
    for ago in range(30, 100, 10):
        talk(workspace, dana, ago, "Note")
    brief = prepare(workspace, dana.id).brief
    assert told(brief, SectionKey.VERDICTS) == ["She called when I was ill | real · 17 Nov"]
    assert len(lines(brief, SectionKey.RECORD)) in (1, 3)


def test_months_run_without_gaps_to_today(workspace: Workspace, dana: Counterpart) -> None:
    for ago in (0, 3, 80):
        talk(workspace, dana, ago)
    brief = prepare(workspace, dana.id).brief
    assert [(bar.month, bar.count) for bar in brief.months] == [
        ("2026-09", 1),
        ("2026-10", 0),
        ("2026-11", 2),
    ]
    assert brief.months_told == (
        "3 contacts from September 2026 to November 2026; most in November 2026, 2."
    )


def test_six_years_of_months_at_most(workspace: Workspace, dana: Counterpart) -> None:
    talk(workspace, dana, 4000)
    talk(workspace, dana, 0)
    months = prepare(workspace, dana.id).brief.months
    assert (len(months), months[0].month) == (72, "2020-12")


def test_skipped_small_talk_is_counted_over_the_talks_that_say(
    workspace: Workspace, dana: Counterpart
) -> None:
    for ago, small in enumerate((False, True, None, True, False, True, False)):
        talk(workspace, dana, ago + 1, f"Talk {ago}", small_talk=small)
    prep = prepare(workspace, dana.id)
    assert prep.small_talk == (
        "Five minutes of small talk first. You skipped it in 2 of the last 5."
    )
    assert prep.follow_up is not None
    assert prep.follow_up.text == "Talk 1"


def test_small_talk_stays_silent_on_two_talks(workspace: Workspace, dana: Counterpart) -> None:
    for ago in (1, 2):
        talk(workspace, dana, ago, small_talk=False)
    assert prepare(workspace, dana.id).small_talk == ""


def test_kept_promises_are_counted_for_each_side(workspace: Workspace, dana: Counterpart) -> None:
    for by, state in (
        (Side.ME, PromiseState.KEPT),
        (Side.ME, PromiseState.LATE),
        (Side.ME, PromiseState.RELEASED),
        (Side.ME, PromiseState.OPEN),
        (Side.THEM, PromiseState.KEPT),
    ):
        add(workspace, Promise, counterpart_id=dana.id, by=by, state=state, text="x")
    assert prepare(workspace, dana.id).kept == ("you 1 of 2", "Dana 1 of 1")


def test_the_page_gets_its_findings_and_the_shared_identity(
    workspace: Workspace, dana: Counterpart
) -> None:
    talk(workspace, dana, 3, "A talk", depth=Depth.REAL)
    prep = prepare(workspace, dana.id)
    assert prep.identity == "The shorter-list group"
    assert len(prep.trust) == 4
    assert prep.spiral is not None and prep.spiral.sentence
    assert prep.balance is not None


def test_the_goal_is_kept_with_the_meeting_as_one_step(
    workspace: Workspace, dana: Counterpart
) -> None:
    meeting = add(workspace, Meeting, title="Soon", when=Moment(day(-2)), people=(dana.id,))
    changed = set_goal(workspace, prepare(workspace, dana.id), "a start  date\n")
    assert changed.brief.goal_told == "You want one thing: a start date."
    assert workspace.get(Meeting, meeting.id).goal == "a start date"
    workspace.undo()
    assert prepare(workspace, dana.id).brief.goal == ""


def test_without_a_meeting_the_goal_waits_and_moves_when_one_is_set(
    workspace: Workspace, dana: Counterpart
) -> None:
    set_goal(workspace, prepare(workspace, dana.id), "a start date")
    assert prepare(workspace, dana.id).brief.goal == "a start date"
    meeting = add(workspace, Meeting, title="Soon", when=Moment(day(-2)), people=(dana.id,))
    prep = prepare(workspace, dana.id)
    assert prep.brief.goal == "a start date"
    set_goal(workspace, prep, "another")
    assert workspace.get(Meeting, meeting.id).goal == "another"
    assert workspace.drafts() == []


def test_start_prefills_what_the_plan_says(
    workspace: Workspace, dana: Counterpart, clock: FixedClock
) -> None:
    rui = add(workspace, Counterpart, name="Rui Santos")
    when = Moment(day(0), time(10))
    meeting = add(
        workspace,
        Meeting,
        title="Soon",
        when=when,
        minutes=45,
        place="Northwind, Porto",
        people=(dana.id, rui.id),
    )
    assert start(workspace, dana.id, meeting.id) == {
        "when": when,
        "people": (dana.id, rui.id),
        "meeting_id": meeting.id,
        "minutes": 45,
        "channel": Channel.MEETING,
    }
    assert start(workspace, dana.id) == {"when": Moment(day(0), time(9)), "people": (dana.id,)}
    clock.advance(days=1)
    assert start(workspace, dana.id, meeting.id)["when"] == Moment(day(-1), time(9))


def test_start_values_can_be_logged_and_the_loop_closed_in_one_step(
    workspace: Workspace, dana: Counterpart
) -> None:
    meeting = add(workspace, Meeting, title="Soon", when=Moment(day(0)), people=(dana.id,))
    logged = add(workspace, Interaction, **start(workspace, dana.id, meeting.id), note="Went well")
    closed = close_the_loop(
        workspace,
        meeting.id,
        logged,
        said="She needs a date.",
        promises=(NewPromise(dana.id, Side.ME, "send a date", day(-5)),),
        beyond_agenda=True,
    )
    assert closed.note == "Went well\n\nShe needs a date."
    assert (closed.meeting_id, closed.small_talk) == (meeting.id, True)
    assert workspace.get(Meeting, meeting.id).state is MeetingState.HELD
    (promise,) = workspace.find(Promise, counterpart_id=dana.id)
    assert (promise.text, promise.made_on, promise.interaction_id) == (
        "send a date",
        day(0),
        logged.id,
    )
    workspace.undo()
    assert workspace.get(Meeting, meeting.id).state is MeetingState.PLANNED
    assert workspace.get(Interaction, logged.id) == logged
    assert workspace.find(Promise, counterpart_id=dana.id) == []
