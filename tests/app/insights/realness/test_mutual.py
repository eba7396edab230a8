"""The second test: who starts, who answers, how deep, told in sentences."""

from typing import Any

import pytest

from app.insights.realness import t2
from app.model.findings import Finding
from app.model.people import Pronoun
from app.model.records import Depth, Interaction, Opener, Source
from app.settings import Policy
from tests.app.insights.insight_logs import POLICY, contact, log, openings, person

ME, THEM = Opener.ME, Opener.THEM
WARM = {"depth": Depth.REAL, "answered": True, "i_asked": True, "they_asked": True}
COLD = {"depth": Depth.PASSING, "answered": False}


def judged(*contacts: Interaction, policy: Policy = POLICY, **values: Any) -> Finding:
    return t2(log(*contacts, **values), policy)


@pytest.mark.parametrize(
    ("mine", "theirs", "values", "result"),
    [
        (6, 6, WARM, "mutual and meaningful"),
        (10, 0, WARM, "you carry it, but both engage"),
        (0, 10, WARM, "they carry it, but both engage"),
        (10, 0, COLD, "one-sided"),
        (0, 10, COLD, "one-sided"),
        (10, 0, {"answered": True, "depth": Depth.PASSING}, "one-sided"),
        (10, 0, {"answered": False, "depth": Depth.REAL}, "one-sided"),
        (6, 6, {**WARM, "depth": Depth.SHORT}, "passing talk"),
        (6, 6, {**WARM, "they_asked": None}, "unclear"),
        (6, 6, {**WARM, "i_asked": None, "they_asked": None}, "unclear"),
        (8, 0, WARM, "unclear"),
        (8, 0, COLD, "passing talk"),
        (8, 0, {**WARM, "source": Source.IMPORTED}, "you carry it, but both engage"),
        (3, 2, WARM, "not enough evidence"),
        (6, 6, {}, "not enough evidence"),
        (6, 6, {"depth": Depth.REAL, "i_asked": True, "they_asked": True}, "mutual and meaningful"),
    ],
)
def test_whole(mine: int, theirs: int, values: dict[str, Any], result: str) -> None:
    found = judged(*openings(mine, theirs, **values))
    assert found.result == result
    assert found.change
    assert found.counts.startswith("Counts openings, answers and depth since")


def test_the_plain_sentence_of_the_specification() -> None:
    nine = openings(9, 1, source=Source.IMPORTED, **WARM)
    found = judged(*nine, person=person(pronoun=Pronoun.HE))
    assert found.sentence == (
        "You opened 9 of 10 conversations (likely range 72–97 %). If he had opened one that you"
        " forgot to log, this would no longer hold. You start, and Dana answers and talks."
    )
    assert found.numbers["m_star"] == 1
    assert found.numbers["balance"] == pytest.approx(0.2)


def test_when_they_start_the_sentence_is_theirs() -> None:
    found = judged(*openings(0, 12, **WARM))
    assert found.sentence == (
        "Dana opened 12 of 12 conversations (likely range 88–100 %). If you had opened two that"
        " you forgot to log, this would no longer hold. Dana starts, and you answer and talk."
    )


def test_one_forgotten_entry_keeps_a_typed_journal_from_judging() -> None:
    found = judged(*openings(8, 0, **WARM))
    starts = found.parts[0]
    assert (starts.result, starts.numbers["rule"]) == ("unclear", "mostly me")
    assert "one entry you forgot could undo that" in starts.details[0]
    assert found.sentence.endswith("That is too close to call.")


def test_one_sided_tells_the_poor_part() -> None:
    assert "0 of 10 openings of yours were answered" in judged(*openings(10, 0, **COLD)).sentence
    shallow = judged(*openings(10, 0, answered=True, depth=Depth.PASSING))
    assert "0 of 10 conversations went beyond passing talk" in shallow.sentence
    theirs = judged(*openings(0, 10, **COLD))
    assert "You answered 0 of 10 openings by Dana" in theirs.sentence


def test_missing_interest_is_told() -> None:
    one_way = judged(*openings(6, 6, **{**WARM, "they_asked": None}))
    assert "You asked about Dana; no entry says that she asked about you." in one_way.sentence
    other = judged(*openings(6, 6, **{**WARM, "i_asked": None}))
    assert "Dana asked about you; no entry says that you asked about her." in other.sentence
    assert "would show interest both ways" in other.change
    none = judged(*openings(6, 6, **{**WARM, "i_asked": None, "they_asked": None}))
    assert "Log whether you asked about each other." in none.change


def test_what_has_no_side_is_left_out_and_shown() -> None:
    rest = [
        contact(300, Opener.TOGETHER),
        contact(290, Opener.GROUP),
        contact(280),
        contact(270, present=9),
        contact(260, ME),
        contact(260, THEM),
    ]
    starts = judged(*openings(6, 6, **WARM), *rest).parts[0]
    assert starts.numbers["n"] == 12
    left = [starts.numbers[key] for key in ("together", "group", "unknown", "two_openers")]
    assert left == [1, 2, 2, 1]
    assert starts.details == (
        "Left out: 1 arranged together, 2 in a group, 2 without a known opener.",
        "Where both opened on one day and no time says who was first, nobody is counted.",
    )


def test_a_role_that_always_starts_is_not_judged() -> None:
    role = person(starts_by_role=True)
    found = judged(*openings(12, 0, **WARM), person=role)
    assert found.result == "mutual and meaningful"
    assert found.parts[0].result == "not judged"
    assert found.parts[0].details[0].startswith("By role one of you always starts")
    assert judged(*openings(12, 0), person=role).result == "not enough evidence"


@pytest.mark.parametrize(
    ("mine", "theirs", "change"),
    [
        (5, 5, "Six more by you in a row, and none between, would put this in doubt."),
        (4, 2, "One more opening by Dana would show that both start."),
        (2, 4, "One more opening by you would show that both start."),
        (3, 2, "One more conversation that says who opened it would let this be judged."),
        (2, 2, "Two more conversations that say who opened them would let this be judged."),
    ],
)
def test_what_would_change_who_starts(mine: int, theirs: int, change: str) -> None:
    assert judged(*openings(mine, theirs, **WARM)).parts[0].change == change


def test_a_policy_nobody_can_satisfy_promises_nothing() -> None:
    strict = Policy(sureness=0.999)
    starts = judged(*openings(5, 4, **WARM), policy=strict).parts[0]
    assert (starts.result, starts.change) == ("unclear", "")


@pytest.mark.parametrize(
    ("deep", "shallow", "result", "change"),
    [
        (6, 0, "good", "Eight more without real talk would put this in doubt."),
        (0, 8, "poor", "One more with real talk would turn this."),
        (2, 4, "unclear", "Two more with real talk would settle the depth."),
        (1, 3, "not enough evidence", "Two more conversations with their depth are needed."),
    ],
)
def test_depth(deep: int, shallow: int, result: str, change: str) -> None:
    contacts = openings(deep, 0, depth=Depth.PERSONAL) + openings(
        0, shallow, depth=Depth.SHORT, start=200
    )
    part = judged(*contacts).parts[3]
    assert (part.result, part.change) == (result, change)


def test_nothing_said_is_told_as_such() -> None:
    found = judged(*openings(6, 6))
    told = [part.sentence for part in found.parts]
    assert told[1] == "Whether you answer Dana is not logged."
    assert told[2] == "Whether Dana answers you is not logged."
    assert told[3] == "How deep it goes is not logged."
    assert "Four more conversations that say whether Dana answered are needed." in found.change
    blank = judged(*[contact(9 * n) for n in range(9)])
    assert blank.parts[0].sentence == "No conversation says who opened it."
    assert blank.sentence == "Too little is logged to say who starts and how deep it goes."
    assert blank.numbers["share"] is None


def test_the_window_is_a_year_or_twenty_openings() -> None:
    many = openings(30, 0, step=5, **WARM)
    old = openings(0, 30, step=5, start=500, **WARM)
    assert judged(*many, *old).numbers["theirs"] == 0
    few = openings(4, 0, step=5, **WARM)
    assert (judged(*few, *old).numbers["mine"], judged(*few, *old).numbers["n"]) == (4, 20)


def test_steadiness_is_shown_from_the_first_contact() -> None:
    part = judged(*openings(4, 4, **WARM)).parts[5]
    assert part.result == "shown"
    assert part.sentence == "There was contact in 3 of 3 months."
    assert part.numbers["burstiness"] == pytest.approx(-1.0)


def test_what_was_imported_is_said() -> None:
    mixed = openings(6, 0, source=Source.IMPORTED, **WARM) + openings(0, 6, start=200, **WARM)
    found = judged(*mixed)
    assert found.numbers["imported_share"] == 0.5
    assert "50 % of these conversations were imported." in found.details
