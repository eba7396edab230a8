"""The edge cases, and the three tests beside the user's word."""

from typing import Any

import pytest

from app.insights.realness import Realness, disagreement, record, side_by_side, t1, t2, t3
from app.model.findings import State
from app.model.people import (
    Commonality,
    Interest,
    Kind,
    KindPeriod,
    Rhythm,
    VerdictChoice,
)
from app.model.records import Ask, Depth, Interaction, Opener, Result
from app.model.values import PartialDate
from tests.app.insights.insight_logs import POLICY, contact, deal, log, on, openings, person

ME, THEM = Opener.ME, Opener.THEM
WARM = {"depth": Depth.REAL, "answered": True, "i_asked": True, "they_asked": True}


def sided(*contacts: Interaction, **values: Any) -> Realness:
    return side_by_side(log(*contacts, **values), POLICY)


def results(found: Realness) -> list[str]:
    return [finding.result for finding in found]


WARM_LOG = openings(5, 5, step=20, ask=Ask.NONE, **WARM)
COLD_LOG = openings(12, 0, step=9, ask=Ask.SALE, depth=Depth.PASSING, answered=False)
REAL = sided(*WARM_LOG, deals=(deal((100, Result.LOST)),))
LEAD = sided(*COLD_LOG, deals=(deal((100, Result.WON)),))
SPLIT = sided(
    *openings(12, 0, step=20, ask=Ask.NONE, depth=Depth.PASSING, answered=True),
    deals=(deal((100, Result.LOST)),),
)
NOTHING = sided()


def test_the_four_sentences() -> None:
    assert REAL.record.result == "The record looks like a real relationship."
    assert LEAD.record.result == "The record looks more like a lead."
    assert SPLIT.record.result == "The record points both ways."
    assert NOTHING.record.result == "Not enough in the journal to say."
    assert [f.record.state for f in (REAL, LEAD, SPLIT, NOTHING)] == [
        State.FOR,
        State.AGAINST,
        State.OPEN,
        State.SILENT,
    ]


def test_the_record_rests_on_what_the_tests_rest_on() -> None:
    assert set(REAL.record.entries) == {entry for test in REAL[:3] for entry in test.entries}
    assert REAL.record.numbers["for"] == 3
    assert record(*REAL[:3]) == REAL.record
    assert REAL.record.since == min(test.since for test in REAL[:3] if test.since)


def test_each_test_alone_says_the_same() -> None:
    one = log(*WARM_LOG, deals=(deal((100, Result.LOST)),))
    assert [test(one, POLICY).result for test in (t1, t2, t3)] == results(REAL)[:3]


EARLY = ["too early to say", "too early", "too early"]


@pytest.mark.parametrize(
    ("contacts", "since", "results_are"),
    [
        ([], None, EARLY),
        ([contact(90), contact(80), contact(70)], None, EARLY),
        ([contact(59), contact(50), contact(40), contact(30), contact(20)], None, EARLY),
        ([contact(60), contact(50), contact(40), contact(30)], None, None),
        ([contact(40), contact(30), contact(20), contact(10)], PartialDate(2019), None),
        ([contact(40), contact(30), contact(20), contact(10)], PartialDate(2026), EARLY),
        ([contact(90, present=9), contact(40), contact(30), contact(20), contact(9)], None, None),
    ],
)
def test_new(
    contacts: list[Interaction], since: PartialDate | None, results_are: list[str] | None
) -> None:
    found = sided(*contacts, person=person(since=since))
    assert (results(found)[:3] == EARLY) == (results_are == EARLY)


def test_new_shows_first_steps_only() -> None:
    fresh = sided(contact(20), person=person(since=None, rhythm=None))
    assert fresh.t2.sentence == (
        "You have known Dana for 3 weeks, with 1 conversation logged. Too early to say."
    )
    assert fresh.record.details == (
        "Note one thing you share with Dana.",
        "Ask what matters to Dana, and note it.",
        "Say who opened each conversation.",
        "Say how often you mean to be in touch.",
    )
    done = sided(
        contact(20, ME),
        person=person(since=None),
        commonalities=(Commonality(1, "c", 1, "trails"),),
        interests=(Interest(1, "i", 1, "peace"),),
    )
    assert done.record.details == ()
    assert NOTHING.t2.sentence.startswith("No conversation with Dana is logged yet.")
    assert sided(contact(20)).t2.sentence.startswith("Only 1 conversation with Dana logged so far.")
    assert fresh.t1.change == "The tests begin after 60 days and 4 conversations."


def test_a_wish_for_no_contact_ends_all_tests() -> None:
    found = sided(*WARM_LOG, person=person(no_contact=True))
    assert results(found)[:3] == ["not applicable"] * 3
    assert found.record.sentence == "You noted that there is to be no contact. No test applies."


def test_an_honest_pitch_is_checked_for_honesty_instead() -> None:
    pitch = person(kind=Kind.PITCH)
    first = contact(100, ME, Ask.SALE, give_mine=Ask.INFORMATION, answered=False)
    found = sided(first, contact(90, ME, Ask.SALE, answered=False), person=pitch)
    assert results(found)[:3] == ["not applicable"] * 3
    assert found.record.sentence.startswith("You said openly that this is a pitch.")
    assert [(part.name, part.result) for part in found.record.parts] == [
        ("purpose", "yes"),
        ("use", "yes"),
        ("stopped", "not known"),
        ("reminders", "yes"),
    ]
    assert found.record.details == tuple(part.sentence for part in found.record.parts)


def test_a_pitch_that_does_not_stop() -> None:
    contacts = [contact(100 - 10 * n, ME, Ask.SALE, answered=False) for n in range(4)]
    contacts[0] = contact(100, ME, Ask.NONE, give_mine=Ask.NONE, answered=False)
    found = sided(*contacts, person=person(kind=Kind.PITCH), deals=(deal((85, Result.LOST)),))
    assert [part.result for part in found.record.parts] == ["no", "no", "no", "no"]
    answered = contact(60, ME, Ask.NONE, answered=True)
    calm = sided(
        contacts[0], answered, person=person(kind=Kind.PITCH), deals=(deal((85, Result.LOST)),)
    )
    assert [part.result for part in calm.record.parts][2:] == ["yes", "yes"]
    blank = sided(person=person(kind=Kind.PITCH))
    assert {part.result for part in blank.record.parts} == {"not known"}


def test_after_a_pitch_a_new_period_begins_and_the_old_one_stays_visible() -> None:
    periods = (
        KindPeriod(1, "a", 1, Kind.PITCH, on(400)),
        KindPeriod(2, "b", 1, Kind.CLIENT, on(150)),
    )
    old = openings(6, 0, start=200, ask=Ask.SALE)
    found = sided(*WARM_LOG, *old, kind_periods=periods, person=person(kind=Kind.CLIENT))
    assert found.t2.numbers["before_this_kind"] == 6 + sum(
        1 for entry in WARM_LOG if entry.when.date.first < on(150).first
    )
    assert "from the time of the pitch stay visible" in found.record.details[0]
    fresh = (periods[0], KindPeriod(2, "b", 1, Kind.CLIENT, on(30)))
    assert results(sided(*WARM_LOG, kind_periods=fresh))[1] == "too early"
    by_person = person(kind=Kind.CLIENT, kind_since=on(150))
    assert (
        sided(*old, kind_periods=periods[:1], person=by_person).t2.numbers["before_this_kind"] == 6
    )
    undated = sided(*old, kind_periods=periods[:1])
    assert undated.t2.numbers["before_this_kind"] == 0
    never = sided(*old, kind_periods=periods[1:])
    assert never.t2.numbers["before_this_kind"] == 0
    outcome = deal((300, Result.LOST))
    assert sided(*WARM_LOG, kind_periods=periods, deals=(outcome,)).t1.result == "not applicable"


def test_seasonal_contact_looks_back_twenty_five_months() -> None:
    summer = person(rhythm=Rhythm.SEASONAL, season_months=(6, 7, 8))
    contacts = openings(15, 15, step=20, start=100, **WARM)
    seasonal = sided(*contacts, person=summer).t2.numbers["n"]
    assert seasonal == 30
    assert sided(*contacts).t2.numbers["n"] == 20


SAYS = [
    (VerdictChoice.REAL, REAL, "You and the record agree. After you lost"),
    (VerdictChoice.GROWING, REAL, "You call it growing; the record already looks real. After"),
    (VerdictChoice.LEAD, REAL, "You call it a lead, yet: After you lost"),
    (VerdictChoice.UNSURE, REAL, "You cannot tell; the record looks like a real relationship."),
    (VerdictChoice.REAL, LEAD, "You call it real; the record shows less: After you won"),
    (VerdictChoice.GROWING, LEAD, "You call it growing; the record shows less so far: After"),
    (VerdictChoice.LEAD, LEAD, "You and the record agree. After you won"),
    (VerdictChoice.UNSURE, LEAD, "You cannot tell; the record looks more like a lead. After"),
    (VerdictChoice.REAL, SPLIT, "You call it real. The record points both ways. After you lost"),
    (VerdictChoice.LEAD, SPLIT, "You call it mostly a lead. The record points both ways."),
    (VerdictChoice.REAL, NOTHING, "Your word stands alone; the journal holds 0 contacts. The"),
    (VerdictChoice.UNSURE, NOTHING, "Your word stands alone; the journal holds 0 contacts."),
    *[
        (VerdictChoice.PITCH, found, "You said openly that this is a pitch.")
        for found in (REAL, LEAD, SPLIT, NOTHING)
    ],
]


@pytest.mark.parametrize(("choice", "found", "begin"), SAYS)
def test_the_word_and_the_record(choice: VerdictChoice, found: Realness, begin: str) -> None:
    assert disagreement(choice, found).startswith(begin)


def test_two_facts_and_a_question_where_the_record_shows_less() -> None:
    text = disagreement(VerdictChoice.REAL, LEAD)
    assert "You opened 12 of 12 conversations" in text
    assert text.endswith("What might the journal be missing?")
    assert disagreement(VerdictChoice.LEAD, REAL).endswith("Kinder than you think?")
    sides = disagreement(VerdictChoice.REAL, SPLIT)
    assert "You opened 12 of 12 conversations" in sides


def test_the_fact_of_the_third_test_is_the_side_that_decides() -> None:
    cold = {"depth": Depth.PASSING, "answered": False}
    asking = sided(*openings(0, 12, step=20, ask=Ask.SALE, **cold))
    assert asking.t3.result == "only when something is needed"
    text = disagreement(VerdictChoice.UNSURE, asking)
    assert "All 12 times Dana opened, she wanted something." in text


def test_who_would_rather_not_say_is_left_alone() -> None:
    assert disagreement(VerdictChoice.SILENT, REAL) == ""


def test_what_the_journal_needs_is_said() -> None:
    text = disagreement(VerdictChoice.REAL, sided(*openings(3, 2)))
    assert text.startswith("Your word stands alone; the journal holds 5 contacts.")
    assert "One more conversation that says who opened it" in text
